// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/whenemitted.h>

#include "async/startedpromise_p.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"

#include <QConductor/error.h>

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qmutex.h>
#include <QtCore/qthread.h>

#include <utility>
#include <vector>

namespace QConductor {

/*!
    \headerfile <QConductor/WhenEmitted>
    \inmodule QConductor
    \since QConductor 1.0
    \title Waiting for a signal
    \brief Makes a future of a signal.

    A hook often begins something that tells its end by a signal. whenEmitted() is called first, so that nothing is missed if
    the signal is emitted by the call that follows.

    \snippet tests/auto/documentation/hooks.h signal
*/

/*!
    \fn template <class Sender, class Ready, class Failed> QFuture<void> QConductor::whenEmitted(const Sender &sender, Ready ready, Failed failed)
    \relates <QConductor/WhenEmitted>
    \since QConductor 1.0
    Returns a future that finishes when \a sender emits \a ready for the first time, and that fails with an Error when
    \a sender emits \a failed before. The message of the failure is the first argument of \a failed if that is a text: if it
    is or converts to a QString, or is a QByteArray or a \c {const char *} in UTF-8. Where the text is empty, or the argument
    is none, such as the error code of a socket, the message is the name of the signal.

    The \a sender is a pointer to a QObject, and isn't owned. If it is \c nullptr, or if it is destroyed before it has emitted
    one of the signals, the future fails, with a message that names what was waited for. The signals may have any arguments,
    and may be private, such as QTimer::timeout(). An overloaded signal is chosen with qOverload() or QOverload. If one of the
    functions isn't a signal, the future fails at once.

    A future that is canceled ends as soon as the event loop of the sender's thread runs, and doesn't wait for a signal. A
    sender whose signals are disconnected, by QObject::disconnect() without a receiver, can't tell its end: the future ends
    canceled. However the future ends, nothing stays connected.

    The function is thread-safe if the sender lives in the caller's thread: the signals may be emitted, and the future may be
    canceled, in any thread. If the sender lives in another thread, the caller has to make sure that it isn't destroyed during
    the call; signals that it emits before the function has returned may be missed. The future finishes in the thread in
    which the signal is emitted.

    \sa {QConductor::Component::onSetup}{Component::onSetup()}
*/

/*!
    \fn template <class Sender, class Ready> QFuture<void> QConductor::whenEmitted(const Sender &sender, Ready ready)
    \relates <QConductor/WhenEmitted>
    \since QConductor 1.0
    \overload
    Returns a future that finishes when \a sender emits \a ready for the first time.
*/

struct WhenEmitted::Data
{
    QPromise<void> promise = startedPromise();
    QString failedName;
    mutable QMutex mutex; // guards what follows
    bool hasEnded = false;
    std::vector<QMetaObject::Connection> connections;
    std::unique_ptr<QFutureWatcher<void>>
            watcher; // lives in the sender's thread, and hears that the future is canceled

    // A watcher can be destroyed only in its thread, and not in its own slot.
    static void dispose(std::unique_ptr<QFutureWatcher<void>> watcher, bool isInSlot)
    {
        if (watcher && (isInSlot || watcher->thread() != QThread::currentThread()))
            watcher.release()->deleteLater();
    }
};

WhenEmitted::WhenEmitted() : d(std::make_unique<Data>()) { }

WhenEmitted::~WhenEmitted()
{
    Data::dispose(std::move(d->watcher), false);
}

std::shared_ptr<WhenEmitted> WhenEmitted::begin(const QObject *sender, const Names &names)
{
    const auto wait = std::make_shared<WhenEmitted>();
    const QString type = nameOf(sender ? sender->metaObject() : names.sender);
    const QString ready = QString::fromLatin1(names.ready.name());
    wait->d->failedName = QString::fromLatin1(names.failed.name());
    if (!names.ready.isValid() || (names.knowsFailed && !names.failed.isValid()))
        wait->fail(Text::tr("whenEmitted() can't wait for a function of %1 that is not a signal").arg(type));
    else if (!sender)
        wait->fail(Text::tr("whenEmitted() has no sender: there is no %1 whose %2 it could wait for").arg(type, ready));
    else
        wait->watch(sender, Text::tr("%1 was destroyed before it emitted %2").arg(type, ready));
    return wait;
}

// The watcher doesn't own the wait, so that the wait is destroyed when nothing is connected any more. It lives where the
// sender lives, because an event loop most likely runs there.
void WhenEmitted::watch(const QObject *sender, const QString &destroyedMessage)
{
    auto watcher = std::make_unique<QFutureWatcher<void>>();
    QObject::connect(watcher.get(), &QFutureWatcherBase::canceled, watcher.get(), [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (self && self->end(true))
            self->d->promise.finish();
    });
    watcher->setFuture(d->promise.future());
    {
        const QMutexLocker locker(&d->mutex);
        d->watcher = std::move(watcher);
        if (sender->thread())
            d->watcher->moveToThread(sender->thread());
    }
    add(QObject::connect(
            sender, &QObject::destroyed, sender,
            [self = shared_from_this(), destroyedMessage] { self->fail(destroyedMessage); }, Qt::DirectConnection));
}

QFuture<void> WhenEmitted::future() const
{
    return d->promise.future();
}

bool WhenEmitted::hasEnded() const
{
    const QMutexLocker locker(&d->mutex);
    return d->hasEnded;
}

// The signal may have been emitted in another thread before this function knows the connection.
void WhenEmitted::add(const QMetaObject::Connection &connection)
{
    {
        const QMutexLocker locker(&d->mutex);
        if (!d->hasEnded) {
            d->connections.push_back(connection);
            return;
        }
    }
    QObject::disconnect(connection);
}

void WhenEmitted::succeed()
{
    if (end())
        d->promise.finish();
}

void WhenEmitted::fail(const QString &message)
{
    if (!end())
        return;
    d->promise.setException(Error(message.isEmpty() ? d->failedName : message));
    d->promise.finish();
}

// Returns whether it had not ended before. Then nothing is connected any more, and the future is to be finished, which calls
// the application's continuations.
bool WhenEmitted::end(bool isInWatcher)
{
    std::vector<QMetaObject::Connection> connections;
    std::unique_ptr<QFutureWatcher<void>> watcher;
    {
        const QMutexLocker locker(&d->mutex);
        if (std::exchange(d->hasEnded, true))
            return false;
        connections = std::move(d->connections);
        watcher = std::move(d->watcher);
    }
    for (const QMetaObject::Connection &connection : connections)
        QObject::disconnect(connection);
    Data::dispose(std::move(watcher), isInWatcher);
    return true;
}

} // namespace QConductor
