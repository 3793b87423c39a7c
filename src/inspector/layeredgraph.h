// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_LAYEREDGRAPH_H
#define QCONDUCTOR_INSPECTOR_LAYEREDGRAPH_H

#include "inspectorglobal_p.h"

#include <QtCore/qlist.h>

#include <utility>
#include <vector>

namespace QConductor {

// A graph whose vertices stand in columns, and whose segments lead from a column to the next one. The first vertices are the
// nodes. The others are bends, which a link that spans several columns has in each column between them. Links that leave a
// node in the same direction share their bends, so that what everything needs draws one line and not hundreds.
class QCONDUCTOR_INSPECTOR_AUTOTEST_EXPORT LayeredGraph
{
public:
    struct Link
    {
        int from;               // the number of the dependency among the nodes
        int to;                 // the number of the dependent
        bool isOrdering = true; // the dependency has to begin first
    };
    using Segment = std::pair<int, int>; // from a vertex to one of the next column, or to one of the same column

    // The layer of a node is its column. Where it is unknown, -1, the ordering links say what stands on the left.
    LayeredGraph(const QList<int> &layers, const QList<Link> &links);

    int nodeCount() const { return m_nodeCount; }
    int vertexCount() const { return int(m_columnOf.size()); }
    bool isBend(int vertex) const { return vertex >= m_nodeCount; }
    int columnOf(int vertex) const { return m_columnOf[std::size_t(vertex)]; }
    const std::vector<Segment> &segments() const { return m_segments; } // without those within a column
    // The segments of each link from left to right; those within a column have numbers from segments().size() on.
    const std::vector<std::vector<int>> &routes() const { return m_routes; }
    const std::vector<Segment> &loops() const { return m_loops; }               // the segments within a column
    bool isReversed(int link) const { return m_isReversed[std::size_t(link)]; } // its dependent stands on the left

    // The vertices of each column from top to bottom, at first in the order of their numbers.
    std::vector<std::vector<int>> columns;
    const std::vector<int> &neighbours(int vertex, bool isLeft) const
    {
        return (isLeft ? m_left : m_right)[std::size_t(vertex)];
    }

private:
    void placeNodes(const QList<int> &layers, const QList<Link> &links);
    class Router;
    void route(const QList<Link> &links);
    void fillColumns();

    int m_nodeCount;
    std::vector<int> m_columnOf;
    std::vector<Segment> m_segments;
    std::vector<Segment> m_loops;
    std::vector<std::vector<int>> m_routes;
    std::vector<bool> m_isReversed;
    std::vector<std::vector<int>> m_left;
    std::vector<std::vector<int>> m_right;
};

} // namespace QConductor

#endif
