// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQml
import QConductor

AsyncComponent {
    function setup() {
        return new Promise(resolve => { heating.triggered.connect(resolve); heating.start() })
    }
    onCancelRequested: heating.triggered()

    Timer { id: heating; interval: 900 }
}
