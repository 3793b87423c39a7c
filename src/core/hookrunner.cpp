// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "hookrunner_p.h"

namespace QConductor {

namespace {

constexpr auto never = Clock::time_point::max();

qint64 toMilliseconds(Clock::duration duration)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

HookFailure failure(const QString &message, qint64 milliseconds = -1)
{
    return { message, std::make_exception_ptr(Error(message)), milliseconds };
}

HookFailure timedOut(int limit)
{
    return failure(QStringLiteral("timed out after %1 ms").arg(limit));
}

} // namespace

PendingHook::PendingHook(HookRunner *runner)
    : QFutureWatcher(runner)
{
}

HookRunner *PendingHook::runner() const
{
    return static_cast<HookRunner *>(parent());
}

HookRunner::HookRunner(Client *client, WakeUp &wakeUp, QObject *parent)
    : QObject(parent), m_client(client), m_wakeUp(wakeUp), m_deadlines(wakeUp, this)
{
}

// What has not quickly succeeded: it took its time, is timed, threw, is unfinished, was not called, or was reported
// while it ran.
qint64 HookRunner::settle(const Call &call, QFuture<void> &future, int timeout)
{
    const bool isQuick = !call.isTimed && m_lastLook == call.begun;
    const auto elapsed = isQuick ? Clock::duration::zero() : now() - call.begun;
    const bool isLate = timeout > 0 && elapsed > std::chrono::milliseconds(timeout);
    if (!isLate && call.isWell(future)) {
        --m_inFlight;
        return toMilliseconds(elapsed);
    }
    const bool isPending = call.hasReturned && !future.isFinished();
    if (isPending)
        watch(call, future, isLate, timeout);
    else if (call.hook)
        recycle(call.hook);

    if (!call.isWaitedFor())
        return -1; // it has been reported
    const Ending ending = call.hasReturned && !isPending ? Ending(future) : Ending(call.thrown);
    if (!call.hasReturned && !ending.exception)
        stop(call.node, call.phase);
    else if (isLate && !ending.exception)
        fail(call.node, call.phase, timedOut(timeout));
    else if (!isPending)
        report(call.node, call.phase, ending, false, toMilliseconds(elapsed), true);
    return -1;
}

// The hook has returned, and is unfinished: waits for it, unless it has been reported or is late already.
void HookRunner::watch(const Call &call, QFuture<void> &future, bool isLate, int timeout)
{
    const bool isWaitedFor = call.isWaitedFor() && !isLate;
    PendingHook *hook = call.hook;
    if (!hook && call.component)
        hook = take(call.component, call.phase, call.begun);
    if (hook && isWaitedFor) {
        waitFor(hook, &hook->node, call.node);
        m_deadlines.set(hook, call.begun, timeout);
    }
    if (hook)
        hook->setFuture(future);
    if (!isWaitedFor)
        future.cancel();
}

// A component whose earlier hook is unfinished has no other before (R17): its turn comes with earlierHookEnded(), or
// it fails when that takes too long.
void HookRunner::awaitEarlierHook(Component *component, int node)
{
    ++m_inFlight;
    const int timeout = m_timeouts.of(component, Phase::Setup);
    PendingHook *hook = ComponentPrivate::get(component)->hook;
    if (hook->runner() != this) {
        fail(node, Phase::Setup, failure(QStringLiteral("a hook that a former conductor called still runs")));
        return;
    }
    waitFor(hook, &hook->successor, node);
    m_deadlines.set(hook, now(), timeout > 0 ? timeout : m_timeouts.of(component, Phase::Shutdown));
}

void HookRunner::reportNext()
{
    if (m_unasked > 0)
        return askSome();
    if (m_finished.empty()) {
        if (PendingHook *late = m_deadlines.takePassed())
            timeOut(late);
        return;
    }
    PendingHook *hook = m_finished.front();
    m_finished.pop();
    const bool hadSuccessor = hook->successor >= 0;
    const int node = stopWaiting(hook);
    recycle(hook);
    if (node < 0)
        return;
    if (!hadSuccessor) {
        QFuture<void> future = hook->future();
        report(node, hook->phase, Ending(future), hook->isAskedToCancel, toMilliseconds(now() - hook->begun));
    } else {
        --m_inFlight;
        m_client->earlierHookEnded(node);
    }
}

void HookRunner::askToCancel()
{
    m_unasked = m_waitedFor.size();
    askSome();
}

// The rest is news. Who is no longer waited for leaves its place to the last, which may be asked twice then.
void HookRunner::askSome()
{
    m_unasked = std::min(m_unasked, m_waitedFor.size());
    for (int some = 64; some > 0 && m_unasked > 0; --some) {
        PendingHook *hook = m_waitedFor[--m_unasked];
        if (hook->successor >= 0)
            stop(stopWaiting(hook), Phase::Setup);
        else
            ask(hook);
        m_unasked = std::min(m_unasked, m_waitedFor.size());
    }
}

bool HookRunner::forget(Component *component)
{
    const auto reportGone = [this](int node, Phase phase) { // that is a failure of a setup only (R19)
        if (phase == Phase::Setup)
            fail(node, phase, failure(QStringLiteral("destroyed while it was setting up")));
        else
            stop(node, phase);
    };
    bool wasWaitedFor = false;
    for (Call *call = m_call; call; call = call->outer) {
        if (call->component == component) {
            call->component = nullptr;
            if (const int node = std::exchange(call->node, -1); node >= 0) {
                wasWaitedFor = true;
                reportGone(node, call->phase);
            }
        }
    }
    PendingHook *hook = std::exchange(ComponentPrivate::get(component)->hook, nullptr);
    if (!hook)
        return wasWaitedFor;
    hook->component = nullptr;
    const Phase phase = hook->successor >= 0 ? Phase::Setup : hook->phase;
    const int node = stopWaiting(hook);
    if (!hook->isFinished())
        hook->future().cancel();
    if (node < 0)
        return wasWaitedFor;
    reportGone(node, phase);
    return true;
}

void HookRunner::abandonCalls()
{
    for (Call *call = m_call; call; call = call->outer) {
        if (call->component)
            call->hook = take(call->component, call->phase, now()); // until it returns
        if (const int node = std::exchange(call->node, -1); node >= 0)
            fail(node, call->phase, failure(QStringLiteral("the conductor was destroyed inside its hook")));
    }
}

void HookRunner::succeed(int node, Phase phase, qint64 milliseconds)
{
    --m_inFlight;
    m_client->hookSucceeded(node, phase, milliseconds);
}

void HookRunner::stop(int node, Phase phase, qint64 milliseconds)
{
    --m_inFlight;
    m_client->hookStopped(node, phase, milliseconds);
}

void HookRunner::fail(int node, Phase phase, const HookFailure &failure)
{
    --m_inFlight;
    m_client->hookFailed(node, phase, failure);
}

void HookRunner::report(int node, Phase phase, const Ending &ending, bool wasAsked, qint64 milliseconds, bool atOnce)
{
    if (ending.isWell())
        succeed(node, phase, milliseconds);
    else if (ending.exception)
        fail(node, phase, { messageOf(ending.exception), ending.exception, milliseconds });
    else if (wasAsked)
        stop(node, phase, milliseconds);
    else if (atOnce)
        fail(node, phase, failure(QStringLiteral("canceled: the future was empty or abandoned (return done() where "
                                                 "there is nothing to wait for)"), milliseconds));
    else
        fail(node, phase, failure(QStringLiteral("canceled"), milliseconds));
}

PendingHook *HookRunner::take(Component *component, Phase phase, Clock::time_point begun)
{
    PendingHook *hook = nullptr;
    if (m_pool.empty()) {
        hook = new PendingHook(this);
        connect(hook, &QFutureWatcherBase::finished, this, [this, hook] {
            m_finished.push(hook);
            m_wakeUp.post();
        });
    } else {
        hook = m_pool.back();
        m_pool.pop_back();
    }
    ++m_unfinished;
    hook->component = component;
    hook->phase = phase;
    hook->begun = begun;
    hook->deadline = never;
    hook->limit = 0;
    hook->isAskedToCancel = false;
    ComponentPrivate::get(component)->hook = hook;
    return hook;
}

void HookRunner::waitFor(PendingHook *hook, int *waiting, int node)
{
    *waiting = node;
    hook->index = m_waitedFor.size();
    m_waitedFor.push_back(hook);
}

int HookRunner::stopWaiting(PendingHook *hook)
{
    const int node = std::exchange(hook->node, -1);
    const int successor = std::exchange(hook->successor, -1);
    if (node < 0 && successor < 0)
        return -1;
    ++hook->ticket; // the deadline is void
    m_waitedFor.back()->index = hook->index;
    m_waitedFor[hook->index] = m_waitedFor.back();
    m_waitedFor.pop_back();
    return node < 0 ? successor : node;
}

void HookRunner::recycle(PendingHook *hook)
{
    if (Component *component = std::exchange(hook->component, nullptr))
        ComponentPrivate::get(component)->hook = nullptr;
    --m_unfinished;
    m_pool.push_back(hook);
}

void HookRunner::timeOut(PendingHook *hook)
{
    const bool isEarlier = hook->successor >= 0;
    const Phase phase = isEarlier ? Phase::Setup : hook->phase;
    const int node = stopWaiting(hook);
    hook->future().cancel();
    HookFailure result = timedOut(hook->limit);
    if (isEarlier)
        result = failure(result.message + QStringLiteral(": its earlier hook still runs"));
    fail(node, phase, result);
}

// Within the rest of its own time or the time that a shutdown has, whichever ends first (R15).
void HookRunner::ask(PendingHook *hook)
{
    if (hook->isFinished() || std::exchange(hook->isAskedToCancel, true))
        return;
    const auto at = now();
    const int timeout = m_timeouts.of(hook->component, Phase::Shutdown);
    if (timeout > 0 && at + std::chrono::milliseconds(timeout) < hook->deadline)
        m_deadlines.set(hook, at, timeout);
    hook->future().cancel();
}

} // namespace QConductor
