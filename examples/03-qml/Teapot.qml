// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQml
import QConductor

AsyncComponent {
    property Kettle kettle
    property Leaves leaves

    function setup() {
        return new Promise(resolve => { brewing.triggered.connect(resolve); brewing.start() })
    }
    function shutdown() {
        return new Promise(resolve => { washing.triggered.connect(resolve); washing.start() })
    }
    onCancelRequested: { brewing.triggered(); washing.triggered() }

    Timer { id: brewing; interval: 700 }
    Timer { id: washing; interval: 500 }
}
