// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_TRAMPOLINE_H
#define QCONDUCTOR_QML_TRAMPOLINE_H

#include <QtCore/qstring.h>

namespace QConductor {

// Returns the source of a JavaScript function (component, name, outcome) that calls the component's function of that name,
// waits for the end of its work, and then calls outcome.resolve() or outcome.reject(reason). The outcome is a PendingCall.
QString trampoline();

} // namespace QConductor

#endif
