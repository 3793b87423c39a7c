// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtTest
import QConductor
import Shop

TestCase {
    id: testCase

    readonly property int patience: 60000 // in milliseconds: the machine may be busy

    name: "Service"

    Component {
        id: withObject

        Conductor {
            property alias service: service
            property alias panel: panel

            QtObject {
                id: panel
                property Database db
                property string log
            }
            Service {
                id: service
                object: panel
                displayName: "Panel"
                function setup() {
                    panel.log += "setup "
                    return new Promise(resolve => resolve())
                }
                function shutdown() { panel.log += "shutdown " }
            }
        }
    }

    Component {
        id: withoutFunctions

        Conductor {
            property alias service: service

            Service {
                id: service
                property Database db
            }
        }
    }

    Component {
        id: failing

        Conductor {
            property alias first: first

            AsyncComponent {
                id: first
                objectName: "first"
                function setup() { throw new Error("no") }
            }
            AsyncComponent { objectName: "second" }
            AsyncComponent { }
        }
    }

    Component {
        id: refused

        Conductor {
            property alias service: service

            AsyncComponent { id: component }
            Service {
                id: service
                object: component
            }
        }
    }

    Component {
        id: withOptionals

        Conductor {
            property alias service: service
            property alias panel: panel

            QtObject {
                id: panel
                property Database db
                property Mailer mailer
            }
            Service {
                id: service
                property Printer printer
                optionalDependencies: ["mailer", "printer"]
                object: panel
            }
            Service {
                object: Printer { }
                essential: false
                function setup() { throw new Error("no paper") }
            }
        }
    }

    Component {
        id: misspelled

        Conductor {
            Service {
                object: Printer { }
                optionalDependencies: ["db", "queu"]
            }
        }
    }

    function test_namesWhatMayStayNull() { // R40, R54: of the service and of its object
        const conductor = createTemporaryObject(withOptionals, testCase)
        ignoreWarning(/Printer failed/)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, patience)
        verify(conductor.degraded)
        compare(conductor.service.state, AsyncComponent.Active)
        compare(conductor.service.printer, null)
        verify(conductor.panel.db)
        compare(conductor.panel.mailer, null)

        ignoreWarning(/optionalDependencies can't be changed/)
        conductor.service.optionalDependencies = []
        compare(conductor.service.optionalDependencies, ["mailer", "printer"])
    }

    function test_refusesANameThatIsNoDependency() { // R40, R54
        const conductor = createTemporaryObject(misspelled, testCase)
        ignoreWarning(/names queu as an optional dependency, but its dependencies are db, queue/)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, patience)
    }

    Component {
        id: withPrinter

        Conductor {
            property alias desk: desk
            property alias printing: printing
            property alias printer: real

            Printer { id: real }
            Service {
                id: printing
                object: real
                function setup() { Journal.add(printing.object === real ? "opens the real one" : "opens the fake") }
            }
            AsyncComponent {
                id: desk
                property Printer printer
            }
        }
    }

    Component {
        id: fakePrinter

        Printer { readonly property bool isFake: true }
    }

    function test_anObjectIsPatched_data() {
        return [
            { tag: "QML name", typeName: "Printer" },
            { tag: "C++ name", typeName: "Shop::Printer" }
        ]
    }

    function test_anObjectIsPatched(data) { // R30, R54: the service keeps its functions
        Journal.take()
        const conductor = createTemporaryObject(withPrinter, testCase)
        conductor.patch(data.typeName, fakePrinter.createObject(null))
        gc() // the conductor keeps it
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, patience)
        verify(conductor.printing.object.isFake)
        compare(conductor.desk.printer, conductor.printing.object)
        verify(Journal.take().includes("opens the fake"))
    }

    function test_aPatchOfAnObjectThatIsNoneFailsSetup_data() {
        return [
            { tag: "unknown", typeName: "Printr" },
            { tag: "any object", typeName: "QObject" },
            { tag: "a component", typeName: "Database" }
        ]
    }

    function test_aPatchOfAnObjectThatIsNoneFailsSetup(data) { // R8, R54
        const conductor = createTemporaryObject(withPrinter, testCase)
        conductor.patch(data.typeName, createTemporaryObject(fakePrinter, testCase))
        ignoreWarning(/doesn't derive from a class of that name/)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, patience)
        compare(conductor.printing.object, conductor.printer)
    }

    function test_anObjectThatIsUpIsPatchedTooLate() { // R8, R54
        const conductor = createTemporaryObject(withPrinter, testCase)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, patience)
        ignoreWarning(/the patch of Shop::Printer comes too late/)
        conductor.patch("Printer", createTemporaryObject(fakePrinter, testCase))
        compare(conductor.printing.object, conductor.printer)
    }

    function test_standsForAnObject() { // R54: its properties are dependencies, and functions are its hooks
        const conductor = createTemporaryObject(withObject, testCase)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, patience)
        compare(conductor.service.object, conductor.panel)
        verify(conductor.panel.db)
        compare(conductor.panel.log, "setup ")
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, patience)
        compare(conductor.panel.log, "setup shutdown ")
    }

    function test_needsNoFunctions() { // R54, R29
        const conductor = createTemporaryObject(withoutFunctions, testCase)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, patience)
        verify(conductor.service.db)
        compare(conductor.service.object, null)
    }

    function test_refusesAComponent() { // R54, R9
        ignoreWarning(/a component needs no service/)
        const conductor = createTemporaryObject(refused, testCase)
        compare(conductor.service.object, null)
    }

    function test_tellsInlineComponentsApart() { // R53: by their objectName
        const conductor = createTemporaryObject(failing, testCase)
        ignoreWarning(/first: no/)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, patience)
        verify(conductor.errorString.startsWith("Setup failed: first: no"), conductor.errorString)
        compare(conductor.first.displayName, "first")
    }

    function test_theModelShowsNames() { // R53, R31: and the class where two would read the same
        const conductor = createTemporaryObject(failing, testCase)
        const model = createTemporaryObject(modelOf, testCase, { conductor: conductor })
        const name = row => model.data(model.index(row, 0), Qt.DisplayRole)
        compare(name(0), "first")
        compare(name(1), "second")
        compare(name(2), "AsyncComponent")
        const changes = createTemporaryObject(changesOf, testCase, { target: model })
        conductor.first.objectName = "third"
        compare(changes.count, 1)
        compare(name(0), "third")
        conductor.first.displayName = "second"
        compare(changes.count, 2)
        compare(name(1), "second (AsyncComponent)")
    }

    function test_aBindingFollowsTheObjectName() { // R53
        const conductor = createTemporaryObject(failing, testCase)
        const label = createTemporaryObject(labelOf, testCase, { part: conductor.first })
        compare(label.text, "first")
        conductor.first.objectName = "main"
        compare(label.text, "main")
    }

    Component {
        id: changesOf
        SignalSpy { signalName: "dataChanged" }
    }
    Component {
        id: labelOf
        QtObject {
            property AsyncComponent part
            readonly property string text: part.displayName
        }
    }

    Component {
        id: modelOf
        ComponentModel { }
    }
}
