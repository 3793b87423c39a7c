// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_WIRING_P_H
#define QCONDUCTOR_RUNNING_WIRING_P_H

#include "discovery/resolver_p.h"
#include "gateway_p.h"
#include "graph/dependencygraph_p.h"
#include "running/injection_p.h"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace QConductor {

// The graph of the last setup that found one, and the properties of its components.
//
// A component that the graph has lost has its injected properties set to null, unless a hook of it still runs: then they
// stay as they are until a later setup, or the end of the conductor.
class Wiring
{
public:
    const DependencyGraph &graph() const { return m_graph; }
    void setGraph(DependencyGraph graph, std::vector<ForeignDependency> foreign);
    void setForeignLeft(std::function<void(const Injection &, const QString &)> foreignLeft)
    {
        m_foreignLeft = std::move(foreignLeft);
    }

    // Before any component begins, each component is told its node, and each that the graph has lost gives back what was
    // injected. enterNext() does that for one node, and returns the component that was told, or nullptr.
    void restart();
    bool isEntered() const { return m_left == 0; }
    Component *enterNext() // call it only if isEntered() is false
    {
        --m_left; // at first, because a setter may throw, or run an event loop in which the rest is entered
        if (Q_UNLIKELY(m_entered == m_graph.size())) {
            giveBackNext();
            return nullptr;
        }
        const int node = m_entered++;
        Component *component = m_graph.component(node);
        if (component)
            ComponentPrivate::get(component)->running.node = node;
        return component;
    }
    int nodeOf(const Component *component) const; // -1: it is not in the graph
    bool isAsFound(int node) const; // its properties are null or point to the same components; calls getters

    // Sets the properties that aren't wired by hand, as long as goesOn() returns true: a setter may do anything, and even
    // have another graph set. It isn't inlined, so that a component which is wired by hand saves no registers for it.
    template <class Condition> Q_NEVER_INLINE void inject(int node, Condition goesOn)
    {
        Component *component = m_graph.component(node);
        std::size_t property = 0; // there is one edge for each property, and then those that need more than a pointer
        const std::size_t ordinary = ComponentPrivate::lastClassOf(component).properties.size();
        for (const auto &edge : m_graph.dependencies(node)) {
            if (Q_UNLIKELY(property == ordinary))
                break;
            if (edge.isInjected) {
                const Component *value = m_graph.component(edge.node);
                Gateway::write(component, ComponentPrivate::lastClassOf(component).properties[property],
                               m_graph.component(edge.node));
                if (goesOn() && !isSetterKnown(component, property))
                    checkKept(component, property, value);
                if (!goesOn())
                    return;
            }
            ++property;
        }
        const std::size_t count = ComponentPrivate::lastClassOf(component).softProperties.size();
        for (std::size_t number = 0; number < count && goesOn(); ++number)
            injectRequiredObject(node, number);
        for (std::size_t number = 0; number < count && goesOn(); ++number)
            injectSoft(node, number);
    }

    // What isn't required is in its properties while it is offered: while it is active, and its shutdown hasn't begun. The
    // holders that are up are told of a component when it has become active, before it begins to shut down, and when there is
    // another graph. An exception of a setter is logged. A setter may do anything, and even have another graph set.
    void tellSoftHolders(int node);
    void refresh(int node);
    void leaveObject(const Component *service);                         // gives back what was injected into it, too
    void forgetObject(const Component *service, const QObject *object); // the properties that point to it become null
    void forget(Component *component); // it is being destroyed: the properties that point to it become null

    const Injections &kept() const { return m_kept; }
    Component *dependency(int node, const DependencyGraph::Edge &edge) const; // nullptr: it was destroyed
    QList<Component *> dependencies(const Component *component) const; // the components that it holds
    QList<Component *> dependents(const Component *component) const;   // the components that hold it
    bool isRequired(const Component *dependency, const Component *dependent) const;
    bool isOptional(const Component *component) const; // others hold it, and none of them requires it

private:
    static bool isOffered(const Component *component)
    {
        const auto &running = ComponentPrivate::get(component)->running;
        return ComponentPrivate::isActive(component) && !running.isLeaving;
    }
    bool isHolding(int node) const
    {
        const Component *component = m_graph.component(node);
        return component && ComponentPrivate::get(component)->running.holdsDependencies;
    }
    enum class Others { Stay, Go }; // the components in a property that no edge leads to
    const DependencyGraph::SoftEdge *softEdge(int node, std::size_t number) const;
    void injectRequiredObject(int node, std::size_t number);
    void injectSoft(int node, std::size_t number);
    bool hasObjectsAsFound(int node) const;
    void updateOrLog(int node, std::size_t number);
    bool update(int node, std::size_t number, Others others);
    bool updateList(int node, const ComponentType::Property &property, std::size_t number);
    bool dropOthers(int node, std::size_t number);
    bool isForeign(const Component *holder, int property, const QObject *value) const;
    static bool isSetterKnown(const Component *component, std::size_t property)
    {
        return ComponentPrivate::lastClassOf(component).properties[property].isSetterKnown.loadRelaxed();
    }
    static void checkKept(Component *component, std::size_t property, const Component *value);
    void keepTakenBack(std::vector<ForeignDependency> former);
    void watchForeign();
    void foreignDestroyed(const Injection &injection, const QString &name, bool isRequired);
    void foreignMoved(std::size_t index, Component::State state);
    static bool isRequired(const Component *holder, int property);
    void giveBackNext();
    void giveBackOrKeep(const Injection &injection);
    bool isToBeKept(const Injection &injection) const;

    DependencyGraph m_graph;
    int m_version = 0;        // of the graph
    DependencyGraph m_former; // the graph before, until its nodes were reviewed
    int m_formerLeft = 0;     // number of its nodes that are still to be reviewed
    Injections m_kept;        // in components that the graph has lost, but whose hooks still ran
    Injections m_toReview;    // injections that were kept, and are to be given back or kept again
    int m_entered = 0;        // number of nodes whose components were told
    int m_left = 0;           // number of calls of enterNext() that are still due

    // Is told of a component of another conductor that is required, and is not active any more, with its name.
    std::function<void(const Injection &, const QString &)> m_foreignLeft;
    std::vector<ForeignDependency> m_foreign;
    std::unique_ptr<QObject> m_foreignWatch; // context of the connections that tell when one of these is destroyed
};

} // namespace QConductor

#endif
