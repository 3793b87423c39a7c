// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_APPLICATIONRUN_P_H
#define QCONDUCTOR_APPLICATION_APPLICATIONRUN_P_H

#include "application/quitguard_p.h"
#include "application/reportoutput_p.h"
#include "application/terminationsignals_p.h"
#include "conductor.h"

#include <QtCore/qeventloop.h>
#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>

#include <functional>
#include <optional>

namespace QConductor {

// One call of run() or serve(): set up, run main or serve, shut down (R23, R24). It uses a conductor as an application
// does, and has no part in how that works.
//
// The runs of a thread are nested. A signal ends the innermost run first, which then ends the run around it. The outermost
// run ends the application.
class ApplicationRun : public QObject
{
    Q_OBJECT

public:
    using Main = std::function<QFuture<void>()>;

    using FailureHandler = std::function<FailureAction(const Error &)>;
    struct Questions // of the conductor; they aren't asked after it was destroyed
    {
        std::function<bool()> hasNextSetup; // whether it begins another setup when its shutdown has ended
        QuitGuard::Ask mayBeQuit;           // whether its components agree that the application quits
        FailureHandler failureHandler;      // what to do when a setup has failed; empty: serving ends
    };

    // Without main, it serves until the application ends or the conductor has shut down for good.
    ApplicationRun(Conductor *conductor, Main main, const Questions &questions);
    ~ApplicationRun() override;

    static bool terminateInnermost(); // as a signal does; returns false if there is no run in this thread

    int exec(); // returns the exit code
    void hookHolds(); // a hook that runs an event loop is all that the conductor waits for
    void phaseEnded() { m_reports.collect(); } // a setup or a shutdown

private:
    enum class Stage {
        Starting,    // the event loop has not begun
        SettingUp,   // the future of setup() has not finished
        RunningMain, // the future of main has not finished
        Idle,        // neither setup nor main is running
        Refused,     // setup failed
        Deciding     // setup failed, and a person decides
    };
    enum class End {
        None,
        Stopping, // the event loop has ended
        Quit,     // the application is to quit
        Signaled  // a signal ends the application: nothing else may prevent that, and no quit counts any more
    };

    void start();
    void setupFinished();
    bool isComingUp() const;
    void runMain();
    void mainFinished();
    void mainTimedOut();
    bool endMain();
    void followState(Conductor::State state);
    void quit();
    void terminate();
    void stop();
    void shutDown();
    void fail(const QString &message);
    bool isStopping() const { return m_end != End::None; }
    bool isOver() const;
    bool isToLeave() const;
    void leaveIfOver();
    void customEvent(QEvent *event) override;
    void leave();
    bool isShowing() const;
    void awaitOuterLoop();
    void outerLoopRuns();
    bool mayDecide() const;
    void decide();
    FailureAction callFailureHandler();
    void passOn(int result);

    QPointer<Conductor> m_conductor;
    Main m_main;
    const std::function<bool()> m_hasNextSetup;
    const FailureHandler m_failureHandler;
    std::exception_ptr m_error; // of the last setup that this run has asked for
    QFutureWatcher<void> m_setupWatcher;
    QFutureWatcher<void> m_mainWatcher;
    QTimer m_mainTimeout; // runs when main was asked to cancel
    Stage m_stage = Stage::Starting;
    End m_end = End::None;
    bool m_hasFailed = false;               // setup, main or shutdown
    bool m_hasLeft = false;                 // the event loop was told to end, or has ended
    int m_loopLevel = 0;                    // of the event loop of this run
    int m_timesDown = 0;                    // how often the conductor went down since this run ends for good
    std::optional<QEventLoop> m_nestedLoop; // if an event loop runs already
    ApplicationRun *const m_outer;          // the run that this one is nested in, or nullptr
    ReportOutput m_reports;
    QuitGuard m_quitGuard;
    TerminationSignals m_signals;
};

} // namespace QConductor

#endif
