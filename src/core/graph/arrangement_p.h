// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_GRAPH_ARRANGEMENT_P_H
#define QCONDUCTOR_GRAPH_ARRANGEMENT_P_H

#include "graph/dependencygraph_p.h"

#include <cstddef>
#include <vector>

namespace QConductor {

// Arranges a graph anew when its soft edges are known. Those that are to be required become required edges, unless they lie on
// a cycle of such edges and required ones. Of the others, it finds those that lie on a cycle, which order nothing, and numbers
// the nodes as setup finds them: each root in turn, after what it depends on by required edges and by soft edges that order.
//
// It keeps its own stack and can stop after each step, so a graph of any size neither overflows the stack nor takes long.
class QCONDUCTOR_AUTOTEST_EXPORT Arrangement
{
public:
    using SoftEdge = DependencyGraph::SoftEdge;

    struct Neighbour // a dependency of a node, required or not
    {
        int node;
        int soft; // number of the soft edge; -1: it is required
        unsigned property = DependencyGraph::noProperty; // key of the property of a soft edge that may be required
    };

    Arrangement() = default;
    // The graph has the required edges. The soft edges of each node are in order of declaration. The ways of a node are all its
    // edges, in order of declaration. The roots come in their order.
    Arrangement(DependencyGraph graph, std::vector<std::vector<SoftEdge>> soft,
                std::vector<std::vector<Neighbour>> ways, std::vector<int> roots);

    bool advance(int steps); // returns whether it is done
    DependencyGraph takeGraph() { return std::move(m_result); }

private:
    struct Frame
    {
        int node;
        std::size_t next; // among its ways
    };
    struct Visit // what the search for cycles knows of a node
    {
        int index = -1; // in the order in which nodes were reached
        int low = -1;   // the smallest index that can be reached from it
        int cycle = -1; // number of the strongly connected component; -1: not known yet
    };

    bool stepToCycles();
    void endCycles();
    bool counts(int node, const Neighbour &way) const;
    bool stepToPlace();
    void leave(int node);
    void place(int node);
    void finish();

    DependencyGraph m_graph;
    std::vector<std::vector<SoftEdge>> m_soft;
    std::vector<std::vector<Neighbour>> m_ways;
    std::vector<int> m_roots;
    std::vector<Visit> m_visits;
    std::vector<int> m_open; // nodes whose cycle isn't known yet
    std::vector<Frame> m_frames;
    std::vector<int> m_numbers; // new number of each node; -1: none yet
    std::vector<int> m_order;   // the nodes by new number
    std::vector<bool> m_isEntered;
    int m_start = 0; // node, and then place among the roots, from which the search goes on
    int m_indices = 0;
    int m_cycles = 0;
    enum class Search { ForRequired, ForOrdering, Done };
    Search m_search = Search::ForOrdering; // which cycles are being found
    DependencyGraph m_result;
};

} // namespace QConductor

#endif
