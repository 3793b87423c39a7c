// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QConductor

// The page that is shown when setup has failed. It lists the components that failed or were not set up, with the
// reason, and offers to try again.
Pane {
    id: page

    required property Conductor conductor
    signal retryRequested()

    background: Rectangle { color: "#f5f7fb" }

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width - 40, 520)
        spacing: 16

        Label {
            text: qsTr("Orders could not start")
            color: "#1f2a44"
            font { pixelSize: 24; bold: true }
        }
        Repeater {
            model: ComponentModel { conductor: page.conductor }
            delegate: Rectangle {
                id: row

                required property var model
                required property string name
                required property string errorString
                readonly property int componentState: row.model.state // Item has a property "state" of its own

                visible: row.errorString !== ""
                Layout.fillWidth: true
                implicitHeight: texts.implicitHeight + 24
                radius: 8
                color: "white"
                border.color: row.componentState === AsyncComponent.Failed ? "#e7b3b3" : "#e1e6ef"

                RowLayout {
                    anchors { fill: parent; margins: 12 }
                    spacing: 14

                    StateDot { componentState: row.componentState; Layout.alignment: Qt.AlignTop; Layout.topMargin: 4 }
                    ColumnLayout {
                        id: texts

                        spacing: 2

                        Label { text: row.name; color: "#1f2a44"; font { pixelSize: 15; bold: true } }
                        Label {
                            Layout.fillWidth: true
                            text: row.errorString
                            color: "#46536f"
                            font.pixelSize: 13
                            wrapMode: Text.Wrap
                        }
                    }
                }
            }
        }
        ActionButton {
            text: qsTr("Retry")
            onClicked: page.retryRequested()
        }
    }
}
