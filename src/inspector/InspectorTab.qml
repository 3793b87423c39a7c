// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic

// A tab in the colours of the palette.
TabButton {
    id: tab

    Accessible.name: text
    contentItem: Text {
        text: tab.text
        textFormat: Text.PlainText
        font.bold: tab.checked
        color: tab.palette.windowText
        elide: Text.ElideRight
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
    background: Rectangle {
        implicitHeight: 30
        color: tab.checked ? tab.palette.base : tab.palette.button
        border {
            width: tab.visualFocus ? 2 : 1
            color: tab.visualFocus ? tab.palette.highlight : tab.palette.mid
        }
    }
}
