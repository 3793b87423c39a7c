// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtTest
import QConductor
import Shop

// Tests that a function or handler may unload the document that it stands in, at any moment.
//
// The documents are nested, and the inner ones use the ids of the outer ones, which qmllint doesn't look for there.
// qmllint disable unqualified
TestCase {
    id: testCase

    readonly property int patience: 60000 // in milliseconds: the machine may be busy

    property Item current: null
    property Conductor conductor: null // both become null when they are destroyed
    property int unloads: 0

    name: "Unloading"

    // The conductor stands in a document (inner) inside another one (outer). At the moment that the test is about, one of
    // them is unloaded. In shutdown, a component waits for a timer of its document: meanwhile the outer one may be unloaded.
    Component {
        id: stageComponent

        Item {
            id: stage

            property string moment
            property string way
            property bool fails: false // the setup of the component that unloads
            property bool isPending: false // the setup of that component, until it is asked to cancel
            property Loader inner: null

            function reach(moment) {
                if (moment !== stage.moment || testCase.unloads > 0)
                    return
                ++testCase.unloads
                if (way === "outer")
                    outer.active = false
                else if (way === "all")
                    stage.destroy()
                else
                    inner.active = false
            }

            function unloadMore() {
                if (testCase.unloads === 0) // on a busy machine, a timeout may have passed before the moment has come
                    return
                if (way.startsWith("inner, then outer"))
                    outer.active = false
                if (way.startsWith("inner, then all"))
                    stage.destroy()
            }

            Timer { id: application; interval: 0; onTriggered: stage.unloadMore() }

            Loader {
                id: outer

                sourceComponent: Item {
                    Loader {
                        id: inner

                        active: false
                        Component.onCompleted: stage.inner = inner
                        sourceComponent: Item {
                            data: Conductor {
                                id: conductor

                                running: stage.moment !== "running"
                                shutdownTimeout: 0
                                Component.onCompleted: {
                                    testCase.conductor = conductor
                                    stage.reach("Conductor completed")
                                }
                                Component.onDestruction: stage.reach("Conductor destruction")
                                onStateChanged: state => stage.reach("Conductor state " + state)
                                onActivated: stage.reach("activated")
                                onDeactivated: stage.reach("deactivated")
                                onFailed: stage.reach("failed")
                                onProgressChanged: progress => stage.reach(progress > 0 ? "progress" : "no progress")
                                onRunningChanged: stage.reach(running ? "running" : "not running")
                                onComponentsChanged: stage.reach(state === Conductor.Inactive ? "components" : "graph")

                                AsyncComponent {
                                    id: slow

                                    property Database database
                                    property var stopped

                                    function setup() {
                                        Journal.add("setup slow")
                                    }
                                    function shutdown() {
                                        const isInFunction = stage.way.endsWith("in a function")
                                        if (isInFunction) {
                                            Journal.add("shutdown slow")
                                            stage.unloadMore()
                                        } else {
                                            application.start()
                                        }
                                        return new Promise(resolve => {
                                            slow.stopped = resolve
                                            timer.start()
                                        }).then(() => {
                                            if (!isInFunction)
                                                Journal.add("shutdown slow")
                                        })
                                    }

                                    Timer { id: timer; interval: 1; onTriggered: { const stopped = slow.stopped; stopped() } }
                                }
                                AsyncComponent {
                                    id: part

                                    property AsyncComponent needed: slow
                                    property MessageQueue queue
                                    property string phase
                                    property var settled

                                    function setup() {
                                        stage.reach("setup")
                                        if (stage.fails)
                                            throw new Error("on purpose")
                                        if (!stage.isPending)
                                            return run("setup")
                                        Qt.callLater(() => { conductor.running = false })
                                        return stage.moment === "finally" ? untilCanceled() : new Promise(resolve => { settled = resolve })
                                    }
                                    function shutdown() {
                                        stage.reach("shutdown")
                                        return run("shutdown")
                                    }
                                    function run(phase) {
                                        if (stage.moment.startsWith(phase + ": generator"))
                                            return steps(phase)
                                        if (stage.moment === phase + ": then")
                                            return { then: resolve => { stage.reach(phase + ": then"); resolve() } }
                                        part.phase = phase
                                        return new Promise(resolve => {
                                            part.settled = resolve
                                            later.start()
                                            stage.reach(phase + ": executor")
                                        }).then(() => stage.reach(phase + ": reaction"))
                                    }
                                    function* steps(phase) {
                                        const turn = () => new Promise(resolve => Qt.callLater(resolve))
                                        stage.reach(phase + ": generator begins")
                                        yield turn()
                                        stage.reach(phase + ": generator goes on")
                                        try {
                                            yield turn()
                                        } finally {
                                            stage.reach(phase + ": generator ends")
                                        }
                                    }
                                    function* untilCanceled() {
                                        try {
                                            yield new Promise(() => { })
                                        } finally {
                                            stage.reach("finally")
                                        }
                                    }
                                    onCancelRequested: {
                                        stage.reach("cancelRequested")
                                        if (stage.isPending && settled)
                                            settled()
                                    }
                                    onStateChanged: state => stage.reach("state " + state)
                                    onQueueChanged: stage.reach(queue ? "injection" : "no injection")
                                    Component.onCompleted: stage.reach("completed")
                                    Component.onDestruction: stage.reach("destruction")

                                    // At these moments, the Promise is settled inside the event loop in which the document
                                    // is unloaded, so only the timeout ends the hook.
                                    setupTimeout: /^setup: (before|reaction)$/.test(stage.moment) ? 100 : -1
                                    shutdownTimeout: /: (before|reaction)$/.test(stage.moment) ? 100 : -1

                                    Timer {
                                        id: later

                                        interval: 1
                                        onTriggered: {
                                            const settled = part.settled
                                            stage.reach(part.phase + ": before")
                                            settled()
                                            stage.reach(part.phase + ": after")
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    function init() {
        Journal.take()
        unloads = 0
    }

    function test_aFunctionOrHandlerUnloadsItsDocument_data() {
        const up = [
            "setup", "setup: executor", "setup: then", "setup: before", "setup: after", "setup: reaction",
            "setup: generator begins", "setup: generator goes on", "setup: generator ends",
            "state " + AsyncComponent.Waiting, "state " + AsyncComponent.SettingUp, "state " + AsyncComponent.Active,
            "Conductor state " + Conductor.SettingUp, "Conductor state " + Conductor.Active,
            "Conductor completed", "completed", "components", "graph", "running", "injection", "progress", "activated"
        ]
        const down = [
            "shutdown", "shutdown: executor", "shutdown: then", "shutdown: before", "shutdown: after", "shutdown: reaction",
            "shutdown: generator begins", "shutdown: generator goes on", "shutdown: generator ends",
            "state " + AsyncComponent.ShuttingDown, "state " + AsyncComponent.Inactive,
            "Conductor state " + Conductor.ShuttingDown, "Conductor state " + Conductor.Inactive,
            "not running", "no progress", "deactivated"
        ]
        const failing = [
            "state " + AsyncComponent.Failed, "Conductor state " + Conductor.Failed, "failed"
        ]
        const rows = []
        const ways = [
            "inner", "outer", "all", "inner, then outer", "inner, then outer in a function", "inner, then all",
            "inner, then all in a function"
        ]
        for (const way of ways) {
            const add = (moment, flow) => rows.push({ tag: moment + ", " + way, way: way, moment: moment, flow: flow })
            up.forEach(moment => add(moment, "up"))
            down.forEach(moment => add(moment, "down"))
            failing.forEach(moment => add(moment, "failing"))
            add("cancelRequested", "canceled")
            add("finally", "canceled")
        }
        return rows
    }

    // R28, R20, R21, R29
    function test_aFunctionOrHandlerUnloadsItsDocument(data) {
        current = stageComponent.createObject(testCase, {
            moment: data.moment, way: data.way, fails: data.flow === "failing", isPending: data.flow === "canceled"
        })
        current.inner.active = true
        if (data.moment === "running")
            conductor.running = true
        if (data.flow === "down") {
            tryCompare(conductor, "state", Conductor.Active, testCase.patience)
            conductor.running = false
        }
        tryCompare(testCase, "unloads", 1, testCase.patience)
        tryCompare(testCase, "conductor", null, testCase.patience)
        const lines = Journal.take()
        const setUp = lines.filter(line => line.startsWith("setup ")).map(line => line.slice(6))
        compare(lines.slice(setUp.length), setUp.reverse().map(name => "shutdown " + name))
        if (current)
            current.destroy()
        tryCompare(testCase, "current", null, testCase.patience)
    }
}
