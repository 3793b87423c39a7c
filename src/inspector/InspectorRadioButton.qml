// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic

// A radio button in the colours of the palette.
RadioButton {
    id: button

    padding: 2
    indicator: Rectangle {
        x: button.leftPadding
        y: (button.height - height) / 2
        width: 16
        height: 16
        radius: 8
        color: "transparent"
        border { width: button.visualFocus ? 2 : 1; color: button.visualFocus ? button.palette.highlight : button.palette.text }

        Rectangle {
            anchors { fill: parent; margins: 4 }
            radius: 4
            visible: button.checked
            color: button.palette.text
        }
    }
    contentItem: Text {
        leftPadding: 22
        text: button.text
        textFormat: Text.PlainText
        color: button.palette.text
        verticalAlignment: Text.AlignVCenter
    }
}
