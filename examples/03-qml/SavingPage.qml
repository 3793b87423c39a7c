// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QConductor

// The page that is shown during shutdown: the components that are shutting down now.
Pane {
    id: page

    required property Conductor conductor
    property alias detail: detail.text

    background: Rectangle { color: "#f71f2a44" }

    ColumnLayout {
        anchors.centerIn: parent
        spacing: 16

        BusyIndicator {
            id: busy

            Layout.alignment: Qt.AlignHCenter
            palette.dark: "#6ea8fe"
        }
        Repeater {
            model: ComponentModel { conductor: page.conductor }
            delegate: Label {
                id: row

                required property var model
                required property string name
                readonly property int componentState: row.model.state // Item has a property "state" of its own

                visible: row.componentState === AsyncComponent.ShuttingDown
                Layout.alignment: Qt.AlignHCenter
                text: qsTr("%1 is saving …").arg(row.name)
                color: "white"
                font { pixelSize: 20; bold: true }
            }
        }
        Label {
            id: detail

            Layout.alignment: Qt.AlignHCenter
            color: "#b6c2de"
            font.pixelSize: 14
        }
    }
}
