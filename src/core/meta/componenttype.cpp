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

// Returns whether it is a pointer to a QObject class that is no component, which may be that of a service's object. Any object is a
// QObject, so that class itself says nothing.
bool isObjectPointer(QMetaType type)
{
    const QMetaObject *target = type.metaObject();
    return type.flags().testFlag(QMetaType::PointerToQObject) && target && target != &QObject::staticMetaObject
           && !target->inherits(&Component::staticMetaObject) && target != &Component::staticMetaObject;
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

ComponentType::ComponentType(const QMetaObject *type, const QList<QByteArray> &optionals, const QMetaObject *objectType)
    : m_type(type),
      m_authored(QConductor::authoredType(type))
{
    QList<QByteArray> names = namedOptionals(type) + optionals;
    if (objectType)
        names += namedOptionals(objectType);
    QSet<QByteArrayView> objects;
    if (type->inherits(&Component::staticMetaObject))
        readProperties(type, names, false, objects);
    if (objectType)
        readProperties(objectType, names, true, objects);
    findUnknown(names, objects);
    findConstructor();
}

// Returns the names in the class info of the class and of its base classes.
QList<QByteArray> ComponentType::namedOptionals(const QMetaObject *type)
{
    QList<QByteArray> names;
    for (int i = 0; i < type->classInfoCount(); ++i) {
        const QMetaClassInfo info = type->classInfo(i);
        if (qstrcmp(info.name(), "OptionalDependencies") == 0)
            names += QByteArray(info.value()).simplified().split(' ');
    }
    names.removeAll(QByteArray());
    return names;
}

// Adds the names of those properties to objects that are pointers to what is no component.
void ComponentType::readProperties(const QMetaObject *type, const QList<QByteArray> &optionals, bool isOfObject,
                                   QSet<QByteArrayView> &objects)
{
    const QMetaObject &base = isOfObject ? QObject::staticMetaObject : Component::staticMetaObject;
    QSet<QByteArrayView> seen;
    for (int i = base.propertyCount(); i < type->propertyCount(); ++i) {
        const char *name = type->property(i).name();
        if (seen.contains(name))
            continue;
        seen.insert(name);
        const QMetaProperty property = type->property(type->indexOfProperty(name)); // the last declaration
        readProperty(property, optionals.contains(name) || optionals.contains("*"), isOfObject);
        if (isObjectPointer(property.metaType()))
            objects.insert(name);
    }
}

void ComponentType::readProperty(const QMetaProperty &property, bool isOptional, bool isOfObject)
{
    const QMetaType element = listElementType(property.metaType());
    const bool isList = isComponentPointer(element);
    const bool isObject = isObjectPointer(property.metaType());
    const bool isWritable = property.isWritable() || PointerProperty::isQmlList(property); // R41
    if (!isWritable || !(isList || isObject || isComponentPointer(property.metaType()))) {
        if (isSuspect(property))
            m_suspects.push_back({ isOfObject ? property.enclosingMetaObject() : m_type, property.propertyIndex() });
        return;
    }
    const QMetaObject *target = (isList ? element : property.metaType()).metaObject();
    if (!isObject)
        dependencies.append({ property.name(), target, isOptional, isList });
    hasObjects = hasObjects || isObject;
    hasSoft = hasSoft || (!isObject && (isOptional || isList));
    const bool isSoft = isOptional || isList || isObject;
    order.push_back(isSoft ? ~int(softProperties.size()) : int(properties.size()));
    const bool isMadeByMoc = !isMadeByQmlEngine(property.enclosingMetaObject());
    (isSoft ? softProperties : properties)
            .push_back({ PointerProperty(property, isMadeByMoc), QConductor::authoredType(target), isList, isOptional,
                         isOfObject, isObject });
}

void ComponentType::findUnknown(const QList<QByteArray> &optionals, const QSet<QByteArrayView> &objects)
{
    for (const QByteArray &optional : optionals) {
        const auto isNamed = [&optional](const Dependency &dependency) { return dependency.name == optional; };
        if (optional != "*" && !objects.contains(optional)
            && std::none_of(dependencies.cbegin(), dependencies.cend(), isNamed))
            unknownOptionals.append(optional);
    }
}

// A QList is a dependency if its elements are pointers to components; otherwise it is an ordinary way to show objects to QML.
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
