// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ENGINE_P_H
#define QCONDUCTOR_ENGINE_P_H

#include "conductor.h"
#include "discovery_p.h"
#include "hookrunner_p.h"
#include "remains_p.h"
#include "report_p.h"
#include "walk_p.h"
#include "wiring_p.h"

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

// Sets up and shuts down the components of a conductor.
class QCONDUCTOR_EXPORT Engine final : public QObject, public std::enable_shared_from_this<Engine>, private HookRunner::Client
{
    Q_OBJECT

public:
    explicit Engine(ConductorPrivate *conductor);

    QFuture<void> setup();
    QFuture<void> shutdown();
    void close(); // the conductor is being destroyed
    void componentDestroyed(Component *component);

    HookRunner *hooks() const { return m_hooks; }
    bool isScheduled() const { return m_isScheduled; }
    bool isToRestart() const { return m_nextSetup.has_value(); } // when shutdown has ended
    bool isClosing() const { return m_isClosing; }
    Conductor::State state() const { return m_state; }
    QString errorString() const { return m_errorString; }
    qreal progress() const;
    const Wiring &wiring() const { return m_wiring; }

protected:
    bool event(QEvent *event) override;

private:
    using Promise = std::optional<QPromise<void>>;
    enum class Step { None, Finish, Report, Cancel, Resolve, Enter, Begin, Turn, Restart };
    struct Ended
    {
        QPromise<void> promise;
        std::exception_ptr error;
    };
    enum class Verdict { Good, Failed, Canceled }; // on a setup

    // HookRunner::Client
    bool hookBegins(int node, Phase phase) override;
    void hookSucceeded(int node, Phase phase, qint64 milliseconds) override;
    void hookStopped(int node, Phase phase) override;
    void hookFailed(int node, Phase phase, const HookFailure &failure) override;
    void earlierHookEnded(int node) override;
    void wakeUp() override;
    int shutdownTimeoutOf(const Component *component) const override;

    void start(Promise promise);
    void resolve();
    void refuse(const std::exception_ptr &error);
    void walk(Walk::Direction direction);
    void pump();
    Step nextStep() const;
    void perform(Step step);
    bool mayBegin() const;
    bool isCanceled() const;
    void enterSome();
    void beginSome();
    void turnOrConclude();
    void beginSetup(int node);
    void beginShutdown(int node);
    void release(int node);
    void stop(Verdict verdict);
    void failed(Component *component, Phase phase, const HookFailure &failure);
    void concludeSetup();
    void concludeShutdown();
    void restart();
    void finishLater(Promise &promise, const std::exception_ptr &error = {});
    void finishPromises();
    void takeBack(QPromise<void> setup);

    void setState(Conductor::State state, const QString &errorString = {});
    bool publishProgress();
    bool isAwaited(int node) const;

    ConductorPrivate *m_conductor; // nullptr: destroyed
    Conductor::State m_state = Conductor::State::Inactive;
    QString m_errorString;
    int m_run = 0; // tells setups apart
    bool m_wasActive = false; // before the running one
    bool m_isScheduled = false;
    unsigned m_calls = 0; // to come back: something has changed since
    Clock::time_point m_sliceEnd;
    bool m_isClosing = false;

    Discovery m_discovery;
    Wiring m_wiring;
    bool m_isWalking = false;
    Walk m_walk;
    Verdict m_verdict = Verdict::Good;
    HookRunner *m_hooks;
    ReportBuilder m_report;
    int m_active = 0;
    int m_reached = -1; // the node that became active last
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
