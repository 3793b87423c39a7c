// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/serviceobjects_p.h"

#include "service_p.h"

#include <QtCore/qthread.h>

namespace QConductor {

// The dependencies of a service are active now, so the constructor of its object finds them so (R54).
void ServiceObjects::create(const HookRunner::Call &call)
{
    ServicePrivate *service = ServicePrivate::of(call.component);
    if (service->isOwned) { // the hook that has kept it has ended only now
        m_toDestroy.push_back(call.component);
        destroyNext();
    }
    if (!call.component || !service->isToCreate())
        return;
    service->isAbandoned = false;
    const auto create = service->create; // it may destroy the service
    QObject *object = m_gateway.call(create);
    if (object && object->thread() != QThread::currentThread()) {
        object->deleteLater(); // its own thread may be using it
        throw Error(ServicePrivate::wrongThreadMessage());
    }
    if (!call.component)
        return Gateway::destroy(object);
    if (!object)
        return;
    auto *component = static_cast<Service *>(call.component);
    service->setObject(component, object);
    service->isOwned = true;
    m_gateway.tell(component, &Service::objectChanged, object);
}

void ServiceObjects::noteDown(Component *component)
{
    const ServicePrivate *service = ServicePrivate::of(component);
    if (!service || !service->isOwned || ComponentPrivate::get(component)->running.hook)
        return;
    m_toDestroy.push_back(component);
    m_wakeUp.post();
}

void ServiceObjects::destroyNext()
{
    const QPointer<Component> component = m_toDestroy.back();
    m_toDestroy.pop_back();
    ServicePrivate *service = component ? ServicePrivate::of(component) : nullptr;
    if (!service || !service->isOwned || ComponentPrivate::get(component)->running.hook)
        return;
    const QPointer<QObject> object = service->takeObject(static_cast<Service *>(component.data()));
    m_wiring.forgetObject(component, object);
    Gateway::destroy(object);
    if (component)
        m_gateway.tell(static_cast<Service *>(component.data()), &Service::objectChanged, nullptr);
}

// None of the functions of the service is called any more, because they need the object.
bool ServiceObjects::noteDestroyed(Component *component, const QObject *object)
{
    m_wiring.forgetObject(component, object);
    ServicePrivate *service = ServicePrivate::of(component);
    if (service->content != object)
        return false;
    service->isOwned = false;
    service->isAbandoned = true;
    return true;
}

} // namespace QConductor
