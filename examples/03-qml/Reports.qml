// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQml
import QConductor
import Orders

// A component that is written in QML. Its setup adds up the orders, one at each turn of the event loop, so that the
// window goes on painting meanwhile.
AsyncComponent {
    id: reports

    property Database database
    property real turnover: 0

    function setup() {
        return new Promise(resolve => {
            const orders = reports.database.orders
            let sum = 0
            function addNext(index) {
                if (index === orders.length) {
                    reports.turnover = sum
                    resolve()
                    return
                }
                sum += orders[index].total
                Qt.callLater(addNext, index + 1)
            }
            addNext(0)
        })
    }
}
