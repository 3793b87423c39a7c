// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_HOOKRUNNER_P_H
#define QCONDUCTOR_HOOKRUNNER_P_H

#include "deadlines_p.h"
#include "failure_p.h"

#include <optional>
#include <queue>
#include <vector>

namespace QConductor {

struct HookFailure
{
    QString message;
    std::exception_ptr exception;
    qint64 milliseconds = -1; // that the hook took, where that is worth telling
};

class Interposer;

// Calls hooks and watches what they return until it has finished, each within its timeout. Every hook that it was
// given is reported once. One that nobody waits for any more is watched on: its component has an unfinished hook
// (ComponentPrivate::hook) until it has finished (R17).
class HookRunner : public QObject
{
    Q_OBJECT

public:
    class Client
    {
    public:
        virtual bool hookBegins(int node, Phase phase) = 0; // returns whether it still may
        virtual void hookSucceeded(int node, Phase phase, qint64 milliseconds) = 0;
        virtual void hookStopped(int node, Phase phase, qint64 milliseconds) = 0; // canceled, as it was asked to, or not called
        virtual void hookFailed(int node, Phase phase, const HookFailure &failure) = 0;
        virtual void earlierHookEnded(int node) = 0; // of a component that waited for it to begin the next
        virtual void wakeUp() = 0;                   // hasNews()
        virtual int shutdownTimeoutOf(const Component *component) const = 0;

    protected:
        ~Client() = default;
    };

    HookRunner(Client *client, QObject *parent);

    void run(Component *component, int node, Phase phase, int timeout);
    void awaitEarlierHook(Component *component, int node, int timeout);
    bool hasNews() const { return m_unasked > 0 || !m_finished.empty() || m_deadlines.isDue(); }
    void reportNext(); // of what has finished or timed out
    void askToCancel();
    bool forget(Component *component); // is being destroyed; returns whether that ended a hook
    void abandonCalls();               // the hooks that are on the stack

    Clock::time_point lookAtClock() { return m_lastLook = coarseNow(); } // so is each hook that ends
    Clock::time_point lastLook() const { return m_lastLook; }

    int inFlight() const { return m_inFlight; }
    bool isIdle() const { return m_unfinished == 0 && !m_call; } // no component has an unfinished hook

    // For tests.
    void setInterposer(Interposer *interposer) { m_interposer = interposer; }
    Deadlines &deadlines() { return m_deadlines; }

private:
    struct Call // a hook that is on the stack, or what the client does to begin it
    {
        Component *component; // nullptr: destroyed meanwhile
        int node;             // -1: abandoned
        Phase phase;
        PendingHook *hook; // once it is abandoned
        Call *outer;
    };
    void settle(const Call &call, std::optional<QFuture<void>> &future, const std::exception_ptr &thrown,
                Clock::time_point begun, Clock::duration elapsed, int timeout);
    void succeed(int node, Phase phase, qint64 milliseconds);
    void stop(int node, Phase phase, qint64 milliseconds = -1);
    void fail(int node, Phase phase, const HookFailure &failure);
    void report(int node, Phase phase, const Ending &ending, bool wasAsked, qint64 milliseconds, bool atOnce = false);
    void watch(const Call &call, QFuture<void> &future, bool isLate, Clock::time_point begun, int timeout);
    PendingHook *take(Component *component, Phase phase, Clock::time_point begun);
    void waitFor(PendingHook *hook, int *waiting, int node);
    int stopWaiting(PendingHook *hook); // returns the node that waited
    void recycle(PendingHook *hook);
    void timeOut(PendingHook *hook);
    void askSome();
    void ask(PendingHook *hook);
    Clock::time_point now() const { return m_deadlines.now(); }

    Client *m_client;
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
