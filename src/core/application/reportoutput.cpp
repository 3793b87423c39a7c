// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/reportoutput_p.h"

#include "meta/logging_p.h"
#include "meta/text_p.h"
#include "reporting/reportdata_p.h"

#include <QtCore/qfile.h>

#include <algorithm>
#include <cstdio>
#include <utility>

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
      m_tracePath(qEnvironmentVariable("QCONDUCTOR_TRACE"))
{
    if (!m_isPrinted && m_tracePath.isEmpty())
        return;
    noteIfNew(conductor->report(Phase::Setup)); // what was over before is none
    noteIfNew(conductor->report(Phase::Shutdown));
    follow();
}

// What ends a phase changes the state of the conductor, except where a setup finds it active: lookSoon() is called then, too.
void ReportOutput::follow()
{
    m_isFollowing = true;
    connect(m_conductor, &Conductor::stateChanged, this, [this](Conductor::State state) {
        lookForNews();
        if (state == Conductor::State::SettingUp)
            m_reports.clear();
    });
}

void ReportOutput::lookSoon()
{
    if (m_isFollowing)
        QMetaObject::invokeMethod(this, &ReportOutput::lookForNews, Qt::QueuedConnection);
}

// A setup that a shutdown overtakes may end with it.
void ReportOutput::lookForNews()
{
    for (Phase phase : { Phase::Setup, Phase::Shutdown }) {
        const Report report = m_conductor ? m_conductor->report(phase) : Report();
        if (noteIfNew(report) && !report.isEmpty())
            add(report);
    }
}

// Returns true once for each recording, when it has ended.
bool ReportOutput::noteIfNew(const Report &report)
{
    const ReportData::Recording recording = ReportData::get(report)->recording;
    int &last = report.phase() == Phase::Setup ? m_lastSetup : m_lastShutdown;
    return recording.isOver && std::exchange(last, std::max(last, recording.number)) < recording.number;
}

void ReportOutput::add(const Report &report)
{
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
