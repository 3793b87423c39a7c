// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QConductor
import Orders

// The state of the feed, which may fail while everything else stays active, and what waits for it.
ToolBar {
    id: bar

    required property Application conductor
    readonly property Feed feed: bar.conductor.feed

    component SmallLabel: Label {
        color: "#46536f"
        font.pixelSize: 13
    }

    leftPadding: 20
    rightPadding: 20
    topPadding: 8
    bottomPadding: 8
    background: Rectangle { color: bar.conductor.degraded ? "#fff1d6" : "#e6ebf5" }

    RowLayout {
        anchors.fill: parent
        spacing: 16

        StateDot { componentState: bar.feed.state }
        ColumnLayout {
            spacing: 2

            Label {
                Layout.fillWidth: true
                color: "#1f2a44"
                elide: Text.ElideRight
                font.pixelSize: 14
                text: {
                    switch (bar.feed.state) {
                    case Feed.Active: return qsTr("The feed is connected.")
                    case Feed.SettingUp: return qsTr("The feed connects …")
                    case Feed.Failed: return qsTr("The feed failed: %1.").arg(bar.feed.errorString)
                    default: return qsTr("The feed is closed.")
                    }
                }
            }
            RowLayout {
                spacing: 12

                SmallLabel { text: qsTr("Degraded"); visible: bar.conductor.degraded; font.bold: true }
                Repeater {
                    model: ComponentModel { conductor: bar.conductor }
                    delegate: SmallLabel {
                        id: row

                        required property var model
                        required property string name
                        required property string errorString
                        readonly property int componentState: row.model.state // Item has a property "state" of its own
                        readonly property bool isLeftOut: row.componentState === AsyncComponent.Inactive && row.errorString !== ""

                        visible: row.isLeftOut || row.componentState === AsyncComponent.Waiting
                        text: qsTr("%1 waits").arg(row.name)
                    }
                }
                SmallLabel { text: qsTr("Restarts: %1").arg(bar.feed.restartCount) }
            }
        }
        ActionButton {
            text: qsTr("Restart the feed")
            onClicked: bar.conductor.restart(bar.feed)
        }
    }
}
