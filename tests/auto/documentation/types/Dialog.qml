// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QConductor

AsyncComponent {
    property string answer: "save"
    function ask(question) { return new Promise(resolve => Qt.callLater(resolve, answer)) }
}
