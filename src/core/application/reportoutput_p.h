// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_REPORTOUTPUT_P_H
#define QCONDUCTOR_APPLICATION_REPORTOUTPUT_P_H

#include "conductor.h"

#include <QtCore/qpointer.h>

namespace QConductor {

// Prints the reports of a conductor while it exists, and writes its trace, as the environment asks for: QCONDUCTOR_REPORT and
// QCONDUCTOR_TRACE (R50). The trace is written again after each phase, so that there is one also of what ends otherwise.
class ReportOutput : public QObject
{
    Q_OBJECT

public:
    explicit ReportOutput(Conductor *conductor);

private:
    void followState(Conductor::State state);
    void add(Phase phase);
    void writeTrace() const;

    QPointer<Conductor> m_conductor;
    const bool m_isPrinted;
    const QString m_tracePath; // empty: there is to be none
    QList<Report> m_reports;   // of the last setup, and of the shutdown after it
    bool m_isSettingUp;        // a setup has begun, and its report is still to come
    bool m_wasActive;          // since the last setup, so that a shutdown is no roll-back
};

} // namespace QConductor

#endif
