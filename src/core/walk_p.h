// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_WALK_P_H
#define QCONDUCTOR_WALK_P_H

#include "conductor.h"
#include "dependencygraph_p.h"
#include "nodeset_p.h"

namespace QConductor {

// One way through a graph, up or down: says which nodes may begin now, each once. In a walk layer by layer that is the
// layer reached; otherwise everything whose predecessors have finished. Nodes that may begin at the same moment come
// in the order in which setup found them; on the way down in the opposite.
class QCONDUCTOR_EXPORT Walk
{
public:
    enum class Direction { Up, Down };

    Walk() = default;
    Walk(const DependencyGraph &graph, Conductor::Scheduling scheduling, Direction direction);

    bool hasNext() const { return m_isLayered ? m_cursor < m_layerEnd : !m_ready.isEmpty(); }
    int next(); // a node that may begin, or -1: none now
    void finish(int node);
    Direction direction() const { return m_direction; }

private:
    void sortByLayer();
    void countPredecessors();
    void enterLayer();
    void push(int node);
    int mirrored(int node) const;

    const DependencyGraph *m_graph = nullptr;
    Direction m_direction = Direction::Up;
    bool m_isLayered = true;

    std::vector<int> m_order; // layer by layer: all nodes
    std::size_t m_cursor = 0;
    std::size_t m_layerEnd = 0;
    int m_unfinished = 0; // in the layer
    NodeSet m_ready; // as ready: those that may begin, on the way down counted from the end
    std::vector<int> m_missing; // likewise: how many predecessors have not finished
};

} // namespace QConductor

#endif
