// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "component_p.h"

#include "async/futureoutcome_p.h"
#include "async/startedpromise_p.h"
#include "async/timeout_p.h"
#include "loggingpolicy.h"
#include "meta/logging_p.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"

#include <QtCore/qmetaobject.h>

namespace QConductor {

namespace {

Q_DECL_COLD_FUNCTION QFuture<void> finishedFuture() // done() nearly always has one already
{
    QPromise<void> promise = startedPromise();
    promise.finish();
    return promise.future();
}

} // namespace

/*!
    \class QConductor::Component
    \inheaderfile QConductor/Component
    \inmodule QConductor
    \since QConductor 1.0
    \brief A part of an application that is started and stopped.

    A component declares its dependencies as writable properties whose types are pointers to other components. Before its
    onSetup() is called, the conductor sets these properties to components that are active. They stay active until its
    onShutdown() has ended.

    \snippet tests/consumer/gettingstarted/shop.h orders

    A dependency that the component can do without is named by \c {Q_CLASSINFO("OptionalDependencies", "cache metrics")}, and
    a writable property of type \c {QList<T *>} holds all components that are a \c T. See \l {Which dependencies}.

    The Q_INVOKABLE constructor lets a conductor create the component when another one depends on it. A component lives in
    the thread of its conductor, and its hooks are called there.

    \sa Conductor
*/

/*!
    \enum QConductor::Component::StartMode
    \brief When a setup of the whole application begins a component.
    \value Automatic With everything else.
    \value Deferred When everything else is active and the event loop has been idle once, so that a window is shown first.
    \value OnDemand Never, but Conductor::start() does.

    What another component requires begins before that one, whatever its mode is.
    \since QConductor 1.0
*/

/*!
    \enum QConductor::Component::RestartPolicy
    \brief Whether a component is set up again after it has failed.
    \value Never It isn't.
    \value OnFailure It is, after a delay and a limited number of times.
    \since QConductor 1.0
*/

/*!
    \enum QConductor::Component::State
    \since QConductor 1.0
    \brief What a component is doing.
    \value Inactive Not set up, or shut down again.
    \value Waiting Setup has begun, but onSetup() was not called yet.
    \value SettingUp onSetup() was called, and its future has not finished.
    \value Active The component is set up.
    \value ShuttingDown onShutdown() was called, and its future has not finished.
    \value Failed A hook failed. errorString() tells why.
*/

/*! Constructs an inactive component with the given \a parent. */
Component::Component(QObject *parent) : QObject(parent), d(std::make_unique<ComponentPrivate>()) { }

/*!
    Destroys the component. Properties of other components that point to it are set to null. If it was being set up, setup
    fails. If it was active, a warning is logged, because onShutdown() can't be called any more.
*/
Component::~Component()
{
    ComponentPrivate::tellDestroyed(this);
}

/*!
    \property QConductor::Component::state
    This property holds what the component is doing.
*/
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
    This property holds why the component is Failed or was not set up. It is empty when nothing is wrong.
*/
QString Component::errorString() const
{
    return d->extras().errorString;
}

/*!
    \property QConductor::Component::setupTimeout
    This property holds how many milliseconds onSetup() may take before it is asked to cancel and has failed. If it is 0, the
    hook may take any time. If it is -1, which is the default, Conductor::setupTimeout holds.
*/
int Component::setupTimeout() const
{
    return d->extras().setupTimeout;
}

void Component::setSetupTimeout(int milliseconds)
{
    if (setupTimeout() == milliseconds)
        return;
    d->changeExtras().setupTimeout = milliseconds;
    Q_EMIT setupTimeoutChanged(milliseconds);
}

/*! \overload */
void Component::setSetupTimeout(std::chrono::milliseconds timeout)
{
    setSetupTimeout(toTimeout(timeout));
}

/*!
    \property QConductor::Component::shutdownTimeout
    This property holds how many milliseconds onShutdown() may take before it is asked to cancel and has failed. If it is 0, the
    hook may take any time. If it is -1, which is the default, Conductor::shutdownTimeout holds.
*/
int Component::shutdownTimeout() const
{
    return d->extras().shutdownTimeout;
}

void Component::setShutdownTimeout(int milliseconds)
{
    if (shutdownTimeout() == milliseconds)
        return;
    d->changeExtras().shutdownTimeout = milliseconds;
    Q_EMIT shutdownTimeoutChanged(milliseconds);
}

/*! \overload */
void Component::setShutdownTimeout(std::chrono::milliseconds timeout)
{
    setShutdownTimeout(toTimeout(timeout));
}

/*!
    \property QConductor::Component::essential
    This property holds whether the application can't do without the component, which is the default.

    If a component that isn't essential fails in a setup, the setup goes on without it: it is Failed, Conductor::componentFailed()
    is emitted, and the conductor becomes Active and \l {Conductor::degraded}{degraded}. What requires it can't be set up. If that
    isn't essential either, it stays Inactive, with an errorString() that names the cause; if it is, the setup fails.
    \since QConductor 1.0
*/
bool Component::isEssential() const
{
    return d->extras().isEssential;
}

void Component::setEssential(bool isEssential)
{
    if (this->isEssential() == isEssential)
        return;
    d->changeExtras().isEssential = isEssential;
    Q_EMIT essentialChanged(isEssential);
}

/*!
    \property QConductor::Component::startMode
    This property holds when a setup of the whole application begins the component. The default is Automatic.

    The future of Conductor::setup() doesn't wait for Deferred components; Conductor::settled() is emitted when the last of them
    is active or has failed.
    \since QConductor 1.0
*/
Component::StartMode Component::startMode() const
{
    return d->extras().startMode;
}

void Component::setStartMode(StartMode mode)
{
    if (startMode() == mode)
        return;
    d->changeExtras().startMode = mode;
    ComponentPrivate::s_hasStartModes.storeRelaxed(true);
    Q_EMIT startModeChanged(mode);
}

/*!
    \property QConductor::Component::restartPolicy
    This property holds whether the component is set up again after it has failed, in a setup or while it was active.

    If it is OnFailure, the component is set up again after restartDelay() milliseconds, and then what was shut down because
    of it. The delay doubles with each try in a row, up to 30 seconds, and is up to 10 % longer at random. After
    restartLimit() tries within restartWindow() milliseconds, the component has failed for good. A row of tries ends when
    the component has been active for restartWindow() milliseconds. A try waits for the earlier hook, as any setup does.
    shutdown(), stop(), a cancellation and a setup that fails end the waiting. Between tries the component is Failed. In a setup, what
    requires it waits meanwhile, and so does the future. The default is Never.
    \since QConductor 1.0
*/
Component::RestartPolicy Component::restartPolicy() const
{
    return d->extras().restartPolicy;
}

void Component::setRestartPolicy(RestartPolicy policy)
{
    if (restartPolicy() == policy)
        return;
    d->changeExtras().restartPolicy = policy;
    Q_EMIT restartPolicyChanged(policy);
}

/*!
    \property QConductor::Component::restartLimit
    This property holds how often the component is set up again at most within restartWindow() milliseconds, if its
    restartPolicy() says so. The default is 3.
    \since QConductor 1.0
*/
int Component::restartLimit() const
{
    return d->extras().restartLimit;
}

void Component::setRestartLimit(int count)
{
    if (restartLimit() == count)
        return;
    d->changeExtras().restartLimit = count;
    Q_EMIT restartLimitChanged(count);
}

/*!
    \property QConductor::Component::restartWindow
    This property holds the number of milliseconds within which tries count for restartLimit(), and after which a row of
    tries ends. The default is 60000.
    \since QConductor 1.0
*/
int Component::restartWindow() const
{
    return d->extras().restartWindow;
}

void Component::setRestartWindow(int milliseconds)
{
    if (restartWindow() == milliseconds)
        return;
    d->changeExtras().restartWindow = milliseconds;
    Q_EMIT restartWindowChanged(milliseconds);
}

/*!
    \property QConductor::Component::restartDelay
    This property holds how many milliseconds after its failure the component is set up again for the first time. The
    default is 100.
    \since QConductor 1.0
*/
int Component::restartDelay() const
{
    return d->extras().restartDelay;
}

void Component::setRestartDelay(int milliseconds)
{
    if (restartDelay() == milliseconds)
        return;
    d->changeExtras().restartDelay = milliseconds;
    Q_EMIT restartDelayChanged(milliseconds);
}

/*!
    \property QConductor::Component::restartCount
    This property holds how often the component was set up again because of its restartPolicy().
    \since QConductor 1.0
*/
int Component::restartCount() const
{
    return d->extras().restartCount;
}

/*!
    \property QConductor::Component::displayName
    This property holds the name of the component that a person reads: the one that was set, else the objectName, else the name
    of its class without namespace. Messages, the texts of progress and ComponentModel use it, and show the class where two
    components of a conductor would read the same. To set it to an empty string takes back what was set.

    displayNameChanged() is emitted when the name is set, and when the objectName changes while no name is set. A class that
    overrides connectNotify() calls that of Component.
    \since QConductor 1.0
*/
QString Component::displayName() const
{
    return ComponentPrivate::displayNameOf(this);
}

void Component::setDisplayName(const QString &name)
{
    if (d->extras().displayName == name)
        return;
    d->changeExtras().displayName = name;
    ComponentPrivate::s_displayNames.fetchAndAddRelaxed(1);
    Q_EMIT displayNameChanged(displayName());
}

/*!
    Notes that somebody listens to \a signal, so that the time that a slot takes isn't counted as a hook's, and has
    displayNameChanged() emitted for the objectName, too, as soon as somebody connects to that. Nothing is connected in a
    component whose name nobody follows. This function may be called from any thread, as QObject::connect() may.
    \since QConductor 1.0
*/
void Component::connectNotify(const QMetaMethod &signal)
{
    static const QMetaMethod nameSignal = QMetaMethod::fromSignal(&Component::displayNameChanged);
    d->isHeard.storeRelaxed(true);
    if (signal == nameSignal)
        connect(this, &QObject::objectNameChanged, this, &Component::objectNameReplaced, Qt::UniqueConnection);
}

void Component::objectNameReplaced()
{
    if (d->extras().displayName.isEmpty())
        Q_EMIT displayNameChanged(displayName());
}

/*!
    \property QConductor::Component::conductor
    This property holds the conductor that the component belongs to, or \c nullptr. A component belongs to a conductor since it
    was added, or a setup has found it; a binding in QML learns that with the next change of the component's state.
*/
Conductor *Component::conductor() const
{
    return d->membership.host ? d->membership.host->conductor : nullptr;
}

/*!
    Returns the components that this one depends on and that it holds while it is set up, in order of declaration. Of its optional
    dependencies and its lists, these are the ones that are active.
*/
QList<Component *> Component::dependencies() const
{
    return d->membership.host ? d->membership.host->dependencies(this) : QList<Component *>();
}

/*!
    Returns the components that are set up and hold this one, in the order in which setup found them. While it is active, these
    include the ones to which it is optional, and those that have it in a list.
*/
QList<Component *> Component::dependents() const
{
    return d->membership.host ? d->membership.host->dependents(this) : QList<Component *>();
}

/*! Returns the configuration that the conductor's config policy gives to this component. It is empty before the component
    was added to a conductor. */
QVariantMap Component::config() const
{
    return d->membership.host ? d->membership.host->configOf(this) : QVariantMap();
}

/*!
    Returns the logging category of the component, to be used as in \c {qCInfo(logger()) << "opened"}. The conductor's logging
    policy names it; before the component was added, namespaceLogging() does. A category is never destroyed.
*/
const QLoggingCategory &Component::logger() const
{
    try {
        return ComponentPrivate::findLogger(this);
    } catch (...) { // the setup of the component fails with the same exception
        return *internedCategory(namespaceLogging()(*ComponentPrivate::typeOf(this)));
    }
}

/*!
    Returns a future that has finished. A hook returns it if there is nothing to wait for. All calls return the same future,
    so nothing is allocated. This function is thread-safe.
*/
QFuture<void> Component::done()
{
    static const QFuture<void> shared = finishedFuture();
    return Q_LIKELY(!shared.isCanceled()) ? shared
                                          : finishedFuture(); // the caller of an earlier call may have canceled it
}

/*! Returns a finished future that holds an Error with the given \a message. This function is thread-safe. */
QFuture<void> Component::failed(const QString &message)
{
    QPromise<void> promise = startedPromise();
    promise.setException(Error(message));
    promise.finish();
    return promise.future();
}

/*!
    Says that the component, which is active, doesn't work any more, and why: the \a message becomes its errorString().

    What requires the component is shut down, dependents first, and is Inactive then, with an errorString() that names the
    component. Then onShutdown() is called, and the component is Failed. Everything else stays active, and so does the
    conductor, which is \l {Conductor::degraded}{degraded}, emits Conductor::componentFailed(), and lists the failure in
    Conductor::failures(). Conductor::restart() sets the component up again, and what was shut down because of it.

    A setup or start in flight that has begun the component fails, unless the component isn't essential, or restartPolicy() has
    it tried again. If the component isn't active, or is being
    shut down, the message is only logged. Call this function in the thread of the component.
    \since QConductor 1.0
*/
void Component::reportFailure(const QString &message)
{
    if (d->membership.host)
        d->membership.host->failureReported(this, message);
    else
        qCWarning(lcConductor, "%s, which belongs to no conductor, has reported a failure: %s",
                  qPrintable(ComponentPrivate::nameOf(this)), qPrintable(message));
}

/*!
    Starts the component, and returns a future that finishes when that is done. The conductor calls this function when all
    dependencies are active.

    The hook fails if it throws, or if its future holds an exception or ends canceled although nobody asked it to. It cleans
    up before it fails, because onShutdown() isn't called then.

    If another component fails, if setup is canceled, or if the hook exceeds its timeout, its future is asked to cancel. The
    hook may obey or finish. In both cases onShutdown() is called, because a part of the work may have been done. So
    onShutdown() must be able to follow half a setup. It isn't called if the hook fails after it was asked. If the hook
    ends only when nobody waits for it any more, onShutdown() is called at once then.

    Work that would block the event loop belongs into a thread, for example by \c {QtConcurrent::run()}. The future stays
    the component's own: it may be shared, and may have continuations.

    The default implementation returns done().
*/
QFuture<void> Component::onSetup()
{
    return done();
}

/*!
    Stops the component, and returns a future that finishes when that is done. The conductor calls this function once for
    each onSetup() that didn't fail, when everything that depends on the component has stopped. The component's own
    dependencies are still active. A failure is listed in the ShutdownError or SetupError, and stops nothing.

    The default implementation returns done().
*/
QFuture<void> Component::onShutdown()
{
    return done();
}

/*!
    Says whether the component agrees that everything is shut down: the result of the future is \c true, or \c false to refuse.
    The component is active, and so is everything else. Without a result of \c true, the shutdown doesn't take place. A function
    that throws, a future that holds an exception and one that is canceled refuse, too.

    It is called in the conductor's thread, because of \a reason: a program has called Conductor::requestShutdown(), the
    application is to quit, or the conductor's window is to be closed. Here is the place to ask a person what to do with what isn't
    saved. There is no timeout. The future is asked to cancel when its answer isn't needed any more, because the request was
    withdrawn, everything is shut down without asking, or the component isn't active any more.

    To save what a person wants to keep takes time and may fail, so it belongs into onShutdown() or, if a failure is to prevent the
    shutdown, into this future.

    The default implementation returns a finished future whose result is \c true.
    \since QConductor 1.0
    \sa Conductor::requestShutdown(), {Quitting}
*/
QFuture<bool> Component::onShutdownRequest(ShutdownReason)
{
    static const QFuture<bool> shared = answeredFuture(true);
    return Q_LIKELY(!shared.isCanceled()) ? shared : answeredFuture(true); // an override may have canceled it
}

const ComponentPrivate::Extras ComponentPrivate::s_defaults;
QBasicAtomicInt ComponentPrivate::s_displayNames = Q_BASIC_ATOMIC_INITIALIZER(0);
QBasicAtomicInt ComponentPrivate::s_hasStartModes = Q_BASIC_ATOMIC_INITIALIZER(false);

std::shared_ptr<const ComponentType> ComponentPrivate::describe(const Component *component)
{
    const auto &optionals = get(component)->extras().optionalDependencies;
    const QMetaObject *type = component->metaObject();
    const ServiceObject *service = get(component)->extras().service;
    if (service && service->described)
        return std::make_shared<const ComponentType>(type, optionals, service->described);
    return optionals.isEmpty() ? ComponentType::of(type) : std::make_shared<const ComponentType>(type, optionals);
}

void ComponentPrivate::setOptionalDependencies(Component *component, const QList<QByteArray> &names)
{
    component->d->changeExtras().optionalDependencies = names;
    component->d->componentType = nullptr;
}

const char *stateName(Component::State state)
{
    switch (state) {
    case Component::State::Inactive: return QT_TRANSLATE_NOOP("QConductor", "inactive");
    case Component::State::Waiting: return QT_TRANSLATE_NOOP("QConductor", "waiting");
    case Component::State::SettingUp: return QT_TRANSLATE_NOOP("QConductor", "setting up");
    case Component::State::Active: return QT_TRANSLATE_NOOP("QConductor", "active");
    case Component::State::ShuttingDown: return QT_TRANSLATE_NOOP("QConductor", "shutting down");
    case Component::State::Failed: break;
    }
    return QT_TRANSLATE_NOOP("QConductor", "failed");
}

const QMetaObject *ComponentPrivate::typeOf(const Component *component)
{
    const ComponentPrivate *d = get(component);
    if (d->membership.type)
        return d->membership.type;
    const ServiceObject *service = d->extras().service;
    return service && service->provided ? service->provided : authoredType(component->metaObject());
}

const QObject *ComponentPrivate::contentOf(const Component *component, bool isObject)
{
    const ServiceObject *service = isObject && component ? get(component)->extras().service : nullptr;
    return service ? service->content : isObject ? nullptr : component;
}

// The class of the object is told as it was described, because the object may be gone.
QString ComponentPrivate::nameOf(const Component *component, int key)
{
    const ServiceObject *service = get(component)->extras().service;
    if (key >= ComponentType::objectKeys)
        return service ? QConductor::nameOf(service->described, key - ComponentType::objectKeys) : QString();
    return QConductor::nameOf(component->metaObject(), key);
}

QString ComponentPrivate::propertyOf(const Component *component, int key)
{
    const QString name = nameOf(component, key);
    return name.mid(name.lastIndexOf(QLatin1Char('.')) + 1);
}

void ComponentPrivate::tellDestroyed(Component *component)
{
    ComponentPrivate *d = get(component);
    d->isBeingDestroyed = true;
    if (d->membership.host)
        d->membership.host->componentDestroyed(component);
    d->membership.host = nullptr;
    if (d->running.hook) // a former conductor called it
        d->running.hook->componentDestroyed();
}

QString ComponentPrivate::classNameOf(const Component *component)
{
    return get(component)->extras().service ? displayNameOf(component) : QConductor::nameOf(typeOf(component));
}

QString ComponentPrivate::nameOf(const Component *component)
{
    const QString name = displayNameOf(component);
    const ComponentHost *host = get(component)->membership.host;
    if (!host || !host->isNameShared(component, name))
        return name;
    const QString className = QConductor::nameOf(typeOf(component));
    return className.section(QLatin1String("::"), -1) == name ? className : Text::tr("%1 (%2)").arg(name, className);
}

QString ComponentPrivate::displayNameOf(const Component *component)
{
    const QString name = ownNameOf(component);
    return name.isEmpty() ? QString::fromUtf8(unqualifiedName(typeOf(component))) : name;
}

QString ComponentPrivate::ownNameOf(const Component *component)
{
    const QString &name = get(component)->extras().displayName;
    return name.isEmpty() ? component->objectName() : name;
}

const QLoggingCategory &ComponentPrivate::findLogger(const Component *component)
{
    ComponentPrivate *d = component->d.get();
    const QLoggingCategory *logger = d->extras().logger;
    if (!logger) {
        const ComponentHost *host = d->membership.host;
        logger = host ? host->loggerOf(component) : internedCategory(namespaceLogging()(*component->metaObject()));
        d->changeExtras().logger = logger;
    }
    return *logger;
}

void ComponentPrivate::checkLoggingPolicy(const Component *component)
{
    try {
        findLogger(component);
    } catch (...) {
        throw Error(Text::tr("the logging policy failed: %1").arg(messageOf(std::current_exception())));
    }
}

void ComponentPrivate::forgetLogger()
{
    if (m_extras)
        m_extras->logger = nullptr;
}

void ComponentPrivate::leaveConductor()
{
    membership.host = nullptr;
    membership.index = membership.root = -1;
    running.node = -1;
    running.hasBegun = running.holdsDependencies = false; // an unfinished hook stays
    forgetLogger();
    state = Component::State::Inactive;
}

} // namespace QConductor
