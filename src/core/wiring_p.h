// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_WIRING_P_H
#define QCONDUCTOR_WIRING_P_H

#include "componenttype_p.h"
#include "dependencygraph_p.h"

#include <QtCore/qpointer.h>

#include <utility>

namespace QConductor {

// What a conductor put into a property, to be taken back from there.
struct Injected
{
    QPointer<Component> holder;
    int property;
    const Component *value; // only compared: it may be gone
    void takeBack() const;
};

// Who holds whom: the graph of the last setup that had one, and its components' properties.
class Wiring
{
public:
    const DependencyGraph &graph() const { return m_graph; }
    template <class Condition> void setGraph(DependencyGraph graph, Condition isIn)
    {
        const DependencyGraph former = std::exchange(m_graph, std::move(graph));
        for (int node = 0; node < former.size(); ++node) {
            if (former.component(node) && !isIn(former.component(node)))
                drop(former, node);
        }
    }

    // Before any component begins, those that the graph has lost give back what was injected, and the others are told
    // their nodes, one at a time.
    void restart() { m_entered = 0; }
    bool isEntered() const { return m_entered == m_graph.size() && m_dropped.empty(); }
    Component *enterNext() // returns it; nullptr: destroyed meanwhile, or lost
    {
        if (Q_UNLIKELY(!m_dropped.empty())) {
            takeBackNext();
            return nullptr;
        }
        const int node = m_entered++;
        Component *component = m_graph.component(node);
        if (component)
            ComponentPrivate::get(component)->node = node;
        return component;
    }
    int nodeOf(const Component *component) const; // -1: the last setup didn't find it

    // Sets the properties that aren't wired by hand, as long as goesOn() says so, for a setter may do anything.
    template <class Condition> void inject(int node, Condition goesOn) const
    {
        std::size_t property = 0; // there is an edge for each
        for (const auto &edge : m_graph.dependencies(node)) {
            if (edge.isInjected && goesOn())
                write(m_graph.component(node), property, m_graph.component(edge.node));
            ++property;
        }
    }
    void forget(Component *component); // is being destroyed: those that hold it get null

    QList<Component *> dependencies(const Component *component) const; // that it holds
    QList<Component *> dependents(const Component *component) const;   // that hold it

private:
    static void write(Component *component, std::size_t property, Component *value)
    {
        ComponentType::write(component, ComponentType::lastOf(component).properties[property], value);
    }

    void drop(const DependencyGraph &former, int node);
    void takeBackNext();

    DependencyGraph m_graph;
    std::vector<Injected> m_dropped;
    int m_entered = 0; // how many components know their node
};

} // namespace QConductor

#endif
