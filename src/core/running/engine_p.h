// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_ENGINE_P_H
#define QCONDUCTOR_RUNNING_ENGINE_P_H

#include "async/wakeup_p.h"
#include "conductor.h"
#include "discovery/discovery_p.h"
#include "running/deferredstart_p.h"
#include "running/failurelist_p.h"
#include "running/graphrunner_p.h"
#include "running/progress_p.h"
#include "running/remains_p.h"

#include <deque>
#include <memory>

namespace QConductor {

// Takes the calls of setup(), shutdown(), start(), stop() and restart(), makes jobs of them, and does in slices of time what
// the jobs need. It keeps the conductor's state and the futures that it has returned.
//
// The conductor owns the engine. Each function that calls application code holds the engine until it returns, because that
// code may destroy the conductor. After that, the engine lives on until the last hook has finished.
class Engine final : public std::enable_shared_from_this<Engine>
{
    Q_DISABLE_COPY_MOVE(Engine)

public:
    Engine(Conductor *conductor, std::shared_ptr<Registry> registry);
    ~Engine();

    QFuture<void> raise(Job::Kind kind, Component *target = nullptr); // Setup, Start or Restart
    QFuture<void> lower(Job::Kind kind, Component *target = nullptr); // Shutdown or Stop
    void shutDownInLocalLoop(); // the conductor or the document that it stands in is being destroyed
    void close();               // the conductor is being destroyed or cleared
    void takeSettings(Engine &former); // of the same conductor, which was cleared
    void componentDestroyed(Component *component);
    void objectDestroyed(Component *service, const QObject *object);
    void leaveObject(Component *service); // it gets another one
    void reportFailure(Component *component, const QString &message);

    const std::shared_ptr<Gateway> &gateway() const { return m_gateway; }
    HookRunner &hooks() { return m_runner.hooks(); }
    const HookRunner &hooks() const { return m_runner.hooks(); }
    bool isScheduled() const { return m_wakeUp.isPosted(); }
    QByteArray fingerprint() const; // for tests
    bool hasNextSetup() const;      // a call waits for a shutdown to end
    bool isClosing() const { return m_isClosing; }
    Conductor::State state() const { return m_state; }
    QString errorString() const { return m_errorString; }
    qreal progress() const { return m_progress.value(m_state == Conductor::State::Active); }
    QString progressText() const { return m_progress.text(); }
    bool isDegraded() const { return m_state == Conductor::State::Active && m_runner.isAnyImpaired(); }
    QList<Failure> failures() const;
    Report report(Phase phase) const { return m_runner.recorder().report(phase); }
    // The function is called when a setup or a shutdown has ended, or was dropped. Its report is complete, if it has one. The
    // function may call no application code.
    void onPhaseEnd(std::function<void()> ended) { m_runner.recorder().onEnd(std::move(ended)); }
    const Wiring &wiring() const { return m_runner.wiring(); }
    bool shutdownOnFailure = false; // of an essential component that was up
    std::function<void()> hookHolds; // is called when hooks that are on the stack are all that is waited for
    DeferredStart &deferredStart() { return m_deferredStart; }

    // The level at which the failures of a setup or a shutdown are logged: QtWarningMsg or, in run() and serve(),
    // QtCriticalMsg.
    void setFailureLevel(QtMsgType level) { m_failureLevel = level; }

private:
    using JobPointer = GraphRunner::JobPointer;
    enum class Step {
        None,
        FinishPromises,
        DestroyObject,
        Announce,
        WorkOnHook,
        Withdraw,
        TellLoss,
        Recover,
        BeginDeferred,
        Cancel,
        TellCanceled,
        Find,
        Enter,
        WorkOnJob,
        Begin,
        Conclude,
        BeginQueued
    };
    struct Ended // a job whose promise is to be finished
    {
        JobPointer job;
        std::exception_ptr error;
    };

    void wakeUp() { m_wakeUp.post(); }
    const Parts &parts() const { return m_runner.parts(); }
    JobPointer makeJob(Job::Kind kind, Component *target);
    JobPointer sameCall(Job::Kind kind, const Component *target) const;
    void stopWhatIsDeferred(const Component *target);
    bool isSetUp(const Component *component) const; // or on its way
    bool isGoingDown() const;
    bool hasNothingToDo(Job::Kind kind, int node) const;
    void checkGraph(Job &job) const;
    bool needsGraph(const Job &job) const;
    bool isStill() const; // nothing moves
    bool maySetGraph() const;
    void setGraph(DependencyGraph graph);
    bool mayBegin(const Job &job) const;
    void begin(const JobPointer &job);
    void find();
    void putBack();
    void beginPart(const JobPointer &job);
    Part partOf(const Job &job) const;
    void refuse(const JobPointer &job, const std::exception_ptr &error);
    const char *obstacleToShutDown() const;
    bool waitsForHook(int node, const QFuture<void> &future) const;
    void keepLateError(const std::exception_ptr &error);

    void withdraw();
    void shutDownBecauseOf(const FailureRecord &record);
    struct Recovery // of a component that has failed while it was up
    {
        QPointer<Component> component;
        Clock::time_point at; // not before this time
    };
    std::vector<Recovery>::const_iterator dueRecovery() const;
    void recover();
    bool mayBeginDeferred() const;
    void beginDeferred();
    void settle();
    void dropRecoveries(const Component *target);
    std::deque<FailureRecord>::const_iterator lossToTell() const;
    void tellLoss();

    void pump();
    Step nextStep() const;
    void perform(Step step);
    void enterSome();
    void beginSome();
    void workOnJob();
    bool isAnyCanceled() const // it is asked before each hook
    {
        for (const JobPointer &job : m_runner.jobs()) {
            if (job->isCanceledByCaller())
                return true;
        }
        return m_finding && m_finding->isCanceledByCaller();
    }
    JobPointer canceledJob() const;
    void cancel(JobPointer job);
    void tellCanceledSome();
    JobPointer jobToConclude() const;
    bool hasOpeningJob() const;
    void conclude();
    void concludePart(const JobPointer &job);
    void finishPart(const JobPointer &job);
    void becomeActive();
    void becomeInactiveIfStopped();
    void concludeWhole(const JobPointer &last);
    JobPointer queuedJob() const;
    void beginQueued();
    void beginAfterWaiting(const JobPointer &job);
    void finishLater(const JobPointer &job, const std::exception_ptr &error = {});
    void finishPromises();
    bool takeBackIfCanceled();

    void setState(Conductor::State state, const QString &errorString = {});
    void logFailure(const QString &message) const;
    void tellFailed(const QString &message);
    bool publishProgress();
    void publishDegraded();

    Conductor *m_conductor; // nullptr: destroyed
    std::shared_ptr<Registry> m_registry;
    const std::shared_ptr<Gateway> m_gateway;
    Conductor::State m_state = Conductor::State::Inactive;
    QString m_errorString;
    FailureList m_failures;    // of jobs that have ended, and of what was lost
    WakeUp m_wakeUp;           // calls pump(); lives in the conductor's thread, as its child
    Slice m_slice;
    bool m_hasStopped = false; // a stop() has ended, and nothing has been active since
    bool m_isClosing = false;
    QtMsgType m_failureLevel = QtWarningMsg;
    int m_localLoops = 0; // number of calls of shutDownInLocalLoop() on the stack
    int m_untold = 0; // number of members that are still to be told that setup was canceled before the graph was known

    Discovery m_discovery;
    GraphRunner m_runner;
    Progress m_progress;
    bool m_publishedDegraded = false;

    JobPointer m_finding;           // the job for which the graph is being found; nullptr: none
    std::deque<JobPointer> m_queue; // jobs that begin when others have ended
    std::deque<Ended> m_ended;      // jobs whose promises are finished after the signals
    std::vector<Recovery> m_recoveries;
    DeferredStart m_deferredStart;
    bool m_isToSettle = false;      // settled() is still to be emitted
    std::deque<FailureRecord> m_untoldLosses; // for which componentFailed() is still to be emitted

    Remains m_remains;              // after the conductor was destroyed
    std::shared_ptr<Engine> m_self; // while hooks still run after the conductor was destroyed
};

} // namespace QConductor

#endif
