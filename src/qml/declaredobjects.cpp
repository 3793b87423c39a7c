// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "declaredobjects.h"

#include <QtQml/qqmlcomponent.h>
#include <QtQml/qqmlcontext.h>
#include <QtQml/qqmlengine.h>

namespace QConductor {

void keep(QObject *object, QObject *owner)
{
    if (!object->parent() && QQmlEngine::objectOwnership(object) == QQmlEngine::JavaScriptOwnership)
        object->setParent(owner);
}

QQmlListProperty<QObject> DeclaredObjects::property(QObject *owner)
{
    using List = QQmlListProperty<QObject>;
    return List(
            owner, this, [](List *list, QObject *object) { get(list)->append(object, list->object); },
            [](List *list) { return get(list)->m_objects.size(); },
            [](List *list, qsizetype index) { return get(list)->m_objects.at(index); }, nullptr);
}

// Returns the object whose signals are Component.completed and Component.destruction; nullptr if there is none. They are
// connected by their names, for the class that declares them is private to Qt.
static const QObject *attachedTo(QObject *object)
{
    const QQmlAttachedPropertiesFunc attach = qmlAttachedPropertiesFunction(object, &QQmlComponent::staticMetaObject);
    return qmlAttachedPropertiesObject(object, attach);
}

void DeclaredObjects::watchDocumentOf(QObject *owner)
{
    if (const QObject *attached = attachedTo(owner))
        connect(attached, SIGNAL(completed()), this, SIGNAL(documentCompleted()));
    watch(owner);
    if (QQmlContext *context = qmlContext(owner))
        m_probe = std::make_unique<QQmlExpression>(context, nullptr, QString());
}

// A document that is unloaded while it is being created ends without Component.destruction.
bool DeclaredObjects::isDocumentAlive() const
{
    return !m_probe || m_probe->context();
}

// When a document ends, the handlers of all documents that were created inside it end too, also those of a document that
// has ended by itself and whose conductor still waits in an event loop.
void DeclaredObjects::watchDocumentsAround(QObject *owner)
{
    for (const QQmlContext *context = qmlContext(owner); context; context = context->parentContext()) {
        if (QObject *object = context->contextObject(); object && object != owner)
            watch(object);
    }
}

void DeclaredObjects::watch(QObject *object)
{
    if (const QObject *attached = attachedTo(object))
        connect(attached, SIGNAL(destruction()), this, SIGNAL(documentEnds()));
}

void DeclaredObjects::append(QObject *object, QObject *owner)
{
    if (!object)
        return;
    keep(object, owner);
    m_objects.append(object);
    connect(object, &QObject::destroyed, this, [this, object] { m_objects.removeAll(object); });
    Q_EMIT appended(object);
}

} // namespace QConductor
