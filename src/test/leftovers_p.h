// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_LEFTOVERS_P_H
#define QCONDUCTOR_TEST_LEFTOVERS_P_H

#include "component.h"
#include "error.h"

#include <QtCore/qstringlist.h>

namespace QConductor {
class Conductor;
}

namespace QConductor::Test {

// What a message calls a phase, its hook, and a component with its state.
QString phaseName(Phase phase);                // "setup"
QString hookName(Phase phase);                 // "onSetup()"
QString stateText(const Component *component); // "Shop::WebApi (the future of onSetup() has not finished)"

// Returns the state text of each component whose hook the conductor waits for.
QStringList unfinished(const Conductor *conductor);

// Returns what is still there of components that should be down, a clause for each: hooks that have not finished,
// components that are not down, and timers and threads that still run.
QStringList leftovers(const QList<Component *> &components);

} // namespace QConductor::Test

#endif
