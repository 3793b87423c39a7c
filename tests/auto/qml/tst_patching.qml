// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtTest
import QConductor
import Shop

// Tests an application that is written in QML as its author would: its own conductor, with one component replaced.
TestCase {
    id: testCase

    readonly property int patience: 60000 // in milliseconds: the machine may be busy

    name: "Patching"

    component Application: Conductor {
        property alias api: api

        WebApi { id: api }
        Reports { }
    }
    component FakeDatabase: Database {
        path: "memory"
    }

    Application { id: application }
    FakeDatabase { id: fake }

    function initTestCase() {
        Journal.take()
        application.patch("Database", fake)
        application.setup()
        tryCompare(application, "state", Conductor.Active, testCase.patience)
    }

    function test_theApplicationRunsWithTheFake() { // R28, R30
        compare(application.api.db, fake)
        compare(Journal.take(), ["setup memory", "setup MessageQueue", "setup WebApi"])
    }

    function cleanupTestCase() {
        application.shutdown()
        tryCompare(application, "state", Conductor.Inactive, testCase.patience)
        compare(application.errorString, "")
    }
}
