// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QMLACCESS_P_H
#define QCONDUCTOR_QMLACCESS_P_H

#include <QConductor/global.h>

#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

namespace QConductor {

class Component;
class Conductor;

// What the QML module may do with the inside of a conductor. It uses nothing else of it.
class QCONDUCTOR_EXPORT QmlAccess
{
public:
    static bool hasNextSetup(const Conductor *conductor); // a setup begins when shutdown has ended
    // Shuts down, perhaps inside a hook, and returns when that has ended. The conductor may be destroyed meanwhile.
    static void shutDownInLocalLoop(Conductor *conductor);
    // Replaces the class by the instance. With an error, the patch for that name is refused instead, until the next call.
    static void patch(Conductor *conductor, const QString &name, const QMetaObject *type, Component *instance,
                      const QString &error);
};

} // namespace QConductor

#endif
