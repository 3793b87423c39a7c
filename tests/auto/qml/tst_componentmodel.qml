// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtTest
import QConductor
import Shop

TestCase {
    id: testCase

    readonly property int patience: 60000 // in milliseconds: the machine may be busy

    name: "ComponentModel"

    Component {
        id: shop

        Item {
            property alias conductor: conductor
            property alias model: model
            property alias rows: rows
            property alias database: database
            property alias reports: reports

            Conductor {
                id: conductor

                Database { id: database; path: "shop.db" }
                WebApi { }
                AsyncComponent {
                    id: reports

                    property WebApi api
                    property var resolve

                    function setup() { return new Promise(f => reports.resolve = f) }
                }
            }
            ComponentModel { id: model; conductor: conductor }
            Instantiator {
                id: rows

                model: model
                delegate: QtObject {
                    id: row

                    property var seen: []
                    required property string name
                    required property QtObject component
                    required property int state
                    required property string stateName
                    required property int layer
                    required property string errorString
                    required property int setupMs

                    onStateNameChanged: row.seen.push(stateName)
                }
            }
        }
    }
    // Reports can do without its cache, and what is in the cache needs a database.
    Component {
        id: robust

        Item {
            property alias conductor: conductor
            property alias model: model
            property alias rows: rows
            property alias cache: cache
            property alias reports: reports

            Conductor {
                id: conductor

                AsyncComponent { id: cache; essential: false; restartDelay: 0 }
                AsyncComponent {
                    property AsyncComponent source: cache

                    essential: false
                }
                AsyncComponent {
                    id: reports

                    property AsyncComponent source: cache

                    optionalDependencies: ["source"]
                }
                AsyncComponent {
                    property AsyncComponent source: reports

                    optionalDependencies: ["source"]
                }
            }
            ComponentModel { id: model; conductor: conductor }
            Instantiator {
                id: rows

                model: model
                delegate: QtObject {
                    required property bool essential
                    required property bool optional
                    required property int startMode
                    required property int restartPolicy
                    required property int restartCount
                    required property bool degraded
                    required property string stateName
                    required property string errorString
                }
            }
        }
    }
    Component { id: emptyModel; ComponentModel { } }
    Component { id: needy; Conductor { WebApi { } } }
    Component { id: extra; Database { } }
    SignalSpy { id: countSpy; signalName: "countChanged" }

    function make(component, properties) {
        const made = createTemporaryObject(component, testCase, properties ?? {})
        verify(made)
        return made
    }

    function column(made, role) {
        return Array.from({ length: made.rows.count }, (_, i) => made.rows.objectAt(i)[role])
    }

    function test_thereIsARowForEachComponent() { // R31
        const made = make(shop)
        compare(made.model.count, 3)
        compare(column(made, "name"), ["Database", "WebApi", "AsyncComponent"])
        compare(column(made, "stateName"), ["Inactive", "Inactive", "Inactive"])
        compare(column(made, "layer"), [-1, -1, -1])
        compare(column(made, "setupMs"), [-1, -1, -1])
        compare(made.rows.objectAt(0).component, made.database)
    }

    function test_theRolesFollowASetup() { // R31
        const made = make(shop)
        made.conductor.setup()
        tryVerify(() => column(made, "layer").join() === "0,1,2", testCase.patience)
        tryVerify(() => made.reports.resolve, testCase.patience)
        compare(column(made, "stateName"), ["Active", "Active", "SettingUp"])
        compare(made.rows.objectAt(2).state, AsyncComponent.SettingUp)
        compare(made.rows.objectAt(2).setupMs, -1)
        made.reports.resolve()
        tryCompare(made.conductor, "state", Conductor.Active, testCase.patience)
        compare(made.rows.objectAt(2).seen, ["Inactive", "Waiting", "SettingUp", "Active"])
        for (const milliseconds of column(made, "setupMs"))
            verify(milliseconds >= 0, milliseconds)
    }

    function test_theRolesFollowAShutdown() { // R31
        const made = make(shop)
        made.conductor.setup()
        tryVerify(() => made.reports.resolve, testCase.patience)
        made.reports.resolve()
        tryCompare(made.conductor, "state", Conductor.Active, testCase.patience)
        for (let row = 0; row < 3; ++row)
            made.rows.objectAt(row).seen.length = 0
        made.conductor.shutdown()
        tryCompare(made.conductor, "state", Conductor.Inactive, testCase.patience)
        for (let row = 0; row < 3; ++row)
            compare(made.rows.objectAt(row).seen, ["ShuttingDown", "Inactive"])
        compare(made.model.count, 3)
        compare(column(made, "errorString"), ["", "", ""])
    }

    function test_theRolesFollowAFailure() { // R31
        const made = make(shop)
        made.database.setupError = "disk full"
        made.conductor.setup()
        tryCompare(made.conductor, "state", Conductor.Failed, testCase.patience)
        compare(column(made, "stateName"), ["Failed", "Inactive", "Inactive"])
        compare(made.rows.objectAt(0).errorString, "disk full")
        verify(made.rows.objectAt(1).errorString.includes("Database"))
    }

    function test_thereIsARoleForWhatMayFail() { // R31, R40, R42, R43, R45
        const made = make(robust)
        compare(column(made, "essential"), [false, false, true, true])
        compare(column(made, "optional"), [false, false, false, false])
        compare(column(made, "startMode"), Array(4).fill(AsyncComponent.Automatic))
        compare(column(made, "restartPolicy"), Array(4).fill(AsyncComponent.Never))
        made.reports.essential = false
        made.reports.startMode = AsyncComponent.Deferred
        made.reports.restartPolicy = AsyncComponent.OnFailure
        compare(column(made, "essential"), [false, false, false, true])
        compare(made.rows.objectAt(2).startMode, AsyncComponent.Deferred)
        compare(made.rows.objectAt(2).restartPolicy, AsyncComponent.OnFailure)
        made.conductor.setup()
        const somethingRequiresTheCache = [false, false, true, false].join()
        tryVerify(() => column(made, "optional").join() === somethingRequiresTheCache, testCase.patience)
        tryCompare(made.conductor, "state", Conductor.Active, testCase.patience)
    }

    function test_theRolesFollowAFailureWhileRunning() { // R31, R44, R45
        const made = make(robust)
        made.conductor.setup()
        tryCompare(made.conductor, "state", Conductor.Active, testCase.patience)
        compare(column(made, "degraded"), [false, false, false, false])
        made.cache.reportFailure("the disk is full")
        tryCompare(made.rows.objectAt(0), "stateName", "Failed", testCase.patience)
        compare(column(made, "degraded"), [true, true, false, false])
        compare(column(made, "stateName"), ["Failed", "Inactive", "Active", "Active"])
        compare(made.rows.objectAt(0).errorString, "the disk is full")
        verify(made.rows.objectAt(1).errorString.includes("the disk is full"))
        made.conductor.restart(made.cache)
        tryCompare(made.rows.objectAt(1), "stateName", "Active", testCase.patience)
        compare(column(made, "degraded"), [false, false, false, false])

        made.cache.restartPolicy = AsyncComponent.OnFailure
        made.cache.reportFailure("again")
        tryCompare(made.rows.objectAt(0), "restartCount", 1, testCase.patience)
        tryCompare(made.rows.objectAt(1), "stateName", "Active", testCase.patience)
        compare(column(made, "restartCount"), [1, 0, 0, 0])
        compare(column(made, "stateName"), ["Active", "Active", "Active", "Active"])
    }

    function test_whatSetupCreatesGetsARow() { // R31
        const conductor = make(needy)
        const model = make(emptyModel, { conductor: conductor })
        compare(model.count, 1)
        conductor.setup()
        tryCompare(model, "count", 2, testCase.patience)
    }

    function test_whatComesAndGoesIsSeen() { // R31
        const made = make(shop)
        const late = extra.createObject(testCase)
        made.conductor.data.push(late)
        compare(column(made, "name"), ["Shop::Database", "WebApi", "AsyncComponent", "Shop::Database"])
        late.destroy()
        tryCompare(made.model, "count", 3, testCase.patience)
        compare(column(made, "name"), ["Database", "WebApi", "AsyncComponent"])
    }

    function test_theConductorCanBeChangedAndGoAway() { // R31
        const first = needy.createObject(testCase)
        const second = make(shop)
        const model = make(emptyModel)
        countSpy.target = model
        countSpy.clear()
        compare(model.count, 0)
        model.conductor = first
        compare(model.count, 1)
        model.conductor = second.conductor
        compare(model.count, 3)
        model.conductor = first
        first.destroy()
        tryCompare(model, "count", 0, testCase.patience)
        compare(model.conductor, null)
        verify(countSpy.count >= 4, countSpy.count)
    }
}
