// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graph/walk_p.h"

namespace QConductor {

Walk::Walk(const DependencyGraph &graph, Order order, Direction direction)
    : m_graph(&graph),
      m_direction(direction),
      m_isLayered(order == Order::LayerByLayer)
{
    if (m_isLayered)
        enterLayer();
    else
        countPredecessors();
}

void Walk::enterLayer()
{
    const int layer = m_layersEntered++;
    if (layer >= m_graph->layerCount())
        return;
    m_unfinished = m_graph->layerSize(m_direction == Direction::Up ? layer : m_graph->layerCount() - 1 - layer);
    m_layerEnd += m_unfinished;
}

void Walk::countPredecessors()
{
    m_ready = NodeSet(m_graph->size());
    m_unfinishedPredecessors.resize(m_graph->size());
    for (int node = 0; node < m_graph->size(); ++node) {
        m_unfinishedPredecessors[node] = m_direction == Direction::Up ? m_graph->dependencies(node).size()
                                                                      : m_graph->dependents(node).size();
        if (m_unfinishedPredecessors[node] == 0)
            makeReady(node);
    }
}

void Walk::countDownSuccessors(int node)
{
    const auto countDown = [this](int successor) {
        if (--m_unfinishedPredecessors[successor] == 0)
            makeReady(successor);
    };
    if (m_direction == Direction::Up) {
        for (int dependent : m_graph->dependents(node))
            countDown(dependent);
    } else {
        for (const auto &edge : m_graph->dependencies(node))
            countDown(edge.node);
    }
}

} // namespace QConductor
