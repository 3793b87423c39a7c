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

    Direction direction() const { return m_direction; }
    bool hasNext() const { return m_isLayered ? m_place < m_layerEnd : !m_ready.isEmpty(); }
    int next() // a node that may begin; there is one
    {
        return m_isLayered ? m_graph->byLayer(mirrored(m_place++)) : mirrored(m_ready.takeFirst());
    }
    void finish(int node)
    {
        if (!m_isLayered)
            release(node);
        else if (--m_unfinished == 0)
            enterLayer();
    }

private:
    void enterLayer();
    void countPredecessors();
    void release(int node);
    void push(int node) { m_ready.insert(mirrored(node)); }
    int mirrored(int place) const // the same place, counted from the end on the way down
    {
        return m_direction == Direction::Up ? place : m_graph->size() - 1 - place;
    }

    const DependencyGraph *m_graph = nullptr;
    Direction m_direction = Direction::Up;
    bool m_isLayered = true;

    int m_layersEntered = 0;
    int m_place = 0; // that is next
    int m_layerEnd = 0;
    int m_unfinished = 0; // in the layer

    NodeSet m_ready;            // as ready: mirrored
    std::vector<int> m_missing; // likewise, by node: how many predecessors have not finished
};

} // namespace QConductor

#endif
