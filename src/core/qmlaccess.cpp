// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "qmlaccess_p.h"

#include "conductor_p.h"
#include "reporting/drawing_p.h"
#include "reporting/reportdata_p.h"
#include "service_p.h"

namespace QConductor {

QString QmlAccess::nameOf(const Component *component)
{
    return ComponentPrivate::nameOf(component);
}

bool QmlAccess::hasNextSetup(const Conductor *conductor)
{
    return ConductorPrivate::get(conductor)->engine->hasNextSetup();
}

void QmlAccess::shutDownInLocalLoop(Conductor *conductor)
{
    ConductorPrivate::get(conductor)->engine->shutDownInLocalLoop();
}

bool QmlAccess::isOptional(const Component *component)
{
    const Conductor *conductor = component->conductor();
    return conductor && ConductorPrivate::get(conductor)->engine->wiring().isOptional(component);
}

void QmlAccess::setOptionalDependencies(Component *component, const QStringList &names)
{
    QList<QByteArray> utf8;
    for (const QString &name : names)
        utf8.append(name.toUtf8());
    ComponentPrivate::setOptionalDependencies(component, utf8);
}

void QmlAccess::setObject(Service *service, QObject *object)
{
    ServicePrivate::of(service)->standFor(service, object);
}

void QmlAccess::setLists(ReadList read, WriteList write)
{
    PointerProperty::setQmlLists(read, write);
}

bool QmlAccess::patch(Conductor *conductor, const QString &name, const QMetaObject *type, QObject *instance,
                      const QString &error)
{
    ConductorPrivate *d = ConductorPrivate::get(conductor);
    d->registry->setRefusal(name, error);
    auto *component = qobject_cast<Component *>(instance);
    if (error.isEmpty() && !component)
        return d->patchObject(type, instance);
    if (error.isEmpty())
        d->registry->patch(type, component);
    d->warnOfPatches();
    return true;
}

Drawing QmlAccess::draw(const Conductor *conductor)
{
    return ConductorPrivate::get(conductor)->draw();
}

bool QmlAccess::isCritical(const Report &report, int entry)
{
    return ReportData::get(report)->isCritical(entry);
}

std::chrono::nanoseconds QmlAccess::slack(const Report &report, int entry)
{
    return ReportData::get(report)->slack(entry);
}

std::chrono::nanoseconds QmlAccess::whatIf(const Report &report, int entry)
{
    return ReportData::get(report)->whatIf(entry);
}

} // namespace QConductor
