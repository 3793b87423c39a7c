// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_GRAPHLAYOUT_H
#define QCONDUCTOR_INSPECTOR_GRAPHLAYOUT_H

#include "layeredgraph.h"

#include <QtCore/qrect.h>
#include <QtGui/qpainterpath.h>

namespace QConductor {

// Where the nodes of a graph stand, and the lines of its links. A column of nodes is as wide as its widest node. Lines bend
// only between the columns, and go straight through a column where nothing else stands, so no line runs through a node.
class QCONDUCTOR_INSPECTOR_AUTOTEST_EXPORT GraphLayout
{
public:
    using Link = LayeredGraph::Link;

    // What a picture's measures are, in pixels.
    static constexpr qreal nodeHeight = 40;
    static constexpr qreal nodeDistance = 14;
    static constexpr qreal lineDistance = 9;
    static constexpr qreal columnDistance = 84;
    static constexpr qreal margin = 20;

    GraphLayout() = default;
    // By the layer of each node, or -1, and its width.
    GraphLayout(const QList<int> &layers, const QList<Link> &links, const QList<qreal> &widths);

    QSizeF size() const { return m_size; }
    QRectF node(int number) const { return m_nodes.at(number); }
    int columnOf(int node) const { return m_columnOf.at(node); }
    const QList<QList<int>> &columns() const { return m_columns; } // the nodes of each, from top to bottom
    const QList<QPainterPath> &lines() const { return m_lines; }
    const QList<int> &linesOf(int link) const { return m_routes.at(link); } // from left to right
    bool isReversed(int link) const { return m_isReversed.at(link); }       // its dependent stands on the left
    // Where the arrow of a link ends, and whether it points to the right.
    QPointF tip(int link) const { return m_tips.at(link); }
    bool isTipToTheRight(int link) const { return m_isTipToTheRight.at(link); }

private:
    void placeColumns(const LayeredGraph &graph, const QList<qreal> &widths);
    QPointF leftOf(int column, qreal y) const;
    QPointF rightOf(int column, qreal y) const;
    // By the height of each vertex.
    void drawSegments(const LayeredGraph &graph, const std::vector<qreal> &y);
    void drawLoops(const LayeredGraph &graph, const std::vector<qreal> &y);
    void findTips(const LayeredGraph &graph, const std::vector<qreal> &y, const QList<Link> &links);

    QSizeF m_size;
    QList<QRectF> m_nodes;
    QList<int> m_columnOf;
    QList<QList<int>> m_columns;
    QList<qreal> m_lefts; // of the columns
    QList<qreal> m_widths;
    QList<QPainterPath> m_lines;
    QList<QList<int>> m_routes;
    QList<bool> m_isReversed;
    QList<QPointF> m_tips;
    QList<bool> m_isTipToTheRight;
};

} // namespace QConductor

#endif
