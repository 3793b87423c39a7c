// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_GRAPHRUNNER_P_H
#define QCONDUCTOR_RUNNING_GRAPHRUNNER_P_H

#include "graph/schedule_p.h"
#include "running/hookrunner_p.h"
#include "running/job_p.h"
#include "running/jobrecorder_p.h"
#include "running/parts_p.h"
#include "running/restarts_p.h"
#include "running/serviceobjects_p.h"
#include "running/wiring_p.h"

#include <memory>

namespace QConductor {

// Moves the components of a graph up and down, a step at a time, as the jobs that are on their way want it: it gets the next
// node from the schedule, has the hook called, sets the component's state, and tells the jobs what has become of the node.
class GraphRunner final : private HookRunner::Client
{
public:
    using JobPointer = std::shared_ptr<Job>;
    using Position = Schedule::Position;

    GraphRunner(Gateway &gateway, WakeUp &wakeUp);

    HookRunner &hooks() { return m_hooks; }
    const HookRunner &hooks() const { return m_hooks; }
    const Wiring &wiring() const { return m_wiring; }
    const DependencyGraph &graph() const { return m_wiring.graph(); }

    // A graph may be set, and its nodes entered, only while there is no job but the one that has found it, or if
    // isOnlyDeferring() is true. Then the deferral is dropped, and the part is returned with which another one has to begin
    // at once.
    std::optional<Part> setGraph(DependencyGraph graph, std::vector<ForeignDependency> foreign);
    bool isOnlyDeferring() const; // all that moves are Deferred components on their way up
    void restart() { m_wiring.restart(); }

    const std::vector<JobPointer> &jobs() const { return m_jobs; }
    void begin(const JobPointer &job, const Part &part);
    void turnRound(Job &job, Job::Verdict verdict); // to roll back what it has begun
    void remove(const JobPointer &job);             // it is over
    void resume(const JobPointer &job);             // it was over
    void end();                                     // the conductor is being destroyed

    const Parts &parts() const { return m_parts; }
    bool isAnyImpaired() const { return m_impaired > 0; }
    bool isAllUp() const { return m_parts.isAllUp(m_active); } // of what may come up
    bool isAllDown() const { return m_active == 0 && m_jobs.empty() && m_hooks.inFlight() == 0; }
    void markStopped(int node); // what was left out is stopped, so that nothing but a start brings it up
    void forgetStops() { m_parts.forgetStops(); } // nothing is up any more

    // Nodes are entered before any of them moves.
    bool mayEnter() const { return !m_wiring.isEntered(); }
    void enterNext() // call it only if mayEnter()
    {
        const Component *component = m_wiring.enterNext();
        if (Q_UNLIKELY(!component))
            return;
        const int node = ComponentPrivate::get(component)->running.node;
        if (Q_UNLIKELY(m_schedule.hasSoft()))
            m_wiring.refresh(node);
        if (Q_LIKELY(node < graph().size())) // a setter may have had another graph set
            announce(node);
    }
    bool mayBegin() const { return m_wiring.isEntered() && m_schedule.hasNext(); }
    void beginNext() // call it only if mayBegin()
    {
        const int node = m_schedule.takeNext();
        if (Q_UNLIKELY(node < 0))
            return;
        if (m_schedule.position(node) == Position::Rising)
            callSetup(node);
        else
            callShutdown(node);
    }
    JobPointer dueJob() const; // whose stage goes on or has ended; nullptr: there is none
    void workOn(Job &job);

    QByteArray fingerprint() const; // for tests
    int activeCount() const { return m_active; }
    QList<Failure> failures() const; // of the jobs that are on their way

    void componentDestroyed(Component *component);
    void reportFailure(Component *component, const QString &message);
    Restarts &restarts() { return m_restarts; }
    JobRecorder &recorder() { return m_recorder; }
    const JobRecorder &recorder() const { return m_recorder; }
    void countRestart(Component *component);
    void tryAtOnce(int node); // ends the rest of the node and of what it requires, and begins their rows of tries anew
    bool hasLosses() const { return !m_losses.empty(); } // that takeLosses() has not returned yet
    std::vector<Loss> takeLosses() { return std::exchange(m_losses, {}); }
    ServiceObjects &objects() { return m_objects; }
    const ServiceObjects &objects() const { return m_objects; }
    // Whether a component that went down and is to come up again still has to become Waiting.
    bool hasToAnnounce() const { return !m_toAnnounce.empty(); }
    void announceNext();
    // What has to be done before a further hook begins.
    bool hasUrgent() { return Q_UNLIKELY(m_mayHaveUrgent) && lookForUrgent(); }
    void objectDestroyed(Component *service, const QObject *object); // by somebody else
    void leaveObject(Component *service) { m_wiring.leaveObject(service); }
    // Returns what requires something that was lost and is still to be up, and tells the job why it takes that down.
    Part partToWithdraw(const std::vector<Loss> &losses, Job &job) const;

private:
    void hookSucceeded(int node, Phase phase, qint64 milliseconds) override;
    void hookStopped(int node, Phase phase, qint64 milliseconds) override;
    void hookFailed(int node, const FailureRecord &record, HookRunner::Remainder remainder) override;
    void lateHookEnded(int node, HookRunner::Remainder remainder) override;
    void earlierHookEnded(int node) override;
    void unfinishedHookEnded(Component *component) override;
    void alarmPassed() override;
    void hookTimed(int node, Phase phase, const HookRunner::Times &times) override;
    void hookIsSlow(int node, Phase phase, qint64 milliseconds) override;

    void announce(int node)
    {
        Component *component = graph().component(node);
        if (component && m_schedule.isToRise(node))
            m_gateway.setState(component, Component::State::Waiting);
    }
    struct Deferred // a member of a deferral, while another graph is set
    {
        int node; // in the former graph
        bool isRising;
        bool isResting;
    };
    QHash<const Component *, Deferred> takeDeferral();
    Part placeDeferred(const QHash<const Component *, Deferred> &deferred);
    void add(const JobPointer &job);
    void callSetup(int node);
    void callShutdown(int node);
    HookRunner::Prepared prepareSetup(const HookRunner::Call &call);
    HookRunner::Prepared prepareShutdown(const HookRunner::Call &call);
    void arriveUp(int node);
    void arriveDown(int node);
    void arriveStale(int node);
    Q_ALWAYS_INLINE void tellJobs(int node, Position at)
    {
        for (const JobPointer &job : m_jobs)
            job->nodeArrived(node, at, m_schedule);
    }
    void announceLater(Component *component, int node);
    void setupSucceeded(Component *component, int node, qint64 milliseconds);
    void becomeActive(Component *component, int node);
    void noteWhatIsLeftOut(const Component *component, int node);
    bool leaveSoftHolders(const HookRunner::Call &call);
    void shutdownSucceeded(Component *component, int node);
    void noteDown(Component *component, int node);
    void arriveFailed(int node, HookRunner::Remainder remainder);
    void askIfUnwanted(int node);
    void giveUpIfOverLimit(int node);
    void leaveOut(int node, Job &job);
    void goWithout(const std::vector<int> &nodes, Job &job);
    void fail(Component *component, int node, const FailureRecord &record);
    void fail(Component *component, int node, const FailureRecord &record, const std::vector<JobPointer> &jobs);
    void handleDestroyed(Component *component, int node);
    enum class Need { ByAll, OfWhatWasUp, OfWhatWasDown }; // what matters to the jobs that concern a node
    std::vector<JobPointer> jobsThatNeed(int node, Need need) const;
    Loss lossOf(Component *component, int node, const QString &message) const;
    void rest(Component *component, int node, const FailureRecord &record, int delay);
    void wakeRested();
    bool restartInPlace(Component *component, int node, const std::vector<JobPointer> &jobs,
                        const FailureRecord &record, int delay);
    void failJobs(int node, const FailureRecord &record, const std::vector<JobPointer> &jobs);
    void noteLeftOut(const FailureRecord &record, const std::vector<int> &nodes, Job &job);
    bool canGoWithout(const Job &job, const std::vector<int> &nodes) const;
    void fall(int node);
    bool lookForUrgent();
    void addLoss(const Loss &loss);
    void noteObject(Component *component);
    void setImpaired(Component *component, bool isImpaired);
    bool isWantedUp(int node, const Job *except) const;
    void keepUp(int node);
    bool isToRestart(int node, const Job *except) const;
    void handOver(int node, Job &job);
    void turn(Job &job);
    void noteCall(const Job &job, const std::vector<int> &toRenew);
    void takeMembers(const Job &taker);
    void cancelOvertaken(const Job &taker);

    Gateway &m_gateway;
    WakeUp &m_wakeUp;
    HookRunner m_hooks;
    Wiring m_wiring;
    Schedule m_schedule;
    Parts m_parts { m_wiring, m_schedule };
    ServiceObjects m_objects;
    JobRecorder m_recorder { m_wiring, m_schedule, m_hooks };
    std::vector<JobPointer> m_jobs;
    int m_calls = 0;   // number of jobs that have raised something in this graph or an earlier one with soft edges
    int m_active = 0;  // number of components that are active
    int m_impaired = 0; // number of components that are impaired
    std::vector<Loss> m_losses;
    std::vector<QPointer<Component>> m_toAnnounce; // as Waiting, in the next step
    bool m_mayHaveUrgent = false;                  // m_losses, m_toAnnounce or the objects to destroy may not be empty
    struct Rest // of a component that has failed, before a setup tries it again
    {
        QPointer<Component> component;
        Clock::time_point until;
    };
    Restarts m_restarts;
    std::vector<Rest> m_rests;
    bool m_isAnyOverLimit = false; // a job may have exceeded the limit of a shutdown
};

} // namespace QConductor

#endif
