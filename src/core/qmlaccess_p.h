// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QMLACCESS_P_H
#define QCONDUCTOR_QMLACCESS_P_H

#include <QConductor/global.h>

#include <QtCore/qlist.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>
#include <QtCore/qstringlist.h>

#include <chrono>

QT_FORWARD_DECLARE_CLASS(QObject)

namespace QConductor {

class Component;
class Conductor;
class Drawing;
class Report;
class Service;

// What the QML modules may do with the inside of a conductor. They use nothing else of it.
class QCONDUCTOR_EXPORT QmlAccess
{
public:
    static QString nameOf(const Component *component);    // as a person reads it, with the class where that is needed
    static bool hasNextSetup(const Conductor *conductor); // a setup begins when shutdown has ended
    // Shuts down, perhaps inside a hook, and returns when that has ended. The conductor may be destroyed meanwhile.
    static void shutDownInLocalLoop(Conductor *conductor);
    // Returns whether the last setup has found components that hold this one, and none that requires it.
    static bool isOptional(const Component *component);
    // Names properties that may stay null, beside those that the class names. To be called before the component belongs to a
    // conductor.
    static void setOptionalDependencies(Component *component, const QStringList &names);
    // Has the service, which belongs to no conductor yet, stand for the object.
    static void setObject(Service *service, QObject *object);
    // Says how a list is read and changed that is declared in QML, by the index of its property.
    using ReadList = QList<QObject *> (*)(QObject *object, int property);
    using WriteList = void (*)(QObject *object, int property, const QList<QObject *> &values);
    static void setLists(ReadList read, WriteList write);
    // Replaces the class by the instance, which is a component or stands in for the object of a service. With an error, the patch for
    // that name is refused instead, until the next call. Returns false if a setter has destroyed the conductor.
    static bool patch(Conductor *conductor, const QString &name, const QMetaObject *type, QObject *instance,
                      const QString &error);
    // The graph as Conductor::toDot() draws it. Calls constructors, factories and getters as long as nothing is set up.
    static Drawing draw(const Conductor *conductor);
    // By the number of an entry in the report; its name may be that of another one too.
    static bool isCritical(const Report &report, int entry);
    static std::chrono::nanoseconds slack(const Report &report, int entry);
    static std::chrono::nanoseconds whatIf(const Report &report, int entry);
};

} // namespace QConductor

#endif
