// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "dependencygraph_p.h"

#include <algorithm>

namespace QConductor {

int DependencyGraph::add(Component *component, const std::vector<Edge> &edges, std::size_t firstEdge)
{
    int layer = 0;
    for (std::size_t i = firstEdge; i < edges.size(); ++i)
        layer = std::max(layer, m_nodes[edges[i].node].layer + 1);
    m_nodes.push_back({ component, int(m_edges.size()), layer });
    m_edges.insert(m_edges.end(), edges.begin() + std::ptrdiff_t(firstEdge), edges.end());
    m_componentCount += component ? 1 : 0;
    m_layerCount = std::max(m_layerCount, layer + 1);
    return size() - 1;
}

void DependencyGraph::finish()
{
    m_nodes.shrink_to_fit();
    m_edges.shrink_to_fit();
    m_firstDependent.assign(m_nodes.size() + 1, 0);
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

} // namespace QConductor
