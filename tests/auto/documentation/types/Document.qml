// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QConductor

AsyncComponent {
    property Dialog dialog
    property bool isModified: false

    //! [request]
    function* shutdownRequested(reason) {
        if (!isModified)
            return true
        const answer = yield dialog.ask(qsTr("Save the document?"))
        if (answer === "save")
            yield save()
        return answer !== "cancel"
    }
    //! [request]
    function save() {
        isModified = false
        return new Promise(resolve => Qt.callLater(resolve))
    }
}
