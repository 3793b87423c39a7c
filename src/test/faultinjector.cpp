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

constexpr char text[] = "a fault of the matrix";

using Promise = std::shared_ptr<QPromise<void>>;

Promise started()
{
    const auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    return promise;
}

void end(const Promise &promise, Fault fault)
{
    if (fault == Fault::Throw)
        promise->setException(std::make_exception_ptr(std::runtime_error(text)));
    else if (fault == Fault::Fail)
        promise->setException(Error(QString::fromLatin1(text)));
    else
        promise->future().cancel();
    promise->finish();
}

// As QCoreApplication::quit(), which does nothing where exec() isn't running.
void quit()
{
    QEvent event(QEvent::Quit);
    QCoreApplication::sendEvent(QCoreApplication::instance(), &event);
}

QFuture<void> ended(Fault fault)
{
    const Promise promise = started();
    end(promise, fault);
    return promise->future();
}

} // namespace

QString FaultInjector::message(Fault fault)
{
    switch (fault) {
    case Fault::Throw:
    case Fault::Fail: return QString::fromLatin1(text);
    case Fault::Cancel:
    case Fault::Abandon: return QStringLiteral("canceled");
    case Fault::Hang: return QStringLiteral("timed out after");
    case Fault::Destroy: return QStringLiteral("destroyed");
    case Fault::None:
    case Fault::Quit: break;
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
        quit();
    if (fault == Fault::Quit || fault == Fault::None)
        return TestAccess::callHook(component, phase);
    if (phase == Phase::Shutdown)
        return injectInto(TestAccess::callHook(component, phase), fault, component);
    if (fault == Fault::Throw)
        throw std::runtime_error(text);
    if (fault == Fault::Hang)
        return hang();
    if (fault == Fault::Abandon)
        return QPromise<void>().future();
    if (fault == Fault::Cancel)
        return ended(fault);
    const Promise promise = started(); // it fails a little later, when others have begun
    QMetaObject::invokeMethod(component, [promise, fault] { end(promise, fault); }, Qt::QueuedConnection);
    return promise->future();
}

QFuture<void> FaultInjector::injectInto(const QFuture<void> &real, Fault fault, Component *component)
{
    if (real.isFinished() && real.isCanceled())
        return real; // it does worse by itself
    if (real.isFinished() && fault == Fault::Hang)
        return hang();
    if (real.isFinished() && fault == Fault::Throw)
        throw std::runtime_error(text);
    if (real.isFinished())
        return ended(fault);
    if (fault == Fault::Hang)
        m_real = real;
    const Promise promise = started();
    auto *watcher = new QFutureWatcher<void>(component);
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [watcher, promise, fault] {
        watcher->deleteLater();
        end(promise, fault);
    });
    watcher->setFuture(real); // it wakes the event loop in any case
    return fault == Fault::Hang ? hang() : promise->future();
}

QFuture<void> FaultInjector::hang()
{
    m_hanging.emplace();
    m_hanging->start();
    return m_hanging->future();
}

void FaultInjector::release()
{
    if (m_hanging)
        m_hanging->finish();
    m_hanging.reset();
}

} // namespace QConductor::Test
