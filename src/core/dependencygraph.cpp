// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "dependencygraph_p.h"

#include <algorithm>
#include <numeric>

namespace QConductor {

int DependencyGraph::add(Component *component, const std::vector<Edge> &edges, std::size_t firstEdge)
{
    int layer = 0;
    for (std::size_t i = firstEdge; i < edges.size(); ++i)
        layer = std::max(layer, m_layers[edges[i].node] + 1);
    m_components.push_back(component);
    m_layers.push_back(layer);
    m_edges.insert(m_edges.end(), edges.begin() + std::ptrdiff_t(firstEdge), edges.end());
    m_firstEdge.push_back(int(m_edges.size()));
    m_componentCount += component ? 1 : 0;
    m_layerCount = std::max(m_layerCount, layer + 1);
    return size() - 1;
}

void DependencyGraph::finish()
{
    m_components.shrink_to_fit();
    m_layers.shrink_to_fit();
    m_firstEdge.shrink_to_fit();
    m_edges.shrink_to_fit();
    findDependents();
    sortByLayer();
}

void DependencyGraph::findDependents()
{
    m_firstDependent.assign(m_components.size() + 1, 0);
    for (const Edge &edge : m_edges)
        ++m_firstDependent[edge.node + 1];
    for (int node = 0; node < size(); ++node)
        m_firstDependent[node + 1] += m_firstDependent[node];

    m_dependents.resize(m_edges.size());
    std::vector<int> next = m_firstDependent;
    for (int node = 0; node < size(); ++node) {
        for (const Edge &edge : dependencies(node))
            m_dependents[next[edge.node]++] = node;
    }
}

// A counting sort: stable, so a layer keeps the order in which setup found its nodes.
void DependencyGraph::sortByLayer()
{
    std::vector<int> next(std::size_t(m_layerCount) + 1, 0);
    for (int layer : m_layers)
        ++next[layer + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    m_byLayer.resize(m_components.size());
    for (int node = 0; node < size(); ++node)
        m_byLayer[next[layer(node)]++] = node;
    next.pop_back();
    m_layerEnds = std::move(next);
}

} // namespace QConductor
