// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "engine_p.h"

#include "component_p.h"
#include "conductor_p.h"
#include "eventwait_p.h"
#include "logging_p.h"
#include "naming_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qmetaobject.h>

#include <algorithm>

/*!
    \page qconductor-engine.html
    \title Why every future ends
    \internal

    The engine walks one plan, up or down, and what it does next depends on three things only: the walk, the verdict on
    the setup (good, failed, canceled) and how many hooks are in flight. Setup, shutdown, roll-back, cancel and timeout
    are no more than that: a setup that is not to be has another verdict, which turns the walk round.

    \b {A hook ends, or is given up.} From the moment that the engine takes a node from the walk, the node's hook is in
    flight, and HookRunner reports it exactly once: when it was never called after all, returned what is finished, threw,
    ran too long, finished later, was destroyed with its component, or lost its conductor. A hook that does none of these
    has a timeout, unless the application said that it may take any time: only then is an end its author's promise. A
    canceled setup gives those in flight the time that a shutdown has, if that is shorter. One that is given up is
    watched on, so that its component neither begins another hook nor is destroyed, but nobody waits for it.

    \b {A walk ends.} It yields each node once, and each node that it yields is finished: at once where there is nothing
    to do, else by the report of its hook. Predecessors are finite, and a graph has no cycles, so a walk on which nothing
    is in flight and no node may begin is over. On the way up it is also over when the verdict isn't good and nothing is
    in flight.

    \b {A walk up is followed by the end of setup, or by one walk down; that by the end of all.} The verdict changes
    once, from good, and only until then can a walk go up. No walk begins but by setup(), shutdown(), this turn, or
    takeBack(). So the promises of setup() and shutdown(), which are kept while a walk is on, end in concludeSetup(),
    concludeShutdown() or, where there was no graph to walk, refuse(): each puts its promise aside before it calls anybody,
    and finishes what was put aside after its signals, unless an event loop in a slot has. One that a slot canceled
    meanwhile is taken back, once, for a walk down. Who asks for shutdown() later than that gets a finished future, or
    starts another walk. The promise of a setup() that waits for a shutdown starts when that has ended, or is destroyed,
    which cancels it.

    \b {Somebody comes back to do it.} pump() does steps while nextStep() has one. Everything that can give it one outside
    of pump() posts an event for it: setup(), shutdown(), a canceled future (its watcher), a hook that ended or
    timed out, a component that was destroyed. And before each step there is an event posted already. So when a hook or a
    slot runs an event loop of its own, even one that waits for our future, that loop goes on with the work; the call
    that is on the stack stays in flight, so nothing ends before it has returned, except that a conductor which is
    destroyed in it gives it up.

    \b {Nobody pulls the rug away.} Hooks and slots are called from pump(), start(), close() and componentDestroyed(),
    which hold the engine; it is detached from its conductor when that is destroyed, and has settled all before it calls
    them. close() shuts down in a local event loop, for which all of the above holds. Without a QCoreApplication there
    are no events: then setup() refuses, and close() warns.
*/

namespace QConductor {

using namespace std::chrono_literals;

namespace {

constexpr auto slice = 3ms; // two may follow each other before a timer has its turn, in at most 8 ms (R14)

QString nameOf(const Component *component)
{
    return QString::fromUtf8(qualifiedName(ComponentPrivate::get(component)->type));
}

std::optional<QPromise<void>> startedPromise()
{
    std::optional<QPromise<void>> promise(std::in_place);
    promise->start();
    return promise;
}

template <class E> std::exception_ptr pointerTo(const std::optional<E> &error)
{
    return error ? std::make_exception_ptr(*error) : nullptr;
}

} // namespace

Engine::Engine(ConductorPrivate *conductor)
    : QObject(conductor->q), m_conductor(conductor), m_discovery(conductor->registry), m_hooks(new HookRunner(this, this)),
      m_setupWatcher(new QFutureWatcher<void>(this))
{
    connect(m_setupWatcher, &QFutureWatcherBase::canceled, this, &Engine::wakeUp);
}

QFuture<void> Engine::setup()
{
    if (m_isClosing)
        return Component::failed(QStringLiteral("setup() of a conductor that is being destroyed"));
    if (isCanceled())
        stop(Verdict::Canceled);
    if (m_state == Conductor::State::SettingUp)
        return m_setup->future();
    if (m_state == Conductor::State::Active && m_discovery.isUpToDate())
        return Component::done();
    if (m_state == Conductor::State::ShuttingDown || m_nextSetup) {
        const bool isNew = !m_nextSetup || m_nextSetup->isCanceled();
        const Promise dropped = isNew ? std::exchange(m_nextSetup, startedPromise()) : Promise();
        return m_nextSetup->future();
    }
    Promise promise = startedPromise();
    const QFuture<void> future = promise->future();
    start(std::move(promise));
    return future;
}

QFuture<void> Engine::shutdown()
{
    const Promise dropped = std::exchange(m_nextSetup, {}); // its future ends canceled, when all here is done
    if (!isUp(m_state))
        return Component::done();
    if (!m_shutdown)
        m_shutdown = startedPromise();
    const QFuture<void> future = m_shutdown->future();
    if (m_state == Conductor::State::SettingUp) {
        stop(Verdict::Canceled);
    } else if (m_state == Conductor::State::Active) {
        walk(Walk::Direction::Down);
        setState(Conductor::State::ShuttingDown);
    }
    return future;
}

// The conductor is being destroyed, perhaps inside a hook. Nothing is left of it when this returns but components whose
// hooks still run, and what those need.
void Engine::close()
{
    const auto self = shared_from_this();
    m_isClosing = true;
    wakeUp();
    m_hooks->abandonCalls();
    shutdown();
    if (isUp(m_state) && !QCoreApplication::instance())
        qCWarning(lcConductor, "a conductor is destroyed after the QCoreApplication, and can't shut down any more");
    processEventsUntil([this] { return !isUp(m_state); });
    m_isWalking = false;
    setParent(nullptr);
    m_remains.leave(m_conductor->q, *m_conductor->registry, m_wiring);
    m_conductor = nullptr;
    if (!m_hooks->isIdle())
        m_self = self;
}

void Engine::start(Promise promise)
{
    const auto self = shared_from_this();
    ++m_run;
    m_setup = std::move(promise);
    m_setupWatcher->setFuture(m_setup->future());
    m_wasActive = m_state == Conductor::State::Active;
    m_discovery.begin();
    wakeUp();
    setState(Conductor::State::SettingUp);
    if (m_discovery.mayAdvance())
        resolve();
}

// Finds the graph, or a slice of it.
void Engine::resolve()
{
    try {
        const bool isDone = m_discovery.advance(m_wiring, QDeadlineTimer(slice));
        if (!isDone) {
            wakeUp(); // a constructor may have run an event loop, in which there was nothing to do
            return;
        }
    } catch (...) {
        refuse(std::current_exception());
        return;
    }
    m_reached = -1;
    m_setup->setProgressRange(0, m_wiring.graph().componentCount());
    walk(Walk::Direction::Up);
    if (m_conductor)
        Q_EMIT m_conductor->q->componentsChanged();
}

// There is no graph to walk: nothing has begun, so what was active stays active.
void Engine::refuse(const std::exception_ptr &error)
{
    const QString message = messageOf(error);
    finishLater(m_setup, error);
    setState(m_wasActive ? Conductor::State::Active : Conductor::State::Failed, message);
    if (m_conductor)
        Q_EMIT m_conductor->q->failed(message);
    finishPromises();
}

void Engine::walk(Walk::Direction direction)
{
    m_walk = Walk(m_wiring.graph(), m_conductor->scheduling, direction);
    m_isWalking = true;
    wakeUp();
}

bool Engine::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    const auto self = shared_from_this();
    pump();
    return true;
}

void Engine::wakeUp()
{
    ++m_calls;
    if (!std::exchange(m_isScheduled, true))
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

// The heart: does what there is to do, one step after the other, and comes back through the event loop when it takes
// long. Hooks and slots that it calls may do anything, pumping again in an event loop of their own included: every
// step leaves all in order before it calls them, and has the next pump on its way.
void Engine::pump()
{
    m_isScheduled = false;
    const auto end = m_hooks->lookAtClock() + slice;
    for (Step step = nextStep(); step != Step::None; step = nextStep()) {
        wakeUp();
        if (m_hooks->lookAtClock() >= end)
            break;
        m_sliceEnd = end;
        perform(step);
    }
    ++m_calls;
    publishProgress();
    if (!m_conductor && m_hooks->isIdle()) {
        m_remains.destroy();
        m_self.reset();
    }
}

Engine::Step Engine::nextStep() const
{
    if (!m_ended.empty())
        return Step::Finish;
    if (m_hooks->hasNews())
        return Step::Report;
    if (isCanceled())
        return Step::Cancel;
    if (m_discovery.isRunning())
        return m_discovery.mayAdvance() ? Step::Resolve : Step::None;
    if (!m_isWalking)
        return m_nextSetup && m_conductor && !isUp(m_state) ? Step::Restart : Step::None;
    if (!m_wiring.isEntered())
        return Step::Enter;
    if (mayBegin())
        return Step::Begin;
    return m_hooks->inFlight() == 0 ? Step::Turn : Step::None;
}

void Engine::perform(Step step)
{
    switch (step) {
    case Step::None: break;
    case Step::Finish: return finishPromises();
    case Step::Report: return m_hooks->reportNext();
    case Step::Cancel: return stop(Verdict::Canceled);
    case Step::Resolve: return resolve();
    case Step::Enter: return enterSome();
    case Step::Begin: return beginSome();
    case Step::Turn: return turnOrConclude();
    case Step::Restart: return restart();
    }
}

bool Engine::mayBegin() const
{
    return m_walk.hasNext() && (m_walk.direction() == Walk::Direction::Down || m_verdict == Verdict::Good);
}

bool Engine::isCanceled() const
{
    return m_verdict == Verdict::Good && m_setup && m_setup->isCanceled();
}

// A component's first step on a way up. Before any begins, all have done it.
void Engine::enterSome()
{
    const unsigned calls = m_calls;
    for (int some = 16; some > 0 && m_calls == calls && !m_wiring.isEntered(); --some) {
        Component *component = m_wiring.enterNext();
        if (component && !ComponentPrivate::isActive(component))
            ComponentPrivate::setState(component, Component::State::Waiting);
    }
}

// Hooks that end at once follow each other, as long as nobody calls and there is time.
void Engine::beginSome()
{
    const unsigned calls = m_calls;
    const bool isUp = m_walk.direction() == Walk::Direction::Up;
    do
        isUp ? beginSetup(m_walk.next()) : beginShutdown(m_walk.next());
    while (m_calls == calls && m_hooks->lastLook() < m_sliceEnd && m_walk.hasNext() && !isCanceled());
}

// The end of a walk.
void Engine::turnOrConclude()
{
    if (publishProgress())
        return; // and a slot did what it would
    if (m_walk.direction() == Walk::Direction::Down)
        concludeShutdown();
    else if (m_verdict == Verdict::Good)
        concludeSetup();
    else
        walk(Walk::Direction::Down);
}

void Engine::beginSetup(int node)
{
    Component *component = m_wiring.graph().component(node);
    if (!component || ComponentPrivate::isActive(component)) {
        m_walk.finish(node);
        return;
    }
    const int timeout = m_conductor->timeoutOf(component, Phase::Setup);
    ComponentPrivate *d = ComponentPrivate::get(component);
    if (d->hook) {
        const int patience = timeout > 0 ? timeout : m_conductor->timeoutOf(component, Phase::Shutdown);
        m_hooks->awaitEarlierHook(component, node, patience);
        return;
    }
    m_hooks->run(component, node, Phase::Setup, timeout);
    if (m_verdict != Verdict::Good && m_isWalking && m_walk.direction() == Walk::Direction::Up)
        m_hooks->askToCancel(); // it came too late to be asked with the others
}

void Engine::beginShutdown(int node)
{
    Component *component = m_wiring.graph().component(node);
    ComponentPrivate *d = component ? ComponentPrivate::get(component) : nullptr;
    if (!d || !d->hasBegun) {
        m_walk.finish(node);
        if (d)
            release(node);
        return;
    }
    m_hooks->run(component, node, Phase::Shutdown, m_conductor->timeoutOf(component, Phase::Shutdown));
}

bool Engine::hookBegins(int node, Phase phase)
{
    Component *component = m_wiring.graph().component(node);
    ComponentPrivate *d = ComponentPrivate::get(component);
    if (phase == Phase::Shutdown) {
        if (ComponentPrivate::isActive(component))
            --m_active;
        d->hasBegun = false;
        ComponentPrivate::setState(component, Component::State::ShuttingDown);
        return true;
    }
    const auto goesOn = [&] {
        return m_verdict == Verdict::Good && !m_isClosing && m_wiring.graph().component(node) == component;
    };
    d->holdsDependencies = true;
    m_wiring.inject(node, goesOn);
    if (goesOn())
        ComponentPrivate::setState(component, Component::State::SettingUp);
    if (!goesOn())
        return false;
    d->hasBegun = true;
    return true;
}

// On the way down a component that never began is told what it waited for: of that, nothing has been shut down yet.
void Engine::release(int node)
{
    Component *component = m_wiring.graph().component(node);
    if (component->state() != Component::State::Waiting && component->state() != Component::State::SettingUp)
        return;
    ComponentPrivate::get(component)->holdsDependencies = false;
    QStringList properties;
    QStringList awaited;
    for (const auto &edge : m_wiring.graph().dependencies(node)) {
        const Component *dependency = m_wiring.graph().component(edge.node);
        if (dependency && dependency->isActive())
            continue;
        const auto property = component->metaObject()->property(int(edge.property));
        properties += QString::fromUtf8(property.name());
        awaited += dependency ? QStringLiteral("%1 (%2)").arg(nameOf(dependency), properties.last()) : properties.last();
    }
    const QString cause = m_verdict == Verdict::Failed ? m_report.firstFailed() + QStringLiteral(" failed")
                                                       : QStringLiteral("setup was canceled");
    if (m_verdict == Verdict::Failed)
        m_report.addNotSetUp(nameOf(component), properties.join(QLatin1String(", ")));
    const QString reason = awaited.isEmpty() ? cause : QStringLiteral("%1 while it waited for %2")
                                                               .arg(cause, awaited.join(QLatin1String(", ")));
    ComponentPrivate::setState(component, Component::State::Inactive, QStringLiteral("not set up: ") + reason);
}

// Setup is not to be: no hook begins any more, those in flight are asked to cancel, and when they have ended the walk
// turns round.
void Engine::stop(Verdict verdict)
{
    if (m_verdict == Verdict::Good) {
        m_verdict = verdict;
        if (verdict == Verdict::Canceled)
            m_setup->future().cancel();
        if (m_discovery.stop())
            walk(Walk::Direction::Down);
        m_hooks->askToCancel();
        wakeUp();
    }
    if (verdict == Verdict::Canceled)
        setState(Conductor::State::ShuttingDown);
}

void Engine::hookSucceeded(int node, Phase phase, qint64 milliseconds)
{
    m_walk.finish(node);
    Component *component = m_wiring.graph().component(node);
    ComponentPrivate *d = ComponentPrivate::get(component);
    if (phase == Phase::Setup) {
        d->setupMs = int(milliseconds);
        ++m_active;
        m_reached = node;
        ComponentPrivate::setState(component, Component::State::Active);
    } else {
        if (m_verdict == Verdict::Failed)
            m_report.addRolledBack(nameOf(component));
        d->holdsDependencies = false;
        ComponentPrivate::setState(component, Component::State::Inactive);
    }
}

void Engine::hookStopped(int node, Phase)
{
    m_walk.finish(node);
}

void Engine::hookFailed(int node, Phase phase, const HookFailure &failure)
{
    m_walk.finish(node);
    Component *component = m_wiring.graph().component(node);
    if (phase == Phase::Setup)
        ComponentPrivate::get(component)->setupMs = int(failure.milliseconds);
    failed(component, phase, failure);
}

void Engine::failed(Component *component, Phase phase, const HookFailure &failure)
{
    ComponentPrivate *d = ComponentPrivate::get(component);
    d->hasBegun = false;
    d->holdsDependencies = false;
    m_report.add({ nameOf(component), phase, failure.message, failure.exception }, failure.milliseconds);
    if (phase == Phase::Setup && !isCanceled()) // what came first counts
        stop(Verdict::Failed);
    ComponentPrivate::setState(component, Component::State::Failed, failure.message);
}

void Engine::earlierHookEnded(int node)
{
    if (m_verdict == Verdict::Good && !isCanceled())
        beginSetup(node);
}

int Engine::shutdownTimeoutOf(const Component *component) const
{
    return m_conductor->timeoutOf(component, Phase::Shutdown);
}

void Engine::concludeSetup()
{
    m_isWalking = false;
    finishLater(m_setup);
    const int run = m_run;
    setState(Conductor::State::Active);
    if (m_conductor && isUp(m_state) && m_run == run)
        Q_EMIT m_conductor->q->activated();
    finishPromises();
}

void Engine::concludeShutdown()
{
    m_isWalking = false;
    const Verdict verdict = std::exchange(m_verdict, Verdict::Good);
    const ReportBuilder report = std::exchange(m_report, {});
    const auto setupError = verdict == Verdict::Failed ? std::optional(report.setupError()) : std::nullopt;
    const auto shutdownError = report.shutdownError(!setupError);
    const QString message = setupError ? setupError->message() : shutdownError ? shutdownError->message() : QString();
    finishLater(m_setup, pointerTo(setupError));
    finishLater(m_shutdown, pointerTo(shutdownError));

    setState(setupError ? Conductor::State::Failed : Conductor::State::Inactive, message);
    if (m_conductor && !setupError)
        Q_EMIT m_conductor->q->deactivated();
    if (m_conductor && !message.isEmpty())
        Q_EMIT m_conductor->q->failed(message);
    finishPromises();
}

// Begins the setup that waited for a shutdown to end.
void Engine::restart()
{
    Promise next = std::exchange(m_nextSetup, {});
    if (next->isCanceled())
        next->finish();
    else
        start(std::move(next));
}

// After the signals that tell of it, or in an event loop that a slot runs for one of them.
void Engine::finishLater(Promise &promise, const std::exception_ptr &error)
{
    if (!promise)
        return;
    m_ended.push_back({ std::move(*promise), error });
    promise.reset();
    wakeUp();
}

void Engine::finishPromises()
{
    while (!m_ended.empty()) { // whoever continues may do anything
        Ended ended = std::move(m_ended.front());
        m_ended.pop_front();
        if (ended.promise.isCanceled() && m_state == Conductor::State::Active && !ended.error) {
            takeBack(std::move(ended.promise));
            continue;
        }
        if (ended.error)
            ended.promise.setException(ended.error);
        ended.promise.finish();
    }
}

// A slot that heard of a setup's end has canceled it: it hasn't ended before its future has.
void Engine::takeBack(QPromise<void> setup)
{
    m_setup = std::move(setup);
    walk(Walk::Direction::Down);
    stop(Verdict::Canceled);
}

void Engine::setState(Conductor::State state, const QString &errorString)
{
    if (m_state == state && m_errorString == errorString)
        return;
    m_state = state;
    m_errorString = errorString;
    if (m_conductor)
        Q_EMIT m_conductor->q->stateChanged(state);
}

qreal Engine::progress() const
{
    if (m_wiring.graph().componentCount() == 0)
        return m_state == Conductor::State::Active ? 1 : 0;
    return qreal(m_active) / m_wiring.graph().componentCount();
}

// Returns whether there was anything to tell.
bool Engine::publishProgress()
{
    if (m_setup && m_isWalking && m_reached >= 0) {
        if (const Component *reached = m_wiring.graph().component(m_reached))
            m_setup->setProgressValueAndText(m_active, nameOf(reached));
        m_reached = -1;
    }
    if (!m_conductor || std::exchange(m_publishedProgress, progress()) == progress())
        return false;
    Q_EMIT m_conductor->q->progressChanged(progress());
    return true;
}

void Engine::componentDestroyed(Component *component)
{
    const auto self = shared_from_this();
    wakeUp();
    const QSignalBlocker blocker(component); // it is no more what its class says
    const ComponentPrivate *d = ComponentPrivate::get(component);
    m_discovery.restart();
    const int node = m_wiring.nodeOf(component);
    if (node < 0)
        return;

    const Component::State state = d->state;
    if (state == Component::State::Active)
        --m_active;
    const QString message = QStringLiteral("destroyed while it was %1").arg(stateName(state));
    if (!m_hooks->forget(component) && isAwaited(node))
        failed(component, Phase::Setup, { message, std::make_exception_ptr(Error(message)) });
    if (d->state != Component::State::Inactive && d->state != Component::State::Failed)
        qCWarning(lcConductor, "%s was %s", qPrintable(nameOf(component)), qPrintable(message));
    m_wiring.forget(component);
}

// Is there a component that can't be set up without this one?
bool Engine::isAwaited(int node) const
{
    if (!m_isWalking || m_walk.direction() != Walk::Direction::Up || m_verdict != Verdict::Good)
        return false;
    const auto dependents = m_wiring.graph().dependents(node);
    return std::any_of(dependents.begin(), dependents.end(), [this](int dependent) {
        const Component *holder = m_wiring.graph().component(dependent);
        return holder && !ComponentPrivate::get(holder)->hasBegun;
    });
}

} // namespace QConductor
