// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_COMPONENTHOST_P_H
#define QCONDUCTOR_COMPONENTHOST_P_H

#include <QtCore/qlist.h>
#include <QtCore/qvariant.h>

#include <memory>
#include <utility>

QT_BEGIN_NAMESPACE
class QLoggingCategory;
QT_END_NAMESPACE

namespace QConductor {

class Component;
class Conductor;
class Gateway;

// What a component asks of the conductor that it belongs to. ConductorPrivate implements it.
class ComponentHost
{
public:
    virtual void componentDestroyed(Component *component) = 0; // called by the component's destructor
    virtual void objectDestroyed(Component *service, QObject *object) = 0; // its object, or its patch
    virtual void addDependency(Component *dependent, Component *dependency) = 0;
    virtual void failureReported(Component *component, const QString &message) = 0;
    virtual QList<Component *> dependencies(const Component *component) const = 0;
    virtual QList<Component *> dependents(const Component *component) const = 0;
    virtual bool isNameShared(const Component *component, const QString &name) const = 0; // by another component
    virtual QVariantMap configOf(const Component *component) const = 0;
    // Throws what the logging policy throws.
    virtual const QLoggingCategory *loggerOf(const Component *component) const = 0;

    Conductor *const conductor;
    const std::shared_ptr<Gateway> gateway; // callers hold it, because application code may destroy the conductor
    bool hasLoggingPolicy = false;    // of the application
    bool hasServices = false;         // whose objects may be the values of properties

protected:
    ComponentHost(Conductor *conductor, std::shared_ptr<Gateway> gateway)
        : conductor(conductor),
          gateway(std::move(gateway))
    { }
    ~ComponentHost() = default;
};

} // namespace QConductor

#endif
