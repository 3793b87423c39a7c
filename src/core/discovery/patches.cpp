// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "discovery/patches_p.h"

#include "error.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"

#include <algorithm>

namespace QConductor {

Patches::Entry &Patches::entry(const QMetaObject *type)
{
    if (!m_entries.contains(type))
        m_types.append(type);
    return m_entries[type];
}

bool Patches::isReplacement(const Component *instance) const
{
    return std::any_of(m_entries.cbegin(), m_entries.cend(),
                       [instance](const Entry &entry) { return entry.patch.instance == instance; });
}

Patch Patches::set(const QMetaObject *type, Patch patch)
{
    Entry &current = entry(type);
    current.error.clear();
    return std::exchange(current.patch, std::move(patch));
}

void Patches::refuse(const QMetaObject *type, const QString &error)
{
    entry(type).error = error;
}

void Patches::setRefusal(const QString &name, const QString &error)
{
    if (error.isEmpty())
        m_refusals.remove(name);
    else
        m_refusals.insert(name, error);
}

void Patches::forget(const Component *instance)
{
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (entry->patch.instance != instance)
            continue;
        entry->patch = {};
        entry->error = Text::tr("the patch of %1 was destroyed").arg(nameOf(entry.key()));
    }
}

void Patches::check(const QMetaObject *type) const
{
    if (const QString error = m_entries.value(type).error; !error.isEmpty())
        throw Error(error);
}

void Patches::check() const
{
    QStringList errors = m_refusals.values();
    for (const QMetaObject *type : m_types) {
        if (const QString error = m_entries.value(type).error; !error.isEmpty())
            errors += error;
    }
    if (!errors.isEmpty())
        throw Error(errors.join(QLatin1Char('\n')));
}

} // namespace QConductor
