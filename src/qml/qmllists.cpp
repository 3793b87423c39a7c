// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "qmllists.h"

#include "qmlaccess_p.h"

#include <QtCore/qmetaobject.h>
#include <QtQml/qqmllist.h>

namespace QConductor::QmlLists {

namespace {

QQmlListProperty<QObject> listOf(QObject *object, int property)
{
    QQmlListProperty<QObject> list;
    void *arguments[] = { &list, nullptr };
    QMetaObject::metacall(object, QMetaObject::ReadProperty, property, arguments);
    return list;
}

[[maybe_unused]] const bool isInstalled = [] {
    QmlAccess::setLists(read, write);
    return true;
}();

} // namespace

QList<QObject *> read(QObject *object, int property)
{
    QList<QObject *> values;
    QQmlListProperty<QObject> list = listOf(object, property);
    const qsizetype count = list.count ? list.count(&list) : 0;
    for (qsizetype i = 0; i < count; ++i)
        values.append(list.at(&list, i));
    return values;
}

// The signal of the property is emitted with each change, so what is right already stays.
void write(QObject *object, int property, const QList<QObject *> &values)
{
    QQmlListProperty<QObject> list = listOf(object, property);
    if (!list.count)
        return; // the object is being destroyed
    qsizetype kept = 0;
    while (kept < qMin(list.count(&list), values.size()) && list.at(&list, kept) == values.at(kept))
        ++kept;
    while (list.count(&list) > kept)
        list.removeLast(&list);
    for (QObject *value : values.sliced(kept))
        list.append(&list, value);
}

} // namespace QConductor::QmlLists
