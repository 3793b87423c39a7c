// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QConductor

AsyncComponent {
    property bool isLoggedIn: false
    function askForPassword() { return new Promise(resolve => Qt.callLater(resolve, "secret")) }
    function logIn(password) {
        isLoggedIn = true
        return new Promise(resolve => Qt.callLater(resolve, password + "-token"))
    }
    function logOut(token) { isLoggedIn = false }
}
