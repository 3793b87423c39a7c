// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_GRAPH_CLOSURE_P_H
#define QCONDUCTOR_GRAPH_CLOSURE_P_H

#include <algorithm>
#include <vector>

namespace QConductor {

// Returns the nodes, and transitively those that neighbours() adds to each, in ascending order. The set of known nodes costs a
// bit for each node of the graph, which even in a large one is little beside a hook.
template <class Neighbours> std::vector<int> closure(int size, std::vector<int> nodes, Neighbours neighbours)
{
    std::vector<bool> isKnown(std::size_t(size), false);
    for (int node : nodes)
        isKnown[std::size_t(node)] = true;
    const auto add = [&](int node) {
        if (!isKnown[std::size_t(node)]) {
            isKnown[std::size_t(node)] = true;
            nodes.push_back(node);
        }
    };
    for (std::size_t next = 0; next < nodes.size(); ++next)
        neighbours(nodes[next], add);
    if (!std::is_sorted(nodes.begin(), nodes.end())) // they often are, and then sorting takes longer than all the rest
        std::sort(nodes.begin(), nodes.end());
    return nodes;
}

} // namespace QConductor

#endif
