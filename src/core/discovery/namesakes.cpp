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

// The components of a class that have no name of their own are counted together.
void Namesakes::count(const Members &members)
{
    m_version = members.version();
    m_displayNames = ComponentPrivate::displayNames();
    m_counts.clear();
    QHash<const QMetaObject *, int> nameless;
    for (const Component *member : members.all()) {
        if (!member)
            continue;
        const QString name = ComponentPrivate::ownNameOf(member);
        if (name.isEmpty())
            ++nameless[ComponentPrivate::typeOf(member)];
        else
            ++m_counts[name];
    }
    for (auto type = nameless.cbegin(); type != nameless.cend(); ++type)
        m_counts[QString::fromUtf8(unqualifiedName(type.key()))] += type.value();
}

} // namespace QConductor
