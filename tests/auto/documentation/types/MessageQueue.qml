// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QConductor

AsyncComponent {
    property bool isOpen: false
    function open(resolve, reject) {
        isOpen = true
        Qt.callLater(resolve)
    }
    function close() { isOpen = false }
}
