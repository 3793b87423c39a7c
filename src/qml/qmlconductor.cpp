// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "qmlconductor.h"

#include "deletiondelay.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"
#include "qmlaccess_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qpointer.h>

namespace QConductor {

/*!
    \qmlmodule QConductor
    \title QConductor QML Types
    \since QConductor 1.0
    \brief Starts and stops the components of an application that is wired in QML.

    \code
    import QConductor
    \endcode

    Components that are written in C++ are declared in a Conductor like any other QML object. All that their classes
    need for it is \c QML_ELEMENT.
*/

/*!
    \qmltype Conductor
    \inqmlmodule QConductor
    \since QConductor 1.0
    \brief Starts and stops the components of an application.

    A Conductor adds the components that are declared inside it as soon as the document is complete. Other objects may
    be declared among them. Setup creates the components that others need and that nobody declared, where they can be
    created, sets the properties that are dependencies and null, and sets up dependencies before dependents,
    concurrently where they are independent of each other. A property that is set by hand keeps its value: so one
    instance of a type is told from another.

    \snippet tests/auto/documentation/types/Main.qml conductor

    A conductor that is destroyed while it is up, with its document or its QML engine, shuts down before that: it runs a
    local event loop until all components are down or their timeouts have passed. Its functions and handlers, and those of
    its components, may unload the document. Objects that are to be deleted meanwhile, and that the conductor would be
    destroyed with, are deleted when the local event loop has ended.

    All functions are called in the thread of the QML engine. The functions and handlers of the components, and the
    handlers of the conductor's signals, may call any of them. A failure is told by failed(); the functions throw
    nothing.

    \sa AsyncComponent, ComponentModel
*/

/*!
    \qmlproperty bool Conductor::running
    Whether the conductor is up, or on its way up; \c false by default. To set it to \c true calls setup(), and to set
    it to \c false calls shutdown(). It becomes \c false when setup fails: set it to \c true to try again.
*/

/*!
    \qmlproperty bool Conductor::shutdownOnQuit
    Whether quitting the application, by \c Qt.quit() or by closing its last window, is held back until the conductor
    has shut down. The event loop keeps running meanwhile. \c true by default, unlike in C++.
*/

/*!
    \qmlproperty bool Conductor::quitOnSignals
    \since QConductor 1.0
    Whether SIGINT, SIGTERM and SIGHUP, or Ctrl+C on Windows, shut the conductor down and then end the application, asking
    nobody. \c true by default, unlike in C++.
*/

/*!
    \qmlproperty QtObject Conductor::window
    \since QConductor 1.0
    The application's main window. Closing it asks its own handler \c onClosing and then the components, and if all agree it
    stays open until everything is down, and is hidden then.
*/

/*!
    \qmlproperty enumeration Conductor::state
    \readonly
    What the conductor does now.

    \value Conductor.Inactive Nothing is set up.
    \value Conductor.SettingUp Components are being set up, or rolled back because one has failed.
    \value Conductor.Active All components are set up.
    \value Conductor.ShuttingDown Components are being shut down, or rolled back because setup was canceled.
    \value Conductor.Failed A setup has failed, and everything has been rolled back.
*/

/*!
    \qmlproperty enumeration Conductor::scheduling
    Which components may begin at a moment. A change takes effect when setup or shutdown begins the next time.

    \value Conductor.LayerByLayer A component begins when all components of the layer before its own are active: the
           default.
    \value Conductor.AsReady A component begins when its own dependencies are active.
*/

/*!
    \qmlproperty real Conductor::progress
    \readonly
    The share of the components that are active, from 0 to 1, to which a component whose setup reports progress adds its own
    share before.
*/

/*!
    \qmlproperty string Conductor::progressText
    \readonly
    What a person may read while components are set up: the display name of the component that has become active last or,
    after the name of a component that is written in C++, what that tells of its progress, as in "Database: Loading
    torrents". It is empty unless components are being set up.
    \since QConductor 1.0

    \snippet examples/03-qml/Splash.qml progress
*/

/*!
    \qmlproperty string Conductor::errorString
    \readonly
    The message with which the last setup or shutdown failed, which names each component that failed. It is empty when
    the last one didn't fail.
*/

/*!
    \qmlproperty int Conductor::setupTimeout
    The number of milliseconds that the setup of a component may take, where the component has no timeout of its own;
    0, the default, means any time.
*/

/*!
    \qmlproperty int Conductor::shutdownTimeout
    The number of milliseconds that the shutdown of a component may take, where the component has no timeout of its own;
    30000 by default. 0 means any time.
*/

/*!
    \qmlproperty int Conductor::stallThreshold
    For how many milliseconds a hook may hold the event loop without a warning; 200 by default, 0: no hook is told.
*/

/*!
    \qmlproperty int Conductor::slowThreshold
    After how many milliseconds an unfinished hook is told in a warning, and once more after twice that time; 10000 by
    default, 0: no hook is told.
*/

/*!
    \qmlproperty int Conductor::shutdownLimit
    The number of milliseconds that a whole shutdown may take, or the roll-back of a setup. What is unfinished then is given
    up. 0, the default, means that only the timeouts bound it.
*/

/*!
    \qmlproperty bool Conductor::degraded
    \readonly
    Whether the conductor is active although a component has failed, or is down because one that it requires has failed.
*/

/*!
    \qmlproperty bool Conductor::shutdownOnFailure
    Whether everything is shut down when an essential component that was active has failed for good. The default is false.
*/

/*!
    \qmlsignal Conductor::settled()
    This signal is emitted after a setup, when the last Deferred component is active or has failed.
*/

/*!
    \qmlsignal Conductor::componentFailed(AsyncComponent component, string errorString)
    This signal is emitted when a \a component has failed while it was active, or in a setup that went on without it. If it was destroyed, \a component is null,
    and \a errorString names its type.
*/

/*!
    \qmlproperty list<QtObject> Conductor::data
    \qmldefault
    The objects that are declared inside the conductor. A component that is appended later is added at once, and is set
    up by the next setup(). An object that was created in JavaScript and has no parent becomes a child of the conductor
    when it is appended. The list can't be cleared; an object leaves it when it is destroyed.
*/

/*!
    \qmlsignal Conductor::stateChanged(enumeration state)
    This signal is emitted when the conductor's \a state or its errorString has changed.
*/

/*!
    \qmlsignal Conductor::activated()
    This signal is emitted when setup has succeeded.
*/

/*!
    \qmlsignal Conductor::deactivated()
    This signal is emitted when everything has been shut down, after a setup that succeeded or was canceled.
*/

/*!
    \qmlsignal Conductor::failed(string errorString)
    This signal is emitted when setup has failed, or when components have failed in shutdown. The \a errorString names
    each component that failed, and why.
*/

/*!
    \qmlsignal Conductor::componentsChanged()
    This signal is emitted when a component has been added or destroyed, and when setup has found the dependencies.
*/

QmlConductor::QmlConductor(QObject *parent)
    : Conductor(parent)
{
    setShutdownOnQuit(true);
    setQuitOnSignals(true);
    connect(this, &Conductor::stateChanged, this, &QmlConductor::followState);
    connect(&m_data, &DeclaredObjects::appended, this, &QmlConductor::addDeclared);
    // Setup begins after Component.onCompleted of all objects, which may patch.
    connect(&m_data, &DeclaredObjects::documentCompleted, this, &QmlConductor::documentCompleted, Qt::QueuedConnection);
    connect(&m_data, &DeclaredObjects::documentEnds, this, &QmlConductor::end);
}

// What the conductor stands in may be in its destructor, which must not begin once more in the event loop.
QmlConductor::~QmlConductor()
{
    QCoreApplication::removePostedEvents(this, QEvent::MetaCall);
    disconnect(this, nullptr, this, nullptr);
    m_hasEnded = true;
    const DeletionDelay delay(this);
    QmlAccess::shutDownInLocalLoop(this);
}

void QmlConductor::setRunning(bool run)
{
    if (run != m_isRunning)
        run ? setup() : shutdown();
}

/*!
    \qmlsignal Conductor::shutdownRefused(AsyncComponent component, string message)
    \since QConductor 1.0
    This signal is emitted when the \a component has refused a shutdown that was asked for by requestShutdown(), a quit or the
    main window. The \a message tells why. Everything stays active.
*/

/*!
    \qmlmethod Conductor::setup()
    Creates the components that are needed and missing, sets the properties that are dependencies, and sets up all
    components, dependencies before dependents. activated() or failed() is emitted when that has ended; deactivated() if
    it was canceled.

    While the conductor is active, only what was added since is set up. While it shuts down, setup begins when that has
    ended. While its document is being created, setup begins after \c Component.onCompleted.
*/
void QmlConductor::setup()
{
    if (!hasEnded())
        publishRunning(true);
    begin();
}

/*!
    \qmlmethod Conductor::shutdown()
    Shuts down everything that is set up, dependents before dependencies. deactivated() is emitted when that has ended,
    and then failed() if components have failed. During a setup, this cancels the setup and rolls it back. Does nothing
    where nothing is set up.
*/
void QmlConductor::shutdown()
{
    publishRunning(false);
    if (m_isComplete)
        Conductor::shutdown();
}

/*!
    \qmlmethod Conductor::start(AsyncComponent component)
    Sets up the \a component and what it needs, and nothing else.
*/
void QmlConductor::start(Component *component)
{
    if (hasEnded() || !m_isComplete)
        return;
    Conductor::start(component);
}

/*!
    \qmlmethod Conductor::stop(AsyncComponent component)
    Shuts down what needs the \a component, and then the component itself.
*/
void QmlConductor::stop(Component *component)
{
    Conductor::stop(component);
}

/*!
    \qmlmethod Conductor::requestShutdown()
    \since QConductor 1.0
    Asks the active components whether everything may be shut down, and shuts down if they agree. If one refuses,
    shutdownRefused() is emitted, and everything stays active.
*/
void QmlConductor::requestShutdown()
{
    if (!hasEnded())
        Conductor::requestShutdown();
}

/*!
    \qmlmethod Conductor::restart(AsyncComponent component)
    Does what stop() does with the \a component, and then sets up again what was set up before.
*/
void QmlConductor::restart(Component *component)
{
    if (!hasEnded())
        Conductor::restart(component);
}

namespace {

// Does that name stand for the class, in C++ or by its own QML_ELEMENT or QML_NAMED_ELEMENT?
bool isCalled(const QMetaObject *type, const QByteArray &name)
{
    if (qualifiedName(type) == name || unqualifiedName(type) == name)
        return true;
    for (int i = type->classInfoOffset(); i < type->classInfoCount(); ++i) {
        const QMetaClassInfo info = type->classInfo(i);
        if (qstrcmp(info.name(), "QML.Element") == 0 && info.value() == name)
            return true;
    }
    return false;
}

// Returns the class of that name: the object's own or one of its base classes below Component or QObject; nullptr if there is none.
const QMetaObject *classOf(const QObject *object, const QByteArray &name)
{
    const bool isComponent = qobject_cast<const Component *>(object);
    const QMetaObject *base = isComponent ? &Component::staticMetaObject : &QObject::staticMetaObject;
    const QMetaObject *type = authoredType(object->metaObject());
    while (type && type != base && !isCalled(type, name))
        type = type->superClass();
    return type == base ? nullptr : type;
}

} // namespace

/*!
    \qmlmethod Conductor::patch(string typeName, QtObject instance)
    Puts \a instance in the place of each component of the type \a typeName that isn't wired by hand: dependencies of
    that type are set to it. The conductor sets it up and shuts it down.

    If \a instance is no component, it takes the place of the \l {Service::}{object} of each Service whose object is of the type
    \a typeName. The service keeps its functions.

    The \a typeName is the name of the C++ class, with or without namespace, or the name that the class has in QML by
    its own \c QML_ELEMENT or \c QML_NAMED_ELEMENT; names that are given elsewhere, by \c QML_FOREIGN or
    qmlRegisterType(), are not known. The type of \a instance has to derive from that class.

    The owner of \a instance stays the same; an instance that was created in JavaScript and has no parent becomes a
    child of the conductor.

    Patch before a component of that type is declared, created or set up; \c Component.onCompleted is early enough for
    those that setup creates, and for the object of a Service. Where the patch comes too late or doesn't fit, setup fails with a
    message that says so. Where the conductor is up already, a warning says so at once.
*/
void QmlConductor::patch(const QString &typeName, QObject *instance)
{
    const QMetaObject *type = instance ? classOf(instance, typeName.toUtf8()) : nullptr;
    QString refusal;
    if (!instance)
        refusal = Text::tr("the patch of %1 is null: pass the object that replaces %1").arg(typeName);
    else if (!type)
        refusal = Text::tr("the patch of %1 doesn't fit: %2 doesn't derive from a class of that name. Correct "
                           "the name, or pass an object whose type derives from it")
                          .arg(typeName, nameOf(instance->metaObject()));
    if (type)
        keep(instance, this);
    if (QmlAccess::patch(this, typeName, type, instance, refusal))
        Q_EMIT componentsChanged();
}

void QmlConductor::classBegin()
{
    m_isComplete = false;
    m_data.watchDocumentOf(this);
}

// The document, or one around it, is about to be destroyed. This is the last moment at which shutdown can call its functions.
// One of them may be on the stack, and whatever unloads the document is.
void QmlConductor::end()
{
    const QPointer<QmlConductor> self = this; // a handler may destroy the conductor
    const DeletionDelay delay(this);
    m_hasEnded = true;
    publishRunning(false);
    if (self)
        QmlAccess::shutDownInLocalLoop(this);
}

void QmlConductor::componentComplete()
{
    m_isComplete = true;
    const QPointer<QmlConductor> self = this; // a handler of componentsChanged() may unload the document, at once
    const QList<QObject *> declared = m_data.objects();
    for (auto object = declared.begin(); self && object != declared.end(); ++object)
        addDeclared(*object);
}

void QmlConductor::documentCompleted()
{
    if (m_data.isDocumentAlive())
        m_data.watchDocumentsAround(this);
    if (m_isToBegin)
        begin();
}

void QmlConductor::begin()
{
    m_isToBegin = !m_isComplete; // then it begins when the document is complete
    if (m_isComplete && m_isRunning && !hasEnded())
        Conductor::setup();
}

void QmlConductor::addDeclared(QObject *object)
{
    auto *component = qobject_cast<Component *>(object);
    if (m_isComplete && component)
        add(component);
}

// A shutdown after which a setup is to begin leaves running as it is.
void QmlConductor::followState(Conductor::State state)
{
    const bool comesUpAgain = m_isRunning && state == State::Inactive
                              && QmlAccess::hasNextSetup(this);
    publishRunning(state == State::SettingUp || state == State::Active || comesUpAgain);
}

void QmlConductor::publishRunning(bool running)
{
    if (std::exchange(m_isRunning, running) != running)
        Q_EMIT runningChanged();
}

} // namespace QConductor
