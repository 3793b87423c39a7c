// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_GRAPH_DEPENDENCYGRAPH_P_H
#define QCONDUCTOR_GRAPH_DEPENDENCYGRAPH_P_H

#include "global.h"

#include <cstddef>
#include <limits>
#include <vector>

namespace QConductor {

class Component;

// Tells which component depends on which. A node is a component, or stands for one that is missing: it was destroyed, or
// isn't needed for now. Nodes are numbered in the order in which setup finds them, so a dependency has a smaller number than
// its dependents, and there is no cycle.
//
// A soft edge is one that isn't required: of an optional dependency or of a list. It orders its nodes as a required edge does,
// unless it lies on a cycle. Then its dependency may have a larger number.
class QCONDUCTOR_AUTOTEST_EXPORT DependencyGraph
{
public:
    struct Edge
    {
        int node;                // of the dependency
        unsigned property : 31;  // key of the property; noProperty: it is required without one
        unsigned isInjected : 1; // the conductor sets the property; otherwise it was wired by hand
    };
    static constexpr unsigned noProperty = (1U << 27) - 1;
    struct SoftEdge
    {
        int node;                 // of the dependency
        unsigned property : 27;   // number of the property among those of the dependent's class that aren't required
        unsigned isRequired : 1;  // until the graph is arranged: unless it lies on a cycle
        unsigned isList : 1;      // the component is one of those in the property
        unsigned isInjected : 1;  // the conductor sets the property; otherwise it was wired by hand
        unsigned isTakenBack : 1; // the conductor has set a property to null that was wired by hand
        unsigned isOrdering : 1;  // it lies on no cycle
    };
    struct SoftDependent
    {
        int node;
        unsigned property : 30; // as in the edge
        unsigned isList : 1;
        unsigned isOrdering : 1;
    };
    template <class T> struct Range
    {
        const T *first;
        const T *last;
        const T *begin() const { return first; }
        const T *end() const { return last; }
        int size() const { return int(last - first); }
    };

    // Adds a node whose dependencies have been added before, and returns its number. Its edges are those from firstEdge on. Its
    // layer is the given one at least.
    int add(Component *component, const std::vector<Edge> &edges, std::size_t firstEdge = 0, int layer = 0);
    // Adds a node without a component. A dependent may stand in the same layer.
    int addMissing();
    // To be called when all nodes are added, if a component has properties for soft edges: the edges of each node.
    void setSoft(const std::vector<std::vector<SoftEdge>> &edges);
    // To be called when all nodes are added: computes dependents() and byLayer() for so many nodes at most. Returns whether
    // they are known for all.
    bool finish(int most = std::numeric_limits<int>::max());
    bool isFinishing() const { return m_placed >= 0; } // no node can be added any more

    int size() const { return int(m_components.size()); }
    bool hasMissing() const { return m_hasMissing; }        // a node was added without a component
    int componentCount() const { return m_componentCount; } // nodes that have a component
    int layerCount() const { return int(m_layerEnds.size()); }
    Component *component(int node) const { return m_components[node]; } // nullptr: it is missing
    int layer(int node) const { return int(m_ranks[node].layer); }
    bool hasInjected(int node) const { return m_ranks[node].hasInjected; } // one dependency at least may be
    void setHasInjected(int node) { m_ranks[node].hasInjected = true; }    // it has properties for soft edges
    int layerEnd(int layer) const { return layer < 0 ? 0 : m_layerEnds[layer]; } // the place behind it
    int layerSize(int layer) const { return layerEnd(layer) - layerEnd(layer - 1); }
    int byLayer(int place) const { return m_byLayer[place]; } // the node at that place when nodes are sorted by layer
    Range<Edge> dependencies(int node) const
    {
        return { m_edges.data() + m_firstEdge[node], m_edges.data() + m_firstEdge[node + 1] };
    }
    // Returns the edge for that property, of which there is one at most; nullptr: none. noProperty isn't looked for.
    const Edge *dependencyBy(int node, int property) const;
    Range<int> dependents(int node) const // ascending; one entry for each edge, so a node may come more than once
    {
        return { m_dependents.data() + m_firstDependent[node], m_dependents.data() + m_firstDependent[node + 1] };
    }

    bool hasSoft() const { return !m_firstSoft.empty(); } // a component has properties for soft edges
    Range<SoftEdge> softDependencies(
            int node) const // in order of declaration, and those of a list in order of their numbers
    {
        if (!hasSoft())
            return { nullptr, nullptr };
        return { m_soft.data() + m_firstSoft[node], m_soft.data() + m_firstSoft[node + 1] };
    }
    Range<SoftDependent> softDependents(int node) const // ascending; one entry for each edge
    {
        if (!hasSoft())
            return { nullptr, nullptr };
        return { m_softDependents.data() + m_firstSoftDependent[node],
                 m_softDependents.data() + m_firstSoftDependent[node + 1] };
    }
    void setTakenBack(const SoftEdge *edge, bool isTakenBack)
    {
        m_soft[edge - m_soft.data()].isTakenBack = isTakenBack;
    }

    // Returns the nodes as they are found by required edges from each of the roots in turn, and after those the others.
    std::vector<int> inOrderOf(const std::vector<int> &roots) const;

    void forget(int node) // its component is being destroyed
    {
        m_components[node] = nullptr;
        --m_componentCount;
    }

private:
    void beginToPlace();

    struct Rank
    {
        unsigned layer : 30;
        unsigned isMissing : 1;
        unsigned hasInjected : 1;
    };

    std::vector<Component *> m_components;
    std::vector<Rank> m_ranks;
    std::vector<int> m_firstEdge { 0 };
    std::vector<Edge> m_edges;
    std::vector<int> m_firstDependent { 0, 0 }; // before finish(): number of dependents, two places further
    std::vector<int> m_dependents;
    std::vector<int> m_firstSoft; // empty: no component has properties for soft edges
    std::vector<SoftEdge> m_soft;
    std::vector<int> m_firstSoftDependent;
    std::vector<SoftDependent> m_softDependents;
    std::vector<int> m_byLayer;
    std::vector<int> m_layerEnds; // before finish(): number of nodes in each layer
    int m_placed = -1;            // number of nodes that finish() has placed; -1: it was not called
    int m_componentCount = 0;
    bool m_hasMissing = false;
};

} // namespace QConductor

#endif
