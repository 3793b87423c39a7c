// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "requestscript.h"

#include <QtCore/qpromise.h>

#include <vector>

namespace QConductor::Test {

/*!
    \class QConductor::Test::RequestScript
    \inheaderfile QConductor/RequestScript
    \inmodule QConductor
    \since QConductor 1.0
    \brief Says what a scripted component answers when it is asked whether everything may be shut down.

    By default it agrees, whatever its base class would answer. After think(), it answers when the test says so, as a person who
    is shown a dialog. Each function that says what the component answers holds for all later requests, and returns the script,
    so that calls can be chained.

    \snippet tests/auto/documentation/tst_documentation.cpp request

    A script is used in the thread of its component, which owns it.

    \sa Scripted::requestScript(), Component::onShutdownRequest()
*/

class RequestScriptPrivate
{
public:
    enum class Ending { Agreement, Refusal, Exception, Thought, BaseHook };

    RequestScript::Hook base;
    Ending ending = Ending::Agreement;
    QString message;                     // of the exception
    std::vector<QPromise<bool>> pending; // answers that the test is to give
    int count = 0;
    std::optional<ShutdownReason> lastReason;
};

/*! Constructs a script that agrees. */
RequestScript::RequestScript() : d(std::make_unique<RequestScriptPrivate>()) { }

/*! Destroys the script. An answer that it has not given yet ends canceled. */
RequestScript::~RequestScript() = default;

/*! Lets the component agree. */
RequestScript &RequestScript::agree()
{
    d->ending = RequestScriptPrivate::Ending::Agreement;
    return *this;
}

/*! Lets the component refuse, by the answer \c false. */
RequestScript &RequestScript::refuse()
{
    d->ending = RequestScriptPrivate::Ending::Refusal;
    return *this;
}

/*! Lets the component refuse by an Error with that \a message, which it throws. */
RequestScript &RequestScript::throwException(const QString &message)
{
    d->ending = RequestScriptPrivate::Ending::Exception;
    d->message = message;
    return *this;
}

/*!
    \fn QConductor::Test::RequestScript &QConductor::Test::RequestScript::throwException(const char *message)
    \overload
    Takes \a message in UTF-8.
*/

/*! Lets the component answer when the test calls answer(). */
RequestScript &RequestScript::think()
{
    d->ending = RequestScriptPrivate::Ending::Thought;
    return *this;
}

// Lets the component answer what its base class answers. Scripted calls this function.
void RequestScript::setBase(Hook base)
{
    d->base = std::move(base);
    d->ending = RequestScriptPrivate::Ending::BaseHook;
}

/*! Answers the requests that the component thinks about: it agrees if \a hasAgreed is \c true, and refuses otherwise. If there are none, nothing happens. */
void RequestScript::answer(bool hasAgreed)
{
    std::vector<QPromise<bool>> pending = std::exchange(d->pending, {});
    for (QPromise<bool> &promise : pending) {
        promise.addResult(hasAgreed);
        promise.finish();
    }
}

/*! Returns whether the component has been asked, thinks about its answer, and wasn't asked to cancel. */
bool RequestScript::isAsked() const
{
    return !d->pending.empty() && !d->pending.back().isCanceled();
}

/*! Returns how often the component was asked. */
int RequestScript::count() const
{
    return d->count;
}

/*! Returns the reason of the last request; \c std::nullopt if there was none. */
std::optional<ShutdownReason> RequestScript::lastReason() const
{
    return d->lastReason;
}

/*! Answers a request that is made because of \a reason. Scripted calls this function. */
QFuture<bool> RequestScript::run(ShutdownReason reason)
{
    using Ending = RequestScriptPrivate::Ending;
    ++d->count;
    d->lastReason = reason;
    if (d->ending == Ending::BaseHook)
        return d->base(reason);
    if (d->ending == Ending::Exception)
        throw Error(d->message);
    QPromise<bool> promise;
    promise.start();
    const QFuture<bool> future = promise.future();
    d->pending.push_back(std::move(promise));
    if (d->ending != Ending::Thought)
        answer(d->ending == Ending::Agreement);
    return future;
}

} // namespace QConductor::Test
