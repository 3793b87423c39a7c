// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_META_COMPONENTTYPE_P_H
#define QCONDUCTOR_META_COMPONENTTYPE_P_H

#include "component.h"
#include "dependency.h"
#include "meta/metacall_p.h"

#include <QtCore/qatomic.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qset.h>

#include <atomic>
#include <memory>
#include <vector>

namespace QConductor {

// What the meta-object of a component's class says. It never changes once it is made, apart from what is found later and
// kept in atomic members, and any thread may read it.
class QCONDUCTOR_AUTOTEST_EXPORT ComponentType
{
public:
    // Returns the description of a class, which is made once for each class. A class that the QML engine made is
    // described anew at each call, because the address of its meta-object may be another class's later. Thread-safe.
    static std::shared_ptr<const ComponentType> of(const QMetaObject *type);

    // Returns the class of that name, with its namespace, if it was described before; otherwise nullptr. Thread-safe.
    static const QMetaObject *findKnown(const QByteArray &name);

    // The names are those of further properties that may stay null (R40), beside those that the class itself names. A service
    // also has the properties of its object, whose class is given then.
    explicit ComponentType(const QMetaObject *type, const QList<QByteArray> &optionals = {},
                           const QMetaObject *objectType = nullptr);

    struct Property // what setup reads of a dependency, in one place
    {
        PointerProperty pointer;
        const QMetaObject *target; // the dependency's class, as its author wrote it
        bool isList;
        bool isOptional;
        bool isOfObject; // it is a property of the service's object, and not of the component itself
        bool isObject;   // its value isn't a component but the object of a service
        mutable QAtomicInt isSetterKnown = false; // an injection has seen whether the setter keeps what it is given

        // The index in the meta-object, or one that tells it from those of the component itself.
        int key() const { return pointer.index() + (isOfObject ? objectKeys : 0); }
    };
    static constexpr int objectKeys = 1 << 20; // keys of the properties of a service's object begin here
    struct Suspect                             // a property that looks like a dependency and isn't one
    {
        const QMetaObject *type;
        int property;
    };

    QList<Dependency> dependencies;   // in order of declaration, base class first
    std::vector<Property> properties; // of each dependency that is required, in the same order
    std::vector<Property>
            softProperties; // of each other one, which is optional, a list or an object, in the same order
    std::vector<int> order; // of all properties: the place among properties, or ~place among the others
    QList<QByteArray> unknownOptionals;   // names of properties that may stay null, and are no dependencies
    bool hasSoft = false;                 // there are optional dependencies or lists
    bool hasObjects = false;              // there are properties whose values are objects of services

    const QMetaObject *metaObject() const { return m_type; }
    const std::vector<Suspect> &suspects() const { return m_suspects; }
    const QMetaObject *authoredType() const { return m_authored; }
    const QLoggingCategory *defaultCategory() const; // by namespaceLogging()
    bool isConstructible() const { return m_constructor >= 0; }
    Component *construct() const; // call it only if isConstructible()

private:
    void readProperties(const QMetaObject *type, const QList<QByteArray> &optionals, bool isOfObject,
                        QSet<QByteArrayView> &objects);
    void readProperty(const QMetaProperty &property, bool isOptional, bool isOfObject);
    void findUnknown(const QList<QByteArray> &optionals, const QSet<QByteArrayView> &objects);
    static QList<QByteArray> namedOptionals(const QMetaObject *type);
    static bool isSuspect(const QMetaProperty &property);
    void findConstructor();

    const QMetaObject *m_type;
    const QMetaObject *m_authored;
    mutable std::atomic<const QLoggingCategory *> m_defaultCategory = nullptr; // found by the first call
    std::vector<Suspect> m_suspects;
    int m_constructor = -1; // index among the Q_INVOKABLE constructors; -1: none can be called
};

} // namespace QConductor

#endif
