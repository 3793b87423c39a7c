// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtTest
import QConductor
import Shop

// Tests the functions of an AsyncComponent that are generators.
TestCase {
    id: testCase

    readonly property int patience: 60000 // in milliseconds: the machine may be busy

    name: "Generators"

    component Scripted: AsyncComponent {
        property var setupFunction: function*() { }
        property var shutdownFunction: function*() { }
        property int cancelCount: 0
        property var lines: []

        function* setup() { const hook = setupFunction; yield* hook() }
        function* shutdown() { const hook = shutdownFunction; return yield* hook() }
        function add(line) { lines.push(line) }
        function later(value) { return new Promise(resolve => Qt.callLater(resolve, value)) }
        function never() { return new Promise(() => { }) }
        onCancelRequested: ++cancelCount
    }

    component Stage: Conductor {
        property alias part: part
        property alias dependent: dependent

        Scripted { id: part }
        AsyncComponent { id: dependent; property Scripted needed: part }
    }

    Component { id: stage; Stage { } }
    Component { id: stageWithSetupTimeout; Stage { setupTimeout: 50 } }
    Component { id: stageWithShutdownTimeout; Stage { shutdownTimeout: 50 } }
    Component {
        id: inProperty

        Conductor {
            id: conductor

            property int steps: 0

            AsyncComponent {
                property var setup: function*() { ++conductor.steps; yield Promise.resolve(); ++conductor.steps }
            }
        }
    }
    Component {
        id: declared

        Conductor {
            property alias part: part

            AsyncComponent {
                id: part

                property string text

                function* setup() {
                    const first = yield new Promise(resolve => Qt.callLater(resolve, "a"))
                    text += first
                    text += yield "b"
                    return new Promise(resolve => Qt.callLater(resolve)).then(() => { text += "c" })
                }
                function* shutdown() { yield; text = "" }
            }
        }
    }
    Component {
        id: loaded

        Item {
            id: holder

            property alias conductor: conductor
            property alias loader: loader
            property int steps: 0
            property var resolve

            Conductor { id: conductor }
            Loader {
                id: loader

                sourceComponent: AsyncComponent {
                    id: late

                    function* setup() {
                        ++holder.steps
                        yield ({ then: resolve => { holder.resolve = resolve } })
                        ++holder.steps
                    }
                    Component.onCompleted: holder.conductor.data.push(late) // qmllint disable unqualified
                }
            }
        }
    }

    function make(component) {
        const object = createTemporaryObject(component, testCase)
        verify(object)
        return object
    }
    function init() { Journal.take() }

    // A conductor whose component has this generator function as its setup, when that has ended.
    function setUp(hook, component = stage) {
        const conductor = make(component)
        const part = conductor.part
        part.setupFunction = () => hook(part)
        conductor.setup()
        tryVerify(() => conductor.state !== Conductor.SettingUp, testCase.patience)
        return conductor
    }

    function endingsWell() {
        return [
            { tag: "nothing to wait for", lines: ["a"], hook: function*(part) { part.add("a") } },
            { tag: "Promises", lines: ["a", "b", "c"], hook: function*(part) {
                part.add(yield part.later("a"))
                part.add(yield Promise.resolve("b"))
                part.add("c")
            } },
            { tag: "values", lines: ["1", "undefined", "null"], hook: function*(part) {
                part.add(String(yield 1))
                part.add(String(yield))
                part.add(String(yield null))
            } },
            { tag: "thenables", lines: ["a", "b"], hook: function*(part) {
                part.add(yield ({ then: resolve => resolve("a") }))
                part.add(yield ({ then: resolve => Qt.callLater(resolve, "b") }))
            } },
            { tag: "a thenable of a Promise", lines: ["a"], hook: function*(part) {
                part.add(yield ({ then: resolve => resolve(part.later("a")) }))
            } },
            { tag: "a thenable that answers more than once", lines: ["a", "c"], hook: function*(part) {
                part.add(yield ({ then: (resolve, reject) => { resolve("a"); resolve("b"); reject("late") } }))
                part.add(yield part.later("c"))
            } },
            { tag: "a caught rejection", lines: ["no net"], hook: function*(part) {
                try {
                    yield Promise.reject(new Error("no net"))
                } catch (error) {
                    part.add(error.message)
                }
            } },
            { tag: "a caught exception of then", lines: ["no then"], hook: function*(part) {
                try {
                    yield ({ then: () => { throw new Error("no then") } })
                } catch (error) {
                    part.add(error.message)
                }
            } },
            { tag: "another generator", lines: ["a", "b"], hook: function*(part) {
                const steps = function*() { part.add(yield part.later("a")); return "b" }
                part.add(yield* steps())
            } },
            { tag: "finally", lines: ["a", "b"], hook: function*(part) {
                try {
                    part.add(yield part.later("a"))
                } finally {
                    part.add(yield part.later("b"))
                }
            } }
        ]
    }

    function test_aSetupIsRunToItsEnd_data() { return endingsWell() }
    function test_aSetupIsRunToItsEnd(data) { // R29
        const conductor = setUp(data.hook)
        compare(conductor.errorString, "")
        compare(conductor.state, Conductor.Active)
        compare(Array.from(conductor.part.lines), data.lines)
    }

    function test_aShutdownIsRunToItsEnd_data() { return endingsWell() }
    function test_aShutdownIsRunToItsEnd(data) { // R29
        const conductor = setUp(function*() { })
        conductor.part.shutdownFunction = () => data.hook(conductor.part)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.errorString, "")
        compare(Array.from(conductor.part.lines), data.lines)
    }

    function endingsBadly() {
        return [
            { tag: "throws at once", message: "no disk", hook: function*() { throw new Error("no disk") } },
            { tag: "throws later", message: "no disk", hook: function*(part) { yield part.later(); throw new Error("no disk") } },
            { tag: "throws a string", message: "no disk", hook: function*(part) { yield part.later(); throw "no disk" } },
            { tag: "a rejection", message: "no net", hook: function*() { yield Promise.reject(new Error("no net")) } },
            { tag: "a later rejection", message: "no net", hook: function*() {
                yield new Promise((_, reject) => Qt.callLater(reject, "no net"))
            } },
            { tag: "a then that throws", message: "no then", hook: function*() {
                yield ({ then: () => { throw new Error("no then") } })
            } },
            { tag: "finally throws", message: "no end", hook: function*(part) {
                try {
                    yield part.later()
                } finally {
                    throw new Error("no end")
                }
            } }
        ]
    }

    function test_aSetupFails_data() { return endingsBadly() }
    function test_aSetupFails(data) { // R29
        const conductor = setUp(data.hook)
        compare(conductor.state, Conductor.Failed)
        compare(conductor.part.errorString, data.message)
        compare(conductor.dependent.state, AsyncComponent.Inactive)
    }

    function test_aShutdownFails_data() { return endingsBadly() }
    function test_aShutdownFails(data) { // R29, R18
        const conductor = setUp(function*() { })
        conductor.part.shutdownFunction = () => data.hook(conductor.part)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.part.errorString, data.message)
    }

    function test_aDocumentDeclaresGenerators() { // R29
        const conductor = make(declared)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        compare(conductor.part.text, "abc")
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.part.text, "")
    }

    function test_aPropertyMayHoldTheGenerator() { // R29
        const conductor = make(inProperty)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        compare(conductor.steps, 2)
    }

    function test_aReturnedPromiseIsWaitedFor() { // R29
        const conductor = setUp(function*() { })
        conductor.part.shutdownFunction = function*() {
            yield
            return Promise.reject(new Error("no end"))
        }
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.part.errorString, "no end")
    }

    function test_anyNumberOfValuesMayBeYielded() { // R29, R14
        const conductor = setUp(function*(part) {
            for (let i = 0; i < 20000; ++i)
                yield i % 2 ? i : { then: resolve => resolve(i) }
            part.add("end")
        })
        compare(conductor.state, Conductor.Active)
        compare(Array.from(conductor.part.lines), ["end"])
    }

    function test_dependentsWaitForTheGenerator() { // R29, R5
        const conductor = make(stage)
        let resolve
        conductor.part.setupFunction = function*() { yield new Promise(f => resolve = f) }
        conductor.setup()
        tryCompare(conductor.part, "state", AsyncComponent.SettingUp, testCase.patience)
        compare(conductor.dependent.state, AsyncComponent.Waiting)
        resolve()
        tryCompare(conductor.dependent, "state", AsyncComponent.Active, testCase.patience)
    }

    function cancellations() {
        return [
            { tag: "finally", lines: ["finally"], hook: function*(part) {
                try {
                    yield part.never()
                    part.add("not reached")
                } finally {
                    part.add("finally")
                }
            } },
            { tag: "no finally", lines: [], hook: function*(part) { yield part.never(); part.add("not reached") } },
            { tag: "what finally yields is waited for", lines: ["a", "b"], hook: function*(part) {
                try {
                    yield part.never()
                } finally {
                    part.add(yield part.later("a"))
                    part.add(yield "b")
                }
                part.add("not reached")
            } },
            { tag: "finally throws", lines: ["finally"], hook: function*(part) {
                try {
                    yield part.never()
                } finally {
                    part.add("finally")
                    throw new Error("no end")
                }
            } },
            { tag: "the Promise is settled when it is asked to cancel", lines: ["finally"], hook: function*(part) {
                try {
                    yield new Promise((_, reject) => part.cancelRequested.connect(() => reject("late")))
                } catch (error) {
                    part.add("not reached")
                } finally {
                    part.add("finally")
                }
            } },
            { tag: "the thenable answers when it is asked to cancel", lines: ["a", "finally"], hook: function*(part) {
                try {
                    part.add(yield ({ then: resolve => part.cancelRequested.connect(() => resolve("a")) }))
                    yield part.never()
                } finally {
                    part.add("finally")
                }
            } },
            { tag: "in another generator", lines: ["inner", "outer"], hook: function*(part) {
                const steps = function*() { try { yield part.never() } finally { part.add("inner") } }
                try {
                    yield* steps()
                } finally {
                    part.add("outer")
                }
            } }
        ]
    }

    function test_aSetupIsEndedWhenItIsAskedToCancel_data() { return cancellations() }
    function test_aSetupIsEndedWhenItIsAskedToCancel(data) { // R29, R16
        const conductor = make(stage)
        const part = conductor.part
        part.setupFunction = () => data.hook(part)
        conductor.setup()
        tryCompare(part, "state", AsyncComponent.SettingUp, testCase.patience)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(Array.from(part.lines), data.lines)
        compare(part.cancelCount, 1)
        conductor.part.setupFunction = function*() { }
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
    }

    function test_aSetupIsEndedWhenItTimesOut() { // R29, R17
        const conductor = setUp(function*(part) {
            try {
                yield part.never()
            } finally {
                part.add("finally")
            }
        }, stageWithSetupTimeout)
        compare(conductor.part.errorString, "timed out after 50 ms")
        compare(Array.from(conductor.part.lines), ["finally"])
    }

    function test_aShutdownIsEndedWhenItTimesOut() { // R29, R17
        const conductor = setUp(function*() { }, stageWithShutdownTimeout)
        const part = conductor.part
        part.shutdownFunction = function*() {
            try {
                yield part.never()
            } finally {
                part.add("finally")
            }
        }
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(part.errorString, "timed out after 50 ms")
        compare(Array.from(part.lines), ["finally"])
    }

    function test_aGeneratorThatRunsAnEventLoopIsEndedAtItsNextYield() { // R29, R16
        const conductor = make(stage)
        const part = conductor.part
        part.setupFunction = function*() {
            try {
                yield part.later()
                conductor.shutdown()
                testCase.tryCompare(part, "cancelCount", 1, testCase.patience)
                part.add("step")
                yield part.never()
            } finally {
                part.add("finally")
            }
        }
        conductor.setup()
        tryCompare(conductor, "state", Conductor.SettingUp, testCase.patience)
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(Array.from(part.lines), ["step", "finally"])
    }

    function test_aGeneratorWhoseComponentIsDestroyedGoesOnNoMore() { // R29, R19
        const made = make(loaded)
        made.conductor.setup()
        tryVerify(() => made.resolve, testCase.patience)
        made.loader.active = false
        tryCompare(made.conductor, "state", Conductor.Failed, testCase.patience)
        const resolve = made.resolve
        resolve()
        compare(made.steps, 1)
    }
}
