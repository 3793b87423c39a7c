// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "service_p.h"

#include "async/startedpromise_p.h"
#include "gateway_p.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"

namespace QConductor {

/*!
    \class QConductor::Service
    \inheaderfile QConductor/Service
    \inmodule QConductor
    \since QConductor 1.0
    \brief Stands for something that can't derive from Component.

    A window, a singleton or a class of another library can't derive from Component. A service is a component that stands for
    it, with functions as its hooks. Conductor::service() makes one, and the conductor owns it. Each function that describes a
    service returns it, so a part of an application is one statement:

    \snippet tests/auto/documentation/tst_documentation_window.cpp service

    The writable properties of the object that point to components, or to the objects of other services, are dependencies, as
    those of a component are. A writable property of any component or service whose class is that of a service's object is set to
    that object, which is required unless it lies on a cycle. A property that isn't null is left as it is.

    A function that describes a service is called before the service is set up. What it changes while the service is active
    holds from the next setup on.

    \sa Conductor::service(), {Port an existing application}
*/

/*! Constructs a service without an object, with the given \a parent. Use Conductor::service(). */
Service::Service(QObject *parent) : Component(parent), d(std::make_unique<ServicePrivate>())
{
    ComponentPrivate::get(this)->changeExtras().service = d.get();
}

/*! Destroys the service, and its object if the conductor has created that. */
Service::~Service()
{
    ComponentPrivate::tellDestroyed(this);
    if (d->isOwned)
        Gateway::destroy(d->takeObject(this));
    ComponentPrivate::get(this)->changeExtras().service = nullptr;
}

/*!
    \property QConductor::Service::object
    This property holds the object that the service stands for: the one that it was made for, the one that was created at its
    setup and exists until its shutdown has ended, or the patch of these. It is \c nullptr if there is none.
*/
QObject *Service::object() const
{
    return d->object;
}

/*!
    \fn template <class Callable> Service *QConductor::Service::onSetup(Callable callable)
    Has \a callable called as the setup hook: a function, a lambda or a member function that takes nothing, or a pointer to the
    class of object(), and returns nothing or a QFuture<void>. It may throw. See Component::onSetup(). Returns the service.
*/

/*!
    \fn template <class Callable> Service *QConductor::Service::onShutdown(Callable callable)
    Has \a callable called as the shutdown hook, in the same way as onSetup(). Returns the service. See Component::onShutdown().
*/

/*!
    \fn template <class Callable> Service *QConductor::Service::onShutdownRequest(Callable callable)
    Has \a callable asked before the application is shut down by a request. It takes nothing or the ShutdownReason, and returns
    nothing, which is a yes, a \c bool, or a QFuture<bool>. Returns the service.
*/

/*!
    Says that the service requires \a component, without a property for it: it is set up after that, and shut down before. Returns
    the service.
    \sa Conductor::addDependency()
*/
Service *Service::needs(Component *component)
{
    if (ComponentHost *host = ComponentPrivate::get(this)->membership.host)
        host->addDependency(this, component);
    else if (component)
        ComponentPrivate::get(this)->changeExtras().needed.append(component);
    return this;
}

/*! Sets Component::essential to \a isEssential, and returns the service. */
Service *Service::setEssential(bool isEssential)
{
    Component::setEssential(isEssential);
    return this;
}

/*! Sets Component::startMode to \a mode, and returns the service. */
Service *Service::setStartMode(StartMode mode)
{
    Component::setStartMode(mode);
    return this;
}

/*! Sets Component::displayName to \a name, and returns the service. */
Service *Service::setDisplayName(const QString &name)
{
    Component::setDisplayName(name);
    return this;
}

/*! \overload
    The \a name is in UTF-8. */
Service *Service::setDisplayName(const char *name)
{
    return setDisplayName(QString::fromUtf8(name));
}

/*!
    \fn void QConductor::Service::objectChanged(QObject *object)
    This signal is emitted when the \a object was created, replaced by a patch, or destroyed.
*/

/*! Calls the function of onSetup(). */
QFuture<void> Service::onSetup()
{
    if (d->isAbandoned)
        return failed(Text::tr("its object was destroyed"));
    if (!d->setup)
        return done();
    const Hook hook = d->setup; // it may set another one
    const QFuture<void> future = hook(d->object);
    return d->isAbandoned ? failed(Text::tr("its object was destroyed")) : future;
}

/*! Calls the function of onShutdown(). */
QFuture<void> Service::onShutdown()
{
    const Hook hook = d->shutdown;
    return hook && !d->isAbandoned ? hook(d->object) : done();
}

/*! Asks the function of onShutdownRequest(), and agrees if there is none. */
QFuture<bool> Service::onShutdownRequest(ShutdownReason reason)
{
    const Question question = d->shutdownRequest;
    return question && !d->isAbandoned ? question(reason) : Component::onShutdownRequest(reason);
}

QFuture<bool> Service::toAnswer(bool isAgreed)
{
    return answeredFuture(isAgreed);
}

void Service::throwWrongClass(const QMetaObject *wanted, const QObject *object)
{
    const QString name = nameOf(object->metaObject());
    if (wanted)
        throw Error(Text::tr("the function takes a %1, and the object is a %2").arg(nameOf(wanted), name));
    throw Error(Text::tr("the function takes another class than the object has, which is a %1").arg(name));
}

void Service::setSetup(Hook hook)
{
    d->setup = std::move(hook);
}

void Service::setShutdown(Hook hook)
{
    d->shutdown = std::move(hook);
}

void Service::setShutdownRequest(Question question)
{
    d->shutdownRequest = std::move(question);
}

void ServicePrivate::standFor(Service *service, QObject *newObject)
{
    takeObject(service);
    given = newObject;
    provided = described = nullptr;
    ComponentPrivate::get(service)->componentType = nullptr;
    if (!newObject)
        return;
    provided = authoredType(newObject->metaObject());
    described = newObject->metaObject();
    if (provided == &QObject::staticMetaObject) // any object is one, so nothing depends on that class
        provided = nullptr;
    setObject(service, newObject);
}

void ServicePrivate::setObject(Service *service, QObject *newObject)
{
    object = newObject;
    content = newObject;
    QObject::connect(newObject, &QObject::destroyed, service, [service](QObject *gone) {
        if (ComponentHost *host = ComponentPrivate::get(service)->membership.host)
            host->objectDestroyed(service, gone);
    });
}

QObject *ServicePrivate::takeObject(Service *service)
{
    QObject *taken = object;
    isOwned = false;
    object = nullptr;
    if (taken)
        QObject::disconnect(taken, &QObject::destroyed, service, nullptr);
    return taken;
}

QString ServicePrivate::wrongThreadMessage()
{
    return Text::tr(
            "its object lives in another thread than the conductor. Create it in the conductor's thread, where its "
            "properties are set and the functions of the service are called, or use a service without an object, whose "
            "functions pass the work on to that thread");
}

} // namespace QConductor

#include "moc_service.cpp"
