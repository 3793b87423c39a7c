// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "wiring_p.h"

#include "component_p.h"
#include "componenttype_p.h"

namespace QConductor {

namespace {

int find(const DependencyGraph &graph, const Component *component, int from)
{
    for (int node = from; node < graph.size(); ++node) {
        if (graph.component(node) == component)
            return node;
    }
    return -1;
}

} // namespace

int Wiring::nodeOf(const Component *component) const
{
    const int node = ComponentPrivate::get(component)->node;
    if (node >= 0 && node < m_graph.size() && m_graph.component(node) == component)
        return node;
    return find(m_graph, component, m_entered);
}

std::vector<Injected> injectedInto(const DependencyGraph &graph, int node)
{
    std::vector<Injected> injected;
    for (const auto &edge : graph.dependencies(node)) {
        if (edge.isInjected && graph.component(node) && graph.component(edge.node))
            injected.push_back({ graph.component(node), int(edge.property), graph.component(edge.node) });
    }
    return injected;
}

void Wiring::giveBackNext()
{
    if (!m_toSeeAgain.empty()) {
        const Injected last = std::move(m_toSeeAgain.back());
        m_toSeeAgain.pop_back();
        return giveBack(last);
    }
    const int node = --m_formerLeft;
    const Component *holder = m_former.component(node);
    const bool isLost = holder && nodeOf(holder) < 0;
    const auto lost = isLost ? injectedInto(m_former, node) : std::vector<Injected>();
    if (m_formerLeft == 0)
        m_former = {};
    if (isLost && !ComponentPrivate::get(holder)->hook)
        ComponentPrivate::get(holder)->node = -1;
    for (const Injected &injected : lost) // a setter may do anything
        giveBack(injected);
}

// Not from beneath a hook; nor from what has come into the graph again since.
void Wiring::giveBack(const Injected &injected)
{
    if (injected.holder && (ComponentPrivate::get(injected.holder)->hook || nodeOf(injected.holder) >= 0))
        m_leftOver.push_back(injected);
    else
        injected.takeBack();
}

void Injected::takeBack() const
{
    if (holder && readDependency(holder, property) == value)
        writeDependency(holder, property, nullptr);
}

void Wiring::forget(Component *component)
{
    std::vector<Injected> held; // a setter may do anything
    for (auto *list : { &m_leftOver, &m_toSeeAgain }) {
        for (Injected &injected : *list) {
            if (injected.value == component)
                held.push_back(std::exchange(injected, {}));
        }
    }
    forget(m_graph, nodeOf(component), component, &held);
    if (m_formerLeft > 0)
        forget(m_former, find(m_former, component, 0), component, &held);
    for (const Injected &injected : held)
        injected.takeBack();
}

void Wiring::forget(DependencyGraph &graph, int node, const Component *component, std::vector<Injected> *held)
{
    if (node < 0)
        return;
    graph.forget(node);
    for (int dependent : graph.dependents(node)) {
        for (const auto &edge : graph.dependencies(dependent)) {
            if (edge.node == node)
                held->push_back({ graph.component(dependent), int(edge.property), component });
        }
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
