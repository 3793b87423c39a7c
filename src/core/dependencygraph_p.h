// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_DEPENDENCYGRAPH_P_H
#define QCONDUCTOR_DEPENDENCYGRAPH_P_H

#include "component.h"

#include <limits>
#include <vector>

namespace QConductor {

// Who needs whom. Nodes are numbered in the order in which setup finds them, dependencies before what needs them.
class QCONDUCTOR_EXPORT DependencyGraph
{
public:
    struct Edge
    {
        int node;                // what is needed
        unsigned property : 31;  // by which property, an index into the meta-object
        unsigned isInjected : 1; // by the conductor; otherwise it was wired by hand
    };
    template <class T> struct Range
    {
        const T *first;
        const T *last;
        const T *begin() const { return first; }
        const T *end() const { return last; }
        int size() const { return int(last - first); }
    };

    // Adds a node whose dependencies have been added before it, and returns its number. Without a component it stands for
    // one that was destroyed.
    int add(Component *component, const std::vector<Edge> &edges, std::size_t firstEdge = 0);
    // When all nodes are added: makes dependents() and byLayer() known, for that many nodes. Returns whether it is done.
    bool finish(int most = std::numeric_limits<int>::max());
    bool isFinishing() const { return m_placed >= 0; } // nothing can be added any more

    int size() const { return int(m_components.size()); }
    int componentCount() const { return m_componentCount; } // that exist
    int layerCount() const { return int(m_layerEnds.size()); }
    Component *component(int node) const { return m_components[node]; } // nullptr: it was destroyed
    int layer(int node) const { return int(m_ranks[node].layer); }
    bool hasInjected(int node) const { return m_ranks[node].hasInjected; } // at least one dependency
    int layerSize(int layer) const { return m_layerEnds[layer] - (layer > 0 ? m_layerEnds[layer - 1] : 0); }
    int byLayer(int place) const { return m_byLayer[place]; } // the node there, when those of layer 0 come first, and so on
    Range<Edge> dependencies(int node) const
    {
        return { m_edges.data() + m_firstEdge[node], m_edges.data() + m_firstEdge[node + 1] };
    }
    Range<int> dependents(int node) const // one entry for each edge
    {
        return { m_dependents.data() + m_firstDependent[node], m_dependents.data() + m_firstDependent[node + 1] };
    }

    void forget(int node)
    {
        m_components[node] = nullptr;
        --m_componentCount;
    }

private:
    void beginToPlace();

    struct Rank
    {
        unsigned layer : 31;
        unsigned hasInjected : 1;
    };

    std::vector<Component *> m_components;
    std::vector<Rank> m_ranks;
    std::vector<int> m_firstEdge { 0 };
    std::vector<Edge> m_edges;
    std::vector<int> m_firstDependent { 0, 0 }; // until finish(): how many there are, two places further
    std::vector<int> m_dependents;
    std::vector<int> m_byLayer;
    std::vector<int> m_layerEnds; // until finish(): how many nodes there are
    int m_placed = -1; // by finish()
    int m_componentCount = 0;
};

} // namespace QConductor

#endif
