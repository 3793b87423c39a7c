// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_TERMINATIONSIGNALS_P_H
#define QCONDUCTOR_APPLICATION_TERMINATIONSIGNALS_P_H

#include <QtCore/qobject.h>

namespace QConductor {

// While it lives, it emits received() for the first SIGINT, SIGTERM or SIGHUP (on Windows: Ctrl+C, and the events that close
// the console or shut the system down). The next signal has its default action. Only the first object that exists at a
// time does so.
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
