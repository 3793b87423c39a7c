// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_SERVICE_P_H
#define QCONDUCTOR_SERVICE_P_H

#include "component_p.h"
#include "service.h"

#include <QtCore/qpointer.h>

#include <functional>

namespace QConductor {

// What a service stands for, and the functions that are called as its hooks. The conductor that owns the service creates and
// destroys its object.
class ServicePrivate : public ServiceObject
{
public:
    static ServicePrivate *of(const Component *component) // nullptr: it is no service
    {
        return static_cast<ServicePrivate *>(ComponentPrivate::get(component)->extras().service);
    }

    static Service *make() { return new Service; }
    void standFor(Service *service, QObject *object);     // which exists, and isn't owned; nullptr: nothing
    void setObject(Service *service, QObject *newObject); // and watches it
    QObject *takeObject(Service *service);                // and watches it no longer
    bool isToCreate() const { return create && !isPatched && !object; }
    static QString wrongThreadMessage(); // of a service whose object lives in another thread than the conductor

    QObject *given = nullptr;          // that the service was made for; it is only compared
    std::function<QObject *()> create; // empty: the object exists, or there is none
    QPointer<QObject> replacement;     // by a patch
    bool isPatched = false;
    bool isOwned = false;     // the object
    bool isAbandoned = false; // the object was destroyed by somebody else, so that no function is called with it
    Service::Hook setup;
    Service::Hook shutdown;
    Service::Question shutdownRequest;
};

} // namespace QConductor

#endif
