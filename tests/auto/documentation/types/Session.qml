// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QConductor

//! [session]
AsyncComponent {
    id: session

    property Server server
    property string token
    property bool isAsking: false

    function* setup() {
        isAsking = true
        try {
            const password = yield server.askForPassword()
            session.token = yield server.logIn(password)
        } finally {
            isAsking = false
        }
    }
    function* shutdown() { yield server.logOut(session.token) }
}
//! [session]
