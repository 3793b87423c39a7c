// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "meta/metacall_p.h"

namespace QConductor {

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
