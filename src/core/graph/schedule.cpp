// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graph/schedule_p.h"

#include <algorithm>

namespace QConductor {

Schedule::Schedule(const DependencyGraph &graph)
    : m_graph(&graph),
      m_nodes(std::size_t(graph.size()), 0),
      m_risers(graph.size()),
      m_sinkers(graph.size())
{ }

void Schedule::placeUp(int node)
{
    m_nodes[node] = unsigned(Position::Up) | WantedUp;
    ++m_up;
}

void Schedule::want(int node, bool isUp)
{
    unsigned &word = m_nodes[node];
    if (bool(word & WantedUp) == isUp)
        return;
    m_toRise -= isToRise(word);
    m_toSink -= isToSink(word);
    word = (word ^ WantedUp) & ~unsigned(Admitted | Sorted);
    m_toRise += isToRise(word);
    m_toSink += isToSink(word);
    countWaits(node);
}

// When all nodes are down, or all are up, each waits for all its neighbours.
void Schedule::wantAll(bool isUp)
{
    const auto from = unsigned(isUp ? Position::Down : Position::Up) | (isUp ? 0 : unsigned(WantedUp));
    const bool isUniform = std::all_of(m_nodes.begin(), m_nodes.end(),
                                       [from](unsigned word) { return (word & (PositionMask | WantedUp)) == from; });
    if (!isUniform) {
        for (int node = 0; node < size(); ++node)
            want(node, isUp);
        return;
    }
    for (int node = 0; node < size(); ++node) {
        const int neighbours = isUp ? m_graph->dependencies(node).size() : m_graph->dependents(node).size();
        m_nodes[node] = (from ^ WantedUp) + unsigned(neighbours) * OneWait;
    }
    m_toRise = isUp ? size() : 0;
    m_toSink = isUp ? 0 : size();
}

void Schedule::renew(int node)
{
    if (position(node) == Position::Rising) {
        m_nodes[node] |= Renewed;
    } else if (position(node) == Position::Up) {
        m_toSink -= isToSink(node);
        leaveUp(node);
        arriveStale(node);
    }
}

void Schedule::keep(int node)
{
    if (position(node) != Position::Stale)
        return;
    --m_toSink;
    m_nodes[node] &= ~unsigned(Admitted | Sorted);
    arriveUp(node);
}

void Schedule::fall(int node)
{
    want(node, false);
    if (!isToSink(node))
        return;
    forgetWaits(node);
    --m_toSink;
    leaveUp(node);
    arriveDown(node);
}

void Schedule::arriveStale(int node)
{
    m_nodes[node] = unsigned(Position::Stale) | (m_nodes[node] & (WantedUp | Admitted | Sorted));
    ++m_toSink;
    countWaits(node);
}

void Schedule::arriveUnwanted(int node)
{
    if (m_nodes[node] & Renewed)
        return arriveStale(node);
    m_nodes[node] = unsigned(Position::Up) | (m_nodes[node] & (Admitted | Sorted));
    ++m_up;
    ++m_toSink;
    countWaits(node);
    countDownDependents(node);
}

// What is to rise waits for this node from now on.
void Schedule::addWaitsForUp(int node)
{
    for (int dependent : m_graph->dependents(node))
        m_nodes[dependent] += isToRise(dependent) ? unsigned(OneWait) : 0;
}

// Counts what a node waits for that is to move from now on.
void Schedule::countWaits(int node)
{
    unsigned waits = 0;
    if (isToRise(node) && m_up == 0) {
        waits = unsigned(m_graph->dependencies(node).size());
    } else if (isToRise(node)) {
        for (const auto &edge : m_graph->dependencies(node))
            waits += position(edge.node) != Position::Up;
    } else if (isToSink(node)) {
        for (int dependent : m_graph->dependents(node))
            waits += position(dependent) != Position::Down;
    } else {
        return;
    }
    m_nodes[node] = (m_nodes[node] & (OneWait - 1)) + waits * OneWait;
    offer(node);
}

} // namespace QConductor
