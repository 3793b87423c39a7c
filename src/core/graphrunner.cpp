// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graphrunner_p.h"

#include "component_p.h"
#include "logging_p.h"

#include <QtCore/qmetaobject.h>

#include <algorithm>

namespace QConductor {

using Direction = Walk::Direction;

GraphRunner::GraphRunner(Client *client, QObject *parent)
    : m_client(client), m_hooks(new HookRunner(this, parent))
{
}

void GraphRunner::begin(Direction direction, Conductor::Scheduling scheduling)
{
    m_walk = Walk(graph(), scheduling, direction);
    m_isRunning = true;
    if (direction == Direction::Up)
        m_reached = -1;
}

void GraphRunner::addFailures(const QList<Failure> &failures)
{
    for (const Failure &failure : failures)
        m_report.add(failure, -1);
}

ReportBuilder GraphRunner::takeReport()
{
    m_verdict = Verdict::Good;
    return std::exchange(m_report, {});
}

const Component *GraphRunner::takeReached()
{
    const int node = std::exchange(m_reached, -1);
    return node >= 0 ? graph().component(node) : nullptr;
}

void GraphRunner::abandonCalls()
{
    m_isAbandoned = true;
    m_hooks->abandonCalls();
}

void GraphRunner::enterNext()
{
    Component *component = m_wiring.enterNext();
    if (component && !ComponentPrivate::isActive(component))
        ComponentPrivate::setState(component, Component::State::Waiting);
}

bool GraphRunner::mayBegin() const
{
    return m_isRunning && m_wiring.isEntered() && m_walk.hasNext()
            && (m_walk.direction() == Direction::Down || m_verdict == Verdict::Good);
}

void GraphRunner::beginNext()
{
    const int node = m_walk.next();
    if (m_walk.direction() == Direction::Up)
        beginSetup(node);
    else
        beginShutdown(node);
}

void GraphRunner::beginSetup(int node)
{
    Component *component = graph().component(node);
    if (!component || ComponentPrivate::isActive(component)) {
        skip(node);
        return;
    }
    const int timeout = m_client->timeoutOf(component, Phase::Setup);
    if (ComponentPrivate::get(component)->hook) {
        const int patience = timeout > 0 ? timeout : m_client->timeoutOf(component, Phase::Shutdown);
        m_hooks->awaitEarlierHook(component, node, patience);
        return;
    }
    m_hooks->run(component, node, Phase::Setup, timeout);
    if (m_verdict != Verdict::Good && m_isRunning && m_walk.direction() == Direction::Up)
        m_hooks->askToCancel(); // it came too late to be asked with the others
}

void GraphRunner::beginShutdown(int node)
{
    Component *component = graph().component(node);
    if (component && ComponentPrivate::get(component)->hasBegun) {
        m_hooks->run(component, node, Phase::Shutdown, m_client->timeoutOf(component, Phase::Shutdown));
        return;
    }
    skip(node);
    if (component)
        release(node);
}

void GraphRunner::skip(int node)
{
    m_hooks->lookAtClock(); // as after a hook
    finish(node);
}

void GraphRunner::finish(int node)
{
    m_client->wakeUp();
    m_walk.finish(node);
}

bool GraphRunner::hookBegins(int node, Phase phase)
{
    Component *component = graph().component(node);
    ComponentPrivate *d = ComponentPrivate::get(component);
    if (phase == Phase::Shutdown) {
        if (ComponentPrivate::isActive(component))
            --m_active;
        d->hasBegun = false;
        ComponentPrivate::setState(component, Component::State::ShuttingDown);
        return true;
    }
    const auto goesOn = [&] {
        return m_verdict == Verdict::Good && !m_isAbandoned && graph().component(node) == component;
    };
    d->holdsDependencies = true;
    m_wiring.inject(node, goesOn);
    if (goesOn())
        ComponentPrivate::setState(component, Component::State::SettingUp);
    if (!goesOn())
        return false;
    d->hasBegun = true;
    return true;
}

// Returns the component, whose hook has ended.
Component *GraphRunner::finishHook(int node, Phase phase, qint64 milliseconds)
{
    finish(node);
    Component *component = graph().component(node);
    if (phase == Phase::Setup)
        ComponentPrivate::get(component)->setupMs = int(milliseconds);
    return component;
}

void GraphRunner::hookSucceeded(int node, Phase phase, qint64 milliseconds)
{
    Component *component = finishHook(node, phase, milliseconds);
    if (phase == Phase::Setup) {
        ++m_active;
        m_reached = node;
        ComponentPrivate::setState(component, Component::State::Active);
    } else {
        if (m_verdict == Verdict::Failed)
            m_report.addRolledBack(ComponentPrivate::nameOf(component));
        ComponentPrivate::get(component)->holdsDependencies = false;
        ComponentPrivate::setState(component, Component::State::Inactive);
    }
}

void GraphRunner::hookStopped(int node, Phase phase, qint64 milliseconds)
{
    finishHook(node, phase, milliseconds);
}

void GraphRunner::hookFailed(int node, Phase phase, const HookFailure &failure)
{
    failed(finishHook(node, phase, failure.milliseconds), phase, failure);
}

void GraphRunner::failed(Component *component, Phase phase, const HookFailure &failure)
{
    ComponentPrivate *d = ComponentPrivate::get(component);
    d->hasBegun = false;
    d->holdsDependencies = false;
    m_report.add({ ComponentPrivate::nameOf(component), phase, failure.message, failure.exception }, failure.milliseconds);
    if (phase == Phase::Setup && !m_client->isCanceled()) // what came first counts
        m_client->setupFailed();
    ComponentPrivate::setState(component, Component::State::Failed, failure.message);
}

void GraphRunner::earlierHookEnded(int node)
{
    if (m_verdict == Verdict::Good && !m_client->isCanceled())
        beginSetup(node);
}

// On the way down a component that never began is told what it waited for: of that, nothing has been shut down yet.
void GraphRunner::release(int node)
{
    Component *component = graph().component(node);
    if (component->state() != Component::State::Waiting && component->state() != Component::State::SettingUp)
        return;
    ComponentPrivate::get(component)->holdsDependencies = false;
    QStringList awaited;
    const QStringList properties = awaitedProperties(node, &awaited);
    QString reason = QStringLiteral("setup was canceled");
    if (m_verdict == Verdict::Failed) {
        reason = m_report.firstFailed() + QStringLiteral(" failed");
        m_report.addNotSetUp(ComponentPrivate::nameOf(component), properties.join(QLatin1String(", ")));
    }
    if (!awaited.isEmpty())
        reason += QStringLiteral(" while it waited for %1").arg(awaited.join(QLatin1String(", ")));
    ComponentPrivate::setState(component, Component::State::Inactive, QStringLiteral("not set up: ") + reason);
}

// The properties whose components aren't active; in awaited, those components too.
QStringList GraphRunner::awaitedProperties(int node, QStringList *awaited) const
{
    QStringList properties;
    for (const auto &edge : graph().dependencies(node)) {
        const Component *dependency = graph().component(edge.node);
        if (dependency && dependency->isActive())
            continue;
        const QMetaObject *type = graph().component(node)->metaObject();
        const QString property = QString::fromUtf8(type->property(int(edge.property)).name());
        properties += property;
        *awaited += dependency ? QStringLiteral("%1 (%2)").arg(ComponentPrivate::nameOf(dependency), property) : property;
    }
    return properties;
}

void GraphRunner::componentDestroyed(Component *component)
{
    if (const int node = m_wiring.nodeOf(component); node >= 0)
        tellOfDestroyed(component, node);
    m_wiring.forget(component);
}

void GraphRunner::tellOfDestroyed(Component *component, int node)
{
    const ComponentPrivate *d = ComponentPrivate::get(component);
    const Component::State state = d->state;
    if (state == Component::State::Active)
        --m_active;
    const QString message = QStringLiteral("destroyed while it was %1").arg(stateName(state));
    if (!m_hooks->forget(component) && isAwaited(node))
        failed(component, Phase::Setup, { message, std::make_exception_ptr(Error(message)) });
    if (d->state != Component::State::Inactive && d->state != Component::State::Failed)
        qCWarning(lcConductor, "%s was %s", qPrintable(ComponentPrivate::nameOf(component)), qPrintable(message));
}

// Is there a component that can't be set up without this one?
bool GraphRunner::isAwaited(int node) const
{
    if (!m_isRunning || m_walk.direction() != Direction::Up || m_verdict != Verdict::Good)
        return false;
    const auto dependents = graph().dependents(node);
    return std::any_of(dependents.begin(), dependents.end(), [this](int dependent) {
        const Component *holder = graph().component(dependent);
        return holder && !ComponentPrivate::get(holder)->hasBegun;
    });
}

} // namespace QConductor
