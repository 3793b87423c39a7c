// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_JOB_P_H
#define QCONDUCTOR_RUNNING_JOB_P_H

#include "async/slice_p.h"
#include "graph/schedule_p.h"
#include "running/failuresummary_p.h"

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qhash.h>
#include <QtCore/qpointer.h>
#include <QtCore/qpromise.h>

#include <utility>
#include <vector>

namespace QConductor {

// Nodes of a graph, in ascending order.
struct Part
{
    bool isWhole = false;   // every node belongs to it
    std::vector<int> nodes; // empty if isWhole is true
};

// A call of setup(), shutdown(), start(), stop() or restart() that is on its way, or a recovery, a deferral or a withdrawal:
// the part of the graph that it concerns, what it wants of that part, and its future.
//
// A job takes its stages in this order, and leaves out those that it doesn't need. It rises after it has sunk if it is a
// restart, and it turns round, to sink, if it is a setup or a start that has failed or was canceled.
class QCONDUCTOR_AUTOTEST_EXPORT Job
{
public:
    // Those that raise something come first. Nobody has called a recovery, which sets up again what has failed while it was
    // up, a deferral, which sets up the Deferred components, nor a withdrawal, which takes down what requires a component
    // that was lost.
    enum class Kind { Setup, Start, Restart, Recovery, Deferral, Stop, Shutdown, Withdrawal };
    enum class Verdict { Good, Failed, Canceled };
    enum class Stage {
        Finding,    // the graph
        Announcing, // to each member that it waits for its turn
        Rising,
        Turning,    // until no member is rising any more
        LeavingOut, // the members that never began are told why
        Sinking,
        Over
    };

    Job(Kind kind, Component *target, QPromise<void> promise) : kind(kind), target(target), promise(std::move(promise))
    { }

    const Kind kind;
    const QPointer<Component> target; // of start(), stop() and restart()
    QPromise<void> promise;
    QFutureWatcher<void> watcher; // tells that the future was canceled
    Stage stage = Stage::Finding;
    Verdict verdict = Verdict::Good;
    FailureSummary summary;
    bool needsGraph = false; // another graph than the one that is known
    int version = 0;         // of the registry, when that was found out
    bool isOpening = false;  // it takes the conductor from Inactive or Failed to Active
    bool wasTakenFrom = false; // a later job has taken a member from it
    bool isLayered = true;   // a layer moves when the layer before it has arrived
    int toMove = 0;          // number of members that are to move
    int arrived = 0;         // number of those that have
    int lastReached = -1;    // the node that has arrived last; -1: it was told
    Clock::time_point limit = Clock::time_point::max(); // of its way down
    QHash<int, QString> reasons;                        // why a member can't be up, by node, if that is known

    bool raises() const { return kind < Kind::Stop; }
    bool isGood() const { return verdict == Verdict::Good; }
    bool isCanceledByCaller() const { return raises() && promise.isCanceled() && isGood() && stage != Stage::Over; }
    bool rollsBack() const { return !isGood() && raises(); }
    bool hasFailed() const // or what it does is the consequence of a failure
    {
        return verdict == Verdict::Failed || kind == Kind::Withdrawal || (kind == Kind::Restart && !summary.isEmpty());
    }
    bool notesWhatIsDown() const
    {
        return kind == Kind::Stop || verdict == Verdict::Failed || !reasons.isEmpty();
    }
    // Whether the members that it still has are to be up in the end, except those without which it goes on.
    bool wantsUp() const { return raises() && isGood() && stage != Stage::Over; }
    bool wantsUp(int node) const
    {
        return wantsUp() && concerns(node) && !m_members[std::size_t(indexOf(node))].isGivenUp;
    }

    QByteArray fingerprint(int targetNode) const; // for tests
    std::exception_ptr error() const;             // that its future ends with; nullptr: none
    std::exception_ptr errorOfRollBack() const;   // that a canceled future can't hold
    std::exception_ptr errorOfShutdown() const;   // only of hooks of that phase

    void setPart(const DependencyGraph &graph, const Schedule &schedule, const Part &part);
    int size() const { return int(m_members.size()); }
    int node(int index) const { return m_isWhole ? index : m_nodes[std::size_t(index)]; }
    bool concerns(int node) const // and it has not lost the node
    {
        const int index = indexOf(node);
        return index >= 0 && !m_members[std::size_t(index)].isLost;
    }
    bool goesWithoutSome() const { return raises() && isGood() && !reasons.isEmpty(); }
    bool hasGivenUp(int node) const { return concerns(node) && m_members[std::size_t(indexOf(node))].isGivenUp; }
    bool wasUp(int node) const { return m_members[std::size_t(indexOf(node))].wasUp; } // when the job began
    void renew(int node, Schedule &schedule);
    bool moves(int node, const Schedule &schedule) const // it brings up the member, which was not up all the while
    {
        const bool isUp = schedule.position(node) == Schedule::Position::Up;
        return wantsUp(node) && (!isUp || !wasUp(node) || m_members[std::size_t(indexOf(node))].goesDownFirst);
    }
    bool isToRenew(int node) const // before it rises
    {
        const bool isBefore = wantsUp() && stage != Stage::Announcing && stage != Stage::Rising;
        return isBefore && concerns(node) && m_members[std::size_t(indexOf(node))].goesDownFirst;
    }
    void lose(int node, Schedule &schedule);
    void handOver(int node, Schedule &schedule); // it is no longer a member, which is no loss to the job

    void goWithout(int node, Schedule &schedule); // it wants the member up no longer

    // The stages. In those that take one member after the other, takeNext() returns the next one until isAtEnd().
    void announce() { begin(Stage::Announcing); }
    void halt() { begin(Stage::Turning); } // to be followed by turn(), when it is known what is wanted
    void turn(const Schedule &schedule);
    void leaveOut()
    {
        begin(Stage::LeavingOut);
        if (!m_hasToLeaveOut)
            skipToEnd();
    }
    enum class Company { Alone, WithOthers };
    void move(Schedule &schedule, Stage stage, Company company); // Rising or Sinking
    bool isAtEnd() const { return m_cursor >= size(); }
    int takeNext() { return ordered(m_cursor++); }
    void skipToEnd() { m_cursor = size(); }
    int rising() const { return m_rising; }           // number of members that are awaited, in the stage Turning
    bool hasMoved() const { return m_onTheWay == 0; } // in the stages Rising and Sinking

    Q_ALWAYS_INLINE void nodeArrived(int node, Schedule::Position at, Schedule &schedule)
    {
        const int index = indexOf(node);
        if (Q_UNLIKELY(index < 0))
            return;
        if (Q_UNLIKELY(at != m_end || !(m_isSweeping || m_members[std::size_t(index)].isOnTheWay)))
            return nodeStrayed(index, at, schedule);
        lastReached = node;
        settle(index, schedule);
    }
    void drop(int node, Schedule &schedule); // it won't arrive any more
    // Another job begins, or a node is about to move out of turn.
    void endSweep(const Schedule &schedule)
    {
        if (Q_UNLIKELY(m_isSweeping))
            markOnTheWay(schedule);
    }

private:
    struct Member
    {
        bool wasUp : 1;
        bool isLost : 1;
        bool goesDownFirst : 1; // it is set up, and goes down before the job brings it up
        bool isGivenUp : 1;     // it can't come up, and the job goes on without it
        bool isOnTheWay : 1;    // it has not arrived where this stage takes it
        bool isAwaited : 1;     // it rises in vain, and the job doesn't sink before that has ended
        bool isAdmitted : 1;    // its layer was reached, and it is on the way; neither is marked in a sweep
    };

    int indexOf(int node) const { return m_isWhole ? node : find(node); } // -1: it is no member
    int find(int node) const;
    void begin(Stage next)
    {
        stage = next;
        m_cursor = 0;
        m_end = Schedule::Position::Rising; // where no node arrives
        m_isSweeping = false;
    }
    bool isReversed() const { return stage == Stage::Sinking || stage == Stage::LeavingOut; }
    int ordered(int place) const
    {
        const int ascending = isReversed() ? size() - 1 - place : place;
        return m_isWhole ? m_graph->byLayer(ascending) : m_byLayer[std::size_t(ascending)];
    }
    Q_ALWAYS_INLINE void settle(int index, Schedule &schedule)
    {
        --m_onTheWay;
        arrived += m_progress;
        if (Q_LIKELY(m_isSweeping)) {
            if (--m_leftInLayer == 0)
                sweepLayer(schedule);
            return;
        }
        Member &member = m_members[std::size_t(index)];
        const bool wasAdmitted = member.isAdmitted;
        member.isOnTheWay = false;
        member.isAdmitted = false;
        if (wasAdmitted && --m_leftInLayer == 0)
            enterLayers(schedule);
    }
    bool isToMove(int node, const Schedule &schedule) const // in this stage
    {
        const Schedule::Position position = schedule.position(node);
        if (stage == Stage::Rising && schedule.isWantedUp(node))
            return position != Schedule::Position::Up;
        return schedule.isToSink(node) || position == Schedule::Position::Sinking
               || (position == Schedule::Position::Rising && schedule.isUnwanted(node));
    }
    void nodeStrayed(int index, Schedule::Position at, Schedule &schedule);
    void awaitNoMore(Member &member)
    {
        m_rising -= member.isAwaited;
        member.isAwaited = false;
    }
    void putOnTheWay(Member &member)
    {
        m_isMarked = true;
        m_onTheWay += !member.isOnTheWay;
        member.isOnTheWay = true;
    }
    void raiseAgain(int index, Schedule &schedule);
    void sinkToo(int index, Schedule &schedule);
    void admit(int node, Schedule &schedule) const
    {
        schedule.admit(node, isLayered ? Schedule::Admission::InTurn : Schedule::Admission::Sorted);
    }
    void enterLayers(Schedule &schedule);
    void sweepLayer(Schedule &schedule);
    void sweep(Schedule &schedule);
    void markOnTheWay(const Schedule &schedule);

    const DependencyGraph *m_graph = nullptr;
    bool m_isWhole = false;                                // every node is a member
    std::vector<int> m_nodes;                              // empty if every node is a member
    std::vector<Member> m_members;                         // as the nodes
    std::vector<int> m_byLayer;                            // the nodes, sorted by layer
    int m_cursor = 0;                                      // the place of the member that is taken next
    int m_rising = 0;                                      // counted when the job turns
    bool m_hasToLeaveOut = false;                          // a member was down when the job turned
    Schedule::Position m_end = Schedule::Position::Rising; // where this stage takes the members
    int m_progress = 0; // 1 if this stage takes the members where they are wanted in the end; otherwise 0
    int m_onTheWay = 0;
    int m_place = 0;  // behind the current layer, in the order of the layers
    int m_layer = -1; // the current one
    int m_leftInLayer = 0;
    bool m_isIntact = true; // it has handed over no member
    // A job sweeps when it is the only one, and every node of the graph is a member that is to move in this stage. As long as
    // the nodes only arrive one after the other, all that stands in the layers that were entered is admitted, and nothing
    // waits for what stands in these layers, so each layer is admitted at once, without a look at its members. A sweep ends
    // when anything else happens, and the job goes on in the same order without it.
    bool m_isSweeping = false;
    bool m_isMarked = false; // a member may be marked as on the way, or as admitted
};

} // namespace QConductor

#endif
