// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/reportoutput_p.h"

#include "conductorstate_p.h"
#include "meta/logging_p.h"
#include "meta/text_p.h"
#include "reporting/reportdata_p.h"

#include <QtCore/qfile.h>

#include <cstdio>

namespace QConductor {

namespace {

bool isSet(const char *variable)
{
    const QByteArray value = qgetenv(variable);
    return !value.isEmpty() && value != "0";
}

} // namespace

ReportOutput::ReportOutput(Conductor *conductor)
    : m_conductor(conductor),
      m_isPrinted(isSet("QCONDUCTOR_REPORT")),
      m_tracePath(qEnvironmentVariable("QCONDUCTOR_TRACE")),
      m_isSettingUp(conductor->state() == Conductor::State::SettingUp),
      m_wasActive(conductor->state() == Conductor::State::Active)
{
    if (m_isPrinted || !m_tracePath.isEmpty())
        connect(conductor, &Conductor::stateChanged, this, &ReportOutput::followState);
}

void ReportOutput::followState(Conductor::State state)
{
    if (state == Conductor::State::SettingUp) {
        m_isSettingUp = true;
        m_reports.clear();
    } else if (state == Conductor::State::Active) {
        m_wasActive = true;
        if (std::exchange(m_isSettingUp, false))
            add(Phase::Setup);
    } else if (!isUp(state)) {
        if (std::exchange(m_isSettingUp, false))
            add(Phase::Setup);
        if (std::exchange(m_wasActive, false))
            add(Phase::Shutdown);
    }
}

void ReportOutput::add(Phase phase)
{
    const Report report = m_conductor ? m_conductor->report(phase) : Report();
    if (report.isEmpty())
        return;
    m_reports += report;
    if (m_isPrinted) {
        const QByteArray text = report.toString().toLocal8Bit();
        std::fprintf(stderr, "\n%s\n", text.constData());
        std::fflush(stderr);
    }
    if (!m_tracePath.isEmpty())
        writeTrace();
}

void ReportOutput::writeTrace() const
{
    QFile file(m_tracePath);
    const QByteArray trace = ReportData::toTrace(m_reports);
    if (!file.open(QIODevice::WriteOnly) || file.write(trace) != trace.size() || !file.flush())
        qCWarning(lcConductor).noquote()
                << Text::tr("QCONDUCTOR_TRACE: the file %1 can't be written: %2").arg(m_tracePath, file.errorString());
}

} // namespace QConductor
