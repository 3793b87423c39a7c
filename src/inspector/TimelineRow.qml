// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QConductor.Inspector

// What one component took: a thin line while it waits, an empty box while it might begin and something else holds the event
// loop, a dark box while its hook holds it, and a light one while the hook works otherwise.
Item {
    id: row

    required property int index
    required property var model
    required property string name
    required property real waited
    required property real began
    required property real took
    required property real held
    required property real slack
    required property real gain
    required property bool critical
    required property string message
    property bool current: false
    property bool dark: false
    property real total: 0
    property real nameWidth: 160
    property real timeWidth: 72
    readonly property real unit: total > 0 ? bar.width / total : 0 // pixels for a millisecond
    readonly property string times: qsTr("%1: waited %2, took %3, held the event loop %4").arg(name).arg(axis.text(waited))
        .arg(axis.text(took)).arg(axis.text(held))
    readonly property string chances: critical ? qsTr("on the critical path, gain %1").arg(axis.text(gain))
                                               : qsTr("slack %1").arg(axis.text(slack))
    readonly property string summary: times + "\n" + chances + (message ? "\n" + message : "")

    implicitHeight: 22
    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: summary

    TimeAxis { id: axis }

    Rectangle {
        anchors.fill: parent
        visible: row.current
        color: "transparent"
        border { width: 1; color: row.palette.highlight }
    }
    Text {
        x: 6
        width: row.nameWidth - 12
        anchors.verticalCenter: parent.verticalCenter
        text: row.critical ? qsTr("★ %1").arg(row.name) : row.name
        textFormat: Text.PlainText
        font.bold: row.critical
        color: row.palette.text
        elide: Text.ElideRight
    }
    Item {
        id: bar
        anchors { left: parent.left; leftMargin: row.nameWidth; right: parent.right; rightMargin: row.timeWidth }
        height: parent.height

        Rectangle { // waits
            y: (parent.height - height) / 2
            width: row.waited * row.unit
            height: 2
            color: row.palette.mid
        }
        Rectangle { // may begin
            x: row.waited * row.unit
            y: (parent.height - height) / 2
            width: Math.max(0, row.began - row.waited) * row.unit
            height: 8
            visible: width >= 1
            color: "transparent"
            border { width: 1; color: row.palette.text }
        }
        Rectangle { // works
            x: row.began * row.unit
            y: (parent.height - height) / 2
            width: Math.max(row.took > 0 ? 2 : 0, row.took * row.unit)
            height: 14
            color: StateStyle.fillOf(row.model.state, row.dark)
            border { width: row.critical ? 2 : 1; color: StateStyle.lineOf(row.model.state, row.dark) }

            Rectangle { // holds the event loop
                height: parent.height
                width: Math.min(parent.width, Math.max(row.held > 0 ? 1 : 0, row.held * row.unit))
                color: parent.border.color
            }
        }
    }
    Text {
        anchors { right: parent.right; rightMargin: 6; verticalCenter: parent.verticalCenter }
        text: axis.text(row.took)
        color: row.palette.text
    }
    HoverHandler { id: hover }
    InspectorToolTip {
        visible: hover.hovered || row.current
        text: row.summary
    }
}
