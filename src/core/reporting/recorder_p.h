// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_REPORTING_RECORDER_P_H
#define QCONDUCTOR_REPORTING_RECORDER_P_H

#include "async/slice_p.h"
#include "graph/dependencygraph_p.h"
#include "reporting/reportdata_p.h"
#include "reporting/shortname_p.h"

#include <QtCore/qhash.h>

#include <functional>
#include <optional>
#include <vector>

namespace QConductor {

// Keeps what the last setup and the last shutdown took, and makes reports of it.
//
// A hook that ends at once, and within a tick of the coarse clock, leaves no record: it would cost more than the hook. What
// is kept of such a component is only that it took part, which is one bit, or nothing if all did. The rest is read from the
// graph and the components when a report is made. Before the graph changes, a recording becomes a report.
class Recorder
{
public:
    using Order = ReportData::Order;

    struct Record // of a hook. Several records of one node are one stretch of time in the report.
    {
        int node;
        Clock::time_point began;
        Clock::time_point ended;
        Clock::duration held;
    };
    struct Outcome // of a component that isn't as the phase was to leave it
    {
        Component::State state;
        QString message;
    };

    void begin(Phase phase, const void *job, Clock::time_point at);
    bool isOf(Phase phase, const void *job) const { return of(phase).job == job && job; }
    // Which nodes take part; none: all. The graph isn't changed while the job goes on.
    void setMembers(Phase phase, Order order, std::vector<bool> members, Clock::time_point at);
    void setBase(Phase phase, Clock::time_point at); // from now on, hooks may begin
    void add(Phase phase, const Record &record)
    {
        if (of(phase).job && of(phase).isMember(record.node))
            of(phase).records.push_back(record);
    }
    void setOutcome(Phase phase, int node, const Outcome &outcome) { of(phase).outcomes.insert(node, outcome); }
    enum class End { AtTheLastHook, Now };
    void end(Phase phase, End end, Clock::time_point at);
    std::function<void()> onEnd; // is called when a recording has ended

    bool isMember(Phase phase, int node) const { return of(phase).isMember(node); }
    void componentDestroyed(int node, const Component *component);
    void graphChanges(const DependencyGraph &graph); // it is still the former one
    void clear();                                    // the conductor is being destroyed

    // Of hooks that are in flight, the records last until now.
    Report report(Phase phase, const DependencyGraph &graph, Clock::time_point now,
                  const std::vector<Record> &inFlight = {}) const;

private:
    struct Recording
    {
        const void *job = nullptr; // while it goes on; nullptr: there is none, or it has ended
        int number = 0;
        bool hasGraph = false; // otherwise, there is nothing to tell
        Order order = Order::LayerByLayer;
        Clock::time_point begun;
        Clock::time_point base;
        Clock::time_point ended; // the default: when its last hook did
        std::vector<bool> members;
        std::vector<Record> records;
        QHash<int, Outcome> outcomes;
        QHash<int, ShortName> destroyed; // names of components that exist no longer
        std::optional<Report> report;    // instead of all this, since the graph has changed
        bool isMember(int node) const
        {
            return hasGraph && (members.empty() || (node < int(members.size()) && members[std::size_t(node)]));
        }
    };
    class Maker;

    static constexpr int mostToKeep = 4096; // components of a graph that changes; to name these takes about 1 ms

    const Recording &of(Phase phase) const { return m_recordings[phase == Phase::Shutdown ? 1 : 0]; }
    Recording &of(Phase phase) { return m_recordings[phase == Phase::Shutdown ? 1 : 0]; }

    Recording m_recordings[2];
    int m_begun = 0; // number of recordings that have begun
};

} // namespace QConductor

#endif
