// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "walk_p.h"

namespace QConductor {

Walk::Walk(const DependencyGraph &graph, Conductor::Scheduling scheduling, Direction direction)
    : m_graph(&graph), m_direction(direction), m_isLayered(scheduling == Conductor::Scheduling::LayerByLayer)
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
    m_missing.resize(m_graph->size());
    for (int node = 0; node < m_graph->size(); ++node) {
        m_missing[node] = m_direction == Direction::Up ? m_graph->dependencies(node).size()
                                                       : m_graph->dependents(node).size();
        if (m_missing[node] == 0)
            push(node);
    }
}

void Walk::release(int node)
{
    const auto meet = [this](int successor) {
        if (--m_missing[successor] == 0)
            push(successor);
    };
    if (m_direction == Direction::Up) {
        for (int dependent : m_graph->dependents(node))
            meet(dependent);
    } else {
        for (const auto &edge : m_graph->dependencies(node))
            meet(edge.node);
    }
}

} // namespace QConductor
