// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RESOLVER_P_H
#define QCONDUCTOR_RESOLVER_P_H

#include "componenttype_p.h"
#include "dependencygraph_p.h"
#include "registry_p.h"
#include "slice_p.h"

#include <optional>

namespace QConductor {

// Finds what the added components of a registry need, depth first, and creates what is missing. It uses no stack of
// its own depth and can stop at any step, so a graph of any size neither overflows nor blocks.
class QCONDUCTOR_EXPORT Resolver
{
public:
    // In previous are the nodes of the components' last run: what was injected then is looked for anew. If the registry
    // hasn't changed since, it only has to be seen whether somebody set a property.
    enum class Previous { MayHold, IsOutdated };
    Resolver(Registry &registry, const DependencyGraph &previous, Previous whether = Previous::IsOutdated);

    bool advance(const Slice &slice); // whether it is done; throws Error
    std::optional<DependencyGraph> takeGraph(); // none: the previous one holds
    bool isRepeatable(const DependencyGraph &graph) const; // can that, which was taken, be compared the next time?
    void stop() // inside a getter or a constructor
    {
        m_isStopped = true;
        m_version = -1;
    }

private:
    struct Frame // a component whose dependencies are being found
    {
        Component *component;
        const ComponentType *type;
        std::size_t next;      // of its dependencies
        bool isInjected;       // that one, by the conductor
        bool isUnwired;        // it has none, as far as was seen
        std::size_t firstEdge; // of its own in m_edges
        const ComponentType::Property &property() const { return type->properties[next]; }
    };

    static constexpr int stepsBetweenLooks = 4; // at the clock

    void compareSome();
    bool step();
    void begin();
    bool hasMoreToVisit() const;
    bool isVoid() const { return m_isStopped || m_registry.removals() != m_removals; } // what was found so far
    bool hasChanged() const { return m_registry.version() != m_version; } // who there is; or it was stopped
    bool holds(int node) const;
    void insertWired();
    void insert(Component *target, const Component *holder, int property);
    void visit(Component *component);
    void visitRest();
    void leave();
    void connectTo(int node);
    Component *findDependency(Frame &frame);
    Component *valueOf(const Frame &frame) const;
    static Component *read(Component *component, const ComponentType::Property &property);
    int &nodeOf(const Component *component);
    int &nodeAt(int member);
    [[noreturn]] void throwCycle(Component *repeated) const;

    Registry &m_registry;
    const DependencyGraph &m_previous;
    int m_version; // of the registry, at the beginning; -1, so that nothing holds: stopped
    DependencyGraph m_graph;
    enum { Unwired = -3, Unknown = -2, Entered = -1 };
    std::vector<int> m_nodes; // of the members, or one of these
    std::vector<Frame> m_frames;
    std::vector<DependencyGraph::Edge> m_edges; // of the components in m_frames
    int m_nextMember = 0; // to look at for wired ones
    int m_nextRoot = 0;
    int m_nextRest = 0; // of the members, to look whether it was reached
    bool m_previousHolds;
    int m_nextNode = 0; // of the previous graph, to see whether it holds
    bool m_keepsWhatIsUp = false; // as it was found before
    int m_removals; // from the registry, when it began
    bool m_isStopped = false;
};

} // namespace QConductor

#endif
