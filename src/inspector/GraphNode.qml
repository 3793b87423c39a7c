// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QConductor.Inspector

// A component in the graph.
Item {
    id: node

    required property int index
    required property string name
    required property int componentState
    required property string notes
    required property string message
    required property string description
    required property int marks
    required property rect place
    required property bool selected
    required property bool needed
    property bool dark: false

    signal tapped()

    x: place.x
    y: place.y
    width: place.width
    height: place.height

    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: description
    Accessible.focusable: true
    Accessible.selectable: true
    Accessible.selected: selected
    Accessible.onPressAction: tapped()

    Rectangle { // what is selected has a thick frame around it, what that needs a thin one
        anchors { fill: parent; margins: -4 }
        visible: node.selected || node.needed
        radius: 9
        color: "transparent"
        border { width: node.selected ? 3 : 1.5; color: node.palette.highlight }
    }
    NodeFrame {
        anchors.fill: parent
        componentState: node.componentState
        marks: node.marks
        dark: node.dark
    }
    Rectangle {
        anchors { fill: parent; margins: 4 }
        visible: node.activeFocus
        radius: 4
        color: "transparent"
        border { width: 1; color: StateStyle.inkOf(node.dark) }
    }
    Column {
        id: texts
        anchors { left: parent.left; leftMargin: 36; right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }

        Text {
            width: parent.width
            text: node.name
            textFormat: Text.PlainText
            color: StateStyle.inkOf(node.dark)
            font.bold: node.selected
            elide: Text.ElideRight
        }
        Text {
            width: parent.width
            visible: text
            text: node.notes
            textFormat: Text.PlainText
            color: StateStyle.inkOf(node.dark)
            font.pointSize: Application.font.pointSize * 0.85
            elide: Text.ElideRight
        }
    }
    TapHandler { onTapped: node.tapped() }
    HoverHandler { id: hover }
    InspectorToolTip {
        visible: hover.hovered
        text: qsTr("%1: %2").arg(node.name).arg(node.description)
    }
}
