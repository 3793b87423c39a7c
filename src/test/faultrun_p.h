// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAULTRUN_P_H
#define QCONDUCTOR_TEST_FAULTRUN_P_H

#include "faultcase.h"
#include "faultinjector_p.h"
#include "recorder_p.h"
#include "testaccess_p.h"
#include "virtualclock.h"

#include <chrono>
#include <functional>

namespace QConductor::Test {

// Takes the event that ends an application, and remembers. Installed before a conductor's own, it comes after that.
class QuitCatcher : public QObject
{
    Q_OBJECT

public:
    QuitCatcher();
    std::function<void()> caught;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

// Runs an application up and down with the fault of one case, and up and down again without, and checks it all.
class FaultRun : private Interposer
{
public:
    using Build = std::function<void(Conductor &)>;

    FaultRun(const FaultCase &faultCase, std::chrono::milliseconds timeout, QuitCatcher *quitCatcher);
    ~FaultRun();

    void run(const Build &build);
    bool isStuck() const { return m_isStuck; } // what did not end was left alone
    const QList<FaultFailure> &failures() const { return m_failures; }
    const QList<Recorder::Entry> &components() const { return m_recorder.entries(); }

private:
    QFuture<void> call(Component *component, Phase phase) override;
    void stateChanged(Component *component, Component::State from) override;
    void giveTimeouts(Component *component);

    void firstRound();
    void secondRound();
    bool setUp(QFuture<void> *future);
    bool shutDown(QFuture<void> *future);
    bool wait(const QFuture<void> &future, const QString &what);
    bool letTimePass();

    void checkSetup(const QFuture<void> &future, const char *rule, const QString &what);
    void checkShutdown(const QFuture<void> &future, const QString &what);
    void checkFaultySetup(const QFuture<void> &future);
    void checkFaultyShutdown(const QFuture<void> &future);
    void checkFailures(const QList<Failure> &failures, const char *rule);
    void checkAllShutDown(const char *rule);
    int expectedShutdowns(const Recorder::Entry &entry) const;
    void quitCame();
    void checkQuit();
    void checkLeftovers();
    void checkObjects();
    void complain(const QString &rule, const QString &message);

    const FaultCase m_case;
    const std::chrono::milliseconds m_timeout;
    QuitCatcher *m_quitCatcher;
    QList<FaultFailure> m_failures;
    VirtualClock m_clock;
    std::unique_ptr<Conductor> m_conductor;
    Recorder m_recorder;
    FaultInjector m_injector;
    bool m_isInjected = false;
    bool m_isFirstRound = true;
    bool m_isShuttingDown = false;
    bool m_isStuck = false;
    bool m_hasQuit = false;
    QHash<QString, qsizetype> m_objects; // how many each component has after a round
};

} // namespace QConductor::Test

#endif
