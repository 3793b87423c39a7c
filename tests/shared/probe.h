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

// What the hooks of all probes did, in order: "setup Database".
inline QStringList journal;

// A component that writes down its hooks and does in them what the test says; nothing by default.
class Probe : public QConductor::Component
{
    Q_OBJECT

public:
    using Hook = std::function<QFuture<void>()>;
    using Component::Component;

    Hook setupHook;
    Hook shutdownHook;
    int setupCount = 0;
    int shutdownCount = 0;

    QString name() const { return objectName().isEmpty() ? QString::fromLatin1(metaObject()->className()) : objectName(); }

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
};

// A hook that ends when the test says so. It outlives the component that uses it.
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

// Runs the event loop until the future has finished.
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

// Sets up, or shuts down, and returns whether that succeeded.
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

// The error that a finished future holds, or nullptr.
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
