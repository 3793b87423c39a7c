// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "faultrun_p.h"

#include "timedwait_p.h"
#include "forcedown_p.h"
#include "leftovers_p.h"
#include "outcome_p.h"
#include "script.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qthreadpool.h>

#include <algorithm>

namespace QConductor::Test {

namespace {

constexpr int patience = 60000; // ms of virtual time, for a component without a timeout
constexpr int graceOfThreads = 50; // ms that a thread may take to leave work that has ended
constexpr int mostFailures = 5; // that are told of one case

} // namespace

QuitCatcher::QuitCatcher()
{
    QCoreApplication::instance()->installEventFilter(this);
}

bool QuitCatcher::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Quit || watched != QCoreApplication::instance())
        return false;
    if (caught)
        caught();
    return true;
}

FaultRun::FaultRun(const FaultCase &faultCase, std::chrono::milliseconds timeout, QuitCatcher *quitCatcher)
    : m_case(faultCase), m_timeout(timeout), m_quitCatcher(quitCatcher), m_conductor(std::make_unique<Conductor>()),
      m_recorder([this](const QString &rule, const QString &message) { complain(rule, message); })
{
    m_quitCatcher->caught = [this] {
        if (m_case.fault != Fault::Quit)
            complain(QStringLiteral("R35"), QStringLiteral("the application quits by itself") + m_recorder.currentHook());
        else
            quitCame();
    };
}

FaultRun::~FaultRun()
{
    m_quitCatcher->caught = {};
    m_recorder.close();
    m_clock.detach(m_conductor.get());
    TestAccess::setInterposer(m_conductor.get(), nullptr);
    TestAccess::setQuit(m_conductor.get(), [] { });
    m_injector.release();
    if (m_isStuck && !forceDown(m_conductor.get(), m_timeout))
        static_cast<void>(m_conductor.release()); // it would wait for ever
}

void FaultRun::run(const Build &build)
{
    m_clock.attach(m_conductor.get());
    TestAccess::setInterposer(m_conductor.get(), this);
    try {
        build(*m_conductor);
    } catch (...) {
        complain(QStringLiteral("R35"), QStringLiteral("the function that builds the application threw"));
        return;
    }
    m_conductor->setScheduling(m_case.scheduling);
    const bool wasGuarded = m_conductor->shutdownOnQuit();
    if (m_case.fault == Fault::Quit) {
        m_conductor->setShutdownOnQuit(true);
        TestAccess::setQuit(m_conductor.get(), [this] { quitCame(); });
    }
    QObject::connect(m_conductor.get(), &Conductor::stateChanged, &m_recorder, [this](Conductor::State state) {
        if (state == Conductor::State::ShuttingDown && !m_isShuttingDown && m_case.fault != Fault::Quit)
            complain(QStringLiteral("R35"), QStringLiteral("the application stops by itself") + m_recorder.currentHook());
    });
    firstRound();
    if (m_case.fault != Fault::None && !m_isInjected && m_failures.isEmpty())
        complain(QStringLiteral("R35"), QStringLiteral("there is no such component in this run: the application isn't "
                                                       "built the same each time"));
    checkQuit();
    m_conductor->setShutdownOnQuit(wasGuarded);
    if (!m_isStuck && m_failures.isEmpty())
        secondRound();
}

void FaultRun::firstRound()
{
    QFuture<void> future;
    if (!setUp(&future))
        return;
    if (m_case.fault != Fault::None && m_case.phase == Phase::Setup) {
        checkFaultySetup(future);
        return;
    }
    checkSetup(future, "R15", QStringLiteral("setup"));
    if (!shutDown(&future))
        return;
    if (m_case.fault != Fault::None)
        checkFaultyShutdown(future);
    else
        checkShutdown(future, QStringLiteral("shutdown"));
    checkLeftovers();
    checkObjects();
}

// Whatever went wrong, the application can be set up again.
void FaultRun::secondRound()
{
    m_isFirstRound = false;
    m_recorder.beginRound();
    QFuture<void> future;
    if (!setUp(&future))
        return;
    if (m_case.fault == Fault::Destroy && Outcome(future).isOfGraph)
        return; // what was destroyed can't be replaced: it was wired or made by hand
    checkSetup(future, "R12", QStringLiteral("the second setup"));
    if (!shutDown(&future))
        return;
    checkShutdown(future, QStringLiteral("the second shutdown"));
    checkLeftovers();
    if (m_case.fault == Fault::None)
        checkObjects();
}

QFuture<void> FaultRun::call(Component *component, Phase phase)
{
    const bool isTarget = !m_isInjected && phase == m_case.phase && m_case.fault != Fault::None
            && m_recorder.idOf(component) == m_case.component;
    m_recorder.begin(component, phase);
    if (isTarget) {
        m_isInjected = true;
        if (m_case.fault == Fault::Quit && phase == Phase::Setup)
            m_recorder.stopSetup();
        if (m_case.fault == Fault::Destroy)
            m_recorder.expectDestructionOf(m_case.component);
    }
    try {
        const QFuture<void> future = isTarget ? m_injector.inject(m_case.fault, component, phase)
                                              : TestAccess::callHook(component, phase);
        m_recorder.end(future);
        return future;
    } catch (...) {
        m_recorder.end(Component::done());
        throw;
    }
}

void FaultRun::stateChanged(Component *component, Component::State)
{
    m_recorder.stateChanged(component);
    if (m_case.fault == Fault::Hang && component->state() == Component::State::Waiting)
        giveTimeouts(component);
}

void FaultRun::giveTimeouts(Component *component)
{
    const auto isNone = [](int own, int common) { return (own < 0 ? common : own) == 0; };
    if (isNone(component->setupTimeout(), m_conductor->setupTimeout()))
        component->setSetupTimeout(patience);
    if (isNone(component->shutdownTimeout(), m_conductor->shutdownTimeout()))
        component->setShutdownTimeout(patience);
}

bool FaultRun::setUp(QFuture<void> *future)
{
    m_isShuttingDown = false;
    *future = m_conductor->setup();
    return wait(*future, QStringLiteral("setup"));
}

bool FaultRun::shutDown(QFuture<void> *future)
{
    m_isShuttingDown = true;
    *future = m_conductor->shutdown();
    return wait(*future, QStringLiteral("shutdown"));
}

bool FaultRun::wait(const QFuture<void> &future, const QString &what)
{
    const auto isDone = [&future] { return future.isFinished(); };
    if (processEventsUntil(isDone, m_timeout, [this] { return letTimePass(); }))
        return true;
    const QStringList names = unfinished(m_conductor.get());
    complain(QStringLiteral("R1"), QStringLiteral("%1 did not end within %2 ms: %3")
                                           .arg(what).arg(m_timeout.count()).arg(names.join(QStringLiteral(", "))));
    m_isStuck = true;
    return false;
}

// When nothing but time is waited for.
bool FaultRun::letTimePass()
{
    if (!TestAccess::isWaiting(m_conductor.get()))
        return false;
    const auto &entries = m_recorder.entries();
    const bool waits = std::all_of(entries.cbegin(), entries.cend(), [this](const Recorder::Entry &entry) {
        const bool isInFlight = entry.component && TestAccess::unfinishedHook(entry.component);
        return !isInFlight || (m_injector.isHanging() && entry.id == m_case.component)
                || Script::waitsForTime(entry.component);
    });
    if (!waits)
        return false;
    if (m_isFirstRound || !m_injector.isHanging())
        return m_clock.advanceToNext();
    m_injector.release(); // until now, the second setup had to wait for it (R17)
    return true;
}

void FaultRun::checkSetup(const QFuture<void> &future, const char *rule, const QString &what)
{
    const Outcome outcome(future);
    if (!outcome.isWell())
        complain(QString::fromLatin1(rule), QStringLiteral("%1 did not succeed: %2").arg(what, outcome.text()));
    else if (m_case.fault != Fault::Destroy && m_conductor->components().isEmpty())
        complain(QStringLiteral("R35"), QStringLiteral("the application has no components"));
    for (const Recorder::Entry &entry : m_recorder.entries()) {
        const bool isPart = m_case.fault != Fault::Destroy && entry.component; // or what needed it may be gone
        if (outcome.isWell() && isPart && !entry.component->isActive())
            complain(QStringLiteral("R10"), QStringLiteral("%1, and %2 is not active").arg(what, entry.id));
    }
}

void FaultRun::checkShutdown(const QFuture<void> &future, const QString &what)
{
    const Outcome outcome(future);
    if (!outcome.isWell())
        complain(QStringLiteral("R18"), QStringLiteral("%1 did not succeed: %2").arg(what, outcome.text()));
    checkAllShutDown("R18");
}

void FaultRun::checkFaultySetup(const QFuture<void> &future)
{
    const Outcome outcome(future);
    const bool isQuit = m_case.fault == Fault::Quit;
    if (isQuit && !outcome.isCanceled)
        complain(QStringLiteral("R16"), QStringLiteral("quitting did not cancel setup: %1").arg(outcome.text()));
    else if (!isQuit && !outcome.isOfHooks)
        complain(QStringLiteral("R15"), QStringLiteral("setup did not fail with its component: %1").arg(outcome.text()));
    else if (!isQuit)
        checkFailures(outcome.failures, "R15");
    const auto expected = isQuit ? Conductor::State::Inactive : Conductor::State::Failed;
    if (m_conductor->state() != expected)
        complain(QString::fromLatin1(isQuit ? "R16" : "R15"), QStringLiteral("the conductor is in a wrong state"));
    if (m_failures.isEmpty())
        checkAllShutDown(isQuit ? "R16" : "R15");
}

void FaultRun::checkFaultyShutdown(const QFuture<void> &future)
{
    const Outcome outcome(future);
    const bool isFailure = m_case.fault != Fault::Quit && m_case.fault != Fault::Destroy;
    if (isFailure && !outcome.isOfHooks)
        complain(QStringLiteral("R18"), QStringLiteral("shutdown did not fail with its component: %1").arg(outcome.text()));
    else if (isFailure)
        checkFailures(outcome.failures, "R18");
    else if (!outcome.isWell())
        complain(QStringLiteral("R18"), QStringLiteral("shutdown did not succeed: %1").arg(outcome.text()));
    if (isFailure && m_conductor->errorString().isEmpty())
        complain(QStringLiteral("R18"), QStringLiteral("the conductor doesn't say what failed"));
    checkAllShutDown("R18");
}

// The component that suffered is named, and no other.
void FaultRun::checkFailures(const QList<Failure> &failures, const char *rule)
{
    const QString target = m_case.component.section(QLatin1Char('#'), 0, 0);
    bool isNamed = false;
    for (const Failure &failure : failures) {
        const bool isTarget = failure.component == target && failure.phase == m_case.phase
                && failure.message.contains(FaultInjector::message(m_case.fault));
        if (isTarget && !isNamed)
            isNamed = true;
        else
            complain(QString::fromLatin1(rule), QStringLiteral("%1 failed in %2 as well: %3")
                                                        .arg(failure.component, phaseName(failure.phase), failure.message));
    }
    if (failures.isEmpty()) // of several, the first makes the others stop
        complain(QString::fromLatin1(rule), QStringLiteral("the failure of %1 is not told").arg(m_case.component));
}

void FaultRun::checkAllShutDown(const char *rule)
{
    const QString text = QString::fromLatin1(rule);
    for (const Recorder::Entry &entry : m_recorder.entries()) {
        if (!entry.component)
            continue;
        if (entry.shutdowns != expectedShutdowns(entry) && entry.state != Component::State::Failed)
            complain(text, QStringLiteral("%1 was set up %2 times and shut down %3 times")
                                   .arg(entry.id).arg(entry.setups).arg(entry.shutdowns));
        const bool isGood = entry.state == Component::State::Inactive || entry.state == Component::State::Failed;
        if (!isGood)
            complain(text, QStringLiteral("%1 is left over").arg(stateText(entry.component)));
        if (m_conductor->state() == Conductor::State::Failed && entry.setups == 0 && entry.component->errorString().isEmpty())
            complain(text, QStringLiteral("%1 doesn't say why it was not set up").arg(entry.id));
    }
    QCoreApplication::processEvents();
    if (isUp(m_conductor.get()))
        complain(QStringLiteral("R18"), QStringLiteral("the application is started again by itself when it has stopped"));
}

// A component that failed by itself cleans up before it does.
int FaultRun::expectedShutdowns(const Recorder::Entry &entry) const
{
    const bool isTarget = m_isFirstRound && m_isInjected && entry.id == m_case.component;
    const bool hasFailed = isTarget && m_case.phase == Phase::Setup && m_case.fault != Fault::Quit;
    return hasFailed ? 0 : entry.setups;
}

void FaultRun::quitCame()
{
    m_hasQuit = true;
    if (isUp(m_conductor.get()))
        complain(QStringLiteral("R24"), QStringLiteral("quit() went through before shutdown had ended"));
}

// It was held back, and comes when shutdown has ended.
void FaultRun::checkQuit()
{
    QCoreApplication::processEvents();
    if (m_case.fault == Fault::Quit && !m_hasQuit && m_failures.isEmpty())
        complain(QStringLiteral("R24"), QStringLiteral("quit() is lost: it didn't come when shutdown had ended"));
}

void FaultRun::checkLeftovers()
{
    QList<Component *> components;
    for (const Recorder::Entry &entry : m_recorder.entries()) {
        if (entry.component && !(m_isInjected && m_case.fault == Fault::Hang && entry.id == m_case.component))
            components += entry.component;
    }
    for (const QString &text : leftovers(components))
        complain(QStringLiteral("R1"), text + QStringLiteral(" after shutdown"));
    if (!QThreadPool::globalInstance()->waitForDone(graceOfThreads))
        complain(QStringLiteral("R1"), QStringLiteral("work in a thread goes on after shutdown; begun in %1")
                                               .arg(m_recorder.suspects().join(QStringLiteral(", "))));
}

// Each setup may make objects if its shutdown destroys them, or the next finds them.
void FaultRun::checkObjects()
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    const bool isFirst = m_objects.isEmpty();
    for (const Recorder::Entry &entry : m_recorder.entries()) {
        if (!entry.component)
            continue;
        const qsizetype count = entry.component->findChildren<QObject *>().size();
        const qsizetype more = count - m_objects.value(entry.id, count);
        if (!isFirst && more > 0)
            complain(QStringLiteral("R1"), QStringLiteral("%1 has %2 more child objects after each setup and shutdown")
                                                   .arg(entry.id).arg(more));
        m_objects.insert(entry.id, count);
    }
}

void FaultRun::complain(const QString &rule, const QString &message)
{
    if (m_failures.size() < mostFailures)
        m_failures.append({ m_case, rule, message });
}

} // namespace QConductor::Test
