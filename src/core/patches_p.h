// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_PATCHES_P_H
#define QCONDUCTOR_PATCHES_P_H

#include <QtCore/qhash.h>
#include <QtCore/qlist.h>
#include <QtCore/qmap.h>
#include <QtCore/qstring.h>

#include <functional>

namespace QConductor {

class Component;

// What stands for a class.
struct Patch
{
    const QMetaObject *type = nullptr; // another class, or the same where there is an instance; nullptr: there is no patch
    Component *instance = nullptr;
    std::function<Component *()> constructor = {}; // of that other class
};

// The patches of a conductor, and those that it had to refuse.
class Patches
{
public:
    Patch of(const QMetaObject *type) const { return m_entries.value(type).patch; }
    bool use(const Component *instance) const;
    const QList<const QMetaObject *> &types() const { return m_types; } // in the order of their first patches

    Patch set(const QMetaObject *type, Patch patch); // returns the former one
    void forget(const Component *instance); // which is being destroyed

    // Until another is set for the class. What was in force stays so.
    void refuse(const QMetaObject *type, const QString &error);
    void setRefusal(const QString &patch, const QString &error); // of one that stands for no class; empty: none
    void check(const QMetaObject *type) const; // throws what was refused
    void check() const;                        // likewise, of all

private:
    struct Entry
    {
        Patch patch;
        QString error;
    };
    Entry &entry(const QMetaObject *type);

    QHash<const QMetaObject *, Entry> m_entries;
    QList<const QMetaObject *> m_types;
    QMap<QString, QString> m_refusals; // by the name of what was to be patched
};

} // namespace QConductor

#endif
