// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/engine_p.h"

#include "async/eventwait_p.h"
#include "async/startedpromise_p.h"
#include "conductorstate_p.h"
#include "meta/logging_p.h"
#include "meta/text_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qthread.h>

namespace QConductor {

namespace {

template <class E> std::exception_ptr pointerTo(const std::optional<E> &error)
{
    return error ? std::make_exception_ptr(*error) : nullptr;
}

// An error that no component has caused is a failure without a component.
QList<Failure> failuresOf(const std::exception_ptr &error)
{
    try {
        std::rethrow_exception(error);
    } catch (const SetupError &setupError) {
        return setupError.failures();
    } catch (...) {
        return { { QString(), QString(), Phase::Setup, messageOf(error), error } };
    }
}

// Swallows deleteLater() of an object that is being destroyed already.
class DeferredDeleteBlocker : public QObject
{
public:
    explicit DeferredDeleteBlocker(QObject *object)
    {
        moveToThread(object->thread()); // the only thread whose objects may filter its events
        object->installEventFilter(this);
    }
    bool eventFilter(QObject *, QEvent *event) override { return event->type() == QEvent::DeferredDelete; }
};

Walk::Order orderOf(Conductor::Scheduling scheduling)
{
    return scheduling == Conductor::Scheduling::LayerByLayer ? Walk::Order::LayerByLayer : Walk::Order::AsReady;
}

} // namespace

Engine::Engine(Conductor *conductor, std::shared_ptr<Registry> registry)
    : m_conductor(conductor),
      m_registry(std::move(registry)),
      m_wakeUp([this] { pump(); }, conductor),
      m_discovery(m_registry),
      m_runner(this, m_wakeUp),
      m_setupWatcher(&m_wakeUp)
{
    QObject::connect(&m_setupWatcher, &QFutureWatcherBase::canceled, &m_wakeUp, &WakeUp::post);
}

QFuture<void> Engine::setup()
{
    const auto self = shared_from_this();
    takeBackIfCanceled();
    if (isCanceled())
        stop(Verdict::Canceled);
    if (m_isClosing || m_localLoops > 0)
        return Component::failed(Text::tr("setup() of a conductor that is being destroyed"));
    if (m_state == Conductor::State::SettingUp)
        return m_setup->future();
    if (m_state == Conductor::State::Active && m_discovery.isUpToDate())
        return Component::done();
    if (m_state == Conductor::State::ShuttingDown || m_nextSetup) {
        const bool isNew = !m_nextSetup || m_nextSetup->isCanceled();
        const Promise dropped = isNew ? std::exchange(m_nextSetup, startedPromise()) : Promise();
        return m_nextSetup->future();
    }
    QPromise<void> promise = startedPromise();
    const QFuture<void> future = promise.future();
    start(std::move(promise));
    return future;
}

QFuture<void> Engine::shutdown()
{
    const auto self = shared_from_this();
    const Promise dropped = std::exchange(m_nextSetup, {}); // its future ends canceled when this function returns
    takeBackIfCanceled();
    if (!isUp(m_state))
        return Component::done();
    if (!m_shutdown)
        m_shutdown = startedPromise();
    const QFuture<void> future = m_shutdown->future();
    if (m_state == Conductor::State::SettingUp) {
        stop(Verdict::Canceled);
    } else if (m_state == Conductor::State::Active) {
        m_failures.clear();
        walk(Walk::Direction::Down);
        setState(Conductor::State::ShuttingDown);
    }
    return future;
}

// Shuts down, perhaps inside a hook, and returns when that has ended. The hooks that are on the stack can't end before this
// function returns, so nothing waits for them. Meanwhile no setup begins, and the conductor may be destroyed.
void Engine::shutDownInLocalLoop()
{
    const auto self = shared_from_this();
    ++m_localLoops;
    wakeUp();
    hooks().abandonCalls();
    shutdown();
    processEventsUntil([this] { return !isUp(m_state); });
    --m_localLoops;
}

// The conductor is being destroyed, perhaps inside a hook. When this returns, the only components left of it are those
// whose hooks still run, and what those need.
void Engine::close()
{
    const auto self = shared_from_this();
    m_isClosing = true;
    if (const char *obstacle = obstacleToShutDown()) {
        hooks().abandonCalls();
        if (isUp(m_state))
            qCWarning(lcConductor, "a conductor is destroyed %s, and can't shut down any more", obstacle);
    } else {
        const DeferredDeleteBlocker blocker(m_conductor);
        shutDownInLocalLoop();
    }
    m_runner.end();
    m_untold = 0;
    m_wakeUp.setParent(nullptr);
    m_remains.leave(m_conductor, m_registry->members(), m_runner.wiring());
    m_conductor = nullptr;
    if (!hooks().isIdle())
        m_self = self;
}

// Returns why no event can be processed any more in the thread that the conductor lives in; nullptr: there is no reason.
const char *Engine::obstacleToShutDown() const
{
    if (!QCoreApplication::instance())
        return "after the QCoreApplication";
    if (m_wakeUp.thread() != QThread::currentThread())
        return "by another thread than the one that it lives in";
    return nullptr;
}

void Engine::start(QPromise<void> promise)
{
    const auto self = shared_from_this();
    ++m_run;
    m_setup = std::move(promise);
    m_setupWatcher.setFuture(m_setup->future());
    m_wasActive = m_state == Conductor::State::Active;
    m_failures.clear();
    m_discovery.begin();
    m_slice.begin();
    wakeUp();
    setState(Conductor::State::SettingUp);
    if (m_discovery.mayAdvance())
        discover();
}

// Searches for the graph until it is found or the slice of time is over.
void Engine::discover()
{
    const int run = m_run;
    try {
        if (!m_discovery.advance(m_runner.graph(), m_slice)) {
            wakeUp(); // a constructor may have run an event loop, which has consumed the last wake-up
            return;
        }
    } catch (...) {
        if (m_run == run && m_discovery.isRunning() && !isCanceled()) // a cancellation that came before it counts
            refuse(std::current_exception());
        else
            keepLateError(std::current_exception(), m_run == run && isUp(m_state));
        return;
    }
    if (auto graph = m_discovery.takeGraph())
        m_runner.wiring().setGraph(std::move(*graph), m_discovery.takeForeign());
    m_runner.wiring().restart();
    m_activeBefore = m_runner.activeCount();
    m_setup->setProgressRange(0, 100 * (m_runner.graph().componentCount() - m_activeBefore));
    walk(Walk::Direction::Up);
    Q_EMIT m_conductor->componentsChanged();
}

// Ends a setup for which no graph was found. No hook was called, so a conductor that was active stays so.
void Engine::refuse(const std::exception_ptr &error)
{
    const QString message = messageOf(error);
    m_discovery.stop();
    m_failures = failuresOf(error);
    finishLater(m_setup, error);
    setState(m_wasActive ? Conductor::State::Active : Conductor::State::Failed, message);
    tellFailed(message);
    finishPromises();
}

// A constructor or a factory has stopped the setup, and then failed. The setup may have ended by now.
void Engine::keepLateError(const std::exception_ptr &error, bool isGoingOn)
{
    wakeUp(); // a setup may have begun in an event loop of the constructor
    if (m_conductor)
        qCWarning(lcConductor).noquote() << messageOf(error);
    if (!isGoingOn)
        return;
    try {
        std::rethrow_exception(error);
    } catch (const SetupError &setupError) {
        m_runner.addFailures(setupError.failures());
    } catch (...) { }
}

void Engine::walk(Walk::Direction direction)
{
    m_runner.begin(direction, orderOf(m_conductor->scheduling()));
    wakeUp();
}

// Does what there is to do, one step after the other, and returns to the event loop when the slice of time is over. Hooks
// and slots that a step calls may do anything, including to run an event loop in which pump() is called again. So before
// each step the next wake-up is posted, and each step leaves everything in order before it calls application code.
void Engine::pump()
{
    const auto self = shared_from_this();
    m_slice.begin();
    for (Step step = nextStep(); step != Step::None; step = nextStep()) {
        wakeUp();
        if (m_slice.isOver(hooks().lookAtClock()))
            break;
        perform(step);
    }
    publishProgress();
    if (!m_conductor && hooks().isIdle()) {
        m_remains.destroy();
        m_self.reset();
    }
}

Engine::Step Engine::nextStep() const
{
    if (!m_ended.empty())
        return Step::FinishPromises;
    if (hooks().hasWork())
        return Step::WorkOnHook;
    if (isCanceled())
        return Step::Cancel;
    if (m_untold > 0)
        return Step::TellCanceled;
    if (m_discovery.isRunning())
        return m_discovery.mayAdvance() ? Step::Discover : Step::None;
    if (!m_runner.isRunning())
        return m_nextSetup && m_conductor && !isUp(m_state) ? Step::BeginNextSetup : Step::None;
    if (m_runner.mayEnter())
        return Step::Enter;
    if (m_runner.mayBegin())
        return Step::Begin;
    return hooks().inFlight() == 0 ? Step::Turn : Step::None;
}

void Engine::perform(Step step)
{
    switch (step) {
    case Step::None: break;
    case Step::FinishPromises: return finishPromises();
    case Step::WorkOnHook: return hooks().workNext();
    case Step::Cancel: return stop(Verdict::Canceled);
    case Step::TellCanceled: return tellCanceledSome();
    case Step::Discover: return discover();
    case Step::Enter: return enterSome();
    case Step::Begin: return beginSome();
    case Step::Turn: return turnOrConclude();
    case Step::BeginNextSetup: return beginNextSetup();
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
    } while (m_runner.mayEnter() && !m_slice.isOver(hooks().lookAtClock()));
}

// Hooks that end at once follow each other without a look at the exact clock, until the slice of time is over.
void Engine::beginSome()
{
    do {
        wakeUp();
        m_runner.beginNext();
    } while (m_runner.mayBegin() && !isCanceled() && !m_slice.isOver(hooks().lastLook()));
}

// The walk has ended.
void Engine::turnOrConclude()
{
    if (publishProgress())
        return; // a slot may have changed what comes next
    if (m_runner.direction() == Walk::Direction::Down)
        concludeShutdown();
    else if (m_runner.verdict() == Verdict::Good)
        concludeSetup();
    else
        walk(Walk::Direction::Down);
}

// Makes setup turn round: no hook begins any more, those in flight are asked to cancel, and when they have ended, what
// was set up is shut down.
void Engine::stop(Verdict verdict)
{
    if (m_runner.verdict() == Verdict::Good) {
        m_runner.setVerdict(verdict);
        if (verdict == Verdict::Canceled)
            m_setup->future().cancel();
        if (m_discovery.stop()) {
            m_untold = m_registry->members().size();
            walk(Walk::Direction::Down);
        }
        hooks().askToCancel();
        wakeUp();
    }
    if (verdict == Verdict::Canceled)
        setState(Conductor::State::ShuttingDown);
}

// There is no graph yet, so no component waits for a certain other one.
void Engine::tellCanceledSome()
{
    for (int some = 4; some > 0 && m_untold > 0; --some) {
        wakeUp();
        Component *member = m_registry->members().at(--m_untold);
        if (member && member->state() == Component::State::Inactive)
            ComponentPrivate::setState(member, Component::State::Inactive, Text::tr("not set up: setup was canceled"));
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
        Q_EMIT m_conductor->activated();
    finishPromises();
}

void Engine::concludeShutdown()
{
    m_runner.end();
    const Verdict verdict = m_runner.verdict();
    const FailureSummary summary = m_runner.takeSummary();
    const auto setupError = verdict == Verdict::Failed ? std::optional(summary.setupError()) : std::nullopt;
    const auto shutdownError = summary.shutdownError(!setupError);
    const QString message = setupError ? setupError->message() : shutdownError ? shutdownError->message() : QString();
    m_failures = setupError ? setupError->failures() : shutdownError ? shutdownError->failures() : QList<Failure>();
    finishLater(m_setup, pointerTo(setupError));
    finishLater(m_shutdown, pointerTo(shutdownError));

    setState(setupError ? Conductor::State::Failed : Conductor::State::Inactive, message);
    if (m_conductor && !setupError)
        Q_EMIT m_conductor->deactivated();
    if (!message.isEmpty())
        tellFailed(message);
    finishPromises();
}

// Begins the setup that waited for a shutdown to end.
void Engine::beginNextSetup()
{
    Promise next = std::exchange(m_nextSetup, {});
    if (next->isCanceled())
        next->finish();
    else
        start(std::move(*next));
}

// Puts the promise aside. It is finished after the signals that tell of the end, or in an event loop that a slot on one of
// these signals runs.
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
    while (!m_ended.empty()) { // a continuation of the future may add or finish others
        if (takeBackIfCanceled())
            continue;
        Ended ended = std::move(m_ended.front());
        m_ended.pop_front();
        if (ended.error)
            ended.promise.setException(ended.error);
        ended.promise.finish();
    }
}

// A slot that was told that setup has ended may have canceled its future. Setup hasn't ended before its future has, so what
// was set up is shut down again. Returns whether that is so.
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
        Q_EMIT m_conductor->stateChanged(state);
}

void Engine::tellFailed(const QString &message)
{
    if (m_failureLevel == QtCriticalMsg)
        qCCritical(lcConductor).noquote() << message;
    else
        qCWarning(lcConductor).noquote() << message;
    if (m_conductor)
        Q_EMIT m_conductor->failed(message);
}

QList<Failure> Engine::failures() const
{
    return m_failures + m_runner.summary().failures();
}

qreal Engine::progress() const
{
    if (m_runner.graph().componentCount() == 0)
        return m_state == Conductor::State::Active ? 1 : 0;
    return qreal(m_runner.activeCount()) / m_runner.graph().componentCount();
}

// Returns whether progress has changed, and so application code was called.
bool Engine::publishProgress()
{
    if (m_setup && m_runner.isRunning()) {
        if (const Component *reached = m_runner.takeReached())
            m_setup->setProgressValueAndText(100 * (m_runner.activeCount() - m_activeBefore),
                                             ComponentPrivate::nameOf(reached));
    }
    if (!m_conductor || std::exchange(m_publishedProgress, progress()) == progress())
        return false;
    Q_EMIT m_conductor->progressChanged(progress());
    return true;
}

void Engine::componentDestroyed(Component *component)
{
    const auto self = shared_from_this();
    if (isUp(m_state))
        wakeUp();
    const QSignalBlocker blocker(component); // the destructor of its class has ended
    m_runner.componentDestroyed(component);
}

} // namespace QConductor
