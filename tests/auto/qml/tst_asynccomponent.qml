// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtTest
import QConductor
import Shop

TestCase {
    id: testCase

    readonly property int patience: 60000 // in milliseconds: the machine may be busy

    readonly property string noReason:
            "no reason was given: reject the Promise with an Error that tells it, or throw one"

    name: "AsyncComponent"

    component Scripted: AsyncComponent {
        property var setupFunction: () => undefined
        property var shutdownFunction: () => undefined
        property int cancelCount: 0

        function setup() { const hook = setupFunction; return hook() }
        function shutdown() { const hook = shutdownFunction; return hook() }
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
    Component { id: plain; Conductor { property alias part: part; AsyncComponent { id: part } } }
    Component {
        id: noSetup

        Conductor {
            property alias part: part

            AsyncComponent { id: part; property var setup }
        }
    }
    Component {
        id: noShutdown

        Conductor {
            property alias part: part

            Database { path: "beside" }
            AsyncComponent { id: part; property var shutdown }
        }
    }
    Component {
        id: functionInProperty

        Conductor {
            property int calls: 0
            id: conductor

            AsyncComponent { property var setup: () => { ++conductor.calls } }
        }
    }
    Component {
        id: chain

        Conductor {
            property alias billing: billing
            property alias reports: reports
            property alias mail: mail

            AsyncComponent {
                id: billing

                property Reports reports
                property AsyncComponent mail: mail
                property string seen: ""

                function setup() { seen = reports.stateName + mail.stateName }
            }
            Report { id: reports }
            AsyncComponent { id: mail; readonly property string stateName: state === AsyncComponent.Active ? "active" : "idle" }
        }
    }
    component Report: Reports { readonly property string stateName: state === AsyncComponent.Active ? "active" : "idle" }
    Component {
        id: needsQmlType

        Conductor {
            AsyncComponent { property Reports reports }
        }
    }
    Component { id: needsAny; Conductor { AsyncComponent { property AsyncComponent source } } }
    Component {
        id: needsOneOfTwo

        Conductor {
            AsyncComponent { property AsyncComponent source }
            AsyncComponent { }
        }
    }
    Component {
        id: withTimer

        Conductor {
            AsyncComponent {
                id: clock

                property var tick

                function setup() { return new Promise(resolve => { clock.tick = resolve; timer.start() }) }

                Timer { id: timer; interval: 1; onTriggered: { const tick = clock.tick; tick() } }
            }
        }
    }
    Component {
        id: loaded

        Item {
            property alias conductor: conductor
            property alias loader: loader
            property alias holder: holder
            property alias model: model

            ComponentModel { id: model; conductor: conductor }
            Loader {
                id: loader

                sourceComponent: AsyncComponent {
                    property bool pending: false

                    function shutdown() {
                        Journal.add("shutdown loaded")
                        return pending ? new Promise(() => { }) : undefined
                    }
                }
            }
            Conductor {
                id: conductor

                AsyncComponent { id: holder; property AsyncComponent part: loader.item as AsyncComponent }
            }
        }
    }

    Component {
        id: loadedConductor

        Loader {
            sourceComponent: Conductor {
                running: true

                Database { path: "beside" }
                AsyncComponent {
                    property Database database

                    function shutdown() {
                        return new Promise(resolve => Qt.callLater(resolve)).then(() => Journal.add("shutdown later"))
                    }
                }
            }
        }
    }

    function init() {
        Journal.take()
    }

    function make(component) {
        const made = createTemporaryObject(component, testCase)
        verify(made)
        return made
    }

    function messageOf(conductor) {
        return conductor.errorString.split("\n")[0].replace(/ \(after \d+ ms\)$/, "")
    }

    function test_bothFunctionsAreOptional() { // R29
        const conductor = make(plain)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.errorString, "")
    }

    function endingsWell() {
        return [
            { tag: "nothing", hook: () => undefined },
            { tag: "null", hook: () => null },
            { tag: "number", hook: () => 0 },
            { tag: "string", hook: () => "well" },
            { tag: "an Error that is only returned", hook: () => new Error("not thrown") },
            { tag: "object with a then that is no function", hook: () => ({ then: 5 }) },
            { tag: "resolved Promise", hook: () => Promise.resolve(1) },
            { tag: "Promise resolved later", hook: () => new Promise(resolve => Qt.callLater(resolve)) },
            { tag: "chain of then", hook: () => Promise.resolve(1).then(n => n + 1).then(n => Promise.resolve(n)) },
            { tag: "caught rejection", hook: () => Promise.reject(new Error("caught")).catch(() => undefined) },
            { tag: "thenable at once", hook: () => ({ then: resolve => resolve() }) },
            { tag: "thenable later", hook: () => ({ then: resolve => Qt.callLater(resolve) }) },
            { tag: "thenable that resolves twice", hook: () => ({ then: resolve => { resolve(); resolve() } }) },
            { tag: "thenable that rejects after it resolved", hook: () => ({ then: (resolve, reject) => { resolve(); reject("late") } }) },
            { tag: "thenable of a Promise", hook: () => ({ then: resolve => resolve(Promise.resolve()) }) },
            { tag: "thenable that throws after it resolved with a Promise", hook: () => ({ then: resolve => { resolve(Promise.resolve()); throw "late" } }) },
            { tag: "thenable that throws after it resolved", hook: () => ({ then: resolve => { resolve(); throw "late" } }) },
            { tag: "Promise that resolves twice", hook: () => new Promise(resolve => { resolve(); resolve() }) },
            { tag: "Promise that rejects after it resolved", hook: () => new Promise((resolve, reject) => { resolve(); reject("late") }) }
        ]
    }

    function endingsBadly() {
        return [
            { tag: "throws an Error", hook: () => { throw new Error("no disk") }, message: "no disk" },
            { tag: "throws a TypeError", hook: () => JSON.parse("null").open(), message: "Cannot call method 'open' of null" },
            { tag: "throws a string", hook: () => { throw "no disk" }, message: "no disk" },
            { tag: "throws nothing", hook: () => { throw undefined }, message: testCase.noReason },
            { tag: "throws an Error without a message", hook: () => { throw new Error() }, message: "Error" },
            { tag: "rejects with an Error", hook: () => Promise.reject(new Error("no net")), message: "no net" },
            { tag: "rejects with a string", hook: () => Promise.reject("no net"), message: "no net" },
            { tag: "rejects with a number", hook: () => Promise.reject(404), message: "404" },
            { tag: "rejects with an object", hook: () => Promise.reject({ code: 404 }), message: "{\"code\":404}" },
            { tag: "rejects with an object that has a message", hook: () => Promise.reject({ message: "no net" }), message: "no net" },
            { tag: "rejects with nothing", hook: () => Promise.reject(), message: testCase.noReason },
            { tag: "rejects later", hook: () => new Promise((_, reject) => Qt.callLater(reject, "no net")), message: "no net" },
            { tag: "throws in a then", hook: () => Promise.resolve().then(() => { throw new Error("no net") }), message: "no net" },
            { tag: "rejects twice", hook: () => ({ then: (_, reject) => { reject("first"); reject("second") } }), message: "first" },
            { tag: "a then that throws", hook: () => ({ then: () => { throw new Error("no then") } }), message: "no then" },
            { tag: "a then whose getter throws", hook: () => ({ get then() { throw new Error("no getter") } }), message: "no getter" }
        ]
    }

    function test_setupEndsWell_data() { return endingsWell() }
    function test_setupEndsWell(data) { // R29
        const conductor = make(stage)
        conductor.part.setupFunction = data.hook
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        compare(conductor.part.state, AsyncComponent.Active)
    }

    function test_setupFails_data() { return endingsBadly() }
    function test_setupFails(data) { // R29
        const conductor = make(stage)
        conductor.part.setupFunction = data.hook
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        compare(conductor.part.errorString, data.message)
        compare(messageOf(conductor), "Setup failed: Scripted: " + data.message)
        verify(!conductor.errorString.includes("_QML"), conductor.errorString)
        compare(conductor.dependent.state, AsyncComponent.Inactive)
    }

    function test_shutdownEndsWell_data() { return endingsWell() }
    function test_shutdownEndsWell(data) { // R29
        const conductor = make(stage)
        conductor.part.shutdownFunction = data.hook
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.errorString, "")
    }

    function test_shutdownFails_data() { return endingsBadly() }
    function test_shutdownFails(data) { // R29, R18
        const conductor = make(stage)
        conductor.part.shutdownFunction = data.hook
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.part.state, AsyncComponent.Failed)
        compare(messageOf(conductor), "Shutdown failed: Scripted: " + data.message)
    }

    function noFunctions() {
        return [
            { tag: "number", value: 5 },
            { tag: "string", value: "open" },
            { tag: "object", value: { call: 5 } },
            { tag: "Promise", value: Promise.resolve() },
            { tag: "null", value: null },
            { tag: "undefined", value: undefined }
        ]
    }

    function test_aSetupThatIsNoFunctionFails_data() { return noFunctions() }
    function test_aSetupThatIsNoFunctionFails(data) { // R29
        const conductor = make(noSetup)
        conductor.part.setup = data.value
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        compare(conductor.part.errorString, "setup is not a function: assign one, or give the property another name")
    }

    function test_aShutdownThatIsNoFunctionFails_data() { return noFunctions() }
    function test_aShutdownThatIsNoFunctionFails(data) { // R29, R18
        const conductor = make(noShutdown)
        conductor.part.shutdown = data.value
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.part.errorString, "shutdown is not a function: assign one, or give the property another name")
        compare(Journal.take(), ["setup beside", "shutdown beside"])
    }

    function test_aPropertyMayHoldTheFunction() { // R29
        const conductor = make(functionInProperty)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        compare(conductor.calls, 1)
    }

    function test_dependentsWaitForThePromise() { // R29, R5
        const conductor = make(stage)
        let resolve
        conductor.part.setupFunction = () => new Promise(f => resolve = f)
        conductor.setup()
        tryCompare(conductor.part, "state", AsyncComponent.SettingUp, testCase.patience)
        compare(conductor.dependent.state, AsyncComponent.Waiting)
        resolve()
        tryCompare(conductor.dependent, "state", AsyncComponent.Active, testCase.patience)
    }

    function test_aPromiseThatNeverSettlesTimesOut() { // R17, R29
        const conductor = make(stageWithSetupTimeout)
        conductor.part.setupFunction = () => new Promise(() => { })
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        compare(conductor.part.errorString, "timed out after 50 ms")
        compare(conductor.part.cancelCount, 1)
    }

    function test_aPromiseOfShutdownThatNeverSettlesTimesOut() { // R17, R18
        const conductor = make(stageWithShutdownTimeout)
        conductor.part.shutdownFunction = () => new Promise(() => { })
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.part.state, AsyncComponent.Failed)
        compare(conductor.part.errorString, "timed out after 50 ms")
        compare(conductor.part.cancelCount, 1)
    }

    function test_aPromiseThatIsForgottenStillTimesOut() { // R17, R29
        const conductor = make(stageWithSetupTimeout)
        conductor.part.setupFunction = () => new Promise(() => { })
        conductor.setup()
        tryCompare(conductor.part, "state", AsyncComponent.SettingUp, testCase.patience)
        gc()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        compare(conductor.part.errorString, "timed out after 50 ms")
    }

    function test_aPromiseThatSettlesAfterItsTimeoutIsTooLateAndFreesTheNext() { // R17
        const conductor = make(stageWithSetupTimeout)
        let resolve
        conductor.part.setupFunction = () => new Promise(f => resolve = f)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        conductor.part.setupFunction = () => undefined
        conductor.part.setupTimeout = 0
        conductor.setup()
        tryCompare(conductor.part, "state", AsyncComponent.Waiting, testCase.patience)
        resolve()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
    }

    function test_aComponentHearsThatItsWorkIsNoLongerWanted() { // R16
        const conductor = make(stage)
        let give
        conductor.part.setupFunction = () => new Promise((_, reject) => give = reject)
        conductor.part.cancelRequested.connect(() => give("given up"))
        conductor.setup()
        tryCompare(conductor.part, "state", AsyncComponent.SettingUp, testCase.patience)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.part.cancelCount, 1)
        compare(conductor.errorString, "")
    }

    function test_qmlTypesAreDependencies() { // R3, R29
        const conductor = make(chain)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        compare(conductor.billing.reports, conductor.reports)
        compare(conductor.billing.mail, conductor.mail)
        compare(conductor.billing.seen, "activeactive")
        compare(conductor.reports.opened, 1)
        verify(conductor.reports.queue)
    }

    function test_aQmlTypeThatNobodyDeclaredIsMissing() { // R7
        const conductor = make(needsQmlType)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        verify(conductor.errorString.startsWith("Reports, which AsyncComponent.reports needs, is missing"), conductor.errorString)
    }

    function test_aPropertyOfTheOwnTypeWantsToBeSet() { // R7, R11: The component is the only instance of that type.
        const conductor = make(needsAny)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        const message = "Circular dependency: AsyncComponent.source -> AsyncComponent. The property source isn't set, and"
        verify(conductor.errorString.startsWith(message), conductor.errorString)
        verify(conductor.errorString.includes("set the property to the component that it needs"), conductor.errorString)
    }

    function test_aPropertyOfTheOwnTypeWantsToBeSetAmongSeveral() { // R7
        const conductor = make(needsOneOfTwo)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        verify(conductor.errorString.includes("AsyncComponent.source needs, is ambiguous"), conductor.errorString)
        verify(conductor.errorString.includes("Set the property"), conductor.errorString)
    }

    function test_objectsMayBeDeclaredInside() {
        const conductor = make(withTimer)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
    }

    function test_aComponentDestroyedByALoaderWhileActive() { // R19
        const made = make(loaded)
        made.conductor.setup()
        tryCompare(made.conductor, "state", Conductor.Active, testCase.patience)
        verify(made.holder.part)
        ignoreWarning(/AsyncComponent was destroyed while it was active/)
        made.loader.active = false
        tryCompare(made.model, "count", 1, testCase.patience)
        compare(made.holder.part, null)
        made.conductor.shutdown()
        tryCompare(made.conductor, "state", Conductor.Inactive, testCase.patience)
        compare(Journal.take(), [])
        compare(made.conductor.errorString, "")
    }

    function test_aComponentDestroyedByALoaderWhileItShutsDown() { // R19
        const made = make(loaded)
        made.conductor.setup()
        tryCompare(made.conductor, "state", Conductor.Active, testCase.patience)
        made.loader.item.pending = true
        made.conductor.shutdown()
        tryCompare(made.loader.item, "state", AsyncComponent.ShuttingDown, testCase.patience)
        made.loader.active = false
        tryCompare(made.conductor, "state", Conductor.Inactive, testCase.patience)
        compare(made.holder.part, null)
    }

    function test_aConductorDestroyedByALoaderShutsDownFirst() { // R20
        const loader = make(loadedConductor)
        tryCompare(loader.item, "state", Conductor.Active, testCase.patience)
        loader.active = false
        tryCompare(loader, "item", null, testCase.patience)
        compare(Journal.take(), ["setup beside", "shutdown later", "shutdown beside"])
    }

    function test_aComponentDestroyedWhileItsPromiseIsPending() { // R19
        const conductor = make(plain)
        let resolve
        const late = Qt.createQmlObject("import QConductor; AsyncComponent { property var hook; function setup() { return hook() } }", testCase)
        late.hook = () => new Promise(f => resolve = f)
        conductor.data.push(late)
        conductor.setup()
        tryCompare(late, "state", AsyncComponent.SettingUp, testCase.patience)
        late.destroy()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        verify(conductor.errorString.includes("destroyed while it was setting up"), conductor.errorString)
        resolve()
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
    }
}
