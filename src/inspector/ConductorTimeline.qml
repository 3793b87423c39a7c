// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// Delegates use the ids of the document around them, which qmllint of Qt 6.4 doesn't look for there.
// qmllint disable unqualified

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QConductor
import QConductor.Inspector

/*!
    \qmltype ConductorTimeline
    \inqmlmodule QConductor.Inspector
    \brief A chart of what a conductor's last setup or shutdown took.

    There is a row for each component, in the order in which the hooks began. A thin line is the time in which it waits for others,
    an empty box that in which it may begin but something else holds the event loop, a dark box that in which its hook holds the
    event loop, and a light box that in which the hook works without holding it. A star marks the critical path. The tool tip of a
    row has all its times; with the keyboard, the arrow keys move from row to row.

    \since QConductor 1.0
    \sa ReportModel, {The inspector}, {What a setup took}
*/
Pane {
    id: timeline

    /*! \qmlproperty Conductor ConductorTimeline::conductor
        The conductor whose report is shown; one of QML or of C++. */
    property alias conductor: report.conductor
    /*! \qmlproperty enumeration ConductorTimeline::phase
        ReportModel.Setup, the default, or ReportModel.Shutdown. */
    property alias phase: report.phase
    /*! \qmlproperty int ConductorTimeline::count
        \readonly
        The number of rows. */
    readonly property alias count: report.count

    readonly property bool dark: StateStyle.isDark(palette.base)
    readonly property real nameWidth: Math.min(220, Math.max(120, width / 4))
    readonly property real timeWidth: 76

    padding: 8
    background: Rectangle { color: timeline.palette.base; border { width: 1; color: timeline.palette.mid } }

    ReportModel { id: report }
    TimeAxis {
        id: axis
        total: report.total
        mostTicks: Math.max(1, Math.floor(ticks.width / 90))
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 6

        RowLayout {
            spacing: 10

            InspectorRadioButton {
                text: qsTr("Setup")
                checked: report.phase === ReportModel.Setup
                onClicked: report.phase = ReportModel.Setup
                Accessible.name: qsTr("Times of the last setup")
            }
            InspectorRadioButton {
                text: qsTr("Shutdown")
                checked: report.phase === ReportModel.Shutdown
                onClicked: report.phase = ReportModel.Shutdown
                Accessible.name: qsTr("Times of the last shutdown")
            }
            Label {
                Layout.fillWidth: true
                visible: report.count > 0
                text: qsTr("%1 in all, decided by %2").arg(axis.text(report.total)).arg(Array.from(report.criticalPath).join(" \u2192 "))
                textFormat: Text.PlainText
                elide: Text.ElideRight
                color: timeline.palette.text
            }
        }
        Item {
            id: ticks
            visible: report.count > 0
            Layout.fillWidth: true
            Layout.leftMargin: timeline.nameWidth
            Layout.rightMargin: timeline.timeWidth
            implicitHeight: 20

            Repeater {
                model: axis.ticks
                delegate: Item {
                    id: tick
                    required property var modelData
                    x: modelData.position * ticks.width

                    Rectangle { y: 16; width: 1; height: 4 + list.height; color: timeline.palette.mid; opacity: 0.6 }
                    Text { x: -width / 2; text: tick.modelData.text; color: timeline.palette.text }
                }
            }
        }
        ListView {
            id: list
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            model: TimelineModel { sourceModel: report }
            currentIndex: 0
            ScrollBar.vertical: ScrollBar { }
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Times of the components")

            delegate: TimelineRow {
                width: ListView.view.width
                total: report.total
                dark: timeline.dark
                nameWidth: timeline.nameWidth
                timeWidth: timeline.timeWidth
                current: ListView.isCurrentItem && ListView.view.activeFocus
            }
            Label {
                anchors.centerIn: parent
                visible: report.count === 0
                text: report.phase === ReportModel.Setup ? qsTr("Nothing was set up yet.") : qsTr("Nothing was shut down yet.")
                color: timeline.palette.text
            }
        }
        Flow {
            Layout.fillWidth: true
            spacing: 14
            visible: report.count > 0

            Repeater {
                model: [
                    { text: qsTr("waits"), height: 2, fill: timeline.palette.mid, line: "transparent" },
                    { text: qsTr("may begin"), height: 8, fill: "transparent", line: timeline.palette.text },
                    { text: qsTr("holds the event loop"), height: 14, fill: StateStyle.lineOf(3, timeline.dark), line: "transparent" },
                    { text: qsTr("works"), height: 14, fill: StateStyle.fillOf(3, timeline.dark), line: StateStyle.lineOf(3, timeline.dark) }
                ]
                delegate: Row {
                    id: entry
                    required property var modelData
                    spacing: 5

                    Rectangle {
                        anchors.verticalCenter: parent.verticalCenter
                        width: 22
                        height: entry.modelData.height
                        color: entry.modelData.fill
                        border { width: 1; color: entry.modelData.line }
                    }
                    Text { text: entry.modelData.text; color: timeline.palette.text }
                }
            }
            Text { text: qsTr("★ critical path"); color: timeline.palette.text }
        }
    }
}
