// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "remains_p.h"

#include "component_p.h"
#include "componenttype_p.h"
#include "conductor.h"

namespace QConductor {

void Remains::leave(Conductor *conductor, const Registry &registry, const Wiring &wiring)
{
    const QList<Component *> &members = registry.members();
    for (Component *member : members) { // in the order of a parent's children, or taking leave would be quadratic
        if (member && ComponentPrivate::get(member)->isOwned && member->parent() == conductor)
            member->setParent(nullptr);
    }
    findKept(wiring);
    destroyOwned(registry, wiring);
    takeBack(wiring.graph());
    for (const Injected &injected : wiring.leftOver()) {
        if (injected.holder && !ComponentPrivate::get(injected.holder)->hook)
            injected.takeBack();
    }
    for (Component *member : members) {
        if (member)
            ComponentPrivate::get(member)->leave();
    }
}

void Remains::findKept(const Wiring &wiring)
{
    const DependencyGraph &graph = wiring.graph();
    m_isKept.assign(std::size_t(graph.size()), false);
    for (const Injected &injected : wiring.leftOver()) {
        if (!injected.holder || !ComponentPrivate::get(injected.holder)->hook)
            continue;
        m_injected.push_back(injected);
        if (const int node = wiring.nodeOf(injected.value); node >= 0)
            m_isKept[node] = true;
        else
            m_keptOutside.insert(injected.value);
    }
    for (int node = graph.size(); node-- > 0;) {
        const Component *component = graph.component(node);
        if (!component)
            continue;
        m_isKept[node] = m_isKept[node] || ComponentPrivate::get(component)->hook;
        for (const auto &edge : graph.dependencies(node))
            m_isKept[edge.node] = m_isKept[edge.node] || m_isKept[node];
    }
}

void Remains::destroyOwned(const Registry &registry, const Wiring &wiring)
{
    const DependencyGraph &graph = wiring.graph();
    const auto end = [this](Component *component, bool isKept) {
        if (isKept || m_keptOutside.contains(component))
            m_owned.push_back(component);
        else
            delete component;
    };
    for (qsizetype i = registry.members().size(); i-- > 0;) {
        Component *member = registry.members().at(i);
        if (member && ComponentPrivate::get(member)->isOwned && wiring.nodeOf(member) < 0)
            end(member, ComponentPrivate::get(member)->hook);
    }
    for (int node = graph.size(); node-- > 0;) {
        Component *component = graph.component(node);
        if (component && ComponentPrivate::get(component)->isOwned)
            end(component, m_isKept[node]);
    }
}

// Nobody is there any more to set those properties to null when what they point to is destroyed (R5).
void Remains::takeBack(const DependencyGraph &graph)
{
    for (int node = graph.size(); node-- > 0;) {
        for (const Injected &injected : injectedInto(graph, node)) {
            if (m_isKept[node])
                m_injected.push_back(injected);
            else
                injected.takeBack();
        }
    }
}

void Remains::destroy()
{
    for (const Injected &injected : std::exchange(m_injected, {}))
        injected.takeBack();
    for (const QPointer<Component> &component : std::exchange(m_owned, {}))
        delete component;
}

} // namespace QConductor
