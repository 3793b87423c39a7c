// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/hookrunner_p.h"

#include "meta/logging_p.h"
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

HookRunner::HookRunner(Client *client, Gateway &gateway, WakeUp &wakeUp)
    : QObject(&wakeUp),
      m_client(client),
      m_gateway(gateway),
      m_wakeUp(wakeUp),
      m_deadlines(wakeUp, this)
{ }

// The range and the text of a future are told with its value. A hook that is no longer wanted tells nobody how far it comes.
void HookRunner::noteProgress(PendingHook *hook)
{
    const int total = hook->progressMaximum() - hook->progressMinimum();
    const int done = hook->progressValue() - hook->progressMinimum();
    const QString text = hook->progressText();
    const bool isNews = total > 0 || !text.isEmpty();
    if (!isNews || hook->node < 0 || hook->phase != Phase::Setup || hook->isAskedToCancel || hook->isFinished())
        return;
    hook->share = total > 0 ? int(std::clamp<qint64>(qint64(100) * done / total, 0, 99)) : 0;
    m_hasShares = true;
    m_progress = Progress { hook->node, text };
    m_wakeUp.post();
}

// Handles every call that has not succeeded at once and quickly: the hook took its time, has a short timeout, threw, is
// unfinished or was not called, or the client was told its end while it ran.
qint64 HookRunner::settle(const Call &call, QFuture<void> &future, int timeout)
{
    const bool isPending = call.hasReturned && !future.isFinished(); // looked at first: another thread may finish it
    const bool isQuick = call.timing != Timing::Exact && m_lastLook == call.begun && !isPending;
    const auto begun = call.began;
    const auto end = isQuick ? begun : readClock();
    const auto elapsed = end - begun;
    const Times times { begun, end, call.held == notHeld ? elapsed : call.held };
    const bool isLate = timeout > 0 && end - latestBegin(call) > std::chrono::milliseconds(timeout);
    const bool wasCalled = call.hasReturned || call.thrown;
    if (wasCalled)
        checkStall(call, times.held);
    lookAtClock(); // the message handler may have taken time
    if (wasCalled && !isPending && call.isWaitedFor())
        m_client->hookTimed(call.node, call.phase, times);
    if (!isLate && call.hasSucceeded(future)) {
        --m_inFlight;
        return toMilliseconds(elapsed);
    }
    if (isPending && call.isWaitedFor() && waitsForHook(call.node, future)) {
        tellRefusal(call);
        return -1;
    }
    if (isPending) {
        watch(call, future, isLate, timeout, times);
    } else if (call.hook) {
        detach(call.hook);
        recycle(call.hook);
    }
    const FutureOutcome outcome = call.hasReturned && !isPending ? FutureOutcome(future) : FutureOutcome(call.thrown);
    if (!call.isWaitedFor()) {
        if (!isPending && call.hasReturned && call.component)
            endGivenUp(call.component, call.phase, outcome, -1);
        return -1;
    }
    if (!call.hasReturned && !outcome.exception)
        tellStop(call.node, call.phase);
    else if (isLate && !outcome.exception)
        tellFailure(call.node, FailureRecord::of(call.component, call.phase, timedOutMessage(timeout)),
                    isPending                    ? Remainder::Unfinished
                    : call.phase == Phase::Setup ? Remainder::ToShutDown
                                                 : Remainder::Nothing);
    else if (!isPending)
        tellOutcome(call.component, call.node, call.phase, outcome, Cancellation::AtOnce, toMilliseconds(elapsed));
    return -1;
}

// Watches the future of a hook that has returned and is unfinished, and waits for it, unless the client was told its end.
void HookRunner::watch(const Call &call, QFuture<void> &future, bool isLate, int timeout, const Times &times)
{
    PendingHook *hook = call.hook;
    if (!hook && call.component)
        hook = unfinishedHook(call.component, call.phase, times.began);
    if (!hook) {
        future.cancel();
        return;
    }
    hook->hasReturned = true;
    hook->held = times.held;
    if (call.isWaitedFor()) {
        waitFor(hook, &hook->node, call.node);
        m_deadlines.set(hook, latestBegin(call), timeout);
        watchForSlowness(hook);
    }
    hook->setFuture(future);
    if (!call.isWaitedFor())
        hook->cancel();
    else if (isLate)
        beginGrace(hook);
}

// The hook has timed out. A thread may need a moment to stop, in which what the component needs is still there (R17).
void HookRunner::beginGrace(PendingHook *hook)
{
    hook->hasTimedOut = true;
    m_deadlines.set(hook, now(), std::max(1, m_timeouts.graceOf(hook->component))); // timeouts may change meanwhile
    hook->cancel();
}

// A component whose earlier hook is unfinished begins no other one (R17). The client is told with earlierHookEnded(), or
// that the hook failed, when that takes too long.
void HookRunner::awaitEarlierHook(Component *component, int node)
{
    ++m_inFlight;
    PendingHook *hook = PendingHook::of(component);
    if (hook->runner() != this) {
        const QString message = Text::tr("a hook that a former conductor called still runs");
        tellFailure(node, FailureRecord::of(component, Phase::Setup, message));
        return;
    }
    awaitEnd(hook, node);
}

void HookRunner::awaitEnd(PendingHook *hook, int successor)
{
    const int timeout = m_timeouts.of(hook->component, Phase::Setup);
    waitFor(hook, &hook->successor, successor);
    m_deadlines.set(hook, now(), timeout > 0 ? timeout : m_timeouts.of(hook->component, Phase::Shutdown));
}

void HookRunner::workNext()
{
    if (m_finished.empty()) {
        if (PendingHook *late = m_deadlines.takePassed())
            timeOut(late);
        else
            timePassed();
        return;
    }
    PendingHook *hook = m_finished.front();
    m_finished.pop();
    finish(hook);
}

void HookRunner::timePassed()
{
    if (m_deadlines.takeWatch())
        tellSlowHooks();
    if (m_deadlines.takeAlarm())
        m_client->alarmPassed();
}

// The hook is recycled last, because the client may begin another hook when it is told of the end of this one.
void HookRunner::finish(PendingHook *hook)
{
    Component *component = hook->component;
    const bool isGivenUp = hook->node < 0;
    const int node = stopWaiting(hook);
    detach(hook);
    QFuture<void> future = hook->future();
    const FutureOutcome outcome(future);
    if (!isGivenUp)
        tellTimes(*hook, node);
    if (hook->isLateShutdown) {
        endLateShutdown(component, outcome, node);
    } else if (isGivenUp && component) {
        endGivenUp(component, hook->phase, outcome, node);
    } else if (!isGivenUp && hook->hasTimedOut) {
        const bool isToShutDown = hook->phase == Phase::Setup && !outcome.exception;
        --m_inFlight;
        m_client->lateHookEnded(node, isToShutDown ? Remainder::ToShutDown : Remainder::Nothing);
    } else if (!isGivenUp) {
        const auto cancellation = hook->isAskedToCancel ? Cancellation::AsAsked : Cancellation::ByItself;
        tellOutcome(component, node, hook->phase, outcome, cancellation, toMilliseconds(m_lastReading - hook->begun));
    }
    recycle(hook);
}

// A hook has ended that was given up. What a setup hook has begun is shut down, so that nothing is left running of which
// nobody knows (R17). The successor is the node that waits for it; -1: none does.
void HookRunner::endGivenUp(Component *component, Phase phase, const FutureOutcome &outcome, int successor)
{
    if (phase == Phase::Setup && !outcome.exception)
        return callLateShutdown(component, successor);
    tellEarlierEnd(component, successor);
}

void HookRunner::callLateShutdown(Component *component, int successor)
{
    PendingHook *hook = unfinishedHook(component, Phase::Shutdown, now());
    hook->isLateShutdown = true;
    hook->hasReturned = false;
    if (successor >= 0)
        awaitEnd(hook, successor);
    Call call(component, -1, Phase::Shutdown, Timing::Exact, now(), m_call);
    m_call = &call;
    QFuture<void> future = callHook(call, [](const Call &) { return Prepared::MayHaveTakenTime; });
    m_call = call.outer;
    hook->hasReturned = true;
    if (call.hasReturned && !future.isFinished()) {
        if (hook->successor < 0 && call.component)
            m_deadlines.set(hook, call.begun, m_timeouts.of(component, Phase::Shutdown));
        hook->setFuture(future);
        return;
    }
    const int node = stopWaiting(hook);
    detach(hook);
    recycle(hook);
    endLateShutdown(call.component, call.hasReturned ? FutureOutcome(future) : FutureOutcome(call.thrown), node);
}

// Nobody waits for the hook, so its failure is only logged. The component is nullptr if it was destroyed.
void HookRunner::endLateShutdown(Component *component, const FutureOutcome &outcome, int successor)
{
    if (component && outcome.exception)
        qCWarning(lcConductor, "%s was given up, and failed when it was shut down: %s",
                  qPrintable(ComponentPrivate::nameOf(component)), qPrintable(messageOf(outcome.exception)));
    tellEarlierEnd(component, successor);
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
    if (hook->isFinished() || hook->isAskedToCancel)
        return;
    const auto at = now();
    const int timeout = m_timeouts.of(component, Phase::Shutdown);
    if (timeout > 0 && at + std::chrono::milliseconds(timeout) < hook->deadline)
        m_deadlines.set(hook, at, timeout);
    hook->cancel();
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
    const bool isLate = hook->node >= 0 && hook->hasTimedOut;
    const Phase phase = hook->successor >= 0 ? Phase::Setup : hook->phase;
    const int node = stopWaiting(hook);
    hook->cancel();
    if (node < 0)
        return wasWaitedFor;
    if (isLate)
        tellLateEnd(node);
    else
        tellDestroyed(component, node, phase);
    return true;
}

void HookRunner::abandonCalls()
{
    for (Call *call = m_call; call; call = call->outer) {
        Component *component = call->component;
        if (component && !call->hook && call->isWaitedFor()) {
            call->hook = unfinishedHook(component, call->phase, now()); // it is in use until the hook returns
            call->hook->hasReturned = false;
        }
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

void HookRunner::tellFailure(int node, const FailureRecord &record, Remainder remainder)
{
    if (remainder != Remainder::Unfinished)
        --m_inFlight;
    m_client->hookFailed(node, record, remainder);
}

void HookRunner::tellLateEnd(int node)
{
    --m_inFlight;
    m_client->lateHookEnded(node, Remainder::Nothing);
}

// The hook has returned a future that would wait for it. That future is the conductor's own, and isn't asked to cancel.
void HookRunner::tellRefusal(const Call &call)
{
    auto record = FailureRecord::of(
            call.component, call.phase,
            Text::tr("its hook would wait for itself: it has returned a future of its own conductor "
                     "that waits for the hook"));
    record.isFinal = true; // a further try would wait in the same way
    tellFailure(call.node, record);
}

// That a component is destroyed is a failure of its setup, but not of its shutdown (R19).
void HookRunner::tellDestroyed(const Component *component, int node, Phase phase)
{
    if (phase == Phase::Setup)
        tellFailure(node, FailureRecord::of(component, phase, Text::tr("destroyed while it was setting up")));
    else
        tellStop(node, phase);
}

// The successor is -1 if no node waits. The component is nullptr if it was destroyed.
void HookRunner::tellEarlierEnd(Component *component, int successor)
{
    if (successor < 0 && component)
        m_client->unfinishedHookEnded(component);
    if (successor < 0)
        return;
    --m_inFlight;
    m_client->earlierHookEnded(successor);
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
        connect(hook, &QFutureWatcherBase::progressValueChanged, this, [this, hook] { noteProgress(hook); });
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
    hook->share = 0;
    hook->held = Clock::duration(0);
    hook->timesToldSlow = 0;
    hook->hasReturned = true;
    hook->isAskedToCancel = hook->hasTimedOut = hook->isLateShutdown = false;
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
    if (hook->successor >= 0)
        return giveUp(hook, Text::tr("%1: its earlier hook still runs").arg(message));
    if (hook->node < 0) {
        qCWarning(lcConductor, "%s was given up, and its shutdown %s",
                  qPrintable(ComponentPrivate::nameOf(hook->component)), qPrintable(message));
        return hook->cancel();
    }
    if (hook->isAskedToCancel)
        return giveUp(hook, message);
    const int node = hook->node;
    const auto record = FailureRecord::of(hook->component, hook->phase, message);
    tellTimes(*hook, node);
    beginGrace(hook);
    tellFailure(node, record, Remainder::Unfinished);
}

// Waits no longer for a hook that is unfinished, which has failed with that message, unless it has failed already.
void HookRunner::giveUp(PendingHook *hook, const QString &message)
{
    const bool isLate = hook->node >= 0 && hook->hasTimedOut;
    const Phase phase = hook->successor >= 0 ? Phase::Setup : hook->phase;
    const Component *component = hook->component;
    const bool isItsOwn = hook->successor < 0;
    const int node = stopWaiting(hook);
    if (isItsOwn)
        tellTimes(*hook, node);
    if (isItsOwn)
        hook->cancel();
    if (isLate)
        return tellLateEnd(node);
    auto record = FailureRecord::of(component, phase, message);
    record.isFinal = !isItsOwn; // a further try would wait in the same way
    tellFailure(node, record);
}

void HookRunner::giveUp(Component *component, const QString &message)
{
    PendingHook *hook = PendingHook::of(component);
    if (hook && hook->runner() == this && (hook->node >= 0 || hook->successor >= 0) && !hook->isFinished())
        giveUp(hook, message);
}

// What it held is told once, although a hook that has timed out is told once more when it ends.
void HookRunner::tellTimes(PendingHook &hook, int node)
{
    m_client->hookTimed(node, hook.phase, { hook.begun, readClock(), std::exchange(hook.held, Clock::duration(0)) });
}

// A hook on the stack holds the event loop no longer: it runs one itself.
void HookRunner::beginTurn()
{
    readClock();
    if (m_call && m_call->held == notHeld)
        m_call->held = m_lastReading - std::min(m_lastReading, m_call->began);
}

void HookRunner::checkStall(const Call &call, Clock::duration held) const
{
    if (m_thresholds.stall <= 0 || held <= std::chrono::milliseconds(m_thresholds.stall) || !call.component)
        return;
    qCWarning(
            lcConductor,
            "the %s of %s has held the event loop for %lld ms. Meanwhile no window is painted, and no other component begins: "
            "do the work in another thread, for example by QtConcurrent::run()",
            call.phase == Phase::Setup ? "setup" : "shutdown", qPrintable(ComponentPrivate::nameOf(call.component)),
            toMilliseconds(held));
}

// A hook is told twice: when it has been unfinished for the threshold, and for twice that time.
void HookRunner::watchForSlowness(PendingHook *hook)
{
    if (m_thresholds.slow > 0 && hook->timesToldSlow < 2)
        m_deadlines.setWatch(hook->begun + std::chrono::milliseconds(m_thresholds.slow) * (hook->timesToldSlow + 1));
}

void HookRunner::tellSlowHooks()
{
    struct Slow
    {
        int node;
        Phase phase;
        qint64 milliseconds;
    };
    std::vector<Slow> slow;
    const auto at = now();
    const auto threshold = std::chrono::milliseconds(m_thresholds.slow);
    for (PendingHook *hook : m_waitedFor) {
        if (hook->node < 0 || hook->hasTimedOut || hook->isFinished())
            continue;
        const auto elapsed = at - hook->begun;
        if (m_thresholds.slow > 0 && hook->timesToldSlow < 2 && elapsed >= threshold * (hook->timesToldSlow + 1)) {
            slow.push_back({ hook->node, hook->phase, toMilliseconds(elapsed) });
            hook->timesToldSlow = elapsed >= 2 * threshold ? 2 : 1;
        }
        watchForSlowness(hook);
    }
    for (const Slow &hook : slow)
        m_client->hookIsSlow(hook.node, hook.phase, hook.milliseconds);
}

std::vector<HookRunner::InFlight> HookRunner::inFlightHooks() const
{
    std::vector<InFlight> hooks;
    const auto at = now();
    for (const PendingHook *hook : m_waitedFor) {
        if (hook->node >= 0)
            hooks.push_back({ hook->node, hook->phase, { hook->begun, at, hook->held } });
    }
    for (const Call *call = m_call; call; call = call->outer) {
        const auto begun = std::min(at, call->began);
        if (call->isWaitedFor())
            hooks.push_back(
                    { call->node, call->phase, { begun, at, call->held == notHeld ? at - begun : call->held } });
    }
    return hooks;
}

Clock::time_point HookRunner::setLimit()
{
    return m_timeouts.limit > 0 ? m_deadlines.setAlarm(m_timeouts.limit) : Clock::time_point::max();
}

} // namespace QConductor
