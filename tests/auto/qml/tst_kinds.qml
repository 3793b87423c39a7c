// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtTest
import QConductor
import Shop

TestCase {
    id: testCase

    readonly property int patience: 60000 // in milliseconds: the machine may be busy

    name: "Kinds"

    Component {
        id: withoutQueue

        Conductor {
            property alias reader: reader

            AsyncComponent {
                id: reader
                property Database db
                property MessageQueue queue
                optionalDependencies: ["queue"]
            }
        }
    }

    Component {
        id: withQueue

        Conductor {
            property alias reader: reader
            property alias queue: queue

            AsyncComponent {
                id: reader
                property MessageQueue queue
                optionalDependencies: ["*"]
                onQueueChanged: Journal.add(reader.queue ? "gets the queue" : "loses the queue")
                function setup() { Journal.add("setup reader") }
            }
            MessageQueue { id: queue }
        }
    }

    Component {
        id: misspelled

        Conductor {
            AsyncComponent {
                property MessageQueue queue
                optionalDependencies: ["queu"]
            }
        }
    }

    Component {
        id: lists

        Conductor {
            property alias holder: holder
            property alias first: first
            property alias second: second
            property alias reports: reports

            AsyncComponent {
                id: holder
                property list<Database> databases
                property list<Reports> reports
                property list<QtObject> others
                function setup() { Journal.add("holds " + databases.length) }
            }
            Database { id: first; path: "first" }
            Database { id: second; path: "second" }
            Reports { id: reports }
        }
    }

    function init() {
        Journal.take()
    }

    function setUp(component) {
        const conductor = createTemporaryObject(component, testCase)
        verify(conductor)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        return conductor
    }

    function test_createsNothingOptional() { // R40
        const conductor = setUp(withoutQueue)
        verify(conductor.reader.db)
        compare(conductor.reader.queue, null)
        compare(Journal.take(), ["setup Database"])
    }

    function test_usesWhatIsThere() { // R40
        const conductor = setUp(withQueue)
        compare(conductor.reader.queue, conductor.queue)
        compare(Journal.take(), ["setup MessageQueue", "gets the queue", "setup reader"])
        conductor.stop(conductor.queue)
        tryCompare(conductor.queue, "state", AsyncComponent.Inactive, testCase.patience)
        compare(conductor.reader.state, AsyncComponent.Active)
        compare(Journal.take(), ["loses the queue", "shutdown MessageQueue"])
        conductor.start(conductor.queue)
        tryCompare(conductor.queue, "state", AsyncComponent.Active, testCase.patience)
        compare(conductor.reader.queue, conductor.queue)
    }

    function test_refusesANameThatIsNoDependency() { // R40
        const conductor = createTemporaryObject(misspelled, testCase)
        ignoreWarning(/names queu as an optional dependency, but its dependencies are queue/)
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
    }

    function test_namesAreFixedInAConductor() { // R40
        const conductor = setUp(withQueue)
        ignoreWarning(/optionalDependencies can't be changed/)
        conductor.reader.optionalDependencies = []
        compare(conductor.reader.optionalDependencies, ["*"])
    }

    function test_aListHoldsAll() { // R41
        const conductor = setUp(lists)
        const holder = conductor.holder
        compare(holder.databases.length, 2)
        compare(holder.databases[0], conductor.first)
        compare(holder.databases[1], conductor.second)
        compare(holder.reports.length, 1)
        compare(holder.reports[0], conductor.reports)
        compare(holder.others.length, 0)
        compare(Journal.take(), ["setup first", "setup second", "setup MessageQueue", "holds 2"])

        conductor.stop(conductor.first)
        tryCompare(conductor.first, "state", AsyncComponent.Inactive, testCase.patience)
        compare(holder.state, AsyncComponent.Active)
        compare(holder.databases.length, 1)
        compare(holder.databases[0], conductor.second)
        conductor.start(conductor.first)
        tryCompare(conductor.first, "state", AsyncComponent.Active, testCase.patience)
        compare(holder.databases.length, 2)
        compare(holder.databases[0], conductor.first)
    }

    function test_aListLosesWhatIsDestroyed() { // R41
        const conductor = setUp(lists)
        ignoreWarning(/Database was destroyed while it was active/)
        conductor.first.destroy()
        tryVerify(() => conductor.holder.databases.length === 1, testCase.patience)
        compare(conductor.holder.databases[0], conductor.second)
        compare(conductor.holder.state, AsyncComponent.Active)
    }
}
