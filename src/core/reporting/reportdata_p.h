// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_REPORTING_REPORTDATA_P_H
#define QCONDUCTOR_REPORTING_REPORTDATA_P_H

#include "report.h"
#include "reporting/timeline_p.h"

#include <QtCore/qjsonarray.h>

#include <algorithm>
#include <vector>

namespace QConductor {

// The contents of a report: the times of a phase, and what can be computed from them. The texts are in files of their own.
class QCONDUCTOR_AUTOTEST_EXPORT ReportData : public QSharedData
{
public:
    using Time = std::chrono::nanoseconds;
    using Entry = Report::Entry;
    enum class Order { LayerByLayer, AsReady };

    // An entry that has not begun lasts until the end. One whose beginning is unknown began as soon as it might.
    struct Row
    {
        Entry entry;
        bool hasBegun = true;
        std::vector<int> dependencies = {}; // their numbers among the rows; they matter only to an order as ready
    };
    struct Recording // that the report is of
    {
        int number; // 1 is the conductor's first one
        bool isOver;
    };
    // The total is unknown if the phase goes on, or ended when its last hook did. No hook might begin before the base.
    static Report make(Phase phase, Order order, Time base, Time total, const std::vector<Row> &rows,
                       Recording recording = { 0, true });

    static const ReportData *get(const Report &report) { return report.d.get(); }
    int indexOf(const QString &component) const; // of its entry; -1: there is none
    Time whatIf(int index) const { return std::max(Time(0), total - timeline.gain(index)); }
    Time slack(int index) const { return timeline.slack(index); }
    bool isCritical(int index) const { return m_isCritical[std::size_t(index)]; }
    int layerCount() const; // of the layers that have an entry

    QString toText() const;
    QJsonArray traceEvents(int process) const;
    QByteArray toJson() const;
    static QByteArray toTrace(const QList<Report> &reports); // each is a process of its own

    Phase phase = Phase::Setup;
    Recording recording { 0, true };
    Time total {};
    QList<Entry> entries;
    Timeline timeline;     // its first activities are those of the entries
    std::vector<int> path; // the entries of the critical path

private:
    void addEntries(const std::vector<Row> &rows, Time total);
    void correctEntries();
    void addWaits(Order order, const std::vector<Row> &rows);
    void addLayers();

    std::vector<bool> m_isCritical; // of each entry
};

// Both are names of the phases and states in files, so they aren't translated.
QLatin1String keyOf(Phase phase);
QLatin1String keyOf(Component::State state);

} // namespace QConductor

#endif
