// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

import QtQuick
import QConductor.Inspector

// The contents of the window of showInspector(): the inspector in the colours of the desktop.
ConductorInspector {
    SystemPalette { id: system }

    palette {
        window: system.window
        windowText: system.windowText
        base: system.base
        alternateBase: system.alternateBase
        text: system.text
        button: system.button
        buttonText: system.buttonText
        light: system.light
        midlight: system.midlight
        mid: system.mid
        dark: system.dark
        shadow: system.shadow
        highlight: system.highlight
        highlightedText: system.highlightedText
    }
}
