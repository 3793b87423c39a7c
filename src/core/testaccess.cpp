// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "testaccess_p.h"

#include "application/quitguard_p.h"
#include "conductor_p.h"

namespace QConductor {

void TestAccess::setInterposer(Conductor *conductor, Interposer *interposer)
{
    ConductorPrivate::get(conductor)->gateway->setInterposer(interposer);
}

QFuture<void> TestAccess::callHook(Component *component, Phase phase)
{
    return ComponentPrivate::call(component, phase);
}

void TestAccess::setVirtualTime(Conductor *conductor, const qint64 *time)
{
    ConductorPrivate::get(conductor)->engine->hooks().deadlines().setVirtualTime(time);
}

void TestAccess::timePassed(Conductor *conductor)
{
    ConductorPrivate::get(conductor)->engine->hooks().deadlines().timePassed();
}

std::optional<qint64> TestAccess::nextDeadline(Conductor *conductor)
{
    return ConductorPrivate::get(conductor)->engine->hooks().deadlines().next();
}

void TestAccess::setIdleTold(Conductor *conductor)
{
    ConductorPrivate::get(conductor)->engine->deferredStart().isIdleTold = true;
}

bool TestAccess::isAwaitingIdle(const Conductor *conductor)
{
    return ConductorPrivate::get(conductor)->engine->deferredStart().isAwaitingIdle();
}

void TestAccess::becomeIdle(Conductor *conductor)
{
    ConductorPrivate::get(conductor)->engine->deferredStart().becomeIdle();
}

void TestAccess::setQuit(Conductor *conductor, std::function<void()> quit)
{
    if (const auto &guard = ConductorPrivate::get(conductor)->quitGuard)
        guard->setQuit(std::move(quit));
}

void TestAccess::setIgnoredProperties(Component *component, int count)
{
    ComponentPrivate::get(component)->ignoredProperties = quint16(count);
}

bool TestAccess::isWaiting(const Conductor *conductor)
{
    const ConductorPrivate *d = ConductorPrivate::get(conductor);
    return !d->engine->isScheduled() && !(d->request && d->request->isScheduled());
}

std::optional<Phase> TestAccess::unfinishedHook(const Component *component)
{
    const PendingHook *hook = PendingHook::of(component);
    return hook && !hook->isFinished() ? std::optional(hook->phase) : std::nullopt;
}

QByteArray TestAccess::fingerprint(const Conductor *conductor)
{
    return ConductorPrivate::get(conductor)->engine->fingerprint();
}

bool TestAccess::isRequired(const Component *dependency, const Component *dependent)
{
    const Conductor *conductor = dependency->conductor();
    return conductor && ConductorPrivate::get(conductor)->engine->wiring().isRequired(dependency, dependent);
}

bool TestAccess::isOwned(const Component *component)
{
    return ComponentPrivate::get(component)->membership.isOwned;
}

QString TestAccess::nameOf(const Component *component)
{
    return ComponentPrivate::classNameOf(component);
}

} // namespace QConductor
