// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "script.h"

#include "conductor.h"
#include "error.h"
#include "scripted.h"
#include "sharedpromise_p.h"
#include "testaccess_p.h"
#include "virtualclock.h"

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qthreadpool.h>
#include <QtCore/qtimer.h>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace QConductor::Test {

/*!
    \class QConductor::Test::Scripted
    \inheaderfile QConductor/Scripted
    \inmodule QConductor
    \since QConductor 1.0
    \brief A component of the class \c Base whose hooks follow a script.

    \c Base is any component class. Scripted has no meta-object of its own, so a conductor treats a scripted component
    as a \c Base. It takes the place of the real component by \c {patch<Base>(&scripted)}.

    A scripted component needs none of what \c Base needs, because the hooks of \c Base aren't called: setup neither
    creates those dependencies nor waits for them, and leaves the properties as they are. If one of its scripts says
    callBase() when setup begins, it has the dependencies of \c Base. The properties of a class that derives from Scripted
    are dependencies in any case.

    \code
    QConductor::Test::Scripted<MessageQueue> queue;
    queue.setupScript().inThread().after(20ms).fail("no route");
    \endcode

    A scripted component has the constructors of \c Base. A class with pure virtual functions can be scripted, too:
    derive a mock that implements them from \c {Scripted<Base>}. The hooks themselves may be pure virtual or private in
    \c Base, as long as callBase() isn't used. A final class, or a class whose hooks are final, can't be scripted.

    Like any component that was added by a pointer, a scripted component stays its owner's, and is used in the thread of
    its conductor.

    \sa Script, Fixture
*/

/*!
    \fn template <class Base> typename Scripted<Base>::SetupScript &QConductor::Test::Scripted<Base>::setupScript()
    Returns the script of onSetup(). It is part of the component.
*/

/*!
    \fn template <class Base> typename Scripted<Base>::ShutdownScript &QConductor::Test::Scripted<Base>::shutdownScript()
    Returns the script of onShutdown(). It is part of the component.
*/

/*!
    \fn template <class Base> QConductor::Test::RunningScript &QConductor::Test::Scripted<Base>::runningScript()
    \since QConductor 1.0
    Returns the script that says whether the component fails while it is Active. It is part of the component.
*/

/*!
    \fn template <class Base> typename Scripted<Base>::AnswerScript &QConductor::Test::Scripted<Base>::requestScript()
    \since QConductor 1.0
    Returns the script that says what the component answers when it is asked whether everything may be shut down: a
    RequestScript, which also has a function callBase(), by which the component answers as \c Base does. It is part of the
    component.
*/

/*!
    \fn template <class Base> int QConductor::Test::Scripted<Base>::setupCount() const
    Returns how many times onSetup() was called.
*/

/*!
    \fn template <class Base> int QConductor::Test::Scripted<Base>::shutdownCount() const
    Returns how many times onShutdown() was called.
*/

/*!
    \fn template <class Base> void QConductor::Test::Scripted<Base>::callBase()
    Lets both hooks call those of \c Base, as callBase() of each script does.
*/

/*!
    \class QConductor::Test::Script
    \inheaderfile QConductor/Script
    \inmodule QConductor
    \since QConductor 1.0
    \brief Says what a hook of a scripted component does each time that it is called.

    The function that was called last among succeed(), fail(), throwException(), cancel(), abandon(), hang() and
    callBase() says how the hook ends; without any, it succeeds. The functions after() and inThread() say when and
    where it ends, and hold until the script is destroyed. Each of these functions returns the script, so that calls
    can be chained: \c {queue.setupScript().inThread().after(20ms).fail("no route")}. A script is used in the thread of
    its component.

    \list
    \li \c succeed(): the future finishes without an error.
    \li \c {fail(message)}: the future holds an Error with the message.
    \li \c {throwException(message)}: the hook throws a std::runtime_error with the message. If after() or inThread()
    was
        called, the future holds the exception instead.
    \li \c cancel(): the future ends canceled.
    \li \c abandon(): the promise of the future is destroyed before it is finished.
    \li \c hang(): the future doesn't finish until release() is called, even if it is asked to cancel.
    \li \c release(): the futures of hooks that hang finish now, without an error, and hooks that are called later
    succeed
        instead of hanging.
    \li \c {after(delay)}: the hook ends when the delay, a std::chrono::milliseconds, has passed: in the time of the
        VirtualClock that the conductor is attached to, or in real time if it is attached to none.
    \li \c inThread(): the hook ends in a thread of QThreadPool::globalInstance().
    \li \c callBase(): the hook of the scripted class is called, and its end is the end of this hook. What that class
        depends on is injected by a setup that begins later.
    \endlist

    \sa Scripted
*/

/*!
    \class QConductor::Test::ScriptSentences
    \internal
    The functions of a script that return the script itself, for calls to be chained. \c Derived is the class of the
    script.
*/

// What a script says, and the hooks that it has not ended yet. Used in the thread of the component, but for ending.
class ScriptPrivate
{
public:
    explicit ScriptPrivate(Script *script);
    ~ScriptPrivate();

    void tellNeeds() const;
    void end(const SharedPromise &promise);
    void forwardBase(const SharedPromise &promise);
    QFuture<void> endAtOnce();

    Script *const script;
    Component *component; // not owned; owns the script
    Script::Hook base;    // the hook of the scripted class
    QString message;      // the message of the failure
    std::chrono::milliseconds delay {};
    bool isInThread = false;
    std::function<void(const SharedPromise &)> ending; // finishes the promise, in any thread
    bool hangs = false;
    bool callsBase = false;
    bool throws = false;
    int count = 0;   // number of calls of the hook
    int delayed = 0; // number of hooks whose end a virtual clock delays
    std::vector<SharedPromise> hanging; // the promises of hooks that hang

    // The list of the scripts that were constructed in this thread and still exist. A static component outlives the
    // thread's objects, so these are pointers, which nothing destroys.
    static thread_local ScriptPrivate *first;
    ScriptPrivate *next;
    ScriptPrivate *previous = nullptr;

    ScriptPrivate *other = nullptr; // of the other hook of the component; not owned; nullptr: there is no base class
    int baseProperties = 0;         // number of properties of the base class, with those that it inherits
};

thread_local ScriptPrivate *ScriptPrivate::first = nullptr;

ScriptPrivate::ScriptPrivate(Script *script) : script(script), next(std::exchange(first, this))
{
    if (next)
        next->previous = this;
}

ScriptPrivate::~ScriptPrivate()
{
    if (next)
        next->previous = previous;
    if (previous)
        previous->next = next;
    else if (first == this)
        first = next;
    if (other)
        other->other = nullptr;
}

// Tells the conductor what the component needs: what its base class does, if a hook of that is to be called.
void ScriptPrivate::tellNeeds() const
{
    if (other)
        TestAccess::setIgnoredProperties(component, callsBase || other->callsBase ? 0 : baseProperties);
}

namespace {

void inThread(const std::function<void(const SharedPromise &)> &ending, const SharedPromise &promise)
{
    QThreadPool::globalInstance()->start([ending, promise] { ending(promise); });
}

} // namespace

// Lets a hook end whose delay, if there is one, has passed.
void ScriptPrivate::end(const SharedPromise &promise)
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

// Calls the hook of the scripted class. The promise ends as the future of that hook does, and that future is asked to
// cancel when the future of the promise is.
void ScriptPrivate::forwardBase(const SharedPromise &promise)
{
    auto *own = new QFutureWatcher<void>(component);
    auto *bases = new QFutureWatcher<void>(own);
    QObject::connect(own, &QFutureWatcherBase::canceled, bases, &QFutureWatcherBase::cancel);
    QObject::connect(own, &QFutureWatcherBase::finished, own, &QObject::deleteLater);
    const auto forward = [promise, bases](const SharedPromise &) {
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

// Ends a hook that has neither a delay nor a thread: such a hook may throw, and returns the base's own future.
QFuture<void> ScriptPrivate::endAtOnce()
{
    if (callsBase)
        return base();
    if (throws)
        throw std::runtime_error(message.toStdString());
    const SharedPromise promise = sharedPromise();
    end(promise);
    return promise->future();
}

/*! Constructs a script for a hook of \a component, which owns the script and lives longer. The hook succeeds. */
Script::Script(Component *component) : d(std::make_unique<ScriptPrivate>(this))
{
    d->component = component;
    setEnding(Ending::Success);
}

/*! Destroys the script, in the thread that it was constructed in. The futures of hooks that hang end canceled. */
Script::~Script() = default;

/*! \internal
    Says how the hook ends from now on: by \a ending, and if that is a failure with \a message. */
void Script::setEnding(Ending ending, const QString &message)
{
    d->message = message;
    d->hangs = ending == Ending::Hanging;
    d->callsBase = ending == Ending::BaseHook;
    d->throws = ending == Ending::Exception;
    d->ending = [ending, message](const SharedPromise &promise) {
        if (ending == Ending::Abandonment)
            return; // the promise is destroyed unfinished when the caller lets go of it
        if (ending == Ending::Failure)
            promise->setException(Error(message));
        else if (ending == Ending::Exception)
            promise->setException(std::make_exception_ptr(std::runtime_error(message.toStdString())));
        else if (ending == Ending::Cancellation)
            promise->future().cancel();
        promise->finish();
    };
    d->tellNeeds();
}

/*! \internal
    Says which class has the hooks that this script and \a other replace: \a type. The component has the dependencies of
    that class only while one of the two scripts calls a hook of it. */
void Script::setBaseType(const QMetaObject &type, Script *other)
{
    d->other = other->d.get();
    d->other->other = d.get();
    d->baseProperties = d->other->baseProperties = type.propertyCount();
    d->tellNeeds();
}

/*! \internal
    Lets the hook call \a hook, which is that of the scripted class, from now on. */
void Script::setBase(Hook hook)
{
    d->base = std::move(hook);
    setEnding(Ending::BaseHook);
}

/*! \internal
    Lets the hook end when \a delay has passed. A negative delay counts as none. */
void Script::setDelay(std::chrono::milliseconds delay)
{
    d->delay = std::max(delay, std::chrono::milliseconds::zero());
}

/*! \internal
    Lets the hook end in a thread of the global pool. */
void Script::setInThread()
{
    d->isInThread = true;
}

/*!
    Finishes, without an error, the futures of hooks that hang. If the script says hang(), it says succeed() from now
    on.
*/
void Script::release()
{
    if (d->hangs)
        setEnding(Ending::Success);
    for (const SharedPromise &promise : std::exchange(d->hanging, {}))
        d->isInThread ? inThread(d->ending, promise) : promise->finish();
}

/*! Returns how many times the hook was called. */
int Script::count() const
{
    return d->count;
}

/*!
    Returns whether the hook was called and waits for release(), or for time to pass on a VirtualClock.
*/
bool Script::waitsForTime() const
{
    return !d->hanging.empty() || d->delayed > 0;
}

/*! \internal
    Does what the script says and returns the future of the hook, or throws. Scripted calls it in the place of the
    hook. */
QFuture<void> Script::run()
{
    ++d->count;
    if (d->delay.count() == 0 && !d->isInThread)
        return d->endAtOnce();
    const SharedPromise promise = sharedPromise();
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

/*!
    \overload
    Returns whether a hook of \a component has a script that waits for release() or for time to pass on a VirtualClock.
    Knows the scripts that were constructed in the calling thread.
*/
bool Script::waitsForTime(const Component *component)
{
    for (const ScriptPrivate *d = ScriptPrivate::first; d; d = d->next) {
        if (d->component == component && d->script->waitsForTime())
            return true;
    }
    return false;
}

/*!
    Calls release() for each script of a component of \a conductor that was constructed in the calling thread.
*/
void Script::releaseAll(const Conductor *conductor)
{
    for (const ScriptPrivate *d = ScriptPrivate::first; d; d = d->next) {
        if (d->component->conductor() == conductor)
            d->script->release();
    }
}

} // namespace QConductor::Test
