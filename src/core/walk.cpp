// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "walk_p.h"

#include <algorithm>
#include <numeric>

namespace QConductor {

Walk::Walk(const DependencyGraph &graph, Conductor::Scheduling scheduling, Direction direction)
    : m_graph(&graph), m_direction(direction), m_isLayered(scheduling == Conductor::Scheduling::LayerByLayer)
{
    if (m_isLayered)
        sortByLayer();
    else
        countPredecessors();
}

int Walk::next()
{
    if (m_isLayered)
        return m_cursor < m_layerEnd ? m_order[m_cursor++] : -1;
    return m_ready.isEmpty() ? -1 : mirrored(m_ready.takeFirst());
}

void Walk::finish(int node)
{
    if (m_isLayered) {
        if (--m_unfinished == 0)
            enterLayer();
        return;
    }
    const auto release = [this](int successor) {
        if (--m_missing[successor] == 0)
            push(successor);
    };
    if (m_direction == Direction::Up) {
        for (int dependent : m_graph->dependents(node))
            release(dependent);
    } else {
        for (const auto &edge : m_graph->dependencies(node))
            release(edge.node);
    }
}

// A counting sort: stable, so a layer keeps the order in which setup found its nodes.
void Walk::sortByLayer()
{
    std::vector<int> first(m_graph->layerCount() + 1, 0);
    for (int node = 0; node < m_graph->size(); ++node)
        ++first[m_graph->layer(node) + 1];
    std::partial_sum(first.begin(), first.end(), first.begin());
    m_order.resize(m_graph->size());
    for (int node = 0; node < m_graph->size(); ++node)
        m_order[first[m_graph->layer(node)]++] = node;
    if (m_direction == Direction::Down)
        std::reverse(m_order.begin(), m_order.end());
    enterLayer();
}

void Walk::enterLayer()
{
    const std::size_t begin = m_layerEnd;
    while (m_layerEnd < m_order.size() && m_graph->layer(m_order[m_layerEnd]) == m_graph->layer(m_order[begin]))
        ++m_layerEnd;
    m_unfinished = int(m_layerEnd - begin);
}

void Walk::countPredecessors()
{
    m_ready = NodeSet(m_graph->size());
    m_missing.resize(m_graph->size());
    for (int node = 0; node < m_graph->size(); ++node) {
        m_missing[node] = m_direction == Direction::Up ? m_graph->dependencies(node).size()
                                                       : m_graph->dependents(node).size();
        if (m_missing[node] == 0)
            push(node);
    }
}

void Walk::push(int node)
{
    m_ready.insert(mirrored(node));
}

// Where the node stands in the direction of the walk, and the other way round.
int Walk::mirrored(int node) const
{
    return m_direction == Direction::Up ? node : m_graph->size() - 1 - node;
}

} // namespace QConductor
