// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_PROBE_H
#define QCONDUCTOR_TESTS_PROBE_H

#include <QConductor/Conductor>
#include <QConductor/Error>

#include <QtCore/qeventloop.h>
#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpromise.h>
#include <QtCore/qtimer.h>
#include <QtTest/qtest.h>

#include <functional>
#include <memory>
#include <utility>

// The hooks of all probes in the order in which they were called, as in "setup Database".
inline QStringList journal;

// A component that writes each call of a hook into the journal and then does what the test says, by default nothing.
class Probe : public QConductor::Component
{
    Q_OBJECT

public:
    using Hook = std::function<QFuture<void>()>;
    using Component::Component;

    Hook setupHook;
    Hook shutdownHook;
    std::function<QFuture<bool>(QConductor::ShutdownReason)> requestHook;
    int setupCount = 0;
    int shutdownCount = 0;

    QString name() const // The object's name, or the name of its class where it has none.
    {
        return objectName().isEmpty() ? QString::fromLatin1(metaObject()->className()) : objectName();
    }

protected:
    QFuture<void> onSetup() override
    {
        ++setupCount;
        journal += QStringLiteral("setup ") + name();
        return setupHook ? setupHook() : done();
    }
    QFuture<void> onShutdown() override
    {
        ++shutdownCount;
        journal += QStringLiteral("shutdown ") + name();
        return shutdownHook ? shutdownHook() : done();
    }
    QFuture<bool> onShutdownRequest(QConductor::ShutdownReason reason) override
    {
        journal += QStringLiteral("ask ") + name();
        return requestHook ? requestHook(reason) : Component::onShutdownRequest(reason);
    }
};

// A hook that fails, and one that does something and has nothing to wait for.
inline Probe::Hook failing(const QString &message)
{
    return [message] { return QConductor::Component::failed(message); };
}

inline Probe::Hook calling(const std::function<void()> &function)
{
    return [function] {
        function();
        return QConductor::Component::done();
    };
}

// A hook that ends when the test says so. A gate must outlive the components that use it.
class Gate
{
public:
    Probe::Hook hook() { return [this] { return enter(); }; }
    QFuture<void> enter()
    {
        promise = QPromise<void>();
        promise.start();
        isEntered = true;
        return promise.future();
    }
    void open() { promise.finish(); }
    void fail(const QString &message)
    {
        promise.setException(QConductor::Error(message));
        promise.finish();
    }
    bool isAskedToCancel() const { return promise.isCanceled(); }

    QPromise<void> promise;
    bool isEntered = false;
};

// Calls the function when the event loop comes to it, unless the context has been destroyed by then.
inline void later(QObject *context, const std::function<void()> &function)
{
    QMetaObject::invokeMethod(context, function, Qt::QueuedConnection);
}

// Returns the future of an answer to a request for a shutdown that is known already.
inline QFuture<bool> answered(bool hasAgreed)
{
    QPromise<bool> promise;
    promise.start();
    promise.addResult(hasAgreed);
    promise.finish();
    return promise.future();
}

// A person who is asked and thinks.
class Person
{
public:
    QFuture<bool> ask()
    {
        promise = QPromise<bool>();
        promise.start();
        ++timesAsked;
        return promise.future();
    }
    void answer(bool hasAgreed)
    {
        promise.addResult(hasAgreed);
        promise.finish();
    }
    bool isAskedToCancel() const { return promise.isCanceled(); }

    QPromise<bool> promise;
    int timesAsked = 0;
};

// A hook whose first call waits at the gate, and whose later calls end at once.
inline Probe::Hook once(Gate &gate)
{
    return [&gate, isFirst = true]() mutable {
        return std::exchange(isFirst, false) ? gate.enter() : QConductor::Component::done();
    };
}

// Runs the event loop until the future has finished, for at most 30 s, and returns whether it has.
inline bool finishes(const QFuture<void> &future)
{
    QEventLoop loop;
    QFutureWatcher<void> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    QTimer limit;
    QObject::connect(&limit, &QTimer::timeout, &loop, &QEventLoop::quit);
    limit.start(30000);
    watcher.setFuture(future);
    if (!future.isFinished())
        loop.exec();
    return future.isFinished();
}

inline bool finishes(const QFuture<bool> &future)
{
    return finishes(QFuture<void>(future));
}

// Whether a component is down, without having failed, or has failed.
inline bool isDown(const QConductor::Component *component)
{
    return component->state() == QConductor::Component::State::Inactive;
}

inline bool hasFailed(const QConductor::Component *component)
{
    return component->state() == QConductor::Component::State::Failed;
}

// Sets up or shuts down a conductor, and returns whether that succeeded.
inline bool setsUp(QConductor::Conductor &conductor)
{
    const QFuture<void> setup = conductor.setup();
    return finishes(setup) && !setup.isCanceled() && conductor.state() == QConductor::Conductor::State::Active;
}

inline bool shutsDown(QConductor::Conductor &conductor)
{
    const QFuture<void> shutdown = conductor.shutdown();
    return finishes(shutdown) && !shutdown.isCanceled() && conductor.state() == QConductor::Conductor::State::Inactive;
}

// Appends the class of each component that a conductor has now to *destroyed when the component is destroyed.
inline void noteDestruction(const QConductor::Conductor &conductor, const QObject *context, QStringList *destroyed)
{
    for (const QConductor::Component *component : conductor.components()) {
        const QString name = QString::fromLatin1(component->metaObject()->className());
        QObject::connect(component, &QObject::destroyed, context, [destroyed, name] { destroyed->append(name); });
    }
}

// Returns the error that a finished future holds, or nullptr where it holds none of the type E.
template <class E> std::shared_ptr<E> errorOf(QFuture<void> future)
{
    try {
        future.waitForFinished();
    } catch (const E &error) {
        return std::make_shared<E>(error);
    } catch (...) {
    }
    return nullptr;
}

#endif
