// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "rehearsal.h"

#include "probe.h"
#include "testaccess_p.h"

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qthreadpool.h>
#include <QtCore/qtimer.h>

#include <stdexcept>

using namespace QConductor;

namespace {

constexpr int shortTime = 10; // Timeout of a hook that hangs, in ms.

// Returns whether a hook with this fault has failed when it returns, so that nothing else can happen to it before.
bool failsAtOnce(Fault fault)
{
    return fault == Fault::Throws || fault == Fault::ThrowsOther || fault == Fault::Fails || fault == Fault::Cancels
            || fault == Fault::Abandons;
}

// Returns whether it is the component of the hook that fails.
bool isOwnFault(Fault fault)
{
    return fault != Fault::None && fault < Fault::Destroys;
}

} // namespace

Node::Node(Rehearsal *rehearsal, int number)
    : m_rehearsal(rehearsal), m_number(number)
{
    ++count;
    setObjectName(QString::number(number));
}

Node::~Node()
{
    --count;
}

QFuture<void> Node::onSetup()
{
    return m_rehearsal->enter(m_number, Phase::Setup);
}

QFuture<void> Node::onShutdown()
{
    return m_rehearsal->enter(m_number, Phase::Shutdown);
}

Rehearsal::Rehearsal(const Blueprint &blueprint)
    : m_blueprint(blueprint), m_layers(blueprint.layers())
{
    build();
}

Rehearsal::~Rehearsal()
{
    release();
    m_conductor.reset();
    for (Record &record : m_records)
        delete record.node;
    QThreadPool::globalInstance()->waitForDone();
}

void Rehearsal::build()
{
    m_conductor = std::make_unique<Conductor>();
    m_conductor->setScheduling(m_blueprint.scheduling);
    m_records.resize(std::size_t(m_blueprint.parts.size()));
    for (int i = 0; i < m_blueprint.parts.size(); ++i) {
        Node *node = make(i);
        Record &record = m_records[std::size_t(i)];
        record.node = node;
        const Part &part = m_blueprint.parts.at(i);
        for (int need = 0; need < part.needs.size(); ++need)
            node->needs[std::size_t(need)] = m_records[std::size_t(part.needs.at(need))].node;
        if (part.hooks[0].fault == Fault::Hangs)
            node->setSetupTimeout(shortTime);
        if (part.hooks[1].fault == Fault::Hangs)
            node->setShutdownTimeout(shortTime);
        connect(node, &Component::stateChanged, this, [this, &record](Component::State state) { note(record, state); });
    }
    for (const Record &record : m_records)
        m_conductor->add(record.node);
}

// The nodes are wired by hand. A class with more properties than its part has dependencies would have a property that
// is null, for which the conductor would look by type.
Node *Rehearsal::make(int number)
{
    switch (m_blueprint.parts.at(number).needs.size()) {
    case 0: return new Node(this, number);
    case 1: return new Needing1(this, number);
    case 2: return new Needing2(this, number);
    case 3: return new Needing3(this, number);
    default: return new Needing4(this, number);
    }
}

QString Rehearsal::run()
{
    m_setup = m_conductor->setup();
    check(finishes(m_setup), QStringLiteral("the future of setup() never ended"));
    if (!m_wrong.isEmpty())
        return m_wrong;
    const Outcome outcome = checkSetup(m_setup);
    const QFuture<void> shutdown = m_conductor->shutdown();
    check(finishes(shutdown), QStringLiteral("the future of shutdown() never ended"));
    if (!m_wrong.isEmpty())
        return m_wrong;
    if (outcome == Outcome::Active)
        checkShutdown(shutdown);
    checkEachAtTheEnd(outcome);
    checkAgain();
    return m_wrong;
}

void Rehearsal::note(Record &record, Component::State state)
{
    if (state != Component::State::Failed)
        return;
    (record.calls[1] > 0 ? record.failedInShutdown : record.failedInSetup) = true;
}

void Rehearsal::check(bool isRight, const QString &otherwise)
{
    if (!isRight && m_wrong.isEmpty())
        m_wrong = otherwise;
}

QFuture<void> Rehearsal::enter(int number, Phase phase)
{
    Record &record = m_records[std::size_t(number)];
    ++record.calls[std::size_t(phase)];
    checkBegin(number, phase);
    const Hook hook = m_isHealed ? Hook() : m_blueprint.parts.at(number).hooks[std::size_t(phase)];
    return perform(hook);
}

void Rehearsal::checkBegin(int number, Phase phase)
{
    const Record &record = m_records[std::size_t(number)];
    const Part &part = m_blueprint.parts.at(number);
    const bool isLayered = m_blueprint.scheduling == Conductor::Scheduling::LayerByLayer;
    check(record.calls[std::size_t(phase)] == 1, QStringLiteral("a hook of %1 was called twice").arg(number));
    check(phase == Phase::Setup || record.calls[0] == 1, QStringLiteral("%1 was shut down, but never set up").arg(number));
    check(phase == Phase::Setup || !record.failedInSetup || hasTimedOut(record),
          QStringLiteral("%1 was shut down after it had failed").arg(number));
    if (phase == Phase::Setup) {
        check(!m_hasStopped, QStringLiteral("%1 began after setup was canceled").arg(number));
        for (int need = 0; need < part.needs.size(); ++need) {
            const Node *needed = record.node->needs[std::size_t(need)];
            check(needed && needed->isActive(), QStringLiteral("%1 began before what it needs, %2, was active")
                                                        .arg(number).arg(part.needs.at(need)));
        }
    }
    for (int i = 0; i < m_blueprint.parts.size(); ++i) {
        const Node *other = m_records[std::size_t(i)].node;
        if (!other)
            continue;
        if (phase == Phase::Shutdown) {
            const bool isOver = m_blueprint.parts.at(i).needs.contains(number)
                    || (isLayered && m_layers.at(i) > m_layers.at(number));
            check(!isOver || other->state() == Component::State::Inactive || other->state() == Component::State::Failed,
                  QStringLiteral("%1 was shut down before %2, which comes first").arg(number).arg(i));
        } else if (isLayered && m_layers.at(i) < m_layers.at(number)) {
            check(other->isActive(), QStringLiteral("%1 began before the layer of %2 was active").arg(number).arg(i));
        }
    }
}

QFuture<void> Rehearsal::perform(const Hook &hook)
{
    switch (hook.fault) {
    case Fault::None: break;
    case Fault::Throws: throw std::runtime_error("thrown");
    case Fault::ThrowsOther: throw 42;
    case Fault::Fails: return Component::failed(QStringLiteral("failed"));
    case Fault::FailsLater: return finishLater(false);
    case Fault::ThrowsInThread: return QtConcurrent::run([] { throw std::runtime_error("thrown in a thread"); });
    case Fault::Cancels: {
        QPromise<void> promise;
        promise.start();
        promise.future().cancel();
        promise.finish();
        return promise.future();
    }
    case Fault::CancelsLater: {
        auto promise = std::make_shared<QPromise<void>>();
        promise->start();
        const QFuture<void> future = promise->future();
        QTimer::singleShot(0, this, [promise] { promise->future().cancel(); });
        return future;
    }
    case Fault::Abandons: return {};
    case Fault::Hangs: {
        m_hung.emplace_back();
        m_hung.back().start();
        return m_hung.back().future();
    }
    case Fault::Destroys: {
        Record &victim = m_records[std::size_t(hook.victim)];
        victim.wasDestroyed = true;
        delete victim.node;
        break;
    }
    case Fault::CancelsSetup:
        m_hasStopped = true;
        m_setup.cancel();
        break;
    case Fault::ShutsDown:
        m_hasStopped = true;
        m_conductor->shutdown();
        break;
    }
    switch (hook.ending) {
    case Ending::Later: return finishLater(true);
    case Ending::InThread: return QtConcurrent::run([] { });
    case Ending::AtOnce: break;
    }
    return Component::done();
}

QFuture<void> Rehearsal::finishLater(bool well)
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    const QFuture<void> future = promise->future();
    QTimer::singleShot(0, this, [promise, well] {
        if (!well)
            promise->setException(Error(QStringLiteral("failed later")));
        promise->finish();
    });
    return future;
}

bool Rehearsal::hasTimedOut(const Record &record)
{
    return record.failedInSetup && record.node->errorString().startsWith(QStringLiteral("timed out"));
}

// R15: A setup hook that is asked to cancel has no more time than a shutdown hook, which is short where that hangs.
bool Rehearsal::hasShortTimeLeft(std::size_t number) const
{
    bool isStopped = m_hasStopped;
    for (std::size_t i = 0; i < m_records.size(); ++i) {
        const Fault fault = m_blueprint.parts.at(qsizetype(i)).hooks[0].fault;
        isStopped = isStopped || (m_records[i].failedInSetup && isOwnFault(fault));
    }
    return isStopped && m_blueprint.parts.at(qsizetype(number)).hooks[1].fault == Fault::Hangs;
}

Rehearsal::Outcome Rehearsal::checkSetup(QFuture<void> setup)
{
    int failed = 0;
    bool anyDestroyed = false;
    bool mustFail = false;
    for (std::size_t i = 0; i < m_records.size(); ++i) {
        const Record &record = m_records[i];
        const Fault fault = m_blueprint.parts.at(qsizetype(i)).hooks[0].fault;
        anyDestroyed = anyDestroyed || record.wasDestroyed;
        failed += record.failedInSetup + record.failedInShutdown;
        mustFail = mustFail || (record.calls[0] && isOwnFault(fault));
        check(!record.failedInSetup || isOwnFault(fault) || anyDestroyed || hasShortTimeLeft(i),
              QStringLiteral("%1 failed without a fault").arg(i));
        check(!record.calls[0] || !failsAtOnce(fault) || record.failedInSetup || record.wasDestroyed,
              QStringLiteral("%1 did not fail, but had reason to").arg(i));
    }
    if (const auto error = errorOf<SetupError>(setup)) {
        check(m_conductor->state() == Conductor::State::Failed, QStringLiteral("setup failed, and the conductor is not Failed"));
        check(m_conductor->errorString() == error->message(), QStringLiteral("the conductor says something else than its error"));
        const int listed = int(error->failures().size());
        check(anyDestroyed ? listed >= failed : listed == failed,
              QStringLiteral("setup lists %1 failures of %2").arg(listed).arg(failed));
        for (const Failure &failure : error->failures())
            check(failure.exception && !failure.message.isEmpty(), QStringLiteral("a failure says nothing"));
        return Outcome::Failed;
    }
    if (setup.isCanceled()) {
        check(m_hasStopped, QStringLiteral("setup was canceled by nobody: %1").arg(m_conductor->errorString()));
        check(m_conductor->state() == Conductor::State::Inactive, QStringLiteral("setup was canceled, and the conductor is not Inactive"));
        return Outcome::Canceled;
    }
    check(!m_hasStopped && !mustFail, QStringLiteral("setup went well, and had no reason to"));
    check(m_conductor->state() == Conductor::State::Active, QStringLiteral("setup went well, and the conductor is not Active"));
    for (std::size_t i = 0; i < m_records.size(); ++i)
        check(!m_records[i].node || m_records[i].node->isActive(), QStringLiteral("%1 was left out").arg(i));
    return Outcome::Active;
}

void Rehearsal::checkShutdown(QFuture<void> shutdown)
{
    int failed = 0;
    for (std::size_t i = 0; i < m_records.size(); ++i) {
        const Record &record = m_records[i];
        failed += record.failedInShutdown;
        const Fault fault = m_blueprint.parts.at(qsizetype(i)).hooks[1].fault;
        check(record.wasDestroyed || record.failedInShutdown == isOwnFault(fault),
              QStringLiteral("%1 failed in shutdown without a fault, or did not with one").arg(i));
    }
    const auto error = errorOf<ShutdownError>(shutdown);
    const int listed = error ? int(error->failures().size()) : 0;
    check(listed == failed, QStringLiteral("shutdown lists %1 failures of %2").arg(listed).arg(failed));
    check(m_conductor->state() == Conductor::State::Inactive, QStringLiteral("after shutdown the conductor is not Inactive"));
    check(m_conductor->errorString().isEmpty() == !error, QStringLiteral("the conductor forgot what shutdown said"));
}

void Rehearsal::checkEachAtTheEnd(Outcome outcome)
{
    for (std::size_t i = 0; i < m_records.size(); ++i) {
        const Record &record = m_records[i];
        if (!record.node)
            continue;
        const int due = record.calls[0] == 1 && (!record.failedInSetup || hasTimedOut(record)) ? 1 : 0;
        const bool isHanging = hasTimedOut(record) && record.calls[1] == 0; // until it ends
        check(record.calls[1] == due || isHanging, QStringLiteral("%1 was shut down %2 times instead of %3").arg(i).arg(record.calls[1]).arg(due));
        const bool hasFailed = record.failedInSetup || record.failedInShutdown;
        const Component::State expected = hasFailed ? Component::State::Failed : Component::State::Inactive;
        check(record.node->state() == expected, QStringLiteral("%1 is left in a state between").arg(i));
        const bool wasLeftOut = record.calls[0] == 0 && outcome != Outcome::Active;
        check(record.node->errorString().isEmpty() == !(hasFailed || wasLeftOut),
              QStringLiteral("%1 says nothing of what happened to it, or too much: %2").arg(i).arg(record.node->errorString()));
    }
}

// R12: When the causes are gone, setup succeeds. A component may have to wait until its earlier hook has ended.
void Rehearsal::checkAgain()
{
    for (const Record &record : m_records) {
        if (record.wasDestroyed)
            return; // Its dependents can't be set up without it.
    }
    m_isHealed = true;
    m_hasStopped = false;
    release();
    for (const Record &record : m_records) { // R17: What has timed out and ends at last is shut down.
        const auto isOver = [&] {
            return !TestAccess::unfinishedHook(record.node) && (!hasTimedOut(record) || record.calls[1] == 1);
        };
        check(QTest::qWaitFor(isOver, 30000), QStringLiteral("what had timed out was not shut down when it ended"));
    }
    for (Record &record : m_records) {
        record.calls = {};
        record.failedInSetup = record.failedInShutdown = false;
        record.node->setSetupTimeout(0);
        record.node->setShutdownTimeout(0);
    }
    m_setup = m_conductor->setup();
    check(finishes(m_setup) && m_conductor->state() == Conductor::State::Active,
          QStringLiteral("the next setup did not go well: %1").arg(m_conductor->errorString()));
    for (std::size_t i = 0; i < m_records.size(); ++i)
        check(!m_records[i].node || m_records[i].calls[0] == 1, QStringLiteral("the next setup left %1 out").arg(i));
    const QFuture<void> shutdown = m_conductor->shutdown();
    check(finishes(shutdown) && !shutdown.isCanceled(), QStringLiteral("the next shutdown did not go well"));
}

void Rehearsal::release()
{
    for (QPromise<void> &promise : m_hung)
        promise.finish();
    m_hung.clear();
}
