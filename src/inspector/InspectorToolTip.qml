// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic

// A tool tip in the colours of what it belongs to, and no wider than can be read.
ToolTip {
    id: tip

    property Item owner: parent

    delay: 500
    width: Math.min(implicitWidth, 420)

    contentItem: Text {
        text: tip.text
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        color: tip.owner ? tip.owner.palette.windowText : "black"
    }
    background: Rectangle {
        radius: 4
        color: tip.owner ? tip.owner.palette.window : "white"
        border.color: tip.owner ? tip.owner.palette.mid : "gray"
    }
}
