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
        virtual void wakeUp() = 0; // there may be something to do, also in an event loop of who is called next
        virtual int timeoutOf(const Component *component, Phase phase) const = 0; // ms
        virtual bool isCanceled() const = 0; // has the setup been, and the verdict doesn't say so yet?
        virtual void setupFailed() = 0;

    protected:
        ~Client() = default;
    };

    GraphRunner(Client *client, QObject *parent);

    HookRunner *hooks() const { return m_hooks; }
    Wiring &wiring() { return m_wiring; }
    const Wiring &wiring() const { return m_wiring; }
    const DependencyGraph &graph() const { return m_wiring.graph(); }

    void begin(Walk::Direction direction, Conductor::Scheduling scheduling);
    void end() { m_isRunning = false; }
    bool isRunning() const { return m_isRunning; }
    Walk::Direction direction() const { return m_walk.direction(); }

    bool mayEnter() const { return m_isRunning && !m_wiring.isEntered(); }
    void enterNext(); // on the way up, before any begins; there is one
    bool mayBegin() const;
    void beginNext(); // there is one

    Verdict verdict() const { return m_verdict; }
    void setVerdict(Verdict verdict) { m_verdict = verdict; }
    void addFailures(const QList<Failure> &failures); // that happened before a hook was called
    ReportBuilder takeReport(); // and the verdict is good again

    int activeCount() const { return m_active; }
    const Component *takeReached(); // the one that became active last, once

    void abandonCalls(); // the conductor is being destroyed: no hook begins that hasn't
    void componentDestroyed(Component *component);

private:
    bool hookBegins(int node, Phase phase) override;
    void hookSucceeded(int node, Phase phase, qint64 milliseconds) override;
    void hookStopped(int node, Phase phase, qint64 milliseconds) override;
    void hookFailed(int node, Phase phase, const HookFailure &failure) override;
    void earlierHookEnded(int node) override;
    void wakeUp() override { m_client->wakeUp(); }
    int shutdownTimeoutOf(const Component *component) const override { return m_client->timeoutOf(component, Phase::Shutdown); }

    void beginSetup(int node);
    void beginShutdown(int node);
    void skip(int node);
    void finish(int node);
    Component *finishHook(int node, Phase phase, qint64 milliseconds);
    void release(int node);
    QStringList awaitedProperties(int node, QStringList *awaited) const;
    void failed(Component *component, Phase phase, const HookFailure &failure);
    void tellOfDestroyed(Component *component, int node);
    bool isAwaited(int node) const;

    Client *m_client;
    HookRunner *m_hooks;
    Wiring m_wiring;
    Walk m_walk;
    bool m_isRunning = false;
    bool m_isAbandoned = false;
    Verdict m_verdict = Verdict::Good;
    ReportBuilder m_report;
    int m_active = 0;
    int m_reached = -1;
};

} // namespace QConductor

#endif
