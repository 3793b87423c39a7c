// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QConductor.Inspector

/*!
    \qmltype ConductorInspector
    \inqmlmodule QConductor.Inspector
    \brief Shows everything of a conductor: its graph, its times, its components, and what has failed.

    The buttons set the conductor up, shut it down, and restart the component that is selected in the graph or in the table.

    \snippet tests/auto/inspector/Embedded.qml import
    \snippet tests/auto/inspector/Embedded.qml embedded

    Its colours are those of its palette, which it inherits as any control does.

    \since QConductor 1.0
    \sa {The inspector}
*/
Pane {
    id: inspector

    /*! \qmlproperty Conductor ConductorInspector::conductor
        The conductor that is shown; one of QML or of C++. */
    property alias conductor: actions.conductor
    /*! \qmlproperty Component ConductorInspector::selected
        The component that is selected; null if there is none. */
    property alias selected: graph.selected

    readonly property bool dark: StateStyle.isDark(palette.window)

    padding: 10
    background: Rectangle { color: inspector.palette.window }

    ConductorActions { id: actions }

    ColumnLayout {
        anchors.fill: parent
        spacing: 8

        RowLayout {
            spacing: 8

            StateMark {
                componentState: actions.mark
                dark: inspector.dark
                implicitWidth: 20
                implicitHeight: 20
            }
            Label {
                id: stateLabel
                text: actions.stateText
                font.bold: true
                color: inspector.palette.windowText
                Accessible.name: qsTr("State of the conductor: %1").arg(text)
            }
            ProgressBar {
                visible: actions.busy
                value: actions.progress
                Layout.preferredWidth: 120
                palette { dark: inspector.palette.highlight; midlight: inspector.palette.mid }
                Accessible.name: qsTr("Progress")
            }
            Label {
                Layout.fillWidth: true
                text: actions.errorString.split("\n")[0]
                textFormat: Text.PlainText
                elide: Text.ElideRight
                color: inspector.palette.windowText
            }
            InspectorButton {
                text: qsTr("Set up")
                enabled: actions.canSetUp
                onClicked: actions.setUp()
            }
            InspectorButton {
                text: qsTr("Shut down")
                enabled: actions.canShutDown
                onClicked: actions.shutDown()
            }
            InspectorButton {
                text: inspector.selected ? qsTr("Restart %1").arg(graph.selectedName) : qsTr("Restart")
                enabled: inspector.selected !== null
                onClicked: actions.restart(inspector.selected)
                Layout.maximumWidth: 260
            }
        }
        SplitView {
            Layout.fillWidth: true
            Layout.fillHeight: true
            orientation: Qt.Vertical

            ConductorGraph {
                id: graph
                conductor: actions.conductor
                SplitView.fillHeight: true
                SplitView.minimumHeight: 120
            }
            Item {
                SplitView.preferredHeight: inspector.height * 0.52 // a timeline of twelve rows
                SplitView.minimumHeight: 120

                ColumnLayout {
                    anchors { fill: parent; topMargin: 4 }
                    spacing: 4

                    TabBar {
                        id: tabs
                        Layout.fillWidth: true
                        Accessible.name: qsTr("Pages")

                        InspectorTab { text: qsTr("Timeline") }
                        InspectorTab { text: qsTr("Components") }
                        InspectorTab { text: messages.count > 0 ? qsTr("Messages (%1)").arg(messages.count) : qsTr("Messages") }
                    }
                    StackLayout {
                        currentIndex: tabs.currentIndex
                        Layout.fillWidth: true
                        Layout.fillHeight: true

                        ConductorTimeline { conductor: actions.conductor }
                        ComponentTable {
                            conductor: actions.conductor
                            selected: inspector.selected
                            onSelectionRequested: component => inspector.selected = component
                        }
                        MessageList {
                            id: messages
                            conductor: actions.conductor
                        }
                    }
                }
            }
        }
    }
}
