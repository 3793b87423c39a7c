// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_GRAPHRUNNER_P_H
#define QCONDUCTOR_GRAPHRUNNER_P_H

#include "hookrunner_p.h"
#include "report_p.h"
#include "walk_p.h"
#include "wiring_p.h"

namespace QConductor {

// Brings the components of a graph up or down, a step at a time: takes them from a walk, has their hooks called, sets
// their states and keeps the report. When to go, and when to turn round, its client says.
class GraphRunner final : private HookRunner::Client
{
public:
    enum class Verdict { Good, Failed, Canceled }; // on a setup

    class Client
    {
    public:
        virtual bool isCanceled() const = 0; // has the setup been, and the verdict doesn't say so yet?
        virtual void setupFailed() = 0;

    protected:
        ~Client() = default;
    };

    GraphRunner(Client *client, WakeUp &wakeUp, QObject *parent);

    HookRunner *hooks() const { return m_hooks; }
    Wiring &wiring() { return m_wiring; }
    const Wiring &wiring() const { return m_wiring; }
    const DependencyGraph &graph() const { return m_wiring.graph(); }

    void begin(Walk::Direction direction, Conductor::Scheduling scheduling);
    void end() { m_isRunning = false; }
    bool isRunning() const { return m_isRunning; }
    Walk::Direction direction() const { return m_walk.direction(); }

    bool mayEnter() const { return m_isRunning && !m_wiring.isEntered(); }
    void enterNext() // on the way up, before any begins; there is one
    {
        Component *component = m_wiring.enterNext();
        if (component && !ComponentPrivate::isActive(component))
            ComponentPrivate::setState(component, Component::State::Waiting);
    }
    bool mayBegin() const
    {
        return m_isRunning && m_wiring.isEntered() && m_walk.hasNext()
                && (m_walk.direction() == Walk::Direction::Down || isGood());
    }
    void beginNext() // there is one
    {
        const int node = m_walk.next();
        if (m_walk.direction() == Walk::Direction::Up)
            beginSetup(node);
        else
            beginShutdown(node);
    }

    Verdict verdict() const { return m_verdict; }
    void setVerdict(Verdict verdict) { m_verdict = verdict; }
    void addFailures(const QList<Failure> &failures); // that happened before a hook was called
    ReportBuilder takeReport(); // and the verdict is good again

    int activeCount() const { return m_active; }
    const Component *takeReached(); // the one that became active last, once

    void componentDestroyed(Component *component);

private:
    void hookSucceeded(int node, Phase phase, qint64 milliseconds) override;
    void hookStopped(int node, Phase phase, qint64 milliseconds) override;
    void hookFailed(int node, Phase phase, const HookFailure &failure) override;
    void earlierHookEnded(int node) override;

    void beginSetup(int node);
    void beginShutdown(int node);
    bool prepareSetup(const HookRunner::Call &call);
    bool prepareShutdown(const HookRunner::Call &call);
    void skip(int node);
    void finish(int node);
    void setupSucceeded(Component *component, int node, qint64 milliseconds);
    void shutdownSucceeded(Component *component, int node);
    Component *finishHook(int node, Phase phase, qint64 milliseconds);
    void release(int node);
    QStringList awaitedProperties(int node, QStringList *awaited) const;
    void failed(Component *component, Phase phase, const HookFailure &failure);
    void tellOfDestroyed(Component *component, int node);
    bool isAwaited(int node) const;
    bool isGood() const { return m_verdict == Verdict::Good; } // else no setup begins

    Client *m_client;
    WakeUp &m_wakeUp;
    HookRunner *m_hooks;
    Wiring m_wiring;
    Walk m_walk;
    bool m_isRunning = false;
    Verdict m_verdict = Verdict::Good;
    ReportBuilder m_report;
    int m_active = 0;
    int m_reached = -1;
};

} // namespace QConductor

#endif
