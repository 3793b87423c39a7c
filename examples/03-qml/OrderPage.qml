// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QConductor
import Orders

// The page that is shown while all components are active: the orders and their sum.
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
            StateDot { componentState: page.conductor.feed.state }
            Label {
                text: page.conductor.ledger.state === AsyncComponent.Waiting ? qsTr("Ledger waits") : qsTr("Feed")
                color: "#b6c2de"
                font.pixelSize: 14
            }
            ActionButton {
                text: qsTr("Restart the feed")
                onClicked: page.conductor.restart(page.conductor.feed)
            }
            ActionButton {
                text: qsTr("Break the network")
                onClicked: page.breakRequested()
            }
        }
    }

    ListView {
        anchors { fill: parent; margins: 20 }
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
