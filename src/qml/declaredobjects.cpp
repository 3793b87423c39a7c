// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "declaredobjects.h"

namespace QConductor {

QQmlListProperty<QObject> DeclaredObjects::property(QObject *owner)
{
    using List = QQmlListProperty<QObject>;
    return List(
            owner, this, [](List *list, QObject *object) { get(list)->append(object); },
            [](List *list) { return get(list)->m_objects.size(); },
            [](List *list, qsizetype index) { return get(list)->m_objects.at(index); }, nullptr);
}

void DeclaredObjects::append(QObject *object)
{
    if (!object)
        return;
    m_objects.append(object);
    connect(object, &QObject::destroyed, this, [this, object] { m_objects.removeAll(object); });
    Q_EMIT appended(object);
}

} // namespace QConductor
