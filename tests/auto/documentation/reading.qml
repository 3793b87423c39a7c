// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

//! [reading]
import QtQml
import QConductor

Conductor {
    running: true // false shuts down

    AsyncComponent {
        id: feed
        property list<string> lines
        function* setup() { // waits at each yield; a function may return a Promise instead
            lines = yield new Promise(resolve => Qt.callLater(resolve, ["one", "two", "three"]))
        }
    }
    AsyncComponent {
        property AsyncComponent source: feed // so it begins when feed is active
        function setup() { console.log("reading from", feed.lines.length, "lines") }
        function shutdown() { console.log("saved") }
    }
    onFailed: errorString => console.error(errorString)
}
//! [reading]
