// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/remains_p.h"

#include "gateway_p.h"

namespace QConductor {

void Remains::leave(QObject *conductor, const Members &members, const Wiring &wiring)
{
    // In the order of the conductor's children, because it would be quadratic otherwise.
    for (Component *member : members.all()) {
        if (member && ComponentPrivate::get(member)->membership.isOwned && member->parent() == conductor)
            member->setParent(nullptr);
    }
    findKept(wiring);
    destroyOwned(members, wiring);
    giveBack(wiring);
    for (Component *member : members.all()) {
        if (member)
            ComponentPrivate::get(member)->leaveConductor();
    }
}

void Remains::findKept(const Wiring &wiring)
{
    const DependencyGraph &graph = wiring.graph();
    m_isKept.assign(std::size_t(graph.size()), false);
    for (const Injection &injection : wiring.kept()) {
        if (!injection.holder || !ComponentPrivate::get(injection.holder)->running.hook)
            continue;
        m_injections.add(injection);
        if (const int node = wiring.nodeOf(injection.value); node >= 0)
            m_isKept[node] = true;
        else
            m_keptElsewhere.insert(injection.value);
    }
    bool isComplete = false;
    const auto keepWhatIsHeld = [&](int node, int dependency) {
        if (!m_isKept[node] || m_isKept[dependency])
            return;
        m_isKept[dependency] = true;
        isComplete = isComplete && dependency < node; // otherwise it was passed
    };
    while (!isComplete) {
        isComplete = true;
        for (int node = graph.size(); node-- > 0;) {
            const Component *component = graph.component(node);
            if (!component)
                continue;
            m_isKept[node] = m_isKept[node] || ComponentPrivate::get(component)->running.hook;
            for (const auto &edge : graph.dependencies(node))
                keepWhatIsHeld(node, edge.node);
            for (const auto &edge : graph.softDependencies(node))
                keepWhatIsHeld(node, edge.node);
        }
    }
}

void Remains::destroyOwned(const Members &members, const Wiring &wiring)
{
    const DependencyGraph &graph = wiring.graph();
    const auto keepOrDestroy = [this](Component *component, bool isKept) {
        if (isKept || m_keptElsewhere.contains(component))
            m_owned.push_back(component);
        else
            Gateway::destroy(component);
    };
    for (int i = members.size(); i-- > 0;) {
        Component *member = members.at(i);
        if (member && ComponentPrivate::get(member)->membership.isOwned && wiring.nodeOf(member) < 0)
            keepOrDestroy(member, ComponentPrivate::get(member)->running.hook);
    }
    for (int node = graph.size(); node-- > 0;) {
        Component *component = graph.component(node);
        if (component && ComponentPrivate::get(component)->membership.isOwned)
            keepOrDestroy(component, m_isKept[node]);
    }
}

// After this, nobody sets a property to null any more when its value is destroyed (R5).
void Remains::giveBack(const Wiring &wiring)
{
    const DependencyGraph &graph = wiring.graph();
    for (int node = graph.size(); node-- > 0;) {
        Injections injections;
        injections.addAllInto(graph, node);
        if (m_isKept[node])
            m_injections.addAll(injections);
        else
            injections.giveBackAll();
    }
    Injections idle; // in components outside the graph, whose hooks have ended
    for (const Injection &injection : wiring.kept()) {
        if (injection.holder && !ComponentPrivate::get(injection.holder)->running.hook)
            idle.add(injection);
    }
    idle.giveBackAll();
}

void Remains::destroy()
{
    m_injections.giveBackAll();
    for (const QPointer<Component> &component : std::exchange(m_owned, {}))
        Gateway::destroy(component);
}

} // namespace QConductor
