// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "faultrun_p.h"

#include "conductorstate_p.h"
#include "forcedown_p.h"
#include "leftoutcheck_p.h"
#include "leftovers_p.h"
#include "outcome_p.h"
#include "script.h"
#include "timedwait_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qthreadpool.h>

#include <algorithm>

namespace QConductor::Test {

namespace {

constexpr int virtualTimeout = 60000; // ms of virtual time, for a component without a timeout
constexpr int threadGrace = 500;      // ms that a thread may take to leave a function whose future has finished
constexpr int maxFailures = 5;        // number of failures that are kept of one case

QString stateName(Conductor::State state)
{
    return QString::fromLatin1(QMetaEnum::fromType<Conductor::State>().valueToKey(int(state)));
}

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
      m_recorder([this](const char *rule, const QString &message) { complain(rule, message); })
{
    m_quitCatcher->caught = [this] {
        if (m_case.fault() != Fault::Quit)
            complain("R35", QStringLiteral("the application quit by itself") + m_recorder.currentHook());
        else
            quitCame();
    };
}

FaultRun::~FaultRun()
{
    m_quitCatcher->caught = {};
    m_recorder.close();
    m_clock.detach(m_conductor.get());
    TestAccess::setQuit(m_conductor.get(), [] { });
    m_injector.endHanging();
    QCoreApplication::processEvents(); // the shutdown hook that follows is replaced, too
    TestAccess::setInterposer(m_conductor.get(), nullptr);
    if (m_isStuck && !forceDown(m_conductor.get(), m_timeout))
        static_cast<void>(m_conductor.release()); // leaked, for its destructor would wait for ever
}

void FaultRun::run(const Build &build)
{
    m_clock.attach(m_conductor.get());
    TestAccess::setInterposer(m_conductor.get(), this);
    try {
        build(*m_conductor);
    } catch (const std::exception &exception) {
        return complain("R35", QStringLiteral("the function that adds the components threw: %1")
                                       .arg(QString::fromUtf8(exception.what())));
    } catch (...) {
        return complain("R35", QStringLiteral("the function that adds the components threw an exception"));
    }
    m_conductor->setScheduling(m_case.scheduling());
    const bool wasGuarded = m_conductor->shutdownOnQuit();
    if (m_case.fault() == Fault::Quit) {
        m_conductor->setShutdownOnQuit(true);
        TestAccess::setQuit(m_conductor.get(), [this] { quitCame(); });
    }
    QObject::connect(m_conductor.get(), &Conductor::stateChanged, &m_recorder,
                     [this](Conductor::State state) { conductorChanged(state); });
    firstRound();
    if (m_case.fault() != Fault::None && !m_isInjected && m_failures.isEmpty())
        complain("R35", QStringLiteral("%1 of %2 was not called, so the fault was not tried: the function that adds "
                                       "the components has to add the same ones each time")
                                .arg(hookName(hookPhase()), m_case.component()));
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
    if (m_isInjected && m_case.phase() == Phase::Setup) {
        checkFaultySetup(future);
        if (isUp(m_conductor->state()) && m_failures.isEmpty() && shutDown(&future)) // the setup went on
            checkShutdown(future, "R18", QStringLiteral("shutdown"));
        return;
    }
    checkSetup(future, "R35", QStringLiteral("setup"));
    const bool isRestart = m_case.phase() == Phase::Running;
    const bool isReport = m_case.fault() == Fault::ReportFailure;
    if (isRestart && m_failures.isEmpty() && !(isReport ? reportFailure() : restart()))
        return;
    if (!shutDown(&future))
        return;
    if (isRestart)
        checkShutdown(future, "R18",
                      (isReport ? QStringLiteral("the shutdown after the failure of %1")
                                : QStringLiteral("the shutdown after the restart of %1"))
                              .arg(m_case.component()));
    else if (m_isInjected)
        checkFaultyShutdown(future);
    else
        checkShutdown(future, "R35", QStringLiteral("shutdown"));
    checkLeftovers();
    checkObjects();
}

// Sets the application up and shuts it down once more, without a fault: whatever went wrong before, this has to
// succeed.
void FaultRun::secondRound()
{
    m_isFirstRound = false;
    m_recorder.beginRound();
    QFuture<void> future;
    if (!setUp(&future))
        return;
    checkLateShutdown();
    if (m_case.fault() == Fault::Destroy && Outcome(future).isGraphError)
        return; // setup can't replace a component that was wired or made by hand, and that the fault destroyed
    checkSetup(future, "R12", QStringLiteral("the second setup"));
    if (!shutDown(&future))
        return;
    checkShutdown(future, "R18", QStringLiteral("the second shutdown"));
    checkLeftovers();
    if (m_case.fault() == Fault::None)
        checkObjects();
}

QFuture<void> FaultRun::call(Component *component, Phase phase)
{
    if (component == m_hung && phase == Phase::Shutdown && m_lateShutdowns == 0) {
        ++m_lateShutdowns; // the hook that hung has replaced onSetup(), so there is nothing to shut down
        return Component::done();
    }
    const bool isTarget = suffers(component, phase);
    m_recorder.hookCalled(component, phase);
    if (isTarget) {
        m_isInjected = true;
        m_mayFail = Recorder::mayFail(component);
        if (m_case.fault() == Fault::Hang && phase == Phase::Setup)
            m_hung = component;
        if (m_case.fault() == Fault::Quit && phase == Phase::Setup)
            m_recorder.expectNoFurtherSetup();
        if (m_case.fault() == Fault::Destroy)
            m_recorder.expectDestructionOf(m_case.component());
    }
    try {
        const QFuture<void> future = isTarget ? m_injector.inject(m_case.fault(), component, phase)
                                              : TestAccess::callHook(component, phase);
        m_recorder.hookReturned(future);
        return future;
    } catch (...) {
        m_recorder.hookReturned(Component::done());
        throw;
    }
}

// Returns whether the component suffers the fault of the case in this call of its hook.
bool FaultRun::suffers(Component *component, Phase phase)
{
    if (m_isInjected || phase != hookPhase() || m_case.fault() == Fault::None)
        return false;
    if (m_case.phase() == Phase::Running && !m_restart) // the first setup is without a fault
        return false;
    return m_recorder.idOf(component) == m_case.component();
}

// Returns the phase of the hook in which the fault is injected: for a restart that fails, its second half.
Phase FaultRun::hookPhase() const
{
    return m_case.phase() == Phase::Running ? Phase::Setup : m_case.phase();
}

void FaultRun::conductorChanged(Conductor::State state)
{
    if (m_restart)
        m_restart->conductorChanged(state);
    else if (state == Conductor::State::ShuttingDown && !m_isShuttingDown && m_case.fault() != Fault::Quit)
        complain("R35", QStringLiteral("the application shut down by itself") + m_recorder.currentHook());
}

void FaultRun::stateChanged(Component *component, Component::State)
{
    m_recorder.stateChanged(component);
    if (m_restart)
        m_restart->componentChanged(component);
    if (m_case.fault() == Fault::Hang && component->state() == Component::State::Waiting)
        giveTimeouts(component);
}

// Without a timeout, the conductor would wait for a hook that hangs for ever.
void FaultRun::giveTimeouts(Component *component)
{
    const auto isNone = [](int own, int common) { return (own < 0 ? common : own) == 0; };
    if (isNone(component->setupTimeout(), m_conductor->setupTimeout()))
        component->setSetupTimeout(virtualTimeout);
    if (isNone(component->shutdownTimeout(), m_conductor->shutdownTimeout()))
        component->setShutdownTimeout(virtualTimeout);
}

// Returns whether the setup has ended; then *future is its future, and has finished.
bool FaultRun::setUp(QFuture<void> *future)
{
    m_isShuttingDown = false;
    const bool isSettling = !isUp(m_conductor->state());
    bool hasSettled = false;
    const auto connection = QObject::connect(m_conductor.get(), &Conductor::settled, &m_recorder,
                                             [&] { hasSettled = true; }); // clazy:exclude=lambda-in-connect
    *future = m_conductor->setup();
    const bool hasEnded = wait(*future, QStringLiteral("setup"));
    const auto isSettled = [&] { return hasSettled || m_conductor->state() != Conductor::State::Active; };
    if (hasEnded && isSettling) // what is deferred comes after the setup
        timedWait(isSettled, m_timeout, [this] { return letTimePass(); });
    QObject::disconnect(connection);
    return hasEnded;
}

// Returns whether the shutdown has ended; then *future is its future, and has finished.
bool FaultRun::shutDown(QFuture<void> *future)
{
    m_isShuttingDown = true;
    *future = m_conductor->shutdown();
    return wait(*future, QStringLiteral("shutdown"));
}

// Restarts the component of the case, and returns whether the restart has ended.
bool FaultRun::restart()
{
    beginRestart(RestartCheck::Cause::Restart);
    Component *target = m_restart->target();
    m_isInjected = target && m_case.fault() == Fault::Restart;
    const QFuture<void> future = target ? m_conductor->restart(target) : Component::done();
    const bool hasEnded = wait(future, m_restart->title());
    const auto check = std::move(m_restart); // what comes from now on is not part of the restart
    if (hasEnded && m_isInjected)
        checkRestart(*check, future);
    return hasEnded;
}

void FaultRun::beginRestart(RestartCheck::Cause cause)
{
    const auto complaint = [this](const char *rule, const QString &message) { complain(rule, message); };
    m_restart = std::make_unique<RestartCheck>(m_case.component(), &m_recorder, complaint, cause);
    m_recorder.beginRestart();
}

// Lets the component of the case report a failure, and returns whether nothing moves any more.
bool FaultRun::reportFailure()
{
    beginRestart(RestartCheck::Cause::Report);
    Component *target = m_restart->target();
    if (!target || !target->isActive())
        return m_restart.reset(), true;
    m_isInjected = true;
    const QString title = m_restart->title();
    m_isShuttingDown = m_conductor->shutdownOnFailure() && target->isEssential() && failsForGood(target);
    if (m_isShuttingDown)
        m_restart.reset(); // everything is shut down, which the next shutdown finds done
    int told = 0;
    const auto connection = QObject::connect(m_conductor.get(), &Conductor::componentFailed, &m_recorder,
                                             [&] { ++told; }); // clazy:exclude=lambda-in-connect
    target->reportFailure(FaultInjector::message(m_case.fault()));
    const bool hasEnded = wait([&] { return told > 0 && isQuiet(); }, title);
    QObject::disconnect(connection);
    const auto check = std::move(m_restart); // what comes from now on is not part of the failure
    if (hasEnded && check)
        checkReport(*check);
    return hasEnded;
}

bool FaultRun::failsForGood(const Component *component) const
{
    return component->restartPolicy() == Component::RestartPolicy::Never || component->restartLimit() <= 0;
}

// Returns whether nothing is in flight or due.
bool FaultRun::isQuiet() const
{
    return TestAccess::isWaiting(m_conductor.get()) && !TestAccess::nextDeadline(m_conductor.get())
           && unfinished(m_conductor.get()).isEmpty();
}

bool FaultRun::wait(const QFuture<void> &future, const QString &what)
{
    return wait([&future] { return future.isFinished(); }, what);
}

bool FaultRun::wait(const std::function<bool()> &isDone, const QString &what)
{
    if (timedWait(isDone, m_timeout, [this] { return letTimePass(); }))
        return true;
    QStringList names = unfinished(m_conductor.get());
    if (names.isEmpty())
        names += QStringLiteral("no hook is in flight");
    complain("R1", QStringLiteral("%1 did not end within %2 ms: %3")
                           .arg(what).arg(m_timeout.count()).arg(names.join(QStringLiteral(", "))));
    m_isStuck = true;
    return false;
}

// Lets virtual time pass, or ends the hook that hangs, if nothing but time can end the wait. Returns whether it did.
bool FaultRun::letTimePass()
{
    if (!TestAccess::isWaiting(m_conductor.get()))
        return false;
    const auto &entries = m_recorder.entries();
    const bool waits = std::all_of(entries.cbegin(), entries.cend(), [this](const Recorder::Entry &entry) {
        const bool isInFlight = entry.component && TestAccess::unfinishedHook(entry.component);
        return !isInFlight || (m_injector.isHanging() && entry.id == m_case.component())
               || Script::waitsForTime(entry.component);
    });
    if (!waits)
        return false;
    if ((m_isFirstRound || !m_injector.isHanging()) && m_clock.advanceToNext())
        return true;
    if (!m_injector.isHanging())
        return false;
    m_injector.endHanging(); // the component's next setup has waited for this hook until now (R17, R45)
    return true;
}

// Checks that a setup hook which has hung, and has ended by now, was followed by one shutdown hook.
void FaultRun::checkLateShutdown()
{
    if (m_hung && m_lateShutdowns != 1)
        complain("R17",
                 QStringLiteral("when onSetup() of %1 had ended after its timeout, onShutdown() was called %2 times")
                         .arg(m_case.component())
                         .arg(m_lateShutdowns));
    m_hung = nullptr;
}

// Checks that a setup in which no fault was injected succeeded; a failure breaks the rule.
void FaultRun::checkSetup(const QFuture<void> &future, const char *rule, const QString &what)
{
    const Outcome outcome(future);
    if (!outcome.isSuccess())
        complain(rule, QStringLiteral("%1 did not succeed: %2").arg(what, outcome.text()));
    else if (m_case.fault() != Fault::Destroy && m_conductor->components().isEmpty())
        complain("R35", QStringLiteral("the function that adds the components added none"));
    for (const Recorder::Entry &entry : m_recorder.entries()) {
        // After a destruction, nothing may need a component that is left.
        const bool isNeeded = m_case.fault() != Fault::Destroy && entry.component;
        if (outcome.isSuccess() && isNeeded && !entry.component->isActive())
            complain("R10", QStringLiteral("%1 succeeded, but %2 is not Active").arg(what, entry.id));
    }
}

// Checks that a shutdown in which no fault was injected succeeded; a failure breaks the rule.
void FaultRun::checkShutdown(const QFuture<void> &future, const char *rule, const QString &what)
{
    const Outcome outcome(future);
    if (!outcome.isSuccess())
        complain(rule, QStringLiteral("%1 did not succeed: %2").arg(what, outcome.text()));
    checkAllShutDown("R18");
}

void FaultRun::checkFaultySetup(const QFuture<void> &future)
{
    const Outcome outcome(future);
    const bool isQuit = m_case.fault() == Fault::Quit;
    const char *rule = isQuit ? "R16" : "R15";
    if (m_mayFail && outcome.isSuccess()) // the setup went on without the component, or has tried it again
        return checkToleratedFailure(future);
    if (isQuit && !outcome.isCanceled)
        complain(rule, QStringLiteral("the quit did not cancel setup: %1").arg(outcome.text()));
    else if (!isQuit && !outcome.listsFailures)
        complain(rule, QStringLiteral("although %1 failed, setup did not fail with a SetupError: %2")
                               .arg(m_case.component(), outcome.text()));
    else if (!isQuit)
        checkFailures(outcome.failures, rule);
    const auto expected = isQuit ? Conductor::State::Inactive : Conductor::State::Failed;
    if (m_conductor->state() != expected)
        complain(rule, QStringLiteral("the conductor is %1 after setup has ended, and not %2")
                               .arg(stateName(m_conductor->state()), stateName(expected)));
    if (m_failures.isEmpty())
        checkAllShutDown(rule);
}

// Checks a setup that has succeeded although the component of the case has failed.
void FaultRun::checkToleratedFailure(const QFuture<void> &future)
{
    const auto &entries = m_recorder.entries();
    const auto target = std::find_if(entries.cbegin(), entries.cend(),
                                     [this](const Recorder::Entry &entry) { return entry.id == m_case.component(); });
    if (target == entries.cend() || !target->component || m_case.fault() == Fault::Quit)
        return;
    if (!failsForGood(target->component)) {
        const QString title = QStringLiteral("setup, which tried %1 again,").arg(m_case.component());
        if (!wait([this] { return isQuiet(); }, title)) // a deferred component is tried after the setup has ended
            return;
        if (m_case.fault()
            != Fault::Hang) // a try waits for the hook that hangs, and that may be longer than its timeout
            return checkSetup(future, "R45", title);
    }
    QCoreApplication::processEvents(); // the conductor tells that it is degraded
    checkLeftOut(*m_conductor, m_case.component(), entries,
                 [this](const char *rule, const QString &message) { complain(rule, message); });
}

void FaultRun::checkRestart(const RestartCheck &check, const QFuture<void> &future)
{
    const Outcome outcome(future);
    if (m_case.fault() == Fault::Restart)
        return check.checkSuccess(outcome);
    if (m_mayFail && outcome.isSuccess())
        return; // R45: it was tried again
    check.checkFailure(outcome);
    if (outcome.isSetupError)
        checkFailures(outcome.failures, "R37");
}

void FaultRun::checkReport(const RestartCheck &check)
{
    QCoreApplication::processEvents(); // the conductor tells that it is degraded, or no longer
    if (!check.target() || failsForGood(check.target()))
        check.checkStaysFailed(*m_conductor);
    else
        check.checkRecovery(*m_conductor);
}

void FaultRun::checkFaultyShutdown(const QFuture<void> &future)
{
    const Outcome outcome(future);
    const bool isFailure = m_case.fault() != Fault::Quit && m_case.fault() != Fault::Destroy;
    if (isFailure && !outcome.listsFailures)
        complain("R18", QStringLiteral("although %1 failed, shutdown did not fail with a ShutdownError: %2")
                                .arg(m_case.component(), outcome.text()));
    else if (isFailure)
        checkFailures(outcome.failures, "R18");
    else if (!outcome.isSuccess())
        complain("R18", QStringLiteral("shutdown did not succeed: %1").arg(outcome.text()));
    if (isFailure && m_conductor->errorString().isEmpty())
        complain("R18",
                 QStringLiteral("errorString() of the conductor is empty, although %1 failed").arg(m_case.component()));
    checkAllShutDown("R18");
}

// Checks that the component that suffered the fault is named once, and that no other failure is.
void FaultRun::checkFailures(const QList<Failure> &failures, const char *rule)
{
    const QString target = m_case.component().section(QLatin1Char('#'), 0, 0);
    bool isNamed = false;
    for (const Failure &failure : failures) {
        const bool isTarget = failure.component == target && failure.phase == hookPhase()
                              && failure.message.contains(FaultInjector::message(m_case.fault()));
        if (isTarget && !isNamed)
            isNamed = true;
        else
            complain(rule, QStringLiteral("%1 failed in %2 as well: %3")
                                   .arg(failure.component, phaseName(failure.phase), failure.message));
    }
    // If other components failed, they may have stopped the setup before the one that suffers the fault.
    if (failures.isEmpty())
        complain(rule, QStringLiteral("no failure is listed, although %1 failed").arg(m_case.component()));
}

void FaultRun::checkAllShutDown(const char *rule)
{
    for (const Recorder::Entry &entry : m_recorder.entries()) {
        if (!entry.component)
            continue;
        const int expected = expectedShutdowns(entry);
        if (entry.shutdowns != expected && entry.state != Component::State::Failed)
            complain(rule, QStringLiteral("onShutdown() of %1 was called %2 times, and not %3")
                                   .arg(entry.id).arg(entry.shutdowns).arg(expected));
        const bool isDown = entry.state == Component::State::Inactive || entry.state == Component::State::Failed;
        if (!isDown)
            complain(rule, QStringLiteral("%1 was not shut down").arg(stateText(entry.component)));
        const bool isLeftOut = m_conductor->state() == Conductor::State::Failed && entry.setups == 0;
        if (isLeftOut && entry.component->errorString().isEmpty())
            complain(rule, QStringLiteral("errorString() of %1 is empty, although it was not set up").arg(entry.id));
    }
    QCoreApplication::processEvents();
    if (isUp(m_conductor->state()))
        complain("R18", QStringLiteral("when everything had been shut down, the application set up again by itself"));
}

// A component that failed by itself in setup is not shut down: it has cleaned up before it failed.
int FaultRun::expectedShutdowns(const Recorder::Entry &entry) const
{
    const bool isTarget = m_isFirstRound && m_isInjected && entry.id == m_case.component();
    const Fault fault = m_case.fault(); // what reports a failure is shut down
    const bool isFailure = fault != Fault::Quit && fault != Fault::Restart && fault != Fault::ReportFailure;
    const bool hasFailed = isTarget && isFailure && m_case.phase() != Phase::Shutdown;
    return hasFailed ? entry.setups - 1 : entry.setups;
}

void FaultRun::quitCame()
{
    m_hasQuit = true;
    if (isUp(m_conductor->state()))
        complain("R24", QStringLiteral("quit() took effect before shutdown had ended"));
}

// Checks that the conductor has passed on the quit that it held back.
void FaultRun::checkQuit()
{
    QCoreApplication::processEvents();
    if (m_case.fault() == Fault::Quit && !m_hasQuit && m_failures.isEmpty())
        complain("R24", QStringLiteral("quit() is lost: it took no effect after shutdown had ended"));
}

void FaultRun::checkLeftovers()
{
    QList<Component *> components;
    for (const Recorder::Entry &entry : m_recorder.entries()) {
        if (entry.component && !(m_isInjected && m_case.fault() == Fault::Hang && entry.id == m_case.component()))
            components += entry.component;
    }
    for (const QString &text : leftovers(components))
        complain("R1", QStringLiteral("after shutdown, %1").arg(text));
    if (!QThreadPool::globalInstance()->waitForDone(threadGrace)) {
        const QString origin = m_recorder.suspects().join(QStringLiteral(", "));
        complain("R1", QStringLiteral("after shutdown, work still runs in a thread")
                               + (origin.isEmpty() ? QString() : QStringLiteral("; it was begun in %1").arg(origin)));
    }
}

// Checks that no component has more child objects than after the round before. A setup may make objects if the shutdown
// destroys them or the next setup uses them again.
void FaultRun::checkObjects()
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    const bool isFirst = m_objects.isEmpty();
    for (const Recorder::Entry &entry : m_recorder.entries()) {
        if (!entry.component)
            continue;
        const qsizetype count = entry.component->findChildren<QObject *>().size();
        const qsizetype before = m_objects.value(entry.id, count);
        if (!isFirst && count > before)
            complain("R1", QStringLiteral("%1 has %2 child objects after a setup and a shutdown, and had %3 before")
                                   .arg(entry.id).arg(count).arg(before));
        m_objects.insert(entry.id, count);
    }
}

// Records that the application broke the rule in this case; the message says what happened.
void FaultRun::complain(const char *rule, const QString &message)
{
    if (m_failures.size() < maxFailures)
        m_failures.append(FaultFailure(m_case, QString::fromLatin1(rule), message));
}

} // namespace QConductor::Test
