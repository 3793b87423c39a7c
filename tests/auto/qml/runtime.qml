// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// Runs the example that has no C++ of its own, quits when all components are active, and prints "up" and "down".

import QtQuick
import "../../../examples/03-qml" as Examples

Examples.Runtime {
    id: window

    Connections {
        target: window.conductor

        function onActivated() {
            if (window.teapot.kettle && window.teapot.leaves)
                console.info("up")
            Qt.quit()
        }
        function onDeactivated() {
            console.info("down")
        }
        function onFailed(errorString) {
            console.error(errorString)
            Qt.exit(1)
        }
    }
}
