// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAULTRUN_P_H
#define QCONDUCTOR_TEST_FAULTRUN_P_H

#include "faultfailure.h"
#include "faultinjector_p.h"
#include "recorder_p.h"
#include "restartcheck_p.h"
#include "testaccess_p.h"
#include "virtualclock.h"

#include <chrono>
#include <functional>

namespace QConductor::Test {

// Keeps QEvent::Quit from the application, so that the test goes on, and calls caught() instead. The event filter that
// was installed last sees an event first, so a catcher that exists before a conductor sees only the quits that the
// conductor doesn't hold back.
class QuitCatcher : public QObject
{
    Q_OBJECT

public:
    QuitCatcher();
    std::function<void()> caught; // empty while no case runs

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

// One case of the fault matrix: sets an application up and shuts it down, lets the component of the case suffer its
// fault on the way or in between, does the same again without a fault, and checks the rules at each step. A run has a
// conductor of its own.
class FaultRun : private Interposer
{
public:
    using Build = std::function<void(Conductor &)>;

    // The timeout is the real time that a setup or a shutdown may take.
    FaultRun(const FaultCase &faultCase, std::chrono::milliseconds timeout, QuitCatcher *quitCatcher);
    ~FaultRun();

    void run(const Build &build);
    bool isStuck() const { return m_isStuck; }
    const QList<FaultFailure> &failures() const { return m_failures; }
    const QList<Recorder::Entry> &components() const { return m_recorder.entries(); }

private:
    QFuture<void> call(Component *component, Phase phase) override;
    void stateChanged(Component *component, Component::State from) override;
    void giveTimeouts(Component *component);
    void conductorChanged(Conductor::State state);
    bool suffers(Component *component, Phase phase);
    Phase hookPhase() const;

    void firstRound();
    void secondRound();
    bool setUp(QFuture<void> *future);
    bool shutDown(QFuture<void> *future);
    bool restart();
    void beginRestart(RestartCheck::Cause cause);
    bool reportFailure();
    bool failsForGood(const Component *component) const;
    bool isQuiet() const;
    bool wait(const QFuture<void> &future, const QString &what);
    bool wait(const std::function<bool()> &isDone, const QString &what);
    bool letTimePass();

    void checkSetup(const QFuture<void> &future, const char *rule, const QString &what);
    void checkShutdown(const QFuture<void> &future, const char *rule, const QString &what);
    void checkLateShutdown();
    void checkFaultySetup(const QFuture<void> &future);
    void checkToleratedFailure(const QFuture<void> &future);
    void checkRestart(const RestartCheck &check, const QFuture<void> &future);
    void checkReport(const RestartCheck &check);
    void checkFaultyShutdown(const QFuture<void> &future);
    void checkFailures(const QList<Failure> &failures, const char *rule);
    void checkAllShutDown(const char *rule);
    int expectedShutdowns(const Recorder::Entry &entry) const;
    void quitCame();
    void checkQuit();
    void checkLeftovers();
    void checkObjects();
    void complain(const char *rule, const QString &message);

    const FaultCase m_case;
    const std::chrono::milliseconds m_timeout;
    QuitCatcher *m_quitCatcher; // not owned
    QList<FaultFailure> m_failures;
    VirtualClock m_clock;
    std::unique_ptr<Conductor> m_conductor;
    Recorder m_recorder;
    FaultInjector m_injector;
    std::unique_ptr<RestartCheck> m_restart; // nullptr unless a restart or a reported failure is in flight

    bool m_isInjected = false;     // whether the fault has been injected
    bool m_mayFail = false;        // whether a setup may succeed all the same
    Component *m_hung = nullptr;   // whose setup hook hangs, and has not been followed by its shutdown hook
    int m_lateShutdowns = 0;       // number of the shutdown hooks that have followed it
    bool m_isFirstRound = true;    // whether the round with the fault is running
    bool m_isShuttingDown = false; // whether shutdown() was called after the last setup()
    bool m_isStuck = false;        // whether a setup or a shutdown did not end within the timeout
    bool m_hasQuit = false;        // whether a quit came that the conductor did not hold back, or no longer
    QHash<QString, qsizetype> m_objects; // by the id of a component, the number of its child objects after a round
};

} // namespace QConductor::Test

#endif
