// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_GRAPH_SCHEDULE_P_H
#define QCONDUCTOR_GRAPH_SCHEDULE_P_H

#include "graph/dependencygraph_p.h"
#include "graph/nodeset_p.h"

namespace QConductor {

// Says which nodes of a graph may move. Each node has a position and is wanted up or down. One that is down and wanted up may
// rise when all its dependencies are up. One that is up and wanted down may sink when all its dependents are down. It does
// so only when it was admitted, which counts for one move: in this way, a caller decides in which order layers move.
//
// A soft edge that orders is waited for only while both nodes move: a node that may rise otherwise waits for a dependency that is
// on its way up by the same call, and one that may sink waits for a dependent that is on its way down. Such a wait isn't counted: a node that
// has to wait is passed over, and is offered again whenever a neighbour has changed.
//
// The caller keeps two things true, of required edges: what a node that is wanted up depends on is wanted up, and so what depends on a node that
// is wanted down is wanted down.
class QCONDUCTOR_AUTOTEST_EXPORT Schedule
{
public:
    // A node that is stale is up, but has to go down first if it is wanted up.
    enum class Position { Down, Rising, Up, Stale, Sinking };

    Schedule() = default;
    explicit Schedule(const DependencyGraph &graph); // every node is down, and wanted down

    int size() const { return int(m_nodes.size()); }
    bool hasSoft() const { return m_hasSoft; } // the graph has soft edges
    Position position(int node) const { return Position(m_nodes[node] & PositionMask); }
    bool isAllUp() const { return m_up == size(); }
    bool isNoneUp() const { return m_up == 0; }
    bool isAllToRise() const { return m_toRise == size(); }
    bool isAllToSink() const { return m_toSink == size(); }
    bool isWantedUp(int node) const { return m_nodes[node] & WantedUp; }
    bool isUnwanted(int node) const { return (m_nodes[node] & (WantedUp | Renewed)) != WantedUp; } // while it rises
    bool isResting(int node) const { return m_nodes[node] & Resting; }
    bool isToRise(int node) const { return isToRise(m_nodes[node]); }
    bool isToSink(int node) const { return isToSink(m_nodes[node]); }

    void placeUp(int node);         // call it before any node is wanted otherwise
    void placeRising(int node);     // call it before any node is wanted otherwise, too
    void want(int node, bool isUp); // a node that is wanted otherwise than before has to be admitted anew
    void wantAll(bool isUp);
    void renew(int node); // it becomes stale: at once if it is up, or when it has risen
    void keep(int node);  // a stale node stays up after all
    void setCall(int node, int call) // by which it comes up; that matters only in a graph with soft edges
    {
        if (m_hasSoft)
            m_calls[std::size_t(node)] = call;
    }
    void rest(int node);  // it doesn't rise before wake() is called, or it is wanted otherwise
    void wake(int node);
    void fall(int node);  // it is down at once, and wanted down, unless it is on its way

    // Nodes that are admitted in turn move in that order, and the others in the order of their numbers, backwards when they
    // sink.
    enum class Admission { InTurn, Sorted };
    void admit(int node, Admission admission)
    {
        unsigned &word = m_nodes[node];
        const bool wasAdmitted = word & Admitted;
        word |= admission == Admission::InTurn ? Admitted : Admitted | Sorted;
        if (wasAdmitted)
            offer(node);
        else
            offerOrCountWaits(node);
    }

    // Whether every node is at the same position and wanted in the same way, and none is admitted.
    bool isUniform() const;
    // Admits each node of a layer in turn, or every node in the order of the numbers. Call it only if the schedule was uniform,
    // and every node is to move or, before that layer, has moved.
    void admitPlaces(int begin, int end, bool isBackwards); // those of a layer, in the order of the layers
    void admitAll();

    bool hasNext() const // takeNext() may still return -1
    {
        return m_place < m_placeEnd || m_nextInTurn < m_inTurn.size() || !m_risers.isEmpty() || !m_sinkers.isEmpty();
    }
    // Call it only if hasNext(). Returns a node that is rising or sinking from now on; -1: none may move.
    int takeNext()
    {
        do {
            const int node = takeOffered();
            const unsigned word = m_nodes[node];
            if (Q_UNLIKELY(m_hasSoft) && isWaitingForSoft(node))
                continue;
            if ((word & ~unsigned(Sorted))
                == (unsigned(Position::Down) | WantedUp | Admitted)) { // and it waits for nothing
                m_nodes[node] = WantedUp | unsigned(Position::Rising);
                --m_toRise;
                return node;
            }
            if ((word & Admitted) && word < OneWait && isToSink(word)) {
                leaveUp(node);
                m_nodes[node] = (word & (WantedUp | Resting)) | unsigned(Position::Sinking);
                --m_toSink;
                return node;
            }
        } while (hasNext()); // a node that was wanted otherwise meanwhile is passed over
        return -1;
    }

    Q_ALWAYS_INLINE void arriveUp(int node)
    {
        unsigned &word = m_nodes[node];
        if (Q_UNLIKELY((word & (WantedUp | Renewed)) != WantedUp))
            return arriveUnwanted(node);
        word = WantedUp | unsigned(Position::Up) | (word & (Admitted | Sorted));
        ++m_up;
        if (m_waiting > 0)
            countDownDependents(node);
        if (Q_UNLIKELY(m_hasSoft))
            offerSoftNeighbours(node);
    }
    void arriveStale(int node); // it may not stay up
    Q_ALWAYS_INLINE void arriveDown(int node)
    {
        unsigned &word = m_nodes[node];
        word = unsigned(Position::Down) | (word & (WantedUp | Admitted | Sorted | Resting));
        if (Q_UNLIKELY(word & WantedUp)) {
            ++m_toRise;
            offerOrCountWaits(node);
        }
        if (m_waiting > 0)
            countDownDependencies(node);
        if (Q_UNLIKELY(m_hasSoft))
            offerSoftNeighbours(node);
    }

private:
    // A node is one word. While the node is admitted, the upper part is the number of dependencies that are not up, if it is
    // to rise, or the number of dependents that are not down, if it is to sink. Otherwise it is 0.
    enum : unsigned {
        PositionMask = 7,
        WantedUp = 8,
        Admitted = 16,
        Sorted = 32,
        Renewed = 64,
        Resting = 128,
        OneWait = 256
    };

    static bool isToRise(unsigned node)
    {
        return (node & (PositionMask | WantedUp)) == (unsigned(Position::Down) | WantedUp);
    }
    static bool isToSink(unsigned node)
    {
        return (node & (PositionMask | WantedUp)) == unsigned(Position::Up)
               || (node & PositionMask) == unsigned(Position::Stale);
    }
    void offerOrCountWaits(int node) // call it when the node is admitted, or is to move from now on
    {
        const unsigned word = m_nodes[node];
        if (!(word & Admitted))
            return;
        if (isToRise(word) ? isAwaitingDependency(node) : isToSink(word) && isAwaitingDependent(node))
            countWaits(node);
        else
            offer(node);
    }
    bool isAwaitingDependency(int node) const
    {
        for (const auto &edge : m_graph->dependencies(node)) {
            if (position(edge.node) != Position::Up)
                return true;
        }
        return false;
    }
    bool isAwaitingDependent(int node) const
    {
        for (int dependent : m_graph->dependents(node)) {
            if (position(dependent) != Position::Down)
                return true;
        }
        return false;
    }
    void countWaits(int node);
    void forgetWaits(int node)
    {
        m_waiting -= m_nodes[node] >= OneWait;
        m_nodes[node] &= OneWait - 1;
    }
    void countDown(int neighbour)
    {
        m_nodes[neighbour] -= OneWait;
        if (m_nodes[neighbour] >= OneWait)
            return;
        --m_waiting;
        offer(neighbour);
    }
    void countDownDependents(int node);
    void countDownDependencies(int node);
    void offer(int node)
    {
        const unsigned word = m_nodes[node];
        if (!(word & Admitted) || word >= OneWait || (isToRise(word) && Q_UNLIKELY(word & Resting)))
            return;
        if (!(word & Sorted))
            m_inTurn.push_back(node);
        else if (isToRise(word))
            m_risers.insert(node);
        else
            m_sinkers.insert(m_graph->size() - 1 - node);
    }
    int takeOffered()
    {
        if (m_place < m_placeEnd)
            return m_graph->byLayer(m_isBackwards ? --m_placeEnd : m_place++);
        if (m_nextInTurn < m_inTurn.size()) {
            const int node = m_inTurn[m_nextInTurn++];
            if (m_nextInTurn == m_inTurn.size()) {
                m_inTurn.clear();
                m_nextInTurn = 0;
            }
            return node;
        }
        return m_sinkers.isEmpty() ? m_risers.takeFirst() : m_graph->size() - 1 - m_sinkers.takeFirst();
    }
    void leaveUp(int node)
    {
        if (position(node) != Position::Up)
            return;
        --m_up;
        if (Q_UNLIKELY(m_toRise > 0))
            addWaitsForUp(node);
    }
    void addWaitsForUp(int node);
    void arriveUnwanted(int node);
    bool isWaitingForSoft(int node);
    bool isToWaitFor(int node, const DependencyGraph::SoftEdge &edge) const;
    bool isToWaitFor(int node, const DependencyGraph::SoftDependent &dependent) const;
    template <class Range> bool isWaitingForAny(int node, const Range &neighbours);
    void offerSoftNeighbours(int node);

    const DependencyGraph *m_graph = nullptr;
    bool m_hasSoft = false;
    std::vector<unsigned> m_nodes;
    // The place of the soft neighbour that each node has waited for last: a node with many waits for one after the other.
    std::vector<int> m_awaited;
    std::vector<int> m_calls; // a number of the call by which each node comes up; empty without soft edges
    // Nodes that may move, unless they were wanted otherwise meanwhile: those at these places in the order of the layers, and
    // then those in the queue.
    int m_place = 0;
    int m_placeEnd = 0;
    bool m_isBackwards = false;
    std::vector<int> m_inTurn;
    std::size_t m_nextInTurn = 0;
    NodeSet m_risers;
    NodeSet m_sinkers; // counted from the end
    int m_toRise = 0;  // number of nodes that are to rise
    int m_toSink = 0;
    int m_up = 0;      // number of nodes that are up
    int m_waiting = 0; // number of admitted nodes that wait for another one
};

} // namespace QConductor

#endif
