// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "qmlconductor.h"

#include "conductor_p.h"
#include "conductorstate_p.h"
#include "async/eventwait_p.h"
#include "meta/naming_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qmetaobject.h>

namespace QConductor {

/*!
    \qmlmodule QConductor
    \title QConductor QML Types
    \brief Starts and stops the components of an application that is wired in QML.

    \code
    import QConductor
    \endcode

    The types of a library of components need nothing special: a class that derives from QConductor::Component and has
    \c QML_ELEMENT can be declared in a Conductor.
*/

/*!
    \qmltype Conductor
    \inqmlmodule QConductor
    \brief Starts and stops the components of an application.

    The components among its children are added when the conductor is complete; other objects may stand among them.
    Everything else is as in C++: what a component needs and nobody declared is created, components are told apart by
    setting the property by hand, and those that are independent start concurrently.

    \qml
    Conductor {
        running: true
        Database { id: main; path: "shop.db" }
        Database { id: archive; path: "archive.db" }
        WebApi { db: main }
        onFailed: errorString => dialog.show(errorString)
    }
    \endqml

    A conductor that is destroyed while it is up, with its document or its engine, first shuts down, in a local event loop
    and within the timeouts.

    \sa AsyncComponent, ComponentModel
*/

/*!
    \qmlproperty bool Conductor::running
    Whether the conductor is up or on its way up. Setting it to true sets up, to false shuts down. It becomes false when
    setup fails; set it to true to try again.
*/

/*!
    \qmlproperty bool Conductor::shutdownOnQuit
    Whether quitting the application, also by closing its last window, is held back until the conductor has shut down.
    True by default. The event loop keeps running meanwhile.
*/

/*!
    \qmlproperty enumeration Conductor::state
    \readonly
    \value Conductor.Inactive Nothing is set up.
    \value Conductor.SettingUp Setup is on its way, or is being rolled back after a failure.
    \value Conductor.Active Everything is set up.
    \value Conductor.ShuttingDown Shutdown is on its way, or a canceled setup is being rolled back.
    \value Conductor.Failed A setup failed; everything has been rolled back.
*/

/*!
    \qmlproperty enumeration Conductor::scheduling
    \value Conductor.LayerByLayer A component begins when all of the layer before its own are active: the default.
    \value Conductor.AsReady A component begins when its own dependencies are active.
*/

/*!
    \qmlproperty real Conductor::progress
    \readonly
    The share of the components that are active, from 0 to 1.
*/

/*!
    \qmlproperty string Conductor::errorString
    \readonly
    What the last setup or shutdown failed with, empty if it didn't.
*/

/*!
    \qmlproperty int Conductor::setupTimeout
    How many milliseconds setup may take in a component that has no timeout of its own. 0 (the default): any time.
*/

/*!
    \qmlproperty int Conductor::shutdownTimeout
    How many milliseconds shutdown may take in a component that has no timeout of its own, 30000 by default.
    0: any time.
*/

/*!
    \qmlproperty list<QtObject> Conductor::data
    \qmldefault
    The objects declared inside the conductor. A component that is appended later is added at once, and set up by the
    next setup().
*/

/*!
    \qmlsignal Conductor::stateChanged(enumeration state)
    The conductor's \a state, or its errorString, has changed.
*/

/*!
    \qmlsignal Conductor::activated()
    Setup has succeeded.
*/

/*!
    \qmlsignal Conductor::deactivated()
    Everything has been shut down, after setup had succeeded or was canceled.
*/

/*!
    \qmlsignal Conductor::failed(string errorString)
    Setup failed, or components failed in shutdown: \a errorString names each.
*/

/*!
    \qmlsignal Conductor::componentsChanged()
    Components came or went, or setup has found what there is.
*/

QmlConductor::QmlConductor(QObject *parent)
    : Conductor(parent)
{
    setShutdownOnQuit(true);
    connect(this, &Conductor::stateChanged, this, &QmlConductor::followState);
    connect(&m_data, &DeclaredObjects::appended, this, &QmlConductor::addDeclared);
    connect(&m_data, &DeclaredObjects::documentEnds, this, &QmlConductor::end);
}

QmlConductor::~QmlConductor()
{
    QCoreApplication::removePostedEvents(this, QEvent::MetaCall);
    disconnect(this, nullptr, this, nullptr); // the base class shuts down, when this one is gone
}

void QmlConductor::setRunning(bool run)
{
    if (run != m_isRunning)
        run ? setup() : shutdown();
}

/*!
    \qmlmethod Conductor::setup()
    Creates and wires what the components need, and sets them up, dependencies first. Ends with activated() or failed().
    While active, sets up what was added since.
*/
void QmlConductor::setup()
{
    publishRunning(true);
    if (m_isComplete)
        Conductor::setup();
}

/*!
    \qmlmethod Conductor::shutdown()
    Shuts down everything that is set up, dependents first. Ends with deactivated(). Cancels a running setup.
*/
void QmlConductor::shutdown()
{
    publishRunning(false);
    if (m_isComplete)
        Conductor::shutdown();
}

namespace {

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

// The class of that name among those that the component belongs to.
const QMetaObject *classOf(const Component *component, const QByteArray &name)
{
    const QMetaObject *type = authoredType(component->metaObject());
    while (type && type != &Component::staticMetaObject && !isCalled(type, name))
        type = type->superClass();
    return type == &Component::staticMetaObject ? nullptr : type;
}

} // namespace

/*!
    \qmlmethod Conductor::patch(string typeName, Component instance)
    Puts \a instance, which stays its owner's, in the place of every component of the class \a typeName that isn't wired
    by hand. The name is that in C++, with or without namespace, or that which \c QML_ELEMENT or \c QML_NAMED_ELEMENT in
    the class gives it in QML (not one given elsewhere, by \c QML_FOREIGN or qmlRegisterType()), and the class of
    \a instance derives from it. Setup fails if the patch doesn't fit, or comes when there is a component of that class
    already. Component.onCompleted is early enough.
*/
void QmlConductor::patch(const QString &typeName, Component *instance)
{
    ConductorPrivate *d = ConductorPrivate::get(this);
    const QMetaObject *type = instance ? classOf(instance, typeName.toUtf8()) : nullptr;
    QString refusal;
    if (!instance)
        refusal = QStringLiteral("the patch of %1 is null").arg(typeName);
    else if (!type)
        refusal = QStringLiteral("the patch of %1 doesn't fit: %2 doesn't derive from a component of that name")
                          .arg(typeName, nameOf(instance->metaObject()));
    d->registry->setRefusal(typeName, refusal);
    if (type) {
        keep(instance, this);
        d->registry->patch(type, instance);
    }
    d->warnOfPatches();
    Q_EMIT componentsChanged();
}

void QmlConductor::classBegin()
{
    m_isComplete = false;
    m_data.watchDocumentOf(this);
}

// Shuts down before the document's functions can't be called any more.
void QmlConductor::end()
{
    shutdown();
    processEventsUntil([this] { return !isUp(state()); });
}

void QmlConductor::componentComplete()
{
    m_isComplete = true;
    const QList<QObject *> declared = m_data.objects();
    for (QObject *object : declared)
        addDeclared(object);
    QMetaObject::invokeMethod(this, &QmlConductor::begin, Qt::QueuedConnection); // Component.onCompleted may patch
}

void QmlConductor::begin()
{
    if (m_isRunning)
        Conductor::setup();
}

void QmlConductor::addDeclared(QObject *object)
{
    auto *component = qobject_cast<Component *>(object);
    if (m_isComplete && component)
        add(component);
}

void QmlConductor::followState(Conductor::State state)
{
    const bool isToRestart = m_isRunning && state == State::Inactive && ConductorPrivate::get(this)->engine->hasNextSetup();
    publishRunning(state == State::SettingUp || state == State::Active || isToRestart);
}

void QmlConductor::publishRunning(bool running)
{
    if (std::exchange(m_isRunning, running) != running)
        Q_EMIT runningChanged();
}

} // namespace QConductor
