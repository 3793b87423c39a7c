// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/graphrunner_p.h"

#include "meta/logging_p.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"
#include "service_p.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qset.h>
#include <QtCore/qthread.h>

#include <algorithm>
#include <functional>
#include <iterator>

namespace QConductor {

namespace {

QString withProperty(const Component *component, const QString &property)
{
    if (component && property.isEmpty()) // it is required without one
        return ComponentPrivate::nameOf(component);
    return component ? Text::tr("%1 (property %2)").arg(ComponentPrivate::nameOf(component), property)
                     : Text::tr("property %1").arg(property); // the component was destroyed
}

// Returns why something else can't be up.
QString reasonOf(const FailureRecord &record)
{
    return Text::tr("%1 failed: %2").arg(nameOf(record), record.failure.message);
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
    QSet<const Component *> told; // with their properties, which come first
    for (const auto &edge : wiring.graph().dependencies(node)) {
        const Component *dependency = wiring.dependency(node, edge);
        if (dependency ? dependency->isActive() : ComponentPrivate::get(component)->ignores(int(edge.property)))
            continue;
        const bool isBare = edge.property == DependencyGraph::noProperty;
        if (isBare && (!dependency || told.contains(dependency))) // it was destroyed, or is told with its property
            continue;
        told.insert(dependency);
        const QString property = isBare ? QString() : ComponentPrivate::propertyOf(component, int(edge.property));
        names += dependency ? ComponentPrivate::nameOf(dependency) : property;
        if (dependency && dependency->state() == Component::State::Failed)
            failed += Text::tr("%1 failed: %2").arg(withProperty(dependency, property), dependency->errorString());
        else
            missing += withProperty(dependency, property);
    }
}

// Returns the nodes, and transitively those that neighbours() adds to each, in ascending order. The set of known nodes costs a
// bit for each node of the graph, which even in a large one is little beside a hook.
template <class Neighbours> std::vector<int> closure(int size, std::vector<int> nodes, Neighbours neighbours)
{
    std::vector<bool> isKnown(std::size_t(size), false);
    for (int node : nodes)
        isKnown[std::size_t(node)] = true;
    const auto add = [&](int node) {
        if (!isKnown[std::size_t(node)]) {
            isKnown[std::size_t(node)] = true;
            nodes.push_back(node);
        }
    };
    for (std::size_t next = 0; next < nodes.size(); ++next)
        neighbours(nodes[next], add);
    if (!std::is_sorted(nodes.begin(), nodes.end())) // they often are, and then sorting takes longer than all the rest
        std::sort(nodes.begin(), nodes.end());
    return nodes;
}

} // namespace

GraphRunner::GraphRunner(Gateway &gateway, WakeUp &wakeUp)
    : m_gateway(gateway),
      m_wakeUp(wakeUp),
      m_hooks(this, gateway, wakeUp)
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
    m_recorder.graphChanges(this->graph());
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
    return { false, withDependencies(std::move(nodes)) };
}

namespace {

bool isRecorded(const Job &job)
{
    return job.kind == Job::Kind::Setup || job.kind == Job::Kind::Shutdown;
}

} // namespace

void GraphRunner::beginRecording(const Job &job)
{
    m_recorder.begin(job.raises() ? Phase::Setup : Phase::Shutdown, &job, m_hooks.now());
}

void GraphRunner::endRecording(const Job &job)
{
    if (m_recorder.isOf(Phase::Setup, &job))
        m_recorder.end(Phase::Setup, Recorder::End::Now, m_hooks.now());
}

// A setup is about what it brings up, and a shutdown about what was begun.
void GraphRunner::recordMembers(const Job &job)
{
    const Phase phase = job.raises() ? Phase::Setup : Phase::Shutdown;
    if (!isRecorded(job) || !m_recorder.isOf(phase, &job))
        return;
    std::vector<bool> members;
    if (m_active != (phase == Phase::Setup ? 0 : graph().size()) || job.size() != graph().size()) {
        members.assign(std::size_t(graph().size()) + 1, false); // not empty, which would mean all
        for (int index = 0; index < job.size(); ++index) {
            const int node = job.node(index);
            const bool isSetup = phase == Phase::Setup;
            members[std::size_t(node)] = isSetup ? job.moves(node, m_schedule)
                                                 : m_schedule.position(node) != Position::Down;
        }
    }
    const auto order = job.isLayered ? Recorder::Order::LayerByLayer : Recorder::Order::AsReady;
    m_recorder.setMembers(phase, order, std::move(members), m_hooks.now());
}

// Only where something went wrong, the components are looked at: where nothing did, all are as they were to become.
void GraphRunner::recordEnd(const Job &job)
{
    const Phase phase = job.raises() ? Phase::Setup : Phase::Shutdown;
    if (!isRecorded(job) || !m_recorder.isOf(phase, &job))
        return;
    const bool isClean = job.isGood() && !job.wasTakenFrom && job.reasons.isEmpty() && job.summary.isEmpty();
    const auto expected = phase == Phase::Setup ? Component::State::Active : Component::State::Inactive;
    for (int node = 0; !isClean && node < graph().size(); ++node) {
        const Component *component = graph().component(node);
        if (component && component->state() != expected && m_recorder.isMember(phase, node))
            m_recorder.setOutcome(phase, node, { component->state(), component->errorString() });
    }
    const auto end = phase == Phase::Setup && !job.isGood() ? Recorder::End::AtTheLastHook : Recorder::End::Now;
    m_recorder.end(phase, end, m_hooks.now());
}

void GraphRunner::hookTimed(int node, Phase phase, const HookRunner::Times &times)
{
    m_recorder.add(phase, { node, times.began, times.ended, times.held });
}

Report GraphRunner::report(Phase phase) const
{
    std::vector<Recorder::Record> inFlight;
    for (const HookRunner::InFlight &hook : m_hooks.inFlightHooks()) {
        if (hook.phase == phase)
            inFlight.push_back({ hook.node, hook.times.began, hook.times.ended, hook.times.held });
    }
    return m_recorder.report(phase, graph(), m_hooks.now(), inFlight);
}

// Whether the node waits for its turn in a phase that goes on.
bool GraphRunner::isWaiting(int node, Phase phase) const
{
    const Component *component = graph().component(node);
    if (!component)
        return false;
    return phase == Phase::Setup ? component->state() == Component::State::Waiting
                                 : component->state() == Component::State::Active && m_schedule.isToSink(node);
}

bool GraphRunner::isInLayeredJob(int node, Phase phase) const
{
    return std::any_of(m_jobs.begin(), m_jobs.end(), [&](const JobPointer &job) {
        return job->isLayered && (phase == Phase::Setup ? job->wantsUp(node) : job->stage == Job::Stage::Sinking);
    });
}

// Returns what can't move before the hook of the node has ended: in a layered job, the layers that come after that one.
std::vector<int> GraphRunner::whatWaitsFor(int node, Phase phase) const
{
    const bool isSetup = phase == Phase::Setup;
    if (isInLayeredJob(node, phase)) {
        std::vector<int> later;
        for (int other = 0; other < graph().size(); ++other) {
            const int distance = graph().layer(other) - graph().layer(node);
            if ((isSetup ? distance > 0 : distance < 0) && isWaiting(other, phase))
                later.push_back(other);
        }
        return later;
    }
    return closure(graph().size(), { node }, [&](int node, const auto &add) {
        const auto addIfWaiting = [&](int other) {
            if (isWaiting(other, phase))
                add(other);
        };
        const auto addOrdering = [&](const auto &edges) {
            for (const auto &edge : edges) {
                if (edge.isOrdering)
                    addIfWaiting(edge.node);
            }
        };
        if (isSetup) {
            for (int dependent : graph().dependents(node))
                addIfWaiting(dependent);
            return addOrdering(graph().softDependents(node));
        }
        for (const auto &edge : graph().dependencies(node))
            addIfWaiting(edge.node);
        addOrdering(graph().softDependencies(node));
    });
}

void GraphRunner::hookIsSlow(int node, Phase phase, qint64 milliseconds)
{
    const Component *component = graph().component(node);
    if (!component)
        return;
    QStringList names;
    for (int other : whatWaitsFor(node, phase)) {
        if (other != node)
            names += ComponentPrivate::nameOf(graph().component(other));
    }
    const qsizetype more = names.size() - 5;
    QString waiting = names.isEmpty() ? QStringLiteral("none") : names.mid(0, 5).join(QLatin1String(", "));
    if (more > 0)
        waiting += QStringLiteral(" and %1 more").arg(more);
    qCWarning(lcConductor, "the %s of %s is unfinished after %lld ms; components that wait for it: %s",
              phase == Phase::Setup ? "setup" : "shutdown", qPrintable(ComponentPrivate::nameOf(component)),
              milliseconds, qPrintable(waiting));
}

// Gives the job its part.
void GraphRunner::begin(const JobPointer &job, const Part &part)
{
    const int target = job->target ? m_wiring.nodeOf(job->target) : -1;
    const bool goesDownFirst = job->kind == Job::Kind::Restart && target >= 0 && isSetUp(target);
    const std::vector<int> toRenew = goesDownFirst ? withHolders(target) : std::vector<int>();
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
    recordMembers(*job);
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

// If the node is going down for a restart, which is over before that has ended, a job that wants it up has to bring it up again.
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
    recordEnd(*job);
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
        other->endSweep();
    m_jobs.push_back(job);
}

void GraphRunner::end()
{
    m_jobs.clear();
    m_recorder.clear();
}

Part GraphRunner::whatMayComeUp() const
{
    if (m_stopped == 0 && !ComponentPrivate::hasStartModes())
        return { true, {} };
    std::vector<bool> isLeft(std::size_t(graph().size()), false);
    Part part;
    for (int node = graph().size(); node-- > 0;) {
        const Component *component = graph().component(node);
        const auto dependents = graph().dependents(node);
        const bool isLater = component && component->startMode() != Component::StartMode::Automatic;
        isLeft[node] = component && (isLater || ComponentPrivate::get(component)->running.isStopped)
                       && std::all_of(dependents.begin(), dependents.end(), [&](int holder) { return isLeft[holder]; });
        if (!isLeft[node])
            part.nodes.push_back(node);
    }
    std::reverse(part.nodes.begin(), part.nodes.end());
    return part;
}

// With what they need, and without those that need a component which was destroyed. A node comes after what it depends on.
Part GraphRunner::whatIsDeferred() const
{
    if (!ComponentPrivate::hasStartModes())
        return {};
    std::vector<int> deferred;
    std::vector<bool> lacksSome(std::size_t(graph().size()), false);
    for (int node = 0; node < graph().size(); ++node) {
        const Component *component = graph().component(node);
        const auto dependencies = graph().dependencies(node);
        lacksSome[node] = !component || std::any_of(dependencies.begin(), dependencies.end(), [&](const auto &edge) {
            return lacksSome[edge.node];
        });
        const bool isLater = component && component->startMode() == Component::StartMode::Deferred;
        if (isLater && !lacksSome[node] && !isSetUp(node) && !ComponentPrivate::get(component)->running.isStopped)
            deferred.push_back(node);
    }
    return { false, withDependencies(std::move(deferred)) };
}

bool GraphRunner::isAllUp() const
{
    if (!ComponentPrivate::hasStartModes())
        return m_active + m_stopped == graph().componentCount();
    const Part part = whatMayComeUp();
    return std::all_of(part.nodes.begin(), part.nodes.end(), [this](int node) { return isUp(node); });
}

std::vector<int> GraphRunner::withDependencies(std::vector<int> nodes) const
{
    return closure(graph().size(), std::move(nodes), [this](int node, const auto &add) {
        for (const auto &edge : graph().dependencies(node))
            add(edge.node);
    });
}

std::vector<int> GraphRunner::withHolders(int node) const
{
    return closure(graph().size(), { node }, [this](int node, const auto &add) {
        for (int dependent : graph().dependents(node)) {
            if (isSetUp(dependent))
                add(dependent);
        }
    });
}

std::vector<int> GraphRunner::withHolders(int node, const std::vector<int> &among) const
{
    const auto isAmong = [&among](int other) { return std::binary_search(among.begin(), among.end(), other); };
    if (!isAmong(node))
        return {};
    return closure(graph().size(), { node }, [&](int other, const auto &add) {
        for (int dependent : graph().dependents(other)) {
            if (isAmong(dependent))
                add(dependent);
        }
    });
}

// What is set up goes down and comes up again; what it needs may be on its way down. Otherwise the node comes up with what
// it needs, and so does what was left out because of it.
std::vector<int> GraphRunner::partToRestart(int node) const
{
    if (isSetUp(node))
        return withDependencies(withHolders(node));
    return withDependencies(closure(graph().size(), { node }, [this](int node, const auto &add) {
        for (int dependent : graph().dependents(node)) {
            if (wasLeftOut(dependent))
                add(dependent);
        }
    }));
}

bool GraphRunner::wasLeftOut(int node) const
{
    const Component *component = graph().component(node);
    if (!component || isSetUp(node))
        return false;
    const auto &running = ComponentPrivate::get(component)->running;
    return running.isImpaired && !running.isStopped;
}

bool GraphRunner::isAnyWanted() const
{
    for (int node = 0; node < m_schedule.size(); ++node) {
        if (m_schedule.isWantedUp(node) && graph().component(node))
            return true;
    }
    return false;
}

bool GraphRunner::isSetUp(int node) const
{
    return m_schedule.isWantedUp(node) || m_schedule.position(node) != Position::Down;
}

bool GraphRunner::isUp(int node) const
{
    return m_schedule.position(node) == Position::Up && !m_schedule.isToSink(node);
}

// Returns whether it is up and wanted up, although it may have to be restarted.
bool GraphRunner::isUpToStay(int node) const
{
    const Position position = m_schedule.position(node);
    return (position == Position::Up || position == Position::Stale) && m_schedule.isWantedUp(node);
}

// Returns whether the properties of these nodes still point where they pointed, or are still to be set. An exception of a getter
// is told by the search for another graph.
bool GraphRunner::isAsFound(const std::vector<int> &nodes) const
{
    try {
        return std::all_of(nodes.begin(), nodes.end(), [this](int node) {
            const bool isDown = m_schedule.position(node) == Position::Down;
            return graph().component(node) && (!isDown || m_wiring.isAsFound(node));
        });
    } catch (const Error &) {
        return false;
    }
}

bool GraphRunner::hasGap(const std::vector<int> &nodes) const
{
    return std::any_of(nodes.begin(), nodes.end(), [this](int node) { return !graph().component(node); });
}

void GraphRunner::markStopped(int node)
{
    Component *component = graph().component(node);
    setImpaired(component, component->state() == Component::State::Failed);
    if (!std::exchange(ComponentPrivate::get(component)->running.isStopped, true))
        ++m_stopped;
}

void GraphRunner::forgetStops()
{
    for (int node = 0; m_stopped > 0 && node < graph().size(); ++node) {
        if (const Component *component = graph().component(node))
            ComponentPrivate::get(component)->running.isStopped = false;
    }
    m_stopped = 0;
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
    case Job::Stage::Announcing:
        if (m_recorder.isOf(Phase::Setup, &job))
            m_recorder.setBase(Phase::Setup, m_hooks.now());
        return job.move(m_schedule, Job::Stage::Rising, company);
    case Job::Stage::Turning:
        if (job.rising() == 0)
            job.leaveOut();
        return;
    case Job::Stage::LeavingOut:
        if (m_recorder.isOf(Phase::Shutdown, &job))
            m_recorder.setBase(Phase::Shutdown, m_hooks.now());
        return job.move(m_schedule, Job::Stage::Sinking, company);
    case Job::Stage::Sinking:
        if (job.wantsUp())
            return job.announce();
        Q_FALLTHROUGH();
    case Job::Stage::Rising: job.stage = Job::Stage::Over; return;
    case Job::Stage::Finding:
    case Job::Stage::Over: return;
    }
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
    m_isLookFresh = false;
    if (Q_LIKELY(milliseconds >= 0))
        setupSucceeded(component, node, milliseconds);
    else if (node < m_schedule.size())
        askIfUnwanted(node);
}

void GraphRunner::callShutdown(int node)
{
    Component *component = graph().component(node);
    if (!component || !ComponentPrivate::get(component)->running.hasBegun)
        return arriveDown(node);
    const auto prepare = [this](const HookRunner::Call &call) { return prepareShutdown(call); };
    const bool hasSucceeded = m_hooks.run(component, node, Phase::Shutdown, prepare) >= 0;
    m_isLookFresh = false;
    if (hasSucceeded)
        shutdownSucceeded(component, node);
    else if (Q_UNLIKELY(m_isAnyOverLimit))
        giveUpIfOverLimit(node);
}

// A setter or a slot may have canceled the setup or destroyed the component: then the hook isn't to begin.
inline HookRunner::Prepared GraphRunner::prepareSetup(const HookRunner::Call &call)
{
    const auto goesOn = [&] { return call.isWaitedFor() && !m_schedule.isUnwanted(call.node) && m_losses.empty(); };
    ComponentPrivate *d = ComponentPrivate::get(call.component);
    if (Q_UNLIKELY(d->membership.host->hasLoggingPolicy))
        ComponentPrivate::checkLoggingPolicy(call.component);
    if (Q_UNLIKELY(std::exchange(d->running.isStopped, false)))
        --m_stopped;
    d->running.holdsDependencies = true;
    const bool isInjected = graph().hasInjected(call.node);
    const bool isFresh = m_isLookFresh && !isInjected && !m_gateway.isHeard(call.component);
    if (isInjected) {
        m_wakeUp.post(); // a setter may run an event loop
        if (Q_UNLIKELY(d->extras().service))
            createObject(call);
        if (goesOn())
            m_wiring.inject(call.node, goesOn);
    }
    if (Q_LIKELY(goesOn()))
        m_gateway.setState(call.component, Component::State::SettingUp);
    if (Q_UNLIKELY(!goesOn()))
        return HookRunner::Prepared::NotWanted;
    d->running.hasBegun = true;
    return isFresh ? HookRunner::Prepared::AtOnce : HookRunner::Prepared::MayHaveTakenTime;
}

// The dependencies of a service are active now, so the constructor of its object finds them so (R54).
void GraphRunner::createObject(const HookRunner::Call &call)
{
    ServicePrivate *service = ServicePrivate::of(call.component);
    if (service->isOwned) { // the hook that has kept it has ended only now
        m_objectsToDestroy.push_back(call.component);
        destroyObject();
    }
    if (!call.component || !service->isToCreate())
        return;
    service->isAbandoned = false;
    const auto create = service->create; // it may destroy the service
    QObject *object = m_gateway.call(create);
    if (object && object->thread() != QThread::currentThread()) {
        object->deleteLater(); // its own thread may be using it
        throw Error(ServicePrivate::wrongThreadMessage());
    }
    if (!call.component)
        return Gateway::destroy(object);
    if (!object)
        return;
    auto *component = static_cast<Service *>(call.component);
    service->setObject(component, object);
    service->isOwned = true;
    m_gateway.tell(component, &Service::objectChanged, object);
}

// The service is down. Its object is destroyed in the next step, before what the service needs is shut down, unless a hook that
// was given up still runs.
void GraphRunner::noteObject(Component *component)
{
    const ServicePrivate *service = ServicePrivate::of(component);
    if (!service || !service->isOwned || ComponentPrivate::get(component)->running.hook)
        return;
    m_objectsToDestroy.push_back(component);
    m_wakeUp.post();
}

void GraphRunner::destroyObject()
{
    const QPointer<Component> component = m_objectsToDestroy.back();
    m_objectsToDestroy.pop_back();
    ServicePrivate *service = component ? ServicePrivate::of(component) : nullptr;
    if (!service || !service->isOwned || ComponentPrivate::get(component)->running.hook)
        return;
    const QPointer<QObject> object = service->takeObject(static_cast<Service *>(component.data()));
    m_wiring.forgetObject(component, object);
    Gateway::destroy(object);
    if (component)
        m_gateway.tell(static_cast<Service *>(component.data()), &Service::objectChanged, nullptr);
}

void GraphRunner::unfinishedHookEnded(Component *component)
{
    noteObject(component);
}

// The service has failed. None of its functions is called, because they need the object.
void GraphRunner::objectDestroyed(Component *component, const QObject *object)
{
    m_wiring.forgetObject(component, object);
    ServicePrivate *service = ServicePrivate::of(component);
    if (service->content != object)
        return;
    service->isOwned = false;
    service->isAbandoned = true;
    const QString message = Text::tr("its object was destroyed");
    if (ComponentPrivate::isActive(component))
        reportFailure(component, message);
    else if (component->state() == Component::State::SettingUp)
        m_hooks.giveUp(component, message);
}

inline HookRunner::Prepared GraphRunner::prepareShutdown(const HookRunner::Call &call)
{
    using Prepared = HookRunner::Prepared;
    if (ComponentPrivate::isActive(call.component))
        --m_active;
    const bool hasSoft = graph().hasSoft();
    if (Q_UNLIKELY(hasSoft) && ComponentPrivate::isActive(call.component) && !leaveSoftHolders(call))
        return Prepared::NotWanted;
    ComponentPrivate::get(call.component)->running.hasBegun = false;
    const bool isFresh = m_isLookFresh && !hasSoft && !m_gateway.isHeard(call.component);
    if (Q_LIKELY(call.component->state() != Component::State::Failed)) // what has timed out stays so
        m_gateway.setState(call.component, Component::State::ShuttingDown);
    if (Q_UNLIKELY(!call.isWaitedFor()))
        return Prepared::NotWanted;
    return isFresh ? Prepared::AtOnce : Prepared::MayHaveTakenTime;
}

inline void GraphRunner::arriveUp(int node)
{
    m_schedule.arriveUp(node);
    tellJobs(node, m_schedule.position(node)); // which may be Stale
}

inline void GraphRunner::arriveDown(int node)
{
    m_schedule.arriveDown(node);
    tellJobs(node, Position::Down);
    Component *component = graph().component(node);
    if (Q_UNLIKELY(component && ComponentPrivate::get(component)->extras().service))
        noteObject(component);
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

inline void GraphRunner::setupSucceeded(Component *component, int node, qint64 milliseconds)
{
    arriveUp(node);
    ++m_active;
    auto &running = ComponentPrivate::get(component)->running;
    running.setupMs = int(milliseconds);
    if (Q_UNLIKELY(running.isImpaired || graph().hasSoft()))
        return becomeActive(component, node);
    m_isLookFresh = !m_gateway.isHeard(component);
    m_gateway.setState(component, Component::State::Active);
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
    if (call.component)
        ComponentPrivate::get(call.component)->running.isLeaving = false;
    return call.isWaitedFor();
}

inline void GraphRunner::shutdownSucceeded(Component *component, int node)
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
    m_isLookFresh = !m_gateway.isHeard(component);
    m_gateway.setState(component, Component::State::Inactive);
}

// A job that is on its way up has taken the component down, because something that it requires is tried again. In the next step,
// the component waits (R45). A restart announces its members itself, when all of them are down.
void GraphRunner::announceLater(Component *component, int node)
{
    const auto isRising = [node](const JobPointer &job) {
        return job->stage == Job::Stage::Rising && job->wantsUp(node);
    };
    if (std::none_of(m_jobs.begin(), m_jobs.end(), isRising) || isToRestart(node, nullptr))
        return;
    m_toAnnounce.push_back(component);
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
        if (isSinking && job->kind == Job::Kind::Stop
            && !std::exchange(ComponentPrivate::get(component)->running.isStopped, true))
            ++m_stopped;
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

// The rest of a component may be over, which wakes it. Or a shutdown or a roll-back may have exceeded its limit: then its hooks in
// flight are given up, and those that are still due will be called.
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

// A component that is to be tried again rests before. What requires it waits, and so does the job.
void GraphRunner::rest(Component *component, int node, const FailureRecord &record, int delay)
{
    const auto isOfIt = [component](const Rest &rest) { return rest.component == component; };
    m_rests.erase(std::remove_if(m_rests.begin(), m_rests.end(), isOfIt), m_rests.end());
    Loss loss { record, {}, Loss::Telling::Signal, false, true };
    loss.record.retryDelay = delay;
    m_losses.push_back(loss);
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
    for (int needed : withDependencies({ node })) {
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
    const std::vector<int> holders = withHolders(node);
    const bool isAllOfSetup = !jobs.empty() && std::all_of(holders.begin(), holders.end(), [&](int holder) {
        return m_schedule.isWantedUp(holder) && std::any_of(jobs.begin(), jobs.end(), [&](const JobPointer &job) {
                   return job->stage == Job::Stage::Rising && job->wantsUp(holder) && !job->promise.isCanceled();
               });
    });
    if (!isAllOfSetup)
        return false;
    rest(component, node, record, delay);
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
    const std::vector<int> holders = isInSetup ? withHolders(node) : std::vector<int>();
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
    m_losses.push_back({ record, {}, Loss::Telling::Signal, wasUp && record.component->isEssential(), true });
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
    if (!m_schedule.isUnwanted(node))
        callSetup(node);
    else
        arriveDown(node);
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
    if (std::exchange(ComponentPrivate::get(component)->running.isStopped, false))
        --m_stopped;
}

void GraphRunner::handleDestroyed(Component *component, int node)
{
    const Gateway::Change change(m_gateway);
    const ComponentPrivate *d = ComponentPrivate::get(component);
    const Component::State state = d->state;
    if (state == Component::State::Active && !d->running.isLeaving)
        --m_active;
    const QString message = Text::tr("destroyed while it was %1").arg(Text::tr(stateName(state)));
    const bool wasUp = state == Component::State::Active && isUpToStay(node);
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
        m_losses.push_back(loss);
    fall(node);
    if (d->state != Component::State::Inactive && d->state != Component::State::Failed)
        qCWarning(lcConductor, "%s was %s", qPrintable(ComponentPrivate::nameOf(component)), qPrintable(message));
}

// The component of the node is gone, so no job waits for the node any more.
void GraphRunner::fall(int node)
{
    for (const JobPointer &job : m_jobs) {
        job->endSweep();
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
            m_losses.push_back(
                    { FailureRecord::of(component, Phase::Running, message), {}, Loss::Telling::List, false, true });
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
    m_losses.push_back(loss);
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
    const bool wasUp = ComponentPrivate::isActive(component) && isUpToStay(node);
    const auto moves = [&](const JobPointer &job) { return job->moves(node, m_schedule); };
    if (wasUp && std::none_of(m_jobs.begin(), m_jobs.end(), moves)) {
        loss.telling = Loss::Telling::Signal;
        loss.shutsDown = component->isEssential();
    }
    for (int dependent : graph().dependents(node)) { // ascending, and once for each property
        Component *holder = isSetUp(dependent) ? graph().component(dependent) : nullptr;
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
            if (node >= 0 && isSetUp(node) && !job.reasons.contains(node))
                lost.push_back(node);
        };
        std::for_each(loss.holders.begin(), loss.holders.end(), add);
        if (loss.record.component && !loss.isInPlace)
            add(loss.record.component);
        const QString reason = reasonOf(loss.record);
        const auto addDependents = [&](int node, const auto &add) {
            for (int dependent : graph().dependents(node)) {
                if (isSetUp(dependent) && !job.reasons.contains(dependent))
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
