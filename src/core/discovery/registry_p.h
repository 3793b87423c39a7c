// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_DISCOVERY_REGISTRY_P_H
#define QCONDUCTOR_DISCOVERY_REGISTRY_P_H

#include "discovery/members_p.h"
#include "discovery/patches_p.h"

#include <QtCore/qpointer.h>
#include <QtCore/qset.h>

#include <functional>

namespace QConductor {

// Knows which instance stands for a class, and creates it where there is none: by a patch, a factory or a constructor.
//
// It knows nothing of running components. A scratch copy tries things out: what that creates becomes no member of the
// conductor, but is kept as a spare, which the original uses when it needs an instance of the class.
class Registry
{
public:
    using Factory = std::function<Component *()>;

    struct Request // the asker of an instance, named in error messages
    {
        const Component *component = nullptr; // nullptr: add()
        int property = -1;                    // key in the component
    };

    // Instances that it creates get the parent, which is the conductor. It may be destroyed while one is created.
    Registry(ComponentHost *host, QObject *parent);
    Registry scratch() const;

    const std::shared_ptr<Gateway> &gateway() const { return m_gateway; }
    const Members &members() const { return m_members; }
    Members &members() { return m_members; }
    int version() const { return m_members.version(); } // grows with every change
    // Grows when a component was removed, here or in the original of a copy, and when the conductor was destroyed. What was
    // found before is void then.
    int removals() const { return m_members.removals() + (m_parent ? 0 : 1); }
    void close(); // the conductor was cleared, and has another registry

    void setConstructor(const QMetaObject *type, Factory constructor); // is used where there is no factory
    void setFactory(const QMetaObject *type, Factory factory);
    void patch(const QMetaObject *type, const QMetaObject *replacement, Factory constructor);
    void patch(const QMetaObject *type, Component *instance);
    // Refuses a patch for a name that stands for no class. An empty error takes the refusal back.
    void setRefusal(const QString &name, const QString &error);
    void checkPatches() const; // throws the errors of refused patches

    Component *addRoot(const QMetaObject *type);    // throws, but keeps the root as a wish
    Component *root(int index);                     // finds the root if it is a wish; throws
    void remove(Component *component);              // the component is being destroyed
    Component *find(const QMetaObject *type) const; // nullptr: there is none
    bool mayCreate(const QMetaObject *type) const;  // resolve() would, if there is no instance
    // Returns the components among which resolve() can't choose; empty if it can.
    QList<Component *> candidates(const QMetaObject *type) const;
    Component *resolve(const QMetaObject *type,
                       const Request &request); // creates the instance if there is none; throws

    // Returns what there is for an optional dependency of the asker, and creates nothing. Returns nullptr if there is none, and
    // never the asker itself; throws if there are several.
    Component *findOptional(const QMetaObject *type, const Request &request) const;
    Component *replacementOf(Component *component) const; // what stands for its class by a patch; otherwise itself

    // Services, whose objects are the values of properties (R54). A service is added once it has its object's class.
    void addService(Component *service);                                                   // becomes a root
    Component *serviceOf(const QObject *object) const { return m_services.value(object); } // which exists; or nullptr
    void forgetObject(const QObject *object); // it is being destroyed, or its service is
    // Returns what an object of exactly that class is provided by: a service other than the asker; nullptr: nothing. Throws if
    // there are several. A patch of a class that no service provides gets a service of its own.
    Component *findService(const QMetaObject *type, const Request &request);
    // Calls leave() for each service before its object is replaced, which may call setters.
    void patchObject(const QMetaObject *type, QObject *object, const std::function<void(Component *)> &leave);
    void require(Component *dependent, Component *dependency);

    QList<const QMetaObject *> patchedBy(const Component *component) const; // the classes that it stands for by a patch

private:
    using Instances = Members::Instances;
    struct Provision // how a class is created
    {
        Factory factory;
        bool isProvided = false;  // by the application: the factory is no mere constructor
        QPointer<Component> made; // by the factory, where its class derives from this one
    };

    void setPatch(const QMetaObject *type, Patch patch, const QMetaObject *replacement);
    QString refusalOf(const QMetaObject *type, const Patch &patch, const QMetaObject *replacement);
    static void replaceObject(Component *service, QObject *replacement);
    bool comesTooLate(const QMetaObject *type, const Patch &patch, const Component *found) const;
    bool isOwnInstance(const QMetaObject *type, const Component *found) const;
    Component *create(const QMetaObject *type, const Request &request, const Factory &factory);
    Component *construct(const QMetaObject *type, const QString &description, const Factory &factory);

    std::shared_ptr<Gateway> m_gateway;
    QPointer<QObject> m_parent; // null: the conductor was destroyed or cleared, by a constructor or a factory
    Members m_members;
    Patches m_patches;
    QHash<const QMetaObject *, Provision> m_provisions;
    QHash<const QObject *, Component *> m_services;               // by the object that exists
    QHash<const QMetaObject *, QPointer<QObject>> m_replacements; // patches of classes that are no components
    struct Shared      // by a registry and its scratch copies
    {
        QHash<const QMetaObject *, QPointer<Component>> spares;
        QSet<const QMetaObject *> underConstruction;
    };
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
};

} // namespace QConductor

#endif
