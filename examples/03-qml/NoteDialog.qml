// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import Orders

// The question that the notes ask before the application is closed. Closing the dialog is a Cancel.
Dialog {
    id: dialog

    required property Notes notes

    anchors.centerIn: parent
    width: 380
    visible: dialog.notes.asking
    modal: true
    closePolicy: Popup.CloseOnEscape
    title: qsTr("Save the note before closing?")
    standardButtons: Dialog.Save | Dialog.Discard | Dialog.Cancel
    onAccepted: dialog.notes.answer(Notes.Save)
    onDiscarded: dialog.notes.answer(Notes.Discard)
    onRejected: dialog.notes.answer(Notes.Cancel)

    Label {
        width: dialog.availableWidth
        text: dialog.notes.text
        color: "#46536f"
        font { pixelSize: 14; italic: true }
        elide: Text.ElideRight
    }
}
