// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graph/arrangement_p.h"

#include <algorithm>
#include <utility>

namespace QConductor {

Arrangement::Arrangement(DependencyGraph graph, std::vector<std::vector<SoftEdge>> soft,
                         std::vector<std::vector<Neighbour>> ways, std::vector<int> roots)
    : m_graph(std::move(graph)),
      m_soft(std::move(soft)),
      m_ways(std::move(ways)),
      m_roots(std::move(roots)),
      m_visits(std::size_t(m_graph.size())),
      m_numbers(std::size_t(m_graph.size()), -1),
      m_isEntered(std::size_t(m_graph.size()), false)
{
    for (int node = 0; node < m_graph.size(); ++node)
        m_roots.push_back(node); // what no root leads to comes last
    for (const auto &edges : m_soft) {
        if (std::any_of(edges.begin(), edges.end(), [](const SoftEdge &edge) { return edge.isRequired; }))
            m_search = Search::ForRequired;
    }
}

bool Arrangement::advance(int steps)
{
    for (; steps > 0; --steps) {
        if (m_search != Search::Done) {
            if (stepToCycles())
                endCycles();
        } else if (stepToPlace()) {
            return true;
        }
    }
    return false;
}

// Returns whether the edge can lie on one of the cycles that are being found.
bool Arrangement::counts(int node, const Neighbour &way) const
{
    return m_search == Search::ForOrdering || way.soft < 0 || m_soft[node][way.soft].isRequired;
}

// What lies on a cycle of edges that are to be required is required no longer, and the cycles of all edges are found then.
void Arrangement::endCycles()
{
    if (m_search == Search::ForOrdering) {
        m_search = Search::Done;
        return;
    }
    for (int node = 0; node < m_graph.size(); ++node) {
        for (SoftEdge &edge : m_soft[node]) {
            if (m_visits[edge.node].cycle == m_visits[node].cycle)
                edge.isRequired = false;
        }
    }
    m_visits.assign(m_visits.size(), Visit());
    m_indices = m_cycles = 0;
    m_search = Search::ForOrdering;
}

// Takes a step of Tarjan's search for strongly connected components. Returns whether all are known.
bool Arrangement::stepToCycles()
{
    if (m_frames.empty()) {
        while (m_start < m_graph.size() && m_visits[m_start].index >= 0)
            ++m_start;
        if (m_start == m_graph.size()) {
            m_start = 0;
            return true;
        }
        m_frames.push_back({ m_start, 0 });
    }
    const auto [node, next] = m_frames.back();
    Visit &visit = m_visits[node];
    if (visit.index < 0) {
        visit.index = visit.low = m_indices++;
        m_open.push_back(node);
    }
    if (next == m_ways[node].size()) {
        leave(node);
        return false;
    }
    ++m_frames.back().next;
    if (!counts(node, m_ways[node][next]))
        return false;
    const int other = m_ways[node][next].node;
    if (m_visits[other].index < 0)
        m_frames.push_back({ other, 0 });
    else if (m_visits[other].cycle < 0)
        visit.low = std::min(visit.low, m_visits[other].index);
    return false;
}

void Arrangement::leave(int node)
{
    m_frames.pop_back();
    const Visit &visit = m_visits[node];
    if (!m_frames.empty()) {
        Visit &parent = m_visits[m_frames.back().node];
        parent.low = std::min(parent.low, visit.low);
    }
    if (visit.low < visit.index)
        return;
    for (int member = -1; member != node;) {
        member = m_open.back();
        m_open.pop_back();
        m_visits[member].cycle = m_cycles;
    }
    ++m_cycles;
}

// Takes a step of the search that numbers the nodes. Returns whether all have a number.
bool Arrangement::stepToPlace()
{
    if (m_frames.empty()) {
        while (m_start < int(m_roots.size()) && m_isEntered[m_roots[m_start]])
            ++m_start;
        if (m_start == int(m_roots.size())) {
            finish();
            return true;
        }
        m_frames.push_back({ m_roots[m_start], 0 });
        m_isEntered[m_roots[m_start]] = true;
    }
    const auto [node, next] = m_frames.back();
    if (next == m_ways[node].size()) {
        m_frames.pop_back();
        place(node);
        return false;
    }
    ++m_frames.back().next;
    const int other = m_ways[node][next].node;
    const int soft = m_ways[node][next].soft;
    const bool isOrdering = soft < 0 || m_soft[node][soft].isRequired || m_visits[other].cycle != m_visits[node].cycle;
    if (soft >= 0)
        m_soft[node][soft].isOrdering = isOrdering;
    if (isOrdering && !m_isEntered[other]) {
        m_isEntered[other] = true;
        m_frames.push_back({ other, 0 });
    }
    return false;
}

// All that orders the node has been placed.
void Arrangement::place(int node)
{
    m_numbers[node] = m_result.size();
    m_order.push_back(node);
    Component *component = m_graph.component(node);
    if (!component) {
        m_result.addMissing();
        return;
    }
    std::vector<DependencyGraph::Edge> edges;
    for (DependencyGraph::Edge edge : m_graph.dependencies(node)) {
        edge.node = m_numbers[edge.node];
        edges.push_back(edge);
    }
    for (const Neighbour &way : m_ways[node]) {
        const SoftEdge *edge = way.soft < 0 ? nullptr : &m_soft[node][way.soft];
        if (edge && edge->isRequired)
            edges.push_back({ m_numbers[edge->node], way.property, edge->isInjected });
    }
    int layer = 0;
    for (const SoftEdge &edge : m_soft[node]) {
        if (edge.isOrdering && !edge.isRequired)
            layer = std::max(layer, m_result.layer(m_numbers[edge.node]) + 1);
    }
    const int number = m_result.add(component, edges, 0, layer);
    if (m_graph.hasInjected(node))
        m_result.setHasInjected(number);
}

void Arrangement::finish()
{
    std::vector<std::vector<SoftEdge>> soft;
    for (int node : m_order) {
        std::vector<SoftEdge> edges = std::move(m_soft[node]);
        edges.erase(std::remove_if(edges.begin(), edges.end(), [](const SoftEdge &edge) { return edge.isRequired; }),
                    edges.end());
        for (SoftEdge &edge : edges)
            edge.node = m_numbers[edge.node];
        std::sort(edges.begin(), edges.end(), [](const SoftEdge &first, const SoftEdge &second) {
            return std::pair(int(first.property), first.node) < std::pair(int(second.property), second.node);
        });
        soft.push_back(std::move(edges));
    }
    m_result.setSoft(soft);
}

} // namespace QConductor
