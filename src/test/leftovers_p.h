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

QString phaseName(Phase phase); // setup
QString hookName(Phase phase);  // onSetup()
QString stateText(const Component *component); // Shop::WebApi (onSetup() has not finished)

// What keeps a conductor from being done: the components whose hooks it waits for, each with its state.
QStringList unfinished(const Conductor *conductor);

// What is left of components that have been shut down, one sentence each: hooks that have not finished, timers and
// threads that run.
QStringList leftovers(const QList<Component *> &components);

} // namespace QConductor::Test

#endif
