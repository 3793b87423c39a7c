// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graphlayout.h"

#include "columnorder.h"

#include <algorithm>
#include <cmath>

namespace QConductor {

namespace {

constexpr int alignments = 12;  // how often the columns are aligned with their neighbours
constexpr qreal bendWeight = 6; // so that long lines are straight

// Places the vertices of each column from top to bottom, near to their neighbours.
class Alignment
{
public:
    explicit Alignment(const LayeredGraph &graph) : m_graph(graph), m_y(std::size_t(graph.vertexCount()), 0) { }

    std::vector<qreal> centers()
    {
        for (const auto &column : m_graph.columns) // from the top, without gaps
            place(column, std::vector<qreal>(column.size(), 0), std::vector<qreal>(column.size(), 1));
        for (int i = 0; i < alignments; ++i) {
            const std::size_t count = m_graph.columns.size();
            for (std::size_t column = 0; column < count; ++column)
                align(m_graph.columns[i % 2 == 0 ? column : count - 1 - column], i % 2 == 0, i >= alignments - 2);
        }
        return m_y;
    }

private:
    struct Block // of vertices that touch each other
    {
        qreal sum;
        qreal weight;
        std::size_t count;
        qreal mean() const { return sum / weight; }
        void take(const Block &other)
        {
            sum += other.sum;
            weight += other.weight;
            count += other.count;
        }
    };

    qreal distance(int upper, int lower) const
    {
        const auto half = [&](int vertex) { return m_graph.isBend(vertex) ? 0 : GraphLayout::nodeHeight / 2; };
        const bool isNodeBesideNode = !m_graph.isBend(upper) && !m_graph.isBend(lower);
        return half(upper) + half(lower) + (isNodeBesideNode ? GraphLayout::nodeDistance : GraphLayout::lineDistance);
    }

    void align(const std::vector<int> &column, bool isLeft, bool isOnBothSides)
    {
        std::vector<qreal> wishes;
        std::vector<qreal> weights;
        for (int vertex : column) {
            qreal sum = 0;
            qreal weight = 0;
            const auto add = [&](bool isOnTheLeft) {
                for (int neighbour : m_graph.neighbours(vertex, isOnTheLeft)) {
                    const bool isLong = m_graph.isBend(vertex) || m_graph.isBend(neighbour);
                    sum += (isLong ? bendWeight : 1) * m_y[std::size_t(neighbour)];
                    weight += isLong ? bendWeight : 1;
                }
            };
            add(isLeft);
            if (isOnBothSides)
                add(!isLeft);
            wishes.push_back(weight > 0 ? sum / weight : m_y[std::size_t(vertex)]);
            weights.push_back(weight > 0 ? weight : 0.1);
        }
        place(column, wishes, weights);
    }

    // Of all places in this order and with these distances, finds those with the least squares of the differences from what is
    // wished, by the method of pooling adjacent violators (M. Ayer et al., 1955).
    void place(const std::vector<int> &column, const std::vector<qreal> &wishes, const std::vector<qreal> &weights)
    {
        std::vector<Block> blocks;
        std::vector<qreal> offsets;
        for (std::size_t i = 0; i < column.size(); ++i) {
            offsets.push_back(i == 0 ? 0 : offsets.back() + distance(column[i - 1], column[i]));
            blocks.push_back({ (wishes[i] - offsets[i]) * weights[i], weights[i], 1 });
            while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() >= blocks.back().mean()) {
                const Block last = blocks.back();
                blocks.pop_back();
                blocks.back().take(last);
            }
        }
        std::size_t at = 0;
        for (const Block &block : blocks) {
            for (std::size_t i = 0; i < block.count; ++i, ++at)
                m_y[std::size_t(column[at])] = block.mean() + offsets[at];
        }
    }

    const LayeredGraph &m_graph;
    std::vector<qreal> m_y; // of the center of each vertex
};

} // namespace

GraphLayout::GraphLayout(const QList<int> &layers, const QList<Link> &links, const QList<qreal> &widths)
{
    LayeredGraph graph(layers, links);
    ColumnOrder(graph).improve();
    std::vector<qreal> y = Alignment(graph).centers();
    const qreal top = y.empty() ? 0 : *std::min_element(y.begin(), y.end());
    for (qreal &center : y)
        center = std::round(center - top + margin + nodeHeight / 2);
    placeColumns(graph, widths);
    const qreal bottom = y.empty() ? 0 : *std::max_element(y.begin(), y.end()) + nodeHeight / 2;
    const qreal right = m_lefts.isEmpty() ? 0 : m_lefts.last() + m_widths.last();
    m_size = { right + (graph.loops().empty() ? 0 : columnDistance / 2) + margin, bottom + margin };
    for (int i = 0; i < graph.nodeCount(); ++i) {
        const int column = graph.columnOf(i);
        m_nodes += QRectF(m_lefts.at(column), y[std::size_t(i)] - nodeHeight / 2, m_widths.at(column), nodeHeight);
        m_columnOf += column;
    }
    drawSegments(graph, y);
    drawLoops(graph, y);
    findTips(graph, y, links);
}

void GraphLayout::placeColumns(const LayeredGraph &graph, const QList<qreal> &widths)
{
    qreal left = margin;
    for (const auto &column : graph.columns) {
        qreal width = 0;
        QList<int> nodes;
        for (int vertex : column) {
            if (graph.isBend(vertex))
                continue;
            width = std::max(width, widths.at(vertex));
            nodes += vertex;
        }
        m_columns += nodes;
        m_lefts += left;
        m_widths += width;
        left += width + columnDistance;
    }
}

QPointF GraphLayout::leftOf(int column, qreal y) const
{
    return { m_lefts.at(column), y };
}

QPointF GraphLayout::rightOf(int column, qreal y) const
{
    return { m_lefts.at(column) + m_widths.at(column), y };
}

// A line to a bend goes on straight through its column.
void GraphLayout::drawSegments(const LayeredGraph &graph, const std::vector<qreal> &y)
{
    for (const auto &[left, right] : graph.segments()) {
        const QPointF begin = rightOf(graph.columnOf(left), y[std::size_t(left)]);
        const QPointF end = leftOf(graph.columnOf(right), y[std::size_t(right)]);
        const qreal middle = (begin.x() + end.x()) / 2;
        QPainterPath line(begin);
        line.cubicTo({ middle, begin.y() }, { middle, end.y() }, end);
        if (graph.isBend(right))
            line.lineTo(rightOf(graph.columnOf(right), end.y()));
        m_lines += line;
    }
}

// A line within a column is drawn on its right side.
void GraphLayout::drawLoops(const LayeredGraph &graph, const std::vector<qreal> &y)
{
    for (const auto &[from, to] : graph.loops()) {
        const QPointF shift(0, from == to ? nodeHeight / 4 : 0);
        const QPointF begin = rightOf(graph.columnOf(from), y[std::size_t(from)]) - shift;
        const QPointF end = rightOf(graph.columnOf(to), y[std::size_t(to)]) + shift;
        QPainterPath line(begin);
        line.cubicTo(begin + QPointF(columnDistance / 2, 0), end + QPointF(columnDistance / 2, 0), end);
        m_lines += line;
    }
}

void GraphLayout::findTips(const LayeredGraph &graph, const std::vector<qreal> &y, const QList<Link> &links)
{
    for (int i = 0; i < int(links.size()); ++i) {
        const auto &route = graph.routes()[std::size_t(i)];
        m_routes += QList<int>(route.begin(), route.end());
        m_isReversed += graph.isReversed(i);
        const bool isLoop = route.front() >= int(graph.segments().size());
        m_isTipToTheRight += !isLoop && !graph.isReversed(i);
        const int column = graph.columnOf(links.at(i).to);
        const qreal height = y[std::size_t(links.at(i).to)];
        m_tips += isLoop                ? m_lines.at(route.front()).currentPosition()
                  : graph.isReversed(i) ? rightOf(column, height)
                                        : leftOf(column, height);
    }
}

} // namespace QConductor
