// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// An application that has no C++ of its own: Qt's program "qml" runs it. In the top-level folder of the sources:
//     cmake -S . -B build/shared -DBUILD_SHARED_LIBS=ON && cmake --build build/shared
//     QML_IMPORT_PATH=build/shared/qml qml examples/03-qml/Runtime.qml
// QML_IMPORT_PATH isn't needed where the module is installed in the folder of Qt's own QML modules.

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QConductor

ApplicationWindow {
    id: window

    readonly property Conductor conductor: tea
    readonly property Teapot teapot: pot

    width: 360
    height: 300
    visible: true
    title: qsTr("Tea")
    color: "#f5f7fb"

    Conductor {
        id: tea

        running: teaTime.checked

        Kettle { }
        Leaves { }
        Teapot { id: pot }
    }

    ColumnLayout {
        anchors { fill: parent; margins: 24 }
        spacing: 16

        Switch {
            id: teaTime

            leftPadding: 0
            text: qsTr("Tea time")
            font { pixelSize: 20; bold: true }
            checked: true
        }
        Repeater {
            model: ComponentModel { conductor: tea }
            delegate: RowLayout {
                id: row

                required property var model
                required property string name
                required property string stateName

                spacing: 12

                StateDot { componentState: row.model.state }
                Label { Layout.fillWidth: true; text: row.name; color: "#1f2a44"; font.pixelSize: 15 }
                Label { text: row.stateName; color: "#46536f"; font.pixelSize: 13 }
            }
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: tea.errorString
            color: "#d13c3c"
            wrapMode: Text.Wrap
        }
        Item { Layout.fillHeight: true }
    }
}
