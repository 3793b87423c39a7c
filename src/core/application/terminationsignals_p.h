// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_TERMINATIONSIGNALS_P_H
#define QCONDUCTOR_APPLICATION_TERMINATIONSIGNALS_P_H

#include <QtCore/qobject.h>

namespace QConductor {

// While it lives, it emits received() for the first SIGINT, SIGTERM or SIGHUP (on Windows: Ctrl+C, and the events that close
// the console or shut the system down). The next signal has its default action.
//
// A signal that is ignored when the object is created stays ignored, and an action that the application sets later is left
// alone. A process that is forked meanwhile gets the actions that were in force before. Only the first object that exists
// at a time in a process handles signals.
class TerminationSignals : public QObject
{
    Q_OBJECT

public:
    TerminationSignals();
    ~TerminationSignals() override;

Q_SIGNALS:
    void received();
};

} // namespace QConductor

#endif
