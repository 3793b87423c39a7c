// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "columnorder.h"

#include <algorithm>

namespace QConductor {

namespace {

constexpr int mostSweeps = 24;
constexpr int mostForExchange = 4000; // vertices of a graph in which neighbours are exchanged too

} // namespace

ColumnOrder::ColumnOrder(LayeredGraph &graph) : m_graph(graph), m_position(std::size_t(graph.vertexCount()))
{
    number();
}

void ColumnOrder::number()
{
    for (const auto &column : m_graph.columns) {
        for (std::size_t i = 0; i < column.size(); ++i)
            m_position[std::size_t(column[i])] = int(i);
    }
}

// A sweep may make it worse, and a later one better than before, so the best order is kept.
void ColumnOrder::improve()
{
    auto best = m_graph.columns;
    qint64 least = crossings();
    for (int i = 0; i < mostSweeps && least > 0; ++i) {
        sweep(i % 2 == 0);
        if (m_graph.vertexCount() <= mostForExchange)
            exchangeNeighbours();
        const qint64 count = crossings();
        if (count >= least)
            continue;
        least = count;
        best = m_graph.columns;
    }
    m_graph.columns = best;
    number();
}

void ColumnOrder::sweep(bool isToTheRight)
{
    auto &columns = m_graph.columns;
    for (std::size_t i = 1; i < columns.size(); ++i)
        sortByMedian(columns[isToTheRight ? i : columns.size() - 1 - i], isToTheRight);
}

// A vertex without a neighbour on that side keeps its place.
void ColumnOrder::sortByMedian(std::vector<int> &column, bool isLeft)
{
    std::vector<std::pair<double, int>> movable;
    for (int vertex : column) {
        std::vector<int> places;
        for (int neighbour : m_graph.neighbours(vertex, isLeft))
            places.push_back(m_position[std::size_t(neighbour)]);
        if (places.empty())
            continue;
        std::sort(places.begin(), places.end());
        const std::size_t middle = places.size() / 2;
        const double median = places.size() % 2 ? places[middle] : (places[middle - 1] + places[middle]) / 2.0;
        movable.emplace_back(median, vertex);
    }
    std::stable_sort(movable.begin(), movable.end(),
                     [](const auto &one, const auto &other) { return one.first < other.first; });
    auto next = movable.begin();
    for (int &vertex : column) {
        if (!m_graph.neighbours(vertex, isLeft).empty())
            vertex = (next++)->second;
    }
    for (std::size_t i = 0; i < column.size(); ++i)
        m_position[std::size_t(column[i])] = int(i);
}

// Exchanges two vertices that follow each other where that takes away crossings. Returns whether any were exchanged.
bool ColumnOrder::exchangeNeighbours()
{
    bool hasChanged = false;
    for (auto &column : m_graph.columns) {
        for (std::size_t i = 1; i < column.size(); ++i) {
            const int upper = column[i - 1];
            const int lower = column[i];
            const qint64 now = crossingsOf(upper, lower, true) + crossingsOf(upper, lower, false);
            if (now == 0 || crossingsOf(lower, upper, true) + crossingsOf(lower, upper, false) >= now)
                continue;
            std::swap(column[i - 1], column[i]);
            std::swap(m_position[std::size_t(upper)], m_position[std::size_t(lower)]);
            hasChanged = true;
        }
    }
    return hasChanged;
}

qint64 ColumnOrder::crossingsOf(int upper, int lower, bool isLeft) const
{
    const auto placesOf = [&](int vertex) {
        std::vector<int> places;
        for (int neighbour : m_graph.neighbours(vertex, isLeft))
            places.push_back(m_position[std::size_t(neighbour)]);
        std::sort(places.begin(), places.end());
        return places;
    };
    const std::vector<int> above = placesOf(upper);
    const std::vector<int> below = placesOf(lower);
    qint64 count = 0;
    for (int place : above)
        count += std::lower_bound(below.begin(), below.end(), place) - below.begin();
    return count;
}

qint64 ColumnOrder::crossings() const
{
    qint64 count = 0;
    for (const auto &column : m_graph.columns)
        count += crossingsRightOf(column);
    return count;
}

// Goes through the lines from top to bottom, and counts for each how many of the earlier ones end below it. The tree is a
// Fenwick tree, so this takes n log n.
qint64 ColumnOrder::crossingsRightOf(const std::vector<int> &column) const
{
    std::vector<int> ends;
    for (int vertex : column) {
        std::vector<int> places;
        for (int neighbour : m_graph.neighbours(vertex, false))
            places.push_back(m_position[std::size_t(neighbour)]);
        std::sort(places.begin(), places.end());
        ends.insert(ends.end(), places.begin(), places.end());
    }
    if (ends.empty())
        return 0;
    std::vector<qint64> tree(std::size_t(*std::max_element(ends.begin(), ends.end())) + 2, 0);
    qint64 count = 0;
    for (std::size_t done = 0; done < ends.size(); ++done) {
        qint64 notBelow = 0;
        for (std::size_t i = std::size_t(ends[done]) + 1; i > 0; i -= i & -i)
            notBelow += tree[i];
        count += qint64(done) - notBelow;
        for (std::size_t i = std::size_t(ends[done]) + 1; i < tree.size(); i += i & -i)
            ++tree[i];
    }
    return count;
}

} // namespace QConductor
