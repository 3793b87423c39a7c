// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_COMPONENTTYPE_P_H
#define QCONDUCTOR_COMPONENTTYPE_P_H

#include "component_p.h"
#include "dependency.h"

#include <QtCore/qloggingcategory.h>

#include <atomic>
#include <memory>
#include <vector>

namespace QConductor {

// What the meta-object of a component's class says, read once for each class.
class QCONDUCTOR_EXPORT ComponentType
{
public:
    static std::shared_ptr<const ComponentType> of(const QMetaObject *type); // thread-safe
    static const ComponentType &of(const Component *component) // remembered by it; valid as long as it lives
    {
        auto &known = ComponentPrivate::get(component)->componentType;
        const QMetaObject *type = component->metaObject();
        if (Q_UNLIKELY(!known || known->metaObject() != type))
            known = of(type);
        return *known;
    }
    static const ComponentType &lastOf(const Component *component) // without a look whether it still is
    {
        return *ComponentPrivate::get(component)->componentType;
    }

    explicit ComponentType(const QMetaObject *type);

    using StaticMetacall = QMetaObject::Data::StaticMetacallFunction;
    struct Property // of a dependency: what setup looks at, in one place
    {
        int index;                 // in the meta-object
        const QMetaObject *target; // the dependency's type, as its author wrote it
        StaticMetacall call;       // of the class that declares the property; nullptr: it isn't moc's
        int indexInCall;
    };

    QList<Dependency> dependencies;
    std::vector<Property> properties; // of each

    const QMetaObject *metaObject() const { return m_type; }
    const QMetaObject *authoredType() const { return m_authored; }
    const QLoggingCategory *defaultCategory() const; // by namespaceLogging()
    bool isConstructible() const { return m_constructor >= 0; }
    Component *construct() const;

    // A property of this list, without the detours by QVariant and by each class of the hierarchy. Not of a component that
    // is being destroyed.
    static Component *read(Component *component, const Property &property)
    {
        QObject *value = nullptr;
        void *arguments[] = { &value, nullptr };
        if (Q_LIKELY(property.call))
            property.call(component, QMetaObject::ReadProperty, property.indexInCall, arguments);
        else
            QMetaObject::metacall(component, QMetaObject::ReadProperty, property.index, arguments);
        return static_cast<Component *>(value);
    }
    static void write(Component *component, const Property &property, Component *value)
    {
        QObject *pointer = value;
        int status = -1;
        int flags = 0;
        void *arguments[] = { &pointer, nullptr, &status, &flags };
        if (Q_LIKELY(property.call))
            property.call(component, QMetaObject::WriteProperty, property.indexInCall, arguments);
        else
            QMetaObject::metacall(component, QMetaObject::WriteProperty, property.index, arguments);
    }

private:
    void readProperties();
    void findConstructor();

    const QMetaObject *m_type;
    const QMetaObject *m_authored;
    mutable std::atomic<const QLoggingCategory *> m_defaultCategory = nullptr; // found at the first use
    int m_constructor = -1; // of the Q_INVOKABLE ones
};

// The value of a property that is a dependency, also of a component that is being destroyed.
QCONDUCTOR_EXPORT Component *readDependency(Component *component, int property);
QCONDUCTOR_EXPORT void writeDependency(Component *component, int property, Component *value);

} // namespace QConductor

#endif
