// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "component_p.h"

#include "conductor_p.h"
#include "logging_p.h"
#include "naming_p.h"
#include "testaccess_p.h"

#include <QtCore/qpromise.h>

namespace QConductor {

/*!
    \class QConductor::Component
    \inmodule QConductor
    \brief A part of an application that is started and stopped.

    What a component needs, it declares as properties that can be written and are pointers to other components. Before
    its onSetup() is called, its conductor sets them, to components that are all active; until its onShutdown() has
    ended they stay so.

    \code
    class WebApi : public QConductor::Component
    {
        // Q_OBJECT, as for every QObject
        Q_PROPERTY(Database *database MEMBER m_database)
    public:
        Q_INVOKABLE explicit WebApi(QObject *parent = nullptr);
    protected:
        QFuture<void> onSetup() override;
        …
    };
    \endcode

    The Q_INVOKABLE constructor lets a conductor create the component when another needs it. A component lives in the
    thread of its conductor, and its hooks are called there. Component is reentrant.

    \sa Conductor
*/

/*!
    \enum QConductor::Component::State
    \value Inactive Not set up, or shut down again.
    \value Waiting Setup has begun, and this component's turn hasn't come.
    \value SettingUp onSetup() was called and has not ended.
    \value Active Set up.
    \value ShuttingDown onShutdown() was called and has not ended.
    \value Failed A hook failed: errorString() says how.
*/

/*! Constructs an inactive component with the given \a parent. */
Component::Component(QObject *parent)
    : QObject(parent), d(std::make_unique<ComponentPrivate>())
{
}

/*!
    Destroys the component. Components that hold it have their properties set to null. If it was being set up, setup
    fails; if it was active, a warning is logged, for onShutdown() can't be called any more.
*/
Component::~Component()
{
    d->isBeingDestroyed = true;
    if (d->conductor)
        ConductorPrivate::get(d->conductor)->componentDestroyed(this);
    if (d->hook)
        d->hook->runner()->forget(this);
}

/*! \property QConductor::Component::state */
Component::State Component::state() const
{
    return d->state;
}

/*! Returns whether the component is Active. */
bool Component::isActive() const
{
    return d->state == State::Active;
}

/*!
    \property QConductor::Component::errorString
    Why the component is Failed, or why it was not set up; empty when nothing is wrong.
*/
QString Component::errorString() const
{
    return d->errorString ? *d->errorString : QString();
}

/*!
    \property QConductor::Component::setupTimeout
    How many milliseconds onSetup() may take before it is asked to cancel and counts as failed; 0: any time, -1 (the
    default): what Conductor::setupTimeout says.
*/
int Component::setupTimeout() const
{
    return d->setupTimeout;
}

void Component::setSetupTimeout(int milliseconds)
{
    if (std::exchange(d->setupTimeout, milliseconds) != milliseconds)
        Q_EMIT setupTimeoutChanged(milliseconds);
}

/*!
    \property QConductor::Component::shutdownTimeout
    How many milliseconds onShutdown() may take before it is asked to cancel and counts as failed; 0: any time, -1
    (the default): what Conductor::shutdownTimeout says.
*/
int Component::shutdownTimeout() const
{
    return d->shutdownTimeout;
}

void Component::setShutdownTimeout(int milliseconds)
{
    if (std::exchange(d->shutdownTimeout, milliseconds) != milliseconds)
        Q_EMIT shutdownTimeoutChanged(milliseconds);
}

/*! Returns the conductor that the component was added to, or \c nullptr. */
Conductor *Component::conductor() const
{
    return d->conductor;
}

/*! Returns the components that this one holds while it is set up, in order of declaration. */
QList<Component *> Component::dependencies() const
{
    return d->conductor ? ConductorPrivate::get(d->conductor)->engine->wiring().dependencies(this) : QList<Component *>();
}

/*! Returns the components that hold this one while they are set up, in the order in which setup found them. */
QList<Component *> Component::dependents() const
{
    return d->conductor ? ConductorPrivate::get(d->conductor)->engine->wiring().dependents(this) : QList<Component *>();
}

/*! Returns the component's configuration as the conductor's config policy gives it; empty before it was added. */
QVariantMap Component::config() const
{
    return d->conductor ? ConductorPrivate::get(d->conductor)->configOf(this) : QVariantMap();
}

/*!
    Returns the component's logging category, as in \c {qCInfo(logger()) << "opened"}. It is named by the conductor's
    logging policy, and by namespaceLogging() before the component was added. It is never destroyed.
*/
const QLoggingCategory &Component::logger() const
{
    if (!d->logger)
        d->logger = d->conductor ? ConductorPrivate::get(d->conductor)->loggerOf(this)
                                 : internedCategory(namespaceLogging()(*metaObject()));
    return *d->logger;
}

/*!
    Returns a future that has finished: "there is nothing to wait for". All calls share one. This function is
    thread-safe.
*/
QFuture<void> Component::done()
{
    const auto finished = [] {
        QPromise<void> promise;
        promise.start();
        promise.finish();
        return promise.future();
    };
    static const QFuture<void> shared = finished();
    return Q_LIKELY(!shared.isCanceled()) ? shared : finished(); // somebody may have canceled the shared one
}

/*! Returns a future that holds an Error that says \a message. This function is thread-safe. */
QFuture<void> Component::failed(const QString &message)
{
    QPromise<void> promise;
    promise.start();
    promise.setException(Error(message));
    promise.finish();
    return promise.future();
}

/*!
    Does the component's work of starting, and returns a future that ends when it is done. All dependencies are active.

    A hook fails by throwing, or by a future that holds an exception or ends canceled. It cleans up before it fails:
    onShutdown() isn't called then. When somebody else failed, or setup is canceled or takes too long, the future is
    asked to cancel; it may obey or finish. Work that would block the event loop belongs into a thread, by
    \c {QtConcurrent::run()}. The future stays the component's own: it may be shared, and have continuations.

    The default implementation returns done().
*/
QFuture<void> Component::onSetup()
{
    return done();
}

/*!
    Does the component's work of stopping, and returns a future that ends when it is done. Everything that depended on
    the component has stopped, what it depends on is still active. It is called once for each onSetup() that
    didn't fail. A failure here is reported, and stops nothing.

    The default implementation returns done().
*/
QFuture<void> Component::onShutdown()
{
    return done();
}

QString stateName(Component::State state)
{
    switch (state) {
    case Component::State::Inactive: return QStringLiteral("inactive");
    case Component::State::Waiting: return QStringLiteral("waiting");
    case Component::State::SettingUp: return QStringLiteral("setting up");
    case Component::State::Active: return QStringLiteral("active");
    case Component::State::ShuttingDown: return QStringLiteral("shutting down");
    case Component::State::Failed: break;
    }
    return QStringLiteral("failed");
}

const QMetaObject *ComponentPrivate::typeOf(const Component *component)
{
    const QMetaObject *type = get(component)->type;
    return type ? type : authoredType(component->metaObject());
}

QString ComponentPrivate::nameOf(const Component *component)
{
    return QConductor::nameOf(typeOf(component));
}

void ComponentPrivate::setState(Component *component, Component::State state)
{
    ComponentPrivate *d = component->d.get();
    if (Q_UNLIKELY(d->errorString))
        return setState(component, state, QString());
    const Component::State from = std::exchange(d->state, state);
    if (from != state)
        d->tell(component, from);
}

void ComponentPrivate::setState(Component *component, Component::State state, const QString &error)
{
    ComponentPrivate *d = component->d.get();
    if (d->state == state && component->errorString() == error)
        return;
    const Component::State from = std::exchange(d->state, state);
    d->errorString = error.isEmpty() ? nullptr : std::make_unique<const QString>(error);
    d->tell(component, from);
}

inline void ComponentPrivate::tell(Component *component, Component::State from) const
{
    Interposer *interposer = conductor ? ConductorPrivate::get(conductor)->interposer : nullptr;
    if (Q_UNLIKELY(interposer))
        interposer->stateChanged(component, from);
    const QLoggingCategory &category = logger ? *logger : component->logger();
    if (Q_UNLIKELY(category.isInfoEnabled() || state == Component::State::Failed)) // else nothing is formatted
        log(category);
    Q_EMIT component->stateChanged(state);
}

void ComponentPrivate::log(const QLoggingCategory &category) const
{
    if (state == Component::State::Failed)
        qCWarning(category).noquote() << qualifiedName(type) << "failed:" << (errorString ? *errorString : QString());
    else
        qCInfo(category).noquote() << qualifiedName(type) << "is" << stateName(state);
}

void ComponentPrivate::leave()
{
    conductor = nullptr;
    logger = nullptr;
    node = slot = root = -1;
    state = Component::State::Inactive;
    hasBegun = holdsDependencies = false;
}

} // namespace QConductor

#include "moc_component.cpp"
