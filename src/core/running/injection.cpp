// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/injection_p.h"

#include "gateway_p.h"

#include <algorithm>
#include <iterator>

namespace QConductor {

namespace {

template <class Edge> Injection softInjection(Component *holder, const Edge &edge, Component *value)
{
    const auto &property = ComponentPrivate::lastClassOf(holder).softProperties[edge.property];
    return { holder, property.key(), value, ComponentPrivate::contentOf(value, property.isObject), bool(edge.isList) };
}

// Returns whether the property of a required edge points to an object: all that point to components come first.
bool pointsToObject(const Component *holder, const DependencyGraph::Edge *edge, const DependencyGraph::Edge *first)
{
    return std::size_t(edge - first) >= ComponentPrivate::lastClassOf(holder).properties.size();
}

} // namespace

void Injections::addAll(const Injections &others)
{
    m_injections.insert(m_injections.end(), others.begin(), others.end());
}

void Injections::addAllInto(const DependencyGraph &graph, int node)
{
    const auto *first = graph.dependencies(node).begin();
    for (const auto &edge : graph.dependencies(node)) {
        Component *holder = graph.component(node);
        Component *value = graph.component(edge.node);
        if (edge.isInjected && holder && value)
            add({ holder, int(edge.property), value,
                  ComponentPrivate::contentOf(value, pointsToObject(holder, &edge, first)) });
    }
    for (const auto &edge : graph.softDependencies(node)) {
        Component *value = graph.component(edge.node);
        if (!(edge.isInjected || edge.isTakenBack) || !graph.component(node) || !value)
            continue;
        Injection injection = softInjection(graph.component(node), edge, value);
        if (edge.isTakenBack)
            injection.wired = ComponentPrivate::valueOf(value, injection.content != value);
        add(std::move(injection));
    }
}

void Injections::addAllOf(const DependencyGraph &graph, int node)
{
    for (int dependent : graph.dependents(node)) {
        const auto *first = graph.dependencies(dependent).begin();
        Component *holder = graph.component(dependent);
        for (const auto &edge : graph.dependencies(dependent)) {
            if (edge.node != node || edge.property == DependencyGraph::noProperty)
                continue;
            const bool isObject = holder && pointsToObject(holder, &edge, first);
            add({ holder, int(edge.property), graph.component(node),
                  ComponentPrivate::contentOf(graph.component(node), isObject) });
        }
    }
    for (const auto &dependent : graph.softDependents(node)) {
        Component *holder = graph.component(dependent.node);
        if (holder && dependent.property != DependencyGraph::noProperty)
            add(softInjection(holder, dependent, graph.component(node)));
    }
}

Injection Injections::takeLast()
{
    Injection last = std::move(m_injections.back());
    m_injections.pop_back();
    return last;
}

void Injections::keepOnly(const QObject *content)
{
    const auto isOther = [content](const Injection &injection) { return injection.content != content; };
    m_injections.erase(std::remove_if(m_injections.begin(), m_injections.end(), isOther), m_injections.end());
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
    if (!injection.holder)
        return;
    if (injection.isList)
        Gateway::removeElements(injection.holder, injection.property, { injection.value });
    else if (!injection.wired)
        Gateway::setToNull(injection.holder, injection.property, injection.content);
    else if (const auto *wired = qobject_cast<const Component *>(injection.wired.data());
             !wired || !ComponentPrivate::get(wired)->isBeingDestroyed)
        Gateway::setIfNull(injection.holder, injection.property, injection.wired);
}

// The elements of a list come one after the other, and leave it together.
void Injections::giveBackAll()
{
    const auto all = std::exchange(m_injections, {});
    for (auto first = all.begin(); first != all.end();) {
        const auto isOther = [&first](const Injection &injection) {
            return !injection.isList || injection.holder != first->holder || injection.property != first->property;
        };
        const auto last = first->isList ? std::find_if(first, all.end(), isOther) : first + 1;
        QSet<const QObject *> values;
        std::transform(first, last, std::inserter(values, values.begin()),
                       [](const Injection &injection) { return injection.value; });
        if (!first->isList)
            giveBack(*first);
        else if (first->holder)
            Gateway::removeElements(first->holder, first->property, values);
        first = last;
    }
}

} // namespace QConductor
