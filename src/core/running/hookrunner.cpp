// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/hookrunner_p.h"

#include "meta/text_p.h"

#include <algorithm>

namespace QConductor {

namespace {

constexpr auto never = Clock::time_point::max();

qint64 toMilliseconds(Clock::duration duration)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

QString timedOutMessage(int limit)
{
    return Text::tr("timed out after %1 ms").arg(limit);
}

QString destroyedInsideMessage()
{
    return Text::tr("the conductor was destroyed inside its hook");
}

} // namespace

PendingHook::PendingHook(HookRunner *runner, const QFuture<void> &noFuture)
    : QFutureWatcher(runner),
      m_noFuture(noFuture)
{ }

HookRunner *PendingHook::runner() const
{
    return static_cast<HookRunner *>(parent());
}

void PendingHook::componentDestroyed()
{
    runner()->componentDestroyed(component);
}

HookRunner::HookRunner(Client *client, WakeUp &wakeUp)
    : QObject(&wakeUp),
      m_client(client),
      m_wakeUp(wakeUp),
      m_deadlines(wakeUp, this)
{ }

// Handles every call that has not succeeded at once and quickly: the hook took its time, is timed, threw, is unfinished or
// was not called, or the client was told its end while it ran.
qint64 HookRunner::settle(const Call &call, QFuture<void> &future, int timeout)
{
    const bool isQuick = !call.isTimed && m_lastLook == call.begun;
    const auto elapsed = isQuick ? Clock::duration::zero() : now() - call.begun;
    const bool isLate = timeout > 0 && elapsed > std::chrono::milliseconds(timeout);
    const bool isPending = call.hasReturned && !future.isFinished(); // looked at first: another thread may finish it
    if (!isLate && call.hasSucceeded(future)) {
        --m_inFlight;
        return toMilliseconds(elapsed);
    }
    if (isPending) {
        watch(call, future, isLate, timeout);
    } else if (call.hook) {
        detach(call.hook);
        recycle(call.hook);
    }
    if (!call.isWaitedFor())
        return -1;
    const FutureOutcome outcome = call.hasReturned && !isPending ? FutureOutcome(future) : FutureOutcome(call.thrown);
    if (!call.hasReturned && !outcome.exception)
        tellStop(call.node, call.phase);
    else if (isLate && !outcome.exception)
        tellFailure(call.node, FailureRecord::of(call.component, call.phase, timedOutMessage(timeout)));
    else if (!isPending)
        tellOutcome(call.component, call.node, call.phase, outcome, Cancellation::AtOnce, toMilliseconds(elapsed));
    return -1;
}

// Watches the future of a hook that has returned and is unfinished, and waits for it, unless the client was told its end or
// it is late.
void HookRunner::watch(const Call &call, QFuture<void> &future, bool isLate, int timeout)
{
    const bool isWaitedFor = call.isWaitedFor() && !isLate;
    PendingHook *hook = call.hook;
    if (!hook && call.component)
        hook = unfinishedHook(call.component, call.phase, call.begun);
    if (hook && isWaitedFor) {
        waitFor(hook, &hook->node, call.node);
        m_deadlines.set(hook, call.begun, timeout);
    }
    if (hook)
        hook->setFuture(future);
    if (!isWaitedFor)
        future.cancel();
}

// A component whose earlier hook is unfinished begins no other one (R17). The client is told with earlierHookEnded(), or
// that the hook failed, when that takes too long.
void HookRunner::awaitEarlierHook(Component *component, int node)
{
    ++m_inFlight;
    const int timeout = m_timeouts.of(component, Phase::Setup);
    PendingHook *hook = PendingHook::of(component);
    if (hook->runner() != this) {
        const QString message = Text::tr("a hook that a former conductor called still runs");
        tellFailure(node, FailureRecord::of(component, Phase::Setup, message));
        return;
    }
    waitFor(hook, &hook->successor, node);
    m_deadlines.set(hook, now(), timeout > 0 ? timeout : m_timeouts.of(component, Phase::Shutdown));
}

void HookRunner::workNext()
{
    if (m_finished.empty()) {
        if (PendingHook *late = m_deadlines.takePassed())
            timeOut(late);
        return;
    }
    PendingHook *hook = m_finished.front();
    m_finished.pop();
    finish(hook);
}

// The hook is recycled last, because the client may begin another hook when it is told of the end of this one.
void HookRunner::finish(PendingHook *hook)
{
    const Component *component = hook->component;
    const bool hadSuccessor = hook->successor >= 0;
    const int node = stopWaiting(hook);
    detach(hook);
    if (node >= 0 && hadSuccessor) {
        --m_inFlight;
        m_client->earlierHookEnded(node);
    } else if (node >= 0) {
        QFuture<void> future = hook->future();
        const auto cancellation = hook->isAskedToCancel ? Cancellation::AsAsked : Cancellation::ByItself;
        tellOutcome(component, node, hook->phase, FutureOutcome(future), cancellation, toMilliseconds(now() - hook->begun));
    }
    recycle(hook);
}

// Tells the client how a hook has ended that was neither late nor destroyed.
void HookRunner::tellOutcome(const Component *component, int node, Phase phase, const FutureOutcome &outcome,
                             Cancellation cancellation, qint64 milliseconds)
{
    if (outcome.hasSucceeded())
        tellSuccess(node, phase, milliseconds);
    else if (outcome.exception)
        tellFailure(node, FailureRecord::of(component, phase, outcome.exception, messageOf(outcome.exception), milliseconds));
    else if (cancellation == Cancellation::AsAsked)
        tellStop(node, phase, milliseconds);
    else if (cancellation == Cancellation::AtOnce)
        tellFailure(node, FailureRecord::of(component, phase,
                                            Text::tr("canceled: the future was empty or abandoned (return done() where "
                                                     "there is nothing to wait for)"),
                                            milliseconds));
    else
        tellFailure(node, FailureRecord::of(component, phase, Text::tr("canceled"), milliseconds));
}

// The hook has the rest of its own time or the time that a shutdown has, whichever ends first (R15).
void HookRunner::askToCancel(Component *component)
{
    PendingHook *hook = PendingHook::of(component);
    if (!hook || hook->runner() != this || (hook->node < 0 && hook->successor < 0))
        return;
    if (hook->successor >= 0)
        return tellStop(stopWaiting(hook), Phase::Setup);
    if (hook->isFinished() || std::exchange(hook->isAskedToCancel, true))
        return;
    const auto at = now();
    const int timeout = m_timeouts.of(component, Phase::Shutdown);
    if (timeout > 0 && at + std::chrono::milliseconds(timeout) < hook->deadline)
        m_deadlines.set(hook, at, timeout);
    hook->future().cancel();
}

bool HookRunner::componentDestroyed(Component *component)
{
    bool wasWaitedFor = false;
    for (Call *call = m_call; call; call = call->outer) {
        if (call->component == component) {
            call->component = nullptr;
            if (const int node = std::exchange(call->node, -1); node >= 0) {
                wasWaitedFor = true;
                tellDestroyed(component, node, call->phase);
            }
        }
    }
    PendingHook *hook = PendingHook::of(component);
    if (!hook)
        return wasWaitedFor;
    ComponentPrivate::get(component)->running.hook = nullptr;
    hook->component = nullptr;
    const Phase phase = hook->successor >= 0 ? Phase::Setup : hook->phase;
    const int node = stopWaiting(hook);
    if (!hook->isFinished())
        hook->future().cancel();
    if (node < 0)
        return wasWaitedFor;
    tellDestroyed(component, node, phase);
    return true;
}

void HookRunner::abandonCalls()
{
    for (Call *call = m_call; call; call = call->outer) {
        Component *component = call->component;
        if (component && !call->hook)
            call->hook = unfinishedHook(component, call->phase, now()); // it is in use until the hook returns
        if (const int node = std::exchange(call->node, -1); node >= 0) {
            tellFailure(node, FailureRecord::of(component, call->phase, destroyedInsideMessage()));
        }
    }
    const auto isOnStack = [](const PendingHook *hook) {
        return ComponentPrivate::get(hook->component)->running.callsOnStack > 0;
    };
    const auto next = [&] { return std::find_if(m_waitedFor.begin(), m_waitedFor.end(), isOnStack); };
    for (auto hook = next(); hook != m_waitedFor.end(); hook = next())
        giveUp(*hook, destroyedInsideMessage());
}

void HookRunner::tellSuccess(int node, Phase phase, qint64 milliseconds)
{
    --m_inFlight;
    m_client->hookSucceeded(node, phase, milliseconds);
}

void HookRunner::tellStop(int node, Phase phase, qint64 milliseconds)
{
    --m_inFlight;
    m_client->hookStopped(node, phase, milliseconds);
}

void HookRunner::tellFailure(int node, const FailureRecord &record)
{
    --m_inFlight;
    m_client->hookFailed(node, record);
}

// That a component is destroyed is a failure of its setup, but not of its shutdown (R19).
void HookRunner::tellDestroyed(const Component *component, int node, Phase phase)
{
    if (phase == Phase::Setup)
        tellFailure(node, FailureRecord::of(component, phase, Text::tr("destroyed while it was setting up")));
    else
        tellStop(node, phase);
}

// Returns a hook that is in use for the component from now on.
PendingHook *HookRunner::unfinishedHook(Component *component, Phase phase, Clock::time_point begun)
{
    PendingHook *hook = nullptr;
    if (m_pool.empty()) {
        // A future finds its watchers by a linear search, so only a few hooks share one.
        if (m_made++ % 16 == 0)
            m_noFuture = QFutureInterface<void>().future();
        hook = new PendingHook(this, m_noFuture);
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
    ComponentPrivate::get(component)->running.hook = hook;
    return hook;
}

void HookRunner::waitFor(PendingHook *hook, int *waiting, int node)
{
    *waiting = node;
    hook->index = m_waitedFor.size();
    m_waitedFor.push_back(hook);
}

// Returns the node that waited for the hook; -1: none did.
int HookRunner::stopWaiting(PendingHook *hook)
{
    const int node = std::exchange(hook->node, -1);
    const int successor = std::exchange(hook->successor, -1);
    if (node < 0 && successor < 0)
        return -1;
    ++hook->ticket; // its deadline is void
    m_waitedFor.back()->index = hook->index;
    m_waitedFor[hook->index] = m_waitedFor.back();
    m_waitedFor.pop_back();
    return node < 0 ? successor : node;
}

// The component has no unfinished hook any more.
void HookRunner::detach(PendingHook *hook)
{
    if (Component *component = std::exchange(hook->component, nullptr))
        ComponentPrivate::get(component)->running.hook = nullptr;
    --m_unfinished;
}

void HookRunner::recycle(PendingHook *hook)
{
    hook->dropFuture();
    m_pool.push_back(hook);
}

void HookRunner::timeOut(PendingHook *hook)
{
    const QString message = timedOutMessage(hook->limit);
    giveUp(hook, hook->successor >= 0 ? Text::tr("%1: its earlier hook still runs").arg(message) : message);
}

// Waits no longer for a hook that is unfinished, which has failed with that message.
void HookRunner::giveUp(PendingHook *hook, const QString &message)
{
    const Phase phase = hook->successor >= 0 ? Phase::Setup : hook->phase;
    const Component *component = hook->component;
    const int node = stopWaiting(hook);
    hook->future().cancel();
    tellFailure(node, FailureRecord::of(component, phase, message));
}

} // namespace QConductor
