// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graph/schedule_p.h"

#include <algorithm>

namespace QConductor {

Schedule::Schedule(const DependencyGraph &graph)
    : m_graph(&graph),
      m_hasSoft(graph.hasSoft()),
      m_nodes(std::size_t(graph.size()), 0),
      m_awaited(graph.hasSoft() ? std::size_t(graph.size()) : 0, 0),
      m_calls(m_awaited),
      m_risers(graph.size()),
      m_sinkers(graph.size())
{ }

void Schedule::placeUp(int node)
{
    m_nodes[node] = unsigned(Position::Up) | WantedUp;
    ++m_up;
}

void Schedule::placeRising(int node)
{
    m_nodes[node] = unsigned(Position::Rising) | WantedUp;
}

void Schedule::want(int node, bool isUp)
{
    unsigned &word = m_nodes[node];
    if (bool(word & WantedUp) == isUp)
        return;
    forgetWaits(node);
    m_toRise -= isToRise(word);
    m_toSink -= isToSink(word);
    word = (word ^ WantedUp) & ~unsigned(Admitted | Sorted | Resting);
    m_toRise += isToRise(word);
    m_toSink += isToSink(word);
    if (Q_UNLIKELY(m_hasSoft))
        offerSoftNeighbours(node);
}

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
    std::fill(m_nodes.begin(), m_nodes.end(), from ^ WantedUp);
    m_toRise = isUp ? size() : 0;
    m_toSink = isUp ? 0 : size();
}

void Schedule::admitPlaces(int begin, int end, bool isBackwards)
{
    m_place = begin;
    m_placeEnd = end;
    m_isBackwards = isBackwards;
    for (int place = begin; place < end; ++place)
        m_nodes[m_graph->byLayer(place)] |= Admitted;
}

void Schedule::admitAll()
{
    const bool isRising = isAllToRise();
    for (int node = 0; node < size(); ++node) {
        const int waits = isRising ? m_graph->dependencies(node).size() : m_graph->dependents(node).size();
        m_nodes[node] = (m_nodes[node] | Admitted | Sorted) + unsigned(waits) * OneWait;
        m_waiting += waits > 0;
        if (waits == 0)
            offer(node);
    }
}

bool Schedule::isUniform() const
{
    const unsigned first = m_nodes.empty() ? 0 : m_nodes.front();
    return !(first & ~unsigned(PositionMask | WantedUp))
           && std::all_of(m_nodes.begin(), m_nodes.end(), [first](unsigned word) { return word == first; });
}

void Schedule::renew(int node)
{
    if (position(node) == Position::Rising) {
        m_nodes[node] |= Renewed;
    } else if (position(node) == Position::Up) {
        forgetWaits(node);
        m_toSink -= isToSink(node);
        leaveUp(node);
        arriveStale(node);
    }
}

void Schedule::keep(int node)
{
    if (position(node) != Position::Stale)
        return;
    forgetWaits(node);
    --m_toSink;
    m_nodes[node] &= ~unsigned(Admitted | Sorted);
    arriveUp(node); // which offers its soft neighbours
}

void Schedule::rest(int node)
{
    m_nodes[node] |= Resting;
}

void Schedule::wake(int node)
{
    m_nodes[node] &= ~unsigned(Resting);
    offer(node);
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
    m_nodes[node] = unsigned(Position::Stale) | (m_nodes[node] & (WantedUp | Admitted | Sorted | Resting));
    ++m_toSink;
    offerOrCountWaits(node);
    if (Q_UNLIKELY(m_hasSoft))
        offerSoftNeighbours(node);
}

void Schedule::arriveUnwanted(int node)
{
    if (m_nodes[node] & Renewed)
        return arriveStale(node);
    m_nodes[node] = unsigned(Position::Up) | (m_nodes[node] & (Admitted | Sorted));
    ++m_up;
    ++m_toSink;
    offerOrCountWaits(node);
    countDownDependents(node);
    if (Q_UNLIKELY(m_hasSoft))
        offerSoftNeighbours(node);
}

bool Schedule::isToWaitFor(int node, const DependencyGraph::SoftEdge &edge) const
{
    const bool isComing = edge.isOrdering && isWantedUp(edge.node) && position(edge.node) != Position::Up;
    return isComing && m_calls[std::size_t(edge.node)] == m_calls[std::size_t(node)];
}

bool Schedule::isToWaitFor(int, const DependencyGraph::SoftDependent &dependent) const
{
    const Position at = position(dependent.node);
    const bool isToGoDown = isToSink(dependent.node) || at == Position::Sinking
                            || (at == Position::Rising && isUnwanted(dependent.node));
    return dependent.isOrdering && isToGoDown;
}

template <class Range> bool Schedule::isWaitingForAny(int node, const Range &neighbours)
{
    int &first = m_awaited[std::size_t(node)];
    const int count = neighbours.size();
    for (int i = 0; i < count; ++i) {
        const int place = (first + i) % count;
        if (isToWaitFor(node, neighbours.first[place])) {
            first = place;
            return true;
        }
    }
    return false;
}

// Returns whether a soft edge makes a node that is to move wait for its neighbour.
bool Schedule::isWaitingForSoft(int node)
{
    if (isToRise(node))
        return isWaitingForAny(node, m_graph->softDependencies(node));
    return isToSink(node) && isWaitingForAny(node, m_graph->softDependents(node));
}

// What may wait for this node, which has changed, may move now.
void Schedule::offerSoftNeighbours(int node)
{
    for (const auto &dependent : m_graph->softDependents(node))
        offer(dependent.node);
    for (const auto &edge : m_graph->softDependencies(node))
        offer(edge.node);
}

// What is to rise waits for this node from now on.
void Schedule::addWaitsForUp(int node)
{
    for (int dependent : m_graph->dependents(node)) {
        unsigned &word = m_nodes[dependent];
        if (!isToRise(word) || !(word & Admitted))
            continue;
        m_waiting += word < OneWait;
        word += OneWait;
    }
}

// Counts what a node waits for, which is one other at least.
void Schedule::countWaits(int node)
{
    unsigned waits = 0;
    if (isToRise(node) && m_up == 0) {
        waits = unsigned(m_graph->dependencies(node).size());
    } else if (isToRise(node)) {
        for (const auto &edge : m_graph->dependencies(node))
            waits += position(edge.node) != Position::Up;
    } else if (isAllUp()) {
        waits = unsigned(m_graph->dependents(node).size());
    } else {
        for (int dependent : m_graph->dependents(node))
            waits += position(dependent) != Position::Down;
    }
    m_nodes[node] += waits * OneWait;
    ++m_waiting;
}

void Schedule::countDownDependents(int node)
{
    for (int dependent : m_graph->dependents(node)) {
        if ((m_nodes[dependent] & (PositionMask | WantedUp | Admitted))
            == (unsigned(Position::Down) | WantedUp | Admitted))
            countDown(dependent);
    }
}

void Schedule::countDownDependencies(int node)
{
    for (const auto &edge : m_graph->dependencies(node)) {
        if (isToSink(edge.node) && (m_nodes[edge.node] & Admitted))
            countDown(edge.node);
    }
}

} // namespace QConductor
