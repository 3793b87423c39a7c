// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TERMINATIONSIGNALS_P_H
#define QCONDUCTOR_TERMINATIONSIGNALS_P_H

#include <QtCore/qobject.h>

namespace QConductor {

// While it lives, the first SIGINT, SIGTERM or SIGHUP (on Windows: Ctrl+C, and the events of closing and shutting down)
// is told by received(); the next has its default action. One at a time.
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
