// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QConductor

// The page that is shown during setup: its progress, what was reached or what a hook tells, and the state of each component.
Pane {
    id: splash

    required property Conductor conductor

    background: Rectangle { color: "#1f2a44" }

    ColumnLayout {
        anchors.centerIn: parent
        width: 360
        spacing: 18

        Label {
            text: qsTr("Orders")
            color: "white"
            font { pixelSize: 36; bold: true }
        }
        ProgressBar {
            id: bar

            Layout.fillWidth: true
            value: splash.conductor.progress
            background: Rectangle { implicitHeight: 6; radius: 3; color: "#3a4768" }
            contentItem: Item {
                implicitHeight: 6

                Rectangle { width: bar.visualPosition * parent.width; height: 6; radius: 3; color: "#6ea8fe" }
            }
        }
        //! [progress]
        Label {
            Layout.fillWidth: true
            text: splash.conductor.progressText // as in "Database: Loading orders … 50 %"
            color: "white"
            font.pixelSize: 13
            elide: Text.ElideRight
        }
        //! [progress]
        Repeater {
            model: ComponentModel { conductor: splash.conductor }
            delegate: RowLayout {
                id: row

                required property var model
                required property string name
                required property int setupMs
                readonly property int componentState: row.model.state // Item has a property "state" of its own
                readonly property bool isLater: row.model.component.startMode === AsyncComponent.Deferred

                spacing: 12

                StateDot { componentState: row.componentState }
                Label {
                    Layout.fillWidth: true
                    text: row.name
                    color: row.isLater || row.componentState === AsyncComponent.Waiting ? "#8e9ab8" : "white"
                    font.pixelSize: 15
                }
                Label {
                    color: "#8e9ab8"
                    font.pixelSize: 13
                    text: {
                        switch (row.componentState) {
                        case AsyncComponent.Waiting: return qsTr("waiting")
                        case AsyncComponent.SettingUp: return qsTr("starting now")
                        case AsyncComponent.Failed: return qsTr("failed, will be tried again")
                        case AsyncComponent.Active: return qsTr("%1 ms").arg(row.setupMs)
                        default: return row.isLater ? qsTr("later") : ""
                        }
                    }
                }
            }
        }
    }
}
