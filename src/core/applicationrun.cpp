// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "applicationrun_p.h"

#include "conductor_p.h"
#include "eventwait_p.h"
#include "failure_p.h"
#include "logging_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qthread.h>

namespace QConductor {

ApplicationRun::ApplicationRun(Conductor *conductor, Main main)
    : m_conductor(conductor), m_main(std::move(main)), m_quitGuard(conductor, [this](bool isHeld) { quit(isHeld); })
{
    connect(conductor, &Conductor::stateChanged, this, &ApplicationRun::leaveIfOver);
    connect(conductor, &QObject::destroyed, this, &ApplicationRun::leaveIfOver);
    connect(conductor, &Conductor::failed, this, &ApplicationRun::fail);
    connect(&m_setupWatcher, &QFutureWatcherBase::finished, this, &ApplicationRun::setupFinished);
    connect(&m_mainWatcher, &QFutureWatcherBase::finished, this, &ApplicationRun::mainFinished);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &ApplicationRun::mainTimedOut);
    connect(&m_signals, &TerminationSignals::received, this, &QCoreApplication::quit);
}

int ApplicationRun::exec()
{
    QMetaObject::invokeMethod(this, &ApplicationRun::start, Qt::QueuedConnection);
    m_isNested = QThread::currentThread()->loopLevel() > 0 || thread() != QCoreApplication::instance()->thread();
    const int code = m_isNested ? m_nestedLoop.exec() : QCoreApplication::exec();
    stop(); // for exit(), which the guard can't hold back
    processEventsUntil([this] { return isOver(); });
    if (m_isNested && m_isQuitHeld)
        QCoreApplication::quit();
    return m_hasFailed ? 1 : code;
}

void ApplicationRun::start()
{
    m_isSettingUp = !m_isStopping && m_conductor;
    if (m_isSettingUp)
        return m_setupWatcher.setFuture(m_conductor->setup());
    shutDown();
    leaveIfOver();
}

void ApplicationRun::setupFinished()
{
    m_isSettingUp = false;
    QFuture<void> future = m_setupWatcher.future();
    const Ending ending(future);
    m_isRefused = bool(ending.exception);
    if (m_isRefused && !m_hasFailed)
        fail(messageOf(ending.exception));
    const bool isActive = m_conductor && m_conductor->state() == Conductor::State::Active;
    if (m_main && ending.isWell() && !m_isStopping && isActive)
        runMain();
    else if (m_isRefused)
        shutDown(); // it may have been active before
    else if (m_main && isComingUp())
        return start(); // with another setup, which a hook or a slot has asked for meanwhile
    leaveIfOver();
}

bool ApplicationRun::isComingUp() const
{
    return m_conductor && (m_conductor->state() == Conductor::State::SettingUp
                           || ConductorPrivate::get(m_conductor)->engine->isToRestart());
}

void ApplicationRun::runMain()
{
    m_isMainRunning = true;
    try {
        m_mainWatcher.setFuture(m_main());
        if (m_isStopping) // since an event loop in it
            m_mainWatcher.cancel();
    } catch (...) {
        endMain();
        fail(QStringLiteral("main failed: %1").arg(messageOf(std::current_exception())));
        shutDown();
    }
}

void ApplicationRun::mainFinished()
{
    if (!endMain())
        return; // it has timed out
    QFuture<void> future = m_mainWatcher.future();
    const Ending ending(future);
    if (ending.exception)
        fail(QStringLiteral("main failed: %1").arg(messageOf(ending.exception)));
    else if (ending.isCanceled && !m_isStopping)
        fail(QStringLiteral("main failed: canceled"));
    shutDown();
    leaveIfOver();
}

// It was asked to cancel: like a hook, it has the time that a shutdown has.
void ApplicationRun::mainTimedOut()
{
    endMain();
    fail(QStringLiteral("main failed: timed out after %1 ms").arg(m_patience.interval()));
    shutDown();
    leaveIfOver();
}

bool ApplicationRun::endMain()
{
    m_patience.stop();
    return std::exchange(m_isMainRunning, false);
}

void ApplicationRun::quit(bool isHeld)
{
    m_isQuitting = true;
    m_isQuitHeld = isHeld; // else the one that was held has come through
    stop();
    leaveIfOver();
}

// What main still does, it does with its components: they stop when it has ended.
void ApplicationRun::stop()
{
    m_isStopping = true;
    if (!m_isMainRunning)
        return shutDown();
    m_mainWatcher.cancel();
    const int timeout = m_conductor ? m_conductor->shutdownTimeout() : 0;
    if (timeout > 0 && !m_patience.isActive())
        m_patience.start(timeout);
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
    return !m_isSettingUp && !m_isMainRunning && (!m_conductor || !isUp(m_conductor->state()));
}

// Where there is no main, the application goes on until it quits, unless it can't be set up.
void ApplicationRun::leaveIfOver()
{
    const bool hasFailed = m_isRefused || (m_conductor && m_conductor->state() == Conductor::State::Failed);
    const bool isToQuit = m_isNested && m_isQuitting; // for somebody outside may hold the quit back
    if (!isOver() || !(m_main || hasFailed || isToQuit))
        return;
    if (m_isNested)
        m_nestedLoop.exit();
    else
        QCoreApplication::exit();
}

} // namespace QConductor
