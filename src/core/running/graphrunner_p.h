// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_GRAPHRUNNER_P_H
#define QCONDUCTOR_RUNNING_GRAPHRUNNER_P_H

#include "graph/walk_p.h"
#include "running/failuresummary_p.h"
#include "running/hookrunner_p.h"
#include "running/wiring_p.h"

namespace QConductor {

// Brings the components of a graph up or down, a step at a time: it gets the next node from a walk, has the hook called, sets
// the component's state and collects failures. Its client says when to go on, and when to turn round.
class GraphRunner final : private HookRunner::Client
{
public:
    enum class Verdict { Good, Failed, Canceled }; // on the setup

    class Client
    {
    public:
        virtual bool isCanceled() const = 0; // the setup was canceled, and the verdict doesn't say so yet
        virtual void setupFailed() = 0;

    protected:
        ~Client() = default;
    };

    GraphRunner(Client *client, WakeUp &wakeUp);

    HookRunner &hooks() { return m_hooks; }
    const HookRunner &hooks() const { return m_hooks; }
    Wiring &wiring() { return m_wiring; }
    const Wiring &wiring() const { return m_wiring; }
    const DependencyGraph &graph() const { return m_wiring.graph(); }

    void begin(Walk::Direction direction, Walk::Order order);
    void end() { m_isRunning = false; }
    bool isRunning() const { return m_isRunning; }
    Walk::Direction direction() const { return m_walk.direction(); }

    // On the way up, every node is entered before any begins.
    bool mayEnter() const { return m_isRunning && !m_wiring.isEntered(); }
    void enterNext() // call it only if mayEnter()
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
    void beginNext() // call it only if mayBegin()
    {
        const int node = m_walk.next();
        if (m_walk.direction() == Walk::Direction::Up)
            beginSetup(node);
        else
            beginShutdown(node);
    }

    Verdict verdict() const { return m_verdict; }
    void setVerdict(Verdict verdict) { m_verdict = verdict; }
    void addFailures(const QList<Failure> &failures); // failures before any hook was called
    FailureSummary takeSummary();                     // makes the verdict good again
    const FailureSummary &summary() const { return m_summary; }

    int activeCount() const { return m_active; }
    const Component *takeReached(); // the component that became active last; nullptr: none did since the last call

    void componentDestroyed(Component *component);

private:
    void hookSucceeded(int node, Phase phase, qint64 milliseconds) override;
    void hookStopped(int node, Phase phase, qint64 milliseconds) override;
    void hookFailed(int node, const FailureRecord &record) override;
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
    void leaveOut(int node);
    void fail(Component *component, const FailureRecord &record);
    void handleDestroyed(Component *component, int node);
    bool isAwaited(int node) const;
    bool isGood() const { return m_verdict == Verdict::Good; } // otherwise no setup begins

    Client *m_client;
    WakeUp &m_wakeUp;
    HookRunner m_hooks;
    Wiring m_wiring;
    Walk m_walk;
    bool m_isRunning = false;
    Verdict m_verdict = Verdict::Good;
    FailureSummary m_summary;
    int m_active = 0;   // number of components that are active
    int m_reached = -1; // node that became active last; -1: it was told
};

} // namespace QConductor

#endif
