// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_PARTS_P_H
#define QCONDUCTOR_RUNNING_PARTS_P_H

#include "graph/schedule_p.h"
#include "running/job_p.h"
#include "running/wiring_p.h"

#include <utility>
#include <vector>

namespace QConductor {

// Says which nodes of a graph a call concerns, from what depends on what, from where each node is, and from what stop() took
// down, which a setup leaves down (R12). Vectors of nodes are in ascending order.
class Parts
{
public:
    Parts(const Wiring &wiring, const Schedule &schedule) : m_wiring(wiring), m_schedule(schedule) { }

    Part whatMayComeUp() const; // all but what stop() took down, or begins later or on demand, unless it is needed
    Part whatIsDeferred() const;
    std::vector<int> withDependencies(std::vector<int> nodes) const; // transitively
    std::vector<int> withHolders(int node) const; // the node, and transitively what depends on it and is set up
    // The node, and transitively what depends on it, as far as it is among the nodes.
    std::vector<int> withHolders(int node, const std::vector<int> &among) const;
    std::vector<int> toRestart(int node) const;

    bool isSetUp(int node) const;                                         // or on its way
    bool isUp(int node) const;                                            // and stays so
    bool isUpToStay(int node) const;                                      // although it may have to be restarted
    bool isWanted(int node) const { return m_schedule.isWantedUp(node); } // up
    bool isAnyWanted() const;                                             // up
    bool isAllUp(int active) const;  // of what may come up; the argument is the number of components that are active
    bool wasLeftOut(int node) const; // because of a failure, or has failed itself
    bool isAsFound(const std::vector<int> &nodes) const; // what of them is down would be found again as it was
    bool hasGap() const { return graph().componentCount() < graph().size(); } // anywhere
    bool hasGap(const std::vector<int> &nodes) const; // a component that is required was destroyed

    void noteStopped(Component *component)
    {
        if (!std::exchange(ComponentPrivate::get(component)->running.isStopped, true))
            ++m_stopped;
    }
    void forgetStop(Component *component)
    {
        if (Q_UNLIKELY(std::exchange(ComponentPrivate::get(component)->running.isStopped, false)))
            --m_stopped;
    }
    void forgetStops(); // nothing is up any more

private:
    const DependencyGraph &graph() const { return m_wiring.graph(); }

    const Wiring &m_wiring;
    const Schedule &m_schedule;
    int m_stopped = 0; // number of components that stop() took down
};

} // namespace QConductor

#endif
