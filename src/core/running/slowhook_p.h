// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_SLOWHOOK_P_H
#define QCONDUCTOR_RUNNING_SLOWHOOK_P_H

#include "graph/schedule_p.h"
#include "running/job_p.h"

#include <memory>
#include <vector>

namespace QConductor {

// Finds out which nodes wait for the hook of another one, and warns of a hook that is unfinished for long (R51).
class SlowHook
{
public:
    SlowHook(const DependencyGraph &graph, const Schedule &schedule, const std::vector<std::shared_ptr<Job>> &jobs,
             int node, Phase phase)
        : m_graph(graph),
          m_schedule(schedule),
          m_jobs(jobs),
          m_node(node),
          m_phase(phase)
    { }
    void warn(qint64 milliseconds) const; // for which it is unfinished

private:
    bool isWaiting(int node) const;
    bool isInLayeredJob() const;
    std::vector<int> whatWaits() const;
    QString namesOfWhatWaits() const;

    const DependencyGraph &m_graph;
    const Schedule &m_schedule;
    const std::vector<std::shared_ptr<Job>> &m_jobs;
    const int m_node;
    const Phase m_phase;
};

} // namespace QConductor

#endif
