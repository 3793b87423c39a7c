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

// Tells which component depends on which. A node is a component, or a placeholder where a dependency has no component in this
// graph. Nodes are numbered in the order in which setup finds them, so a dependency has a smaller number than its dependents,
// and there is no cycle.
class QCONDUCTOR_EXPORT DependencyGraph
{
public:
    struct Edge
    {
        int node;                // of the dependency
        unsigned property : 31;  // index of the property in the dependent's meta-object
        unsigned isInjected : 1; // the conductor sets the property; otherwise it was wired by hand
    };
    template <class T> struct Range
    {
        const T *first;
        const T *last;
        const T *begin() const { return first; }
        const T *end() const { return last; }
        int size() const { return int(last - first); }
    };

    // Adds a node whose dependencies have been added before, and returns its number. Its edges are those from firstEdge on.
    int add(Component *component, const std::vector<Edge> &edges, std::size_t firstEdge = 0);
    int addPlaceholder(); // in no layer
    // To be called when all nodes are added: computes dependents() and byLayer() for so many nodes at most. Returns whether
    // they are known for all.
    bool finish(int most = std::numeric_limits<int>::max());
    bool isFinishing() const { return m_placed >= 0; } // no node can be added any more

    int size() const { return int(m_components.size()); }
    int componentCount() const { return m_componentCount; } // nodes that have a component
    int layerCount() const { return int(m_layerEnds.size()); }
    Component *component(int node) const { return m_components[node]; } // nullptr: it was destroyed, or never was
    int layer(int node) const { return m_ranks[node].layer; } // -1: it is a placeholder
    bool hasInjected(int node) const { return m_ranks[node].hasInjected; } // one dependency at least
    int layerSize(int layer) const { return m_layerEnds[layer] - (layer > 0 ? m_layerEnds[layer - 1] : 0); }
    int layeredCount() const { return m_layerEnds.empty() ? 0 : m_layerEnds.back(); } // nodes that are in a layer
    int byLayer(int place) const { return m_byLayer[place]; } // the node at that place when they are sorted by layer
    Range<Edge> dependencies(int node) const
    {
        return { m_edges.data() + m_firstEdge[node], m_edges.data() + m_firstEdge[node + 1] };
    }
    Range<int> dependents(int node) const // ascending; one entry for each edge, so a node may come more than once
    {
        return { m_dependents.data() + m_firstDependent[node], m_dependents.data() + m_firstDependent[node + 1] };
    }

    void forget(int node) // its component is being destroyed
    {
        m_components[node] = nullptr;
        --m_componentCount;
    }

private:
    int add(Component *component, const std::vector<Edge> &edges, std::size_t firstEdge, int layer);
    void beginToPlace();

    struct Rank
    {
        int layer : 31;
        unsigned hasInjected : 1;
    };

    std::vector<Component *> m_components;
    std::vector<Rank> m_ranks;
    std::vector<int> m_firstEdge { 0 };
    std::vector<Edge> m_edges;
    std::vector<int> m_firstDependent { 0, 0 }; // before finish(): number of dependents, two places further
    std::vector<int> m_dependents;
    std::vector<int> m_byLayer;
    std::vector<int> m_layerEnds; // before finish(): number of nodes in each layer
    int m_placed = -1;            // number of nodes that finish() has placed; -1: it was not called
    int m_componentCount = 0;
};

} // namespace QConductor

#endif
