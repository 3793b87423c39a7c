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

#include <algorithm>

namespace QConductor {

namespace {

// The classes that were described, except those that the QML engine made.
struct Cache
{
    QReadWriteLock lock;
    QHash<const QMetaObject *, std::shared_ptr<const ComponentType>> types;
};

Cache &cache()
{
    static Cache cache;
    return cache;
}

bool isComponentPointer(QMetaType type)
{
    const QMetaObject *target = type.metaObject();
    return type.flags().testFlag(QMetaType::PointerToQObject) && target && target != &Component::staticMetaObject
           && target->inherits(&Component::staticMetaObject);
}

} // namespace

std::shared_ptr<const ComponentType> ComponentType::of(const QMetaObject *type)
{
    auto &[lock, types] = cache();
    {
        QReadLocker locker(&lock);
        if (const auto found = types.value(type))
            return found;
    }
    const auto made = std::make_shared<const ComponentType>(type);
    if (isMadeByQmlEngine(type)) // another class may have the same address later
        return made;
    QWriteLocker locker(&lock);
    return *types.insert(type, made);
}

const QMetaObject *ComponentType::findKnown(const QByteArray &name)
{
    auto &[lock, types] = cache();
    QReadLocker locker(&lock);
    const auto isIt = [&name](const QMetaObject *type) { return name == type->className(); };
    const auto found = std::find_if(types.keyBegin(), types.keyEnd(), isIt);
    return found == types.keyEnd() ? nullptr : *found;
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
        if (!property.isWritable() || !isComponentPointer(property.metaType())) {
            if (isSuspect(property))
                m_suspects.push_back(property.propertyIndex());
            continue;
        }
        const QMetaObject *target = property.metaType().metaObject();
        dependencies.append({ name, target });
        properties.push_back({ PointerProperty(property, !isMadeByQmlEngine(property.enclosingMetaObject())),
                               QConductor::authoredType(target) });
    }
}

// A QList of pointers isn't suspect, because it is an ordinary way to show components to QML.
bool ComponentType::isSuspect(const QMetaProperty &property)
{
    const QByteArrayView type = property.metaType().name();
    if (property.isWritable())
        return type.endsWith('>') && !type.startsWith("QList<") && !type.startsWith("QQmlListProperty<");
    return !property.isConstant() && isComponentPointer(property.metaType());
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
