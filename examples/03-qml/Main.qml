// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import QConductor
import Orders

ApplicationWindow {
    id: window

    property bool isStartingAgain: false
    readonly property Application conductor: application

    width: 800
    height: 600
    visible: true
    title: qsTr("Orders")
    menuBar: MenuBar {
        Menu {
            title: qsTr("&File")

            Action { text: qsTr("&Quit"); shortcut: "Ctrl+Q"; onTriggered: Qt.quit() }
        }
    }

    //! [application]
    Application {
        id: application

        running: true
        window: window // closing it asks the components, and it stays open until all are shut down
        onActivated: window.isStartingAgain = false
    }
    //! [application]

    Splash {
        anchors.fill: parent
        visible: application.state === Conductor.SettingUp || application.state === Conductor.Inactive
        conductor: application
    }
    OrderPage {
        anchors.fill: parent
        visible: application.state === Conductor.Active || application.state === Conductor.ShuttingDown
        conductor: application
        onBreakRequested: {
            application.feed.broken = true
            window.isStartingAgain = true
            application.shutdown()
            application.setup()
        }
    }
    SavingPage {
        anchors.fill: parent
        visible: application.state === Conductor.ShuttingDown
        conductor: application
        detail: window.isStartingAgain ? qsTr("Then everything starts again.") : qsTr("The window closes when everything is safe.")
    }
    ErrorPage {
        anchors.fill: parent
        visible: application.state === Conductor.Failed
        conductor: application
        onRetryRequested: {
            application.feed.broken = false
            application.setup()
        }
    }
    NoteDialog { notes: application.notes }
}
