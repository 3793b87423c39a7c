// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QtQuick.Controls.Basic
import QConductor

//! [import]
import QConductor.Inspector

//! [import]

// An application's own window, with the inspector and a list of what the last setup took.
ApplicationWindow {
    id: window

    required property var application // a conductor of C++

    width: 900
    height: 700
    visible: true

    footer: Item {
        implicitHeight: 120
        //! [list]
        ListView {
            anchors.fill: parent
            model: ReportModel { conductor: window.application }
            delegate: Label {
                required property string name
                required property real took

                text: qsTr("%1 took %2 ms").arg(name).arg(took.toFixed(0))
            }
        }
        //! [list]
    }

    //! [embedded]
    ConductorInspector { anchors.fill: parent; conductor: window.application }
    //! [embedded]
}
