// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "script.h"

#include "scripted.h"
#include "conductor.h"
#include "error.h"
#include "virtualclock.h"

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpromise.h>
#include <QtCore/qthreadpool.h>
#include <QtCore/qtimer.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace QConductor::Test {

/*!
    \class QConductor::Test::Scripted
    \inmodule QConductor
    \brief A \c Base whose hooks follow a script.

    \c Base is any component class. Scripted needs no meta-object of its own: a conductor takes it for a \c Base, so it
    is handed over with \c {patch<Base>(&scripted)}.

    \code
    QConductor::Test::Scripted<MessageQueue> queue;
    queue.setupScript().inThread().after(20ms).fail("no route");
    \endcode

    A class with pure virtual functions can be scripted, too: derive a mock that implements them from
    \c {Scripted<Base>}. The hooks themselves may be pure virtual or private in \c Base, as long as nobody asks to
    callBase(). A final class, or one whose hooks are final, can't be scripted.

    \sa Script, Fixture
*/

/*!
    \class QConductor::Test::Script
    \inmodule QConductor
    \brief What a hook of a scripted component does each time it is called.

    How it ends is what was said last: succeed(), which is the default, fail(), throwException(), cancel(), abandon(),
    hang() or callBase(). When and where it ends is said by after() and inThread(), which hold until the script is
    destroyed. A script is used in the thread of its component.

    \list
    \li \c succeed(): the future finishes well.
    \li \c {fail(message)}: the future holds an Error.
    \li \c {throwException(message)}: throws a std::runtime_error; with after() or inThread(), the future holds it.
    \li \c cancel(): the future ends canceled.
    \li \c abandon(): the promise is destroyed unfinished.
    \li \c hang(): the future doesn't finish, not even when it is asked to cancel, until release().
    \li \c release(): what hangs finishes well, now, and what begins later doesn't hang.
    \li \c {after(milliseconds)}: later, on the conductor's VirtualClock if it has one.
    \li \c inThread(): in another thread.
    \li \c callBase(): runs the hook of the scripted class instead.
    \endlist
*/

namespace {

using Promise = std::shared_ptr<QPromise<void>>;

Promise started()
{
    const auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    return promise;
}

std::vector<Script *> &allScripts() // of this thread
{
    static thread_local std::vector<Script *> scripts;
    return scripts;
}

} // namespace

class ScriptPrivate
{
public:
    void end(const Promise &promise);
    void forwardBase(const Promise &promise);
    QFuture<void> endAtOnce();

    Component *component;
    Script::Hook base;
    QString message;
    std::chrono::milliseconds delay {};
    bool isInThread = false;
    std::function<void(const Promise &)> ending; // of the promise, in any thread; none: hangs or is the base's
    bool hangs = false;
    bool callsBase = false;
    bool throws = false;
    int count = 0;
    int delayed = 0; // by a virtual clock
    std::vector<Promise> hanging;
};

namespace {

void inThread(const std::function<void(const Promise &)> &ending, const Promise &promise)
{
    QThreadPool::globalInstance()->start([ending, promise] { ending(promise); });
}

} // namespace

void ScriptPrivate::end(const Promise &promise)
{
    if (hangs)
        hanging.push_back(promise);
    else if (callsBase)
        forwardBase(promise);
    else if (isInThread)
        inThread(ending, promise);
    else
        ending(promise);
}

// Lets the promise end as the base's hook does, and lets that be asked to cancel as the promise is.
void ScriptPrivate::forwardBase(const Promise &promise)
{
    auto *own = new QFutureWatcher<void>(component);
    auto *bases = new QFutureWatcher<void>(own);
    QObject::connect(own, &QFutureWatcherBase::canceled, bases, &QFutureWatcherBase::cancel);
    QObject::connect(own, &QFutureWatcherBase::finished, own, &QObject::deleteLater);
    const auto forward = [promise, bases](const Promise &) {
        try {
            bases->future().waitForFinished();
            if (bases->isCanceled())
                promise->future().cancel();
        } catch (...) {
            promise->setException(std::current_exception());
        }
        promise->finish();
    };
    QObject::connect(bases, &QFutureWatcherBase::finished, own, [this, promise, forward] {
        isInThread ? inThread(forward, promise) : forward(promise);
    });
    own->setFuture(promise->future());
    try {
        bases->setFuture(base());
    } catch (...) {
        promise->setException(std::current_exception());
        promise->finish();
    }
}

QFuture<void> ScriptPrivate::endAtOnce()
{
    if (callsBase)
        return base();
    if (throws)
        throw std::runtime_error(message.toStdString());
    const Promise promise = started();
    end(promise);
    return promise->future();
}

Script::Script(Component *component)
    : d(std::make_unique<ScriptPrivate>())
{
    d->component = component;
    setEnding(Ending::Success);
    allScripts().push_back(this);
}

Script::~Script()
{
    auto &scripts = allScripts();
    scripts.erase(std::remove(scripts.begin(), scripts.end(), this), scripts.end());
}

void Script::setEnding(Ending ending, const QString &message)
{
    d->message = message;
    d->hangs = ending == Ending::None;
    d->callsBase = ending == Ending::OfBase;
    d->throws = ending == Ending::Exception;
    d->ending = [ending, message](const Promise &promise) {
        if (ending == Ending::Abandonment)
            return; // its last owner goes
        if (ending == Ending::Failure)
            promise->setException(Error(message));
        else if (ending == Ending::Exception)
            promise->setException(std::make_exception_ptr(std::runtime_error(message.toStdString())));
        else if (ending == Ending::Cancellation)
            promise->future().cancel();
        promise->finish();
    };
}

void Script::setBase(Hook hook)
{
    d->base = std::move(hook);
    setEnding(Ending::OfBase);
}

void Script::setDelay(std::chrono::milliseconds delay)
{
    d->delay = std::max(delay, std::chrono::milliseconds::zero());
}

void Script::setInThread()
{
    d->isInThread = true;
}

void Script::release()
{
    if (d->hangs)
        setEnding(Ending::Success);
    for (const Promise &promise : std::exchange(d->hanging, {}))
        d->isInThread ? inThread(d->ending, promise) : promise->finish();
}

/*! Returns how often the hook was called. */
int Script::count() const
{
    return d->count;
}

/*! Returns whether the hook has begun and ends only by release(), or when time passes on a VirtualClock. */
bool Script::waitsForTime() const
{
    return !d->hanging.empty() || d->delayed > 0;
}

// Does what the script says. Called by Scripted.
QFuture<void> Script::run()
{
    ++d->count;
    if (d->delay.count() == 0 && !d->isInThread)
        return d->endAtOnce();
    const Promise promise = started();
    VirtualClock *clock = VirtualClock::of(d->component->conductor());
    if (d->delay.count() == 0) {
        d->end(promise);
    } else if (clock) {
        ++d->delayed;
        clock->callAfter(d->delay, d->component, [this, promise] {
            --d->delayed;
            d->end(promise);
        });
    } else {
        QTimer::singleShot(d->delay, Qt::PreciseTimer, d->component, [this, promise] { d->end(promise); });
    }
    return promise->future();
}

/*! Returns whether a hook of \a component is scripted and waits for time. */
bool Script::waitsForTime(const Component *component)
{
    const auto &scripts = allScripts();
    return std::any_of(scripts.begin(), scripts.end(), [component](const Script *script) {
        return script->d->component == component && script->waitsForTime();
    });
}

/*! Releases what hangs of the components of \a conductor. */
void Script::releaseAll(const Conductor *conductor)
{
    for (Script *script : allScripts()) {
        if (script->d->component->conductor() == conductor)
            script->release();
    }
}

} // namespace QConductor::Test
