// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "meta/componenttype_p.h"

#include "loggingpolicy.h"
#include "meta/logging_p.h"
#include "meta/naming_p.h"

#include <QtCore/qhash.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qreadwritelock.h>
#include <QtCore/qset.h>

namespace QConductor {

std::shared_ptr<const ComponentType> ComponentType::of(const QMetaObject *type)
{
    static QReadWriteLock lock;
    static QHash<const QMetaObject *, std::shared_ptr<const ComponentType>> cache;

    {
        QReadLocker locker(&lock);
        if (const auto found = cache.value(type))
            return found;
    }
    const auto made = std::make_shared<const ComponentType>(type);
    if (isMadeByQmlEngine(type)) // another class may have the same address later
        return made;
    QWriteLocker locker(&lock);
    return *cache.insert(type, made);
}

ComponentType::ComponentType(const QMetaObject *type) : m_type(type), m_authored(QConductor::authoredType(type))
{
    readProperties();
    findConstructor();
}

void ComponentType::readProperties()
{
    if (!m_type->inherits(&Component::staticMetaObject))
        return;
    QSet<QByteArrayView> seen;
    for (int i = Component::staticMetaObject.propertyCount(); i < m_type->propertyCount(); ++i) {
        const char *name = m_type->property(i).name();
        if (seen.contains(name))
            continue;
        seen.insert(name);
        const QMetaProperty property = m_type->property(m_type->indexOfProperty(name)); // the last declaration
        const QMetaObject *target = property.metaType().metaObject();
        if (!property.isWritable() || !property.metaType().flags().testFlag(QMetaType::PointerToQObject) || !target
            || target == &Component::staticMetaObject || !target->inherits(&Component::staticMetaObject))
            continue;
        dependencies.append({ name, target });
        properties.push_back({ PointerProperty(property, !isMadeByQmlEngine(property.enclosingMetaObject())),
                               QConductor::authoredType(target) });
    }
}

void ComponentType::findConstructor()
{
    for (int i = 0; i < m_type->constructorCount(); ++i) {
        const QMetaMethod constructor = m_type->constructor(i);
        const bool takesParent = constructor.parameterCount() == 1
                                 && constructor.parameterMetaType(0) == QMetaType::fromType<QObject *>();
        if (constructor.parameterCount() == 0 || takesParent)
            m_constructor = i;
    }
}

const QLoggingCategory *ComponentType::defaultCategory() const
{
    const QLoggingCategory *category = m_defaultCategory.load(std::memory_order_relaxed);
    if (!category) {
        category = internedCategory(namespaceLogging()(*m_authored));
        m_defaultCategory.store(category, std::memory_order_relaxed);
    }
    return category;
}

Component *ComponentType::construct() const
{
    return static_cast<Component *>(QConductor::construct(m_type, m_constructor));
}

} // namespace QConductor
