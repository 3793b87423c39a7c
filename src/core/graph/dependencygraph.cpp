// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graph/dependencygraph_p.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace QConductor {

int DependencyGraph::add(Component *component, const std::vector<Edge> &edges, std::size_t firstEdge, int layer)
{
    bool hasInjected = false;
    for (std::size_t i = firstEdge; i < edges.size(); ++i) {
        if (!m_ranks[edges[i].node].isMissing)
            layer = std::max(layer, this->layer(edges[i].node) + 1);
        hasInjected = hasInjected || edges[i].isInjected;
        ++m_firstDependent[edges[i].node + 2];
    }
    m_components.push_back(component);
    m_ranks.push_back({ unsigned(layer), false, hasInjected });
    m_edges.insert(m_edges.end(), edges.begin() + std::ptrdiff_t(firstEdge), edges.end());
    m_firstEdge.push_back(int(m_edges.size()));
    m_firstDependent.push_back(0);
    m_componentCount += component ? 1 : 0;
    if (layer == layerCount())
        m_layerEnds.push_back(0);
    ++m_layerEnds[layer];
    return size() - 1;
}

const DependencyGraph::Edge *DependencyGraph::dependencyBy(int node, int property) const
{
    const auto edges = dependencies(node);
    const auto *found = std::find_if(edges.begin(), edges.end(),
                                     [property](const Edge &edge) { return int(edge.property) == property; });
    return found == edges.end() ? nullptr : found;
}

int DependencyGraph::addMissing()
{
    const int node = add(nullptr, {});
    m_ranks[node].isMissing = true;
    m_hasMissing = true;
    return node;
}

void DependencyGraph::setSoft(const std::vector<std::vector<SoftEdge>> &edges)
{
    m_firstSoft.assign(1, 0);
    m_firstSoftDependent.assign(m_components.size() + 2, 0);
    for (const auto &some : edges) {
        for (const SoftEdge &edge : some)
            ++m_firstSoftDependent[edge.node + 2];
        m_soft.insert(m_soft.end(), some.begin(), some.end());
        m_firstSoft.push_back(int(m_soft.size()));
    }
    std::partial_sum(m_firstSoftDependent.begin(), m_firstSoftDependent.end(), m_firstSoftDependent.begin());
    m_softDependents.resize(m_soft.size());
    for (int node = 0; node < size(); ++node) {
        for (const SoftEdge &edge : edges[node])
            m_softDependents[m_firstSoftDependent[edge.node + 1]++] = { node, edge.property, edge.isList,
                                                                        edge.isOrdering };
    }
}

std::vector<int> DependencyGraph::inOrderOf(const std::vector<int> &roots) const
{
    std::vector<int> order;
    std::vector<bool> isEntered(m_components.size(), false);
    std::vector<std::pair<int, const Edge *>> pending; // nodes, and the edges that are still to be followed
    const auto enter = [&](int node) {
        if (!isEntered[node])
            pending.emplace_back(node, dependencies(node).begin());
        isEntered[node] = true;
    };
    const auto find = [&](int root) {
        enter(root);
        while (!pending.empty()) {
            auto &[node, edge] = pending.back();
            if (edge != dependencies(node).end()) {
                const int dependency = edge->node;
                ++edge;
                enter(dependency);
            } else {
                order.push_back(node);
                pending.pop_back();
            }
        }
    };
    std::for_each(roots.begin(), roots.end(), find);
    for (int node = 0; node < size(); ++node)
        find(node);
    return order;
}

// Two counting sorts: of the edges by dependency, and of the nodes by layer. They are stable, so the nodes of a layer keep
// the order in which setup found them.
bool DependencyGraph::finish(int most)
{
    if (m_placed < 0)
        beginToPlace();
    for (; most > 0 && m_placed < size(); --most) {
        for (const Edge &edge : dependencies(m_placed))
            m_dependents[m_firstDependent[edge.node + 1]++] = m_placed;
        m_byLayer[m_layerEnds[layer(m_placed)]++] = m_placed;
        ++m_placed;
    }
    return m_placed == size();
}

// Computes from the sizes of the groups where each group begins. The next member of a group is placed there, and moves that
// position on, so when all are placed, it is where the next group begins.
void DependencyGraph::beginToPlace()
{
    m_components.shrink_to_fit();
    m_ranks.shrink_to_fit();
    m_firstEdge.shrink_to_fit();
    m_edges.shrink_to_fit();
    m_firstDependent.shrink_to_fit();
    std::partial_sum(m_firstDependent.begin(), m_firstDependent.end(), m_firstDependent.begin());
    std::exclusive_scan(m_layerEnds.begin(), m_layerEnds.end(), m_layerEnds.begin(), 0);
    m_dependents.resize(m_edges.size());
    m_byLayer.resize(m_components.size());
    m_placed = 0;
}

} // namespace QConductor
