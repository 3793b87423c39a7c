// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/shutdownrequest_p.h"

#include "async/futureoutcome_p.h"
#include "async/startedpromise_p.h"
#include "conductorstate_p.h"
#include "meta/text_p.h"
#include "running/engine_p.h"

namespace QConductor {

ShutdownRequest::ShutdownRequest(Conductor *conductor, std::shared_ptr<Engine> engine)
    : m_conductor(conductor),
      m_engine(std::move(engine)),
      m_gateway(m_engine->gateway()),
      m_wakeUp([this] { advance(); }, nullptr)
{
    connect(conductor, &Conductor::stateChanged, this, &ShutdownRequest::followState);
    connect(&m_endWatcher, &QFutureWatcherBase::canceled, this, [this] {
        if (isAsking())
            withdraw();
    });
    connect(&m_answerWatcher, &QFutureWatcherBase::finished, this, [this] {
        if (m_asked && !m_isCalling) // otherwise it tells of an answer that nobody waits for any more
            judge(m_answerWatcher.future());
    });
    connect(&m_shutdownWatcher, &QFutureWatcherBase::finished, this, [this] {
        if (m_stage == Stage::ShuttingDown)
            finish(true);
    });
}

ShutdownRequest::~ShutdownRequest()
{
    stopAsking();
    finish(true);
}

QFuture<bool> ShutdownRequest::request(ShutdownReason reason)
{
    if (m_stage == Stage::Idle && !isUp(m_conductor->state()))
        return answeredFuture(true);
    if (!m_end || m_end->isCanceled()) {
        const Promise former = std::exchange(m_end, std::make_shared<QPromise<bool>>(startedPromise<bool>()));
        m_endWatcher.setFuture(m_end->future());
        if (former) // its caller has withdrawn it, and has asked again before that was noticed
            former->finish();
    }
    const QFuture<bool> future = m_end->future();
    if (m_conductor->state() != Conductor::State::Active)
        awaitShutdown();
    else if (m_stage == Stage::Idle)
        begin(reason);
    return future;
}

void ShutdownRequest::ask(ShutdownReason reason, const Answered &answered)
{
    if (m_conductor->state() != Conductor::State::Active)
        return answered(true);
    m_askers.push_back(answered);
    if (m_stage == Stage::Idle)
        begin(reason);
}

void ShutdownRequest::withdraw()
{
    stopAsking();
    finish(false);
}

void ShutdownRequest::begin(ShutdownReason reason)
{
    m_stage = Stage::Asking;
    m_reason = reason;
    m_hasAsked = true;
    m_cursor = -1;
    m_wakeUp.post(); // no component is asked before the caller has the future
}

// Asks until an answer has to be waited for, or the slice of time is over.
void ShutdownRequest::advance()
{
    const QPointer<ShutdownRequest> self = this; // a component may destroy the conductor
    m_slice.begin();
    while (self && isAsking() && !m_asked && !m_isCalling) {
        if (m_slice.isOver()) // before the next component is taken
            return m_wakeUp.post();
        Component *component = nextComponent();
        if (!component)
            return agree();
        ask(component);
    }
}

// Returns the next component to be asked, in the order of a shutdown; nullptr: all have agreed. What has become active since
// it was passed by is found in another pass.
Component *ShutdownRequest::nextComponent()
{
    while (m_cursor >= 0 || std::exchange(m_hasAsked, false)) {
        const DependencyGraph &graph = m_engine->wiring().graph();
        if (m_cursor < 0)
            m_cursor = graph.size();
        for (m_cursor = std::min(m_cursor, graph.size()); --m_cursor >= 0;) {
            Component *component = graph.component(m_cursor);
            if (component && component->isActive() && !m_agreed.contains(component))
                return component;
        }
    }
    return nullptr;
}

void ShutdownRequest::ask(Component *component)
{
    const QPointer<ShutdownRequest> self = this;
    const auto gateway = m_gateway;
    m_hasAsked = true;
    m_asked = component;
    connect(component, &Component::stateChanged, this, [this, component] { forget(component); });
    connect(component, &QObject::destroyed, this, [this, component] { forget(component); });
    m_isCalling = true;
    QFuture<bool> answer;
    std::exception_ptr thrown;
    try {
        answer = gateway->callShutdownRequest(component, m_reason);
    } catch (...) {
        thrown = std::current_exception();
    }
    if (!self)
        return answer.cancel();
    m_isCalling = false;
    if (m_asked != component) { // nobody waits for the answer any more
        answer.cancel();
        return m_wakeUp.post();
    }
    if (thrown)
        return refuse(messageOf(thrown));
    if (answer.isFinished())
        return judge(answer);
    m_answerWatcher.setFuture(answer);
}

// The component isn't active any more, so its answer doesn't count. If it becomes active again, it is asked again.
void ShutdownRequest::forget(Component *component)
{
    m_agreed.remove(component);
    disconnect(component, nullptr, this, nullptr);
    if (m_asked != component)
        return;
    m_asked = nullptr;
    dropAnswer();
    m_wakeUp.post();
}

void ShutdownRequest::judge(QFuture<bool> answer)
{
    QFuture<void> outcome(answer);
    const FutureOutcome end(outcome);
    if (end.exception)
        return refuse(messageOf(end.exception));
    if (end.isCanceled)
        return refuse(Text::tr("canceled"));
    if (answer.resultCount() == 0)
        return refuse(Text::tr("the future of onShutdownRequest() has no result: add true or false"));
    if (!answer.resultAt(0))
        return refuse(Text::tr("refused to be shut down"));
    m_agreed.insert(std::exchange(m_asked, nullptr));
    m_wakeUp.post();
}

void ShutdownRequest::refuse(const QString &message)
{
    const QPointer<Component> component = m_asked;
    const QPointer<Conductor> conductor = m_conductor;
    const auto gateway = m_gateway;
    stopAsking();
    finish(false); // so a slot that asks again makes a request of its own
    if (conductor)
        gateway->tell(conductor.data(), &Conductor::shutdownRefused, component.data(), message);
}

// From now on, nothing prevents the shutdown, if there is to be one. A quit closes the windows before.
void ShutdownRequest::agree()
{
    stopAsking();
    if (m_end)
        awaitShutdown();
    else
        finish(true);
}

// Whoever shuts down asks nobody, so what is pending is decided. The shutdown of this request is told here, too.
void ShutdownRequest::followState(Conductor::State state)
{
    if (!isAsking() || state == Conductor::State::Active)
        return;
    stopAsking();
    if (isUp(state))
        awaitShutdown();
    else
        finish(true);
}

void ShutdownRequest::awaitShutdown()
{
    m_stage = Stage::ShuttingDown;
    answerAskers(true);
    m_shutdownWatcher.setFuture(m_conductor->shutdown());
}

// Ends what is pending. Whoever is told may ask again at once, or destroy the conductor.
void ShutdownRequest::finish(bool result)
{
    m_stage = Stage::Idle;
    const Promise promise = std::exchange(m_end, nullptr);
    answerAskers(result);
    if (!promise)
        return;
    promise->addResult(result); // without effect on a future that its caller has canceled
    promise->finish();
}

void ShutdownRequest::answerAskers(bool hasAgreed)
{
    const std::vector<Answered> askers = std::exchange(m_askers, {});
    for (const Answered &answered : askers)
        answered(hasAgreed);
}

void ShutdownRequest::stopAsking()
{
    m_stage = Stage::Idle;
    const auto agreed = std::exchange(m_agreed, {});
    for (const Component *component : agreed)
        disconnect(component, nullptr, this, nullptr);
    if (Component *component = std::exchange(m_asked, nullptr))
        disconnect(component, nullptr, this, nullptr);
    dropAnswer();
}

void ShutdownRequest::dropAnswer()
{
    QFuture<bool> answer = m_answerWatcher.future();
    m_answerWatcher.setFuture({});
    if (!answer.isFinished()) // its author may hand out a finished future again
        answer.cancel();
}

} // namespace QConductor
