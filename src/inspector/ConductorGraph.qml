// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// Delegates use the ids of the document around them, which qmllint of Qt 6.4 doesn't look for there.
// qmllint disable unqualified

import QtQuick
import QtQuick.Controls.Basic
import QConductor.Inspector

/*!
    \qmltype ConductorGraph
    \inqmlmodule QConductor.Inspector
    \brief Draws the graph of a conductor, and follows it.

    The layers stand from left to right, and an arrow leads from a component to what needs it. The colour and the mark of a
    component show its state. A patch has a double frame, what is deferred or begun on demand a dashed one, and what has failed
    cut corners. A dashed line is an optional dependency or a list. The component that is selected has a thick frame, and what it
    needs a thin one.

    The arrow keys move among the components, Home and End to the first and the last one of a column, Enter or Space selects, and
    Escape selects nothing. Plus and minus zoom, as the wheel does with Ctrl, and 0 shows everything.

    \since QConductor 1.0
    \sa {The inspector}
*/
Pane {
    id: graph

    /*! \qmlproperty Conductor ConductorGraph::conductor
        The conductor whose graph is drawn; one of QML or of C++. */
    property alias conductor: model.conductor
    /*! \qmlproperty Component ConductorGraph::selected
        The component that is selected; null if there is none. */
    property alias selected: model.selected
    /*! \qmlproperty real ConductorGraph::zoom
        The scale of the picture, from 0.2 to 2. By default, it is as large as there is place for, from 0.55 to 1. */
    property real zoom: fittingZoom
    /*! \qmlproperty int ConductorGraph::count
        \readonly
        The number of components. */
    readonly property alias count: model.count
    /*! \qmlproperty string ConductorGraph::selectedName
        \readonly
        The name of the component that is selected; empty if there is none. */
    readonly property string selectedName: model.selectedName

    readonly property bool dark: StateStyle.isDark(palette.base)
    readonly property real fittingZoom: model.width > 0 && flickable.width > 0 && flickable.height > 0
        ? Math.max(0.55, Math.min(1, flickable.width / model.width, flickable.height / model.height)) : 1
    property int currentRow: 0

    padding: 0
    activeFocusOnTab: true
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Graph of components")

    background: Rectangle {
        color: graph.palette.base
        border { width: graph.activeFocus ? 2 : 1; color: graph.activeFocus ? graph.palette.highlight : graph.palette.mid }
    }

    function select(row: int) {
        currentRow = row
        model.selectRow(row)
    }
    function move(direction: int) { goTo(model.neighbour(currentRow, direction)) }
    function goTo(row: int) {
        if (row < 0)
            return
        currentRow = row
        const node = nodes.itemAt(row) as Item
        if (!node)
            return
        node.focus = true
        show(sheet.x + node.x * zoom, sheet.y + node.y * zoom, node.width * zoom, node.height * zoom)
    }
    // Moves the picture as little as is needed.
    function show(x: real, y: real, width: real, height: real) {
        const space = 24
        flickable.contentX = Math.max(0, Math.min(Math.max(flickable.contentX, x + width + space - flickable.width), x - space))
        flickable.contentY = Math.max(0, Math.min(Math.max(flickable.contentY, y + height + space - flickable.height), y - space))
        flickable.returnToBounds()
    }
    function zoomBy(factor: real) { zoom = Math.max(0.2, Math.min(2, zoom * factor)) }
    function goToEnd(direction: int) {
        let row = currentRow
        for (let next = model.neighbour(row, direction); next !== row; next = model.neighbour(row, direction))
            row = next
        goTo(row)
    }

    Keys.onPressed: event => {
        event.accepted = true
        if (event.key === Qt.Key_Left)
            move(GraphModel.Left)
        else if (event.key === Qt.Key_Right)
            move(GraphModel.Right)
        else if (event.key === Qt.Key_Up)
            move(GraphModel.Up)
        else if (event.key === Qt.Key_Down)
            move(GraphModel.Down)
        else if (event.key === Qt.Key_Home)
            goToEnd(GraphModel.Up)
        else if (event.key === Qt.Key_End)
            goToEnd(GraphModel.Down)
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter || event.key === Qt.Key_Space)
            select(currentRow)
        else if (event.key === Qt.Key_Escape && selected)
            selected = null
        else if (event.key === Qt.Key_Plus)
            zoomBy(1.25)
        else if (event.key === Qt.Key_Minus)
            zoomBy(0.8)
        else if (event.key === Qt.Key_0)
            zoom = Qt.binding(() => fittingZoom)
        else
            event.accepted = false
    }

    GraphModel {
        id: model
        onSelectedChanged: {
            if (selectedRow >= 0)
                graph.goTo(selectedRow)
        }
        onLaidOut: graph.currentRow = Math.max(0, Math.min(graph.currentRow, count - 1))
    }

    Item {
        anchors.fill: parent
        clip: true

        GraphLines {
            anchors.fill: flickable
            model: model
            origin: Qt.point(flickable.contentX - sheet.x, flickable.contentY - sheet.y)
            zoom: graph.zoom
            color: graph.dark ? "#9a9a9e" : "#76767a"
            neededColor: graph.palette.highlight
            wrongColor: StateStyle.lineOf(5, graph.dark)
        }
        Flickable {
            id: flickable
            anchors { left: parent.left; right: parent.right; top: parent.top; bottom: legend.top; margins: 2 }
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            contentWidth: Math.max(width, model.width * graph.zoom)
            contentHeight: Math.max(height, model.height * graph.zoom)
            ScrollBar.vertical: ScrollBar { }
            ScrollBar.horizontal: ScrollBar { }

            Item {
                id: sheet
                x: (flickable.contentWidth - model.width * graph.zoom) / 2
                y: (flickable.contentHeight - model.height * graph.zoom) / 2
                width: model.width
                height: model.height
                scale: graph.zoom
                transformOrigin: Item.TopLeft

                Repeater {
                    id: nodes
                    model: model
                    delegate: GraphNode {
                        dark: graph.dark
                        focus: index === graph.currentRow
                        onTapped: {
                            forceActiveFocus(Qt.MouseFocusReason)
                            graph.select(index)
                        }
                    }
                }
            }
            WheelHandler {
                acceptedModifiers: Qt.ControlModifier
                onWheel: event => graph.zoomBy(event.angleDelta.y > 0 ? 1.1 : 1 / 1.1)
            }
        }
        Flow {
            id: legend
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 8 }
            spacing: 14

            Repeater {
                model: 6
                delegate: Row {
                    id: entry
                    required property int index
                    spacing: 4

                    StateMark { componentState: entry.index; dark: graph.dark }
                    Text { text: StateStyle.textOf(entry.index); color: graph.palette.text }
                }
            }
            Text { text: qsTr("double frame: patch"); color: graph.palette.text }
            Text { text: qsTr("dashed frame: later"); color: graph.palette.text }
            Text { text: qsTr("dashed line: optional"); color: graph.palette.text }
        }
        Text {
            anchors.centerIn: parent
            visible: model.count === 0
            text: qsTr("There are no components.")
            color: graph.palette.text
        }
    }
}
