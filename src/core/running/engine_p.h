// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_ENGINE_P_H
#define QCONDUCTOR_RUNNING_ENGINE_P_H

#include "async/wakeup_p.h"
#include "conductor.h"
#include "discovery/discovery_p.h"
#include "running/graphrunner_p.h"
#include "running/remains_p.h"

#include <QtCore/qpromise.h>

#include <deque>
#include <memory>
#include <optional>

namespace QConductor {

// Sets up and shuts down the components of a conductor: it keeps the conductor's state and the futures that it has returned,
// and does in slices of time what there is to do.
//
// The conductor owns the engine. Each function that calls application code holds the engine until it returns, because that
// code may destroy the conductor. After that, the engine lives on until the last hook has finished.
class Engine final : public std::enable_shared_from_this<Engine>, private GraphRunner::Client
{
    Q_DISABLE_COPY_MOVE(Engine)

public:
    Engine(Conductor *conductor, std::shared_ptr<Registry> registry);

    QFuture<void> setup();
    QFuture<void> shutdown();
    void shutDownInLocalLoop(); // the conductor or the document that it stands in is being destroyed
    void close();               // the conductor is being destroyed
    void componentDestroyed(Component *component);

    HookRunner &hooks() { return m_runner.hooks(); }
    const HookRunner &hooks() const { return m_runner.hooks(); }
    bool isScheduled() const { return m_wakeUp.isPosted(); }
    bool hasNextSetup() const { return m_nextSetup.has_value(); } // a setup begins when shutdown has ended
    bool isClosing() const { return m_isClosing; }
    Conductor::State state() const { return m_state; }
    QString errorString() const { return m_errorString; }
    qreal progress() const;
    QList<Failure> failures() const;
    const Wiring &wiring() const { return m_runner.wiring(); }

    // The level at which the failures of a setup or a shutdown are logged: QtWarningMsg or, in run() and serve(),
    // QtCriticalMsg.
    void setFailureLevel(QtMsgType level) { m_failureLevel = level; }

private:
    using Promise = std::optional<QPromise<void>>;
    using Verdict = GraphRunner::Verdict;
    enum class Step {
        None,
        FinishPromises,
        WorkOnHook,
        Cancel,
        TellCanceled,
        Discover,
        Enter,
        Begin,
        Turn,
        BeginNextSetup
    };
    struct Ended // a promise that is to be finished
    {
        QPromise<void> promise;
        std::exception_ptr error;
    };

    bool isCanceled() const override;
    void setupFailed() override;

    void wakeUp() { m_wakeUp.post(); }
    void start(QPromise<void> promise);
    void discover();
    void refuse(const std::exception_ptr &error);
    const char *obstacleToShutDown() const;
    void keepLateError(const std::exception_ptr &error, bool isGoingOn);
    void walk(Walk::Direction direction);
    void pump();
    Step nextStep() const;
    void perform(Step step);
    void enterSome();
    void beginSome();
    void turnOrConclude();
    void stop(Verdict verdict);
    void tellCanceledSome();
    void concludeSetup();
    void concludeShutdown();
    void beginNextSetup();
    void finishLater(Promise &promise, const std::exception_ptr &error = {});
    void finishPromises();
    bool takeBackIfCanceled();

    void setState(Conductor::State state, const QString &errorString = {});
    void tellFailed(const QString &message);
    bool publishProgress();

    Conductor *m_conductor; // nullptr: destroyed
    std::shared_ptr<Registry> m_registry;
    Conductor::State m_state = Conductor::State::Inactive;
    QString m_errorString;
    QList<Failure> m_failures; // of the last setup or shutdown that has ended
    int m_run = 0;            // number of the current setup
    bool m_wasActive = false; // before the current setup
    int m_activeBefore = 0;   // number of components that were active before the current setup
    WakeUp m_wakeUp;          // calls pump(); lives in the conductor's thread, as its child
    Slice m_slice;
    bool m_isClosing = false;
    QtMsgType m_failureLevel = QtWarningMsg;
    int m_localLoops = 0; // number of calls of shutDownInLocalLoop() on the stack
    int m_untold = 0; // number of members that are still to be told that setup was canceled before the graph was known

    Discovery m_discovery;
    GraphRunner m_runner;
    qreal m_publishedProgress = 0;

    Promise m_setup;
    Promise m_shutdown;
    Promise m_nextSetup;                 // of a setup that begins when shutdown has ended
    std::deque<Ended> m_ended;           // promises that are finished after the signals
    QFutureWatcher<void> m_setupWatcher; // tells that the future of setup() was canceled

    Remains m_remains;              // after the conductor was destroyed
    std::shared_ptr<Engine> m_self; // while hooks still run after the conductor was destroyed
};

} // namespace QConductor

#endif
