// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "asynccomponent.h"

#include "pendingcall.h"

#include <QtCore/qmetaobject.h>

namespace QConductor {

/*!
    \qmltype AsyncComponent
    \inqmlmodule QConductor
    \brief A component written in QML.

    Its functions \c setup() and \c shutdown() are both optional. One that returns a Promise, or anything else with a
    function \c then, has done its work when that is fulfilled. It has failed when that is rejected, or the function
    throws: with the error's message, or what was rejected or thrown if it is no error. What it needs it declares as
    properties that are components; they are set before \c setup() is called.

    \qml
    // Reports.qml
    AsyncComponent {
        property MessageQueue queue
        function setup() { return new Promise((resolve, reject) => queue.open(resolve, reject)) }
        function shutdown() { queue.close() }
    }
    \endqml

    Objects such as timers may be declared inside. A component that is defined in a file of its own can be the type of
    another component's property. An AsyncComponent has all properties of a component in C++:
    \l {AsyncComponent::state} {state}, \l {AsyncComponent::errorString} {errorString} and the timeouts.

    \sa Conductor
*/

/*!
    \qmlproperty enumeration AsyncComponent::state
    \readonly
    \value AsyncComponent.Inactive Not set up, or shut down again.
    \value AsyncComponent.Waiting Setup has begun, and this component's turn hasn't come.
    \value AsyncComponent.SettingUp \c setup() was called and has not ended.
    \value AsyncComponent.Active Set up.
    \value AsyncComponent.ShuttingDown \c shutdown() was called and has not ended.
    \value AsyncComponent.Failed A function failed: errorString says how.
*/

/*!
    \qmlproperty string AsyncComponent::errorString
    \readonly
    Why the component is Failed, or why it was not set up; empty when nothing is wrong.
*/

/*!
    \qmlproperty int AsyncComponent::setupTimeout
    How many milliseconds \c setup() and its Promise may take. 0: any time, -1 (the default): what
    Conductor::setupTimeout says. With no timeout at all, a Promise that is never settled is waited for forever.
*/

/*!
    \qmlproperty int AsyncComponent::shutdownTimeout
    How many milliseconds \c shutdown() and its Promise may take. 0: any time, -1 (the default): what
    Conductor::shutdownTimeout says.
*/

/*!
    \qmlproperty list<QtObject> AsyncComponent::data
    \qmldefault
    The objects declared inside the component.
*/

/*!
    \qmlsignal AsyncComponent::stateChanged(enumeration state)
    The component's \a state, or its errorString, has changed.
*/

/*!
    \qmlsignal AsyncComponent::cancelRequested()
    The Promise of \c setup() or \c shutdown() is still waited for, but no longer wanted: another component has failed,
    setup was canceled, or a timeout has passed. The component may end its work early, by rejecting the Promise, or
    finish it.
*/

AsyncComponent::AsyncComponent(QObject *parent)
    : Component(parent)
{
}

QFuture<void> AsyncComponent::onSetup()
{
    return declares("setup") ? PendingCall::start(this, QStringLiteral("setup")) : done();
}

QFuture<void> AsyncComponent::onShutdown()
{
    return declares("shutdown") ? PendingCall::start(this, QStringLiteral("shutdown")) : done();
}

// Also a property of that name, which may hold a function.
bool AsyncComponent::declares(const char *name) const
{
    const QMetaObject *type = metaObject();
    for (int i = staticMetaObject.methodCount(); i < type->methodCount(); ++i) {
        if (type->method(i).name() == name)
            return true;
    }
    return type->indexOfProperty(name) >= 0;
}

} // namespace QConductor
