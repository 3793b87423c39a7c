// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "discovery/namesakes_p.h"

#include "meta/naming_p.h"

namespace QConductor {

bool Namesakes::isShared(const Component *component, const QString &name, const Members &members)
{
    const int index = ComponentPrivate::get(component)->membership.index;
    const bool isMember = index >= 0 && index < members.size() && members.at(index) == component; // not destroyed
    const bool isOutdated = m_version != members.version() || m_displayNames != ComponentPrivate::displayNames();
    if (isOutdated || (isMember && !m_counts.contains(name)))
        count(members);
    return m_counts.value(name) > (isMember ? 1 : 0);
}

// Each component is looked at, because of progress texts even when nothing fails. So the components of a class that have no name
// of their own, which are most, are counted together.
void Namesakes::count(const Members &members)
{
    m_version = members.version();
    m_displayNames = ComponentPrivate::displayNames();
    m_counts.clear();
    QHash<const QMetaObject *, int> named;
    for (const Component *member : members.all()) {
        const QString name = member ? ComponentPrivate::ownNameOf(member) : QString();
        if (Q_LIKELY(name.isEmpty()))
            continue;
        ++m_counts[name];
        ++named[ComponentPrivate::typeOf(member)];
    }
    const auto &instances = members.instances();
    for (auto type = instances.cbegin(); type != instances.cend(); ++type) {
        if (const int count = type->count - named.value(type.key()); count > 0)
            m_counts[QString::fromUtf8(unqualifiedName(type.key()))] += count;
    }
}

} // namespace QConductor
