// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_SHUTDOWNREQUEST_P_H
#define QCONDUCTOR_RUNNING_SHUTDOWNREQUEST_P_H

#include "async/slice_p.h"
#include "async/wakeup_p.h"
#include "conductor.h"
#include "gateway_p.h"

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpromise.h>
#include <QtCore/qset.h>

#include <functional>
#include <vector>

namespace QConductor {

class Engine;

// Asks the active components of a conductor, one after the other, whether it may be shut down (R46). Everything stays active
// meanwhile, and components may come and go. The conductor owns it.
//
// It is idle, asks, or waits for the shutdown that follows. Each future that it has returned ends: when a component refuses,
// when the asking is withdrawn, or when everything is down.
class ShutdownRequest : public QObject
{
public:
    ShutdownRequest(Conductor *conductor, std::shared_ptr<Engine> engine);
    ~ShutdownRequest() override; // ends what is pending: nothing is left to be asked

    // Asks, and shuts down if all components agree. The future finishes when everything is down, or when one refuses.
    QFuture<bool> request(ShutdownReason reason);
    // Asks only, and calls the function when all components have agreed or one refuses; at once, if nobody is to be asked. Both
    // functions join an asking that is pending.
    using Answered = std::function<void(bool hasAgreed)>;
    void ask(ShutdownReason reason, const Answered &answered);
    void withdraw(); // what is pending ends with a refusal of nobody

    bool isScheduled() const { return m_wakeUp.isPosted(); } // for tests
    bool isAsking() const { return m_stage == Stage::Asking; }

private:
    enum class Stage { Idle, Asking, ShuttingDown };
    using Promise = std::shared_ptr<QPromise<bool>>;

    void begin(ShutdownReason reason);
    void advance();
    Component *nextComponent();
    void ask(Component *component);
    void forget(Component *component);
    void judge(QFuture<bool> answer);
    void refuse(const QString &message);
    void agree();
    void followState(Conductor::State state);
    void awaitShutdown();
    void finish(bool result);
    void stopAsking();
    void answerAskers(bool hasAgreed);
    void dropAnswer();

    Conductor *const m_conductor;
    const std::shared_ptr<Engine> m_engine;
    const std::shared_ptr<Gateway> m_gateway;
    Stage m_stage = Stage::Idle;
    ShutdownReason m_reason = ShutdownReason::Requested;
    WakeUp m_wakeUp; // calls advance()
    Slice m_slice;

    Promise m_end;                          // of request(); nullptr: it was not called
    QFutureWatcher<bool> m_endWatcher;      // hears that the caller withdraws the request
    std::vector<Answered> m_askers;         // of ask()
    QFutureWatcher<void> m_shutdownWatcher; // of the shutdown that follows

    int m_cursor = -1;            // the node of the graph that is looked at next
    bool m_hasAsked = false;      // whether a component was asked since the cursor stood at the end of the graph
    bool m_isCalling = false;     // a component's function is on the stack
    Component *m_asked = nullptr; // the component whose answer is awaited
    QFutureWatcher<bool> m_answerWatcher;
    QSet<const Component *> m_agreed; // they are still active
};

} // namespace QConductor

#endif
