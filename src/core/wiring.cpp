// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "wiring_p.h"

#include "component_p.h"
#include "componenttype_p.h"

#include <QtCore/qpointer.h>

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

void Wiring::forget(Component *component)
{
    const int node = nodeOf(component);
    m_graph.forget(node);
    std::vector<std::pair<QPointer<Component>, int>> holders; // a setter may do anything
    for (int dependent : m_graph.dependents(node)) {
        for (const auto &edge : m_graph.dependencies(dependent)) {
            if (edge.node == node)
                holders.emplace_back(m_graph.component(dependent), int(edge.property));
        }
    }
    for (const auto &[holder, property] : holders) {
        if (holder && readDependency(holder, property) == component)
            writeDependency(holder, property, nullptr);
    }
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
