// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Orders

// The page that is shown while the application is active: the orders and their sum, a note, what is still
// loading, and the feed.
Page {
    id: page

    required property Application conductor
    readonly property var turnover: page.conductor.reports.turnover
    signal breakRequested()

    background: Rectangle { color: "#f5f7fb" }

    header: ToolBar {
        background: Rectangle { color: "#1f2a44" }
        leftPadding: 20
        rightPadding: 20
        topPadding: 8
        bottomPadding: 8

        RowLayout {
            anchors.fill: parent
            spacing: 16

            Label { text: qsTr("Orders"); color: "white"; font { pixelSize: 18; bold: true } }
            Label {
                Layout.fillWidth: true
                text: qsTr("%1 in all").arg(page.turnover.toLocaleCurrencyString(Qt.locale("en_IE")))
                color: "#b6c2de"
                font.pixelSize: 14
            }
            Label {
                color: "#b6c2de"
                font.pixelSize: 14
                text: page.conductor.isSettled ? qsTr("%L1 articles").arg(page.conductor.catalogue.count)
                                               : qsTr("The catalogue is loading …")
            }
            ActionButton {
                text: qsTr("Lose the connection")
                enabled: page.conductor.feed.state === Feed.Active
                onClicked: page.conductor.feed.loseConnection()
            }
            ActionButton {
                text: qsTr("Start again offline")
                onClicked: page.breakRequested()
            }
        }
    }

    footer: FeedBar { conductor: page.conductor }

    NoteField {
        id: note

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 20 }
        notes: page.conductor.notes
    }
    ListView {
        anchors { fill: parent; margins: 20; bottomMargin: note.height + 32 }
        clip: true
        spacing: 8
        model: page.conductor.database.orders
        delegate: Rectangle {
            id: order

            required property var modelData

            width: ListView.view.width
            height: 52
            radius: 8
            color: "white"
            border.color: "#e1e6ef"

            RowLayout {
                anchors { fill: parent; leftMargin: 16; rightMargin: 16 }
                spacing: 16

                Label { text: order.modelData.number; color: "#8290ab"; font.pixelSize: 14 }
                Label {
                    Layout.preferredWidth: 180
                    text: order.modelData.customer
                    color: "#1f2a44"
                    font { pixelSize: 15; bold: true }
                }
                Label { Layout.fillWidth: true; text: order.modelData.item; color: "#46536f"; font.pixelSize: 14 }
                Label {
                    text: order.modelData.total.toLocaleCurrencyString(Qt.locale("en_IE"))
                    color: "#1f2a44"
                    font.pixelSize: 15
                }
            }
        }
    }
}
