// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import QConductor
import Orders

ApplicationWindow {
    id: window

    property bool isClosing: false
    readonly property Application conductor: application

    width: 800
    height: 520
    visible: true
    title: qsTr("Orders")
    onClosing: close => {
        if (application.state === Conductor.Inactive || application.state === Conductor.Failed)
            return
        close.accepted = false
        window.isClosing = true
        application.shutdown()
    }

    Application {
        id: application

        running: true
        onDeactivated: if (window.isClosing) window.close()
    }

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
            application.shutdown()
            application.setup()
        }
    }
    SavingPage {
        anchors.fill: parent
        visible: application.state === Conductor.ShuttingDown
        conductor: application
        detail: window.isClosing ? qsTr("The window closes when everything is safe.") : qsTr("Then everything starts again.")
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
}
