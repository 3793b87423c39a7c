// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QConductor

Window {
    id: window

    readonly property Conductor application: application
    readonly property Conductor desk: desk
    readonly property Document note: note
    readonly property Dialog dialog: dialog
    readonly property Catalogue catalogue: catalogue
    readonly property int rows: list.count

    //! [conductor]
    Conductor {
        id: application

        running: true
        Database { id: main; path: "shop.db" }
        Database { id: archive; path: "archive.db" }
        WebApi { db: main }
        onFailed: errorString => console.error(errorString)
    }
    //! [conductor]

    Conductor {
        id: desk

        running: true
        onFailed: errorString => console.error(errorString)

        //! [service]
        Service {
            object: window
            function setup() { window.show() }
            function shutdown() { window.hide() }
        }
        //! [service]
        MessageQueue { }
        Reports { }
        Server { }
        Session { }
        Dialog { id: dialog }
        Document { id: note }
        Plugin { }
        Plugin { }
        Catalogue { id: catalogue }
    }

    //! [model]
    ListView {
        id: list

        model: ComponentModel { conductor: application }
        delegate: Text {
            required property var model
            text: model.layer + ": " + model.name + " " + model.stateName
        }
    }
    //! [model]
}
