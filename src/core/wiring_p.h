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

std::vector<Injected> injectedInto(const DependencyGraph &graph, int node);

// Who holds whom: the graph of the last setup that had one, and its components' properties.
class Wiring
{
public:
    const DependencyGraph &graph() const { return m_graph; }
    void setGraph(DependencyGraph graph)
    {
        m_former = std::exchange(m_graph, std::move(graph));
        m_formerLeft = m_former.size();
        m_toSeeAgain = std::exchange(m_leftOver, {});
    }

    // Before any component begins, each is told its node, and those that the graph has lost give back what was injected,
    // one at a time.
    void restart()
    {
        m_entered = 0;
        m_left = m_graph.size() + m_formerLeft + int(m_toSeeAgain.size());
    }
    bool isEntered() const { return m_left == 0; }
    Component *enterNext() // returns it; nullptr: destroyed meanwhile, or lost
    {
        --m_left; // first: a setter may throw, or run an event loop in which the rest is entered
        if (Q_UNLIKELY(m_entered == m_graph.size())) {
            giveBackNext();
            return nullptr;
        }
        const int node = m_entered++;
        Component *component = m_graph.component(node);
        if (component)
            ComponentPrivate::get(component)->node = node;
        return component;
    }
    int nodeOf(const Component *component) const; // -1: the last setup didn't find it

    // Sets the properties that aren't wired by hand, as long as goesOn() says so: a setter may do anything, and even have
    // another graph set. Not inlined, for where all is wired by hand, nothing is to be saved on the stack for it.
    template <class Condition> Q_NEVER_INLINE void inject(int node, Condition goesOn) const
    {
        std::size_t property = 0; // there is an edge for each
        for (const auto &edge : m_graph.dependencies(node)) {
            if (edge.isInjected) {
                write(m_graph.component(node), property, m_graph.component(edge.node));
                if (!goesOn())
                    return;
            }
            ++property;
        }
    }
    void forget(Component *component); // is being destroyed: those that hold it get null

    const std::vector<Injected> &leftOver() const { return m_leftOver; }
    QList<Component *> dependencies(const Component *component) const; // that it holds
    QList<Component *> dependents(const Component *component) const;   // that hold it

private:
    static void write(Component *component, std::size_t property, Component *value)
    {
        ComponentType::write(component, ComponentType::lastOf(component).properties[property], value);
    }

    void giveBackNext();
    void giveBack(const Injected &injected);
    static void forget(DependencyGraph &graph, int node, const Component *component, std::vector<Injected> *held);

    DependencyGraph m_graph;
    DependencyGraph m_former;
    int m_formerLeft = 0;             // how many of its nodes are to be looked at
    std::vector<Injected> m_leftOver; // in components that the graph has lost, but whose hooks still ran
    std::vector<Injected> m_toSeeAgain; // of these, for there is a new graph
    int m_entered = 0; // how many components know their node
    int m_left = 0;    // to enter, or to give back
};

} // namespace QConductor

#endif
