// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "componenttype_p.h"

#include "component_p.h"
#include "logging_p.h"
#include "loggingpolicy.h"
#include "naming_p.h"

#include <QtCore/qhash.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qreadwritelock.h>
#include <QtCore/qset.h>

namespace QConductor {

/*!
    \class QConductor::Dependency
    \inmodule QConductor
    \brief A property by which a component says what it needs.

    \list
    \li \c name: the property's name
    \li \c type: the class that its pointers point to
    \endlist
*/

/*!
    \relates QConductor::Dependency
    Returns the dependencies of the component class \a type: its writable properties, and those of its base classes
    up to Component, that are pointers to a class derived from Component. They are in order of declaration, base class
    first; a property that a subclass declares again has the place of the first declaration and the type of the last.

    The answer is cached for each class. This function is thread-safe.
*/
QList<Dependency> dependenciesOf(const QMetaObject &type)
{
    return ComponentType::of(&type)->dependencies;
}

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
    if (isMadeByQmlEngine(type)) // its address may be another class's tomorrow
        return made;
    QWriteLocker locker(&lock);
    return *cache.insert(type, made);
}

ComponentType::ComponentType(const QMetaObject *type)
    : m_type(type), m_authored(QConductor::authoredType(type))
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
        const QMetaObject *declaring = property.enclosingMetaObject();
        dependencies.append({ name, target });
        properties.push_back({ property.propertyIndex(), QConductor::authoredType(target),
                               isMadeByQmlEngine(declaring) ? nullptr : declaring->d.static_metacall,
                               property.relativePropertyIndex() });
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

// As QMetaObject::newInstance() does it, which looks for the constructor by its signature each time.
Component *ComponentType::construct() const
{
    QObject *result = nullptr;
    QObject *parent = nullptr;
    void *arguments[] = { &result, &parent };
    m_type->static_metacall(QMetaObject::CreateInstance, m_constructor, arguments);
    return static_cast<Component *>(result);
}

Component *readDependency(Component *component, int property)
{
    QObject *value = nullptr;
    void *arguments[] = { &value, nullptr };
    QMetaObject::metacall(component, QMetaObject::ReadProperty, property, arguments);
    return static_cast<Component *>(value);
}

void writeDependency(Component *component, int property, Component *value)
{
    QObject *pointer = value;
    int status = -1;
    int flags = 0;
    void *arguments[] = { &pointer, nullptr, &status, &flags };
    QMetaObject::metacall(component, QMetaObject::WriteProperty, property, arguments);
}

} // namespace QConductor
