// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/engine_p.h"

#include "async/eventwait_p.h"
#include "async/samefuture_p.h"
#include "async/startedpromise_p.h"
#include "conductorstate_p.h"
#include "meta/logging_p.h"
#include "meta/text_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qthread.h>

#include <algorithm>

namespace QConductor {

namespace {

// An error that no component has caused is a failure without a component.
QList<Failure> failuresOf(const std::exception_ptr &error)
{
    try {
        std::rethrow_exception(error);
    } catch (const SetupError &setupError) {
        return setupError.failures();
    } catch (const ShutdownError &shutdownError) {
        return shutdownError.failures();
    } catch (...) {
        return { { QString(), QString(), Phase::Setup, messageOf(error), error } };
    }
}

// Swallows deleteLater() of an object that is being destroyed already.
class DeferredDeleteBlocker : public QObject
{
public:
    explicit DeferredDeleteBlocker(QObject *object)
    {
        moveToThread(object->thread()); // the only thread whose objects may filter its events
        object->installEventFilter(this);
    }
    bool eventFilter(QObject *, QEvent *event) override { return event->type() == QEvent::DeferredDelete; }
};

bool isRollingBack(const GraphRunner::JobPointer &job)
{
    return job->rollsBack() || job->kind == Job::Kind::Withdrawal;
}

} // namespace

Engine::Engine(Conductor *conductor, std::shared_ptr<Registry> registry)
    : m_conductor(conductor),
      m_registry(std::move(registry)),
      m_gateway(m_registry->gateway()),
      m_wakeUp([this] { pump(); }, conductor),
      m_discovery(m_registry),
      m_runner(*m_gateway, m_wakeUp),
      m_progress(m_runner),
      m_deferredStart(m_wakeUp, m_runner.hooks())
{
    m_gateway->setWakeUp(&m_wakeUp);
    hooks().waitsForHook = [this](int node, const QFuture<void> &future) { return waitsForHook(node, future); };
}

Engine::~Engine()
{
    m_gateway->dropWakeUp(&m_wakeUp);
}

QFuture<void> Engine::raise(Job::Kind kind, Component *target)
{
    const auto self = shared_from_this();
    takeBackIfCanceled();
    withdraw();
    while (const JobPointer canceled = canceledJob())
        cancel(canceled);
    if (m_isClosing || m_localLoops > 0)
        return Component::failed(Text::tr("setup() of a conductor that is being destroyed or cleared"));
    const bool isDownFirst = isGoingDown();
    const bool isToWait = isDownFirst || !m_queue.empty(); // calls that wait begin in turn
    const int node = target ? wiring().nodeOf(target) : -1;
    if ((!isToWait || (isDownFirst && kind == Job::Kind::Restart)) && hasNothingToDo(kind, node))
        return Component::done();
    if (kind == Job::Kind::Restart) {
        m_runner.restarts().forget(target);
        if (node >= 0)
            m_runner.tryAtOnce(node);
    }
    if (isDownFirst && kind == Job::Kind::Restart)
        kind = Job::Kind::Start; // when it begins, everything is down
    if (const JobPointer same = sameCall(kind, target))
        return same->promise.future();
    const JobPointer job = makeJob(kind, target);
    const QFuture<void> future = job->promise.future();
    checkGraph(*job);
    if (isToWait || !mayBegin(*job)) {
        m_queue.push_back(job);
        wakeUp();
    } else {
        begin(job);
    }
    return future;
}

QFuture<void> Engine::lower(Job::Kind kind, Component *target)
{
    const auto self = shared_from_this();
    const auto dropped = kind == Job::Kind::Shutdown ? std::exchange(m_queue, {}) : std::deque<JobPointer>();
    takeBackIfCanceled(); // the futures of what is dropped end canceled when this function returns
    withdraw();
    if (!isUp(m_state))
        return Component::done();
    if (const JobPointer same = sameCall(kind, target))
        return same->promise.future();
    const bool isToWait = kind == Job::Kind::Stop && (m_finding || !m_queue.empty()); // what is asked for later decides
    dropRecoveries(target);
    if (const int node = target ? wiring().nodeOf(target) : -1; node >= 0 && parts().wasLeftOut(node))
        m_runner.markStopped(node);
    if (kind == Job::Kind::Stop && !isToWait)
        stopWhatIsDeferred(target);
    if (kind == Job::Kind::Stop && !isToWait && (isGoingDown() || !isSetUp(target)))
        return Component::done();
    const JobPointer job = makeJob(kind, target);
    const QFuture<void> future = job->promise.future();
    if (isToWait) {
        m_queue.push_back(job);
        return future;
    }
    if (kind == Job::Kind::Shutdown && m_state == Conductor::State::Active)
        m_failures.clear();
    if (kind == Job::Kind::Shutdown)
        m_runner.recorder().begin(*job);
    beginPart(job);
    if (kind == Job::Kind::Shutdown && m_finding)
        cancel(m_finding);
    if (kind == Job::Kind::Shutdown)
        setState(Conductor::State::ShuttingDown);
    return future;
}

// What is Deferred and still to begin stays down if it requires the target, or is the target (R12, R43).
void Engine::stopWhatIsDeferred(const Component *target)
{
    const auto &jobs = m_runner.jobs();
    const bool isInSetup = std::any_of(jobs.begin(), jobs.end(), [](const JobPointer &job) {
        return job->kind == Job::Kind::Setup && job->isGood();
    });
    const bool isAhead = isInSetup || m_isToSettle || m_deferredStart.isStillToBegin();
    const int node = target ? wiring().nodeOf(target) : -1;
    if (!isAhead || node < 0 || isGoingDown())
        return;
    const std::vector<int> deferred = parts().whatIsDeferred().nodes;
    for (int holder : parts().withHolders(node, deferred)) {
        if (!parts().isSetUp(holder))
            m_runner.markStopped(holder);
    }
}

bool Engine::isSetUp(const Component *component) const
{
    const int node = component ? wiring().nodeOf(component) : -1;
    return node >= 0 && parts().isSetUp(node);
}

Engine::JobPointer Engine::makeJob(Job::Kind kind, Component *target)
{
    auto job = std::make_shared<Job>(kind, target, startedPromise());
    job->isLayered = m_conductor->scheduling() == Conductor::Scheduling::LayerByLayer;
    QObject::connect(&job->watcher, &QFutureWatcherBase::canceled, &m_wakeUp, &WakeUp::post);
    job->watcher.setFuture(job->promise.future());
    return job;
}

// Returns the job of the same call, unless that was overtaken or canceled, or goes on without its target; nullptr: there is
// none.
Engine::JobPointer Engine::sameCall(Job::Kind kind, const Component *target) const
{
    const int node = target ? wiring().nodeOf(target) : -1;
    const auto isSame = [&](const JobPointer &job) {
        const bool isOfIt = job && job->kind == kind && job->target == target;
        return isOfIt && !job->wasTakenFrom && !(node >= 0 && job->hasGivenUp(node))
               && job->verdict != Job::Verdict::Canceled && (!job->raises() || !job->promise.isCanceled());
    };
    for (auto queued = m_queue.rbegin(); queued != m_queue.rend(); ++queued) {
        if (isSame(*queued))
            return *queued;
        if ((*queued)->raises() != (kind < Job::Kind::Stop)) // it comes after the job that is looked for, and undoes it
            return nullptr;
    }
    if (isSame(m_finding))
        return m_finding;
    const auto &jobs = m_runner.jobs();
    const auto live = std::find_if(jobs.begin(), jobs.end(), isSame);
    return live != jobs.end() ? *live : nullptr;
}

// Returns whether everything is on its way down. What raises something begins when that has ended.
bool Engine::isGoingDown() const
{
    const auto &jobs = m_runner.jobs();
    return m_state == Conductor::State::ShuttingDown
           || (m_state == Conductor::State::SettingUp && !m_finding && !jobs.empty()
               && std::all_of(jobs.begin(), jobs.end(), isRollingBack) && !parts().isAnyWanted());
}

bool Engine::hasNothingToDo(Job::Kind kind, int node) const
{
    if (kind == Job::Kind::Recovery)
        return m_state != Conductor::State::Active || node < 0 || !parts().wasLeftOut(node);
    if (kind == Job::Kind::Restart)
        return !isUp(m_state) || node < 0 || !(parts().isSetUp(node) || parts().wasLeftOut(node));
    if (m_state != Conductor::State::Active)
        return false;
    if (kind == Job::Kind::Start)
        return node >= 0 && parts().isUp(node);
    return m_runner.jobs().empty() && m_discovery.isUpToDate() && m_discovery.wasWhole() && m_runner.isAllUp()
           && (!m_deferredStart.isNone() || parts().whatIsDeferred().nodes.empty());
}

void Engine::checkGraph(Job &job) const
{
    job.needsGraph = needsGraph(job);
    job.version = m_registry->version();
}

// A part whose components are known and wired as before needs no search, and so its call costs what the part costs (R39).
bool Engine::needsGraph(const Job &job) const
{
    if (job.kind == Job::Kind::Setup)
        return m_runner.jobs().empty() || !m_discovery.isUpToDate() || !m_discovery.wasWhole();
    const int node = job.target ? wiring().nodeOf(job.target) : -1;
    if (job.kind == Job::Kind::Start)
        return node < 0 || !parts().isAsFound(parts().withDependencies({ node }));
    // a restart or a recovery
    return job.target && node >= 0 && parts().hasGap() && parts().hasGap(parts().toRestart(node));
}

// Another graph can be used only when nothing moves. This calls no application code.
bool Engine::mayBegin(const Job &job) const
{
    const bool isUnknown = job.kind == Job::Kind::Start && job.target && wiring().nodeOf(job.target) < 0;
    const bool isOutdated = job.version != m_registry->version(); // components have come or gone while it waited
    return !m_finding && (!(job.needsGraph || isUnknown || isOutdated) || maySetGraph());
}

bool Engine::isStill() const
{
    return m_runner.jobs().empty() && hooks().inFlight() == 0;
}

// What is Deferred may be on its way up for long, so nothing waits for it (R43).
bool Engine::maySetGraph() const
{
    return isStill() || m_runner.isOnlyDeferring();
}

// A deferral that is on its way goes on in the new graph.
void Engine::setGraph(DependencyGraph graph)
{
    const auto former = m_runner.jobs();
    const auto part = m_runner.setGraph(std::move(graph), m_discovery.takeForeign());
    m_runner.restart();
    if (!part)
        return;
    const JobPointer deferral = makeJob(Job::Kind::Deferral, nullptr);
    for (const JobPointer &job : former)
        deferral->summary = job->summary;
    m_runner.begin(deferral, *part);
}

// Shuts down, perhaps inside a hook, and returns when that has ended. The hooks that are on the stack can't end before this
// function returns, so nothing waits for them. Meanwhile no setup begins, and the conductor may be destroyed.
void Engine::shutDownInLocalLoop()
{
    const auto self = shared_from_this();
    ++m_localLoops;
    wakeUp();
    hooks().abandonCalls();
    lower(Job::Kind::Shutdown);
    processEventsUntil([this] { return !isUp(m_state); });
    --m_localLoops;
}

// The conductor is being destroyed or cleared, perhaps inside a hook. When this returns, the only components left of it are
// those whose hooks still run, and what those need.
void Engine::close()
{
    const auto self = shared_from_this();
    m_isClosing = true;
    if (const char *obstacle = obstacleToShutDown()) {
        hooks().abandonCalls();
        if (isUp(m_state))
            qCWarning(lcConductor, "a conductor is destroyed %s, and can't shut down any more", obstacle);
    } else {
        const DeferredDeleteBlocker blocker(m_conductor);
        shutDownInLocalLoop();
    }
    m_runner.end();
    m_untold = 0;
    m_wakeUp.setParent(nullptr);
    m_remains.leave(m_conductor, m_registry->members(), m_runner.wiring());
    m_conductor = nullptr;
    if (!hooks().isIdle())
        m_self = self;
}

// Returns why no event can be processed any more in the thread that the conductor lives in; nullptr: there is no reason.
const char *Engine::obstacleToShutDown() const
{
    if (!QCoreApplication::instance())
        return "after the QCoreApplication";
    if (m_wakeUp.thread() != QThread::currentThread())
        return "by another thread than the one that it lives in";
    return nullptr;
}

void Engine::takeSettings(Engine &former)
{
    hooks().timeouts() = former.hooks().timeouts();
    hooks().thresholds() = former.hooks().thresholds();
    hooks().deadlines().takeVirtualTime(former.hooks().deadlines());
    shutdownOnFailure = former.shutdownOnFailure;
    m_failureLevel = former.m_failureLevel;
}

// Returns whether the future is that of a call that can't end before the hook of the node has ended. A call that waits to begin
// waits for all hooks, but not for those of Deferred components: then it isn't known yet which components it concerns.
bool Engine::waitsForHook(int node, const QFuture<void> &future) const
{
    const auto isOf = [&](const JobPointer &job) { return job && isSameFuture(job->promise.future(), future); };
    const auto &jobs = m_runner.jobs();
    const auto running = std::find_if(jobs.begin(), jobs.end(), isOf);
    if (running != jobs.end())
        return (*running)->concerns(node);
    const bool isToBegin = isOf(m_finding) || std::any_of(m_queue.begin(), m_queue.end(), isOf);
    return isToBegin && !m_runner.isOnlyDeferring();
}

void Engine::begin(const JobPointer &job)
{
    const auto self = shared_from_this();
    m_failures.beginNext();
    if (job->kind == Job::Kind::Setup)
        m_runner.recorder().begin(*job);
    job->isOpening = m_state != Conductor::State::Active;
    if (!job->needsGraph) {
        beginPart(job);
        if (job->isOpening)
            setState(Conductor::State::SettingUp);
        return;
    }
    m_finding = job;
    m_discovery.begin(job->target);
    m_slice.begin();
    wakeUp();
    if (job->isOpening)
        setState(Conductor::State::SettingUp);
    if (m_discovery.mayAdvance())
        find();
}

// Searches for the graph until it is found or the slice of time is over.
void Engine::find()
{
    const JobPointer job = m_finding;
    try {
        if (!m_discovery.advance(m_runner.graph(), m_slice)) {
            wakeUp(); // a constructor may have run an event loop, which has consumed the last wake-up
            return;
        }
    } catch (...) {
        const bool isCanceled = job && job->promise.isCanceled(); // a cancellation that came before it counts
        if (job && m_finding == job && m_discovery.isRunning() && !isCanceled)
            refuse(job, std::current_exception());
        else
            keepLateError(std::current_exception());
        return;
    }
    withdraw(); // what application code has destroyed meanwhile
    if (m_finding != job)
        return;
    if (!maySetGraph()) { // what was Deferred has failed meanwhile, and is on its way down
        putBack();
        return wakeUp();
    }
    if (auto graph = m_discovery.takeGraph())
        setGraph(std::move(*graph));
    else
        m_runner.restart();
    m_finding = nullptr;
    beginPart(job);
    m_gateway->tell(m_conductor, &Conductor::componentsChanged);
}

// The job begins once more when nothing moves. Until then it may be dropped, so nothing is recorded of it.
void Engine::putBack()
{
    m_discovery.stop();
    m_runner.recorder().drop(*m_finding);
    m_queue.push_front(std::exchange(m_finding, nullptr));
}

void Engine::beginPart(const JobPointer &job)
{
    const Part part = partOf(*job);
    if (job->kind == Job::Kind::Setup)
        m_progress.setLeftDown(part.isWhole ? 0 : m_runner.graph().size() - int(part.nodes.size()));
    m_runner.begin(job, part);
    const auto isComingUp = [this](const Recovery &recovery) { // by this job
        const int node = recovery.component ? wiring().nodeOf(recovery.component) : -1;
        return node >= 0 && parts().isWanted(node);
    };
    m_recoveries.erase(std::remove_if(m_recoveries.begin(), m_recoveries.end(), isComingUp), m_recoveries.end());
    job->promise.setProgressRange(0, 100 * job->toMove);
}

Part Engine::partOf(const Job &job) const
{
    const int node = job.target ? wiring().nodeOf(job.target) : -1;
    switch (job.kind) {
    case Job::Kind::Setup: return parts().whatMayComeUp();
    case Job::Kind::Shutdown: return { true, {} };
    case Job::Kind::Start: return { false, node < 0 ? std::vector<int>() : parts().withDependencies({ node }) };
    case Job::Kind::Stop: return { false, node < 0 ? std::vector<int>() : parts().withHolders(node) };
    case Job::Kind::Restart:
    case Job::Kind::Recovery: return { false, node < 0 ? std::vector<int>() : parts().toRestart(node) };
    case Job::Kind::Deferral: return parts().whatIsDeferred();
    case Job::Kind::Withdrawal: break; // it is begun with a part of its own
    }
    return {};
}

// Ends a job for which no graph was found. No hook was called, so a conductor that was active stays so.
void Engine::refuse(const JobPointer &job, const std::exception_ptr &error)
{
    const QString message = messageOf(error);
    m_discovery.stop();
    m_finding = nullptr;
    m_runner.recorder().drop(*job);
    m_failures.add(failuresOf(error));
    finishLater(job, error);
    if (job->isOpening) {
        setState(Conductor::State::Failed, message);
        tellFailed(message);
    } else {
        logFailure(message);
    }
    finishPromises();
}

// A constructor or a factory has stopped the setup, and then failed. The setup may have ended by now.
void Engine::keepLateError(const std::exception_ptr &error)
{
    wakeUp(); // a setup may have begun in an event loop of the constructor
    if (m_conductor)
        qCWarning(lcConductor).noquote() << messageOf(error);
    const auto &jobs = m_runner.jobs();
    const auto shutdown = std::find_if(jobs.begin(), jobs.end(),
                                       [](const JobPointer &job) { return job->kind == Job::Kind::Shutdown; });
    if (shutdown == jobs.end())
        return;
    try {
        std::rethrow_exception(error);
    } catch (const SetupError &setupError) {
        for (const Failure &failure : setupError.failures())
            (*shutdown)->summary.add({ failure, -1, nullptr });
    } catch (...) { }
}

// Takes down what requires a component that was lost (R19), and that itself if it has reported a failure (R44). The job that is
// looking for another graph does so again afterwards, because a graph can be set only while nothing moves.
void Engine::withdraw()
{
    const std::vector<Loss> losses = m_runner.takeLosses();
    if (losses.empty() || !m_conductor)
        return;
    wakeUp();
    const JobPointer job = makeJob(Job::Kind::Withdrawal, nullptr);
    const Part part = m_runner.partToWithdraw(losses, *job);
    for (const Loss &loss : losses) {
        if (loss.telling == Loss::Telling::List)
            m_failures.add(QList<Failure> { loss.record.failure });
        if (loss.telling != Loss::Telling::Signal)
            continue;
        m_failures.add(loss);
        m_untoldLosses.push_back(loss.record);
        if (loss.record.retryDelay >= 0 && !loss.isInPlace)
            m_recoveries.push_back({ loss.record.component, hooks().setAlarm(loss.record.retryDelay) });
    }
    if (!part.nodes.empty() && m_finding)
        putBack();
    if (!part.nodes.empty())
        m_runner.begin(job, part);
    const auto shutsDown = std::find_if(losses.begin(), losses.end(), std::mem_fn(&Loss::shutsDown));
    if (shutdownOnFailure && shutsDown != losses.end() && m_state == Conductor::State::Active)
        shutDownBecauseOf(shutsDown->record);
}

// The application ends with this failure, as serve() and run() tell.
void Engine::shutDownBecauseOf(const FailureRecord &record)
{
    lower(Job::Kind::Shutdown);
    const auto &jobs = m_runner.jobs();
    const auto shutdown = std::find_if(jobs.begin(), jobs.end(),
                                       [](const JobPointer &job) { return job->kind == Job::Kind::Shutdown; });
    if (shutdown != jobs.end())
        (*shutdown)->summary.add(record);
}

// Returns a loss whose component is down, or was destroyed.
std::deque<FailureRecord>::const_iterator Engine::lossToTell() const
{
    return std::find_if(m_untoldLosses.begin(), m_untoldLosses.end(), [](const FailureRecord &record) {
        return !record.component || !ComponentPrivate::get(record.component)->running.isFailing;
    });
}

void Engine::tellLoss()
{
    const auto loss = lossToTell();
    const FailureRecord record = *loss;
    m_untoldLosses.erase(loss);
    if (!m_conductor)
        return;
    const QString text = Text::tr("%1 failed: %2").arg(nameOf(record), record.failure.message);
    if (record.component && record.retryDelay >= 0)
        qCWarning(lcConductor, "%s; it is set up again in %d ms", qPrintable(text), record.retryDelay);
    else if (record.component)
        qCWarning(lcConductor).noquote() << text;
    const QString message = record.component ? record.failure.message : text;
    m_gateway->tell(m_conductor, &Conductor::componentFailed, record.component.data(), message);
}

// Returns a recovery whose time has come and whose component is down; what has come up meanwhile needs none.
std::vector<Engine::Recovery>::const_iterator Engine::dueRecovery() const
{
    return std::find_if(m_recoveries.begin(), m_recoveries.end(), [this](const Recovery &recovery) {
        return !recovery.component
               || (m_state == Conductor::State::Active && recovery.at <= hooks().now()
                   && !ComponentPrivate::get(recovery.component)->running.isFailing);
    });
}

bool Engine::mayBeginDeferred() const
{
    return m_state == Conductor::State::Active && !m_finding && m_deferredStart.isDue();
}

void Engine::beginDeferred()
{
    const JobPointer job = makeJob(Job::Kind::Deferral, nullptr);
    m_deferredStart.begin();
    beginPart(job);
}

void Engine::settle()
{
    m_deferredStart.end();
    if (m_conductor && std::exchange(m_isToSettle, false))
        m_gateway->tell(m_conductor, &Conductor::settled);
}

void Engine::recover()
{
    const auto due = dueRecovery();
    const QPointer<Component> component = due->component;
    m_recoveries.erase(due);
    const int node = component ? wiring().nodeOf(component) : -1;
    if (!m_conductor || hasNothingToDo(Job::Kind::Recovery, node))
        return becomeInactiveIfStopped();
    const JobPointer job = makeJob(Job::Kind::Recovery, component);
    m_queue.push_back(job);
    wakeUp();
    m_runner.countRestart(component);
}

// What is stopped, or everything if the target is nullptr, isn't set up again, nor what requires it.
void Engine::dropRecoveries(const Component *target)
{
    const int node = target ? wiring().nodeOf(target) : -1;
    const auto isDropped = [&](const Recovery &recovery) {
        const int failed = recovery.component ? wiring().nodeOf(recovery.component) : -1;
        if (!target || failed < 0)
            return !target;
        const std::vector<int> needed = parts().withDependencies({ failed });
        return std::binary_search(needed.begin(), needed.end(), node);
    };
    m_recoveries.erase(std::remove_if(m_recoveries.begin(), m_recoveries.end(), isDropped), m_recoveries.end());
}

// Does what there is to do, one step after the other, and returns to the event loop when the slice of time is over. Hooks
// and slots that a step calls may do anything, including to run an event loop in which pump() is called again. So before
// each step the next wake-up is posted, and each step leaves everything in order before it calls application code.
void Engine::pump()
{
    const auto self = shared_from_this();
    m_slice.begin();
    hooks().beginTurn();
    m_gateway->deliver();
    for (Step step = nextStep(); step != Step::None; step = nextStep()) {
        wakeUp();
        if (m_slice.isOver(hooks().lookAtClock()))
            break;
        perform(step);
    }
    publishProgress();
    publishDegraded();
    m_gateway->noteTimeTaken(); // by what the event loop calls next
    if (Q_UNLIKELY(hooks().isHeldByCalls()) && m_conductor && nextStep() == Step::None)
        hookHolds();
    if (!m_conductor && hooks().isIdle()) {
        m_remains.destroy();
        m_self.reset();
    }
}

Engine::Step Engine::nextStep() const
{
    if (!m_ended.empty())
        return Step::FinishPromises;
    if (m_runner.objects().hasToDestroy())
        return Step::DestroyObject;
    if (m_runner.hasToAnnounce())
        return Step::Announce;
    if (hooks().hasWork())
        return Step::WorkOnHook;
    if (m_runner.hasLosses())
        return Step::Withdraw;
    if (lossToTell() != m_untoldLosses.end())
        return Step::TellLoss;
    if (dueRecovery() != m_recoveries.end())
        return Step::Recover;
    if (mayBeginDeferred())
        return Step::BeginDeferred;
    if (isAnyCanceled())
        return Step::Cancel;
    if (m_untold > 0)
        return Step::TellCanceled;
    if (m_finding)
        return m_discovery.mayAdvance() ? Step::Find : Step::None;
    if (m_runner.mayEnter())
        return Step::Enter;
    if (m_runner.dueJob())
        return Step::WorkOnJob;
    if (m_runner.mayBegin())
        return Step::Begin;
    if (jobToConclude())
        return Step::Conclude;
    return queuedJob() ? Step::BeginQueued : Step::None;
}

void Engine::perform(Step step)
{
    switch (step) {
    case Step::None: break;
    case Step::FinishPromises: return finishPromises();
    case Step::DestroyObject: return m_runner.objects().destroyNext();
    case Step::Announce: return m_runner.announceNext();
    case Step::WorkOnHook: return hooks().workNext();
    case Step::Withdraw: return withdraw();
    case Step::TellLoss: return tellLoss();
    case Step::Recover: return recover();
    case Step::BeginDeferred: return beginDeferred();
    case Step::Cancel: return cancel(canceledJob());
    case Step::TellCanceled: return tellCanceledSome();
    case Step::Find: return find();
    case Step::Enter: return enterSome();
    case Step::WorkOnJob: return workOnJob();
    case Step::Begin: return beginSome();
    case Step::Conclude: return conclude();
    case Step::BeginQueued: return beginQueued();
    }
}

void Engine::enterSome()
{
    do {
        for (int some = 4; some > 0 && m_runner.mayEnter(); --some) {
            wakeUp();
            m_runner.enterNext();
        }
    } while (m_runner.mayEnter() && !m_slice.isOver(hooks().lookAtClock()));
}

// Hooks that end at once follow each other without a look at the exact clock, until the slice of time is over.
void Engine::beginSome()
{
    do {
        m_runner.beginNext();
    } while (m_runner.mayBegin() && !isAnyCanceled() && !m_runner.hasUrgent() && !m_slice.isOver(hooks().lastLook()));
}

void Engine::workOnJob()
{
    const JobPointer job = m_runner.dueJob();
    m_runner.workOn(*job);
}

// Returns a job whose future the application has canceled, which the job doesn't know yet; nullptr: there is none.
Engine::JobPointer Engine::canceledJob() const
{
    if (m_finding && m_finding->isCanceledByCaller())
        return m_finding;
    const auto &jobs = m_runner.jobs();
    const auto canceled = std::find_if(jobs.begin(), jobs.end(), std::mem_fn(&Job::isCanceledByCaller));
    return canceled != jobs.end() ? *canceled : nullptr;
}

// What a job has begun is rolled back. If that is everything, the conductor shuts down.
void Engine::cancel(JobPointer job)
{
    if (job == m_finding) {
        m_finding = nullptr;
        m_discovery.stop();
        if (job->isOpening)
            m_untold = m_registry->members().size();
        m_runner.begin(job, Part());
    }
    m_runner.turnRound(*job, Job::Verdict::Canceled);
    wakeUp();
    const auto &jobs = m_runner.jobs();
    if (job->isOpening && !m_finding && std::all_of(jobs.begin(), jobs.end(), isRollingBack) && !parts().isAnyWanted())
        setState(Conductor::State::ShuttingDown);
}

// There is no graph yet, so no component waits for a certain other one.
void Engine::tellCanceledSome()
{
    for (int some = 4; some > 0 && m_untold > 0; --some) {
        wakeUp();
        Component *member = m_registry->members().at(--m_untold);
        if (member && member->state() == Component::State::Inactive)
            m_gateway->setState(member, Component::State::Inactive, Text::tr("not set up: setup was canceled"));
    }
}

bool Engine::hasOpeningJob() const
{
    const auto &jobs = m_runner.jobs();
    return (m_finding && m_finding->isOpening)
           || std::any_of(jobs.begin(), jobs.end(), [](const JobPointer &job) { return job->isOpening; });
}

// Returns a job that is over; nullptr: there is none. A shutdown ends everything else with it.
Engine::JobPointer Engine::jobToConclude() const
{
    const auto &jobs = m_runner.jobs();
    const auto isOver = [](const JobPointer &job) { return job->stage == Job::Stage::Over; };
    const auto shutdown = std::find_if(jobs.begin(), jobs.end(),
                                       [](const JobPointer &job) { return job->kind == Job::Kind::Shutdown; });
    if (shutdown != jobs.end())
        return std::all_of(jobs.begin(), jobs.end(), isOver) ? *shutdown : nullptr;
    const auto over = std::find_if(jobs.begin(), jobs.end(), isOver);
    return over != jobs.end() ? *over : nullptr;
}

void Engine::conclude()
{
    if (publishProgress())
        return; // a slot may have changed what comes next
    const JobPointer job = jobToConclude();
    if (job->kind == Job::Kind::Shutdown)
        return concludeWhole(job);
    if (!job->isOpening)
        return concludePart(job);
    m_runner.remove(job);
    if (!job->isGood() && m_runner.isAllDown() && !hasOpeningJob())
        return concludeWhole(job);
    finishPart(job);
    const bool isVoid = !job->isGood() || job->wasTakenFrom; // then others may have taken down what it has brought up
    m_isToSettle = m_isToSettle || (job->kind == Job::Kind::Setup && job->isGood());
    if (!hasOpeningJob() && (!isVoid || parts().isAnyWanted()))
        becomeActive();
    else
        becomeInactiveIfStopped();
    finishPromises();
}

void Engine::becomeActive()
{
    setState(Conductor::State::Active);
    if (m_conductor && isUp(m_state) && !hasOpeningJob())
        m_gateway->tell(m_conductor, &Conductor::activated);
    if (!m_isToSettle || m_state != Conductor::State::Active)
        return;
    if (parts().whatIsDeferred().nodes.empty())
        settle();
    else
        m_deferredStart.await();
}

// The last stop() has left nothing up.
void Engine::becomeInactiveIfStopped()
{
    const bool isOnTheWay = m_state == Conductor::State::SettingUp || m_state == Conductor::State::ShuttingDown;
    const bool isOpenNoMore = isOnTheWay && !hasOpeningJob();
    const bool isStopped = m_hasStopped && m_state == Conductor::State::Active && m_recoveries.empty();
    if (!m_runner.isAllDown() || m_finding || !(isOpenNoMore || isStopped))
        return;
    m_recoveries.clear();
    m_hasStopped = false;
    m_runner.forgetStops();
    setState(Conductor::State::Inactive);
    if (m_conductor)
        m_gateway->tell(m_conductor, &Conductor::deactivated);
}

// A part has moved, while the conductor was active.
void Engine::concludePart(const JobPointer &job)
{
    m_runner.remove(job);
    finishPart(job);
    m_hasStopped = (m_hasStopped || job->kind == Job::Kind::Stop) && m_runner.activeCount() == 0;
    const bool isSetup = job->kind == Job::Kind::Setup && job->isGood();
    const bool isBegun = job->kind == Job::Kind::Deferral;
    const bool isAnyLeft = (isSetup || isBegun) && !parts().whatIsDeferred().nodes.empty();
    if (isSetup && isAnyLeft && m_deferredStart.hasBegun())
        m_deferredStart.repeat();
    const bool isToDefer = (isSetup && m_deferredStart.isNone()) || (isBegun && m_deferredStart.takeRepeat());
    if (isToDefer && isAnyLeft)
        m_deferredStart.await();
    else if (isBegun)
        settle();
    becomeInactiveIfStopped();
    finishPromises();
}

// The future of a job that was canceled holds no error, so what failed on the way down is only logged.
void Engine::finishPart(const JobPointer &job)
{
    const std::exception_ptr error = job->error();
    const std::exception_ptr told = error ? error : job->errorOfRollBack();
    m_failures.add(job->summary.records());
    if (job->raises() && job->isGood())
        m_failures.removeRecovered(job->kind == Job::Kind::Setup && !job->wasTakenFrom);
    finishLater(job, error);
    if (told)
        logFailure(messageOf(told));
}

// Everything is down.
void Engine::concludeWhole(const JobPointer &last)
{
    std::exception_ptr setupError;
    const auto jobs = m_runner.jobs();
    m_failures.clear();
    for (const JobPointer &job : jobs) {
        m_runner.remove(job);
        if (job == last)
            continue;
        const std::exception_ptr error = job->error();
        setupError = setupError ? setupError : job->isOpening ? error : nullptr;
        finishLater(job, error);
    }
    // The future of a setup that was canceled holds no error, but the conductor tells what failed on the way down.
    std::exception_ptr error = setupError ? last->errorOfShutdown() : last->error();
    finishLater(last, error);
    m_runner.forgetStops();

    if (last->raises() && !error)
        error = last->errorOfRollBack();
    else if (last->raises())
        setupError = error;
    const QString message = setupError ? messageOf(setupError) : error ? messageOf(error) : QString();
    if (const std::exception_ptr told = setupError ? setupError : error)
        m_failures.add(failuresOf(told));
    setState(setupError ? Conductor::State::Failed : Conductor::State::Inactive, message);
    if (m_conductor && !setupError)
        m_gateway->tell(m_conductor, &Conductor::deactivated);
    if (!message.isEmpty())
        tellFailed(message);
    finishPromises();
}

QByteArray Engine::fingerprint() const
{
    QByteArray print = m_runner.fingerprint() + char('0' + int(m_deferredStart.stage())) + (m_isToSettle ? "s|" : "|");
    for (const JobPointer &job : m_queue)
        print += job->fingerprint(job->target ? wiring().nodeOf(job->target) : -1);
    return print;
}

bool Engine::hasNextSetup() const
{
    return std::any_of(m_queue.begin(), m_queue.end(), [](const JobPointer &job) { return job->raises(); });
}

// Returns the job that begins next; nullptr: none may.
Engine::JobPointer Engine::queuedJob() const
{
    const auto canceled = std::find_if(m_queue.begin(), m_queue.end(), std::mem_fn(&Job::isCanceledByCaller));
    if (canceled != m_queue.end())
        return *canceled;
    const bool mayBeginNext = !m_queue.empty() && m_conductor && !isGoingDown() && mayBegin(*m_queue.front());
    return mayBeginNext ? m_queue.front() : nullptr;
}

void Engine::beginQueued()
{
    const JobPointer job = queuedJob();
    m_queue.erase(std::find(m_queue.begin(), m_queue.end(), job));
    const int node = job->target ? wiring().nodeOf(job->target) : -1;
    const bool isVoid = job->raises()
                                ? job->promise.isCanceled() || (job->target.isNull() && job->kind != Job::Kind::Setup)
                                : !isUp(m_state) || !isSetUp(job->target);
    const bool isActive = m_state == Conductor::State::Active || job->kind == Job::Kind::Recovery;
    if (job->kind == Job::Kind::Stop)
        stopWhatIsDeferred(job->target);
    if (isVoid || (isActive && job->raises() && hasNothingToDo(job->kind, node)))
        job->promise.finish();
    else if (job->raises())
        beginAfterWaiting(job);
    else
        beginPart(job);
}

// What was known when it was called may be known no longer, or be known by now.
void Engine::beginAfterWaiting(const JobPointer &job)
{
    if (isStill() || job->kind == Job::Kind::Restart
        || job->kind == Job::Kind::Recovery) // whose part depends on what is set up now
        checkGraph(*job);
    if (mayBegin(*job))
        begin(job);
    else
        m_queue.push_front(job);
}

// Puts the job aside. Its promise is finished after the signals that tell of the end, or in an event loop that a slot on one
// of these signals runs.
void Engine::finishLater(const JobPointer &job, const std::exception_ptr &error)
{
    m_ended.push_back({ job, error });
    wakeUp();
}

void Engine::finishPromises()
{
    while (!m_ended.empty()) { // a continuation of the future may add or finish others
        if (takeBackIfCanceled())
            continue;
        const Ended ended = std::move(m_ended.front());
        m_ended.pop_front();
        if (ended.job->wasTakenFrom && !ended.error)
            ended.job->promise.future().cancel();
        if (ended.error)
            ended.job->promise.setException(ended.error);
        ended.job->promise.finish();
    }
}

// A slot that was told that setup has ended may have canceled its future. Setup hasn't ended before its future has, so what
// was set up is shut down again. Returns whether that is so.
bool Engine::takeBackIfCanceled()
{
    if (m_ended.empty() || m_ended.front().error || m_state != Conductor::State::Active)
        return false;
    const JobPointer job = m_ended.front().job;
    if (!job->raises() || !job->isGood() || !job->promise.isCanceled())
        return false;
    m_ended.pop_front();
    m_runner.resume(job);
    cancel(job);
    return true;
}

void Engine::setState(Conductor::State state, const QString &errorString)
{
    if (m_state == state && m_errorString == errorString)
        return;
    m_state = state;
    m_errorString = errorString;
    if (!isUp(state))
        m_recoveries.clear();
    if (state != Conductor::State::Active) { // what was deferred is begun by the next setup
        m_deferredStart.reset();
        m_isToSettle = false;
    }
    if (m_conductor)
        m_gateway->tell(m_conductor, &Conductor::stateChanged, state);
}

void Engine::logFailure(const QString &message) const
{
    if (m_failureLevel == QtCriticalMsg)
        qCCritical(lcConductor).noquote() << message;
    else
        qCWarning(lcConductor).noquote() << message;
}

void Engine::tellFailed(const QString &message)
{
    logFailure(message);
    if (m_conductor)
        m_gateway->tell(m_conductor, &Conductor::failed, message);
}

QList<Failure> Engine::failures() const
{
    return m_failures.failures() + m_runner.failures();
}

// Returns whether progress has changed, and so application code was called.
bool Engine::publishProgress()
{
    m_progress.look();
    const bool isTextNew = m_progress.takeNewText();
    const bool isValueNew = m_progress.takeNewValue(m_state == Conductor::State::Active);
    if (m_conductor && isTextNew)
        m_gateway->tell(m_conductor, &Conductor::progressTextChanged, progressText());
    if (m_conductor && isValueNew)
        m_gateway->tell(m_conductor, &Conductor::progressChanged, progress());
    return isTextNew || isValueNew;
}

// The engine does the rest in its next steps.
void Engine::reportFailure(Component *component, const QString &message)
{
    const auto self = shared_from_this();
    wakeUp();
    m_runner.reportFailure(component, message);
}

void Engine::objectDestroyed(Component *service, const QObject *object)
{
    const auto self = shared_from_this();
    wakeUp();
    m_runner.objectDestroyed(service, object);
}

void Engine::leaveObject(Component *service)
{
    const auto self = shared_from_this();
    m_runner.leaveObject(service);
}

void Engine::publishDegraded()
{
    if (m_conductor && std::exchange(m_publishedDegraded, isDegraded()) != isDegraded())
        m_gateway->tell(m_conductor, &Conductor::degradedChanged, isDegraded());
}

void Engine::componentDestroyed(Component *component)
{
    const auto self = shared_from_this();
    if (isUp(m_state))
        wakeUp();
    const QSignalBlocker blocker(component); // the destructor of its class has ended
    m_runner.componentDestroyed(component);
}

} // namespace QConductor
