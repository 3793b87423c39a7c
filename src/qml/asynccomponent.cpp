// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "asynccomponent.h"

#include "pendingcall.h"

#include <QtCore/qmetaobject.h>

namespace QConductor {

/*!
    \qmltype AsyncComponent
    \inqmlmodule QConductor
    \since QConductor 1.0
    \brief A component that is written in QML.

    An AsyncComponent may declare two functions: \c setup() starts what the component does, and \c shutdown() stops it.
    The conductor calls them without arguments, in the thread of the QML engine. What a function returns tells when its
    work is done:

    \list
    \li If it returns a Promise, or another object with a function \c then, the work is done when that is fulfilled. The
        function has failed if it is rejected.
    \li If it is a generator function, it is run to its end, as described below.
    \li If it returns anything else, or nothing, the work is done.
    \li If it throws, the function has failed.
    \endlist

    The message of a failure is that of the Error that was thrown or passed to \c reject(). Another value is converted
    to a string, and a plain object to JSON. The message becomes the component's errorString.

    The QML engine has no \c async functions. A generator function does the same: with \c yield it waits for a Promise, whose
    value \c yield returns. A rejection is thrown at the \c yield. What isn't a Promise is returned by \c yield at once. What the
    generator returns may be a Promise, too.

    \snippet tests/auto/documentation/types/Session.qml session

    When the work is no longer wanted, cancelRequested() is emitted, and then the generator is ended where it waits, by its
    function \c {return()}: what follows the \c yield is left out, apart from \c finally. A Promise that \c finally yields is
    waited for, with the rest of \c finally. While the generator's own code runs an event loop, it can't be ended; it is ended
    at its next \c yield. A Promise that it has returned is waited for, as that of another function.

    A \c setup() that fails has cleaned up before: \c shutdown() isn't called then. It is called once after each other
    \c setup(), also after one that was asked to cancel, whether that finished its work or rejected its Promise.

    The dependencies of an AsyncComponent are its properties whose type is a component. Before \c setup() is called, the
    conductor sets those that are null, and waits until all are active. They stay active until \c shutdown() has ended.

    \snippet tests/auto/documentation/types/Reports.qml reports

    An AsyncComponent that is defined in a file of its own, as Reports is here, can be the type of another component's
    property. The conductor doesn't create one: it has to be declared in the Conductor. A property whose type is
    AsyncComponent itself has to be set: any AsyncComponent would do, also the one that declares the property.

    A function or handler of the component may unload the document that the component and its Conductor stand in. The
    Conductor is shut down then as when it is destroyed, but doesn't wait for that function, whose component has failed.
    A Promise is waited for until its timeout has passed, so settle it before such a call and not after it.

    An AsyncComponent has all properties of QConductor::Component. An instance belongs to one Conductor.

    \sa Conductor
*/

/*!
    \qmlproperty enumeration AsyncComponent::state
    \readonly
    What the component does now.

    \value AsyncComponent.Inactive It has not been set up, or has been shut down again.
    \value AsyncComponent.Waiting The setup of the conductor has begun, and \c setup() has not been called yet.
    \value AsyncComponent.SettingUp \c setup() has been called and its work is not done.
    \value AsyncComponent.Active It is set up.
    \value AsyncComponent.ShuttingDown \c shutdown() has been called and its work is not done.
    \value AsyncComponent.Failed \c setup() or \c shutdown() has failed: errorString says why.
*/

/*!
    \qmlproperty string AsyncComponent::errorString
    \readonly
    The reason why the component is Failed, or why it was not set up. It is empty when nothing is wrong.
*/

/*!
    \qmlproperty string AsyncComponent::displayName
    \since QConductor 1.0
    The name of the component that a person reads: the one that was set, else the \c objectName, else the name of its type.
    Messages and ComponentModel use it, and show the type where two components of a Conductor would read the same.
*/

/*!
    \qmlproperty bool AsyncComponent::essential
    Whether the application can't do without the component, which is the default. If it is false, a setup goes on when the
    component fails in it.
*/

/*!
    \qmlmethod AsyncComponent::reportFailure(string message)
    Says that the component, which is active, doesn't work any more. What requires it is shut down, and then the component,
    which is Failed with that \a message.
*/

/*!
    \qmlproperty enumeration AsyncComponent::startMode
    When a setup of the whole application begins the component: \c AsyncComponent.Automatic, with everything else, which is
    the default; \c AsyncComponent.Deferred, when everything else is active and the event loop has been idle; or
    \c AsyncComponent.OnDemand, never: \c {conductor.start(component)} does.
*/

/*!
    \qmlproperty enumeration AsyncComponent::restartPolicy
    Whether the component is set up again after it has failed: \c AsyncComponent.Never, the default, or
    \c AsyncComponent.OnFailure. restartDelay, restartLimit and restartWindow say when and how often, and restartCount counts.
*/

/*!
    \qmlproperty int AsyncComponent::restartDelay
    The number of milliseconds between a failure of the component and the first try to set it up again; 100 by default. It
    doubles with each try in a row, up to 30 seconds.
*/

/*!
    \qmlproperty int AsyncComponent::restartLimit
    How often the component is set up again at most within restartWindow; 3 by default.
*/

/*!
    \qmlproperty int AsyncComponent::restartWindow
    The number of milliseconds within which tries count for restartLimit; 60000 by default.
*/

/*!
    \qmlproperty int AsyncComponent::restartCount
    \readonly
    How often the component was set up again because of its restartPolicy.
*/

/*!
    \qmlproperty Conductor AsyncComponent::conductor
    \readonly
    The conductor that the component belongs to; null before it was added to one.
*/

/*!
    \qmlmethod bool AsyncComponent::shutdownRequested(enumeration reason)
    \since QConductor 1.0
    A component may declare this function. It is called when a shutdown is asked for, while everything is active, and returns whether
    the component agrees: \c false, a Promise that is fulfilled with \c false, one that is rejected, and an exception refuse. Everything
    else, also \c undefined, agrees. It may be a generator function. There is no timeout. When the answer isn't needed any more,
    cancelRequested() is emitted.

    The \a reason is \c AsyncComponent.Requested, \c AsyncComponent.Quit or \c AsyncComponent.WindowClosed.

    \snippet tests/auto/documentation/types/Document.qml request

    \sa Conductor::requestShutdown()
*/

/*!
    \qmlproperty int AsyncComponent::setupTimeout
    The number of milliseconds that \c setup() and its Promise may take; 0 means any time, and -1, the default, means
    Conductor::setupTimeout. When the time has passed, cancelRequested() is emitted and the component has failed.

    Where both properties allow any time, as they do by default, a Promise that is never settled is waited for forever.
*/

/*!
    \qmlproperty int AsyncComponent::shutdownTimeout
    The number of milliseconds that \c shutdown() and its Promise may take; 0 means any time, and -1, the default, means
    Conductor::shutdownTimeout. When the time has passed, cancelRequested() is emitted and the component has failed.
*/

/*!
    \qmlproperty list<string> AsyncComponent::optionalDependencies
    \since QConductor 1.0
    The names of properties that may stay null: of dependencies that the component can do without. \c {"*"} names all. They
    are to be set before the component is added to a conductor, as in a declaration. By default, all that isn't a list is
    required, unless the class info \c OptionalDependencies of a base class in C++ names it.

    \snippet tests/auto/documentation/types/Catalogue.qml kinds

    A writable or plain \c {list<T>} whose type \c T is a component is a dependency on every component of the conductor
    that is a \c T.

    \sa {Which dependencies}
*/

/*!
    \qmlproperty list<QtObject> AsyncComponent::data
    \qmldefault
    The objects that are declared inside the component, for example timers. They mean nothing to the conductor. An
    object that was created in JavaScript and has no parent becomes a child of the component when it is appended.
*/

/*!
    \qmlsignal AsyncComponent::stateChanged(enumeration state)
    This signal is emitted when the component's \a state or its errorString has changed.
*/

/*!
    \qmlsignal AsyncComponent::cancelRequested()
    This signal is emitted when the work of \c setup() or \c shutdown() is no longer wanted, although its Promise is not
    settled: because another component has failed, because the setup was canceled, or because a timeout has passed. The
    component may end its work early, by rejecting the Promise, or finish it. None of its functions is called before the
    Promise is settled.
*/

AsyncComponent::AsyncComponent(QObject *parent)
    : Component(parent)
{
}

void AsyncComponent::setOptionalDependencies(const QStringList &names)
{
    if (m_optionalDependencies.set(this, names))
        Q_EMIT optionalDependenciesChanged();
}

QFuture<void> AsyncComponent::onSetup()
{
    return declares("setup") ? QFuture<void>(call(QStringLiteral("setup"))) : done();
}

QFuture<void> AsyncComponent::onShutdown()
{
    return declares("shutdown") ? QFuture<void>(call(QStringLiteral("shutdown"))) : done();
}

QFuture<bool> AsyncComponent::onShutdownRequest(QConductor::ShutdownReason reason)
{
    static_assert(int(QConductor::ShutdownReason::Quit) == Quit);
    static_assert(int(QConductor::ShutdownReason::WindowClosed) == WindowClosed);
    return declares("shutdownRequested") ? call(QStringLiteral("shutdownRequested"), int(reason))
                                         : Component::onShutdownRequest(reason);
}

QFuture<bool> AsyncComponent::call(const QString &function, const QJSValue &argument)
{
    return PendingCall::start(
            this, function, [this] { Q_EMIT cancelRequested(); }, argument);
}

bool AsyncComponent::declares(const char *name) const
{
    return PendingCall::isDeclared(this, staticMetaObject, name);
}

} // namespace QConductor
