// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// Delegates use the ids of the document around them, which qmllint of Qt 6.4 doesn't look for there.
// qmllint disable unqualified

import QtQuick
import QtQuick.Controls.Basic
import QConductor.Inspector

// What went wrong, the newest first.
Pane {
    id: pane

    property alias conductor: messages.conductor
    readonly property alias count: messages.count

    padding: 8
    background: Rectangle { color: pane.palette.base; border { width: 1; color: pane.palette.mid } }

    MessageModel { id: messages }

    ListView {
        anchors.fill: parent
        id: list
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: messages
        spacing: 4
        ScrollBar.vertical: ScrollBar { }
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Messages")

        delegate: Rectangle {
            id: row
            required property string time
            required property string name
            required property string message

            width: ListView.view.width
            implicitHeight: text.implicitHeight + 8
            color: "transparent"
            border { width: ListView.isCurrentItem && ListView.view.activeFocus ? 1 : 0; color: pane.palette.highlight }
            Accessible.role: Accessible.ListItem
            Accessible.name: text.text

            Text {
                id: text
                x: 6
                width: parent.width - 18
                anchors.verticalCenter: parent.verticalCenter
                text: row.name ? qsTr("%1  %2: %3").arg(row.time).arg(row.name).arg(row.message)
                               : qsTr("%1  %2").arg(row.time).arg(row.message)
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                color: pane.palette.text
            }
        }
        Label {
            anchors.centerIn: parent
            visible: messages.count === 0
            text: qsTr("Nothing has failed.")
            color: pane.palette.text
        }
    }
}
