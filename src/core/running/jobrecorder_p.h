// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_JOBRECORDER_P_H
#define QCONDUCTOR_RUNNING_JOBRECORDER_P_H

#include "graph/schedule_p.h"
#include "reporting/recorder_p.h"
#include "running/hookrunner_p.h"
#include "running/job_p.h"
#include "running/wiring_p.h"

#include <functional>
#include <utility>

namespace QConductor {

// Keeps the reports of the last setup and the last shutdown, as their jobs go on (R48). Other jobs have none, and calls for
// them do nothing.
class JobRecorder
{
public:
    JobRecorder(const Wiring &wiring, const Schedule &schedule, const HookRunner &hooks)
        : m_wiring(wiring),
          m_schedule(schedule),
          m_hooks(hooks)
    { }

    void begin(const Job &job);                   // which is a setup or a shutdown
    void drop(const Job &job);                    // it doesn't begin, because there is no graph for it
    void noteMembers(const Job &job, int active); // the number of components that are active
    void noteStage(const Job &job);               // the first hooks may begin
    void end(const Job &job);
    void onEnd(std::function<void()> ended) { m_recorder.onEnd = std::move(ended); }

    void add(int node, Phase phase, const HookRunner::Times &times)
    {
        m_recorder.add(phase, { node, times.began, times.ended, times.held });
    }
    void graphChanges() { m_recorder.graphChanges(graph()); } // it is still the former one
    void componentDestroyed(int node, const Component *component) { m_recorder.componentDestroyed(node, component); }
    void clear() { m_recorder.clear(); } // the conductor is being destroyed

    Report report(Phase phase) const;

private:
    const DependencyGraph &graph() const { return m_wiring.graph(); }
    bool isOf(const Job &job) const;

    const Wiring &m_wiring;
    const Schedule &m_schedule;
    const HookRunner &m_hooks;
    Recorder m_recorder;
};

} // namespace QConductor

#endif
