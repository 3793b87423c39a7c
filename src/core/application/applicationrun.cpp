// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/applicationrun_p.h"

#include "application/lastwindow_p.h"
#include "async/eventwait_p.h"
#include "async/futureoutcome_p.h"
#include "conductorstate_p.h"
#include "meta/logging_p.h"
#include "meta/text_p.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qthread.h>

namespace QConductor {

namespace {

thread_local ApplicationRun *innermostRun = nullptr; // the run of the current thread that began last

} // namespace

// A quit while main runs asks no component, because main is to end by itself.
ApplicationRun::ApplicationRun(Conductor *conductor, Main main, const Questions &questions)
    : m_conductor(conductor),
      m_main(std::move(main)),
      m_hasNextSetup(questions.hasNextSetup),
      m_failureHandler(m_main ? FailureHandler() : questions.failureHandler),
      m_outer(std::exchange(innermostRun, this)),
      m_reports(conductor),
      m_quitGuard(conductor, m_main ? QuitGuard::Ask() : questions.mayBeQuit, [this] { quit(); })
{
    connect(conductor, &Conductor::stateChanged, this, &ApplicationRun::followState);
    connect(conductor, &QObject::destroyed, this, &ApplicationRun::leaveIfOver);
    connect(conductor, &Conductor::failed, this, [this] { m_hasFailed = true; });
    connect(&m_setupWatcher, &QFutureWatcherBase::finished, this, &ApplicationRun::setupFinished);
    connect(&m_mainWatcher, &QFutureWatcherBase::finished, this, &ApplicationRun::mainFinished);
    m_mainTimeout.setSingleShot(true);
    connect(&m_mainTimeout, &QTimer::timeout, this, &ApplicationRun::mainTimedOut);
    connect(&m_signals, &TerminationSignals::received, this, &ApplicationRun::terminateInnermost);
}

ApplicationRun::~ApplicationRun()
{
    innermostRun = m_outer;
}

bool ApplicationRun::terminateInnermost()
{
    if (innermostRun)
        innermostRun->terminate();
    return innermostRun;
}

int ApplicationRun::exec()
{
    QMetaObject::invokeMethod(this, &ApplicationRun::start, Qt::QueuedConnection);
    if (QThread::currentThread()->loopLevel() > 0 || thread() != QCoreApplication::instance()->thread())
        m_nestedLoop.emplace();
    m_loopLevel = QThread::currentThread()->loopLevel() + 1;
    const int code = m_nestedLoop ? m_nestedLoop->exec() : QCoreApplication::exec();
    m_hasLeft = true;
    stop(); // after exit(), which the guard can't hold back
    processEventsUntil([this] { return isOver(); });
    const int result = m_hasFailed ? 1 : code;
    if (m_nestedLoop)
        passOn(result);
    return result;
}

// The event loop of the hook ends when the application exits. The rest is shut down afterwards.
void ApplicationRun::hookHolds()
{
    if (isStopping() && !m_hasLeft) {
        m_hasLeft = true;
        QCoreApplication::exit();
    }
}

void ApplicationRun::start()
{
    if (!isStopping() && m_conductor) {
        m_stage = Stage::SettingUp;
        return m_setupWatcher.setFuture(m_conductor->setup());
    }
    m_stage = Stage::Idle;
    shutDown();
    leaveIfOver();
}

void ApplicationRun::setupFinished()
{
    QFuture<void> future = m_setupWatcher.future();
    const FutureOutcome outcome(future);
    m_stage = outcome.exception ? Stage::Refused : Stage::Idle;
    m_error = outcome.exception;
    if (outcome.exception && !m_hasFailed)
        fail(messageOf(outcome.exception));
    const bool isActive = m_conductor && m_conductor->state() == Conductor::State::Active;
    if (m_main && outcome.hasSucceeded() && !isStopping() && isActive)
        runMain();
    else if (m_stage == Stage::Refused)
        shutDown(); // the conductor may have been active before
    else if (m_main && isComingUp())
        return start(); // a hook or a slot has asked for another setup meanwhile
    leaveIfOver();
}

bool ApplicationRun::isComingUp() const
{
    return m_conductor && (m_conductor->state() == Conductor::State::SettingUp || m_hasNextSetup());
}

void ApplicationRun::runMain()
{
    m_stage = Stage::RunningMain;
    try {
        m_mainWatcher.setFuture(m_main());
        if (isStopping()) // because of an event loop in main
            m_mainWatcher.cancel();
    } catch (...) {
        endMain();
        fail(Text::tr("main failed: %1").arg(messageOf(std::current_exception())));
        shutDown();
    }
}

void ApplicationRun::mainFinished()
{
    if (!endMain())
        return; // it has timed out
    QFuture<void> future = m_mainWatcher.future();
    const FutureOutcome outcome(future);
    if (outcome.exception)
        fail(Text::tr("main failed: %1").arg(messageOf(outcome.exception)));
    else if (outcome.isCanceled && !isStopping())
        fail(Text::tr("main failed: canceled"));
    shutDown();
    leaveIfOver();
}

// Main was asked to cancel, and has had the time that the shutdown of a component has.
void ApplicationRun::mainTimedOut()
{
    endMain();
    fail(Text::tr("main failed: timed out after %1 ms").arg(m_mainTimeout.interval()));
    shutDown();
    leaveIfOver();
}

// Returns whether main was running.
bool ApplicationRun::endMain()
{
    m_mainTimeout.stop();
    if (m_stage != Stage::RunningMain)
        return false;
    m_stage = Stage::Idle;
    return true;
}

// Shuts down again what a slot sets up although this run ends. This is done once: a slot that sets up each time that
// everything is down doesn't prevent the end.
void ApplicationRun::followState(Conductor::State state)
{
    if (m_hasLeft || m_end == End::Signaled) {
        m_timesDown += isUp(state) ? 0 : 1;
        if (state == Conductor::State::SettingUp && m_timesDown < 2)
            shutDown();
    }
    leaveIfOver();
}

void ApplicationRun::quit()
{
    m_end = End::Quit;
    stop();
    leaveIfOver();
}

void ApplicationRun::terminate()
{
    m_end = End::Signaled;
    m_quitGuard.drop();
    stop();
    leaveIfOver();
}

// Components are shut down when main has ended, because main uses them.
void ApplicationRun::stop()
{
    if (m_end == End::None)
        m_end = End::Stopping;
    if (m_stage != Stage::RunningMain)
        return shutDown();
    m_mainWatcher.cancel();
    const int timeout = m_conductor ? m_conductor->shutdownTimeout() : 0;
    if (timeout > 0 && !m_mainTimeout.isActive())
        m_mainTimeout.start(timeout);
}

void ApplicationRun::shutDown()
{
    if (m_conductor)
        m_conductor->shutdown();
}

void ApplicationRun::fail(const QString &message)
{
    qCCritical(lcConductor).noquote() << message;
    m_hasFailed = true;
}

bool ApplicationRun::isOver() const
{
    const bool isDown = !m_conductor || !isUp(m_conductor->state()) || m_timesDown >= 2;
    const bool isDeciding = m_stage == Stage::Deciding && !isStopping();
    return isDown && m_stage != Stage::SettingUp && m_stage != Stage::RunningMain && !isDeciding;
}

// Returns whether this run ends at once when it is over. Without main, the application goes on until it quits or gets a
// signal, unless it can't be set up.
bool ApplicationRun::isToLeave() const
{
    const bool cannotServe = m_stage == Stage::Refused
                             || (m_conductor && m_conductor->state() == Conductor::State::Failed);
    const bool isToQuit = m_nestedLoop
                          && m_end == End::Quit; // this run ends also if somebody outside holds the quit back
    return m_main || cannotServe || isToQuit || m_end == End::Signaled;
}

// When the application has shut the conductor down, a slot that is told of it may set it up again. So the end is decided
// after all events that are posted by then, such as those of QFutureWatcher. The same event wakes exec() up when that waits
// for the end: some event dispatchers go to sleep without returning to it. The failure handler is called by that event, too,
// because the conductor may tell of the failure just now, and has other slots to call.
void ApplicationRun::leaveIfOver()
{
    if (!isOver())
        return;
    if (!m_hasLeft && !isStopping() && isShowing() && isToLeave())
        awaitOuterLoop();
    else if (!m_hasLeft && isToLeave() && !mayDecide())
        leave();
    else if (m_hasLeft || mayDecide() || (m_stage == Stage::Idle && !isStopping()))
        QCoreApplication::postEvent(this, new QEvent(QEvent::User), Qt::LowEventPriority);
}

// Nothing is left to serve, unless the conductor is up again by now or begins another setup.
void ApplicationRun::customEvent(QEvent *)
{
    if (m_hasLeft || isStopping() || !isOver())
        return;
    if (mayDecide() && isShowing())
        awaitOuterLoop();
    else if (mayDecide())
        decide();
    else if (m_conductor && m_hasNextSetup())
        leaveIfOver();
    else
        leave();
}

// Whether an event loop runs in that of this run, as that of a dialog does.
bool ApplicationRun::isShowing() const
{
    return QThread::currentThread()->loopLevel() > m_loopLevel;
}

// Nobody asked for the end, so it doesn't close the dialog that a slot has opened, perhaps to tell of the failure. The event
// loop of this run tells that it runs again by waiting for events.
void ApplicationRun::awaitOuterLoop()
{
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this,
            &ApplicationRun::outerLoopRuns, Qt::UniqueConnection);
}

void ApplicationRun::outerLoopRuns()
{
    if (isShowing())
        return;
    disconnect(QAbstractEventDispatcher::instance(), nullptr, this, nullptr);
    leaveIfOver();
}

bool ApplicationRun::mayDecide() const
{
    const bool hasFailed = m_conductor && m_conductor->state() == Conductor::State::Failed;
    return m_failureHandler && hasFailed && !m_hasLeft && !isStopping();
}

// The handler gets the error of the class that it has.
FailureAction ApplicationRun::callFailureHandler()
{
    const LastWindow dialog;
    try {
        if (!m_error || messageOf(m_error) != m_conductor->errorString()) // of an earlier setup
            throw SetupError(m_conductor->errorString(), m_conductor->failures());
        std::rethrow_exception(std::exchange(m_error, nullptr));
    } catch (const Error &error) {
        return m_failureHandler(error);
    } catch (...) {
        return m_failureHandler(Error(messageOf(std::current_exception())));
    }
}

// The handler may run an event loop, in which the application may quit.
void ApplicationRun::decide()
{
    m_stage = Stage::Deciding;
    FailureAction action = FailureAction::Quit;
    try {
        action = callFailureHandler();
    } catch (...) {
        fail(Text::tr("the failure handler failed: %1").arg(messageOf(std::current_exception())));
    }
    m_stage = Stage::Refused;
    if (action == FailureAction::Quit || isStopping() || !m_conductor)
        return m_hasLeft ? void() : leave();
    m_hasFailed = false;
    start();
}

void ApplicationRun::leave()
{
    m_hasLeft = true;
    if (m_nestedLoop)
        m_nestedLoop->exit();
    else
        QCoreApplication::exit();
}

// Ends the run or the event loop that this run is nested in.
void ApplicationRun::passOn(int result)
{
    if (m_end == End::Quit)
        m_quitGuard.passOn();
    else if (m_end == End::Signaled && m_outer)
        m_outer->terminate();
    else if (m_end == End::Signaled)
        QMetaObject::invokeMethod(QCoreApplication::instance(), [result] { QCoreApplication::exit(result); });
}

} // namespace QConductor
