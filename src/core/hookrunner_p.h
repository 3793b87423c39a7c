// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_HOOKRUNNER_P_H
#define QCONDUCTOR_HOOKRUNNER_P_H

#include "component_p.h"
#include "deadlines_p.h"
#include "failure_p.h"
#include "testaccess_p.h"

#include <queue>
#include <vector>

namespace QConductor {

struct HookFailure
{
    QString message;
    std::exception_ptr exception;
    qint64 milliseconds = -1; // that the hook took, where that is worth telling
};

struct Timeouts // ms, for each component that has none of its own; 0: none
{
    int of(const Component *component, Phase phase) const
    {
        const ComponentPrivate *d = ComponentPrivate::get(component);
        const int own = phase == Phase::Setup ? d->setupTimeout : d->shutdownTimeout;
        return own >= 0 ? own : phase == Phase::Setup ? setup : shutdown;
    }
    int setup = 0;
    int shutdown = 30000;
};

// Calls hooks and watches what they return until it has finished, each within its timeout. The end of
// each is told once. One that nobody waits for any more is watched on: its component has an unfinished hook
// (ComponentPrivate::hook) until it has finished (R17).
class HookRunner : public QObject
{
    Q_OBJECT

public:
    class Client
    {
    public:
        virtual void hookSucceeded(int node, Phase phase, qint64 milliseconds) = 0;
        virtual void hookStopped(int node, Phase phase, qint64 milliseconds) = 0; // canceled, as it was asked to, or not called
        virtual void hookFailed(int node, Phase phase, const HookFailure &failure) = 0;
        virtual void earlierHookEnded(int node) = 0; // of a component that waited for it to begin the next

    protected:
        ~Client() = default;
    };

    struct Call // a hook that is on the stack, or what the client does to begin it
    {
        Component *component; // nullptr: destroyed meanwhile
        int node;             // -1: its end was told meanwhile
        Phase phase;
        bool isTimed;            // by the exact clock
        Clock::time_point begun; // where it isn't timed, the last look at the clock
        Call *outer;
        PendingHook *hook = nullptr; // once it is abandoned
        bool hasReturned = true;     // a future; otherwise it threw, or was not called
        std::exception_ptr thrown = nullptr;

        bool isWaitedFor() const { return node >= 0; }
        bool isWell(const QFuture<void> &future) const
        {
            return isWaitedFor() && hasReturned && future.isFinished() && !future.isCanceled();
        }
    };

    HookRunner(Client *client, WakeUp &wakeUp, QObject *parent);

    // Calls a hook after prepare(call), unless that returns false. Returns how many milliseconds it took if it has
    // succeeded at once; else -1, and the client is told how it ends.
    template <class Preparation> qint64 run(Component *component, int node, Phase phase, Preparation prepare)
    {
        const int timeout = m_timeouts.of(component, phase);
        const bool isVirtual = m_deadlines.isVirtual();
        const Clock::time_point begun = Q_UNLIKELY(isVirtual) ? now() : m_lastLook;
        Call call { component, node, phase, timeout > 0 || isVirtual, begun, m_call };
        ++m_inFlight;
        m_call = &call;
        QFuture<void> future = callHook(call, prepare);
        m_call = call.outer;
        if (Q_UNLIKELY(lookAtClock() != call.begun || call.isTimed || !call.isWell(future)))
            return settle(call, future, timeout);
        --m_inFlight;
        return 0;
    }
    void awaitEarlierHook(Component *component, int node);
    bool hasNews() const { return m_unasked > 0 || !m_finished.empty() || m_deadlines.isDue(); }
    void reportNext(); // of what has finished or timed out
    void askToCancel();
    bool forget(Component *component); // is being destroyed; returns whether that ended a hook
    void abandonCalls();               // the hooks that are on the stack

    Clock::time_point lookAtClock() { return m_lastLook = coarseNow(); } // so is each hook that ends
    Clock::time_point lastLook() const { return m_lastLook; }

    Timeouts &timeouts() { return m_timeouts; }
    int inFlight() const { return m_inFlight; }
    bool isIdle() const { return m_unfinished == 0 && !m_call; } // no component has an unfinished hook

    // For tests.
    void setInterposer(Interposer *interposer) { m_interposer = interposer; }
    Deadlines &deadlines() { return m_deadlines; }

private:
    template <class Preparation> QFuture<void> callHook(Call &call, Preparation prepare)
    {
        try {
            if (Q_LIKELY(prepare(call) && call.isWaitedFor())) {
                if (Q_UNLIKELY(call.isTimed))
                    call.begun = now();
                return Q_UNLIKELY(m_interposer) ? m_interposer->call(call.component, call.phase)
                                                : ComponentPrivate::call(call.component, call.phase);
            }
        } catch (...) {
            call.thrown = std::current_exception();
        }
        call.hasReturned = false;
        return QFuture<void>();
    }
    qint64 settle(const Call &call, QFuture<void> &future, int timeout);
    void succeed(int node, Phase phase, qint64 milliseconds);
    void stop(int node, Phase phase, qint64 milliseconds = -1);
    void fail(int node, Phase phase, const HookFailure &failure);
    void report(int node, Phase phase, const Ending &ending, bool wasAsked, qint64 milliseconds, bool atOnce = false);
    void watch(const Call &call, QFuture<void> &future, bool isLate, int timeout);
    PendingHook *take(Component *component, Phase phase, Clock::time_point begun);
    void waitFor(PendingHook *hook, int *waiting, int node);
    int stopWaiting(PendingHook *hook); // returns the node that waited
    void recycle(PendingHook *hook);
    void timeOut(PendingHook *hook);
    void askSome();
    void ask(PendingHook *hook);
    Clock::time_point now() const { return m_deadlines.now(); }

    Client *m_client;
    WakeUp &m_wakeUp;
    Timeouts m_timeouts;
    int m_inFlight = 0;
    Call *m_call = nullptr;
    std::vector<PendingHook *> m_waitedFor;
    std::size_t m_unasked = 0; // how many of them are to be asked to cancel
    std::vector<PendingHook *> m_pool;
    int m_unfinished = 0;
    std::queue<PendingHook *> m_finished;
    Deadlines m_deadlines;
    Interposer *m_interposer = nullptr;
    Clock::time_point m_lastLook;
};

} // namespace QConductor

#endif
