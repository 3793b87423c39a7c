// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "declaredobjects.h"

#include <QtQml/qqmlcomponent.h>
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

// The signal Component.destruction is connected by its name, for the class that declares it is private to Qt.
void DeclaredObjects::watchDocumentOf(QObject *owner)
{
    const QQmlAttachedPropertiesFunc attach = qmlAttachedPropertiesFunction(owner, &QQmlComponent::staticMetaObject);
    if (const QObject *attached = qmlAttachedPropertiesObject(owner, attach))
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
