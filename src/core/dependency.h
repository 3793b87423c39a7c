// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_DEPENDENCY_H
#define QCONDUCTOR_DEPENDENCY_H

#include <QConductor/global.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qobjectdefs.h>

namespace QConductor {

struct Dependency
{
    QByteArray name;
    const QMetaObject *type = nullptr;
    bool isOptional = false;
    bool isList = false;

    friend bool operator==(const Dependency &a, const Dependency &b)
    {
        return a.type == b.type && a.name == b.name && a.isOptional == b.isOptional && a.isList == b.isList;
    }
    friend bool operator!=(const Dependency &a, const Dependency &b) { return !(a == b); }
};

QCONDUCTOR_EXPORT QList<Dependency> dependenciesOf(const QMetaObject &type);

} // namespace QConductor

#endif
