// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "engine_p.h"

#include "component_p.h"
#include "conductor_p.h"
#include "eventwait_p.h"
#include "logging_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

namespace QConductor {

namespace {

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
    : QObject(conductor->q), m_conductor(conductor), m_wakeUp(this), m_discovery(conductor->registry),
      m_runner(this, m_wakeUp, this), m_setupWatcher(new QFutureWatcher<void>(this))
{
    connect(m_setupWatcher, &QFutureWatcherBase::canceled, this, &Engine::wakeUp);
}

QFuture<void> Engine::setup()
{
    const auto self = shared_from_this();
    takeBackIfCanceled();
    if (isCanceled())
        stop(Verdict::Canceled);
    if (m_isClosing)
        return Component::failed(QStringLiteral("setup() of a conductor that is being destroyed"));
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
    const auto self = shared_from_this();
    const Promise dropped = std::exchange(m_nextSetup, {}); // its future ends canceled, when all here is done
    takeBackIfCanceled();
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
    m_conductor->q->installEventFilter(this);
    wakeUp();
    hooks()->abandonCalls();
    shutdown();
    if (isUp(m_state) && !QCoreApplication::instance())
        qCWarning(lcConductor, "a conductor is destroyed after the QCoreApplication, and can't shut down any more");
    processEventsUntil([this] { return !isUp(m_state); });
    m_runner.end();
    m_untold = 0;
    setParent(nullptr);
    m_remains.leave(m_conductor->q, *m_conductor->registry, m_runner.wiring());
    m_conductor = nullptr;
    if (!hooks()->isIdle())
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
    m_slice.begin();
    wakeUp();
    setState(Conductor::State::SettingUp);
    if (m_discovery.mayAdvance())
        resolve();
}

// Finds the graph, or a slice of it.
void Engine::resolve()
{
    const int run = m_run;
    try {
        if (!m_discovery.advance(m_runner.wiring(), m_slice)) {
            wakeUp(); // a constructor may have run an event loop, in which there was nothing to do
            return;
        }
    } catch (...) {
        if (m_run == run && m_discovery.isRunning() && !isCanceled()) // what came first counts
            refuse(std::current_exception());
        else
            note(std::current_exception(), m_run == run && isUp(m_state));
        return;
    }
    m_setup->setProgressRange(0, m_runner.graph().componentCount());
    walk(Walk::Direction::Up);
    Q_EMIT m_conductor->q->componentsChanged();
}

// There is no graph to walk: nothing has begun, so what was active stays active.
void Engine::refuse(const std::exception_ptr &error)
{
    const QString message = messageOf(error);
    m_discovery.stop();
    finishLater(m_setup, error);
    setState(m_wasActive ? Conductor::State::Active : Conductor::State::Failed, message);
    if (m_conductor)
        Q_EMIT m_conductor->q->failed(message);
    finishPromises();
}

// A constructor or a factory has stopped the setup, and then failed. By then, all may be over.
void Engine::note(const std::exception_ptr &error, bool isGoingOn)
{
    wakeUp(); // another may have begun in an event loop of it
    if (m_conductor)
        qCWarning(lcConductor).noquote() << messageOf(error);
    if (!isGoingOn)
        return;
    try {
        std::rethrow_exception(error);
    } catch (const SetupError &setupError) {
        m_runner.addFailures(setupError.failures());
    } catch (...) {
    }
}

void Engine::walk(Walk::Direction direction)
{
    m_runner.begin(direction, m_conductor->scheduling);
    wakeUp();
}

bool Engine::event(QEvent *event)
{
    if (event->type() != WakeUp::eventType)
        return QObject::event(event);
    const auto self = shared_from_this();
    pump();
    return true;
}

// Whoever asks in a hook or a slot that the conductor be deleted later, while it is being destroyed, gets that anyway.
bool Engine::eventFilter(QObject *, QEvent *event)
{
    return event->type() == QEvent::DeferredDelete;
}

// The heart: does what there is to do, one step after the other, and comes back through the event loop when it takes
// long. Hooks and slots that it calls may do anything, pumping again in an event loop of their own included: every
// step leaves all in order before it calls them, and has the next pump on its way.
void Engine::pump()
{
    m_wakeUp.received();
    m_slice.begin();
    for (Step step = nextStep(); step != Step::None; step = nextStep()) {
        wakeUp();
        if (m_slice.isOver(hooks()->lookAtClock()))
            break;
        perform(step);
    }
    publishProgress();
    if (!m_conductor && hooks()->isIdle()) {
        m_remains.destroy();
        m_self.reset();
    }
}

Engine::Step Engine::nextStep() const
{
    if (!m_ended.empty())
        return Step::Finish;
    if (hooks()->hasNews())
        return Step::Report;
    if (isCanceled())
        return Step::Cancel;
    if (m_untold > 0)
        return Step::Tell;
    if (m_discovery.isRunning())
        return m_discovery.mayAdvance() ? Step::Resolve : Step::None;
    if (!m_runner.isRunning())
        return m_nextSetup && m_conductor && !isUp(m_state) ? Step::Restart : Step::None;
    if (m_runner.mayEnter())
        return Step::Enter;
    if (m_runner.mayBegin())
        return Step::Begin;
    return hooks()->inFlight() == 0 ? Step::Turn : Step::None;
}

void Engine::perform(Step step)
{
    switch (step) {
    case Step::None: break;
    case Step::Finish: return finishPromises();
    case Step::Report: return hooks()->reportNext();
    case Step::Cancel: return stop(Verdict::Canceled);
    case Step::Tell: return tellSome();
    case Step::Resolve: return resolve();
    case Step::Enter: return enterSome();
    case Step::Begin: return beginSome();
    case Step::Turn: return turnOrConclude();
    case Step::Restart: return restart();
    }
}

bool Engine::isCanceled() const
{
    return m_runner.verdict() == Verdict::Good && m_setup && m_setup->isCanceled();
}

void Engine::enterSome()
{
    do {
        for (int some = 4; some > 0 && m_runner.mayEnter(); --some) {
            wakeUp();
            m_runner.enterNext();
        }
    } while (m_runner.mayEnter() && !m_slice.isOver(hooks()->lookAtClock()));
}

// Those that end at once follow each other without a look at the exact clock, as long as there is time.
void Engine::beginSome()
{
    do {
        wakeUp();
        m_runner.beginNext();
    } while (m_runner.mayBegin() && !isCanceled() && !m_slice.isOver(hooks()->lastLook()));
}

// The end of a walk.
void Engine::turnOrConclude()
{
    if (publishProgress())
        return; // and a slot did what it would
    if (m_runner.direction() == Walk::Direction::Down)
        concludeShutdown();
    else if (m_runner.verdict() == Verdict::Good)
        concludeSetup();
    else
        walk(Walk::Direction::Down);
}

// Setup is not to be: no hook begins any more, those in flight are asked to cancel, and when they have ended the walk
// turns round.
void Engine::stop(Verdict verdict)
{
    if (m_runner.verdict() == Verdict::Good) {
        m_runner.setVerdict(verdict);
        if (verdict == Verdict::Canceled)
            m_setup->future().cancel();
        if (m_discovery.stop()) {
            m_untold = int(m_conductor->registry->members().size());
            walk(Walk::Direction::Down);
        }
        hooks()->askToCancel();
        wakeUp();
    }
    if (verdict == Verdict::Canceled)
        setState(Conductor::State::ShuttingDown);
}

// No graph was found yet, so nobody waits for anybody.
void Engine::tellSome()
{
    for (int some = 4; some > 0 && m_untold > 0; --some) {
        wakeUp();
        Component *member = m_conductor->registry->members().at(--m_untold);
        if (member && member->state() == Component::State::Inactive)
            ComponentPrivate::setState(member, Component::State::Inactive, QStringLiteral("not set up: setup was canceled"));
    }
}

void Engine::setupFailed()
{
    stop(Verdict::Failed);
}

void Engine::concludeSetup()
{
    m_runner.end();
    finishLater(m_setup);
    const int run = m_run;
    setState(Conductor::State::Active);
    if (m_conductor && isUp(m_state) && m_run == run)
        Q_EMIT m_conductor->q->activated();
    finishPromises();
}

void Engine::concludeShutdown()
{
    m_runner.end();
    const Verdict verdict = m_runner.verdict();
    const ReportBuilder report = m_runner.takeReport();
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
        if (takeBackIfCanceled())
            continue;
        Ended ended = std::move(m_ended.front());
        m_ended.pop_front();
        if (ended.error)
            ended.promise.setException(ended.error);
        ended.promise.finish();
    }
}

// A slot that heard of a setup's end may have canceled it: it hasn't ended before its future has.
bool Engine::takeBackIfCanceled()
{
    if (m_ended.empty() || !m_ended.front().promise.isCanceled() || m_ended.front().error
        || m_state != Conductor::State::Active)
        return false;
    m_setup = std::move(m_ended.front().promise);
    m_ended.pop_front();
    walk(Walk::Direction::Down);
    stop(Verdict::Canceled);
    return true;
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
    if (m_runner.graph().componentCount() == 0)
        return m_state == Conductor::State::Active ? 1 : 0;
    return qreal(m_runner.activeCount()) / m_runner.graph().componentCount();
}

// Returns whether there was anything to tell.
bool Engine::publishProgress()
{
    if (m_setup && m_runner.isRunning()) {
        if (const Component *reached = m_runner.takeReached())
            m_setup->setProgressValueAndText(m_runner.activeCount(), ComponentPrivate::nameOf(reached));
    }
    if (!m_conductor || std::exchange(m_publishedProgress, progress()) == progress())
        return false;
    Q_EMIT m_conductor->q->progressChanged(progress());
    return true;
}

void Engine::componentDestroyed(Component *component)
{
    const auto self = shared_from_this();
    if (isUp(m_state))
        wakeUp();
    const QSignalBlocker blocker(component); // it is no more what its class says
    m_runner.componentDestroyed(component);
}

} // namespace QConductor
