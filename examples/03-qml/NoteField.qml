// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Orders

// A line for a note, which says whether the note is saved.
RowLayout {
    id: field

    required property Notes notes

    spacing: 12

    TextField {
        id: line

        objectName: "note"
        Layout.fillWidth: true
        placeholderText: qsTr("A note for the next shift")
        font.pixelSize: 14
        color: "#1f2a44"
        text: field.notes.text
        onTextEdited: field.notes.text = line.text
        background: Rectangle {
            implicitHeight: 36
            radius: 8
            color: "white"
            border.color: line.activeFocus ? "#3a74e0" : "#e1e6ef"
        }
    }
    Label {
        text: qsTr("not saved")
        visible: field.notes.unsaved
        color: "#a86200"
        font.pixelSize: 13
    }
}
