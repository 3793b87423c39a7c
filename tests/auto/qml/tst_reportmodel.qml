// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQml
import QtTest
import QConductor

TestCase {
    id: test
    name: "ReportModel"

    Component {
        id: application

        Conductor {
            id: conductor
            property var open: null
            property ReportModel report: ReportModel { conductor: conductor }

            AsyncComponent {
                objectName: "first"
                function setup() { return new Promise(resolve => conductor.open = resolve) }
            }
            AsyncComponent { objectName: "second" }
        }
    }

    Instantiator {
        id: rows
        model: null
        delegate: QtObject {
            required property string name
            required property int layer
            required property real waited
            required property real began
            required property real took
            required property real held
            required property real slack
            required property real gain
            required property bool critical
            required property int state
            required property string stateName
            required property string message
        }
    }

    function cleanup() { rows.model = null }

    function test_beforeASetup() { // R48
        const conductor = createTemporaryObject(application, test)
        compare(conductor.report.count, 0)
        compare(conductor.report.total, 0)
        compare(conductor.report.phase, ReportModel.Setup)
    }

    function test_followsASetupAndAShutdown() { // R48
        const conductor = createTemporaryObject(application, test)
        rows.model = conductor.report
        conductor.setup()
        tryVerify(() => conductor.open)
        tryCompare(rows, "count", 2)
        const row = rows.objectAt(0)
        tryCompare(row, "stateName", "SettingUp")
        tryVerify(() => row.took > 0)
        const took = row.took
        tryVerify(() => row.took > took) // its time goes on
        conductor.open()
        tryCompare(row, "stateName", "Active")
        compare(row.state, AsyncComponent.Active)
        verify(row.name.includes("first"))
        compare(row.layer, 0)
        verify(row.waited <= row.began)
        verify(row.critical)
        compare(row.slack, 0)
        verify(row.gain > 0)
        verify(conductor.report.total >= row.began + row.took - 0.001)
        compare(conductor.report.criticalPath, [row.name])
        verify(!rows.objectAt(1).critical)
        verify(rows.objectAt(1).slack > 0)

        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive)
        compare(conductor.report.count, 2)
        conductor.report.phase = ReportModel.Shutdown
        compare(rows.count, 2)
        tryVerify(() => rows.objectAt(0).stateName === "Inactive")
    }

    function test_aFailureHasItsMessage() { // R48
        const conductor = createTemporaryObject(application, test)
        rows.model = conductor.report
        conductor.setup()
        tryVerify(() => conductor.open)
        conductor.open(Promise.reject(new Error("no disk")))
        tryCompare(conductor, "state", Conductor.Failed)
        tryCompare(rows, "count", 2)
        tryCompare(rows.objectAt(0), "message", "no disk")
    }

    function test_itsConductorIsDestroyed() { // R48
        const conductor = createTemporaryObject(application, test)
        const model = Qt.createQmlObject("import QConductor; ReportModel { }", test)
        model.conductor = conductor
        conductor.setup()
        tryVerify(() => conductor.open)
        tryCompare(model, "count", 2)
        conductor.open()
        conductor.destroy()
        tryCompare(model, "conductor", null)
        compare(model.count, 0)
        model.destroy()
    }
}
