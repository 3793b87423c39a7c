// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "discovery/members_p.h"

#include "meta/naming_p.h"
#include "meta/text_p.h"

#include <algorithm>

namespace QConductor {

Members Members::scratch() const
{
    Members copy = *this;
    copy.m_isScratch = true;
    copy.m_guestWatch = std::make_shared<QObject>();
    return copy;
}

void Members::noteServices()
{
    m_host->hasServices = true;
}

int Members::indexOf(const Component *component) const
{
    const auto &membership = ComponentPrivate::get(component)->membership;
    const bool isMember = membership.host == m_host;
    if (!m_isScratch)
        return isMember ? membership.index : -1;
    const bool wasMember = isMember && membership.index < m_members.size()
                           && m_members.at(membership.index) == component;
    return wasMember ? membership.index : m_guests.value(component, -1);
}

void Members::insert(Component *component)
{
    if (indexOf(component) >= 0)
        return;
    ComponentPrivate *d = ComponentPrivate::get(component);
    const QMetaObject *authored = ComponentPrivate::classOf(component).authoredType();
    const QMetaObject *type = Q_UNLIKELY(d->extras().service) ? ComponentPrivate::typeOf(component) : authored;
    if (d->membership.host && d->membership.host != m_host)
        throw Error(Text::tr("%1 belongs to another conductor").arg(ComponentPrivate::nameOf(component)));
    if (m_isScratch) {
        m_guests.insert(component, size());
        QObject::connect(component, &QObject::destroyed, m_guestWatch.get(), [removals = m_removals] { ++*removals; });
    } else {
        d->membership.host = m_host;
        d->membership.type = type;
        d->membership.index = size();
        d->membership.discovery = 0;
        m_host->hasServices = m_host->hasServices || d->extras().service;
        d->forgetLogger();
    }
    m_members.append(component);
    ++m_version;
    m_instances[type].add(component);
    if (m_hasImplementations)
        addToImplementations(component);
}

void Members::remove(Component *component)
{
    ++m_version;
    ++*m_removals;
    const auto &membership = ComponentPrivate::get(component)->membership;
    m_members[membership.index] = nullptr;
    if (membership.root >= 0)
        m_roots[membership.root] = nullptr;
    Instances &instances = m_instances[membership.type];
    instances = { nullptr, instances.count - 1 };
    if (instances.count == 1)
        instances.only = firstInstanceOf(membership.type);
    if (instances.count == 0)
        m_instances.remove(membership.type);
    m_implementations.clear();
    m_hasImplementations = false;
}

void Members::addRoot(Component *instance)
{
    insert(instance);
    int &root = ComponentPrivate::get(instance)->membership.root;
    if (root >= 0)
        return;
    root = rootCount();
    ++m_version;
    m_roots.append(instance);
    if (m_hasImplementations)
        addToImplementations(instance);
}

int Members::addWish(const QMetaObject *type)
{
    ++m_version;
    m_wishes.insert(rootCount(), type);
    m_roots.append(nullptr);
    return rootCount() - 1;
}

// The instance may be a root already, because another class stands for the same one: then its first place counts.
void Members::fulfil(int index, Component *instance)
{
    ++m_version;
    m_wishes.remove(index);
    int &root = ComponentPrivate::get(instance)->membership.root;
    if (root < 0 && !m_isScratch)
        root = index;
    if (root < 0 || root == index)
        m_roots[index] = instance;
    if (root == index && m_hasImplementations)
        addToImplementations(instance);
}

Component *Members::firstInstanceOf(const QMetaObject *type) const
{
    const Instances instances = instancesOf(type);
    if (instances.only || instances.count == 0)
        return instances.only;
    const auto isOne = [&](Component *member) { return member && ComponentPrivate::typeOf(member) == type; };
    return *std::find_if(m_members.begin(), m_members.end(), isOne);
}

Members::Instances Members::implementationsOf(const QMetaObject *type) const
{
    if (!m_hasImplementations) {
        for (Component *member : m_members) {
            if (member)
                addToImplementations(member);
        }
        m_hasImplementations = true;
    }
    return m_implementations.value(type);
}

QList<Component *> Members::allInstancesOf(const QMetaObject *type) const
{
    QList<Component *> found;
    for (Component *member : m_members) {
        if (member && ComponentPrivate::typeOf(member) == type)
            found.append(member);
    }
    return found;
}

QList<Component *> Members::allImplementationsOf(const QMetaObject *type) const
{
    QList<Component *> found;
    for (Component *member : m_members) {
        const QMetaObject *own = member ? ComponentPrivate::typeOf(member) : nullptr;
        if (own && own != type && own->inherits(type) && isImplementation(member))
            found.append(member);
    }
    return found;
}

// A component that was created because something needed it stands for its own class only.
bool Members::isImplementation(const Component *component)
{
    const auto &membership = ComponentPrivate::get(component)->membership;
    return !membership.isOwned || membership.root >= 0;
}

void Members::addToImplementations(Component *component) const
{
    if (!isImplementation(component))
        return;
    const QMetaObject *type = authoredType(component->metaObject())->superClass();
    for (; type && type != &Component::staticMetaObject; type = type->superClass())
        m_implementations[type].add(component);
}

void Members::meet(const Component *component)
{
    if (!m_isScratch)
        ComponentPrivate::get(component)->membership.discovery = m_discovery;
}

bool Members::isMet(const Component *component) const
{
    const ComponentPrivate *d = ComponentPrivate::get(component);
    return d->running.node >= 0 || (d->membership.discovery == m_discovery && m_discovery > 0);
}

bool Members::isUnused(const Component *component) const
{
    return ComponentPrivate::get(component)->membership.root < 0 && !isMet(component);
}

} // namespace QConductor
