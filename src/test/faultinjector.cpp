// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "faultinjector_p.h"

#include "testaccess_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qfuturewatcher.h>

#include <stdexcept>

namespace QConductor::Test {

namespace {

constexpr char text[] = "a fault that the fault matrix injected";

void finish(const SharedPromise &promise, Fault fault)
{
    if (fault == Fault::Throw)
        promise->setException(std::make_exception_ptr(std::runtime_error(text)));
    else if (fault == Fault::Fail)
        promise->setException(Error(QString::fromLatin1(text)));
    else
        promise->future().cancel();
    promise->finish();
}

QFuture<void> finishedFuture(Fault fault)
{
    const SharedPromise promise = sharedPromise();
    finish(promise, fault);
    return promise->future();
}

// Sends the event that QCoreApplication::quit() sends. That function itself does nothing where exec() isn't running.
void sendQuit()
{
    QEvent event(QEvent::Quit);
    QCoreApplication::sendEvent(QCoreApplication::instance(), &event);
}

} // namespace

QString FaultInjector::message(Fault fault)
{
    switch (fault) {
    case Fault::Throw:
    case Fault::Fail:
    case Fault::FailedRestart:
    case Fault::ReportFailure: return QString::fromLatin1(text);
    case Fault::Cancel:
    case Fault::Abandon: return QStringLiteral("canceled");
    case Fault::Hang: return QStringLiteral("timed out after");
    case Fault::Destroy: return QStringLiteral("destroyed");
    case Fault::None:
    case Fault::Quit:
    case Fault::Restart: break;
    }
    return {};
}

QFuture<void> FaultInjector::inject(Fault fault, Component *component, Phase phase)
{
    if (fault == Fault::Destroy) {
        delete component;
        return Component::done();
    }
    if (fault == Fault::Quit)
        sendQuit();
    if (fault == Fault::Quit || fault == Fault::None)
        return TestAccess::callHook(component, phase);
    if (phase == Phase::Shutdown)
        return replaceEnd(TestAccess::callHook(component, phase), fault, component);
    if (fault == Fault::Throw || fault == Fault::FailedRestart)
        throw std::runtime_error(text);
    if (fault == Fault::Hang)
        return hang();
    if (fault == Fault::Abandon)
        return QPromise<void>().future();
    if (fault == Fault::Cancel)
        return finishedFuture(fault);
    // The hook fails after a turn of the event loop, when the hooks beside it have begun.
    const SharedPromise promise = sharedPromise();
    QMetaObject::invokeMethod(component, [promise, fault] { finish(promise, fault); }, Qt::QueuedConnection);
    return promise->future();
}

QFuture<void> FaultInjector::replaceEnd(const QFuture<void> &ownFuture, Fault fault, Component *component)
{
    if (ownFuture.isFinished() && ownFuture.isCanceled())
        return ownFuture; // the hook failed by itself, which has to be seen
    if (ownFuture.isFinished() && fault == Fault::Hang)
        return hang();
    if (ownFuture.isFinished() && fault == Fault::Throw)
        throw std::runtime_error(text);
    if (ownFuture.isFinished())
        return finishedFuture(fault);
    if (fault == Fault::Hang)
        m_ownFuture = ownFuture;
    const SharedPromise promise = sharedPromise();
    auto *watcher = new QFutureWatcher<void>(component);
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [watcher, promise, fault] {
        watcher->deleteLater();
        finish(promise, fault);
    });
    watcher->setFuture(ownFuture); // for a hook that hangs, too: the watcher's event wakes the event loop
    return fault == Fault::Hang ? hang() : promise->future();
}

QFuture<void> FaultInjector::hang()
{
    m_hanging = sharedPromise();
    return m_hanging->future();
}

void FaultInjector::endHanging()
{
    if (const SharedPromise hanging = std::exchange(m_hanging, nullptr))
        hanging->finish();
}

} // namespace QConductor::Test
