// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_GRAPH_WALK_P_H
#define QCONDUCTOR_GRAPH_WALK_P_H

#include "graph/dependencygraph_p.h"
#include "graph/nodeset_p.h"

namespace QConductor {

// One way through a graph, up or down. It says which nodes may begin, each exactly once: layer by layer, all nodes of the
// layer that was reached; as ready, all nodes whose predecessors have finished. Nodes that may begin at the same moment
// come in the order in which setup found them, on the way down in the opposite order.
class QCONDUCTOR_EXPORT Walk
{
public:
    enum class Direction { Up, Down };
    enum class Order { LayerByLayer, AsReady };

    Walk() = default;
    Walk(const DependencyGraph &graph, Order order, Direction direction);

    Direction direction() const { return m_direction; }
    bool hasNext() const { return m_isLayered ? m_place < m_layerEnd : !m_ready.isEmpty(); }
    int next() // returns a node that may begin; call it only if hasNext()
    {
        return m_isLayered ? m_graph->byLayer(mirrored(m_place++, m_graph->layeredCount())) : mirrored(m_ready.takeFirst());
    }
    void finish(int node) // call it once for each node that next() has returned
    {
        if (!m_isLayered)
            countDownSuccessors(node);
        else if (--m_unfinished == 0)
            enterLayer();
    }

private:
    void enterLayer();
    void countPredecessors();
    void countDownSuccessors(int node);
    void makeReady(int node) { m_ready.insert(mirrored(node)); }
    int mirrored(int place, int count) const // on the way down, places are counted from the end
    {
        return m_direction == Direction::Up ? place : count - 1 - place;
    }
    int mirrored(int node) const { return mirrored(node, m_graph->size()); }

    const DependencyGraph *m_graph = nullptr;
    Direction m_direction = Direction::Up;
    bool m_isLayered = true;

    // Layer by layer.
    int m_layersEntered = 0;
    int m_place = 0;      // of the next node, in the order of the layers
    int m_layerEnd = 0;   // the place behind the current layer
    int m_unfinished = 0; // nodes of the current layer

    // As ready.
    NodeSet m_ready;                           // mirrored
    std::vector<int> m_unfinishedPredecessors; // of each node
};

} // namespace QConductor

#endif
