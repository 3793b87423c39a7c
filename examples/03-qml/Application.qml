// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QConductor
import Orders

// The components of the application. The classes of the ledger and of the notes declare that they need the database, and
// the ledger the feed, too; Reports.qml declares in QML that the reports need the database. Nothing needs the catalogue,
// which begins last.
//! [application]
Conductor {
    id: application

    readonly property Catalogue catalogue: catalogue
    readonly property Feed feed: feed
    readonly property Database database: database
    readonly property Ledger ledger: ledger
    readonly property Notes notes: notes
    readonly property Reports reports: reports
    property bool isSettled: false

    scheduling: Conductor.AsReady
    setupTimeout: 20000
    onSettled: isSettled = true
    onDeactivated: isSettled = false

    Catalogue { id: catalogue; startMode: Catalogue.Deferred }
    Database { id: database }
    Feed {
        id: feed

        restartPolicy: Feed.OnFailure
        restartDelay: 500
        restartWindow: 15000 // less than the lifetime of a connection, so that only tries in a row are counted
    }
    Ledger { id: ledger }
    Notes { id: notes }
    Reports { id: reports }
}
//! [application]
