// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtTest
import QConductor
import Shop

TestCase {
    id: testCase

    readonly property int patience: 60000 // in milliseconds: the machine may be busy

    name: "Conductor"

    Component {
        id: shop

        Conductor {
            id: conductor

            property alias main: main
            property alias archive: archive
            property alias api: api
            property alias reports: reports
            property alias inner: inner
            property bool usesArchive: false
            property var errors: []

            Database { id: main; path: "shop.db" }
            Database { id: archive; path: "archive.db"; property int hits: 0 }
            Timer { running: false }
            QtObject { objectName: "no component" }
            Conductor { id: inner; Mailer { } }
            WebApi { id: api; db: conductor.usesArchive ? archive : main }
            AsyncComponent {
                id: reports

                property MessageQueue queue

                function setup() {
                    return new Promise((resolve, reject) => reports.queue.open(resolve, reject))
                }
                function shutdown() {
                    Journal.add("shutdown reports")
                }
            }
            onFailed: errorString => errors.push(errorString)
        }
    }

    Component {
        id: failing

        Conductor {
            property alias database: database
            property alias audit: audit
            property int failures: 0

            Database { id: database; setupError: "disk full"; property int hits }
            AsyncComponent { id: audit; property Database db }
            onFailed: ++failures
        }
    }

    Component {
        id: pair

        QtObject {
            property Conductor first: Conductor { Database { path: "first" } }
            property Conductor second: Conductor { running: true; Database { path: "second" } }
        }
    }

    Component {
        id: running

        Conductor {
            running: true

            WebApi { }
        }
    }

    Component {
        id: everything

        Conductor {
            property list<int> states
            property var steps: []
            property var texts: []
            property var heard: []

            running: true
            shutdownOnQuit: false
            scheduling: Conductor.AsReady
            setupTimeout: 1000
            shutdownTimeout: 2000
            onStateChanged: state => states.push(state)
            onProgressChanged: progress => steps.push(progress)
            onProgressTextChanged: progressText => texts.push(progressText)
            onActivated: heard.push("activated")
            onDeactivated: heard.push("deactivated")
            onFailed: errorString => heard.push(errorString)
            onRunningChanged: heard.push(running ? "running" : "not running")

            Database { setupTimeout: 3000; shutdownTimeout: 0 }
        }
    }

    Component {
        id: restless

        Conductor {
            id: owner

            property int stops: 0
            property Component extra: Component { AsyncComponent { } }

            function addTo(list) { list.push(extra.createObject(null)) }
            onDeactivated: ++stops

            AsyncComponent {
                function setup() {
                    if (owner.stops === 2) {
                        owner.addTo(owner.data)
                        return
                    }
                    owner.setup()
                    owner.shutdown()
                    owner.setup()
                }
            }
        }
    }

    Component { id: webApi; WebApi { } }
    Component { id: database; Database { path: "fake" } }
    Component { id: mailer; Mailer { } }
    component FakeReports: Reports { property bool isFake: true }
    Component { id: reportsFile; Reports { } }
    Component { id: fakeReports; FakeReports { } }
    Component { id: empty; Conductor { } }
    Component {
        id: needsMailer

        Conductor {
            property alias worker: worker

            AsyncComponent { id: worker; property Mailer mailer }
        }
    }
    Component {
        id: needsReports

        Conductor {
            property alias worker: worker

            AsyncComponent { id: worker; property Reports reports }
        }
    }
    SignalSpy { id: runningSpy; signalName: "runningChanged" }

    function init() {
        Journal.take()
    }

    function make(component) {
        const made = createTemporaryObject(component, testCase)
        verify(made)
        return made
    }

    function setUp(conductor) {
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
    }

    // R28
    function test_childrenThatAreComponentsAreAdded() {
        const conductor = make(shop)
        compare(conductor.state, Conductor.Inactive)
        setUp(conductor)
        const order = Journal.take()
        compare(order.length, 4)
        for (const line of ["setup shop.db", "setup archive.db", "setup MessageQueue", "setup WebApi"])
            verify(order.includes(line), line)
        compare(order.indexOf("setup WebApi"), 3)
        compare(conductor.progress, 1)
    }

    // R28, R5
    function test_aDependencyThatNobodyDeclaredIsCreatedAndInjected() {
        const conductor = make(shop)
        compare(conductor.reports.queue, null)
        setUp(conductor)
        verify(conductor.reports.queue)
        compare(conductor.reports.queue.state, MessageQueue.Active)
    }

    // R4
    function test_aBindingThatChangesBetweenTwoRunsRewires() {
        const conductor = make(shop)
        setUp(conductor)
        compare(conductor.api.db, conductor.main)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        conductor.usesArchive = true
        setUp(conductor)
        compare(conductor.api.db, conductor.archive)
        compare(conductor.errors, [])
    }

    // R28
    function test_whatQmlAddsToAnInstanceIsNoOtherClass() {
        const conductor = make(failing)
        conductor.database.setupError = ""
        setUp(conductor)
        compare(conductor.audit.db, conductor.database)
    }

    // R28
    function test_everyNameShownIsTheAuthors() {
        const conductor = make(failing)
        conductor.setup()
        tryCompare(conductor, "failures", 1, testCase.patience)
        compare(conductor.errorString.split(" (after")[0], "Setup failed: Database: disk full")
        verify(conductor.errorString.includes("AsyncComponent (waiting for Database)"), conductor.errorString)
        verify(conductor.audit.errorString.includes("Database (property db) failed: disk full"), conductor.audit.errorString)
        for (const text of [conductor.errorString, conductor.audit.errorString])
            verify(!text.includes("_QML"), text)
    }

    // R30
    function test_runningSetsUpAndShutsDown() {
        const conductor = make(running)
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        compare(conductor.running, true)
        conductor.running = false
        compare(conductor.running, false)
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(Journal.take(), ["setup Database", "setup WebApi", "shutdown WebApi", "shutdown Database"])
        conductor.running = true
        conductor.running = false
        conductor.running = true
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        compare(conductor.running, true)
    }

    // R30
    function test_runningFollowsTheMethods() {
        const conductor = make(running)
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        runningSpy.target = conductor
        runningSpy.clear()
        conductor.shutdown()
        compare(conductor.running, false)
        conductor.setup()
        compare(conductor.running, true)
        compare(runningSpy.count, 2)
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
    }

    // R30, R12
    function test_runningIsFalseAfterAFailureAndTrueTriesAgain() {
        const conductor = make(failing)
        conductor.running = true
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        compare(conductor.running, false)
        compare(conductor.database.state, Database.Failed)
        conductor.database.setupError = ""
        conductor.running = true
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        compare(conductor.errorString, "")
    }

    // R28
    function test_otherObjectsMayStandAmongTheComponents() {
        const conductor = make(shop)
        setUp(conductor)
        compare(conductor.data.length, 7)
        compare(conductor.inner.state, Conductor.Inactive)
        setUp(conductor.inner)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.inner.state, Conductor.Active)
    }

    function test_aMisusedListOfChildrenStaysAsItIs_data() {
        return [
            { tag: "null appended", misuse: list => list.push(null) },
            { tag: "no object appended", misuse: list => list.push(5) },
            { tag: "emptied", misuse: list => { list.length = 0 } }
        ]
    }

    // R28
    function test_aMisusedListOfChildrenStaysAsItIs(data) {
        const conductor = make(running)
        const child = conductor.data[0]
        try {
            data.misuse(conductor.data)
        } catch (error) { // from Qt 6.8 on
            verify(error instanceof TypeError, error)
        }
        compare(conductor.data.length, 1)
        compare(conductor.data[0], child)
        setUp(conductor)
    }

    // R28, R21
    function test_aFunctionMayStartStopAndAddToItsOwnConductor() {
        const conductor = make(restless)
        conductor.setup()
        tryCompare(conductor, "stops", 2, testCase.patience)
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        compare(conductor.data.length, 2)
        compare(conductor.data[1].state, AsyncComponent.Inactive)
        setUp(conductor)
        tryCompare(conductor.data[1], "state", AsyncComponent.Active, testCase.patience)
    }

    // R30
    function test_propertiesAndSignalsAreThoseOfTheClass() {
        const conductor = make(everything)
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        compare(conductor.progress, 1)
        compare(conductor.scheduling, Conductor.AsReady)
        compare(conductor.setupTimeout, 1000)
        compare(conductor.shutdownTimeout, 2000)
        compare(conductor.shutdownOnQuit, false)
        compare(conductor.data[0].setupTimeout, 3000)
        conductor.running = false
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        compare(conductor.states, [Conductor.SettingUp, Conductor.Active, Conductor.ShuttingDown, Conductor.Inactive])
        verify(conductor.steps.includes(1), conductor.steps)
        compare(conductor.texts, ["Database", ""])
        compare(conductor.progressText, "")
        compare(conductor.heard, ["activated", "not running", "deactivated"])
        compare(conductor.errorString, "")
    }

    // R30, R24
    function test_shutdownOnQuitIsTrueHere() {
        compare(make(empty).shutdownOnQuit, true)
    }

    // R30
    function test_theEnumerationsAreKnown() {
        const conductor = make(empty)
        compare(conductor.scheduling, Conductor.LayerByLayer)
        conductor.scheduling = Conductor.Scheduling.AsReady
        compare(conductor.scheduling, Conductor.AsReady)
        compare(conductor.state, Conductor.State.Inactive)
    }

    // R28
    function test_twoConductorsInOneFileAreApart() {
        const both = make(pair)
        tryCompare(both.second, "state", Conductor.Active, testCase.patience)
        compare(both.first.state, Conductor.Inactive)
        compare(Journal.take(), ["setup second"])
    }

    // R28, R12
    function test_aComponentThatIsAppendedLaterIsSetUpByTheNextSetup() {
        const conductor = make(running)
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        const late = make(mailer)
        conductor.data.push(late)
        compare(late.state, Mailer.Inactive)
        conductor.setup()
        tryCompare(late, "state", Mailer.Active, testCase.patience)
    }

    // R9
    function test_aComponentOfAnotherConductorIsLeftToIt() {
        const conductor = make(running)
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        const shared = make(mailer)
        conductor.data.push(shared)
        const other = make(empty)
        ignoreWarning(/belongs to another conductor/)
        other.data.push(shared)
        setUp(other)
        compare(shared.state, Mailer.Inactive)
    }

    function test_patchByName_data() {
        return [
            { tag: "C++ name", conductor: running, typeName: "Shop::Database", replacement: database, line: "setup fake" },
            { tag: "C++ name without namespace", conductor: running, typeName: "Database", replacement: database, line: "setup fake" },
            { tag: "QML name", conductor: needsMailer, typeName: "Mailer", replacement: mailer, line: "setup SmtpMailer" },
            { tag: "C++ name of a type with another in QML", conductor: needsMailer, typeName: "SmtpMailer", replacement: mailer, line: "setup SmtpMailer" },
            { tag: "QML file", conductor: needsReports, typeName: "Reports", replacement: reportsFile, line: "setup MessageQueue" },
            { tag: "QML type that derives from a QML file", conductor: needsReports, typeName: "Reports", replacement: fakeReports, line: "setup MessageQueue" }
        ]
    }

    // R30, R8
    function test_patchByName(data) {
        const conductor = data.conductor.createObject(testCase, { running: false })
        const replacement = make(data.replacement)
        conductor.patch(data.typeName, replacement)
        conductor.setup()
        tryCompare(replacement, "state", AsyncComponent.Active, testCase.patience)
        verify(Journal.take().includes(data.line))
        conductor.destroy()
    }

    function test_aPatchThatIsNoneFailsSetup_data() {
        return [
            { tag: "unknown", typeName: "Databse", replacement: database, message: "the patch of Databse doesn't fit: Shop::Database doesn't derive from a class of that name. Correct the name" },
            { tag: "unfit", typeName: "MessageQueue", replacement: database, message: "Shop::Database doesn't derive from" },
            { tag: "null", typeName: "Database", replacement: null, message: "the patch of Database is null" }
        ]
    }

    // R8
    function test_aPatchThatIsNoneFailsSetup(data) {
        const conductor = make(empty)
        conductor.patch(data.typeName, data.replacement ? make(data.replacement) : null)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        verify(conductor.errorString.includes(data.message), conductor.errorString)
        compare(Journal.take(), [])
    }

    // R8
    function test_aPatchThatComesTooLateFailsSetup() {
        const conductor = make(shop)
        conductor.patch("Database", make(database))
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        verify(conductor.errorString.includes("comes too late"), conductor.errorString)
    }
}
