// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "layeredgraph.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace QConductor {

namespace {

using Link = LayeredGraph::Link;

// Numbers the columns of a graph so that each ordering link leads to the right. On a cycle, the node with the smallest number
// is placed first, as if the links to it were not there.
class Ranking
{
public:
    Ranking(int nodeCount, const QList<Link> &links)
        : m_rank(std::size_t(nodeCount), 0),
          m_isPlaced(std::size_t(nodeCount), false),
          m_waits(std::size_t(nodeCount), 0),
          m_dependents(std::size_t(nodeCount))
    {
        for (const Link &link : links) {
            if (!link.isOrdering || link.from == link.to)
                continue;
            m_dependents[std::size_t(link.from)].push_back(link.to);
            ++m_waits[std::size_t(link.to)];
        }
    }

    std::vector<int> ranks()
    {
        for (int node = 0; node < int(m_rank.size()); ++node) {
            if (m_waits[std::size_t(node)] == 0)
                m_ready.insert(node);
        }
        for (int next = 0; next < int(m_rank.size());) {
            if (!m_ready.empty())
                place(*m_ready.begin());
            else if (m_isPlaced[std::size_t(next)])
                ++next;
            else
                place(next); // closes a cycle
        }
        return m_rank;
    }

private:
    void place(int node)
    {
        m_ready.erase(node);
        m_isPlaced[std::size_t(node)] = true;
        for (int dependent : m_dependents[std::size_t(node)]) {
            const auto index = std::size_t(dependent);
            if (m_isPlaced[index])
                continue;
            m_rank[index] = std::max(m_rank[index], m_rank[std::size_t(node)] + 1);
            if (--m_waits[index] == 0)
                m_ready.insert(dependent);
        }
    }

    std::vector<int> m_rank;
    std::vector<bool> m_isPlaced;
    std::vector<int> m_waits; // number of the links that lead to each node from one that isn't placed yet
    std::vector<std::vector<int>> m_dependents;
    std::set<int> m_ready;
};

} // namespace

LayeredGraph::LayeredGraph(const QList<int> &layers, const QList<Link> &links)
    : m_nodeCount(int(layers.size())),
      m_isReversed(std::size_t(links.size()), false)
{
    placeNodes(layers, links);
    route(links);
    fillColumns();
}

// A conductor knows the layers of all nodes of a graph that it has resolved. Nodes that came later have none.
void LayeredGraph::placeNodes(const QList<int> &layers, const QList<Link> &links)
{
    m_columnOf = Ranking(m_nodeCount, links).ranks();
    for (int node = 0; node < m_nodeCount; ++node) {
        if (layers.at(node) >= 0)
            m_columnOf[std::size_t(node)] = layers.at(node);
    }
}

// Finds the segments of links, and adds those that no other link has.
class LayeredGraph::Router
{
public:
    explicit Router(LayeredGraph &graph) : m_graph(graph) { }

    std::vector<int> routeOf(int left, int right, bool isReversed)
    {
        std::vector<int> route;
        int vertex = left;
        for (int column = m_graph.columnOf(left) + 1; column < m_graph.columnOf(right); ++column) {
            const int bend = bendOf(left, isReversed, column);
            route.push_back(numberOf({ vertex, bend }));
            vertex = bend;
        }
        route.push_back(numberOf({ vertex, right }));
        return route;
    }

private:
    int bendOf(int left, bool isReversed, int column)
    {
        const auto [bend, isNew] = m_bends.emplace(std::make_tuple(left, isReversed, column), m_graph.vertexCount());
        if (isNew)
            m_graph.m_columnOf.push_back(column);
        return bend->second;
    }
    int numberOf(Segment segment)
    {
        const auto [at, isNew] = m_numbers.emplace(segment, int(m_graph.m_segments.size()));
        if (isNew)
            m_graph.m_segments.push_back(segment);
        return at->second;
    }

    LayeredGraph &m_graph;
    std::map<std::tuple<int, bool, int>, int> m_bends; // by the node on the left, the direction and the column
    std::map<Segment, int> m_numbers;
};

void LayeredGraph::route(const QList<Link> &links)
{
    Router router(*this);
    std::vector<std::pair<int, int>> looping; // the number of a link, and that of its loop
    for (int i = 0; i < int(links.size()); ++i) {
        int left = links.at(i).from;
        int right = links.at(i).to;
        const bool isReversed = columnOf(left) > columnOf(right);
        m_isReversed[std::size_t(i)] = isReversed;
        if (isReversed)
            std::swap(left, right);
        auto &route = m_routes.emplace_back();
        if (columnOf(left) == columnOf(right)) {
            looping.emplace_back(i, int(m_loops.size()));
            m_loops.emplace_back(left, right);
        } else {
            route = router.routeOf(left, right, isReversed);
        }
    }
    for (const auto &[link, loop] : looping)
        m_routes[std::size_t(link)].push_back(int(m_segments.size()) + loop);
}

void LayeredGraph::fillColumns()
{
    for (int vertex = 0; vertex < vertexCount(); ++vertex) {
        const auto column = std::size_t(columnOf(vertex));
        if (columns.size() <= column)
            columns.resize(column + 1);
        columns[column].push_back(vertex);
    }
    m_left.resize(std::size_t(vertexCount()));
    m_right.resize(std::size_t(vertexCount()));
    for (const auto &[left, right] : m_segments) {
        m_right[std::size_t(left)].push_back(right);
        m_left[std::size_t(right)].push_back(left);
    }
}

} // namespace QConductor
