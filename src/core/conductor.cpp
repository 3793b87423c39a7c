// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "conductor_p.h"

#include "applicationrun_p.h"
#include "component_p.h"
#include "componenttype_p.h"
#include "logging_p.h"
#include "naming_p.h"
#include "quitguard_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qthread.h>

namespace QConductor {

/*!
    \module QConductor
    \title QConductor C++ Classes
    \brief Starts and stops the components of an application.
*/

/*!
    \namespace QConductor
    \inmodule QConductor
    \brief Components, and the conductor that starts and stops them.
*/

/*!
    \class QConductor::Conductor
    \inmodule QConductor
    \brief Starts and stops the components of an application.

    A conductor sets up the components that were added, and what they need: concurrently where they are independent,
    dependencies before dependents. It shuts them down in the opposite order. When one fails, those that were
    set up already are shut down again.

    \code
    QConductor::Conductor conductor;
    conductor.add<WebApi>();
    conductor.add<BackgroundWorkers>();
    return conductor.serve();
    \endcode

    A conductor is used from the thread that it lives in, which needs an event loop and a QCoreApplication. Hooks are
    called, and signals emitted, there. Calls from another thread are refused with a warning. Hooks, and slots connected
    to any signal here, may call any function of the conductor, run an event loop, and delete components or, with
    deleteLater(), the conductor.

    \section1 Which instance a dependency gets

    \list 1
    \li The component that its property points to when setup begins. So instances of one class are told apart.
    \li The patch of its class: see patch().
    \li The instance of exactly its class.
    \li A new instance from a factory (provide(), or add() having been called for the class) or by a Q_INVOKABLE
        constructor that takes nothing or a \c {QObject *parent}.
    \li If the class can't be created, the one added component whose class derives from it.
    \endlist

    \sa Component, {What a conductor costs}
*/

/*!
    \enum QConductor::Conductor::State
    \value Inactive Nothing is set up.
    \value SettingUp setup() is on its way, or is being rolled back after a failure.
    \value Active Everything is set up.
    \value ShuttingDown shutdown() is on its way, or a canceled setup() is being rolled back.
    \value Failed A setup failed; everything has been rolled back.

    \enum QConductor::Conductor::Scheduling
    \value LayerByLayer A component begins when all of the layer before its own are active.
    \value AsReady A component begins when its own dependencies are active.
*/

namespace {

QString noApplicationMessage()
{
    return QStringLiteral("a conductor needs an event loop: create a QCoreApplication first");
}

} // namespace

ConductorPrivate::ConductorPrivate(Conductor *conductor)
    : q(conductor), registry(std::make_shared<Registry>(conductor))
{
}

ConductorPrivate::~ConductorPrivate() = default;

bool ConductorPrivate::isThread(const char *function) const
{
    if (QThread::currentThread() == q->thread())
        return true;
    qCWarning(lcConductor, "Conductor::%s() was called from another thread than the one that the conductor lives in: "
                           "the call is ignored. Use QMetaObject::invokeMethod()", function);
    return false;
}

Component *ConductorPrivate::addRoot(const QMetaObject &type)
{
    const QPointer<Conductor> conductor = q; // may be destroyed by the constructor
    try {
        Component *instance = std::shared_ptr(registry)->addRoot(&type);
        Q_EMIT conductor->componentsChanged();
        return instance;
    } catch (const Error &error) {
        qCWarning(lcConductor).noquote() << "Conductor::add():" << error.message();
        return nullptr;
    }
}

void ConductorPrivate::componentDestroyed(Component *component)
{
    const auto engine = this->engine; // a setter may do anything
    registry->remove(component); // first: a setter that is called now may begin a setup
    engine->componentDestroyed(component);
    if (!engine->isClosing())
        Q_EMIT q->componentsChanged();
}

// While the conductor is up, no setup may come that would fail with it.
void ConductorPrivate::warnOfPatches() const
{
    if (!isUp(engine->state()))
        return;
    try {
        registry->checkPatches();
    } catch (const Error &error) {
        qCWarning(lcConductor).noquote() << "Conductor::patch():" << error.message();
    }
}

QVariantMap ConductorPrivate::configOf(const Component *component) const
{
    if (!configPolicy)
        return {};
    QVariantMap config = configPolicy(*ComponentPrivate::get(component)->type);
    const auto patched = registry->patchedBy(component);
    for (auto it = patched.begin(); config.isEmpty() && it != patched.end(); ++it)
        config = configPolicy(**it);
    return config;
}

const QLoggingCategory *ConductorPrivate::loggerOf(const Component *component) const
{
    const ComponentPrivate *d = ComponentPrivate::get(component);
    if (loggingPolicy)
        return internedCategory(loggingPolicy(*d->type));
    const auto type = d->componentType ? d->componentType : ComponentType::of(d->type);
    return type->defaultCategory();
}

int ConductorPrivate::exec(const char *function, const std::function<QFuture<void>()> &main)
{
    if (!isThread(function))
        return 1;
    if (!QCoreApplication::instance()) {
        qCCritical(lcConductor).noquote() << noApplicationMessage();
        return 1;
    }
    return ApplicationRun(q, main).exec();
}

/*! Constructs an inactive conductor with the given \a parent. */
Conductor::Conductor(QObject *parent)
    : QObject(parent), d(std::make_unique<ConductorPrivate>(this))
{
    d->engine = std::make_shared<Engine>(d.get());
}

/*!
    Shuts down what isn't inactive, in a local event loop and within the timeouts, and destroys the components that the
    conductor created, dependents first. A component whose hook is still running is destroyed when the hook has finished,
    and so is what that component depends on. After the QCoreApplication is gone, nothing is shut down, with a warning.
*/
Conductor::~Conductor()
{
    if (QThread::currentThread() != thread())
        qCWarning(lcConductor, "a conductor is destroyed in another thread than the one that it lives in");
    d->engine->close();
    if (d->quitGuard)
        d->quitGuard->passOn();
}

/*! \property QConductor::Conductor::state */
Conductor::State Conductor::state() const
{
    return d->engine->state();
}

/*!
    \property QConductor::Conductor::scheduling
    Which components may begin: LayerByLayer (the default) or AsReady. A change takes effect when setup or shutdown
    begins the next time.
*/
Conductor::Scheduling Conductor::scheduling() const
{
    return d->scheduling;
}

void Conductor::setScheduling(Scheduling scheduling)
{
    if (std::exchange(d->scheduling, scheduling) != scheduling)
        Q_EMIT schedulingChanged(scheduling);
}

/*!
    \property QConductor::Conductor::progress
    The share of the components that are active, from 0 to 1. The signal comes at most once for each return to the
    event loop.
*/
qreal Conductor::progress() const
{
    return d->engine->progress();
}

/*!
    \property QConductor::Conductor::errorString
    What the last setup() or shutdown() failed with, empty if it didn't.
*/
QString Conductor::errorString() const
{
    return d->engine->errorString();
}

/*!
    \property QConductor::Conductor::setupTimeout
    How many milliseconds onSetup() may take in a component that has no timeout of its own. 0 (the default): any time.
*/
int Conductor::setupTimeout() const
{
    return d->timeouts().setup;
}

void Conductor::setSetupTimeout(int milliseconds)
{
    if (std::exchange(d->timeouts().setup, milliseconds) != milliseconds)
        Q_EMIT setupTimeoutChanged(milliseconds);
}

/*!
    \property QConductor::Conductor::shutdownTimeout
    How many milliseconds onShutdown() may take in a component that has no timeout of its own, 30000 by default.
    0: any time.
*/
int Conductor::shutdownTimeout() const
{
    return d->timeouts().shutdown;
}

void Conductor::setShutdownTimeout(int milliseconds)
{
    if (std::exchange(d->timeouts().shutdown, milliseconds) != milliseconds)
        Q_EMIT shutdownTimeoutChanged(milliseconds);
}

/*!
    \property QConductor::Conductor::shutdownOnQuit
    Whether QCoreApplication::quit(), and so the closing of the last window, is held back until the conductor has shut
    down; the event loop keeps running meanwhile. False by default. For conductors in the application's thread.
*/
bool Conductor::shutdownOnQuit() const
{
    return bool(d->quitGuard);
}

void Conductor::setShutdownOnQuit(bool enable)
{
    if (enable == shutdownOnQuit())
        return;
    if (d->quitGuard)
        d->quitGuard->passOn();
    d->quitGuard = enable ? std::make_unique<QuitGuard>(this, [this](bool) { shutdown(); }) : nullptr;
    Q_EMIT shutdownOnQuitChanged(enable);
}

/*!
    \fn template <class T> T *QConductor::Conductor::add()
    Adds the component of class \c T to those that setup() sets up, and returns it: the one there is, or its patch, or
    a new one, which the conductor owns. Returns \c nullptr, with a warning, if there is none and it can't be created;
    setup() then tries again.

    \sa provide(), patch()
*/

/*! \overload
    Adds the component of the class \a type. */
Component *Conductor::add(const QMetaObject &type)
{
    return add(type, Factory());
}

Component *Conductor::add(const QMetaObject &type, Factory constructor)
{
    if (!d->isThread("add"))
        return nullptr;
    if (!type.inherits(&Component::staticMetaObject)) {
        qCWarning(lcConductor, "Conductor::add(): %s is not a component", type.className());
        return nullptr;
    }
    d->registry->setConstructor(&type, std::move(constructor));
    return d->addRoot(type);
}

/*! \overload
    Adds \a instance, which stays its owner's, and returns it. Returns \c nullptr, with a warning, if it is null or
    belongs to another conductor. */
Component *Conductor::add(Component *instance)
{
    if (!d->isThread("add"))
        return nullptr;
    if (!instance) {
        qCWarning(lcConductor, "Conductor::add(): a null pointer");
        return nullptr;
    }
    try {
        d->registry->addRoot(instance);
    } catch (const Error &error) {
        qCWarning(lcConductor).noquote() << "Conductor::add():" << error.message();
        return nullptr;
    }
    Q_EMIT componentsChanged();
    return instance;
}

/*!
    \fn template <class T> void QConductor::Conductor::provide(std::function<T *()> factory)
    Says how a \c T is created where one is needed: by \a factory, which is called in the conductor's thread. The
    conductor owns what it returns. Setup fails if it throws or returns \c nullptr.
*/

void Conductor::provide(const QMetaObject &type, Factory factory)
{
    if (d->isThread("provide"))
        d->registry->setFactory(&type, std::move(factory));
}

/*!
    \fn template <class T, class Replacement> void QConductor::Conductor::patch()
    Puts the one instance of \c Replacement, which derives from \c T, in the place of every \c T that isn't wired by
    hand. \c Replacement's own patch is not looked for. Patch before an instance of \c T is added or set up: if the patch
    comes too late, setup() fails.
*/

/*!
    \fn template <class T> void QConductor::Conductor::patch(T *instance)
    \overload
    Puts \a instance, which stays its owner's, in the place of every \c T. Another patch may take its place until it has
    been added or set up: a test can override what its fixture has patched.
*/

/*! \overload
    Puts the instance of \a replacement in the place of every \a type. If \a replacement doesn't derive from \a type,
    setup() fails. */
void Conductor::patch(const QMetaObject &type, const QMetaObject &replacement)
{
    patch(type, replacement, Factory());
}

void Conductor::patch(const QMetaObject &type, const QMetaObject &replacement, Factory constructor)
{
    if (!d->isThread("patch"))
        return;
    d->registry->patch(&type, &replacement, std::move(constructor));
    d->warnOfPatches();
    Q_EMIT componentsChanged(); // for a patch by instance that it replaces has gone
}

void Conductor::patch(const QMetaObject &type, Component *instance)
{
    if (!d->isThread("patch"))
        return;
    d->registry->patch(&type, instance);
    d->warnOfPatches();
    Q_EMIT componentsChanged();
}

/*!
    \fn template <class T> T *QConductor::Conductor::component() const
    Returns the component that a dependency on \c T gets, or \c nullptr if there is none yet.
*/

Component *Conductor::component(const QMetaObject &type) const
{
    return d->isThread("component") ? d->registry->find(&type) : nullptr;
}

/*! Returns all components of the conductor, in the order in which they came to it. */
QList<Component *> Conductor::components() const
{
    QList<Component *> components = d->registry->members();
    components.removeAll(nullptr);
    return components;
}

/*! Returns the components that the last setup() found, in layers: those of layer 0 need nothing, each of layer n needs
    one of layer n-1 and none of a later one. */
QList<QList<Component *>> Conductor::layers() const
{
    const DependencyGraph &graph = d->engine->wiring().graph();
    QList<QList<Component *>> layers(graph.layerCount());
    for (int node = 0; node < graph.size(); ++node) {
        if (Component *component = graph.component(node))
            layers[graph.layer(node)].append(component);
    }
    return layers;
}

/*!
    Creates and wires what the added components need, calls onSetup() of each, dependencies first, and returns a future
    that finishes when all are active. No hook is called before this function has returned.

    The future reports progress: the number of active components, and the name of the one that was last. Canceling it
    stops the setup; it then finishes when everything has been shut down again. It fails with SetupError if a hook
    failed, and before any hook is called with CircularDependencyError, MissingDependencyError, AmbiguousDependencyError,
    or an Error that tells of a patch that doesn't fit or the lack of a QCoreApplication. If it is canceled while a failed
    setup is rolled back, it can't hold the error any more, but the conductor is Failed and has it as its errorString().

    While setting up, returns the same future. While active, sets up what was added since. While shutting down, begins
    when that has ended.
*/
QFuture<void> Conductor::setup()
{
    if (!d->isThread("setup"))
        return Component::failed(QStringLiteral("setup() was called from another thread"));
    if (!QCoreApplication::instance())
        return Component::failed(noApplicationMessage());
    if (d->quitGuard)
        d->quitGuard->install();
    return d->engine->setup();
}

/*!
    Calls onShutdown() of every component that was set up, dependents first, and returns a future that finishes when
    nothing is active any more. It fails with ShutdownError if hooks failed; that stops nothing. Cancels a running
    setup(). While shutting down, returns the same future; if there is nothing to shut down, a finished one. To cancel it
    stops nothing either, but a canceled future can't hold the error: errorString() has it.
*/
QFuture<void> Conductor::shutdown()
{
    if (!d->isThread("shutdown"))
        return Component::failed(QStringLiteral("shutdown() was called from another thread"));
    return d->engine->shutdown();
}

/*!
    Throws what setup() would fail with before any hook is called, and does nothing if there is nothing wrong. Components
    that would have to be created are, but become the conductor's only with setup(), so they can still be patched.
*/
void Conductor::validate() const
{
    if (!d->isThread("validate"))
        return;
    if (!QCoreApplication::instance())
        throw Error(noApplicationMessage());
    const auto engine = d->engine; // a constructor may do anything
    const auto registry = d->registry;
    for (int tries = 10; tries > 0; --tries) {
        const int removals = registry->removals();
        Registry scratch = registry->scratch();
        Resolver(scratch, engine->wiring().graph()).advance(Slice());
        if (removals == registry->removals() || engine->isClosing())
            return;
    }
    throw Error(QStringLiteral("validate() comes to no end: whenever it asks for what is needed, a component is destroyed"));
}

/*!
    Sets the components up, calls \a main, waits for its future, shuts the components down, and returns 0 if all went
    well. Otherwise every failure is logged at critical level to \c qconductor, and 1 is returned. Shutdown follows
    whatever \a main did; a \a main that has nothing to wait for returns Component::done().

    Quitting the application, by QCoreApplication::quit() or a signal as in serve(), cancels setup or the future of
    \a main. That has shutdownTimeout() milliseconds to end then: it fails after them, and what it still does, it does
    without components. This function runs the application's event loop, or a local one where that is running already.
*/
int Conductor::run(const std::function<QFuture<void>()> &main)
{
    return d->exec("run", main ? main : Component::done);
}

/*!
    Sets the components up, runs the application's event loop until it quits, shuts the components down, and returns
    what QCoreApplication::exec() returned, or 1 if setup or shutdown failed. Failures are logged as by run().

    SIGINT, SIGTERM and SIGHUP (on Windows: Ctrl+C, and the closing and shutdown events) quit the application; the next
    signal ends the process at once. Quitting during setup cancels it. QCoreApplication::quit(), and so the closing of the
    last window, is held back until shutdown has ended: events are processed meanwhile. After QCoreApplication::exit(),
    which can't be held back, shutdown follows in a local event loop.
*/
int Conductor::serve()
{
    return d->exec("serve", {});
}

/*! Sets the \a policy by which components get their configuration. There is none by default. */
void Conductor::setConfigPolicy(ConfigPolicy policy)
{
    if (d->isThread("setConfigPolicy"))
        d->configPolicy = std::move(policy);
}

/*! Sets the \a policy by which components get their logging category: namespaceLogging() by default, and if it is
    empty. */
void Conductor::setLoggingPolicy(LoggingPolicy policy)
{
    if (!d->isThread("setLoggingPolicy"))
        return;
    d->loggingPolicy = std::move(policy);
    for (Component *component : d->registry->members()) {
        if (component)
            ComponentPrivate::get(component)->logger = nullptr;
    }
}

/*!
    \fn void QConductor::Conductor::activated()
    Setup has succeeded.
*/

/*!
    \fn void QConductor::Conductor::deactivated()
    Everything has been shut down, after setup had succeeded or was canceled.
*/

/*!
    \fn void QConductor::Conductor::componentsChanged()
    Components came or went, or setup has found what there is: components() or layers() may return something else.
*/

/*!
    \fn void QConductor::Conductor::failed(const QString &errorString)
    Setup failed, or components failed in shutdown: \a errorString names each.
*/

} // namespace QConductor
