// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_DISCOVERY_RESOLVER_P_H
#define QCONDUCTOR_DISCOVERY_RESOLVER_P_H

#include "async/slice_p.h"
#include "discovery/registry_p.h"
#include "graph/arrangement_p.h"
#include "graph/dependencygraph_p.h"

#include <optional>

namespace QConductor {

// A dependency that was wired by hand to a component of another conductor, which sets that component up.
struct ForeignDependency
{
    QPointer<Component> holder;
    int property; // key in the holder
    QPointer<Component> value;
    bool isTakenBack =
            false; // it is optional, and the conductor has set the property to null, until the value is active again
};

// Finds what the added components need, depth first, and creates what is missing. After that it finds what optional dependencies
// and lists point to among what is there (R40, R41), and arranges the graph anew if there are any.
//
// It keeps its own stack of components, and can stop after each step, so a graph of any size neither overflows the stack
// nor holds the event loop. When application code that it calls removes a component, it starts again.
class QCONDUCTOR_AUTOTEST_EXPORT Resolver
{
public:
    // The previous graph says what the conductor had injected: that is looked for anew. If nothing has come or gone since,
    // it is enough to check whether somebody has set a property.
    enum class Previous { MayHold, IsOutdated };
    Resolver(Registry &registry, const DependencyGraph &previous, Previous validity = Previous::IsOutdated,
             Component *only = nullptr);

    bool advance(Slice &slice);                            // returns whether it is done; throws Error
    std::optional<DependencyGraph> takeGraph();            // none: the previous graph holds
    std::vector<ForeignDependency> takeForeign() { return std::move(m_foreign); } // of the graph that was taken
    bool isRepeatable(const DependencyGraph &graph) const; // can the graph, which was taken, be compared next time?
    bool isWhole() const { return m_isWhole; } // it finds what all added components need
    void stop() { m_version = stopped; }                   // called by application code that advance() has called

private:
    struct Frame // a component whose dependencies are being found
    {
        Component *component;
        const ComponentType *type;
        std::size_t next;      // index of the dependency that comes next
        bool isInjected;       // by the conductor: the value of that dependency
        bool isUnwired;        // no dependency pointed anywhere when the resolver began
        std::size_t firstEdge; // of this component in m_edges
        const ComponentType::Property &property() const { return type->properties[next]; }
        bool isAtNeeded() const { return next >= type->properties.size(); } // what is required without a property
    };

    static constexpr int stepsBetweenLooks = 4; // at the clock
    static constexpr int stopped = -1;          // no version of a registry

    void compareSome();
    bool step();
    void begin();
    bool hasMoreToVisit() const;
    int rootCount() const { return m_isWhole ? m_registry.members().rootCount() : 1; }
    Component *root(int index) { return m_isWhole ? m_registry.root(index) : m_only.data(); }
    bool isStopped() const { return m_version == stopped; }
    bool isVoid() const { return isStopped() || m_registry.removals() != m_removals; } // what was found so far
    bool hasChanged() const { return m_registry.version() != m_version; } // members came or went, or it was stopped
    bool holds(int node) const;
    void insertWired();
    void insert(Component *target, const Component *holder, int property);
    bool isForeign(const Component *target) const;
    void checkForeign(const Component *target, const Component *holder, int property) const;
    bool isInThread(const Component *component) const;
    void checkThread(const Component *component) const;
    void visit(Component *component);
    void visitRest();
    bool isKept(const Component *member) const;
    bool visitNeeded(Frame &frame);
    void leave();
    void tellOfNull(Component *component, const ComponentType &type);
    void connectTo(int node);
    void checkOptionals(const ComponentType &type) const;
    void beginSoft();
    bool stepToSoft();
    void findSoft(int node);
    void connectOptional(int node, std::size_t number);
    void connectNeeded(int node);
    void connectObject(int node, std::size_t number);
    void connectList(int node, std::size_t number);
    void connectSoft(int node, std::size_t number, Component *target, bool isInjected);
    const std::vector<int> &nodesOf(const QMetaObject *type);
    std::vector<int> rootNodes();
    std::vector<Arrangement::Neighbour> waysOf(int node) const;
    const DependencyGraph::SoftEdge *softBefore(const Component *component, std::size_t number) const;
    int nodeBefore(const Component *component) const;
    const DependencyGraph::Edge *requiredBefore(const Component *component, int key) const;
    Component *findDependency(Frame &frame);
    Component *valueOf(const Frame &frame) const;
    static Component *readLiving(Component *component, const ComponentType::Property &property);
    int &nodeOf(const Component *component);
    int &nodeAt(int member);
    [[noreturn]] void throwCycle(Component *repeated) const;

    Registry &m_registry;
    const DependencyGraph &m_previous;
    const QPointer<Component> m_only; // the one whose dependencies are found; of all added ones if m_isWhole
    const bool m_isWhole;
    int m_version; // of the registry, when the resolver was made
    DependencyGraph m_graph;
    std::vector<ForeignDependency> m_foreign; // of the components in m_graph and m_frames
    const QThread *m_thread;                  // of the conductor
    enum { Unwired = -3, Unknown = -2, Entered = -1 };
    std::vector<int> m_nodes; // of each member: its node, or one of these values
    std::vector<Frame> m_frames;
    std::vector<DependencyGraph::Edge> m_edges; // of the components in m_frames
    // Of what isn't required: each pass goes through all nodes, until a pass has met no new component.
    bool m_hasSoft = false; // a component has properties for it
    int m_nextSoft = 0;
    int m_sizeBefore = 0;                                       // of the graph, when the pass began
    std::vector<std::vector<DependencyGraph::SoftEdge>> m_soft; // of each node
    QHash<const QMetaObject *, std::vector<int>> m_nodesByType; // the nodes whose components inherit a class, for lists
    std::vector<int> m_found; // the nodes in the order in which they are found if all is set up; empty: not known
    std::optional<Arrangement> m_arrangement;

    int m_nextMember = 0;                       // whose properties are searched for wired components
    int m_nextRoot = 0;
    int m_nextRest = 0; // member that may still be up although nothing needs it any more
    bool m_previousHolds;
    int m_nextNode = 0;           // of the previous graph, to be compared
    // The graph has what is up as it was found before, not as it would be found now, or leaves out what is ignored for now.
    bool m_keepsWhatIsUp = false;
    int m_removals;               // of the registry, when this attempt began
};

} // namespace QConductor

#endif
