// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QConductor
import Orders

// The parts of the application. That the ledger needs the database and the feed, its class says; the reports say it
// in QML.
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
