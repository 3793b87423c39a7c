// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// Delegates use the ids of the document around them, which qmllint of Qt 6.4 doesn't look for there.
// qmllint disable unqualified

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QConductor
import QConductor.Inspector

// The components of a conductor in rows, with what the graph has no place for.
Pane {
    id: table

    property alias conductor: components.conductor
    property QtObject selected: null
    readonly property bool dark: StateStyle.isDark(palette.base)
    readonly property real nameWidth: Math.min(240, Math.max(120, width / 5))

    signal selectionRequested(component: QtObject)

    padding: 8
    background: Rectangle { color: table.palette.base; border { width: 1; color: table.palette.mid } }

    component Cell: Text {
        color: table.palette.text
        textFormat: Text.PlainText
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
    }

    ComponentModel { id: components }

    ColumnLayout {
        anchors.fill: parent
        spacing: 4

        Row {
            Layout.fillWidth: true
            Layout.leftMargin: 6
            spacing: 8

            Cell { width: 130; text: qsTr("State"); font.bold: true }
            Cell { width: table.nameWidth; text: qsTr("Component"); font.bold: true }
            Cell { width: 56; text: qsTr("Layer"); font.bold: true; horizontalAlignment: Text.AlignRight }
            Cell { width: 90; text: qsTr("Setup"); font.bold: true; horizontalAlignment: Text.AlignRight }
            Cell { width: 72; text: qsTr("Restarts"); font.bold: true; horizontalAlignment: Text.AlignRight }
            Cell { text: qsTr("Message"); font.bold: true }
        }
        ListView {
            id: list
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            model: components
            currentIndex: 0
            ScrollBar.vertical: ScrollBar { }
            Accessible.role: Accessible.Table
            Accessible.name: qsTr("Components")

            component TableRow: Item {
                id: row
                required property int index
                required property var model
                required property string name
                required property QtObject component
                required property string errorString
                required property int setupMs
                required property int restartCount
                readonly property bool isSelected: table.selected !== null && table.selected === component
                property bool isCurrent: false

                implicitHeight: 24
                Keys.onReturnPressed: table.selectionRequested(component)
                Keys.onEnterPressed: table.selectionRequested(component)
                Keys.onSpacePressed: table.selectionRequested(component)
                Accessible.role: Accessible.Row
                Accessible.name: name
                Accessible.description: [StateStyle.textOf(model.state), errorString].filter(text => text).join(", ")
                Accessible.selectable: true
                Accessible.selected: isSelected

                Rectangle {
                    anchors.fill: parent
                    color: row.isSelected ? table.palette.highlight : "transparent"
                    opacity: 0.25
                }
                Rectangle {
                    anchors.fill: parent
                    color: "transparent"
                    visible: row.isCurrent
                    border { width: 1; color: table.palette.highlight }
                }
                Row {
                    x: 6
                    height: parent.height
                    spacing: 8

                    Row {
                        width: 130
                        height: parent.height
                        spacing: 6

                        StateMark {
                            anchors.verticalCenter: parent.verticalCenter
                            componentState: row.model.state
                            dark: table.dark
                        }
                        Cell { width: 106; height: parent.height; text: StateStyle.textOf(row.model.state) }
                    }
                    Cell { width: table.nameWidth; height: parent.height; text: row.name; font.bold: row.isSelected }
                    Cell {
                        width: 56
                        height: parent.height
                        text: row.model.layer < 0 ? "" : row.model.layer
                        horizontalAlignment: Text.AlignRight
                    }
                    Cell {
                        width: 90
                        height: parent.height
                        text: row.setupMs < 0 ? "" : qsTr("%1 ms").arg(row.setupMs)
                        horizontalAlignment: Text.AlignRight
                    }
                    Cell {
                        width: 72
                        height: parent.height
                        text: row.restartCount || ""
                        horizontalAlignment: Text.AlignRight
                    }
                    Cell {
                        width: Math.max(0, row.width - x - 14)
                        height: parent.height
                        text: row.errorString
                    }
                }
                TapHandler {
                    onTapped: {
                        list.currentIndex = row.index
                        list.forceActiveFocus(Qt.MouseFocusReason)
                        table.selectionRequested(row.component)
                    }
                }
            }

            delegate: TableRow {
                width: ListView.view.width
                isCurrent: ListView.isCurrentItem && ListView.view.activeFocus
            }
        }
    }
}
