// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_CALLS_H
#define QCONDUCTOR_TESTS_CALLS_H

#include <QtCore/qstringlist.h>

// Returns each line below the folder src/core that calls application code and doesn't stand in the one class that may, as in
// "running/engine.cpp:12: emits a signal: Q_EMIT activated();".
QStringList callsBesideTheGateway(const QString &core);

#endif
