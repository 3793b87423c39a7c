// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "world.h"

#include "conductorstate_p.h"
#include "qmlaccess_p.h"
#include "testaccess_p.h"

#include <QConductor/Error>

#include <QtCore/qalgorithms.h>
#include <QtCore/qcoreapplication.h>

#include <algorithm>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

constexpr int timeout = 1000; // of each hook, in milliseconds of virtual time

template <class T> std::unique_ptr<Part> makeUnique(World *world, int number)
{
    return std::make_unique<T>(world, number);
}

bool isDown(const Component &component)
{
    return component.state() == Component::State::Inactive || component.state() == Component::State::Failed
           || component.state() == Component::State::Waiting;
}

} // namespace

QString Shape::toString() const
{
    QStringList parts;
    for (int i = 0; i < size(); ++i) {
        QStringList needed;
        for (int j = 0; j < size(); ++j) {
            if (hasNeed(i, j))
                needed += QString::number(j) + (isOptional(i, j) ? u"?"_s : QString());
        }
        if (hasList(i))
            needed += u"all"_s;
        parts += u"%1 -> {%2}"_s.arg(i).arg(needed.join(u", "_s));
    }
    return parts.join(u"; "_s)
           + (scheduling == Conductor::Scheduling::AsReady ? u", as ready"_s : u", layer by layer"_s)
           + (inessential ? u", inessential: %1"_s.arg(inessential, 0, 2) : QString())
           + (restarting ? u", restarting: %1"_s.arg(restarting, 0, 2) : QString())
           + (deferred ? u", deferred: %1"_s.arg(deferred, 0, 2) : QString())
           + (onDemand ? u", on demand: %1"_s.arg(onDemand, 0, 2) : QString());
}

bool Shape::leads(int from, int to) const
{
    const auto ways = [this](int number) {
        return needs[std::size_t(number)] | (hasList(number) ? ~(1u << number) : 0);
    };
    unsigned reached = ways(from);
    for (int round = 0; round < size(); ++round) {
        for (int i = 0; i < size(); ++i)
            reached |= reached & 1u << i ? ways(i) : 0;
    }
    return reached & 1u << to;
}

QString Step::toString() const
{
    switch (kind) {
    case Setup: return u"setup()"_s;
    case Shutdown: return u"shutdown()"_s;
    case Start: return u"start(%1)"_s.arg(target);
    case Stop: return u"stop(%1)"_s.arg(target);
    case Restart: return u"restart(%1)"_s.arg(target);
    case Cancel: return u"cancel call %1"_s.arg(target);
    case Succeed: return u"hook of %1 succeeds"_s.arg(target);
    case Fail: return u"hook of %1 fails"_s.arg(target);
    case Obey: return u"hook of %1 ends canceled"_s.arg(target);
    case TimeOut: return u"the next timeout passes"_s;
    case Destroy: return u"%1 is destroyed"_s.arg(target);
    case Report: return u"%1 reports a failure"_s.arg(target);
    case Idle: return u"the event loop is idle"_s;
    case Request: return u"requestShutdown()"_s;
    case Withdraw: return u"cancel request %1"_s.arg(target);
    case Agree: return u"%1 agrees"_s.arg(target);
    case Refuse: return u"%1 refuses"_s.arg(target);
    }
    return {};
}

Part::Part(World *world, int number) : m_world(world), m_number(number)
{
    setObjectName(QString::number(number));
}

Part::~Part() = default;

QFuture<void> Part::onSetup()
{
    return m_world->enter(m_number, Phase::Setup);
}

QFuture<void> Part::onShutdown()
{
    return m_world->enter(m_number, Phase::Shutdown);
}

QFuture<bool> Part::onShutdownRequest(ShutdownReason)
{
    return m_world->ask(m_number);
}

World::World(const Shape &shape, const Limits &limits)
    : m_shape(shape),
      m_left(limits),
      m_conductor(std::make_unique<Conductor>()),
      m_expected(std::size_t(shape.size()), false),
      m_asked(std::size_t(shape.size()), false),
      m_stopped(std::size_t(shape.size()), false)
{
    TestAccess::setIdleTold(m_conductor.get());
    QObject::connect(m_conductor.get(), &Conductor::activated, m_conductor.get(), [this] { ++m_activations; });
    QObject::connect(m_conductor.get(), &Conductor::settled, m_conductor.get(), [this] { checkSettled(); });
    QObject::connect(m_conductor.get(), &Conductor::shutdownRefused, m_conductor.get(), [this] { ++m_refusals; });
    TestAccess::setVirtualTime(m_conductor.get(), &m_time);
    m_conductor->setScheduling(shape.scheduling);
    m_conductor->setSetupTimeout(timeout);
    m_conductor->setShutdownTimeout(timeout);
    for (int number = 0; number < shape.size(); ++number)
        m_parts.push_back(makePart(number));
    for (int number = 0; number < shape.size(); ++number) {
        QStringList optional;
        std::size_t count = 0;
        for (int other = 0; other < shape.size(); ++other) {
            if (!shape.hasNeed(number, other))
                continue;
            if (shape.isOptional(number, other))
                optional += u"need%1"_s.arg(count);
            part(number).needs[count++] = &part(other);
        }
        if (!optional.isEmpty())
            QmlAccess::setOptionalDependencies(&part(number), optional);
    }
    for (int number = 0; number < shape.size(); ++number) {
        part(number).setEssential(!(shape.inessential & 1u << number));
        part(number).setRestartLimit(1);
        if (!shape.isAutomatic(number))
            part(number).setStartMode(shape.isDeferred(number) ? Component::StartMode::Deferred
                                                               : Component::StartMode::OnDemand);
        if (shape.restarting & 1u << number)
            part(number).setRestartPolicy(Component::RestartPolicy::OnFailure);
    }
    for (const auto &made : m_parts)
        m_conductor->add(made.get());
}

std::unique_ptr<Part> World::makePart(int number)
{
    const bool hasList = m_shape.hasList(number);
    switch (qPopulationCount(m_shape.needs[std::size_t(number)])) {
    case 0: return hasList ? makeUnique<ListPart>(this, number) : makeUnique<Part>(this, number);
    case 1: return hasList ? makeUnique<ListPartOf1>(this, number) : makeUnique<PartOf1>(this, number);
    case 2: return hasList ? makeUnique<ListPartOf2>(this, number) : makeUnique<PartOf2>(this, number);
    default: return hasList ? makeUnique<ListPartOf3>(this, number) : makeUnique<PartOf3>(this, number);
    }
}

World::~World()
{
    for (const auto &part : m_parts) {
        if (part)
            part->question.reset();
    }
    const auto end = [](const std::unique_ptr<QPromise<void>> &promise) {
        if (promise)
            promise->finish();
    };
    m_isOver = true;
    for (bool isBusy = true; isBusy;) {
        isBusy = false;
        for (const auto &part : m_parts) {
            if (const auto hook = part ? std::exchange(part->hook, nullptr) : nullptr) {
                end(hook);
                isBusy = true;
            }
        }
        for (const auto &hook : m_givenUp)
            end(hook);
        m_givenUp.clear();
        settle();
        if (!isBusy && m_conductor->state() == Conductor::State::Active) {
            m_conductor->shutdown();
            settle();
            isBusy = true;
        }
    }
    m_conductor.reset();
}

QList<Step> World::steps() const
{
    QList<Step> steps;
    bool isPending = false;
    for (int number = 0; number < m_shape.size(); ++number) {
        if (exists(number) && m_left.destructions > 0 && !m_calls.empty())
            steps += Step { Step::Destroy, number };
        if (exists(number) && m_left.reports > 0 && part(number).isActive())
            steps += Step { Step::Report, number };
        if (!exists(number) || !part(number).hook)
            continue;
        const auto &hook = part(number).hook;
        isPending = true;
        steps += Step { Step::Succeed, number };
        if (hook->isCanceled()) // a canceled future takes no exception any more
            steps += Step { Step::Obey, number };
        else if (m_left.failures > 0)
            steps += Step { Step::Fail, number };
    }
    for (int number = 0; number < m_shape.size(); ++number) {
        if (exists(number) && part(number).question && !part(number).question->isCanceled())
            steps << Step { Step::Agree, number } << Step { Step::Refuse, number };
    }
    const bool mayTimeOut = isPending ? m_left.timeouts > 0 : m_shape.restarting != 0;
    if (mayTimeOut && TestAccess::nextDeadline(m_conductor.get()))
        steps += Step { Step::TimeOut };
    if (TestAccess::isAwaitingIdle(m_conductor.get()))
        steps += Step { Step::Idle };
    if (m_left.cancels > 0) {
        for (int call = 0; call < int(m_calls.size()); ++call) {
            const QFuture<void> &future = m_calls[std::size_t(call)].future;
            if (!future.isFinished() && !future.isCanceled())
                steps += Step { Step::Cancel, call };
        }
    }
    for (int request = 0; m_left.cancels > 0 && request < int(m_requests.size()); ++request) {
        const QFuture<bool> &future = m_requests[std::size_t(request)];
        if (!future.isFinished() && !future.isCanceled())
            steps += Step { Step::Withdraw, request };
    }
    if (m_left.requests > 0 && !m_calls.empty())
        steps += Step { Step::Request };
    if (m_left.calls > 0) {
        steps += Step { Step::Setup };
        if (!m_calls.empty())
            steps += Step { Step::Shutdown };
        for (int number = 0; number < m_shape.size(); ++number) {
            if (!exists(number))
                continue;
            steps += Step { Step::Start, number };
            if (!m_calls.empty())
                steps << Step { Step::Stop, number } << Step { Step::Restart, number };
        }
    }
    return steps;
}

void World::take(const Step &step)
{
    m_isSteady = m_isSteady && (step.kind == Step::Request || step.kind == Step::Agree || step.kind == Step::Refuse);
    const bool wasActive = m_conductor->state() == Conductor::State::Active;
    const bool wasPending = !m_requests.empty() && !m_requests.back().isFinished();
    switch (step.kind) {
    case Step::Setup:
    case Step::Shutdown:
    case Step::Start:
    case Step::Stop:
    case Step::Restart: call(step); break;
    case Step::Cancel:
        --m_left.cancels;
        m_isExpected = false;
        m_calls[std::size_t(step.target)].future.cancel();
        break;
    case Step::Succeed:
    case Step::Fail:
    case Step::Obey: endHook(step.target, step.kind); break;
    case Step::TimeOut: passTime(); break;
    case Step::Destroy: destroy(step.target); break;
    case Step::Report:
        --m_left.reports;
        m_isExpected = false;
        part(step.target).reportFailure(u"on purpose"_s);
        break;
    case Step::Idle: becomeIdle(); break;
    case Step::Request: request(); break;
    case Step::Withdraw:
        --m_left.cancels;
        m_requests[std::size_t(step.target)].cancel();
        break;
    case Step::Agree:
    case Step::Refuse: answer(step.target, step.kind == Step::Agree); break;
    }
    settle();
    const bool isPending = wasPending || step.kind == Step::Request;
    if (wasActive && isPending && m_conductor->state() != Conductor::State::Active)
        std::fill(m_expected.begin(), m_expected.end(), false); // all have agreed
    checkRequests();
    checkAtRest();
}

void World::call(const Step &step)
{
    --m_left.calls;
    followModel(step);
    Part *target = step.target >= 0 ? &part(step.target) : nullptr;
    QFuture<void> future;
    switch (step.kind) {
    case Step::Setup: future = m_conductor->setup(); break;
    case Step::Shutdown: future = m_conductor->shutdown(); break;
    case Step::Start: future = m_conductor->start(target); break;
    case Step::Stop: future = m_conductor->stop(target); break;
    default: future = m_conductor->restart(target); break;
    }
    m_calls.push_back({ step, future });
}

void World::endHook(int number, Step::Kind kind)
{
    Part &part = this->part(number);
    const auto hook = std::move(part.hook);
    part.hook = nullptr;
    if (kind == Step::Fail) {
        --m_left.failures;
        fail(number);
        part.isDue = false;
        hook->setException(Error(u"on purpose"_s));
    } else if (part.phase == Phase::Shutdown) {
        part.isDue = false;
    }
    hook->finish();
}

void World::passTime()
{
    if (m_left.timeouts > 0)
        --m_left.timeouts;
    m_isUsual = false;
    m_isExpected = false;
    m_time = *TestAccess::nextDeadline(m_conductor.get());
    TestAccess::timePassed(m_conductor.get());
}

void World::request()
{
    --m_left.requests;
    const bool isPending = !m_requests.empty() && !m_requests.back().isFinished() && !m_requests.back().isCanceled();
    if (!isPending) {
        m_agreed = 0;
        m_hasRefused = false;
        m_isSteady = true;
    }
    if (m_conductor->state() != Conductor::State::Active && m_conductor->state() != Conductor::State::Inactive)
        followModel({ Step::Shutdown });
    m_requests.push_back(m_conductor->requestShutdown());
}

QFuture<bool> World::ask(int number)
{
    QPromise<bool> promise;
    promise.start();
    check(part(number).isActive() && m_conductor->state() == Conductor::State::Active,
          u"R46: %1 is asked and isn't active"_s.arg(number));
    for (int other = 0; other < m_shape.size(); ++other) {
        if (!exists(other))
            continue;
        check(!part(other).question || part(other).question->isCanceled(),
              u"R46: %1 is asked while %2 is asked"_s.arg(number).arg(other));
        check(!m_isSteady || !needs(other, number) || !part(other).isActive() || m_agreed & 1u << other,
              u"R46: %1 is asked before %2"_s.arg(number).arg(other));
    }
    part(number).question = std::make_unique<QPromise<bool>>(std::move(promise));
    return part(number).question->future();
}

void World::answer(int number, bool hasAgreed)
{
    const auto question = std::move(part(number).question);
    part(number).question = nullptr;
    m_agreed |= hasAgreed ? 1u << number : 0;
    m_hasRefused = !hasAgreed;
    m_refused += hasAgreed ? 0 : 1;
    question->addResult(hasAgreed);
    question->finish();
}

// A request ends when a component refuses or all is down, and not before.
void World::checkRequests()
{
    check(m_refusals == m_refused, u"R46: shutdownRefused() doesn't tell each refusal"_s);
    bool isAsking = false;
    for (const auto &part : m_parts)
        isAsking = isAsking || (part && part->question && !part->question->isCanceled());
    check(!isAsking || m_conductor->state() == Conductor::State::Active, u"R46: one is asked who isn't up"_s);
    if (m_requests.empty() || m_requests.back().isCanceled())
        return;
    const QFuture<bool> &last = m_requests.back();
    if (m_hasRefused)
        check(last.isFinished() && !last.result(), u"R46: a refusal doesn't end the request"_s);
    if (!m_isSteady || m_hasRefused)
        return;
    check(!isAsking || !last.isFinished(), u"R46: the request has ended, and one is still asked"_s);
    check(!last.isFinished() || (last.result() && !isUp(m_conductor->state())),
          u"R46: the request has ended, and the conductor is up"_s);
}

void World::destroy(int number)
{
    --m_left.destructions;
    m_isUsual = false;
    m_isExpected = false;
    if (auto hook = std::move(part(number).hook))
        m_givenUp.push_back(std::move(hook));
    Part *destroyed = &part(number);
    m_parts[std::size_t(number)].reset();
    for (const auto &holder : m_parts) { // the conductor need not know a holder that was never set up
        if (!holder)
            continue;
        for (Part *&need : holder->needs) {
            check(need != destroyed || !holder->isActive(), u"R5: the property of an active component dangles"_s);
            need = need == destroyed ? nullptr : need;
        }
        check(holder->listed.removeAll(destroyed) == 0, u"R41: %1 is in a list after it was destroyed"_s.arg(number));
    }
}

void World::settle()
{
    do {
        QCoreApplication::processEvents();
        if (!m_requests.empty())
            QCoreApplication::processEvents(); // the watchers of requests are told by events of their own
    } while (!TestAccess::isWaiting(m_conductor.get()));
}

void World::check(bool isRight, const QString &otherwise)
{
    if (!isRight && m_wrong.isEmpty())
        m_wrong = otherwise;
}

QFuture<void> World::enter(int number, Phase phase)
{
    if (m_isOver)
        return Component::done();
    Part &part = this->part(number);
    check(!part.hook, u"R17: a hook of %1 begins while the earlier one is unfinished"_s.arg(number));
    check(phase == Phase::Shutdown || hasActiveNeeds(number),
          u"R5: %1 begins, and what it needs isn't active"_s.arg(number));
    for (int other = 0; other < m_shape.size(); ++other) {
        if (phase == Phase::Shutdown && needs(other, number) && exists(other))
            check(isDown(this->part(other)), u"R5: %1 is shut down before %2"_s.arg(number).arg(other));
    }
    checkOptional(number, phase);
    checkLists(number, phase);
    const bool areAllThere = std::all_of(m_parts.begin(), m_parts.end(), [](const auto &part) { return bool(part); });
    if (phase == Phase::Setup && areAllThere) // another one would stand for what was destroyed
        check(m_asked[std::size_t(number)], u"R43: %1 begins, and nobody has asked for it"_s.arg(number));
    check(phase == Phase::Setup || part.isDue, u"R18: %1 is shut down, and isn't set up"_s.arg(number));
    check(phase == Phase::Shutdown || !part.isDue, u"R18: %1 is set up twice"_s.arg(number));
    part.isDue = phase == Phase::Setup;
    part.phase = phase;
    part.hook = std::make_unique<QPromise<void>>();
    part.hook->start();
    return part.hook->future();
}

// What is optional is held only while it is active, and is waited for while it is on its way in the same direction.
void World::checkOptional(int number, Phase phase)
{
    for (int other = 0; other < m_shape.size(); ++other) {
        if (!exists(other))
            continue;
        if (phase == Phase::Setup && m_shape.isOptional(number, other)) {
            const Part *held = this->held(number, other);
            check(!held || held->isActive(),
                  u"R40: %1 begins, and holds %2, which isn't active"_s.arg(number).arg(other));
            check(held || !part(other).isActive(), u"R40: %1 begins without %2"_s.arg(number).arg(other));
            const Part &optional = part(other);
            const bool isComing = optional.state() == Component::State::SettingUp && optional.hook
                                  && optional.phase == Phase::Setup && !optional.hook->isCanceled();
            const bool isOneCall = m_calls.size() == 1 && m_shape.deferred == 0;
            check(!isComing || !m_isUsual || !isOneCall || m_shape.leads(other, number),
                  u"R40: %1 doesn't wait for %2"_s.arg(number).arg(other));
        }
        if (phase == Phase::Shutdown && m_shape.isOptional(other, number)) {
            check(isDown(part(other)) || !held(other, number),
                  u"R40: %1 is shut down while %2 holds it"_s.arg(number).arg(other));
        }
    }
}

// What goes down has left all lists of what stays up.
void World::checkLists(int number, Phase phase)
{
    if (phase == Phase::Setup)
        checkList(number);
    for (int other = 0; phase == Phase::Shutdown && other < m_shape.size(); ++other) {
        if (other != number && exists(other))
            check(isDown(part(other)) || !part(other).listed.contains(&part(number)),
                  u"R41: %1 is shut down while it is in the list of %2"_s.arg(number).arg(other));
    }
}

void World::checkList(int number)
{
    if (!m_shape.hasList(number))
        return;
    QList<Part *> left = part(number).listed;
    for (int other = 0; other < m_shape.size(); ++other) {
        const bool isIn = exists(other) && left.removeAll(&part(other)) == 1;
        check(isIn == (exists(other) && other != number && part(other).isActive()),
              u"R41: the list of %1 %2 %3"_s.arg(number).arg(isIn ? u"has"_s : u"lacks"_s).arg(other));
    }
    check(left.isEmpty(), u"R41: the list of %1 has something else"_s.arg(number));
}

Part *World::held(int dependent, int dependency) const
{
    const unsigned before = m_shape.needs[std::size_t(dependent)] & ((1u << dependency) - 1);
    return part(dependent).needs[std::size_t(qPopulationCount(before))];
}

// Nothing goes on now until a hook ends, time passes or the application calls.
void World::checkAtRest()
{
    const auto isUp = [](Conductor::State state) { return state == Conductor::State::Active; };
    bool isIdle = true;
    bool isAnyUp = false;
    for (int number = 0; number < m_shape.size(); ++number) {
        if (!exists(number))
            continue;
        const Part &part = this->part(number);
        isIdle = isIdle && !part.hook && !(part.question && !part.question->isCanceled());
        isAnyUp = isAnyUp || part.isActive();
        for (int other = 0; part.isActive() && other < number; ++other) {
            if (needs(number, other) && exists(other))
                check(this->part(other).isActive(), u"R5: %1 is active without %2"_s.arg(number).arg(other));
        }
        if (part.isActive())
            checkList(number);
        for (int other = 0; part.isActive() && other < m_shape.size(); ++other) {
            if (!m_shape.isOptional(number, other))
                continue;
            const Part *held = this->held(number, other);
            check(!held || held->isActive(), u"R40: %1 holds what isn't active for %2"_s.arg(number).arg(other));
            check(!exists(other) || held || !this->part(other).isActive(),
                  u"R40: %1 lacks %2"_s.arg(number).arg(other));
        }
    }
    checkNobodyWaitsForDeferred();
    const bool isTriedLater = m_shape.restarting && TestAccess::nextDeadline(m_conductor.get());
    if (!isIdle || isTriedLater)
        return;
    for (std::size_t i = 0; i < m_calls.size(); ++i)
        check(m_calls[i].future.isFinished(), u"R38: call %1 never ends"_s.arg(i));
    for (std::size_t i = 0; i < m_requests.size(); ++i)
        check(m_requests[i].isFinished(), u"R46: request %1 never ends"_s.arg(i));
    const Conductor::State state = m_conductor->state();
    check(state != Conductor::State::SettingUp && state != Conductor::State::ShuttingDown,
          u"R36: the conductor is on its way for ever"_s);
    check(!isAnyUp || isUp(state), u"R36: a component is active, and the conductor isn't"_s);
    checkSettledAtRest();
    if (!isUp(state)) {
        std::fill(m_asked.begin(), m_asked.end(), false);
        std::fill(m_stopped.begin(), m_stopped.end(), false);
    }
    for (int number = 0; number < m_shape.size(); ++number) {
        if (!exists(number))
            continue;
        const Part &part = this->part(number);
        check(!part.isActive() || hasActiveNeeds(number), u"R19: %1 stays active without what it needs"_s.arg(number));
        check(part.isActive() || isDown(part), u"%1 is on its way for ever"_s.arg(number));
        check(!isUp(state) || part.state() != Component::State::Failed || m_conductor->isDegraded(),
              u"R44: %1 is Failed, and the conductor isn't degraded"_s.arg(number));
        check(part.state() != Component::State::Waiting, u"%1 waits for ever"_s.arg(number));
        check(part.isActive() == part.isDue, u"R15, R17: %1 was not shut down"_s.arg(number));
        if (m_isExpected)
            check(part.isActive() == m_expected[std::size_t(number)],
                  u"R36: %1 is %2"_s.arg(number).arg(part.isActive() ? u"active"_s : u"not active"_s));
    }
}

// What is Deferred has begun before, and has ended.
void World::checkSettled()
{
    if (m_isOver)
        return;
    ++m_settled;
    check(m_settled <= m_activations, u"R43: a setup has settled twice"_s);
    check(m_conductor->state() == Conductor::State::Active, u"R43: settled, and not Active"_s);
    check(!TestAccess::isAwaitingIdle(m_conductor.get()), u"R43: settled before what is Deferred begins"_s);
    if (!m_isExpected || isAnyCall(Step::Start) || isAnyCall(Step::Restart))
        return;
    const auto begun = whatModesBegin(deferredToBegin());
    for (std::size_t i = 0; i < begun.size(); ++i) {
        if (begun[i])
            check(part(int(i)).isActive() || !m_expected[i], u"R43: settled before %1 has ended"_s.arg(i));
    }
}

// A setup of a conductor that was Inactive settles once, and a start alone doesn't. What stops something may come before.
void World::checkSettledAtRest()
{
    const bool isStarting = isAnyCall(Step::Start) || isAnyCall(Step::Restart);
    const bool isStopping = isAnyCall(Step::Stop) || isAnyCall(Step::Shutdown) || isAnyCall(Step::Restart)
                            || !m_requests.empty();
    if (!isAnyCall(Step::Setup))
        check(m_settled == 0, u"R43: settled without a setup"_s);
    else if (m_isExpected && !isStarting && !isStopping && !TestAccess::isAwaitingIdle(m_conductor.get()))
        check(m_settled == 1, u"R43: settled %1 times after one setup"_s.arg(m_settled));
}

// R43: A later setup doesn't wait for the Deferred ones that are on their way.
void World::checkNobodyWaitsForDeferred()
{
    const auto isSetup = [](const Call &call) { return call.step.kind == Step::Setup; };
    if (!m_isExpected || !m_requests.empty() || !std::all_of(m_calls.begin(), m_calls.end(), isSetup))
        return;
    const auto automatic = whatModesBegin(0);
    for (std::size_t i = 0; i < automatic.size(); ++i) {
        if (automatic[i] && !part(int(i)).isActive())
            return;
    }
    for (std::size_t i = 0; i < m_calls.size(); ++i)
        check(m_calls[i].future.isFinished(), u"R43: call %1 waits for what is Deferred"_s.arg(i));
}

// The components that a setup begins, with those of these that are Deferred, and what they require: a bit for each.
std::vector<bool> World::whatModesBegin(unsigned deferred) const
{
    std::vector<bool> begun(m_expected.size(), false);
    for (int number = 0; number < m_shape.size(); ++number) {
        if (!(deferred & 1u << number) && !m_shape.isAutomatic(number))
            continue;
        const auto needed = closure(number, true);
        for (std::size_t i = 0; i < needed.size(); ++i)
            begun[i] = begun[i] || needed[i];
    }
    return begun;
}

// The Deferred components that weren't stopped: a bit for each.
unsigned World::deferredToBegin() const
{
    unsigned left = m_shape.deferred;
    for (std::size_t i = 0; i < m_stopped.size(); ++i)
        left &= m_stopped[i] ? ~(1u << i) : ~0u;
    return left;
}

bool World::isAnyCall(Step::Kind kind) const
{
    return std::any_of(m_calls.begin(), m_calls.end(), [kind](const Call &call) { return call.step.kind == kind; });
}

void World::becomeIdle()
{
    if (isAnyCall(Step::Restart) && isAnyCall(Step::Stop)) // which may have been set up again by the restart
        m_isExpected = false;
    const auto automatic = whatModesBegin(0);
    const auto begun = whatModesBegin(deferredToBegin());
    const auto most = whatModesBegin(m_shape.deferred); // a stop() before the setup keeps nothing down
    for (std::size_t i = 0; i < begun.size(); ++i) {
        m_asked[i] = m_asked[i] || most[i];
        m_expected[i] = m_expected[i] || (begun[i] && !automatic[i]);
    }
    TestAccess::becomeIdle(m_conductor.get());
}

// A Deferred component that fails takes down what requires it, and nothing else (R44). Other failures change more.
void World::fail(int number)
{
    const bool isEnded = std::all_of(m_calls.begin(), m_calls.end(),
                                     [](const Call &call) { return call.future.isFinished(); });
    if (!isEnded || part(number).phase != Phase::Setup || m_shape.restarting)
        m_isExpected = false;
    const auto failed = closure(number, false);
    for (std::size_t i = 0; i < failed.size(); ++i)
        m_expected[i] = m_expected[i] && !failed[i];
}

bool World::hasActiveNeeds(int number) const
{
    for (int other = 0; other < number; ++other) {
        if (needs(number, other) && !(held(number, other) && held(number, other)->isActive()))
            return false;
    }
    return true;
}

// The components that are up in the end if all goes well: later calls decide (R38).
void World::followModel(const Step &step)
{
    const bool isGoingDown = m_conductor->state() == Conductor::State::ShuttingDown;
    if (step.kind == Step::Setup) {
        const auto automatic = whatModesBegin(0);
        for (std::size_t i = 0; i < automatic.size(); ++i)
            m_asked[i] = m_asked[i] || automatic[i];
    }
    if (step.kind == Step::Start || step.kind == Step::Restart)
        followStart(step.target);
    const auto needed = step.kind == Step::Start ? closure(step.target, true) : std::vector<bool>();
    for (std::size_t i = 0; i < needed.size(); ++i)
        m_stopped[i] = m_stopped[i] && !needed[i];
    if (step.kind == Step::Stop && m_conductor->state() != Conductor::State::Inactive) {
        const auto stopped = closure(step.target, false);
        for (std::size_t i = 0; i < stopped.size(); ++i)
            m_stopped[i] = m_stopped[i] || stopped[i];
    }
    if (!m_isExpected)
        return;
    const bool comesUpLater = step.kind == Step::Restart && isGoingDown && !isDown(part(step.target));
    if (step.kind == Step::Restart && isGoingDown && !comesUpLater)
        return;
    switch (comesUpLater ? Step::Start : step.kind) {
    case Step::Setup:
        // What stop() took down stays down, unless the conductor was Inactive meanwhile, which depends on the moment.
        m_isExpected = m_isExpected && std::none_of(m_calls.begin(), m_calls.end(), [](const Call &call) {
                           return call.step.kind == Step::Stop;
                       });
        for (std::size_t i = 0; i < m_expected.size(); ++i)
            m_expected[i] = m_expected[i] || whatModesBegin(0)[i];
        break;
    case Step::Shutdown: std::fill(m_expected.begin(), m_expected.end(), false); break;
    case Step::Start: {
        const auto part = closure(step.target, true);
        for (std::size_t i = 0; i < part.size(); ++i)
            m_expected[i] = m_expected[i] || part[i];
        break;
    }
    case Step::Stop: {
        const auto part = closure(step.target, false);
        const bool wasStart = std::any_of(m_calls.begin(), m_calls.end(), [](const Call &call) {
            const bool isStart = call.step.kind == Step::Start || call.step.kind == Step::Restart; // during a shutdown
            return isStart && !call.future.isFinished();
        });
        m_isExpected = m_isExpected && !wasStart; // a start() that loses its component is rolled back (R38)
        for (std::size_t i = 0; i < part.size(); ++i)
            m_expected[i] = m_expected[i] && !part[i];
        break;
    }
    case Step::Restart: {
        const bool isStopping = std::any_of(m_calls.begin(), m_calls.end(), [](const Call &call) {
            return call.step.kind == Step::Stop && !call.future.isFinished();
        });
        const bool hasFailed = std::any_of(m_parts.begin(), m_parts.end(), [](const auto &part) {
            return part && part->state() == Component::State::Failed; // then what was left out comes up, too
        });
        m_isExpected = m_isExpected && !isStopping && !hasFailed; // whether one still waits can't be seen from outside
        const auto isSetUp = [this](int number) {
            return !isDown(part(number)) || part(number).state() == Component::State::Waiting;
        };
        const auto part = closure(step.target, false);
        for (int i = 0; isSetUp(step.target) && i < m_shape.size(); ++i) {
            if (!part[std::size_t(i)] || !isSetUp(i))
                continue;
            const auto needed = closure(i, true);
            for (std::size_t j = 0; j < needed.size(); ++j)
                m_expected[j] = m_expected[j] || needed[j];
        }
        break;
    }
    default: break;
    }
}

// A start begins the component and what it needs; a restart begins again what needs it, too.
void World::followStart(int number)
{
    for (int other = 0; other < m_shape.size(); ++other) {
        if (!closure(number, false)[std::size_t(other)])
            continue;
        const auto needed = closure(other, true);
        for (std::size_t i = 0; i < needed.size(); ++i)
            m_asked[i] = m_asked[i] || needed[i];
    }
}

std::vector<bool> World::closure(int number, bool ofDependencies) const
{
    std::vector<bool> part(m_expected.size(), false);
    part[std::size_t(number)] = true;
    for (int round = 0; round < m_shape.size(); ++round) {
        for (int i = 0; i < m_shape.size(); ++i) {
            for (int j = 0; j < m_shape.size(); ++j) {
                const bool isEdge = ofDependencies ? needs(i, j) : needs(j, i);
                if (part[std::size_t(i)] && isEdge)
                    part[std::size_t(j)] = true;
            }
        }
    }
    return part;
}

QByteArray World::key() const
{
    QByteArray key = TestAccess::fingerprint(m_conductor.get());
    key += '#' + QByteArray::number(int(m_conductor->state())) + ',' + QByteArray::number(m_left.calls) + ','
           + QByteArray::number(m_left.failures) + ',' + QByteArray::number(m_left.cancels) + ','
           + QByteArray::number(m_left.timeouts) + ',' + QByteArray::number(m_left.destructions) + ','
           + QByteArray::number(m_left.reports) + (m_isExpected ? "e" : "-");
    key += QByteArray::number(m_left.requests) + ',' + QByteArray::number(m_agreed) + (m_isSteady ? "s" : "-")
           + (m_hasRefused ? "r" : "-");
    for (const QFuture<bool> &request : m_requests)
        key += request.isFinished() ? 'f' : request.isCanceled() ? 'c' : '-';
    for (int number = 0; number < m_shape.size(); ++number) {
        if (!exists(number)) {
            key += '!';
            continue;
        }
        const Part &part = this->part(number);
        key += char('a' + int(part.state()));
        key += part.hook ? (part.hook->isCanceled() ? 'c' : 'h') : '-';
        key += part.hook ? char('0' + int(part.phase)) : '-';
        key += part.isDue ? 'd' : '-';
        key += part.question ? (part.question->isCanceled() ? 'c' : 'q') : '-';
        key += TestAccess::unfinishedHook(&part) ? 'u' : '-';
        key += m_expected[std::size_t(number)] ? 'x' : '-';
        key += char('0' + (m_asked[std::size_t(number)] ? 1 : 0) + (m_stopped[std::size_t(number)] ? 2 : 0));
        for (int other = 0; other < m_shape.size(); ++other) {
            if (m_shape.isOptional(number, other))
                key += held(number, other) ? '1' : '0';
        }
        for (const Part *element : part.listed)
            key += element->objectName().toLatin1();
    }
    key += char('0' + m_settled);
    key += char('0' + m_activations);
    const auto deadline = TestAccess::nextDeadline(m_conductor.get());
    key += deadline ? QByteArray::number(*deadline - m_time) : "-";
    for (const Call &call : m_calls) {
        key += ';' + QByteArray::number(int(call.step.kind)) + '.' + QByteArray::number(call.step.target);
        key += call.future.isFinished() ? 'f' : '-';
        key += call.future.isCanceled() ? 'c' : '-';
    }
    return key;
}
