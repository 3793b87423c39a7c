// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/graphrunner_p.h"

#include "graph/closure_p.h"
#include "meta/logging_p.h"
#include "meta/text_p.h"
#include "running/awaited_p.h"
#include "running/slowhook_p.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace QConductor {

namespace {

// Returns why something else can't be up.
QString reasonOf(const FailureRecord &record)
{
    return Text::tr("%1 failed: %2").arg(nameOf(record), record.failure.message);
}

} // namespace

GraphRunner::GraphRunner(Gateway &gateway, WakeUp &wakeUp)
    : m_gateway(gateway),
      m_wakeUp(wakeUp),
      m_hooks(this, gateway, wakeUp),
      m_objects(gateway, wakeUp, m_wiring)
{
    m_wiring.setForeignLeft([this](const Injection &injection, const QString &name) {
        if (!ComponentPrivate::isActive(injection.holder))
            return; // its setup looks at what it needs, and its shutdown needs nothing
        m_wakeUp.post();
        reportFailure(injection.holder,
                      Text::tr("%1 points to %2 of another conductor, which is not active any more")
                              .arg(ComponentPrivate::nameOf(injection.holder, injection.property), name));
    });
}

std::optional<Part> GraphRunner::setGraph(DependencyGraph graph, std::vector<ForeignDependency> foreign)
{
    const bool isDeferring = !m_jobs.empty();
    const auto deferred = takeDeferral();
    m_recorder.graphChanges();
    m_wiring.setGraph(std::move(graph), std::move(foreign));
    m_schedule = Schedule(this->graph());
    for (int node = 0; node < this->graph().size(); ++node) {
        const Component *component = this->graph().component(node);
        if (!component || ComponentPrivate::isActive(component)) // what is missing isn't waited for
            m_schedule.placeUp(node);
    }
    return isDeferring ? std::optional(placeDeferred(deferred)) : std::nullopt;
}

// What is on its way down, or waits for an earlier hook, has to end before there is another graph.
bool GraphRunner::isOnlyDeferring() const
{
    const bool isDeferring = !m_jobs.empty() && std::all_of(m_jobs.begin(), m_jobs.end(), [](const JobPointer &job) {
        return job->kind == Job::Kind::Deferral;
    });
    if (!isDeferring || m_hooks.isCalling())
        return false;
    for (int node = 0; node < graph().size(); ++node) {
        const Component *component = graph().component(node);
        const Position position = m_schedule.position(node);
        const bool isRising = position == Position::Rising && !m_schedule.isUnwanted(node) && component
                              && ComponentPrivate::get(component)->running.hasBegun;
        const bool isStill = position == Position::Down || (position == Position::Up && m_schedule.isWantedUp(node));
        if (!isRising && !isStill)
            return false;
    }
    return true;
}

// Returns what the deferral still wants up, and drops it.
QHash<const Component *, GraphRunner::Deferred> GraphRunner::takeDeferral()
{
    QHash<const Component *, Deferred> deferred;
    for (const JobPointer &job : m_jobs) {
        for (int index = 0; index < job->size(); ++index) {
            const int node = job->node(index);
            const Position position = m_schedule.position(node);
            if (graph().component(node) && m_schedule.isWantedUp(node) && position != Position::Up)
                deferred.insert(graph().component(node),
                                { node, position == Position::Rising, m_schedule.isResting(node) });
        }
    }
    m_jobs.clear();
    return deferred;
}

// The hooks in flight belong to other nodes from now on.
Part GraphRunner::placeDeferred(const QHash<const Component *, Deferred> &deferred)
{
    std::vector<int> nodes;
    QHash<int, int> numbers;
    for (int node = 0; node < graph().size(); ++node) {
        const auto found = deferred.constFind(graph().component(node));
        if (found == deferred.constEnd())
            continue;
        nodes.push_back(node);
        numbers.insert(found->node, node);
        if (found->isRising)
            m_schedule.placeRising(node);
        else
            m_schedule.want(node, true);
        if (found->isResting)
            m_schedule.rest(node);
    }
    m_hooks.renumber([&numbers](int node) { return numbers.value(node, -1); });
    return { false, m_parts.withDependencies(std::move(nodes)) };
}

void GraphRunner::hookTimed(int node, Phase phase, const HookRunner::Times &times)
{
    m_recorder.add(node, phase, times);
}

void GraphRunner::hookIsSlow(int node, Phase phase, qint64 milliseconds)
{
    SlowHook(graph(), m_schedule, m_jobs, node, phase).warn(milliseconds);
}

// Gives the job its part.
void GraphRunner::begin(const JobPointer &job, const Part &part)
{
    const int target = job->target ? m_wiring.nodeOf(job->target) : -1;
    const bool goesDownFirst = job->kind == Job::Kind::Restart && target >= 0 && m_parts.isSetUp(target);
    const std::vector<int> toRenew = goesDownFirst ? m_parts.withHolders(target) : std::vector<int>();
    job->setPart(graph(), m_schedule, part);
    takeMembers(*job);
    add(job);
    if (Q_UNLIKELY(graph().hasSoft()) && job->raises())
        noteCall(*job, toRenew);
    if (part.isWhole)
        m_schedule.wantAll(job->raises());
    for (int node : part.nodes)
        m_schedule.want(node, job->raises());
    for (int node : toRenew)
        job->renew(node, m_schedule);
    m_recorder.noteMembers(*job, m_active);
    cancelOvertaken(*job);
    if (!toRenew.empty() || !job->raises())
        turn(*job);
    else
        job->announce();
    if (job->stage == Job::Stage::Announcing && mayEnter() && m_jobs.size() == 1)
        job->skipToEnd(); // each node is announced when it is entered
    m_wakeUp.post();
}

// An optional dependency or an element of a list is waited for only where one call begins both (R40). What is on its way up
// already was begun by an earlier call.
void GraphRunner::noteCall(const Job &job, const std::vector<int> &toRenew)
{
    ++m_calls;
    for (int index = 0; index < job.size(); ++index) {
        const int node = job.node(index);
        if (!m_schedule.isWantedUp(node) || std::binary_search(toRenew.begin(), toRenew.end(), node))
            m_schedule.setCall(node, m_calls);
    }
}

// What the taker wants otherwise than an earlier job is taken from that one.
void GraphRunner::takeMembers(const Job &taker)
{
    for (const JobPointer &other : m_jobs) {
        for (int index = 0; taker.raises() && other->goesWithoutSome() && index < taker.size(); ++index) {
            if (other->hasGivenUp(taker.node(index)))
                other->handOver(taker.node(index), m_schedule); // it may never go down
        }
        if (taker.kind == Job::Kind::Shutdown || other->stage == Job::Stage::Over || other->wantsUp() == taker.raises())
            continue;
        for (int index = 0; index < taker.size(); ++index) {
            const int node = taker.node(index);
            if (!other->concerns(node) || m_schedule.isWantedUp(node) == taker.raises())
                continue;
            if (taker.kind == Job::Kind::Withdrawal && other->wasUp(node))
                other->handOver(node, m_schedule); // it was not to be brought up
            else
                other->lose(node, m_schedule);
        }
    }
}

// A shutdown cancels the jobs that raise something. Otherwise, a job is canceled only if it is a start that has lost its
// component.
void GraphRunner::cancelOvertaken(const Job &taker)
{
    for (const JobPointer &other : m_jobs) {
        const int target = other->target ? m_wiring.nodeOf(other->target) : -1;
        const bool hasLostTarget = other->kind == Job::Kind::Start && target >= 0 && !other->concerns(target);
        if (other->raises() && (taker.kind == Job::Kind::Shutdown || hasLostTarget))
            turnRound(*other, Job::Verdict::Canceled);
    }
}

// A restart keeps what is up, and brings nothing else up. A setup or a start takes down what it has begun, except what another
// job wants up and what something needs that stays up.
void GraphRunner::turnRound(Job &job, Job::Verdict verdict)
{
    if (!job.isGood() || job.stage == Job::Stage::Over)
        return;
    job.verdict = verdict;
    if (verdict == Job::Verdict::Canceled)
        job.promise.future().cancel();
    job.halt();
    for (int index = job.size(); index-- > 0;) { // dependents first
        const int node = job.node(index);
        const bool isRestart = job.kind == Job::Kind::Restart;
        const bool isLeft = !isRestart && job.wasUp(node) && m_schedule.position(node) == Position::Up;
        if (!job.concerns(node) || isLeft)
            continue;
        const Component *component = graph().component(node);
        const bool isUp = component && ComponentPrivate::isActive(component)
                          && m_schedule.position(node) != Position::Sinking;
        if (isRestart && isUp && !isToRestart(node, &job))
            keepUp(node);
        const auto dependents = graph().dependents(node);
        const bool isNeeded = std::any_of(dependents.begin(), dependents.end(),
                                          [this](int dependent) { return m_schedule.isWantedUp(dependent); });
        if (isNeeded || isWantedUp(node, &job))
            handOver(node, job);
        else if (!isRestart || !isUp)
            m_schedule.want(node, false);
    }
    turn(job);
    m_wakeUp.post();
}

// If the node is going down for a restart, which is over before that has ended, a job that wants it up has to bring it up
// again.
void GraphRunner::handOver(int node, Job &job)
{
    job.handOver(node, m_schedule);
    const Position position = m_schedule.position(node);
    if (position == Position::Sinking || position == Position::Stale)
        tellJobs(node, position);
    else if (m_schedule.isToRise(node) && graph().component(node))
        announceLater(graph().component(node), node); // the job would have done so
}

void GraphRunner::turn(Job &job)
{
    job.limit = m_hooks.setLimit();
    job.turn(m_schedule);
}

void GraphRunner::remove(const JobPointer &job)
{
    m_recorder.end(*job);
    m_jobs.erase(std::remove(m_jobs.begin(), m_jobs.end(), job), m_jobs.end());
    m_isAnyOverLimit = m_isAnyOverLimit && !m_jobs.empty();
}

// The conductor has told its end already, but its future has not ended.
void GraphRunner::resume(const JobPointer &job)
{
    job->stage = Job::Stage::Rising;
    add(job);
}

void GraphRunner::add(const JobPointer &job)
{
    for (const JobPointer &other : m_jobs)
        other->endSweep(m_schedule);
    m_jobs.push_back(job);
}

void GraphRunner::end()
{
    m_jobs.clear();
    m_recorder.clear();
}

void GraphRunner::markStopped(int node)
{
    Component *component = graph().component(node);
    setImpaired(component, component->state() == Component::State::Failed);
    m_parts.noteStopped(component);
}

QList<Failure> GraphRunner::failures() const
{
    QList<Failure> failures;
    for (const JobPointer &job : m_jobs)
        failures += job->summary.failures();
    return failures;
}

GraphRunner::JobPointer GraphRunner::dueJob() const
{
    for (const JobPointer &job : m_jobs) {
        switch (job->stage) {
        case Job::Stage::Finding: break;
        case Job::Stage::Announcing:
        case Job::Stage::LeavingOut: return job;
        case Job::Stage::Turning:
            if (!job->isAtEnd() || job->rising() == 0)
                return job;
            break;
        case Job::Stage::Rising:
        case Job::Stage::Sinking:
            if (job->hasMoved())
                return job;
            break;
        case Job::Stage::Over: break;
        }
    }
    return nullptr;
}

// Does some of what a stage does with each member, or begins the next stage. Its caller keeps the job.
void GraphRunner::workOn(Job &job)
{
    const Job::Stage stage = job.stage;
    for (int some = 16; some > 0 && job.stage == stage && !job.isAtEnd(); --some) {
        const int node = job.takeNext();
        if (!job.concerns(node))
            continue;
        if (stage == Job::Stage::Announcing)
            announce(node);
        else if (stage == Job::Stage::Turning)
            askIfUnwanted(node);
        else if (stage == Job::Stage::LeavingOut)
            leaveOut(node, job);
    }
    if (job.stage != stage || !job.isAtEnd())
        return;
    const auto company = m_jobs.size() == 1 ? Job::Company::Alone : Job::Company::WithOthers;
    switch (stage) {
    case Job::Stage::Announcing: m_recorder.noteStage(job); return job.move(m_schedule, Job::Stage::Rising, company);
    case Job::Stage::Turning:
        if (job.rising() == 0)
            job.leaveOut();
        return;
    case Job::Stage::LeavingOut: m_recorder.noteStage(job); return job.move(m_schedule, Job::Stage::Sinking, company);
    case Job::Stage::Sinking:
        if (job.wantsUp())
            return job.announce();
        Q_FALLTHROUGH();
    case Job::Stage::Rising: job.stage = Job::Stage::Over; return;
    case Job::Stage::Finding:
    case Job::Stage::Over: return;
    }
}

// A setter or a slot may have canceled the setup or destroyed the component: then the hook isn't to begin.
inline HookRunner::Prepared GraphRunner::prepareSetup(const HookRunner::Call &call)
{
    const auto goesOn = [&] { return call.isWaitedFor() && !m_schedule.isUnwanted(call.node) && m_losses.empty(); };
    ComponentPrivate *d = ComponentPrivate::get(call.component);
    m_parts.forgetStop(call.component);
    if (Q_UNLIKELY(d->membership.host->hasLoggingPolicy)) {
        ComponentPrivate::checkLoggingPolicy(call.component);
        m_gateway.noteTimeTaken();
        if (!goesOn())
            return HookRunner::Prepared::NotWanted;
    }
    d->running.holdsDependencies = true;
    if (graph().hasInjected(call.node)) {
        m_wakeUp.post(); // a setter may run an event loop
        if (Q_UNLIKELY(d->extras().service))
            m_objects.create(call);
        if (goesOn())
            m_wiring.inject(call.node, goesOn);
        m_gateway.noteTimeTaken();
        if (Q_UNLIKELY(!goesOn()))
            return HookRunner::Prepared::NotWanted;
    }
    m_gateway.setState(call.component, Component::State::SettingUp);
    if (Q_UNLIKELY(!goesOn()))
        return HookRunner::Prepared::NotWanted;
    d->running.hasBegun = true;
    return Q_UNLIKELY(m_gateway.hasTakenTime()) ? HookRunner::Prepared::MayHaveTakenTime : HookRunner::Prepared::AtOnce;
}

inline HookRunner::Prepared GraphRunner::prepareShutdown(const HookRunner::Call &call)
{
    using Prepared = HookRunner::Prepared;
    if (ComponentPrivate::isActive(call.component))
        --m_active;
    if (Q_UNLIKELY(m_schedule.hasSoft()) && ComponentPrivate::isActive(call.component) && !leaveSoftHolders(call))
        return Prepared::NotWanted;
    ComponentPrivate::get(call.component)->running.hasBegun = false;
    if (Q_LIKELY(call.component->state() != Component::State::Failed)) // what has timed out stays so
        m_gateway.setState(call.component, Component::State::ShuttingDown);
    if (Q_UNLIKELY(!call.isWaitedFor()))
        return Prepared::NotWanted;
    return Q_UNLIKELY(m_gateway.hasTakenTime()) ? Prepared::MayHaveTakenTime : Prepared::AtOnce;
}

// Every hook takes this path. It is inlined, although the functions have several callers: that saves 3 % of the instructions
// of a setup.
Q_ALWAYS_INLINE void GraphRunner::arriveUp(int node)
{
    m_schedule.arriveUp(node);
    tellJobs(node, m_schedule.position(node)); // which may be Stale
}

Q_ALWAYS_INLINE void GraphRunner::arriveDown(int node)
{
    m_schedule.arriveDown(node);
    tellJobs(node, Position::Down);
    Component *component = graph().component(node);
    if (Q_UNLIKELY(component && ComponentPrivate::get(component)->extras().service))
        noteObject(component);
}

Q_ALWAYS_INLINE void GraphRunner::setupSucceeded(Component *component, int node, qint64 milliseconds)
{
    arriveUp(node);
    ++m_active;
    auto &running = ComponentPrivate::get(component)->running;
    running.setupMs = int(milliseconds);
    if (Q_UNLIKELY(running.isImpaired || m_schedule.hasSoft()))
        return becomeActive(component, node);
    m_gateway.noteLook(); // after the hook, or at the beginning of this step
    m_gateway.setState(component, Component::State::Active);
}

Q_ALWAYS_INLINE void GraphRunner::shutdownSucceeded(Component *component, int node)
{
    arriveDown(node);
    if (Q_UNLIKELY(m_schedule.isToRise(node)))
        announceLater(component, node);
    ComponentPrivate::get(component)->running.holdsDependencies = false;
    const bool isToBeNoted = std::any_of(m_jobs.begin(), m_jobs.end(), std::mem_fn(&Job::notesWhatIsDown));
    const bool hasFailed = component->state() == Component::State::Failed
                           || ComponentPrivate::get(component)->running.isFailing;
    if (Q_UNLIKELY(isToBeNoted || hasFailed))
        return noteDown(component, node);
    m_gateway.noteLook(); // after the hook, or at the beginning of this step
    m_gateway.setState(component, Component::State::Inactive);
}

void GraphRunner::callSetup(int node)
{
    Component *component = graph().component(node);
    if (!component)
        return arriveUp(node);
    if (ComponentPrivate::get(component)->running.hook)
        return m_hooks.awaitEarlierHook(component, node);
    const auto prepare = [this](const HookRunner::Call &call) { return prepareSetup(call); };
    const qint64 milliseconds = m_hooks.run(component, node, Phase::Setup, prepare);
    if (Q_LIKELY(milliseconds >= 0))
        return setupSucceeded(component, node, milliseconds);
    if (node < m_schedule.size())
        askIfUnwanted(node);
}

void GraphRunner::callShutdown(int node)
{
    Component *component = graph().component(node);
    if (!component || !ComponentPrivate::get(component)->running.hasBegun)
        return arriveDown(node);
    const auto prepare = [this](const HookRunner::Call &call) { return prepareShutdown(call); };
    const bool hasSucceeded = m_hooks.run(component, node, Phase::Shutdown, prepare) >= 0;
    if (hasSucceeded)
        return shutdownSucceeded(component, node);
    if (Q_UNLIKELY(m_isAnyOverLimit))
        giveUpIfOverLimit(node);
}

// A service is down, so its object may have to be destroyed.
void GraphRunner::noteObject(Component *component)
{
    m_objects.noteDown(component);
    m_mayHaveUrgent = true;
}

void GraphRunner::unfinishedHookEnded(Component *component)
{
    noteObject(component);
}

void GraphRunner::objectDestroyed(Component *service, const QObject *object)
{
    if (!m_objects.noteDestroyed(service, object))
        return;
    const QString message = Text::tr("its object was destroyed");
    if (ComponentPrivate::isActive(service))
        reportFailure(service, message);
    else if (service->state() == Component::State::SettingUp)
        m_hooks.giveUp(service, message);
}

// The hook of the node has ended canceled.
void GraphRunner::arriveStale(int node)
{
    m_wakeUp.post();
    m_schedule.arriveStale(node);
    tellJobs(node, Position::Stale);
    const auto concerns = [node](const JobPointer &job) { return job->concerns(node); };
    if (std::none_of(m_jobs.begin(), m_jobs.end(), concerns)) // the job that began it is over
        m_schedule.admit(node, Schedule::Admission::Sorted);
}

void GraphRunner::hookSucceeded(int node, Phase phase, qint64 milliseconds)
{
    if (phase == Phase::Setup)
        setupSucceeded(graph().component(node), node, milliseconds);
    else
        shutdownSucceeded(graph().component(node), node);
}

// What holds the component without requiring it, and is up, gets it before the state is told (R40, R41).
void GraphRunner::becomeActive(Component *component, int node)
{
    if (ComponentPrivate::get(component)->running.isImpaired) {
        setImpaired(component, false);
        m_restarts.becameActive(component, m_hooks.now());
    }
    noteWhatIsLeftOut(component, node);
    const QPointer<Component> guard(component);
    const Component::State from = m_gateway.changeState(component, Component::State::Active);
    m_wiring.tellSoftHolders(node);
    m_gateway.noteTimeTaken();
    if (guard && ComponentPrivate::isActive(guard))
        m_gateway.publish(guard, from);
}

// The error of a job tells that the component was set up without something that has failed, and why that was allowed.
void GraphRunner::noteWhatIsLeftOut(const Component *component, int node)
{
    const auto &properties = ComponentPrivate::lastClassOf(component).softProperties;
    for (const auto &edge : graph().softDependencies(node)) {
        const Component *dependency = graph().component(edge.node);
        if (edge.property == DependencyGraph::noProperty || !dependency || dependency->isActive()
            || !ComponentPrivate::get(dependency)->running.isImpaired)
            continue;
        const QString property = ComponentPrivate::propertyOf(component, properties[edge.property].key());
        const QString what = (edge.isList ? Text::tr("%1 was set up without %2 (property %3, which is a list)")
                                          : Text::tr("%1 was set up without %2 (property %3, which is optional)"))
                                     .arg(ComponentPrivate::nameOf(component), ComponentPrivate::nameOf(dependency),
                                          property);
        for (const JobPointer &job : m_jobs) {
            if (job->raises() && job->concerns(node))
                job->summary.addSetUpWithout(what);
        }
    }
}

// What holds the component without requiring it, and stays up, loses it before its shutdown begins (R40, R41). A setter may do
// anything, and even destroy the component. Returns whether its hook still may begin.
bool GraphRunner::leaveSoftHolders(const HookRunner::Call &call)
{
    ComponentPrivate::get(call.component)->running.isLeaving = true;
    m_wiring.tellSoftHolders(call.node);
    m_gateway.noteTimeTaken();
    if (call.component)
        ComponentPrivate::get(call.component)->running.isLeaving = false;
    return call.isWaitedFor();
}

// A job that is on its way up has taken the component down, because something that it requires is tried again. In the next
// step, the component waits (R45). A restart announces its members itself, when all of them are down.
void GraphRunner::announceLater(Component *component, int node)
{
    const auto isRising = [node](const JobPointer &job) {
        return job->stage == Job::Stage::Rising && job->wantsUp(node);
    };
    if (std::none_of(m_jobs.begin(), m_jobs.end(), isRising) || isToRestart(node, nullptr))
        return;
    m_toAnnounce.push_back(component);
    m_mayHaveUrgent = true;
    m_wakeUp.post();
}

void GraphRunner::announceNext()
{
    const QPointer<Component> component = m_toAnnounce.back();
    m_toAnnounce.pop_back();
    const int node = component ? m_wiring.nodeOf(component) : -1;
    if (node >= 0 && component->state() == Component::State::Inactive)
        announce(node);
}

// Tells the jobs that roll back, stop, or go without something.
void GraphRunner::noteDown(Component *component, int node)
{
    QString reason;
    for (const JobPointer &job : m_jobs) {
        if (!job->concerns(node))
            continue;
        const bool isSinking = job->stage == Job::Stage::Sinking;
        if (isSinking && job->verdict == Job::Verdict::Failed)
            job->summary.addRolledBack(ComponentPrivate::nameOf(component));
        if (isSinking && job->kind == Job::Kind::Stop)
            m_parts.noteStopped(component);
        if (job->reasons.contains(node)) {
            setImpaired(component, true);
            reason = job->reasons.value(node);
        }
    }
    if (component->state() == Component::State::Failed)
        return;
    if (std::exchange(ComponentPrivate::get(component)->running.isFailing, false))
        m_gateway.setState(component, Component::State::Failed,
                           ComponentPrivate::get(component)->extras().reportedFailure);
    else if (reason.isEmpty())
        m_gateway.setState(component, Component::State::Inactive);
    else
        m_gateway.setState(component, Component::State::Inactive, Text::tr("stopped: %1").arg(reason));
}

// A hook that ended canceled has begun something all the same, so that its component has to be shut down.
void GraphRunner::hookStopped(int node, Phase phase, qint64 milliseconds)
{
    const Component *component = graph().component(node);
    if (phase == Phase::Setup && component) {
        ComponentPrivate::get(component)->running.setupMs = int(milliseconds);
        const bool hasBegun = ComponentPrivate::get(component)->running.hasBegun;
        return hasBegun ? arriveStale(node) : arriveDown(node);
    }
    arriveDown(node);
}

void GraphRunner::hookFailed(int node, const FailureRecord &record, HookRunner::Remainder remainder)
{
    arriveFailed(node, remainder);
    Component *component = graph().component(node);
    if (record.failure.phase == Phase::Setup)
        ComponentPrivate::get(component)->running.setupMs = int(record.milliseconds);
    fail(component, node, record);
}

void GraphRunner::lateHookEnded(int node, HookRunner::Remainder remainder)
{
    arriveFailed(node, remainder);
}

// The hook of the node has failed. If it has timed out, it may leave something that is to be shut down all the same.
void GraphRunner::arriveFailed(int node, HookRunner::Remainder remainder)
{
    if (remainder == HookRunner::Remainder::Unfinished)
        return;
    if (remainder == HookRunner::Remainder::ToShutDown)
        return arriveStale(node);
    if (const Component *component = graph().component(node)) {
        ComponentPrivate::get(component)->running.hasBegun = false;
        ComponentPrivate::get(component)->running.holdsDependencies = false;
    }
    arriveDown(node);
}

// The rest of a component may be over, which wakes it. Or a shutdown or a roll-back may have exceeded its limit: then its
// hooks in flight are given up, and those that are still due will be called.
void GraphRunner::alarmPassed()
{
    wakeRested();
    m_isAnyOverLimit = false;
    const auto jobs = m_jobs; // a slot may begin others
    for (const JobPointer &job : jobs) {
        if (job->limit > m_hooks.now())
            continue;
        m_isAnyOverLimit = true;
        for (int place = 0; place < job->size(); ++place) {
            giveUpIfOverLimit(job->node(place));
        }
    }
}

// Gives up the hook of the node, if it is in flight on its way down and its job has exceeded the limit.
void GraphRunner::giveUpIfOverLimit(int node)
{
    Component *component = node < graph().size() ? graph().component(node) : nullptr; // a slot may have had another graph set
    if (!component || m_schedule.isWantedUp(node))
        return;
    const auto now = m_hooks.now();
    const bool isOverLimit = std::any_of(m_jobs.begin(), m_jobs.end(), [&](const JobPointer &job) {
        return job->limit <= now && job->concerns(node);
    });
    if (isOverLimit)
        m_hooks.giveUp(component, Text::tr("given up after the shutdown limit of %1 ms").arg(m_hooks.timeouts().limit));
}

// A component has failed, and so have the jobs that want it up.
void GraphRunner::fail(Component *component, int node, const FailureRecord &record)
{
    std::vector<JobPointer> jobs = jobsThatNeed(node, Need::ByAll);
    std::copy_if(m_jobs.begin(), m_jobs.end(), std::back_inserter(jobs),
                 [node](const JobPointer &job) { return !job->wantsUp() && job->concerns(node); });
    fail(component, node, record, jobs);
}

void GraphRunner::fail(Component *component, int node, const FailureRecord &record, const std::vector<JobPointer> &jobs)
{
    const Gateway::Change change(m_gateway);
    auto &running = ComponentPrivate::get(component)->running;
    const bool wasFailing = std::exchange(running.isFailing, false); // and now its shutdown has failed, too
    const QString message = wasFailing ? ComponentPrivate::get(component)->extras().reportedFailure
                                       : record.failure.message;
    setImpaired(component, true);
    m_gateway.setState(component, Component::State::Failed, message);
    const auto isWanted = [node](const JobPointer &job) { return job->wantsUp(node) && !job->promise.isCanceled(); };
    const bool isToComeUp = record.failure.phase == Phase::Setup && !record.isFinal
                            && std::any_of(jobs.begin(), jobs.end(), isWanted);
    const bool isGone = ComponentPrivate::get(component)->isBeingDestroyed;
    const auto delay = isToComeUp && !isGone ? m_restarts.nextDelay(component, m_hooks.now()) : std::nullopt;
    if (delay)
        rest(component, node, record, *delay);
    else
        failJobs(node, record, jobs);
}

bool GraphRunner::lookForUrgent()
{
    m_mayHaveUrgent = hasLosses() || m_objects.hasToDestroy() || hasToAnnounce();
    return m_mayHaveUrgent;
}

void GraphRunner::addLoss(const Loss &loss)
{
    m_losses.push_back(loss);
    m_mayHaveUrgent = true;
}

// A component that is to be tried again rests before. What requires it waits, and so does the job.
void GraphRunner::rest(Component *component, int node, const FailureRecord &record, int delay)
{
    const auto isOfIt = [component](const Rest &rest) { return rest.component == component; };
    m_rests.erase(std::remove_if(m_rests.begin(), m_rests.end(), isOfIt), m_rests.end());
    Loss loss { record, {}, Loss::Telling::Signal, false, true };
    loss.record.retryDelay = delay;
    addLoss(loss);
    m_schedule.rest(node);
    m_rests.push_back({ component, m_hooks.setAlarm(delay) });
}

void GraphRunner::wakeRested()
{
    const auto now = m_hooks.now();
    for (std::size_t next = 0; next < m_rests.size();) {
        if (m_rests[next].until > now) {
            ++next;
            continue;
        }
        const QPointer<Component> component = m_rests[next].component;
        m_rests.erase(m_rests.begin() + std::ptrdiff_t(next));
        const int node = component ? m_wiring.nodeOf(component) : -1;
        if (node < 0 || !m_schedule.isResting(node))
            continue;
        m_schedule.wake(node);
        countRestart(component);
        next = 0; // a slot may have changed the list
    }
}

void GraphRunner::tryAtOnce(int node)
{
    if (m_rests.empty()) // which is so in nearly every restart
        return;
    for (int needed : m_parts.withDependencies({ node })) {
        if (!m_schedule.isResting(needed))
            continue;
        m_restarts.forget(graph().component(needed));
        m_schedule.wake(needed);
    }
    m_wakeUp.post();
}

void GraphRunner::countRestart(Component *component)
{
    const int count = ++ComponentPrivate::get(component)->changeExtras().restartCount;
    m_gateway.tell(component, &Component::restartCountChanged, count);
}

// A component that has reported a failure in a setup is shut down and set up again by that setup, and so is what requires it.
// Returns whether that is possible: the setup has begun all of it.
bool GraphRunner::restartInPlace(Component *component, int node, const std::vector<JobPointer> &jobs,
                                 const FailureRecord &record, int delay)
{
    const std::vector<int> holders = m_parts.withHolders(node);
    const bool isAllOfSetup = !jobs.empty() && std::all_of(holders.begin(), holders.end(), [&](int holder) {
        return m_schedule.isWantedUp(holder) && std::any_of(jobs.begin(), jobs.end(), [&](const JobPointer &job) {
                   return job->stage == Job::Stage::Rising && job->wantsUp(holder) && !job->promise.isCanceled();
               });
    });
    if (!isAllOfSetup)
        return false;
    rest(component, node, record, delay);
    for (const JobPointer &job : m_jobs)
        job->endSweep(m_schedule);
    for (int holder : holders) {
        m_schedule.renew(holder);
        tellJobs(holder, m_schedule.position(holder));
        askIfUnwanted(holder);
    }
    return true;
}

// The jobs can't bring up the node, nor what requires it. Each turns round, or goes on without these.
void GraphRunner::failJobs(int node, const FailureRecord &record, const std::vector<JobPointer> &jobs)
{
    const Gateway::Change change(m_gateway);
    const bool isInSetup = record.failure.phase != Phase::Shutdown;
    const std::vector<int> holders = isInSetup ? m_parts.withHolders(node) : std::vector<int>();
    std::vector<JobPointer> others; // that go on without the node
    bool isTolerated = false;
    for (const JobPointer &job : jobs) {
        const bool isCanceled = job->promise.isCanceled(); // a cancellation that came before it counts
        const bool goesOn = isInSetup && job->wantsUp() && !isCanceled && canGoWithout(*job, holders);
        isTolerated = isTolerated || (goesOn && job->kind != Job::Kind::Restart);
        if (!goesOn || job->kind == Job::Kind::Restart)
            job->summary.add(record);
        if (goesOn)
            others.push_back(job);
        else if (isInSetup && job->wantsUp() && !isCanceled)
            turnRound(*job, Job::Verdict::Failed);
    }
    for (const JobPointer &job : others) {
        noteLeftOut(record, holders, *job);
        goWithout(holders, *job);
    }
    for (const JobPointer &job : others) {
        for (auto holder = holders.rbegin(); holder != holders.rend(); ++holder) { // dependents first
            job->reasons.insert(*holder, reasonOf(record));
            askIfUnwanted(*holder);
            leaveOut(*holder, *job);
        }
    }
    if (!isTolerated)
        return;
    const bool wasUp = std::any_of(others.begin(), others.end(), [&](const JobPointer &job) {
        return job->kind == Job::Kind::Recovery && job->target == record.component;
    });
    addLoss({ record, {}, Loss::Telling::Signal, wasUp && record.component->isEssential(), true });
}

// The error of a job tells which components it went on without, and why that was allowed.
void GraphRunner::noteLeftOut(const FailureRecord &record, const std::vector<int> &nodes, Job &job)
{
    if (!job.raises() || job.kind == Job::Kind::Restart) // a restart lists the failure itself
        return;
    const QString cause = nameOf(record);
    job.summary.addLeftOut(Text::tr("%1 (failed: %2)").arg(cause, record.failure.message));
    for (int node : nodes) {
        const Component *component = graph().component(node);
        if (component && component != record.component && job.concerns(node))
            job.summary.addLeftOut(Text::tr("%1 (because of %2)").arg(ComponentPrivate::nameOf(component), cause));
    }
}

// Returns whether a job can reach its end although the nodes don't come up: those of a restart, and those that aren't essential
// unless the job was called for one of them.
bool GraphRunner::canGoWithout(const Job &job, const std::vector<int> &nodes) const
{
    const bool isOfOthers = job.kind == Job::Kind::Restart || job.kind == Job::Kind::Recovery
                            || job.kind == Job::Kind::Deferral;
    return isOfOthers || std::all_of(nodes.begin(), nodes.end(), [&](int node) {
               const Component *component = graph().component(node);
               return component && !component->isEssential() && component != job.target;
           });
}

void GraphRunner::earlierHookEnded(int node)
{
    if (!m_schedule.isUnwanted(node) && m_losses.empty())
        callSetup(node);
    else
        arriveDown(node); // if it is still wanted, its job admits it again when the losses are handled
}

void GraphRunner::askIfUnwanted(int node)
{
    Component *component = graph().component(node);
    if (component && m_schedule.position(node) == Position::Rising && m_schedule.isUnwanted(node))
        m_hooks.askToCancel(component);
}

// A component that never began gets an error that names what it waited for. None of that has been shut down yet.
void GraphRunner::leaveOut(int node, Job &job)
{
    Component *component = graph().component(node);
    if (!component || m_schedule.isWantedUp(node) || m_schedule.position(node) != Position::Down)
        return;
    const Component::State state = component->state();
    const bool isUntold = state == Component::State::Inactive && (job.raises() || job.kind == Job::Kind::Stop);
    if (state != Component::State::Waiting && state != Component::State::SettingUp && !isUntold)
        return;
    ComponentPrivate::get(component)->running.holdsDependencies = false;
    setImpaired(component, job.hasFailed() || job.reasons.contains(node));
    if (job.kind == Job::Kind::Stop) // R12: what was on its way stays down, too
        markStopped(node);
    Awaited awaited(m_wiring, node);
    if (job.hasFailed())
        job.summary.addNotSetUp(ComponentPrivate::nameOf(component), awaited.names);
    QString reason = job.reasons.value(node);
    if (!awaited.failed.isEmpty())
        reason = awaited.failed.join(QLatin1String("; "));
    else if (!reason.isEmpty())
        awaited.missing.clear(); // they are known to be no cause
    else if (job.hasFailed() && !job.summary.isEmpty())
        reason = Text::tr("setup was rolled back because %1 failed: %2")
                         .arg(nameOf(job.summary.first()), job.summary.first().failure.message);
    else if (job.kind == Job::Kind::Stop)
        reason = Text::tr("it was stopped");
    else
        reason = Text::tr("setup was canceled");
    if (!awaited.missing.isEmpty())
        reason = Text::tr("%1; still waiting for %2").arg(reason, awaited.missing.join(QLatin1String(", ")));
    m_gateway.setState(component, Component::State::Inactive, Text::tr("not set up: %1").arg(reason));
}

// The others of a restart come up without a component that has failed, and without what depends on it (R37).
void GraphRunner::goWithout(const std::vector<int> &nodes, Job &job)
{
    for (int node : nodes) {
        if (!job.concerns(node))
            continue;
        if (isWantedUp(node, &job)) {
            job.handOver(node, m_schedule);
            continue;
        }
        m_schedule.want(node, false);
        if (m_schedule.position(node) == Position::Down)
            job.handOver(node, m_schedule); // to nobody
        else
            job.goWithout(node, m_schedule);
    }
}

QByteArray GraphRunner::fingerprint() const
{
    QByteArray print;
    for (int node = 0; node < m_schedule.size(); ++node) {
        const Component *component = graph().component(node);
        const bool isStopped = component && ComponentPrivate::get(component)->running.isStopped;
        print += char('0' + int(m_schedule.position(node)));
        print += m_schedule.isWantedUp(node) ? 'u' : 'd';
        print += m_schedule.isUnwanted(node) ? 'x' : '-';
        print += isStopped ? 's' : '-';
    }
    for (const JobPointer &job : m_jobs)
        print += job->fingerprint(job->target ? m_wiring.nodeOf(job->target) : -1);
    return print;
}

void GraphRunner::componentDestroyed(Component *component)
{
    if (const int node = m_wiring.nodeOf(component); node >= 0) {
        m_recorder.componentDestroyed(node, component);
        handleDestroyed(component, node);
    }
    m_wiring.forget(component);
    setImpaired(component, false);
    m_restarts.forget(component);
    m_parts.forgetStop(component);
}

void GraphRunner::handleDestroyed(Component *component, int node)
{
    const Gateway::Change change(m_gateway);
    const ComponentPrivate *d = ComponentPrivate::get(component);
    const Component::State state = d->state;
    if (state == Component::State::Active && !d->running.isLeaving)
        --m_active;
    const QString message = Text::tr("destroyed while it was %1").arg(Text::tr(stateName(state)));
    const bool wasUp = state == Component::State::Active && m_parts.isUpToStay(node);
    const auto record = FailureRecord::of(component, Phase::Setup, message);
    Loss loss = lossOf(component, node, message);
    loss.record.component = nullptr;
    if (d->running.isFailing) // which is told already
        loss.telling = Loss::Telling::Nothing;
    m_hooks.componentDestroyed(component); // which tells how the hook ends that is in flight
    const auto jobs = jobsThatNeed(node, wasUp ? Need::OfWhatWasUp : Need::OfWhatWasDown);
    if (!jobs.empty())
        fail(component, node, record, jobs);
    if (wasUp || !loss.holders.empty())
        addLoss(loss);
    fall(node);
    if (d->state != Component::State::Inactive && d->state != Component::State::Failed)
        qCWarning(lcConductor, "%s was %s", qPrintable(ComponentPrivate::nameOf(component)), qPrintable(message));
}

// The component of the node is gone, so no job waits for the node any more.
void GraphRunner::fall(int node)
{
    for (const JobPointer &job : m_jobs) {
        job->endSweep(m_schedule);
        if (job->wantsUp() && job->concerns(node))
            job->handOver(node, m_schedule);
    }
    m_schedule.fall(node);
    tellJobs(node, m_schedule.position(node));
}

void GraphRunner::reportFailure(Component *component, const QString &message)
{
    const int node = m_wiring.nodeOf(component);
    const bool isToBeUp = node >= 0 && m_schedule.isWantedUp(node);
    auto &running = ComponentPrivate::get(component)->running;
    if (!ComponentPrivate::isActive(component) || running.isFailing || !isToBeUp) {
        qCWarning(lcConductor, "%s has reported a failure while it was %s: %s",
                  qPrintable(ComponentPrivate::nameOf(component)), stateName(component->state()), qPrintable(message));
        if (ComponentPrivate::isActive(component) && !running.isFailing)
            addLoss({ FailureRecord::of(component, Phase::Running, message), {}, Loss::Telling::List, false, true });
        return;
    }
    Loss loss = lossOf(component, node, message);
    running.isFailing = true;
    ComponentPrivate::get(component)->changeExtras().reportedFailure = message;
    setImpaired(component, true);
    const auto jobs = jobsThatNeed(node, Need::OfWhatWasUp);
    const auto record = FailureRecord::of(component, Phase::Setup, message);
    const bool mayRetry = !jobs.empty() || loss.telling == Loss::Telling::Signal;
    const auto delay = mayRetry ? m_restarts.nextDelay(component, m_hooks.now()) : std::nullopt;
    if (delay && restartInPlace(component, node, jobs, record, *delay))
        return;
    if (loss.telling == Loss::Telling::Signal)
        loss.record.retryDelay = delay.value_or(-1);
    loss.shutsDown = loss.shutsDown && loss.record.retryDelay < 0;
    addLoss(loss);
    failJobs(node, record, jobs);
}

// Returns the jobs that can't reach their end without the node: those that bring up something that requires it, and those that
// concern it, if that matters.
std::vector<GraphRunner::JobPointer> GraphRunner::jobsThatNeed(int node, Need need) const
{
    const Component *component = graph().component(node);
    const auto dependents = graph().dependents(node);
    const auto isToBeUp = [this](int node) { return graph().component(node) && m_schedule.isWantedUp(node); };
    const bool isRequired = std::any_of(dependents.begin(), dependents.end(), isToBeUp);
    std::vector<JobPointer> jobs;
    std::copy_if(m_jobs.begin(), m_jobs.end(), std::back_inserter(jobs), [&](const JobPointer &job) {
        const auto isToCome = [&](int dependent) { return isToBeUp(dependent) && job->moves(dependent, m_schedule); };
        if (!job->wantsUp())
            return false;
        if (std::any_of(dependents.begin(), dependents.end(), isToCome))
            return true;
        switch (need) {
        case Need::ByAll: return job->wantsUp(node);
        case Need::OfWhatWasUp: return job->moves(node, m_schedule);
        case Need::OfWhatWasDown: return job->moves(node, m_schedule) && (isRequired || job->target == component);
        }
        return false;
    });
    return jobs;
}

// What was up, and was not brought up by a job that goes on and fails with it, has failed for good.
Loss GraphRunner::lossOf(Component *component, int node, const QString &message) const
{
    Loss loss { FailureRecord::of(component, Phase::Running, message), {}, Loss::Telling::Nothing, false, false };
    const bool wasUp = ComponentPrivate::isActive(component) && m_parts.isUpToStay(node);
    const auto moves = [&](const JobPointer &job) { return job->moves(node, m_schedule); };
    if (wasUp && std::none_of(m_jobs.begin(), m_jobs.end(), moves)) {
        loss.telling = Loss::Telling::Signal;
        loss.shutsDown = component->isEssential();
    }
    for (int dependent : graph().dependents(node)) { // ascending, and once for each property
        Component *holder = m_parts.isSetUp(dependent) ? graph().component(dependent) : nullptr;
        if (holder && (loss.holders.empty() || loss.holders.back() != holder))
            loss.holders.push_back(holder);
    }
    return loss;
}

// Some of what requires the component may be on its way down already, by a job that doesn't concern the rest.
Part GraphRunner::partToWithdraw(const std::vector<Loss> &losses, Job &job) const
{
    Part part;
    for (const Loss &loss : losses) {
        std::vector<int> lost;
        const auto add = [&](const QPointer<Component> &component) {
            const int node = component ? m_wiring.nodeOf(component) : -1;
            if (node >= 0 && m_parts.isSetUp(node) && !job.reasons.contains(node))
                lost.push_back(node);
        };
        std::for_each(loss.holders.begin(), loss.holders.end(), add);
        if (loss.record.component && !loss.isInPlace)
            add(loss.record.component);
        const QString reason = reasonOf(loss.record);
        const auto addDependents = [&](int node, const auto &add) {
            for (int dependent : graph().dependents(node)) {
                if (m_parts.isSetUp(dependent) && !job.reasons.contains(dependent))
                    add(dependent);
            }
        };
        for (int node : closure(graph().size(), lost, addDependents)) {
            job.reasons.insert(node, reason);
            if (m_schedule.isWantedUp(node))
                part.nodes.push_back(node);
        }
    }
    std::sort(part.nodes.begin(), part.nodes.end());
    return part;
}

void GraphRunner::setImpaired(Component *component, bool isImpaired)
{
    if (std::exchange(ComponentPrivate::get(component)->running.isImpaired, isImpaired) != isImpaired)
        m_impaired += isImpaired ? 1 : -1;
}

// A restart was canceled before it has taken the node down.
void GraphRunner::keepUp(int node)
{
    if (m_schedule.position(node) != Position::Stale)
        return;
    m_schedule.keep(node);
    tellJobs(node, Position::Up);
}

// Returns whether another restart may still want to take the node down first.
bool GraphRunner::isToRestart(int node, const Job *except) const
{
    return std::any_of(m_jobs.begin(), m_jobs.end(),
                       [&](const JobPointer &job) { return job.get() != except && job->isToRenew(node); });
}

// Returns whether a job that goes on wants the node up in the end.
bool GraphRunner::isWantedUp(int node, const Job *except) const
{
    return std::any_of(m_jobs.begin(), m_jobs.end(),
                       [&](const JobPointer &job) { return job.get() != except && job->wantsUp(node); });
}

} // namespace QConductor
