// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "conductor_p.h"

#include "application/applicationrun_p.h"
#include "application/mainwindow_p.h"
#include "application/quitguard_p.h"
#include "application/signalguard_p.h"
#include "async/eventwait_p.h"
#include "async/futureoutcome_p.h"
#include "async/startedpromise_p.h"
#include "async/timeout_p.h"
#include "conductorstate_p.h"
#include "meta/logging_p.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"
#include "reporting/survey_p.h"
#include "service_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qthread.h>
#include <QtCore/qtimer.h>

namespace QConductor {

/*!
    \module QConductor
    \title QConductor C++ Classes
    \since QConductor 1.0
    \brief Starts and stops the components of an application.
*/

/*!
    \namespace QConductor
    \inmodule QConductor
    \since QConductor 1.0
    \brief Components, and the conductor that starts and stops them.
*/

/*!
    \class QConductor::Conductor
    \inheaderfile QConductor/Conductor
    \inmodule QConductor
    \since QConductor 1.0
    \brief Starts and stops the components of an application.

    A conductor sets up the components that were added and the components that they depend on. Dependencies are set up
    before their dependents, and components that are independent of each other at the same time. Shutdown takes the
    opposite order. When a component fails, those that were set up already are shut down again.

    \snippet examples/01-services/main.cpp conductor
    \snippet examples/01-services/main.cpp serve

    A conductor is used from the thread that it lives in, which needs an event loop and a QCoreApplication. Hooks are
    called in that thread, and signals are emitted there. A call from another thread is ignored with a warning. Hooks and
    slots may call any function of the conductor, run an event loop, and destroy components. They may destroy the
    conductor with deleteLater().

    \section1 Which instance a dependency gets

    \list 1
    \li The component that its property points to when setup begins. In this way, several instances of one class are told
        apart.
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
    \since QConductor 1.0
    \brief What a conductor is doing.
    \value Inactive Nothing is set up.
    \value SettingUp setup() is on its way, or is being rolled back after a failure.
    \value Active Everything is set up.
    \value ShuttingDown shutdown() is on its way, or a canceled setup() is being rolled back.
    \value Failed A setup failed, and everything has been rolled back.
*/

/*!
    \enum QConductor::Conductor::Scheduling
    \since QConductor 1.0
    \brief Which components may begin at the same moment.
    \value LayerByLayer A component begins when all components of the layer before its own are active.
    \value AsReady A component begins when its own dependencies are active.
*/

namespace {

QString noApplicationMessage()
{
    return Text::tr("a conductor needs an event loop: create a QCoreApplication first");
}

QString otherThreadMessage(const char *function)
{
    return Text::tr("%1() was called from another thread").arg(QString::fromLatin1(function));
}

QString noEndMessage()
{
    return Text::tr(
            "validate() gave up after 10 attempts: each time, a component was destroyed while it was being resolved");
}

} // namespace

ConductorPrivate::ConductorPrivate(Conductor *conductor)
    : ComponentHost(conductor, std::make_shared<Gateway>()),
      registry(std::make_shared<Registry>(this, conductor)),
      engine(std::make_shared<Engine>(conductor, registry))
{
    connectEngine();
}

// What the engine asks and tells, which doesn't know applications and windows.
void ConductorPrivate::connectEngine()
{
    engine->hookHolds = [this] { hookHolds(); };
    engine->onPhaseEnd([this] {
        if (run)
            run->phaseEnded();
    });
    engine->deferredStart().isFrameAwaited = [this] { return mainWindow && mainWindow->isAwaitingFrame(); };
}

ConductorPrivate::~ConductorPrivate() = default;

// A constructor may destroy the conductor.
Drawing ConductorPrivate::draw() const
{
    const auto heldEngine = engine;
    const auto heldRegistry = registry;
    Survey survey(*heldRegistry);
    const DependencyGraph &graph = heldEngine->wiring().graph();
    return isUp(heldEngine->state()) && graph.size() > 0 ? survey.draw(graph) : survey.drawWhatSetupFinds(graph);
}

bool ConductorPrivate::isCalledInThread(const char *function) const
{
    if (QThread::currentThread() == conductor->thread())
        return true;
    qCWarning(lcConductor,
              "Conductor::%s() was called from another thread than the one that the conductor lives in: "
              "the call is ignored. Use QMetaObject::invokeMethod()",
              function);
    return false;
}

QFuture<void> ConductorPrivate::raise(const char *function, Job::Kind kind, Component *component)
{
    if (!isCalledInThread(function))
        return Component::failed(otherThreadMessage(function));
    if (!QCoreApplication::instance())
        return Component::failed(noApplicationMessage());
    if (quitGuard)
        quitGuard->install();
    if (signalGuard)
        signalGuard->install();
    return engine->raise(kind, component);
}

QFuture<void> ConductorPrivate::lower(const char *function, Job::Kind kind, Component *component)
{
    return isCalledInThread(function) ? engine->lower(kind, component)
                                      : Component::failed(otherThreadMessage(function));
}

Component *ConductorPrivate::addRoot(const QMetaObject &type)
{
    const QPointer<Conductor> conductor = this->conductor; // the component's constructor may destroy it
    const auto registry = this->registry;
    try {
        Component *instance = registry->addRoot(&type);
        if (conductor)
            registry->gateway()->tell(conductor.data(), &Conductor::componentsChanged);
        return instance;
    } catch (const Error &error) {
        qCWarning(lcConductor).noquote() << "Conductor::add():" << error.message();
        return nullptr;
    }
}

void ConductorPrivate::componentDestroyed(Component *component)
{
    const auto engine = this->engine; // a setter that is called now may destroy the conductor
    const auto registry = this->registry;
    registry->remove(component); // before the engine is told, for that setter may also begin a setup
    engine->componentDestroyed(component);
    if (!engine->isClosing())
        registry->gateway()->tell(conductor, &Conductor::componentsChanged);
}

// A service that was made for an object is gone with it. The instance stays, because the application may have a pointer to it.
void ConductorPrivate::retire(Component *service)
{
    ComponentPrivate *d = ComponentPrivate::get(service);
    const auto gateway = this->gateway;
    const QPointer<Component> guard(service);
    ComponentPrivate::tellDestroyed(service);
    if (!guard)
        return;
    d->isBeingDestroyed = false;
    d->leaveConductor();
    gateway->setState(service, Component::State::Failed, Text::tr("its object was destroyed"));
}

void ConductorPrivate::objectDestroyed(Component *service, QObject *object)
{
    const auto engine = this->engine; // a setter that is called now may destroy the conductor
    ServicePrivate *part = ServicePrivate::of(service);
    registry->forgetObject(object);
    if (part->given == object && !part->isPatched) {
        part->isAbandoned = true;
        retire(service);
    } else {
        engine->objectDestroyed(service, object);
    }
}

void ConductorPrivate::addDependency(Component *dependent, Component *dependency)
{
    if (!isCalledInThread("addDependency"))
        return;
    if (!dependent || !dependency) {
        qCWarning(lcConductor, "Conductor::addDependency() was called with a null pointer, and is ignored");
        return;
    }
    const ComponentHost *host = ComponentPrivate::get(dependency)->membership.host;
    if (host && host != this) {
        qCWarning(lcConductor).noquote() << "Conductor::addDependency():" << ComponentPrivate::nameOf(dependency)
                                         << "belongs to another conductor";
        return;
    }
    if (ComponentPrivate::get(dependent)->membership.host != this && !addInstance("addDependency", dependent))
        return;
    registry->require(dependent, dependency);
}

bool ConductorPrivate::addInstance(const char *function, Component *instance)
{
    try {
        if (ServicePrivate::of(instance))
            registry->addService(instance);
        else
            registry->members().addRoot(instance);
    } catch (const Error &error) {
        qCWarning(lcConductor).noquote().nospace() << "Conductor::" << function << "(): " << error.message();
        return false;
    }
    gateway->tell(conductor, &Conductor::componentsChanged);
    return true;
}

Service *ConductorPrivate::addService(Service *service)
{
    ComponentPrivate::get(service)->membership.isOwned = true;
    service->setParent(conductor);
    return addInstance("service", service) ? service : nullptr;
}

void ConductorPrivate::failureReported(Component *component, const QString &message)
{
    if (isCalledInThread("reportFailure"))
        engine->reportFailure(component, message);
}

// Returns false if a setter has destroyed the conductor.
bool ConductorPrivate::patchObject(const QMetaObject *type, QObject *object)
{
    const auto engine = this->engine;
    const auto registry = this->registry;
    const QPointer<Conductor> guard(conductor);
    registry->patchObject(type, object, [engine](Component *service) { engine->leaveObject(service); });
    if (guard)
        warnOfPatches();
    return guard;
}

// While the conductor is up, there may be no further setup to fail because of a refused patch.
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

QList<Component *> ConductorPrivate::dependencies(const Component *component) const
{
    return engine->wiring().dependencies(component);
}

QList<Component *> ConductorPrivate::dependents(const Component *component) const
{
    return engine->wiring().dependents(component);
}

bool ConductorPrivate::isNameShared(const Component *component, const QString &name) const
{
    return namesakes.isShared(component, name, registry->members());
}

QVariantMap ConductorPrivate::configOf(const Component *component) const
{
    const ComponentConfigPolicy policy = configPolicy; // a copy, because the policy may set another one
    return policy ? gateway->call([&] { return policy(*component); }) : QVariantMap();
}

// Asks for the class that is really instantiated or, if that has no configuration, for the classes that it patches.
QVariantMap ConductorPrivate::configOf(const Component *component, const ConfigPolicy &policy) const
{
    const auto *sections = policy.target<SectionPolicy>();
    const auto ask = [&](const QMetaObject *type) {
        return sections ? sections->configOf(*type, component->objectName())
                        : gateway->call([&] { return policy(*type); });
    };
    QVariantMap config = ask(ComponentPrivate::get(component)->membership.type);
    const auto patched = registry->patchedBy(component);
    for (auto it = patched.begin(); config.isEmpty() && it != patched.end(); ++it)
        config = ask(*it);
    return config;
}

const QLoggingCategory *ConductorPrivate::loggerOf(const Component *component) const
{
    const ComponentPrivate *d = ComponentPrivate::get(component);
    if (const LoggingPolicy policy = loggingPolicy) // a copy, because the policy may set another one
        return internedCategory(gateway->call([&] { return policy(*d->membership.type); }));
    const auto type = d->componentType ? d->componentType : ComponentType::of(d->membership.type);
    return type->defaultCategory();
}

int ConductorPrivate::exec(const char *function, const std::function<QFuture<void>()> &main)
{
    if (!isCalledInThread(function))
        return 1;
    if (!QCoreApplication::instance()) {
        qCCritical(lcConductor).noquote() << noApplicationMessage();
        return 1;
    }
    const auto engine = this->engine; // a hook may destroy the conductor
    engine->setFailureLevel(QtCriticalMsg);
    const QPointer<Conductor> self = conductor;
    ApplicationRun innermost(conductor, main,
                             { [this] { return this->engine->hasNextSetup(); },
                               [this](const ShutdownRequest::Answered &answered) {
                                   shutdownRequest().ask(ShutdownReason::Quit, answered);
                               },
                               failureHandler });
    ApplicationRun *outer = std::exchange(run, &innermost);
    const int code = innermost.exec();
    if (self)
        run = outer;
    engine->setFailureLevel(QtWarningMsg);
    return code;
}

// A quit or a signal would wait for a hook that waits for the end of an event loop.
void ConductorPrivate::hookHolds()
{
    if (run)
        return run->hookHolds();
    if (signalGuard)
        signalGuard->letThrough();
    if (quitGuard)
        quitGuard->letThrough();
}

ShutdownRequest &ConductorPrivate::shutdownRequest()
{
    if (!request)
        request = std::make_unique<ShutdownRequest>(conductor, engine);
    return *request;
}

bool ConductorPrivate::shutdownAndWait(std::chrono::milliseconds limit)
{
    const auto engine = this->engine; // a hook may destroy the conductor
    const QFuture<void> shutdown = engine->lower(Job::Kind::Shutdown);
    if (shutdown.isFinished() || !QCoreApplication::instance())
        return shutdown.isFinished();
    QTimer timer;
    timer.setSingleShot(true);
    if (limit.count() >= 0)
        timer.start(toTimeout(limit));
    processEventsUntil([&] { return shutdown.isFinished() || (limit.count() >= 0 && !timer.isActive()); });
    return shutdown.isFinished();
}

// The former engine lives on while hooks run. It does for the components what it does when the conductor is destroyed.
void ConductorPrivate::clear()
{
    const QPointer<Conductor> self = conductor; // a hook, a slot or a destructor may destroy it
    const auto gateway = this->gateway;
    const auto former = engine;
    const auto formerRegistry = registry;
    if (QCoreApplication::instance())
        former->shutDownInLocalLoop();
    if (!self || engine != former) // cleared in that event loop
        return;
    const Conductor::State state = former->state();
    former->close();
    request.reset(); // ends a request that is pending
    formerRegistry->close();
    if (!self)
        return;
    registry = std::make_shared<Registry>(this, conductor);
    namesakes = {};
    engine = std::make_shared<Engine>(conductor, registry);
    connectEngine();
    engine->takeSettings(*former);
    if (state != Conductor::State::Inactive)
        gateway->tell(self.data(), &Conductor::stateChanged, Conductor::State::Inactive);
    if (self)
        gateway->tell(self.data(), &Conductor::componentsChanged);
}

/*! Constructs an inactive conductor with the given \a parent. */
Conductor::Conductor(QObject *parent) : QObject(parent), d(std::make_unique<ConductorPrivate>(this)) { }

/*!
    Shuts the components down, in a local event loop and within their timeouts, and then destroys those that the conductor
    created, dependents first. A component whose hook still runs is destroyed when that hook has finished, and so are the
    components that it depends on. If the QCoreApplication was destroyed before, or if this is another thread than the one that
    the conductor lives in, nothing is shut down, and a warning is logged.
*/
Conductor::~Conductor()
{
    d->isInDestructor = true;
    d->engine->close();
    d->request.reset(); // ends a request that is pending
    if (d->quitGuard)
        d->quitGuard->passOn();
}

/*!
    \property QConductor::Conductor::state
    This property holds what the conductor is doing.
*/
Conductor::State Conductor::state() const
{
    return d->engine->state();
}

/*!
    \property QConductor::Conductor::scheduling
    This property holds which components may begin: LayerByLayer (the default) or AsReady. A change takes effect when a
    setup or a shutdown begins.
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
    This property holds the share of the components that are active, from 0 to 1, to which a component whose onSetup() reports
    progress adds its own share before. progressChanged() is emitted at most
    once before the conductor returns to the event loop.
*/
qreal Conductor::progress() const
{
    return d->engine->progress();
}

/*!
    \property QConductor::Conductor::progressText
    This property holds what a person may read while components are set up: the display name of the component that has
    become active last or, after the name of its component, what a hook tells of its progress, as in "Database: Loading
    torrents". It is the text that the future of setup() or start() reports. It is empty unless components are being set up.
    \since QConductor 1.0

    \sa progress, setup()
*/
QString Conductor::progressText() const
{
    return d->engine->progressText();
}

/*!
    \property QConductor::Conductor::errorString
    This property holds the message that the last setup() or shutdown() failed with. It is empty if it didn't fail.
*/
QString Conductor::errorString() const
{
    return d->engine->errorString();
}

/*!
    \property QConductor::Conductor::setupTimeout
    This property holds how many milliseconds Component::onSetup() may take in a component that has no timeout of its own.
    If it is 0, which is the default, the hook may take any time.
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

/*! \overload */
void Conductor::setSetupTimeout(std::chrono::milliseconds timeout)
{
    setSetupTimeout(toTimeout(timeout));
}

/*!
    \property QConductor::Conductor::shutdownTimeout
    This property holds how many milliseconds Component::onShutdown() may take in a component that has no timeout of its
    own. If it is 0, the hook may take any time. The default is 30000.
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

/*! \overload */
void Conductor::setShutdownTimeout(std::chrono::milliseconds timeout)
{
    setShutdownTimeout(toTimeout(timeout));
}

/*!
    \property QConductor::Conductor::shutdownLimit
    This property holds how many milliseconds a whole shutdown may take, or the roll-back of a setup, however many of its
    hooks hang one after the other. When this time is over, the hooks in flight are given up: each has failed, and nothing
    waits for it any more. The hooks that are still due are called, and given up unless they have ended when they return.
    If the limit is 0, which is the default, only shutdownTimeout() bounds each hook.

    An application whose operating system ends it after some seconds sets a limit that is shorter than these.
    \since QConductor 1.0
*/
int Conductor::shutdownLimit() const
{
    return d->timeouts().limit;
}

void Conductor::setShutdownLimit(int milliseconds)
{
    if (std::exchange(d->timeouts().limit, milliseconds) != milliseconds)
        Q_EMIT shutdownLimitChanged(milliseconds);
}

/*! \overload */
void Conductor::setShutdownLimit(std::chrono::milliseconds limit)
{
    setShutdownLimit(toTimeout(limit));
}

/*!
    \property QConductor::Conductor::stallThreshold
    This property holds for how many milliseconds a hook may hold the event loop before it returns its future. If a hook
    holds it longer, a warning names the component and says what to do. Meanwhile no window is painted, and no other hook
    begins. A hook
    that runs an event loop itself holds it only until then. If the threshold is 0, there is no warning. The default is 200.

    The processor may have done something else meanwhile, so on an overloaded machine, the warning may name a hook that has
    done little. Conductor::report() says how exact the time is.
    \since QConductor 1.0
*/
int Conductor::stallThreshold() const
{
    return d->engine->hooks().thresholds().stall;
}

void Conductor::setStallThreshold(int milliseconds)
{
    if (std::exchange(d->engine->hooks().thresholds().stall, milliseconds) != milliseconds)
        Q_EMIT stallThresholdChanged(milliseconds);
}

/*! \overload */
void Conductor::setStallThreshold(std::chrono::milliseconds threshold)
{
    setStallThreshold(toTimeout(threshold));
}

/*!
    \property QConductor::Conductor::slowThreshold
    This property holds after how many milliseconds a hook that is unfinished is told in a warning, with the components that
    wait for it. It is told once more after twice that time. Nothing else happens: a timeout ends hooks, see setupTimeout.
    If the threshold is 0, there is no warning. The default is 10000.

    A change also applies to the hooks that run.
    \since QConductor 1.0
*/
int Conductor::slowThreshold() const
{
    return d->engine->hooks().thresholds().slow;
}

void Conductor::setSlowThreshold(int milliseconds)
{
    HookRunner &hooks = d->engine->hooks();
    if (std::exchange(hooks.thresholds().slow, milliseconds) == milliseconds)
        return;
    hooks.lookForSlowHooks();
    Q_EMIT slowThresholdChanged(milliseconds);
}

/*! \overload */
void Conductor::setSlowThreshold(std::chrono::milliseconds threshold)
{
    setSlowThreshold(toTimeout(threshold));
}

/*!
    \property QConductor::Conductor::shutdownOnFailure
    This property holds whether everything is shut down when an essential component that was active has failed for good:
    it has reported a failure or was destroyed. The future of that shutdown fails with a ShutdownError that lists the failure, so
    run() and serve() return 1. A component that fails in a later setup() or start() shuts nothing else down. The default
    is \c false.
    \since QConductor 1.0
    \sa Component::essential
*/
bool Conductor::shutdownOnFailure() const
{
    return d->engine->shutdownOnFailure;
}

void Conductor::setShutdownOnFailure(bool enable)
{
    if (std::exchange(d->engine->shutdownOnFailure, enable) != enable)
        Q_EMIT shutdownOnFailureChanged(enable);
}

/*!
    \property QConductor::Conductor::degraded
    This property holds whether the conductor is Active although a component has failed, or is down because one that it
    requires has failed. It becomes \c false when all of these are active again. failures() tells what is wrong.
    \since QConductor 1.0
*/
bool Conductor::isDegraded() const
{
    return d->engine->isDegraded();
}

/*!
    \fn void QConductor::Conductor::settled()
    This signal is emitted once after each setup() of a conductor that was Inactive or Failed, if that succeeds and isn't
    followed by shutdown() too early: when the last of the Deferred components is active or has failed or, if there are none,
    after activated().
    \since QConductor 1.0
    \sa Component::startMode
*/

/*!
    \fn void QConductor::Conductor::componentFailed(QConductor::Component *component, const QString &errorString)
    This signal is emitted when a component has failed while it was active, or in a setup that goes on without it, and at each
    failure that its restart policy answers by a new try. It is emitted in the thread of the conductor. What requires the component
    is shut down. If the \a component was destroyed, it is \nullptr, and \a errorString, which says what has happened, names its
    class.
    \since QConductor 1.0
    \sa degraded, failures()
*/

/*!
    \property QConductor::Conductor::shutdownOnQuit
    This property holds whether QCoreApplication::quit(), and so the closing of the last window, is held back until the
    conductor has shut down. The event loop keeps running meanwhile. The default is \c false. The property has an effect
    only if the conductor lives in the application's thread.
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
    const auto ask = [this](const QuitGuard::Answered &answered) {
        d->shutdownRequest().ask(ShutdownReason::Quit, answered);
    };
    d->quitGuard = enable ? std::make_unique<QuitGuard>(this, ask, [this] { shutdown(); }) : nullptr;
    Q_EMIT shutdownOnQuitChanged(enable);
}

/*!
    \property QConductor::Conductor::quitOnSignals
    This property holds whether SIGINT, SIGTERM and SIGHUP (on Windows Ctrl+C, and the events that close the console or shut the
    system down) end the application: the conductor is shut down, asking nobody, and then QCoreApplication::exit() is called. Of
    several conductors, the youngest is shut down first. A signal during a setup cancels it. The next signal ends the process at
    once. A signal that was ignored when the property was set stays ignored.

    The default is \c false in C++ and \c true in QML. The property has an effect only if the conductor lives in the application's
    thread. run() and serve() handle these signals in any case.
    \since QConductor 1.0
    \sa shutdownOnQuit, serve()
*/
bool Conductor::quitOnSignals() const
{
    return bool(d->signalGuard);
}

void Conductor::setQuitOnSignals(bool enable)
{
    if (enable == quitOnSignals())
        return;
    d->signalGuard = enable ? std::make_unique<SignalGuard>(this, [this] { shutdown(); }) : nullptr;
    d->gateway->tell(this, &Conductor::quitOnSignalsChanged, enable);
}

/*!
    \property QConductor::Conductor::window
    This property holds the application's main window: a QWidget, a QWindow or a QQuickWindow. The conductor doesn't own it. The
    default is \nullptr, and so is the value after the window was destroyed.

    While the conductor is active, closing the window asks the window's own handler (\c closeEvent(), or \c onClosing in QML;
    a plain QWindow isn't asked) and then the components, with the reason ShutdownReason::WindowClosed. If all agree, the window
    stays open until everything has been shut down, and is hidden then without being asked again. If that was the last
    window, the application quits. During a setup, closing the window asks nobody and cancels the setup. While nothing is up,
    the window is like any other.

    The Deferred components wait for the first frame of this window if it is visible.
    \since QConductor 1.0
    \sa requestShutdown(), {Quitting}
*/
QObject *Conductor::window() const
{
    return d->mainWindow ? d->mainWindow->window() : nullptr;
}

void Conductor::setWindow(QObject *window)
{
    if (window == this->window() || !d->isCalledInThread("setWindow"))
        return;
    if (window && !window->isWidgetType() && !window->isWindowType()) {
        qCWarning(lcConductor, "Conductor::setWindow(): %s is neither a QWidget nor a QWindow",
                  window->metaObject()->className());
        return;
    }
    const auto request = [this] { return d->shutdownRequest().request(ShutdownReason::WindowClosed); };
    const auto framePainted = [this] { d->engine->deferredStart().framePainted(); };
    d->mainWindow = window ? std::make_unique<MainWindow>(this, window, request, framePainted) : nullptr;
    if (window)
        connect(window, &QObject::destroyed, d->mainWindow.get(), [this] { setWindow(nullptr); });
    d->gateway->tell(this, &Conductor::windowChanged, window);
}

/*!
    \fn template <class T> T *QConductor::Conductor::add()
    Adds the component of class \c T to those that setup() sets up, and returns it. It is the patch of \c T, the instance
    that there is, or a new one, which the conductor owns. If there is none and it can't be created, a warning is logged
    and \c nullptr is returned; setup() then tries again.

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
    if (!d->isCalledInThread("add"))
        return nullptr;
    if (!type.inherits(&Component::staticMetaObject)) {
        qCWarning(lcConductor, "Conductor::add(): %s is not a component", type.className());
        return nullptr;
    }
    d->registry->setConstructor(&type, std::move(constructor));
    return d->addRoot(type);
}

/*! \overload
    Adds \a instance and returns it. The conductor doesn't take ownership. If \a instance is null or belongs to another
    conductor, a warning is logged and \c nullptr is returned. */
Component *Conductor::add(Component *instance)
{
    if (!d->isCalledInThread("add"))
        return nullptr;
    if (!instance) {
        qCWarning(lcConductor, "Conductor::add(): a null pointer");
        return nullptr;
    }
    return d->addInstance("add", instance) ? instance : nullptr;
}

/*!
    Has \a dependent require \a dependency, without a property for it: \a dependency is set up before and shut down after
    \a dependent, which can't be up without it. If \a dependency is destroyed, \a dependent is shut down. The requirement is
    forgotten then: the next setup sets up \a dependent without it. A component that belongs to no conductor yet is added, and
    the conductor doesn't take ownership. A circle of dependencies fails setup() with a CircularDependencyError.

    The next setup regards it. A \a dependent that is up then, while \a dependency isn't, requires it when it is set up the next
    time. A null pointer, or a component of another conductor, is refused with a warning.

    \since QConductor 1.0
    \sa Service::needs()
*/
void Conductor::addDependency(Component *dependent, Component *dependency)
{
    d->addDependency(dependent, dependency);
}

/*!
    Makes a service with the given \a displayName, which has no object, and returns it. The conductor owns it. Each call makes a
    new one.

    \code
    conductor.service("Downloads")->onSetup(&Downloads::init)->onShutdown(&Downloads::free)->needs(database);
    \endcode

    \since QConductor 1.0
    \sa Service
*/
Service *Conductor::service(const QString &displayName)
{
    if (!d->isCalledInThread("service"))
        return nullptr;
    return d->addService(ServicePrivate::make()->setDisplayName(displayName));
}

/*! \overload
    The \a displayName is in UTF-8. */
Service *Conductor::service(const char *displayName)
{
    return service(QString::fromUtf8(displayName));
}

/*! \overload
    Returns the service that stands for \a object, which it makes at the first call. The conductor owns the service and not the
    object. When the object is destroyed, the service counts as a component that was destroyed: it leaves the conductor, and what
    requires it is shut down.

    A component needs no service: it is refused with a warning, as a null pointer is, and \c nullptr is returned. */
Service *Conductor::service(QObject *object)
{
    if (!d->isCalledInThread("service"))
        return nullptr;
    if (!object || qobject_cast<Component *>(object)) {
        qCWarning(lcConductor, "Conductor::service(): %s",
                  object ? "a component needs no service: add() it" : "a null pointer");
        return nullptr;
    }
    if (Component *known = d->registry->serviceOf(object))
        return static_cast<Service *>(known);
    Service *service = ServicePrivate::make();
    ServicePrivate::of(service)->standFor(service, object);
    return d->addService(service);
}

/*!
    \fn template <class T> Service *QConductor::Conductor::service(std::function<T *()> create)
    \overload
    Makes a service whose object is created by \a create when its setup begins, with its dependencies active, and destroyed when
    its shutdown has ended, before these are shut down. Its class is \c T: the properties of \c T are its dependencies, and it
    is put into the properties that point to a \c T. \a create may return \c nullptr, for a singleton that is no QObject.
    If it throws, the setup of the service has failed.
*/

Service *Conductor::service(const QMetaObject *type, std::function<QObject *()> create)
{
    if (!d->isCalledInThread("service"))
        return nullptr;
    Service *service = ServicePrivate::make();
    ServicePrivate *part = ServicePrivate::of(service);
    part->provided = part->described = type == &QObject::staticMetaObject ? nullptr : type;
    part->create = std::move(create);
    return d->addService(service);
}

/*!
    \fn template <class T> void QConductor::Conductor::provide(std::function<T *()> factory)
    Sets the \a factory that creates a \c T when a component depends on one and there is none. It is called in the
    conductor's thread, and the conductor takes ownership of what it returns. If it throws or returns \c nullptr, setup()
    fails.
*/

void Conductor::provide(const QMetaObject &type, Factory factory)
{
    if (d->isCalledInThread("provide"))
        d->registry->setFactory(&type, std::move(factory));
}

/*!
    \fn template <class T, class Replacement> void QConductor::Conductor::patch()
    Replaces \c T by \c Replacement, which derives from \c T: every dependency on \c T that isn't wired by hand gets the one
    instance of \c Replacement. A patch of \c Replacement itself is not considered. Patch before an instance of \c T is added
    or set up; if the patch comes too late, setup() fails.
*/

/*!
    \fn template <class T> void QConductor::Conductor::patch(typename Private::Identity<T>::Type *instance)
    \overload
    Replaces \c T by \a instance. The conductor doesn't take ownership. Until \a instance has been added or set up, another
    patch may take its place, so that a test can override what its fixture has patched.

    The class has to be given, as in \c {patch<Database>(&fake)}: \c {patch(&fake)} doesn't compile, because it would replace
    the class of the fake by itself.

    \c T may be the class of a service's object, too. The service keeps its functions and gets \a instance as its object, and
    nothing is created. What has a property that points to a \c T gets \a instance also if there is no such service. Patch
    while the service isn't up.
*/

/*! \overload
    Replaces the class \a type by the class \a replacement. If \a replacement doesn't derive from \a type, setup()
    fails. */
void Conductor::patch(const QMetaObject &type, const QMetaObject &replacement)
{
    patch(type, replacement, Factory());
}

void Conductor::patch(const QMetaObject &type, const QMetaObject &replacement, Factory constructor)
{
    if (!d->isCalledInThread("patch"))
        return;
    d->registry->patch(&type, &replacement, std::move(constructor));
    d->warnOfPatches();
    d->gateway->tell(this, &Conductor::componentsChanged); // because it may have replaced the instance of another patch
}

void Conductor::patchObject(const QMetaObject &type, QObject *object)
{
    if (d->isCalledInThread("patch") && d->patchObject(&type, object))
        d->gateway->tell(this, &Conductor::componentsChanged);
}

void Conductor::patch(const QMetaObject &type, Component *instance)
{
    if (!d->isCalledInThread("patch"))
        return;
    d->registry->patch(&type, instance);
    d->warnOfPatches();
    d->gateway->tell(this, &Conductor::componentsChanged);
}

/*!
    \fn template <class T> T *QConductor::Conductor::component() const
    Returns the component that a dependency on \c T gets, or \c nullptr if there is none yet.
*/

Component *Conductor::component(const QMetaObject &type) const
{
    return d->isCalledInThread("component") ? d->registry->find(&type) : nullptr;
}

/*! Returns all components of the conductor, in the order in which they came to it. */
QList<Component *> Conductor::components() const
{
    QList<Component *> components = d->registry->members().all();
    components.removeAll(nullptr);
    return components;
}

/*! Returns the components that the last setup() found, in layers. The components of layer 0 depend on nothing. Each
    component of layer n depends on one of layer n-1, and on none of layer n or a later one. */
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
    Sets up the components that were added and those that they depend on, and returns a future that finishes when all of
    them are active. Dependencies that there are no instances of are created, and the conductor sets the properties that
    aren't wired by hand. No hook is called before this function has returned.

    The future reports progress: its range is from 0 to 100 times the number of components that are to be set up, each of which
    counts 100 when it has become active. Its text is the display name of the component that became active last. If the future of an
    onSetup() reports progress, with a range, the component counts up to 99 before, and a text follows its name. If the future is
    canceled, setup stops, and the future finishes when everything has been shut down again.

    If a hook fails, the future holds a SetupError when everything has been shut down again. Before any hook is called, it
    fails with CircularDependencyError, MissingDependencyError or AmbiguousDependencyError, or with an Error if a patch
    doesn't fit or there is no QCoreApplication. A future that is canceled while a failed setup is rolled back can't hold the
    error any more; the conductor is Failed then, and errorString() holds the message.

    If a setup is going on already, this function returns the same future. If the conductor is Active, it sets up what was
    added since. If the conductor is ShuttingDown, setup begins when shutdown has ended.

    The event loop does the work. So \c {waitForFinished()} never ends if it is called in the conductor's thread on an
    unfinished future of this function, start(), stop(), restart() or shutdown(): use shutdownAndWait() or a QFutureWatcher.
    A hook that returns such a future has failed if the future waits for that hook, because it would wait for itself. A future
    that is derived from it, by \c {then()} for example, can't be told from others: there the timeouts help.
*/
QFuture<void> Conductor::setup()
{
    return d->raise("setup", Job::Kind::Setup);
}

/*!
    Shuts down every component that was set up, dependents first, and returns a future that finishes when no component is
    active any more. If hooks fail, everything else is shut down all the same, and the future then holds a ShutdownError
    that lists all failures.

    If setup is going on, it is canceled. If a shutdown is going on already, this function returns the same future. If
    there is nothing to shut down, it returns a finished one. Canceling the future stops nothing, but a canceled future can't
    hold an error; errorString() holds the message then.
*/
QFuture<void> Conductor::shutdown()
{
    return d->lower("shutdown", Job::Kind::Shutdown);
}

/*!
    Asks the active components whether everything may be shut down, and shuts down if they agree. They are asked one at a time,
    in the order of a shutdown, by Component::onShutdownRequest(), with the reason ShutdownReason::Requested. All stay active
    meanwhile. The future's result is \c true when everything is down, also if a component has failed in the shutdown, which
    failures() tells.

    If a component refuses, the future finishes at once with \c false, no further component is asked, and shutdownRefused()
    names it. A call while another request is pending, also one of a quit or of the main window, joins that. Canceling the future
    withdraws the request, as long as not all components have agreed; then it has no effect any more.

    What becomes active while others are asked is asked, too. If the conductor isn't Active, nobody is asked: this function
    does what shutdown() does, and the result is \c true. So it is when shutdown() is called, a signal or
    QCoreApplication::exit() ends the application, or the conductor is destroyed while a request is pending: these ask nobody.
    \since QConductor 1.0
    \sa Component::onShutdownRequest(), shutdownRefused()
*/
QFuture<bool> Conductor::requestShutdown()
{
    return d->isCalledInThread("requestShutdown") ? d->shutdownRequest().request(ShutdownReason::Requested)
                                                  : answeredFuture(false);
}

/*!
    Shuts down as shutdown() does, in a local event loop, and returns whether everything was down within \a limit milliseconds,
    also if components have failed in the shutdown. A negative limit means any time. When the limit has passed, shutdown goes
    on, in the event loop that runs then.

    This is for functions that have to return when everything is down, such as a slot on QGuiApplication::commitDataRequest().
    Events of the user are processed meanwhile. A hook that is on the stack can't end before this function has returned: called
    in a hook, it returns \c false when the limit has passed.

    Call it in the thread that the conductor lives in; from another thread, it is ignored with a warning and returns \c false.
    Without a QCoreApplication it doesn't wait.
    \since QConductor 1.0
    \sa shutdown(), clear()
*/
bool Conductor::shutdownAndWait(std::chrono::milliseconds limit)
{
    return d->isCalledInThread("shutdownAndWait") && d->shutdownAndWait(limit);
}

/*!
    Does what the destructor does, apart from destroying the conductor: shuts down in a local event loop, within the timeouts,
    and then destroys the components that the conductor owns, dependents first. Those that it doesn't own belong to no conductor
    any more. Patches, factories and what was added are forgotten; the properties and the policies stay. The conductor is
    Inactive then, and components can be added again.

    An owner of a conductor calls it where members that the components use are about to be destroyed, before those that were
    declared after the conductor, for example. Hooks that are on the stack are not waited for, and fail. A component whose hook
    still runs is destroyed when that has finished. While this function shuts down, a setup() fails.

    Call it in the thread that the conductor lives in; from another thread, it is ignored with a warning.
    \since QConductor 1.0
    \sa shutdownAndWait()
*/
void Conductor::clear()
{
    if (d->isCalledInThread("clear") && !d->isInDestructor)
        d->clear();
}

/*!
    Sets up \a component and what it needs, transitively, and nothing else. If the component isn't in the conductor, it is
    added first, as by add(); the conductor doesn't take ownership. The future finishes when the component is active, and
    reports the progress of the components that this call concerns.

    A conductor that is Inactive or Failed becomes SettingUp and then Active. The state of one that is Active stays as it is.
    If a hook fails, or if the future is canceled, what this call began is shut down again, and nothing else is touched; the
    future then holds a SetupError, or is canceled. Before any hook is called, it fails as setup() does.

    If the component is active already, the future is finished. The same call returns the same future as long as that is
    unfinished. A later stop(), restart() or shutdown() takes what it wants otherwise from this call, whose future then ends
    canceled. While the conductor is ShuttingDown, the call waits for the end of that.

    \since QConductor 1.0
    \sa stop(), restart()
*/
QFuture<void> Conductor::start(Component *component)
{
    const bool isToAdd = component && component->conductor() != this;
    if (!component || (isToAdd && !add(component)))
        return Component::failed(Text::tr("start() of a component that can't be added"));
    return d->raise("start", Job::Kind::Start, component);
}

/*!
    Shuts down what needs \a component and is set up or on its way, transitively, dependents first, and then the component
    itself. What the component needs stays as it is. The future finishes when the component is down. If hooks fail, everything
    else is shut down all the same, and the future then holds a ShutdownError. Canceling the future stops nothing.

    What this function took down stays down until start() is called for it, until something is set up that needs it, or until
    the conductor has been Inactive. The state of the conductor stays Active, unless nothing is left up: then it becomes
    Inactive. If the component isn't set up, the future is finished.

    \since QConductor 1.0
    \sa start(), restart()
*/
QFuture<void> Conductor::stop(Component *component)
{
    return d->lower("stop", Job::Kind::Stop, component);
}

/*!
    Shuts down what stop() would shut down for \a component, and then sets up again what was set up before. The instances stay the same. If the
    component has failed, it is set up, and so is what was left out because of that.

    A component that fails while it is set up again is Failed, what needs it stays Inactive, and everything else comes up. The
    future then holds a SetupError, which lists also what failed while it was shut down; if only that failed, it holds a
    ShutdownError. If the future is canceled, what isn't up yet stays down. If the component isn't set up, the future is
    finished.

    \since QConductor 1.0
    \sa start(), stop()
*/
QFuture<void> Conductor::restart(Component *component)
{
    return d->raise("restart", Job::Kind::Restart, component);
}

/*!
    Throws the error that setup() would fail with before any hook is called. If there is none, nothing happens. Components
    that would have to be created are created, but they belong to the conductor only when setup() finds them, so their
    classes can still be patched.
*/
void Conductor::validate() const
{
    if (!d->isCalledInThread("validate"))
        return;
    if (!QCoreApplication::instance())
        throw Error(noApplicationMessage());
    const auto engine = d->engine; // a constructor may destroy the conductor
    const auto registry = d->registry;
    for (int tries = 10; tries > 0; --tries) {
        const int removals = registry->removals();
        Registry scratch = registry->scratch();
        Slice unlimited;
        Resolver(scratch, engine->wiring().graph()).advance(unlimited);
        if (removals == registry->removals() || engine->isClosing())
            return;
    }
    throw Error(noEndMessage());
}

/*!
    \overload
    Returns whether setup() would find no error before any hook is called. If \a errorString isn't \c nullptr, it is set to the
    message of the error, or to an empty string. This function throws nothing.
*/
bool Conductor::validate(QString *errorString) const
{
    QString message;
    bool isValid = true;
    try {
        validate();
    } catch (...) {
        message = messageOf(std::current_exception());
        isValid = false;
    }
    if (errorString)
        *errorString = message;
    return isValid;
}

/*!
    Returns what made the last setup or shutdown fail, oldest first, until the next one begins. While a failed setup is rolled
    back, it returns the failures so far. A failure that is that of no component, for example a circular dependency, has an
    empty \c component.
*/
QList<Failure> Conductor::failures() const
{
    return d->engine->failures();
}

/*!
    Returns what the last setup() or shutdown() took, by \a phase, or what it has taken so far if it goes on. If \a phase is
    neither Phase::Setup nor Phase::Shutdown, or there was no such call, the report is empty. Call it in the thread that the
    conductor lives in.

    The report of a setup has the components that this call was to bring up, and not those that were up before, nor those
    that are Deferred. If a component was set up several times because of its Component::restartPolicy, its time goes from
    the first try to the end of the last one. start(), stop(), restart() and a roll-back aren't in a report, unless they
    call a hook of a component that the setup or the shutdown concerns while that goes on.

    A hook that ends at once, and within a tick of the system's coarse clock (1 to 10 ms), counts as 0. The beginning of any
    other hook is exact to a tick, and never reported too late.
    All else is read from the exact clock.

    If a later setup() finds other components, the report of what came before is kept if there were 4096 components at most.
    Otherwise it becomes empty. clear() forgets the reports.
    \since QConductor 1.0
*/
Report Conductor::report(Phase phase) const
{
    return phase == Phase::Running || !d->isCalledInThread("report") ? Report() : d->engine->report(phase);
}

/*!
    Returns a picture of the graph in the language of Graphviz: \c {dot -Tsvg}. An arrow points from a component to one that
    it depends on, and bears the name of the property. Layers are ranks, and the colour of a component is its state. A patch
    has a double border, and a component whose StartMode isn't Automatic a dashed one. Optional dependencies are dashed
    arrows, and those by a list dotted ones.

    While something is up, or on its way, this is the graph that the last setup() has found. Otherwise, it is the graph that
    a setup would find; then constructors are called as by validate(). If that graph can't be resolved, the picture has no
    layers, a cycle is red, and so is what is missing or ambiguous. Call it in the thread that the conductor lives in.
    \since QConductor 1.0
    \sa toMermaid(), layers()
*/
QString Conductor::toDot() const
{
    return d->isCalledInThread("toDot") ? d->draw().toDot() : QString();
}

/*!
    Returns the picture of toDot() in the language of Mermaid, which many tools for documentation show. A patch has double
    sides, and what has failed six corners.
    \since QConductor 1.0
*/
QString Conductor::toMermaid() const
{
    return d->isCalledInThread("toMermaid") ? d->draw().toMermaid() : QString();
}

/*!
    Sets the components up, calls \a main, waits for the future that it returns, shuts the components down, and returns 0.
    Shutdown follows whatever \a main did. A \a main that has nothing to wait for returns Component::done(). If setup,
    \a main or shutdown fails, every failure is logged at critical level to the category \c qconductor, and 1 is returned.

    If the application is to end, by QCoreApplication::quit() or by a signal as in serve(), setup or the future of \a main is
    canceled. \a main then has shutdownTimeout() milliseconds to end. If it takes longer, it has failed, and shutdown begins
    although it still runs.

    This function runs the application's event loop or, if that is running already, a local one. A signal ends this function
    before it ends the application.
*/
int Conductor::run(const std::function<QFuture<void>()> &main)
{
    return d->exec("run", main ? main : Component::done);
}

/*!
    Sets the components up, runs the application's event loop until the application ends, shuts the components down, and
    returns what QCoreApplication::exec() has returned. If setup or shutdown fails, the failures are logged as by run(),
    and 1 is returned.

    When shutdown() is called, by a component for example, this function ends too, and returns 0. It goes on if setup() is
    called before that shutdown has ended, or by a slot, a continuation or a QFutureWatcher that is told of its end.

    SIGINT, SIGTERM and SIGHUP end the application, on Windows Ctrl+C and the events that close the console or shut the
    system down. The components are shut down, and then QCoreApplication::exit() is called; no window is asked to close. The
    next signal ends the process at once. A signal that is ignored when this function is called stays ignored, as SIGHUP
    under \c nohup. A process that a component forks is ended by a signal as if this function hadn't been called, and the
    application goes on.

    QCoreApplication::quit(), and so the closing of the last window, is held back until shutdown has ended, and events are
    processed meanwhile. QCoreApplication::exit() can't be held back: shutdown then follows in a local event loop. A signal
    or a quit during setup cancels setup.
*/
int Conductor::serve()
{
    return d->exec("serve", {});
}

/*!
    Sets the \a handler that serve() calls when a setup has failed and has been rolled back. It gets the error, and is called in the
    conductor's thread, from the event loop of serve(), when no other event loop is running in that: so it may show a dialog
    and ask a person. FailureAction::Retry sets up again; FailureAction::Quit ends serve(), which returns 1. If the handler
    throws, that counts as Quit. A quit or a signal meanwhile ends serve() all the same. A dialog that was the only window doesn't
    quit the application when the person answers. By default, and with \nullptr, serve() ends when a setup fails.

    serve() uses the handler that is set when it is called.
    \since QConductor 1.0
    \sa serve(), failures()
*/
void Conductor::setFailureHandler(std::function<FailureAction(const Error &)> handler)
{
    if (d->isCalledInThread("setFailureHandler"))
        d->failureHandler = std::move(handler);
}

/*!
    Sets the \a policy that gives components their configuration: the one of the class that is really instantiated or, if
    that is empty, of the class that it patches. By default, and with \c nullptr, there is no configuration.

    If the policy throws, Component::config() throws the same: a hook that asks for its configuration fails.
*/
void Conductor::setConfigPolicy(ConfigPolicy policy)
{
    if (!policy)
        return setComponentConfigPolicy({});
    setComponentConfigPolicy(
            [this, policy = std::move(policy)](const Component &component) { return d->configOf(&component, policy); });
}

/*!
    \fn template <class Policy, Private::IfTakesComponent<Policy>> void QConductor::Conductor::setConfigPolicy(Policy policy)
    \overload
    Sets a \a policy that tells single components apart: a function that takes a \c {const Component &} and returns a
    QVariantMap.
*/
void Conductor::setComponentConfigPolicy(std::function<QVariantMap(const Component &)> policy)
{
    if (d->isCalledInThread("setConfigPolicy"))
        d->configPolicy = std::move(policy);
}

/*!
    Sets the \a policy that names the logging categories of components. The default, also with \c nullptr, is
    namespaceLogging(). If the policy throws, the setup of the component fails, and until then the component logs to the
    category of namespaceLogging().
*/
void Conductor::setLoggingPolicy(LoggingPolicy policy)
{
    if (!d->isCalledInThread("setLoggingPolicy"))
        return;
    d->loggingPolicy = std::move(policy);
    d->hasLoggingPolicy = bool(d->loggingPolicy);
    for (Component *component : d->registry->members().all()) {
        if (component)
            ComponentPrivate::get(component)->forgetLogger();
    }
}

/*!
    \fn void QConductor::Conductor::shutdownRefused(QConductor::Component *component, const QString &message)
    This signal is emitted when the \a component has refused a shutdown that was asked for by requestShutdown(), a quit or the
    main window. The \a message is that of what it has thrown, or says that it has refused. Everything stays active.
    \since QConductor 1.0
    \sa requestShutdown()
*/

/*!
    \fn void QConductor::Conductor::activated()
    This signal is emitted when setup has succeeded.
*/

/*!
    \fn void QConductor::Conductor::deactivated()
    This signal is emitted when everything has been shut down after setup had succeeded or was canceled.
*/

/*!
    \fn void QConductor::Conductor::componentsChanged()
    This signal is emitted when components() or layers() may have changed: components came or went, or setup has found the
    graph.
*/

/*!
    \fn void QConductor::Conductor::failed(const QString &errorString)
    This signal is emitted when setup has failed, or components have failed in shutdown. \a errorString names each of them.
    The same text is logged to the category \c qconductor before.
*/

} // namespace QConductor
