// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ENGINE_P_H
#define QCONDUCTOR_ENGINE_P_H

#include "conductor.h"
#include "discovery_p.h"
#include "graphrunner_p.h"
#include "remains_p.h"

#include <QtCore/qpromise.h>

#include <deque>
#include <memory>
#include <optional>

namespace QConductor {

class ConductorPrivate;

inline bool isUp(Conductor::State state)
{
    return state != Conductor::State::Inactive && state != Conductor::State::Failed;
}

// Sets up and shuts down the components of a conductor: keeps its state and the futures that it has returned, and does
// in slices of time what there is to do.
class QCONDUCTOR_EXPORT Engine final : public QObject, public std::enable_shared_from_this<Engine>, private GraphRunner::Client
{
    Q_OBJECT

public:
    explicit Engine(ConductorPrivate *conductor);

    QFuture<void> setup();
    QFuture<void> shutdown();
    void close(); // the conductor is being destroyed
    void componentDestroyed(Component *component);

    HookRunner *hooks() const { return m_runner.hooks(); }
    bool isScheduled() const { return m_wakeUp.isPosted(); }
    bool isToRestart() const { return m_nextSetup.has_value(); } // when shutdown has ended
    bool isClosing() const { return m_isClosing; }
    Conductor::State state() const { return m_state; }
    QString errorString() const { return m_errorString; }
    qreal progress() const;
    const Wiring &wiring() const { return m_runner.wiring(); }

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *conductor, QEvent *event) override;

private:
    using Promise = std::optional<QPromise<void>>;
    enum class Step { None, Finish, Report, Cancel, Tell, Resolve, Enter, Begin, Turn, Restart };
    struct Ended
    {
        QPromise<void> promise;
        std::exception_ptr error;
    };
    using Verdict = GraphRunner::Verdict;

    bool isCanceled() const override;
    void setupFailed() override;

    void wakeUp() { m_wakeUp.post(); }
    void start(Promise promise);
    void resolve();
    void refuse(const std::exception_ptr &error);
    void note(const std::exception_ptr &error, bool isGoingOn);
    void walk(Walk::Direction direction);
    void pump();
    Step nextStep() const;
    void perform(Step step);
    void enterSome();
    void beginSome();
    void turnOrConclude();
    void stop(Verdict verdict);
    void tellSome();
    void concludeSetup();
    void concludeShutdown();
    void restart();
    void finishLater(Promise &promise, const std::exception_ptr &error = {});
    void finishPromises();
    bool takeBackIfCanceled();

    void setState(Conductor::State state, const QString &errorString = {});
    bool publishProgress();

    ConductorPrivate *m_conductor; // nullptr: destroyed
    Conductor::State m_state = Conductor::State::Inactive;
    QString m_errorString;
    int m_run = 0; // tells setups apart
    bool m_wasActive = false; // before the running one
    WakeUp m_wakeUp;
    Slice m_slice;
    bool m_isClosing = false;
    int m_untold = 0; // of the registry's members: that setup was canceled before there was a graph

    Discovery m_discovery;
    GraphRunner m_runner;
    qreal m_publishedProgress = 0;

    Promise m_setup;
    Promise m_shutdown;
    Promise m_nextSetup; // begins when shutdown has ended
    std::deque<Ended> m_ended; // to be finished
    QFutureWatcher<void> *m_setupWatcher; // tells of its cancellation

    Remains m_remains;              // after the conductor
    std::shared_ptr<Engine> m_self; // likewise
};

} // namespace QConductor

#endif
