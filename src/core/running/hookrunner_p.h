// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_HOOKRUNNER_P_H
#define QCONDUCTOR_RUNNING_HOOKRUNNER_P_H

#include "async/futureoutcome_p.h"
#include "gateway_p.h"
#include "running/deadlines_p.h"
#include "running/failurerecord_p.h"

#include <functional>
#include <optional>
#include <queue>
#include <vector>

namespace QConductor {

struct Timeouts // of a conductor, in milliseconds; 0: none
{
    int of(const Component *component, Phase phase) const // the component's own timeout goes first
    {
        const ComponentPrivate::Extras &extras = ComponentPrivate::get(component)->extras();
        const int own = phase == Phase::Setup ? extras.setupTimeout : extras.shutdownTimeout;
        return own >= 0 ? own : phase == Phase::Setup ? setup : shutdown;
    }
    // How long a hook that has timed out is still waited for, because its thread may need a moment to stop (R17).
    int graceOf(const Component *component) const
    {
        const int forSetup = of(component, Phase::Setup);
        const int forShutdown = of(component, Phase::Shutdown);
        return forSetup > 0 && forShutdown > 0 ? std::min(forSetup, forShutdown) : std::max(forSetup, forShutdown);
    }
    int setup = 0;
    int shutdown = 30000;
    int limit = 0; // of a whole shutdown or roll-back
};

struct Thresholds // above which a hook is told in a warning, in milliseconds; 0: none
{
    int stall = 200;  // that it holds the event loop
    int slow = 10000; // that it is unfinished
};

// Calls hooks, and watches their futures until they have finished, each within its timeout.
//
// The client is told the end of each hook exactly once. A hook that it no longer waits for was given up. It is watched on: its
// component has an unfinished hook (ComponentPrivate::Running::hook) until the future has finished, and begins no other. If
// it is a setup hook that ends without an exception, the component's shutdown hook is called then, and nobody waits for that
// one either (R17).
class HookRunner : public QObject
{
public:
    enum class Remainder { Nothing, ToShutDown, Unfinished }; // what a hook that has failed leaves behind

    struct Times
    {
        Clock::time_point began;
        Clock::time_point ended;
        Clock::duration held; // the event loop
    };

    class Client
    {
    public:
        virtual void hookSucceeded(int node, Phase phase, qint64 milliseconds) = 0;
        // The hook was not called after all, or ended canceled because it was asked to cancel.
        virtual void hookStopped(int node, Phase phase, qint64 milliseconds) = 0;
        // The hook has ended, or it has timed out and is unfinished: then lateHookEnded() follows.
        virtual void hookFailed(int node, const FailureRecord &record, Remainder remainder) = 0;
        // A hook that has timed out has ended, or was given up. The remainder is not Unfinished.
        virtual void lateHookEnded(int node, Remainder remainder) = 0;
        virtual void earlierHookEnded(int node) = 0; // the node waited for that to begin its own hook
        virtual void unfinishedHookEnded(Component *component) = 0; // one that was given up, for which no node waits
        virtual void alarmPassed() = 0;              // a limit or another time that was set
        // The hook has ended, or has timed out, which is told next. It is told for each hook but those that end at once and
        // within a tick of the coarse clock. The node may be told again, when a hook that has timed out has ended.
        virtual void hookTimed(int node, Phase phase, const Times &times) = 0;
        virtual void hookIsSlow(int node, Phase phase, qint64 milliseconds) = 0; // it is unfinished

    protected:
        ~Client() = default;
    };

    // What is known of the time at which a hook has begun. The exact clock costs more than all else that is done for a quick
    // hook, so it is read only for a timeout so short that a tick of the coarse clock matters.
    enum class Timing {
        Coarse, // the tick of the coarse clock before
        Exact
    };

    static constexpr Clock::duration notHeld = Clock::duration(-1);

    struct Call // a hook that is on the stack, or the client's preparation of it
    {
        Call(Component *component, int node, Phase phase, Timing timing, Clock::time_point begun, Call *outer)
            : component(component),
              node(node),
              phase(phase),
              timing(timing),
              begun(begun),
              began(begun),
              outer(outer)
        { }

        Component *component; // nullptr: it was destroyed meanwhile
        int node;             // -1: the client was told its end meanwhile
        Phase phase;
        Timing timing;
        Clock::time_point begun;
        Clock::time_point began; // the last reading of the exact clock, if that came after the tick
        Call *outer;
        PendingHook *hook = nullptr; // if the conductor was destroyed meanwhile
        bool hasReturned = true;     // a future; otherwise the hook threw or was not called
        Clock::duration held = notHeld; // until it ran an event loop; notHeld: it has not
        std::exception_ptr thrown = nullptr;

        bool isWaitedFor() const { return node >= 0; }
        bool hasSucceeded(const QFuture<void> &future) const
        {
            return isWaitedFor() && hasReturned && future.isFinished() && !future.isCanceled();
        }
    };

    HookRunner(Client *client, Gateway &gateway, WakeUp &wakeUp);

    // What the client does before a hook, such as calling slots and setters, isn't counted as the time of the hook.
    enum class Prepared {
        AtOnce,           // no application code has run since the last look at the clock, when the hook before ended
        MayHaveTakenTime, // the clock is looked at again before the hook
        NotWanted         // the hook isn't to be called, as when the client was told its end meanwhile
    };

    // Calls prepare(call), which returns a Prepared, and then the hook. Returns how many milliseconds the hook took if it has
    // succeeded at once; otherwise returns -1, and the client is told how the hook ends.
    template <class Preparation> qint64 run(Component *component, int node, Phase phase, Preparation prepare)
    {
        const int timeout = m_timeouts.of(component, phase);
        const Timing timing = timingOf(timeout);
        const Clock::time_point begun = Q_UNLIKELY(timing == Timing::Exact) ? now() : m_lastLook;
        Call call(component, node, phase, timing, begun, m_call);
        ++m_inFlight;
        m_call = &call;
        QFuture<void> future = callHook(call, prepare);
        m_call = call.outer;
        if (Q_UNLIKELY(lookAtClock() != call.begun || call.timing == Timing::Exact || !call.hasSucceeded(future)))
            return settle(call, future, timeout);
        --m_inFlight;
        return 0;
    }
    void awaitEarlierHook(Component *component, int node);

    // There is another graph: each node that waits for a hook gets another number. Call it only if isCalling() is false.
    template <class Function> void renumber(Function numberOf)
    {
        for (PendingHook *hook : m_waitedFor) {
            hook->node = hook->node < 0 ? -1 : numberOf(hook->node);
            hook->successor = hook->successor < 0 ? -1 : numberOf(hook->successor);
        }
    }
    bool isCalling() const { return m_call; } // a hook that has not returned its future
    bool hasWork() const { return !m_finished.empty() || m_deadlines.isDue(); }
    void workNext();                               // on a hook that has finished or timed out
    void askToCancel(Component *component);        // its hook, if that is unfinished and waited for
    bool componentDestroyed(Component *component); // returns whether that ended a hook that was waited for
    void abandonCalls(); // the conductor is being destroyed: the hooks on the stack are waited for no longer
    // Gives up the component's hook, if that is unfinished and waited for. It has failed with that message.
    void giveUp(Component *component, const QString &message);
    Clock::time_point setLimit(); // returns when the limit passes that begins now
    Clock::time_point setAlarm(int milliseconds)
    {
        return m_deadlines.setAlarm(milliseconds);
    } // returns when it passes
    Clock::time_point now() const { return m_deadlines.now(); }

    Clock::time_point lookAtClock() { return m_lastLook = coarseNow(); } // each hook that ends does so, too
    Clock::time_point lastLook() const { return m_lastLook; }

    struct Progress // of a setup hook, as the hook has told
    {
        int node;
        QString text;
    };
    std::optional<Progress> takeProgress() { return std::exchange(m_progress, std::nullopt); } // what was told last
    // Calls the function with each node whose setup hook has told how far it has come, and with that share in percent.
    template <class Function> void forEachShare(Function function) const
    {
        if (Q_LIKELY(!m_hasShares))
            return;
        for (const PendingHook *hook : m_waitedFor) {
            if (hook->node >= 0 && hook->share > 0)
                function(hook->node, hook->share);
        }
    }

    // Tells whether a future that the hook of a node has returned can't end before that hook.
    std::function<bool(int node, const QFuture<void> &future)> waitsForHook;

    void beginTurn();       // of the event loop
    void lookForSlowHooks() // the threshold has changed
    {
        for (PendingHook *hook : m_waitedFor)
            watchForSlowness(hook);
    }
    struct InFlight
    {
        int node;
        Phase phase;
        Times times; // until now
    };
    std::vector<InFlight> inFlightHooks() const;

    Timeouts &timeouts() { return m_timeouts; }
    Thresholds &thresholds() { return m_thresholds; }
    int inFlight() const { return m_inFlight; }                  // number of hooks that are waited for
    bool isHeldByCalls() const // whether hooks are waited for, and all of these are on the stack
    {
        int onStack = 0;
        for (const Call *call = m_call; call; call = call->outer)
            onStack += call->isWaitedFor() ? 1 : 0;
        return onStack > 0 && onStack == m_inFlight;
    }
    bool isIdle() const { return m_unfinished == 0 && !m_call; } // no component has an unfinished hook

    // For tests.
    Deadlines &deadlines() { return m_deadlines; }

private:
    static constexpr int shortTimeout = 1000; // in milliseconds; shorter ones are counted by the exact clock
    enum class Cancellation { AtOnce, ByItself, AsAsked }; // why a future is canceled, if it is

    template <class Preparation> QFuture<void> callHook(Call &call, Preparation prepare)
    {
        try {
            const Prepared prepared = prepare(call);
            if (Q_LIKELY(prepared != Prepared::NotWanted)) {
                noteBeginning(call, prepared);
                return m_gateway.callHook(call.component, call.phase);
            }
        } catch (...) {
            call.thrown = std::current_exception();
        }
        call.hasReturned = false;
        return QFuture<void>();
    }
    Timing timingOf(int timeout) const
    {
        if (Q_UNLIKELY(m_deadlines.isVirtual()))
            return Timing::Exact;
        return timeout > 0 && timeout < shortTimeout ? Timing::Exact : Timing::Coarse;
    }
    // An event loop in the hook reads the clock again, so the last reading is noted here.
    void noteBeginning(Call &call, Prepared prepared)
    {
        const bool isCoarse = Q_LIKELY(call.timing == Timing::Coarse);
        if (Q_UNLIKELY(prepared == Prepared::MayHaveTakenTime || !isCoarse)) {
            call.begun = isCoarse ? lookAtClock() : now();
            call.held = notHeld;
        }
        call.began = isCoarse ? std::max(call.begun, m_lastReading) : call.begun;
    }
    // Returns the latest time at which the hook may have begun. Its timeout is counted from then.
    static Clock::time_point latestBegin(const Call &call)
    {
        return call.timing == Timing::Exact ? call.begun : call.begun + coarseTick;
    }
    Clock::time_point readClock() { return m_lastReading = now(); }
    void checkStall(const Call &call, Clock::duration held) const;
    void watchForSlowness(PendingHook *hook);
    void tellSlowHooks(); // and set the time of the next look
    qint64 settle(const Call &call, QFuture<void> &future, int timeout);
    void tellOutcome(const Component *component, int node, Phase phase, const FutureOutcome &outcome,
                     Cancellation cancellation, qint64 milliseconds);
    void tellSuccess(int node, Phase phase, qint64 milliseconds);
    void tellStop(int node, Phase phase, qint64 milliseconds = -1);
    void tellFailure(int node, const FailureRecord &record, Remainder remainder = Remainder::Nothing);
    void tellRefusal(const Call &call);
    void noteProgress(PendingHook *hook);
    void tellLateEnd(int node);
    void tellEarlierEnd(Component *component, int successor);
    void tellDestroyed(const Component *component, int node, Phase phase);
    void watch(const Call &call, QFuture<void> &future, bool isLate, int timeout, const Times &times);
    void awaitEnd(PendingHook *hook, int successor);
    void beginGrace(PendingHook *hook);
    void endGivenUp(Component *component, Phase phase, const FutureOutcome &outcome, int successor);
    void callLateShutdown(Component *component, int successor);
    void endLateShutdown(Component *component, const FutureOutcome &outcome, int successor);
    PendingHook *unfinishedHook(Component *component, Phase phase, Clock::time_point begun);
    void waitFor(PendingHook *hook, int *waiting, int node);
    int stopWaiting(PendingHook *hook);
    void detach(PendingHook *hook);
    void recycle(PendingHook *hook);
    void finish(PendingHook *hook);
    void timeOut(PendingHook *hook);
    void timePassed();
    void tellTimes(PendingHook &hook, int node);
    void giveUp(PendingHook *hook, const QString &message);

    Client *m_client;
    Gateway &m_gateway;
    WakeUp &m_wakeUp;
    Timeouts m_timeouts;
    Thresholds m_thresholds;
    int m_inFlight = 0;
    Call *m_call = nullptr; // the innermost
    std::vector<PendingHook *> m_waitedFor;
    std::vector<PendingHook *> m_pool; // hooks that are not in use
    QFuture<void> m_noFuture;          // what the next new hook watches while it isn't in use
    int m_made = 0;                    // number of hooks that exist
    int m_unfinished = 0;              // number of hooks in use
    std::queue<PendingHook *> m_finished;
    std::optional<Progress> m_progress;
    bool m_hasShares = false; // whether a hook has ever told how far it has come
    Deadlines m_deadlines;
    Clock::time_point m_lastLook;
    Clock::time_point m_lastReading; // of the exact clock
};

} // namespace QConductor

#endif
