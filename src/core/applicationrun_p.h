// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATIONRUN_P_H
#define QCONDUCTOR_APPLICATIONRUN_P_H

#include "quitguard_p.h"
#include "terminationsignals_p.h"

#include <QtCore/qeventloop.h>
#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>

#include <functional>

namespace QConductor {

// One run of an application: set up, do the main thing, shut down (R23, R24).
class ApplicationRun : public QObject
{
    Q_OBJECT

public:
    using Main = std::function<QFuture<void>()>;

    ApplicationRun(Conductor *conductor, Main main); // without main: until the application quits

    int exec();

private:
    void start();
    void setupFinished();
    bool isComingUp() const;
    void runMain();
    void mainFinished();
    void mainTimedOut();
    bool endMain(); // whether it was running
    void quit(bool isHeld);
    void stop();
    void shutDown();
    void fail(const QString &message);
    void leaveIfOver();
    bool isOver() const;

    QPointer<Conductor> m_conductor;
    Main m_main;
    QFutureWatcher<void> m_setupWatcher;
    QFutureWatcher<void> m_mainWatcher;
    QTimer m_patience; // with a main that was asked to cancel
    bool m_isRefused = false; // setup
    bool m_isSettingUp = false;
    bool m_isMainRunning = false;
    bool m_isStopping = false;
    bool m_isQuitting = false; // the application
    bool m_isQuitHeld = false; // until this run has ended
    bool m_hasFailed = false;
    bool m_isNested = false;
    QEventLoop m_nestedLoop; // where an event loop runs already
    QuitGuard m_quitGuard;
    TerminationSignals m_signals;
};

} // namespace QConductor

#endif
