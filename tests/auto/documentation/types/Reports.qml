// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QConductor

//! [reports]
AsyncComponent {
    property MessageQueue queue
    function setup() { return new Promise((resolve, reject) => queue.open(resolve, reject)) }
    function shutdown() { queue.close() }
}
//! [reports]
