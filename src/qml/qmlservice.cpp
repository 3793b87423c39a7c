// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "qmlservice.h"

#include "pendingcall.h"
#include "qmlaccess_p.h"

#include <QtCore/qmetaobject.h>
#include <QtQml/qqmlinfo.h>

namespace QConductor {

/*!
    \qmltype Service
    \inqmlmodule QConductor
    \since QConductor 1.0
    \brief Stands for an object that is no component, such as a window or an object of another library.

    A Service has the functions \c setup(), \c shutdown() and \c shutdownRequested(), and all properties, of an AsyncComponent. The writable properties
    of its \l object that point to components, or to objects of other services, are dependencies. So are its own.

    \snippet tests/auto/documentation/types/Main.qml service

    \sa AsyncComponent
*/

/*!
    \qmlproperty QtObject Service::object
    The object that the service stands for, which isn't a component. It is set before the service is added to a conductor, as in a
    declaration. When it is destroyed, the service has failed.
*/

/*!
    \qmlproperty list<string> Service::optionalDependencies
    \since QConductor 1.0
    The names of properties of the service, and of its \l object, that may stay null. They are to be set before the service is added
    to a conductor, as in a declaration. See AsyncComponent::optionalDependencies.
*/

/*!
    \qmlsignal Service::cancelRequested()
    This signal is emitted when the work of \c setup() or \c shutdown() is no longer wanted. See
    AsyncComponent::cancelRequested().
*/

QmlService::QmlService(QObject *parent) : Service(parent)
{
    connect(this, &Service::objectChanged, this, &QmlService::objectReplaced);
}

void QmlService::setObject(QObject *object)
{
    if (object == this->object())
        return;
    if (conductor()) {
        qmlWarning(this) << "object can't be changed after the service was added to a conductor";
        return;
    }
    if (qobject_cast<Component *>(object)) {
        qmlWarning(this) << "a component needs no service: declare it in the Conductor";
        return;
    }
    QmlAccess::setObject(this, object);
    Q_EMIT objectChanged(object);
}

void QmlService::setOptionalDependencies(const QStringList &names)
{
    if (m_optionalDependencies.set(this, names))
        Q_EMIT optionalDependenciesChanged();
}

QFuture<void> QmlService::onSetup()
{
    return declares("setup") ? QFuture<void>(call(QStringLiteral("setup"))) : done();
}

QFuture<void> QmlService::onShutdown()
{
    return declares("shutdown") ? QFuture<void>(call(QStringLiteral("shutdown"))) : done();
}

QFuture<bool> QmlService::onShutdownRequest(ShutdownReason reason)
{
    return declares("shutdownRequested") ? call(QStringLiteral("shutdownRequested"), int(reason))
                                         : Service::onShutdownRequest(reason);
}

bool QmlService::declares(const char *function) const
{
    return PendingCall::isDeclared(this, staticMetaObject, function);
}

QFuture<bool> QmlService::call(const QString &function, const QJSValue &argument)
{
    return PendingCall::start(
            this, function, [this] { Q_EMIT cancelRequested(); }, argument);
}

} // namespace QConductor
