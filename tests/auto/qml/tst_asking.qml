// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtTest
import QConductor

// Tests the function shutdownRequested() of an AsyncComponent, and the window of a Conductor.
TestCase {
    id: testCase

    readonly property int patience: 60000 // in milliseconds: the machine may be busy

    name: "Asking"
    when: windowShown

    Component {
        id: stage

        Conductor {
            property alias part: part
            property int timesActive: 0
            property var refusals: []

            quitOnSignals: false
            running: true
            onActivated: ++timesActive
            onShutdownRefused: (component, message) => refusals.push(message)

            AsyncComponent {
                id: part

                property var answer: () => true
                property var reasons: []
                property int cancelCount: 0

                function shutdownRequested(reason) {
                    reasons.push(reason)
                    const hook = answer
                    return hook()
                }
                onCancelRequested: ++cancelCount
            }
        }
    }
    Component {
        id: generating

        Conductor {
            property alias part: part

            running: true

            AsyncComponent {
                id: part

                property bool isSaved: false
                property bool mayGo: false

                function* shutdownRequested(reason) {
                    isSaved = yield Promise.resolve(true)
                    return Promise.resolve(mayGo)
                }
            }
        }
    }
    Component {
        id: withWindow

        Window {
            id: window

            property alias conductor: conductor
            property int timesAsked: 0
            property bool wasVisible: false

            visible: true
            width: 100
            height: 100
            onClosing: ++timesAsked

            Conductor {
                id: conductor

                property alias part: part

                running: true
                window: window

                AsyncComponent {
                    id: part

                    property var reasons: []

                    function shutdownRequested(reason) { reasons.push(reason) }
                    function shutdown() { window.wasVisible = window.visible }
                }
            }
        }
    }

    function test_agrees_data() { // R46
        return [
            { tag: "true", answer: () => true },
            { tag: "undefined", answer: () => { } },
            { tag: "null", answer: () => null },
            { tag: "a Promise of true", answer: () => Promise.resolve(true) },
            { tag: "a Promise of a Promise", answer: () => Promise.resolve(Promise.resolve()) }
        ]
    }
    function test_agrees(data) {
        const conductor = createTemporaryObject(stage, testCase)
        conductor.part.answer = data.answer
        tryCompare(conductor, "state", Conductor.Active, patience)
        conductor.requestShutdown()
        tryCompare(conductor, "state", Conductor.Inactive, patience)
        compare(conductor.part.reasons, [AsyncComponent.Requested])
        compare(conductor.refusals, [])
    }

    function test_refuses_data() { // R46
        return [
            { tag: "false", answer: () => false, message: "refused to be shut down" },
            { tag: "a Promise of false", answer: () => Promise.resolve(false), message: "refused to be shut down" },
            { tag: "a rejection", answer: () => Promise.reject(new Error("not saved")), message: "not saved" },
            { tag: "an exception", answer: () => { throw new Error("not saved") }, message: "not saved" }
        ]
    }
    function test_refuses(data) {
        const conductor = createTemporaryObject(stage, testCase)
        conductor.part.answer = data.answer
        tryCompare(conductor, "state", Conductor.Active, patience)
        conductor.requestShutdown()
        tryVerify(() => conductor.refusals.length === 1, patience)
        compare(conductor.refusals[0], data.message)
        compare(conductor.state, Conductor.Active)
    }

    function test_isAskedToCancelWhenNobodyWaits() { // R46
        const conductor = createTemporaryObject(stage, testCase)
        conductor.part.answer = () => new Promise(() => { })
        tryCompare(conductor, "state", Conductor.Active, patience)
        conductor.requestShutdown()
        tryVerify(() => conductor.part.reasons.length === 1, patience)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, patience)
        tryCompare(conductor.part, "cancelCount", 1, patience)
    }

    function test_answersInAGenerator() { // R29, R46
        const conductor = createTemporaryObject(generating, testCase)
        tryCompare(conductor, "state", Conductor.Active, patience)
        const spy = createTemporaryQmlObject("import QtTest; SignalSpy { signalName: \"shutdownRefused\" }", testCase)
        spy.target = conductor
        conductor.requestShutdown()
        tryCompare(spy, "count", 1, patience)
        verify(conductor.part.isSaved)
        conductor.part.mayGo = true
        conductor.requestShutdown()
        tryCompare(conductor, "state", Conductor.Inactive, patience)
    }

    function test_closesTheWindowAtTheEnd() { // R47
        const window = createTemporaryObject(withWindow, testCase)
        tryCompare(window.conductor, "state", Conductor.Active, patience)
        window.close()
        tryCompare(window, "visible", false, patience)
        compare(window.conductor.state, Conductor.Inactive)
        compare(window.conductor.part.reasons, [AsyncComponent.WindowClosed])
        compare(window.timesAsked, 1)
        verify(window.wasVisible)
    }

    function test_handlesSignalsByDefault() { // R58
        const conductor = createTemporaryQmlObject("import QConductor; Conductor { }", testCase)
        verify(conductor.quitOnSignals)
    }
}
