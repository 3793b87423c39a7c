// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQml
import QConductor
import Orders

// A component that is written in QML. Its setup is a coroutine: it adds up the orders, one at each turn of the event loop, so
// that the window goes on painting meanwhile.
//! [coroutine]
AsyncComponent {
    id: reports

    property Database database
    property real turnover: 0

    function nextTurn() { return new Promise(resolve => Qt.callLater(resolve)) }

    function* setup() {
        let sum = 0
        for (const order of reports.database.orders) {
            sum += order.total
            yield reports.nextTurn() // waits for it; if the setup is canceled, the function ends here
        }
        reports.turnover = sum
    }
}
//! [coroutine]
