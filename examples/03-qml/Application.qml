// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QConductor
import Orders

// The components of the application. The class of the ledger declares that it needs the database and the feed;
// Reports.qml declares in QML that the reports need the database.
Conductor {
    id: application

    readonly property Feed feed: feed
    readonly property Database database: database
    readonly property Ledger ledger: ledger
    readonly property Reports reports: reports

    scheduling: Conductor.AsReady
    setupTimeout: 20000

    Database { id: database }
    Feed { id: feed }
    Ledger { id: ledger }
    Reports { id: reports }
}
