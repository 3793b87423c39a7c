// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_COMPONENTHOST_P_H
#define QCONDUCTOR_COMPONENTHOST_P_H

#include <QtCore/qlist.h>
#include <QtCore/qvariant.h>

QT_BEGIN_NAMESPACE
class QLoggingCategory;
QT_END_NAMESPACE

namespace QConductor {

class Component;
class Conductor;
class Interposer;

// What a component asks of the conductor that it belongs to. ConductorPrivate implements it.
class ComponentHost
{
public:
    virtual void componentDestroyed(Component *component) = 0; // called by the component's destructor
    virtual QList<Component *> dependencies(const Component *component) const = 0;
    virtual QList<Component *> dependents(const Component *component) const = 0;
    virtual QVariantMap configOf(const Component *component) const = 0;
    // Throws what the logging policy throws.
    virtual const QLoggingCategory *loggerOf(const Component *component) const = 0;

    Conductor *const conductor;
    Interposer *interposer = nullptr; // set by tests only
    bool hasLoggingPolicy = false;    // of the application

protected:
    explicit ComponentHost(Conductor *conductor) : conductor(conductor) { }
    ~ComponentHost() = default;
};

} // namespace QConductor

#endif
