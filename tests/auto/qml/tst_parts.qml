// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtTest
import QConductor
import Shop

TestCase {
    id: testCase

    readonly property int patience: 60000 // in milliseconds: the machine may be busy

    name: "Parts"

    Component {
        id: shop

        Conductor {
            property alias database: database
            property alias api: api

            Database { id: database; path: "shop.db" }
            WebApi { id: api }
        }
    }

    Component {
        id: signalSpy
        SignalSpy { }
    }

    function init() {
        Journal.take()
    }

    function make() {
        const conductor = createTemporaryObject(shop, testCase)
        verify(conductor)
        return conductor
    }

    function test_whatIsDestroyedTakesDownWhatRequiresIt() { // R19, R30
        const conductor = make()
        const failed = createTemporaryObject(signalSpy, testCase, { target: conductor, signalName: "componentFailed" })
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        verify(!conductor.degraded)
        conductor.database.destroy()
        tryCompare(conductor.api, "state", AsyncComponent.Inactive, testCase.patience)
        compare(conductor.state, Conductor.Active)
        tryVerify(() => conductor.degraded, testCase.patience)
        tryCompare(failed, "count", 1, testCase.patience)
        compare(failed.signalArguments[0][0], null)
        compare(failed.signalArguments[0][1], "Database failed: destroyed while it was active")
        Journal.take()
    }

    Component {
        id: fragile

        Conductor {
            property alias feed: feed
            property alias late: late
            property alias metrics: metrics

            AsyncComponent {
                id: feed
                restartPolicy: AsyncComponent.OnFailure
                restartDelay: 1
            }
            AsyncComponent {
                id: late
                startMode: AsyncComponent.Deferred
            }
            AsyncComponent {
                id: metrics
                essential: false
                function setup() { throw new Error("no server") }
            }
        }
    }

    function test_whatBreaksComesBack() { // R42, R43, R44, R45
        const conductor = createTemporaryObject(fragile, testCase)
        const failed = createTemporaryObject(signalSpy, testCase, { target: conductor, signalName: "componentFailed" })
        const settled = createTemporaryObject(signalSpy, testCase, { target: conductor, signalName: "settled" })
        conductor.setup()
        tryCompare(settled, "count", 1, testCase.patience)
        compare(conductor.late.state, AsyncComponent.Active)
        compare(conductor.metrics.state, AsyncComponent.Failed)
        verify(conductor.degraded)
        compare(failed.count, 1)
        conductor.feed.reportFailure("connection lost")
        tryCompare(failed, "count", 2, testCase.patience)
        compare(failed.signalArguments[1][0], conductor.feed)
        compare(failed.signalArguments[1][1], "connection lost")
        tryVerify(() => conductor.feed.state === AsyncComponent.Active, testCase.patience)
        compare(conductor.feed.restartCount, 1)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
    }

    function test_aPartStartsStopsAndRestarts() { // R30, R36
        const conductor = make()
        conductor.start(conductor.database)
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        verify(conductor.running)
        compare(Journal.take(), ["setup shop.db"])
        conductor.start(conductor.api)
        tryCompare(conductor.api, "state", AsyncComponent.Active, testCase.patience)
        compare(Journal.take(), ["setup WebApi"])
        conductor.restart(conductor.database)
        let lines = []
        tryVerify(() => {
            lines = lines.concat(Journal.take())
            return lines.length === 4
        }, testCase.patience)
        compare(lines, ["shutdown WebApi", "shutdown shop.db", "setup shop.db", "setup WebApi"])
        conductor.stop(conductor.api)
        tryCompare(conductor.api, "state", AsyncComponent.Inactive, testCase.patience)
        compare(Journal.take(), ["shutdown WebApi"])
        compare(conductor.state, Conductor.Active)
        conductor.shutdown()
        tryCompare(conductor, "state", Conductor.Inactive, testCase.patience)
        verify(!conductor.running)
    }

    function test_whatFailsLeavesTheRestUp() { // R30, R37
        const conductor = make()
        conductor.database.setupError = "disk full"
        conductor.start(conductor.api)
        tryCompare(conductor, "state", Conductor.Failed, testCase.patience)
        conductor.database.setupError = ""
        conductor.setup()
        tryCompare(conductor, "state", Conductor.Active, testCase.patience)
        conductor.database.setupError = "disk full"
        conductor.restart(conductor.database)
        tryCompare(conductor.database, "state", AsyncComponent.Failed, testCase.patience)
        compare(conductor.state, Conductor.Active)
        tryCompare(conductor.api, "state", AsyncComponent.Inactive, testCase.patience)
        verify(conductor.api.errorString.includes("Database"), conductor.api.errorString)
    }
}
