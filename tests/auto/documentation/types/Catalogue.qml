// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QConductor

//! [kinds]
AsyncComponent {
    optionalDependencies: ["cache"]
    property MessageQueue queue      // required
    property Cache cache             // stays null if there is none
    property list<Plugin> plugins    // all plugins that are active
}
//! [kinds]
