// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_REGISTRY_P_H
#define QCONDUCTOR_REGISTRY_P_H

#include "conductor.h"
#include "error.h"
#include "patches_p.h"

#include <QtCore/qhash.h>
#include <QtCore/qpointer.h>
#include <QtCore/qset.h>

#include <functional>

namespace QConductor {

class ComponentType;

// The components of a conductor, and the knowledge of how to come by more: which instance a class stands for.
// It knows nothing of running them. A scratch copy serves to try things out: what that creates becomes no member,
// but is kept as a spare for the original to use when its time comes.
class QCONDUCTOR_EXPORT Registry
{
public:
    using Factory = std::function<Component *()>;

    struct Request // who asks, for the error messages
    {
        const Component *component = nullptr; // nullptr: add()
        int property = -1; // of its meta-object
    };

    explicit Registry(Conductor *conductor);
    Registry scratch() const;

    int version() const { return m_version; } // another one after each change
    bool isScratch() const { return m_isScratch; }
    int removals() const { return m_shared->removals + (m_conductor ? 0 : 1); } // also from the original, and its own

    void setConstructor(const QMetaObject *type, Factory constructor); // at need
    void setFactory(const QMetaObject *type, Factory factory);
    void patch(const QMetaObject *type, const QMetaObject *replacement, Factory constructor);
    void patch(const QMetaObject *type, Component *instance);
    void refusePatch(const QString &patch, const QString &error); // that stands for no class; empty: not any more
    void checkPatches() const { m_patches.check(); }

    Component *addRoot(const QMetaObject *type); // throws, and keeps the wish
    void addRoot(Component *instance);           // throws
    Component *root(int index);                  // throws
    int rootCount() const { return int(m_roots.size()); }

    void insert(Component *component); // throws when it is another conductor's
    void remove(Component *component);
    void beginDiscovery() { --m_discovery; } // or end one that found nothing
    void meet(const Component *component);   // it has found that it is needed
    int indexOf(const Component *component) const; // among the members, or -1
    Component *find(const QMetaObject *type) const;
    Component *resolve(const QMetaObject *type, const Request &request); // creates at need, throws

    // All, in the order in which they came; nullptr for those that have gone.
    const QList<Component *> &members() const { return m_members; }
    QList<const QMetaObject *> patchedBy(const Component *component) const;

private:
    struct Instances // of one class
    {
        void add(Component *component) { only = ++count == 1 ? component : nullptr; }
        Component *only = nullptr; // where that is known
        int count = 0;
    };
    struct Provision // how a class is created
    {
        Factory factory;
        bool isProvided = false;
        QPointer<Component> made; // by the factory, of a class that derives from this one
    };

    void setPatch(const QMetaObject *type, Patch patch, const QMetaObject *replacement);
    QString take(const QMetaObject *type, const Patch &patch, const QMetaObject *replacement);
    bool comesTooLate(const QMetaObject *type, const Patch &patch, const Component *found) const;
    Component *create(const QMetaObject *type, const Request &request, const Factory &factory);
    Component *construct(const QMetaObject *type, const QString &what, const Factory &factory);
    Component *single(const QMetaObject *type, const Instances &instances) const;
    bool hasInstance(const QMetaObject *type, const Component *found) const;
    bool isMet(const Component *component) const;
    bool isUnused(const Component *instance) const;
    Instances implementationsOf(const QMetaObject *type) const;
    void addToBases(Component *component) const;

    QPointer<Conductor> m_conductor; // null: destroyed, by a constructor or a factory
    int m_version = 0;
    int m_discovery = -2; // the number of this one, counted down
    bool m_isScratch = false;
    QHash<const Component *, int> m_guests; // in a scratch registry, what would become members, and their index
    std::shared_ptr<QObject> m_guestWatch;  // likewise: hears when one is destroyed
    struct Shared // by a registry and its scratch copies
    {
        QHash<const QMetaObject *, QPointer<Component>> spares;
        QSet<const QMetaObject *> underConstruction;
        int removals = 0;
    };
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
    QHash<const QMetaObject *, Instances> m_instances;
    QHash<const QMetaObject *, Provision> m_provisions;
    Patches m_patches;
    QList<Component *> m_members;
    QList<Component *> m_roots; // nullptr: there is no instance yet, or it has gone
    QHash<int, const QMetaObject *> m_wishes; // the types of those that have none yet
    mutable QHash<const QMetaObject *, Instances> m_bases; // of the added components: built at the first need
    mutable bool m_hasBases = false;
};

} // namespace QConductor

#endif
