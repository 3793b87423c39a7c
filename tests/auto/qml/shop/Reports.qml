// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QConductor
import Shop

// A component that is written in QML, in a file of its own.
AsyncComponent {
    id: reports

    property MessageQueue queue
    property int opened: 0

    function setup() {
        return new Promise((resolve, reject) => reports.queue.open(resolve, reject)).then(() => ++reports.opened)
    }
    function shutdown() {
        Journal.add("shutdown Reports")
    }
}
