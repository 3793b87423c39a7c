// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQml
import QConductor
import Shop

Conductor {
    running: true
    onActivated: Qt.quit()
    onFailed: errorString => {
        console.error(errorString)
        Qt.exit(1)
    }

    Database { setupTimeout: 5000 }
    AsyncComponent {
        id: reports

        property Database database

        function setup() {
            if (reports.database.state !== Database.Active)
                throw new Error("not wired")
        }
    }
}
