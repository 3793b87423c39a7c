// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graphrunner_p.h"

#include "logging_p.h"

#include <QtCore/qmetaobject.h>

#include <algorithm>

namespace QConductor {

using Direction = Walk::Direction;

GraphRunner::GraphRunner(Client *client, WakeUp &wakeUp, QObject *parent)
    : m_client(client), m_wakeUp(wakeUp), m_hooks(new HookRunner(this, wakeUp, parent))
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

void GraphRunner::beginSetup(int node)
{
    Component *component = graph().component(node);
    if (!component || ComponentPrivate::isActive(component))
        return skip(node);
    if (ComponentPrivate::get(component)->hook)
        return m_hooks->awaitEarlierHook(component, node);
    const auto prepare = [this](const HookRunner::Call &call) { return prepareSetup(call); };
    const qint64 milliseconds = m_hooks->run(component, node, Phase::Setup, prepare);
    if (Q_LIKELY(milliseconds >= 0))
        setupSucceeded(component, node, milliseconds);
    if (!isGood() && m_isRunning && m_walk.direction() == Direction::Up)
        m_hooks->askToCancel(); // it came too late to be asked with the others
}

void GraphRunner::beginShutdown(int node)
{
    Component *component = graph().component(node);
    if (component && ComponentPrivate::get(component)->hasBegun) {
        const auto prepare = [this](const HookRunner::Call &call) { return prepareShutdown(call); };
        if (m_hooks->run(component, node, Phase::Shutdown, prepare) >= 0)
            shutdownSucceeded(component, node);
        return;
    }
    skip(node);
    if (component)
        release(node);
}

// Returns whether the hook still may begin. A setter or a slot may do anything.
inline bool GraphRunner::prepareSetup(const HookRunner::Call &call)
{
    const auto goesOn = [&] { return isGood() && call.isWaitedFor(); };
    ComponentPrivate *d = ComponentPrivate::get(call.component);
    d->holdsDependencies = true;
    if (graph().hasInjected(call.node))
        m_wiring.inject(call.node, goesOn);
    if (Q_LIKELY(goesOn()))
        ComponentPrivate::setState(call.component, Component::State::SettingUp);
    if (Q_UNLIKELY(!goesOn()))
        return false;
    d->hasBegun = true;
    return true;
}

inline bool GraphRunner::prepareShutdown(const HookRunner::Call &call)
{
    if (ComponentPrivate::isActive(call.component))
        --m_active;
    ComponentPrivate::get(call.component)->hasBegun = false;
    ComponentPrivate::setState(call.component, Component::State::ShuttingDown);
    return true;
}

void GraphRunner::skip(int node)
{
    m_hooks->lookAtClock(); // as after a hook
    finish(node);
}

void GraphRunner::finish(int node)
{
    m_wakeUp.post();
    m_walk.finish(node);
}

void GraphRunner::hookSucceeded(int node, Phase phase, qint64 milliseconds)
{
    if (phase == Phase::Setup)
        setupSucceeded(graph().component(node), node, milliseconds);
    else
        shutdownSucceeded(graph().component(node), node);
}

inline void GraphRunner::setupSucceeded(Component *component, int node, qint64 milliseconds)
{
    finish(node);
    ComponentPrivate::get(component)->setupMs = int(milliseconds);
    ++m_active;
    m_reached = node;
    ComponentPrivate::setState(component, Component::State::Active);
}

inline void GraphRunner::shutdownSucceeded(Component *component, int node)
{
    finish(node);
    if (m_verdict == Verdict::Failed)
        m_report.addRolledBack(ComponentPrivate::nameOf(component));
    ComponentPrivate::get(component)->holdsDependencies = false;
    ComponentPrivate::setState(component, Component::State::Inactive);
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
    if (isGood() && !m_client->isCanceled())
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
    if (!m_isRunning || m_walk.direction() != Direction::Up || !isGood())
        return false;
    const auto dependents = graph().dependents(node);
    return std::any_of(dependents.begin(), dependents.end(), [this](int dependent) {
        const Component *holder = graph().component(dependent);
        return holder && !ComponentPrivate::get(holder)->hasBegun;
    });
}

} // namespace QConductor
