// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/graphrunner_p.h"

#include "meta/logging_p.h"
#include "meta/text_p.h"

#include <QtCore/qmetaobject.h>

#include <algorithm>

namespace QConductor {

using Direction = Walk::Direction;

namespace {

QString withProperty(const Component *component, const QString &property)
{
    return component ? Text::tr("%1 (property %2)").arg(ComponentPrivate::nameOf(component), property)
                     : Text::tr("property %1").arg(property); // the component was destroyed
}

// What a component that never began waited for.
struct Awaited
{
    Awaited(const Wiring &wiring, int node);

    QStringList names;   // of the dependencies that are not active
    QStringList failed;  // each dependency that has failed, with its property and the reason
    QStringList missing; // each other dependency that is not active, with its property
};

Awaited::Awaited(const Wiring &wiring, int node)
{
    const Component *component = wiring.graph().component(node);
    const QMetaObject *type = component->metaObject();
    for (const auto &edge : wiring.graph().dependencies(node)) {
        const Component *dependency = wiring.dependency(node, edge);
        if (dependency ? dependency->isActive() : ComponentPrivate::get(component)->ignores(int(edge.property)))
            continue;
        const QString property = QString::fromUtf8(type->property(int(edge.property)).name());
        names += dependency ? ComponentPrivate::nameOf(dependency) : property;
        if (dependency && dependency->state() == Component::State::Failed)
            failed += Text::tr("%1 failed: %2").arg(withProperty(dependency, property), dependency->errorString());
        else
            missing += withProperty(dependency, property);
    }
}

} // namespace

GraphRunner::GraphRunner(Client *client, WakeUp &wakeUp) : m_client(client), m_wakeUp(wakeUp), m_hooks(this, wakeUp) { }

void GraphRunner::begin(Direction direction, Walk::Order order)
{
    m_walk = Walk(graph(), order, direction);
    m_isRunning = true;
    if (direction == Direction::Up)
        m_reached = -1;
}

void GraphRunner::addFailures(const QList<Failure> &failures)
{
    for (const Failure &failure : failures)
        m_summary.add({ failure });
}

FailureSummary GraphRunner::takeSummary()
{
    m_verdict = Verdict::Good;
    return std::exchange(m_summary, {});
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
    if (ComponentPrivate::get(component)->running.hook)
        return m_hooks.awaitEarlierHook(component, node);
    const auto prepare = [this](const HookRunner::Call &call) { return prepareSetup(call); };
    const qint64 milliseconds = m_hooks.run(component, node, Phase::Setup, prepare);
    if (Q_LIKELY(milliseconds >= 0))
        setupSucceeded(component, node, milliseconds);
    if (!isGood() && m_isRunning && m_walk.direction() == Direction::Up)
        m_hooks.askToCancel(); // the others were asked before this hook was called
}

void GraphRunner::beginShutdown(int node)
{
    Component *component = graph().component(node);
    if (component && ComponentPrivate::get(component)->running.hasBegun) {
        const auto prepare = [this](const HookRunner::Call &call) { return prepareShutdown(call); };
        if (m_hooks.run(component, node, Phase::Shutdown, prepare) >= 0)
            shutdownSucceeded(component, node);
        return;
    }
    skip(node);
    if (component)
        leaveOut(node);
}

// Returns whether the hook still may begin: a setter or a slot may have canceled the setup or destroyed the component.
inline bool GraphRunner::prepareSetup(const HookRunner::Call &call)
{
    const auto goesOn = [&] { return isGood() && call.isWaitedFor(); };
    ComponentPrivate *d = ComponentPrivate::get(call.component);
    if (Q_UNLIKELY(d->membership.host->hasLoggingPolicy))
        ComponentPrivate::checkLoggingPolicy(call.component);
    d->running.holdsDependencies = true;
    if (graph().hasInjected(call.node))
        m_wiring.inject(call.node, goesOn);
    if (Q_LIKELY(goesOn()))
        ComponentPrivate::setState(call.component, Component::State::SettingUp);
    if (Q_UNLIKELY(!goesOn()))
        return false;
    d->running.hasBegun = true;
    return true;
}

inline bool GraphRunner::prepareShutdown(const HookRunner::Call &call)
{
    if (ComponentPrivate::isActive(call.component))
        --m_active;
    ComponentPrivate::get(call.component)->running.hasBegun = false;
    ComponentPrivate::setState(call.component, Component::State::ShuttingDown);
    return true;
}

void GraphRunner::skip(int node)
{
    m_hooks.lookAtClock(); // as each hook that ends does
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
    ComponentPrivate::get(component)->running.setupMs = int(milliseconds);
    ++m_active;
    m_reached = node;
    ComponentPrivate::setState(component, Component::State::Active);
}

inline void GraphRunner::shutdownSucceeded(Component *component, int node)
{
    finish(node);
    if (m_verdict == Verdict::Failed)
        m_summary.addRolledBack(ComponentPrivate::nameOf(component));
    ComponentPrivate::get(component)->running.holdsDependencies = false;
    ComponentPrivate::setState(component, Component::State::Inactive);
}

// Returns the component of the node.
Component *GraphRunner::finishHook(int node, Phase phase, qint64 milliseconds)
{
    finish(node);
    Component *component = graph().component(node);
    if (phase == Phase::Setup)
        ComponentPrivate::get(component)->running.setupMs = int(milliseconds);
    return component;
}

void GraphRunner::hookStopped(int node, Phase phase, qint64 milliseconds)
{
    finishHook(node, phase, milliseconds);
}

void GraphRunner::hookFailed(int node, const FailureRecord &record)
{
    fail(finishHook(node, record.failure.phase, record.milliseconds), record);
}

void GraphRunner::fail(Component *component, const FailureRecord &record)
{
    auto &running = ComponentPrivate::get(component)->running;
    running.hasBegun = false;
    running.holdsDependencies = false;
    m_summary.add(record);
    if (record.failure.phase == Phase::Setup && !m_client->isCanceled()) // a cancellation that came before it counts
        m_client->setupFailed();
    ComponentPrivate::setState(component, Component::State::Failed, record.failure.message);
}

void GraphRunner::earlierHookEnded(int node)
{
    if (isGood() && !m_client->isCanceled())
        beginSetup(node);
}

// On the way down, a component that never began gets an error that names what it waited for. None of that has been shut
// down yet.
void GraphRunner::leaveOut(int node)
{
    Component *component = graph().component(node);
    if (component->state() != Component::State::Waiting && component->state() != Component::State::SettingUp)
        return;
    ComponentPrivate::get(component)->running.holdsDependencies = false;
    const Awaited awaited(m_wiring, node);
    if (m_verdict == Verdict::Failed)
        m_summary.addNotSetUp(ComponentPrivate::nameOf(component), awaited.names);
    QString reason;
    if (!awaited.failed.isEmpty())
        reason = awaited.failed.join(QLatin1String("; "));
    else if (m_verdict == Verdict::Failed && !m_summary.isEmpty())
        reason = Text::tr("setup was rolled back because %1 failed: %2")
                         .arg(m_summary.first().component, m_summary.first().message);
    else
        reason = Text::tr("setup was canceled");
    if (!awaited.missing.isEmpty())
        reason = Text::tr("%1; still waiting for %2").arg(reason, awaited.missing.join(QLatin1String(", ")));
    ComponentPrivate::setState(component, Component::State::Inactive, Text::tr("not set up: %1").arg(reason));
}

void GraphRunner::componentDestroyed(Component *component)
{
    if (const int node = m_wiring.nodeOf(component); node >= 0)
        handleDestroyed(component, node);
    m_wiring.forget(component);
}

void GraphRunner::handleDestroyed(Component *component, int node)
{
    const ComponentPrivate *d = ComponentPrivate::get(component);
    const Component::State state = d->state;
    if (state == Component::State::Active)
        --m_active;
    const QString message = Text::tr("destroyed while it was %1").arg(Text::tr(stateName(state)));
    if (!m_hooks.componentDestroyed(component) && isAwaited(node))
        fail(component, FailureRecord::of(component, Phase::Setup, message));
    if (d->state != Component::State::Inactive && d->state != Component::State::Failed)
        qCWarning(lcConductor, "%s was %s", qPrintable(ComponentPrivate::nameOf(component)), qPrintable(message));
}

// Returns whether a component waits for this one, and can't be set up without it.
bool GraphRunner::isAwaited(int node) const
{
    if (!m_isRunning || m_walk.direction() != Direction::Up || !isGood())
        return false;
    const auto dependents = graph().dependents(node);
    return std::any_of(dependents.begin(), dependents.end(), [this](int dependent) {
        const Component *holder = graph().component(dependent);
        return holder && !ComponentPrivate::get(holder)->running.hasBegun;
    });
}

} // namespace QConductor
