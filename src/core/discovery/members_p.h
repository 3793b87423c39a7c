// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_DISCOVERY_MEMBERS_P_H
#define QCONDUCTOR_DISCOVERY_MEMBERS_P_H

#include "component_p.h"

#include <QtCore/qhash.h>
#include <QtCore/qlist.h>

#include <memory>

namespace QConductor {

// The components of a conductor: the roots, which were added, and those that a setup found.
//
// A component is a member of one conductor at most. Members never move: the place of one that was destroyed stays empty.
// A copy made by scratch() tries out what a setup would find. What it inserts is a member of the copy alone and doesn't
// know that it is.
class Members
{
public:
    struct Instances // the members of one class
    {
        void add(Component *component) { only = ++count == 1 ? component : nullptr; }
        Component *only = nullptr; // the member, if there is one and it is known which
        int count = 0;
    };

    explicit Members(ComponentHost *host) : m_host(host) { }
    const ComponentHost *host() const { return m_host; }
    void noteServices(); // there are some, or patches that become services
    Members scratch() const;

    bool isScratch() const { return m_isScratch; }
    int version() const { return m_version; }    // grows with each member that comes or goes, and with noteChange()
    void noteChange() { ++m_version; } // of a patch, a factory or a requirement: what was found before is void
    int removals() const { return *m_removals; } // grows with each member that goes, here or in the original of a copy

    int size() const { return int(m_members.size()); }             // places, also empty ones
    Component *at(int index) const { return m_members.at(index); } // nullptr: it was destroyed
    const QList<Component *> &all() const { return m_members; }    // in the order in which they came
    int indexOf(const Component *component) const;                 // -1: it is no member
    void insert(Component *component); // does nothing to a member; throws if it is another conductor's
    void remove(Component *component); // which is being destroyed

    int rootCount() const { return int(m_roots.size()); }
    Component *root(int index) const { return m_roots.at(index); }               // nullptr: not found yet, or destroyed
    const QMetaObject *wishOf(int index) const { return m_wishes.value(index); } // the class of a root not found yet
    void addRoot(Component *instance);                                           // throws as insert() does
    int addWish(const QMetaObject *type); // adds a root that is to be found, and returns its index
    void fulfil(int index, Component *instance);

    const QHash<const QMetaObject *, Instances> &instances() const { return m_instances; }
    Instances instancesOf(const QMetaObject *type) const { return m_instances.value(type); }
    Component *firstInstanceOf(const QMetaObject *type) const;  // nullptr: there is none
    Instances implementationsOf(const QMetaObject *type) const; // the added components whose class derives from type
    QList<Component *> allInstancesOf(const QMetaObject *type) const;
    QList<Component *> allImplementationsOf(const QMetaObject *type) const;

    void beginDiscovery() { ++m_discovery; }         // ends the one before
    void meet(const Component *component);           // the current discovery has found that the member is needed
    bool isMet(const Component *component) const;    // by the current discovery, or by the last one that found a graph
    bool isUnused(const Component *component) const; // neither added nor met: it is here for a patch only

private:
    static bool isImplementation(const Component *component);
    void addToImplementations(Component *component) const;

    ComponentHost *m_host;
    int m_version = 0;
    std::shared_ptr<int> m_removals = std::make_shared<int>(0); // shared with scratch copies
    int m_discovery = 0;                                        // the number of the current discovery
    QList<Component *> m_members;
    QList<Component *> m_roots;
    QHash<int, const QMetaObject *> m_wishes; // by index among the roots
    QHash<const QMetaObject *, Instances> m_instances;
    mutable QHash<const QMetaObject *, Instances> m_implementations; // by base class; empty until they are asked for
    mutable bool m_hasImplementations = false;

    bool m_isScratch = false;
    QHash<const Component *, int> m_guests; // by index: what is a member of this scratch copy alone
    std::shared_ptr<QObject> m_guestWatch;  // context of the connections that tell when a guest is destroyed
};

} // namespace QConductor

#endif
