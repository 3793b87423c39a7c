// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "wiring_p.h"

#include "component_p.h"
#include "componenttype_p.h"

#include <algorithm>
#include <functional>

namespace QConductor {

int Wiring::nodeOf(const Component *component) const
{
    const int node = ComponentPrivate::get(component)->node;
    if (node >= 0 && node < m_graph.size() && m_graph.component(node) == component)
        return node;
    for (int unentered = m_entered; unentered < m_graph.size(); ++unentered) {
        if (m_graph.component(unentered) == component)
            return unentered;
    }
    return -1;
}

void Wiring::drop(const DependencyGraph &former, int node)
{
    for (const auto &edge : former.dependencies(node)) {
        if (edge.isInjected && former.component(edge.node))
            m_dropped.push_back({ former.component(node), int(edge.property), former.component(edge.node) });
    }
}

void Wiring::takeBackNext()
{
    const Injected last = std::move(m_dropped.back());
    m_dropped.pop_back();
    last.takeBack();
}

void Injected::takeBack() const
{
    if (holder && readDependency(holder, property) == value)
        writeDependency(holder, property, nullptr);
}

void Wiring::forget(Component *component)
{
    std::vector<Injected> held; // a setter may do anything
    const auto isIt = [component](const Injected &dropped) { return dropped.value == component; };
    const auto others = std::stable_partition(m_dropped.begin(), m_dropped.end(), std::not_fn(isIt));
    std::move(others, m_dropped.end(), std::back_inserter(held));
    m_dropped.erase(others, m_dropped.end());
    if (const int node = nodeOf(component); node >= 0) {
        m_graph.forget(node);
        for (int dependent : m_graph.dependents(node)) {
            for (const auto &edge : m_graph.dependencies(dependent)) {
                if (edge.node == node)
                    held.push_back({ m_graph.component(dependent), int(edge.property), component });
            }
        }
    }
    for (const Injected &injected : held)
        injected.takeBack();
}

QList<Component *> Wiring::dependencies(const Component *component) const
{
    QList<Component *> held;
    const int node = nodeOf(component);
    if (node < 0 || !ComponentPrivate::get(component)->holdsDependencies)
        return held;
    for (const auto &edge : m_graph.dependencies(node)) {
        Component *dependency = m_graph.component(edge.node);
        if (dependency && !held.contains(dependency))
            held.append(dependency);
    }
    return held;
}

QList<Component *> Wiring::dependents(const Component *component) const
{
    QList<Component *> holders;
    const int node = nodeOf(component);
    if (node < 0)
        return holders;
    for (int dependent : m_graph.dependents(node)) { // in ascending order, once for each property
        Component *holder = m_graph.component(dependent);
        if (holder && ComponentPrivate::get(holder)->holdsDependencies && (holders.isEmpty() || holders.last() != holder))
            holders.append(holder);
    }
    return holders;
}

} // namespace QConductor
