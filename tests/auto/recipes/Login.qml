// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQml
import QConductor

Conductor {
    id: conductor

    property string log
    property bool isRefused: false
    property bool isThinking: false // about the token, so that no answer comes
    property Timer answer: Timer { interval: 0 }

    function ask(what) {
        conductor.log += what + " "
        return new Promise((resolve, reject) => {
            const end = () => {
                conductor.answer.triggered.disconnect(end)
                conductor.isRefused ? reject(new Error("refused")) : resolve(what)
            }
            conductor.answer.triggered.connect(end)
            if (!conductor.isThinking || !what.startsWith("token"))
                conductor.answer.start()
        })
    }
    function hide() { conductor.log += "hide " }

//! [generator]
    AsyncComponent {
        id: login

        property string token

        function* setup() {
            const password = yield conductor.ask("password")
            try {
                login.token = yield conductor.ask("token for " + password)
            } finally {
                conductor.hide() // also when the setup is canceled, or the token is refused
            }
        }
        function* shutdown() { yield conductor.ask("goodbye") }
    }
//! [generator]
}
