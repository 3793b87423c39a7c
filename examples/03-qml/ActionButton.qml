// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic

Button {
    id: button

    leftPadding: 16
    rightPadding: 16
    opacity: enabled ? 1 : 0.4
    contentItem: Text {
        text: button.text
        color: "white"
        font.pixelSize: 14
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
    background: Rectangle {
        implicitHeight: 34
        radius: 6
        color: button.down ? "#2858b8" : button.hovered ? "#4a86f0" : "#3a74e0"
        border { width: button.visualFocus ? 2 : 0; color: "#b6d0ff" }
    }
}
