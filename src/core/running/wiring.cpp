// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/wiring_p.h"

#include "async/futureoutcome_p.h"
#include "meta/dependencytraps_p.h"
#include "meta/logging_p.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"

#include <algorithm>

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

void Wiring::setGraph(DependencyGraph graph, std::vector<ForeignDependency> foreign)
{
    m_former = std::exchange(m_graph, std::move(graph));
    m_formerLeft = m_former.size();
    m_toReview = std::exchange(m_kept, {});
    m_foreign = std::move(foreign);
    watchForeign();
}

// When a component of another conductor is destroyed, the properties that point to it become null, as those that point to one
// of this conductor do (R5).
void Wiring::watchForeign()
{
    m_foreignWatch = m_foreign.empty() ? nullptr : std::make_unique<QObject>();
    for (const auto &[holder, property, value] : m_foreign) {
        if (!value) // it was destroyed while the graph was being found
            continue;
        const Injection injection { holder, property, value };
        QObject::connect(value, &QObject::destroyed, m_foreignWatch.get(), [injection] {
            if (injection.holder && ComponentPrivate::get(injection.holder)->running.holdsDependencies)
                qCWarning(lcConductor).noquote() << nameOf(injection.holder->metaObject(), injection.property)
                                                 << "has lost a component of another conductor, which was destroyed";
            Injections::giveBack(injection);
        });
    }
}

// Tells if the setter hasn't kept what it was given. A setter is checked once for each class, because reading back costs more
// than the injection.
void Wiring::checkKept(Component *component, std::size_t property, const Component *value)
{
    const ComponentType &type = ComponentPrivate::lastClassOf(component);
    type.properties[property].isSetterKnown.storeRelaxed(true);
    const int index = type.properties[property].pointer.index();
    const QMetaObject *metaObject = type.metaObject();
    if (Gateway::read(component, type.properties[property]) != value)
        tellOfIgnoredValue(metaObject, index);
}

void Wiring::restart()
{
    m_entered = 0;
    m_left = m_graph.size() + m_formerLeft + m_toReview.size();
}

int Wiring::nodeOf(const Component *component) const
{
    const int node = ComponentPrivate::get(component)->running.node;
    if (node >= 0 && node < m_graph.size() && m_graph.component(node) == component)
        return node;
    return find(m_graph, component, m_entered);
}

bool Wiring::isAsFound(int node) const
{
    Component *component = m_graph.component(node);
    if (!component)
        return false;
    const ComponentType &type = ComponentPrivate::classOf(component);
    const auto edges = m_graph.dependencies(node);
    if (edges.size() != int(type.properties.size()))
        return false;
    const auto *edge = edges.begin();
    for (const auto &property : type.properties) {
        const Component *known = m_graph.component(edge->node);
        const Component *value = Gateway::read(component, property);
        if (!known || (value != known && (value || !edge->isInjected)))
            return false;
        ++edge;
    }
    return true;
}

void Wiring::giveBackNext()
{
    if (!m_toReview.isEmpty())
        return giveBackOrKeep(m_toReview.takeLast());
    if (m_formerLeft == 0)
        return; // the last injections were taken meanwhile, because their value was destroyed
    const int node = --m_formerLeft;
    const Component *holder = m_former.component(node);
    const bool isLost = holder && nodeOf(holder) < 0;
    Injections lost;
    if (isLost)
        lost.addAllInto(m_former, node);
    if (m_formerLeft == 0)
        m_former = {};
    if (isLost && !ComponentPrivate::get(holder)->running.hook)
        ComponentPrivate::get(holder)->running.node = -1;
    for (const Injection &injection : lost)
        giveBackOrKeep(injection);
}

// It is kept while a hook of its holder runs, or if the holder is in the new graph.
void Wiring::giveBackOrKeep(const Injection &injection)
{
    const Component *holder = injection.holder;
    if (holder && (ComponentPrivate::get(holder)->running.hook || nodeOf(holder) >= 0))
        m_kept.add(injection);
    else
        Injections::giveBack(injection);
}

void Wiring::forget(Component *component)
{
    Injections held = m_kept.takeAllOf(component);
    held.addAll(m_toReview.takeAllOf(component));
    if (const int node = nodeOf(component); node >= 0) {
        held.addAllOf(m_graph, node);
        m_graph.forget(node);
    }
    if (const int node = m_formerLeft > 0 ? find(m_former, component, 0) : -1; node >= 0) {
        held.addAllOf(m_former, node);
        m_former.forget(node);
    }
    held.giveBackAll();
}

Component *Wiring::dependency(int node, const DependencyGraph::Edge &edge) const
{
    Component *component = m_graph.component(edge.node);
    if (Q_LIKELY(component || m_foreign.empty()))
        return component;
    const Component *holder = m_graph.component(node);
    const auto isIt = [&](const ForeignDependency &foreign) {
        return foreign.holder == holder && foreign.property == int(edge.property);
    };
    const auto found = std::find_if(m_foreign.begin(), m_foreign.end(), isIt);
    return found == m_foreign.end() ? nullptr : found->value.data();
}

QList<Component *> Wiring::dependencies(const Component *component) const
{
    QList<Component *> held;
    const int node = nodeOf(component);
    if (node < 0 || !ComponentPrivate::get(component)->running.holdsDependencies)
        return held;
    for (const auto &edge : m_graph.dependencies(node)) {
        Component *dependency = this->dependency(node, edge);
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
    for (int dependent : m_graph.dependents(node)) { // ascending, and once for each property
        Component *holder = m_graph.component(dependent);
        const bool isHolding = holder && ComponentPrivate::get(holder)->running.holdsDependencies;
        if (isHolding && (holders.isEmpty() || holders.last() != holder))
            holders.append(holder);
    }
    return holders;
}

} // namespace QConductor
