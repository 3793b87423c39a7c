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

    void collect(); // a phase may have ended; calls no application code

private:
    bool isAskedFor() const { return m_isPrinted || !m_tracePath.isEmpty(); }
    void follow();
    void print();
    bool noteIfNew(const Report &report);
    void add(const Report &report);
    void writeTrace() const;

    QPointer<Conductor> m_conductor;
    const bool m_isPrinted;
    const QString m_tracePath; // empty: there is to be none
    QList<Report> m_news;      // that are still to be printed
    QList<Report> m_reports;   // since the conductor was last down: of its setups, and of the shutdown after them
    int m_lastSetup = 0;       // the number of the last recording of a setup that was told, or was over before
    int m_lastShutdown = 0;    // and of a shutdown
};

} // namespace QConductor

#endif
