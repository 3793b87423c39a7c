// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_SERVICEOBJECTS_P_H
#define QCONDUCTOR_RUNNING_SERVICEOBJECTS_P_H

#include "async/wakeup_p.h"
#include "gateway_p.h"
#include "running/hookrunner_p.h"
#include "running/wiring_p.h"

#include <QtCore/qpointer.h>

#include <vector>

namespace QConductor {

// Creates the objects of services when their dependencies are active, and destroys them when the services are down (R54).
// create() and destroyNext() call application code, which may destroy the service.
class ServiceObjects
{
public:
    ServiceObjects(Gateway &gateway, WakeUp &wakeUp, Wiring &wiring)
        : m_gateway(gateway),
          m_wakeUp(wakeUp),
          m_wiring(wiring)
    { }

    void create(const HookRunner::Call &call); // of a setup hook that is about to begin
    // The service is down. Its object is destroyed in the next step, before what the service needs is shut down, unless a
    // hook that was given up still runs.
    void noteDown(Component *component);
    bool hasToDestroy() const { return !m_toDestroy.empty(); }
    void destroyNext();
    // Somebody else has destroyed the object. Returns whether it was the one that the service had.
    bool noteDestroyed(Component *component, const QObject *object);

private:
    Gateway &m_gateway;
    WakeUp &m_wakeUp;
    Wiring &m_wiring;
    std::vector<QPointer<Component>> m_toDestroy; // the services that have them
};

} // namespace QConductor

#endif
