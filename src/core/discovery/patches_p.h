// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_DISCOVERY_PATCHES_P_H
#define QCONDUCTOR_DISCOVERY_PATCHES_P_H

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
    const QMetaObject *type = nullptr;             // of the replacement; nullptr: there is no patch
    Component *instance = nullptr;                 // the replacement, if it was given
    std::function<Component *()> constructor = {}; // of the replacement's class, if it is known
};

// The patches of a conductor that are in force, and the errors of those that were refused. A refused patch leaves the
// one in force as it is.
class Patches
{
public:
    Patch of(const QMetaObject *type) const { return m_entries.value(type).patch; }
    bool isReplacement(const Component *instance) const; // is it the instance of a patch in force?
    const QList<const QMetaObject *> &types() const
    {
        return m_types;
    } // the patched classes, in order of their first patch

    Patch set(const QMetaObject *type, Patch patch); // returns the former patch
    void forget(const Component *instance);          // the instance is being destroyed

    void refuse(const QMetaObject *type, const QString &error); // holds until another patch is set for the class
    void setRefusal(const QString &name, const QString &error); // of a name that stands for no class; empty: no error
    void check(const QMetaObject *type) const;                  // throws the error of this class
    void check() const;                                         // throws the errors of all classes and names

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
