// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QConductor

// A dot whose color shows the state of a component.
Rectangle {
    id: dot

    required property int componentState

    implicitWidth: 10
    implicitHeight: 10
    radius: 5
    color: {
        switch (dot.componentState) {
        case AsyncComponent.Active: return "#2e9e5b"
        case AsyncComponent.SettingUp:
        case AsyncComponent.ShuttingDown: return "#e09f1f"
        case AsyncComponent.Failed: return "#d13c3c"
        default: return "#c3c9d4"
        }
    }
}
