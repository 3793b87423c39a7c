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
    if (!isAskedFor())
        return;
    noteIfNew(conductor->report(Phase::Setup)); // what was over before is none
    noteIfNew(conductor->report(Phase::Shutdown));
    follow();
}

// collect() is called at the end of each phase, but only for the innermost run. The end changes the state of the conductor,
// except for a setup that finds the conductor active.
void ReportOutput::follow()
{
    connect(m_conductor, &Conductor::stateChanged, this, [this](Conductor::State state) {
        collect();
        print();
        if (state == Conductor::State::SettingUp)
            m_reports.clear();
    });
}

// A setup that a shutdown overtakes may end with it.
void ReportOutput::collect()
{
    if (!isAskedFor() || !m_conductor)
        return;
    const qsizetype known = m_news.size();
    for (Phase phase : { Phase::Setup, Phase::Shutdown }) {
        const Report report = m_conductor->report(phase);
        if (noteIfNew(report) && !report.isEmpty())
            m_news += report;
    }
    if (m_news.size() > known) // what is printed may be told to the application's message handler
        QMetaObject::invokeMethod(this, &ReportOutput::print, Qt::QueuedConnection);
}

void ReportOutput::print()
{
    while (!m_news.isEmpty())
        add(m_news.takeFirst());
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
