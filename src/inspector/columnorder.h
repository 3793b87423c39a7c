// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_COLUMNORDER_H
#define QCONDUCTOR_INSPECTOR_COLUMNORDER_H

#include "layeredgraph.h"

namespace QConductor {

// Orders the vertices within the columns so that few lines cross: the second step of Sugiyama's method (K. Sugiyama, S. Tagawa,
// M. Toda, "Methods for Visual Understanding of Hierarchical System Structures", 1981), with the median heuristic of P. Eades
// and N. Wormald as E. Gansner et al. use it for dot ("A Technique for Drawing Directed Graphs", 1993). The result depends on
// the graph alone.
class QCONDUCTOR_INSPECTOR_AUTOTEST_EXPORT ColumnOrder
{
public:
    explicit ColumnOrder(LayeredGraph &graph);

    void improve(); // reorders the columns of the graph
    qint64 crossings() const;

private:
    void sweep(bool isToTheRight);
    void sortByMedian(std::vector<int> &column, bool isLeft);
    bool exchangeNeighbours();
    qint64 crossingsOf(int upper, int lower, bool isLeft) const; // of their lines if one stands above the other
    qint64 crossingsRightOf(const std::vector<int> &column) const;
    void number();

    LayeredGraph &m_graph;
    std::vector<int> m_position; // of each vertex in its column
};

} // namespace QConductor

#endif
