// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/injection_p.h"

#include "gateway_p.h"

#include <algorithm>
#include <iterator>

namespace QConductor {

void Injections::addAll(const Injections &others)
{
    m_injections.insert(m_injections.end(), others.begin(), others.end());
}

void Injections::addAllInto(const DependencyGraph &graph, int node)
{
    for (const auto &edge : graph.dependencies(node)) {
        if (edge.isInjected && graph.component(node) && graph.component(edge.node))
            add({ graph.component(node), int(edge.property), graph.component(edge.node) });
    }
}

void Injections::addAllOf(const DependencyGraph &graph, int node)
{
    for (int dependent : graph.dependents(node)) {
        for (const auto &edge : graph.dependencies(dependent)) {
            if (edge.node == node)
                add({ graph.component(dependent), int(edge.property), graph.component(node) });
        }
    }
}

Injection Injections::takeLast()
{
    Injection last = std::move(m_injections.back());
    m_injections.pop_back();
    return last;
}

Injections Injections::takeAllOf(const Component *value)
{
    Injections taken;
    const auto others = std::stable_partition(m_injections.begin(), m_injections.end(),
                                              [value](const Injection &injection) { return injection.value != value; });
    std::move(others, m_injections.end(), std::back_inserter(taken.m_injections));
    m_injections.erase(others, m_injections.end());
    return taken;
}

void Injections::giveBack(const Injection &injection)
{
    if (injection.holder)
        Gateway::setToNull(injection.holder, injection.property, injection.value);
}

void Injections::giveBackAll()
{
    for (const Injection &injection : std::exchange(m_injections, {}))
        giveBack(injection);
}

} // namespace QConductor
