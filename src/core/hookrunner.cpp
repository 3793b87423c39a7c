// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "hookrunner_p.h"

#include "component_p.h"
#include "testaccess_p.h"

#include <QtCore/qcoreevent.h>

#include <optional>

namespace QConductor {

namespace {

constexpr qint64 never = std::numeric_limits<qint64>::max();

HookResult failure(const QString &message, qint64 milliseconds = -1)
{
    return { HookResult::Failed, message, std::make_exception_ptr(Error(message)), milliseconds };
}

HookResult timedOut(int limit)
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

HookRunner::HookRunner(Client *client, QObject *parent)
    : QObject(parent), m_client(client)
{
}

void HookRunner::run(Component *component, int node, Phase phase, int timeout)
{
    ++m_inFlight;
    Call call { component, node, phase, nullptr, m_call };
    m_call = &call;
    qint64 begun = m_lastNow; // as exact as it has to be without a timeout
    std::optional<QFuture<void>> future;
    std::exception_ptr thrown;
    try {
        if (m_client->hookBegins(node, phase) && call.node >= 0) {
            begun = timeout > 0 ? now() : m_lastNow;
            future.emplace(Q_UNLIKELY(m_interposer) ? m_interposer->call(component, phase)
                                                    : ComponentPrivate::call(component, phase));
        }
    } catch (...) {
        thrown = std::current_exception();
    }
    m_call = call.outer;

    const qint64 elapsed = now() - begun;
    const bool isLate = timeout > 0 && elapsed > timeout;
    const bool isPending = future && !future->isFinished();
    if (isPending)
        watch(call, *future, isLate, begun, timeout);
    else if (Q_UNLIKELY(call.hook))
        recycle(call.hook);

    if (call.node < 0)
        return; // it has been reported
    const Ending ending = future && !isPending ? Ending(*future) : Ending(std::move(thrown));
    if (!future && !ending.exception)
        report(call.node, phase, { HookResult::Stopped });
    else if (isLate && !ending.exception)
        report(call.node, phase, timedOut(timeout));
    else if (!isPending)
        report(call.node, phase, ending, false, elapsed, true);
}

// The hook has returned, and is unfinished: waits for it, unless it has been reported or is late already.
void HookRunner::watch(const Call &call, QFuture<void> &future, bool isLate, qint64 begun, int timeout)
{
    const bool isWaitedFor = call.node >= 0 && !isLate;
    PendingHook *hook = call.hook;
    if (!hook && call.component)
        hook = take(call.component, call.phase, begun);
    if (hook && isWaitedFor) {
        waitFor(hook, &hook->node, call.node);
        setDeadline(hook, begun, timeout);
    }
    if (hook)
        hook->setFuture(future);
    if (!isWaitedFor)
        future.cancel();
}

// A component whose earlier hook is unfinished has no other before (R17): its turn comes with earlierHookEnded(), or
// it fails when that takes too long.
void HookRunner::awaitEarlierHook(Component *component, int node, int timeout)
{
    PendingHook *hook = ComponentPrivate::get(component)->hook;
    if (hook->runner() != this) {
        ++m_inFlight;
        report(node, Phase::Setup, failure(QStringLiteral("a hook that a former conductor called still runs")));
        return;
    }
    ++m_inFlight;
    waitFor(hook, &hook->successor, node);
    setDeadline(hook, now(), timeout);
}

void HookRunner::reportNext()
{
    if (m_finished.empty()) {
        reportTimeout();
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
        report(node, hook->phase, Ending(future), hook->isAskedToCancel, now() - hook->begun);
    } else {
        --m_inFlight;
        m_client->earlierHookEnded(node);
    }
}

void HookRunner::askToCancel()
{
    for (std::size_t i = m_waitedFor.size(); i-- > 0;) {
        PendingHook *hook = m_waitedFor[i];
        if (hook->successor >= 0)
            report(stopWaiting(hook), Phase::Setup, { HookResult::Stopped });
        else
            ask(hook);
    }
}

bool HookRunner::forget(Component *component)
{
    const auto reportGone = [this](int node, Phase phase) { // that is a failure of a setup only (R19)
        report(node, phase, phase == Phase::Setup ? failure(QStringLiteral("destroyed while it was setting up"))
                                                  : HookResult { HookResult::Stopped });
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
            report(node, call->phase, failure(QStringLiteral("the conductor was destroyed inside its hook")));
    }
}

void HookRunner::report(int node, Phase phase, const HookResult &result)
{
    --m_inFlight;
    m_client->hookEnded(node, phase, result);
}

void HookRunner::report(int node, Phase phase, const Ending &ending, bool wasAsked, qint64 milliseconds, bool atOnce)
{
    if (Q_LIKELY(ending.isWell()))
        report(node, phase, { HookResult::Succeeded, {}, {}, milliseconds });
    else if (ending.exception)
        report(node, phase, { HookResult::Failed, messageOf(ending.exception), ending.exception, milliseconds });
    else if (wasAsked)
        report(node, phase, { HookResult::Stopped, {}, {}, milliseconds });
    else if (atOnce)
        report(node, phase, failure(QStringLiteral("canceled: the future was empty or abandoned (return done() where "
                                                   "there is nothing to wait for)"), milliseconds));
    else
        report(node, phase, failure(QStringLiteral("canceled"), milliseconds));
}

PendingHook *HookRunner::take(Component *component, Phase phase, qint64 begun)
{
    PendingHook *hook = nullptr;
    if (m_pool.empty()) {
        hook = new PendingHook(this);
        connect(hook, &QFutureWatcherBase::finished, this, [this, hook] {
            m_finished.push(hook);
            m_client->wakeUp();
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

void HookRunner::setDeadline(PendingHook *hook, qint64 from, int limit)
{
    if (limit <= 0)
        return;
    const bool isFirst = m_deadlines.empty() || from + limit < m_deadlines.top().at;
    hook->deadline = from + limit;
    hook->limit = limit;
    m_deadlines.push({ hook->deadline, hook, ++hook->ticket });
    if (isFirst)
        startTimer();
}

void HookRunner::startTimer()
{
    const auto isVoid = [](const Deadline &deadline) { return deadline.ticket != deadline.hook->ticket; };
    while (!m_deadlines.empty() && isVoid(m_deadlines.top()))
        m_deadlines.pop();
    if (m_deadlines.empty() || m_virtualTime)
        m_timer.stop();
    else
        m_timer.start(int(std::max<qint64>(m_deadlines.top().at - now(), 0)), Qt::PreciseTimer, this);
}

void HookRunner::setVirtualTime(const qint64 *time)
{
    m_virtualTime = time;
    startTimer();
}

std::optional<qint64> HookRunner::nextDeadline()
{
    startTimer();
    return m_deadlines.empty() ? std::nullopt : std::optional(m_deadlines.top().at);
}

void HookRunner::timerEvent(QTimerEvent *)
{
    m_timer.stop();
    expire();
}

// Only the client asks for reports: it is on its guard then.
void HookRunner::expire()
{
    m_isDue = true;
    m_client->wakeUp();
}

// One of those whose deadline has passed, if there is any left.
void HookRunner::reportTimeout()
{
    const qint64 at = now();
    while (!m_deadlines.empty() && m_deadlines.top().at <= at) {
        const Deadline deadline = m_deadlines.top();
        m_deadlines.pop();
        if (deadline.ticket == deadline.hook->ticket && !deadline.hook->isFinished()) {
            timeOut(deadline.hook);
            return;
        }
    }
    m_isDue = false;
    startTimer();
}

void HookRunner::timeOut(PendingHook *hook)
{
    const Phase phase = hook->successor >= 0 ? Phase::Setup : hook->phase;
    const bool isEarlier = hook->successor >= 0;
    const int node = stopWaiting(hook);
    hook->future().cancel();
    const HookResult result = timedOut(hook->limit);
    report(node, phase, !isEarlier ? result
                                   : failure(result.message + QStringLiteral(": its earlier hook still runs")));
}

// Within the rest of its own time or the time that a shutdown has, whichever ends first (R15).
void HookRunner::ask(PendingHook *hook)
{
    if (hook->isFinished() || std::exchange(hook->isAskedToCancel, true))
        return;
    const qint64 at = now();
    const int timeout = m_client->shutdownTimeoutOf(hook->component);
    if (timeout > 0 && at + timeout < hook->deadline)
        setDeadline(hook, at, timeout);
    hook->future().cancel();
}

HookRunner::Clock::time_point HookRunner::lookAtClock()
{
    using namespace std::chrono;
    m_lastLook = Clock::now();
    m_lastNow = Q_UNLIKELY(m_virtualTime) ? *m_virtualTime
                                          : duration_cast<milliseconds>(m_lastLook.time_since_epoch()).count();
    return m_lastLook;
}

qint64 HookRunner::now()
{
    lookAtClock();
    return m_lastNow;
}

} // namespace QConductor
