// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/parts_p.h"

#include "graph/closure_p.h"

#include <algorithm>

namespace QConductor {

Part Parts::whatMayComeUp() const
{
    if (m_stopped == 0 && !ComponentPrivate::hasStartModes())
        return { true, {} };
    std::vector<bool> isLeft(std::size_t(graph().size()), false);
    Part part;
    for (int node = graph().size(); node-- > 0;) {
        const Component *component = graph().component(node);
        const auto dependents = graph().dependents(node);
        const bool isLater = component && component->startMode() != Component::StartMode::Automatic;
        isLeft[node] = component && (isLater || ComponentPrivate::get(component)->running.isStopped)
                       && std::all_of(dependents.begin(), dependents.end(), [&](int holder) { return isLeft[holder]; });
        if (!isLeft[node])
            part.nodes.push_back(node);
    }
    std::reverse(part.nodes.begin(), part.nodes.end());
    return part;
}

// With what they need, and without those that need a component which was destroyed. A node comes after what it depends on.
Part Parts::whatIsDeferred() const
{
    if (!ComponentPrivate::hasStartModes())
        return {};
    std::vector<int> deferred;
    std::vector<bool> lacksSome(std::size_t(graph().size()), false);
    for (int node = 0; node < graph().size(); ++node) {
        const Component *component = graph().component(node);
        const auto dependencies = graph().dependencies(node);
        lacksSome[node] = !component || std::any_of(dependencies.begin(), dependencies.end(), [&](const auto &edge) {
            return lacksSome[edge.node];
        });
        const bool isLater = component && component->startMode() == Component::StartMode::Deferred;
        if (isLater && !lacksSome[node] && !isSetUp(node) && !ComponentPrivate::get(component)->running.isStopped)
            deferred.push_back(node);
    }
    return { false, withDependencies(std::move(deferred)) };
}

bool Parts::isAllUp(int active) const
{
    if (!ComponentPrivate::hasStartModes())
        return active + m_stopped == graph().componentCount();
    const Part part = whatMayComeUp();
    return std::all_of(part.nodes.begin(), part.nodes.end(), [this](int node) { return isUp(node); });
}

std::vector<int> Parts::withDependencies(std::vector<int> nodes) const
{
    return closure(graph().size(), std::move(nodes), [this](int node, const auto &add) {
        for (const auto &edge : graph().dependencies(node))
            add(edge.node);
    });
}

std::vector<int> Parts::withHolders(int node) const
{
    return closure(graph().size(), { node }, [this](int node, const auto &add) {
        for (int dependent : graph().dependents(node)) {
            if (isSetUp(dependent))
                add(dependent);
        }
    });
}

std::vector<int> Parts::withHolders(int node, const std::vector<int> &among) const
{
    const auto isAmong = [&among](int other) { return std::binary_search(among.begin(), among.end(), other); };
    if (!isAmong(node))
        return {};
    return closure(graph().size(), { node }, [&](int other, const auto &add) {
        for (int dependent : graph().dependents(other)) {
            if (isAmong(dependent))
                add(dependent);
        }
    });
}

// What is set up goes down and comes up again; what it needs may be on its way down. Otherwise the node comes up with what
// it needs, and so does what was left out because of it.
std::vector<int> Parts::toRestart(int node) const
{
    if (isSetUp(node))
        return withDependencies(withHolders(node));
    return withDependencies(closure(graph().size(), { node }, [this](int node, const auto &add) {
        for (int dependent : graph().dependents(node)) {
            if (wasLeftOut(dependent))
                add(dependent);
        }
    }));
}

bool Parts::wasLeftOut(int node) const
{
    const Component *component = graph().component(node);
    if (!component || isSetUp(node))
        return false;
    const auto &running = ComponentPrivate::get(component)->running;
    return running.isImpaired && !running.isStopped;
}

bool Parts::isAnyWanted() const
{
    for (int node = 0; node < m_schedule.size(); ++node) {
        if (m_schedule.isWantedUp(node) && graph().component(node))
            return true;
    }
    return false;
}

bool Parts::isSetUp(int node) const
{
    return m_schedule.isWantedUp(node) || m_schedule.position(node) != Schedule::Position::Down;
}

bool Parts::isUp(int node) const
{
    return m_schedule.position(node) == Schedule::Position::Up && !m_schedule.isToSink(node);
}

// Returns whether it is up and wanted up, although it may have to be restarted.
bool Parts::isUpToStay(int node) const
{
    const Schedule::Position position = m_schedule.position(node);
    return (position == Schedule::Position::Up || position == Schedule::Position::Stale) && m_schedule.isWantedUp(node);
}

// Returns whether the properties of these nodes still point where they pointed, or are still to be set. An exception of a
// getter is told by the search for another graph.
bool Parts::isAsFound(const std::vector<int> &nodes) const
{
    try {
        return std::all_of(nodes.begin(), nodes.end(), [this](int node) {
            const bool isDown = m_schedule.position(node) == Schedule::Position::Down;
            return graph().component(node) && (!isDown || m_wiring.isAsFound(node));
        });
    } catch (const Error &) {
        return false;
    }
}

bool Parts::hasGap(const std::vector<int> &nodes) const
{
    return std::any_of(nodes.begin(), nodes.end(), [this](int node) { return !graph().component(node); });
}

void Parts::forgetStops()
{
    for (int node = 0; m_stopped > 0 && node < graph().size(); ++node) {
        if (const Component *component = graph().component(node))
            ComponentPrivate::get(component)->running.isStopped = false;
    }
    m_stopped = 0;
}

} // namespace QConductor
