// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/slowhook_p.h"

#include "component_p.h"
#include "graph/closure_p.h"
#include "meta/logging_p.h"

#include <algorithm>

namespace QConductor {

// Whether the node waits for its turn in a phase that goes on.
bool SlowHook::isWaiting(int node) const
{
    const Component *component = m_graph.component(node);
    if (!component)
        return false;
    return m_phase == Phase::Setup ? component->state() == Component::State::Waiting
                                   : component->state() == Component::State::Active && m_schedule.isToSink(node);
}

bool SlowHook::isInLayeredJob() const
{
    return std::any_of(m_jobs.begin(), m_jobs.end(), [this](const std::shared_ptr<Job> &job) {
        return job->isLayered && (m_phase == Phase::Setup ? job->wantsUp(m_node) : job->stage == Job::Stage::Sinking);
    });
}

// Returns what can't move before the hook has ended: in a layered job, the layers that come after that of its node.
std::vector<int> SlowHook::whatWaits() const
{
    const bool isSetup = m_phase == Phase::Setup;
    if (isInLayeredJob()) {
        std::vector<int> later;
        for (int other = 0; other < m_graph.size(); ++other) {
            const int distance = m_graph.layer(other) - m_graph.layer(m_node);
            if ((isSetup ? distance > 0 : distance < 0) && isWaiting(other))
                later.push_back(other);
        }
        return later;
    }
    return closure(m_graph.size(), { m_node }, [&](int node, const auto &add) {
        const auto addIfWaiting = [&](int other) {
            if (isWaiting(other))
                add(other);
        };
        const auto addOrdering = [&](const auto &edges) {
            for (const auto &edge : edges) {
                if (edge.isOrdering)
                    addIfWaiting(edge.node);
            }
        };
        if (isSetup) {
            for (int dependent : m_graph.dependents(node))
                addIfWaiting(dependent);
            return addOrdering(m_graph.softDependents(node));
        }
        for (const auto &edge : m_graph.dependencies(node))
            addIfWaiting(edge.node);
        addOrdering(m_graph.softDependencies(node));
    });
}

QString SlowHook::namesOfWhatWaits() const
{
    QStringList names;
    for (int other : whatWaits()) {
        if (other != m_node)
            names += ComponentPrivate::nameOf(m_graph.component(other));
    }
    if (names.isEmpty())
        return QStringLiteral("none");
    const qsizetype more = names.size() - 5;
    const QString first = names.mid(0, 5).join(QLatin1String(", "));
    return more > 0 ? QStringLiteral("%1 and %2 more").arg(first, QString::number(more)) : first;
}

void SlowHook::warn(qint64 milliseconds) const
{
    const Component *component = m_graph.component(m_node);
    if (!component)
        return;
    qCWarning(lcConductor, "the %s of %s is unfinished after %lld ms; components that wait for it: %s",
              m_phase == Phase::Setup ? "setup" : "shutdown", qPrintable(ComponentPrivate::nameOf(component)),
              milliseconds, qPrintable(namesOfWhatWaits()));
}

} // namespace QConductor
