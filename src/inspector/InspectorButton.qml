// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic

// A button in the colours of the palette, with a frame when it has the focus.
Button {
    id: button

    Accessible.name: text
    contentItem: Text {
        text: button.text
        textFormat: Text.PlainText
        color: button.palette.buttonText
        opacity: button.enabled ? 1 : 0.5
        elide: Text.ElideRight
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
    background: Rectangle {
        implicitWidth: 90
        implicitHeight: 32
        radius: 4
        color: button.down ? button.palette.mid : button.palette.button
        border {
            width: button.visualFocus ? 2 : 1
            color: button.visualFocus ? button.palette.highlight : button.palette.mid
        }
    }
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
}
