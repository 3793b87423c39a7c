// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "meta/metacall_p.h"

#include "meta/naming_p.h"
#include "meta/qtversions_p.h"

#include <QtCore/qvariant.h>

namespace QConductor {

namespace {

PointerProperty::ReadList readQmlList = nullptr;
PointerProperty::WriteList writeQmlList = nullptr;

constexpr QByteArrayView qmlList = "QQmlListProperty<";

bool isQmlListAt(const QObject *object, int index)
{
    return readQmlList && PointerProperty::isQmlList(object->metaObject()->property(index));
}

} // namespace

void PointerProperty::setQmlLists(ReadList read, WriteList write)
{
    readQmlList = read;
    writeQmlList = write;
}

bool PointerProperty::isQmlList(const QMetaProperty &property)
{
    return readQmlList && QByteArrayView(property.metaType().name()).startsWith(qmlList)
           && isMadeByQmlEngine(property.enclosingMetaObject());
}

QMetaType listElementType(QMetaType type)
{
    const QByteArrayView name = type.name();
    if (name.startsWith(qmlList))
        return QMetaType::fromName(QByteArray(name.sliced(qmlList.size()).chopped(1).toByteArray()) + '*');
    if (!name.startsWith("QList<") || !name.endsWith("*>"))
        return QMetaType();
    static_cast<void>(type.id()); // registers the type, with what makes a sequence of it
    QList<QObject *> none;
    SequenceView view;
    const bool isSequence = QMetaType::view(type, &none, QMetaType::fromType<SequenceView>(), &view);
    return isSequence ? view.metaContainer().valueMetaType() : QMetaType();
}

#ifdef QCONDUCTOR_USE_QMETAPROPERTY

PointerProperty::PointerProperty(const QMetaProperty &property, bool) : m_index(property.propertyIndex()) { }

QObject *PointerProperty::readAny(QObject *object, int index)
{
    const QVariant value = object->metaObject()->property(index).read(object);
    return value.isValid() ? *static_cast<QObject *const *>(value.constData()) : nullptr;
}

void PointerProperty::writeAny(QObject *object, int index, QObject *value)
{
    const QMetaProperty property = object->metaObject()->property(index);
    if (property.isValid())
        property.write(object, QVariant(property.metaType(), &value));
}

QList<QObject *> PointerProperty::readList(QObject *object) const
{
    return readAnyList(object, m_index);
}

void PointerProperty::writeList(QObject *object, QList<QObject *> values) const
{
    writeAnyList(object, m_index, std::move(values));
}

QList<QObject *> PointerProperty::readAnyList(QObject *object, int index)
{
    if (isQmlListAt(object, index))
        return readQmlList(object, index);
    const QVariant value = object->metaObject()->property(index).read(object);
    return value.isValid() ? *static_cast<const QList<QObject *> *>(value.constData()) : QList<QObject *>();
}

void PointerProperty::writeAnyList(QObject *object, int index, QList<QObject *> values)
{
    if (isQmlListAt(object, index))
        return writeQmlList(object, index, values);
    const QMetaProperty property = object->metaObject()->property(index);
    if (property.isValid())
        property.write(object, QVariant(property.metaType(), &values));
}

QObject *construct(const QMetaObject *type, int constructor)
{
    return type->constructor(constructor).parameterCount() == 0 ? type->newInstance()
                                                                : type->newInstance(Q_ARG(QObject *, nullptr));
}

#else

PointerProperty::PointerProperty(const QMetaProperty &property, bool isMadeByMoc)
    : m_staticMetacall(isMadeByMoc ? property.enclosingMetaObject()->d.static_metacall : nullptr),
      m_indexInClass(property.relativePropertyIndex()),
      m_index(property.propertyIndex())
{ }

QObject *PointerProperty::readAny(QObject *object, int index)
{
    QObject *value = nullptr;
    void *arguments[] = { &value, nullptr };
    QMetaObject::metacall(object, QMetaObject::ReadProperty, index, arguments);
    return value;
}

void PointerProperty::writeAny(QObject *object, int index, QObject *value)
{
    int status = -1;
    int flags = 0;
    void *arguments[] = { &value, nullptr, &status, &flags };
    QMetaObject::metacall(object, QMetaObject::WriteProperty, index, arguments);
}

QList<QObject *> PointerProperty::readList(QObject *object) const
{
    if (Q_UNLIKELY(!m_staticMetacall)) // it may be a list that is declared in QML
        return readAnyList(object, m_index);
    QList<QObject *> values;
    void *arguments[] = { &values, nullptr };
    call(object, QMetaObject::ReadProperty, arguments);
    return values;
}

void PointerProperty::writeList(QObject *object, QList<QObject *> values) const
{
    if (Q_UNLIKELY(!m_staticMetacall))
        return writeAnyList(object, m_index, std::move(values));
    int status = -1;
    int flags = 0;
    void *arguments[] = { &values, nullptr, &status, &flags };
    call(object, QMetaObject::WriteProperty, arguments);
}

QList<QObject *> PointerProperty::readAnyList(QObject *object, int index)
{
    if (isQmlListAt(object, index))
        return readQmlList(object, index);
    QList<QObject *> values;
    void *arguments[] = { &values, nullptr };
    QMetaObject::metacall(object, QMetaObject::ReadProperty, index, arguments);
    return values;
}

void PointerProperty::writeAnyList(QObject *object, int index, QList<QObject *> values)
{
    if (isQmlListAt(object, index))
        return writeQmlList(object, index, values);
    int status = -1;
    int flags = 0;
    void *arguments[] = { &values, nullptr, &status, &flags };
    QMetaObject::metacall(object, QMetaObject::WriteProperty, index, arguments);
}

// QMetaObject::newInstance() does the same, but looks the constructor up by its signature at each call.
QObject *construct(const QMetaObject *type, int constructor)
{
    QObject *result = nullptr;
    QObject *parent = nullptr;
    void *arguments[] = { &result, &parent };
    type->static_metacall(QMetaObject::CreateInstance, constructor, arguments);
    return result;
}

#endif

} // namespace QConductor
