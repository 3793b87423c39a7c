// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "market.h"
#include "refusal.h"
#include "shop.h"

#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

namespace {

constexpr auto inactive = Component::State::Inactive;

// Returns the hooks that were called since the last call of this function.
QString hooks()
{
    return std::exchange(journal, {}).join(u", "_s).remove(u"Shop::"_s);
}

bool ends(const QFuture<void> &future)
{
    return finishes(future) && !future.isCanceled();
}

// A shop that is set up, and what its conductor tells from then on.
struct ActiveShop : ShopTest
{
    explicit ActiveShop(Scheduling scheduling = Scheduling::LayerByLayer) : ShopTest(scheduling)
    {
        isSetUp = setUp();
        journal.clear();
        for (auto *spy : { &states, &activated, &deactivated, &failed })
            spy->clear();
    }
    bool hasToldNothing() const
    {
        return states.isEmpty() && activated.isEmpty() && deactivated.isEmpty() && failed.isEmpty();
    }

    QSignalSpy states { &conductor, &Conductor::stateChanged };
    QSignalSpy activated { &conductor, &Conductor::activated };
    QSignalSpy deactivated { &conductor, &Conductor::deactivated };
    QSignalSpy failed { &conductor, &Conductor::failed };
    bool isSetUp = false;
};

} // namespace

class tst_Parts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void startsAComponentWithWhatItNeeds_data() { addSchedulings(); }
    void startsAComponentWithWhatItNeeds() // R36
    {
        QFETCH(Scheduling, scheduling);
        ShopTest shop(scheduling);
        QSignalSpy states(&shop.conductor, &Conductor::stateChanged);
        QSignalSpy activated(&shop.conductor, &Conductor::activated);
        const QFuture<void> start = shop.conductor.start(shop.api);
        QCOMPARE(shop.conductor.state(), Conductor::State::SettingUp);
        QVERIFY(ends(start));
        QCOMPARE(hooks(), u"setup Database, setup MessageQueue, setup WebApi"_s);
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QCOMPARE(states.count(), 2);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(shop.cache->state(), inactive);
        QCOMPARE(shop.workers->state(), inactive);
        QCOMPARE(start.progressMaximum(), 300);
        QCOMPARE(start.progressValue(), 300);

        QVERIFY(setsUp(shop.conductor)); // R12: what was never begun
        QCOMPARE(hooks(), u"setup Cache, setup BackgroundWorkers"_s);
        QCOMPARE(activated.count(), 1);
        QVERIFY(shutsDown(shop.conductor));
    }

    void startsWhatWasNotAdded() // R36
    {
        ActiveShop shop;
        Probe late;
        QVERIFY(ends(shop.conductor.start(&late)));
        QCOMPARE(late.conductor(), &shop.conductor);
        QCOMPARE(hooks(), u"setup Probe"_s);
        QVERIFY(shop.hasToldNothing());
        QVERIFY(shop.conductor.start(&late).isFinished());

        Log log;
        Conductor other;
        VERIFY_CONTAINS(errorOf<Error>(other.start(&late))->message(), u"can't be added"_s);
        VERIFY_CONTAINS(errorOf<Error>(other.start(nullptr))->message(), u"can't be added"_s);
    }

    void aFaultElsewhereDoesNotStopAPart() // R36: nothing else is looked for
    {
        Log log;
        Conductor conductor;
        Shop::Database database;
        Shop::WebApi api; // which nobody can create a second one of
        Probe probe;
        conductor.add(&database);
        conductor.add(&api);
        conductor.provide<Shop::MessageQueue>([]() -> Shop::MessageQueue * { throw Error(u"no license"_s); });
        QVERIFY(ends(conductor.start(&probe)));
        QVERIFY(ends(conductor.start(&database)));
        QCOMPARE(hooks(), u"setup Probe, setup Database"_s);
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        VERIFY_CONTAINS(errorOf<SetupError>(setup)->message(), u"no license"_s);
        QCOMPARE(conductor.state(), Conductor::State::Active); // R15
        QVERIFY(probe.isActive() && database.isActive());
    }

    void stopsWhatNeedsAComponent_data() { addSchedulings(); }
    void stopsWhatNeedsAComponent() // R36, R12
    {
        QFETCH(Scheduling, scheduling);
        ActiveShop shop(scheduling);
        QVERIFY(ends(shop.conductor.stop(shop.queue)));
        QCOMPARE(hooks(), u"shutdown WebApi, shutdown MessageQueue"_s);
        QVERIFY(shop.hasToldNothing());
        QVERIFY(shop.db->isActive() && shop.workers->isActive());
        QVERIFY(shop.conductor.stop(shop.queue).isFinished());

        QVERIFY(ends(shop.conductor.setup())); // What was stopped stays down.
        QCOMPARE(hooks(), QString());
        Probe late;
        shop.conductor.add(&late);
        QVERIFY(ends(shop.conductor.setup()));
        QCOMPARE(hooks(), u"setup Probe"_s);

        QVERIFY(ends(shop.conductor.start(shop.queue)));
        QCOMPARE(hooks(), u"setup MessageQueue"_s);
        QVERIFY(ends(shop.conductor.start(shop.api)));
        QCOMPARE(hooks(), u"setup WebApi"_s);
        QCOMPARE(shop.api->queue, shop.queue);
    }

    void whatWasStoppedComesUpWithWhatNeedsIt() // R12
    {
        ActiveShop shop;
        QVERIFY(ends(shop.conductor.stop(shop.queue)));
        QVERIFY(ends(shop.conductor.start(shop.api)));
        QCOMPARE(hooks(), u"shutdown WebApi, shutdown MessageQueue, setup MessageQueue, setup WebApi"_s);
        QVERIFY(ends(shop.conductor.stop(shop.db)));
        journal.clear();
        QVERIFY(shutsDown(shop.conductor)); // It is forgotten now what was stopped.
        journal.clear();
        QVERIFY(setsUp(shop.conductor));
        QCOMPARE(hooks(), u"setup Cache, setup Database, setup MessageQueue, setup WebApi, setup BackgroundWorkers"_s);
    }

    void theLastStopMakesTheConductorInactive() // R36
    {
        Conductor conductor;
        auto *database = conductor.add<Shop::Database>();
        auto *workers = conductor.add<Shop::BackgroundWorkers>();
        QVERIFY(setsUp(conductor));
        QSignalSpy deactivated(&conductor, &Conductor::deactivated);
        QVERIFY(ends(conductor.stop(workers)));
        QCOMPARE(conductor.state(), Conductor::State::Active);
        QVERIFY(ends(conductor.stop(database)));
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QCOMPARE(deactivated.count(), 1);
        QVERIFY(conductor.restart(database).isFinished());
        QVERIFY(conductor.stop(database).isFinished());
        QVERIFY(setsUp(conductor));
        QVERIFY(workers->isActive());
    }

    void restartsAPart_data() { addSchedulings(); }
    void restartsAPart() // R36
    {
        QFETCH(Scheduling, scheduling);
        ActiveShop shop(scheduling);
        QVERIFY(ends(shop.conductor.stop(shop.workers)));
        journal.clear();
        const QFuture<void> restart = shop.conductor.restart(shop.db);
        const QFuture<void> same = shop.conductor.restart(shop.db); // R38
        QVERIFY(ends(restart) && same.isFinished());
        QCOMPARE(hooks(), u"shutdown WebApi, shutdown Database, setup Database, setup WebApi"_s);
        QVERIFY(shop.hasToldNothing());
        QVERIFY(!shop.workers->isActive()); // It wasn't set up before.
        QVERIFY(ends(shop.conductor.restart(shop.api)));
        QCOMPARE(hooks(), u"shutdown WebApi, setup WebApi"_s);
        QVERIFY(shop.conductor.restart(shop.workers).isFinished());
    }

    void restartsWhatIsOnItsWay_data() { addSchedulings(); }
    void restartsWhatIsOnItsWay() // R36, R38
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        ShopTest shop(scheduling);
        shop.db->setupHook = once(gate);
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> restart = shop.conductor.restart(shop.db);
        QTRY_VERIFY(gate.isAskedToCancel());
        shop.db->setupHook = {};
        gate.open();
        QVERIFY(ends(restart));
        QVERIFY(ends(setup));
        QCOMPARE(shop.db->setupCount, 2);
        QCOMPARE(shop.db->shutdownCount, 1);
        QVERIFY(shop.api->isActive() && shop.workers->isActive());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
    }

    void aStartThatFailsRollsBackWhatItBegan_data() { addSchedulings(); }
    void aStartThatFailsRollsBackWhatItBegan() // R37, R15
    {
        QFETCH(Scheduling, scheduling);
        ActiveShop shop(scheduling);
        Log log;
        QVERIFY(ends(shop.conductor.stop(shop.queue)));
        shop.api->setupHook = failing(u"port in use"_s);
        journal.clear();
        const QFuture<void> start = shop.conductor.start(shop.api);
        QVERIFY(finishes(start));
        const auto error = errorOf<SetupError>(start);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 1);
        QCOMPARE(hooks(), u"setup MessageQueue, setup WebApi, shutdown MessageQueue"_s);
        QCOMPARE(shop.api->state(), Component::State::Failed);
        QCOMPARE(shop.queue->state(), inactive);
        QVERIFY(shop.db->isActive() && shop.workers->isActive() && shop.hasToldNothing());
        QCOMPARE(shop.conductor.failures().size(), 1);

        shop.api->setupHook = {};
        QVERIFY(ends(shop.conductor.restart(shop.api))); // R36: of a component that is Failed
        QCOMPARE(hooks(), u"setup MessageQueue, setup WebApi"_s);
    }

    void aStartThatIsCanceledRollsBackWhatItBegan_data() { addSchedulings(); }
    void aStartThatIsCanceledRollsBackWhatItBegan() // R37, R16
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        ActiveShop shop(scheduling);
        QVERIFY(ends(shop.conductor.stop(shop.queue)));
        shop.api->setupHook = once(gate);
        journal.clear();
        QFuture<void> start = shop.conductor.start(shop.api);
        QTRY_VERIFY(gate.isEntered);
        start.cancel();
        QTRY_VERIFY(gate.isAskedToCancel());
        gate.open();
        QVERIFY(finishes(start) && start.isCanceled());
        QCOMPARE(hooks(), u"setup MessageQueue, setup WebApi, shutdown WebApi, shutdown MessageQueue"_s);
        QVERIFY(shop.db->isActive() && shop.hasToldNothing());
    }

    void whatFailsInTheRollBackOfACanceledStartIsTold() // R37, R16
    {
        Log log;
        Gate gate;
        ActiveShop shop;
        QVERIFY(ends(shop.conductor.stop(shop.queue)));
        shop.api->setupHook = once(gate);
        shop.queue->shutdownHook = failing(u"still busy"_s);
        QFuture<void> start = shop.conductor.start(shop.api);
        QTRY_VERIFY(gate.isEntered);
        start.cancel();
        gate.open();
        QVERIFY(finishes(start) && start.isCanceled());
        QCOMPARE(log.messages().size(), 1);
        VERIFY_CONTAINS(log.messages().constFirst().text, u"MessageQueue: still busy"_s);
        QCOMPARE(shop.conductor.failures().size(), 1);
        QVERIFY(shop.hasToldNothing());
    }

    void twoStartsTakeTheConductorUp() // R36: It is Active when both have ended, though one of them has failed.
    {
        Log log;
        Gate gate;
        ShopTest shop;
        shop.cache->setupHook = once(gate);
        shop.queue->setupHook = failing(u"no space"_s);
        const QFuture<void> first = shop.conductor.start(shop.db);
        const QFuture<void> second = shop.conductor.start(shop.cache);
        const QFuture<void> third = shop.conductor.start(shop.queue);
        QVERIFY(ends(first));
        QTRY_VERIFY(gate.isEntered);
        gate.open();
        QVERIFY(ends(second));
        QVERIFY(finishes(third));
        QVERIFY(errorOf<SetupError>(third));
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QCOMPARE(shop.conductor.failures().size(), 1);
        QVERIFY(shop.db->isActive() && shop.cache->isActive());
    }

    void aRollBackLeavesWhatIsNeeded_data() { addSchedulings(); }
    void aRollBackLeavesWhatIsNeeded() // R37, R38
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        ActiveShop shop(scheduling);
        QVERIFY(ends(shop.conductor.stop(shop.db)));
        shop.api->setupHook = once(gate);
        QFuture<void> start = shop.conductor.start(shop.api);
        QTRY_VERIFY(gate.isEntered);
        QVERIFY(ends(shop.conductor.start(shop.workers)));
        start.cancel();
        gate.open();
        QVERIFY(finishes(start));
        QVERIFY(shop.workers->isActive() && shop.db->isActive());
    }

    void whatAnotherCallWantsUpStaysUp() // R37, R38
    {
        Log log;
        Gate gate;
        ActiveShop shop;
        QVERIFY(ends(shop.conductor.stop(shop.db)));
        QVERIFY(ends(shop.conductor.stop(shop.queue)));
        shop.db->setupHook = once(gate);
        shop.queue->setupHook = failing(u"no space"_s);
        const QFuture<void> start = shop.conductor.start(shop.workers);
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> failing = shop.conductor.start(shop.api);
        QVERIFY(finishes(failing));
        QVERIFY(!start.isFinished());
        gate.open();
        QVERIFY(ends(start));
        QCOMPARE(errorOf<SetupError>(failing)->failures().size(), 1);
        QVERIFY(shop.workers->isActive());
    }

    void whatWasStartedAgainIsNoLongerStopped() // R12
    {
        Log log;
        ActiveShop shop;
        QVERIFY(ends(shop.conductor.stop(shop.cache)));
        QVERIFY(ends(shop.conductor.start(shop.cache)));
        shop.cache->setupHook = failing(u"no space"_s);
        QVERIFY(finishes(shop.conductor.restart(shop.cache)));
        QCOMPARE(shop.cache->state(), Component::State::Failed);
        shop.cache->setupHook = {};
        QVERIFY(ends(shop.conductor.setup()));
        QVERIFY(shop.cache->isActive());
    }

    void aRestartThatIsCanceledKeepsWhatIsStillUp_data() { addSchedulings(); }
    void aRestartThatIsCanceledKeepsWhatIsStillUp() // R37
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        ActiveShop shop(scheduling);
        shop.api->shutdownHook = once(gate);
        QFuture<void> restart = shop.conductor.restart(shop.db);
        QTRY_VERIFY(gate.isEntered);
        restart.cancel();
        gate.open();
        QVERIFY(finishes(restart));
        QCOMPARE(shop.db->shutdownCount, 0);
        QVERIFY(shop.db->isActive());
        QCOMPARE(shop.api->state(), inactive);
    }

    void aFailureInEachHalfOfARestart_data() { addSchedulings(); }
    void aFailureInEachHalfOfARestart() // R37
    {
        QFETCH(Scheduling, scheduling);
        ActiveShop shop(scheduling);
        Log log;
        shop.workers->shutdownHook = failing(u"still busy"_s);
        const QFuture<void> first = shop.conductor.restart(shop.db);
        QVERIFY(finishes(first));
        QVERIFY(errorOf<ShutdownError>(first));
        QVERIFY(shop.workers->isActive() && shop.api->isActive());

        shop.db->setupHook = failing(u"disk full"_s);
        const QFuture<void> second = shop.conductor.restart(shop.db);
        QVERIFY(finishes(second));
        const auto error = errorOf<SetupError>(second);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 2);
        QCOMPARE(error->failures().at(0).message, u"still busy"_s);
        QCOMPARE(error->failures().at(1).message, u"disk full"_s);
        QCOMPARE(shop.db->state(), Component::State::Failed);
        QCOMPARE(shop.api->state(), inactive);
        VERIFY_CONTAINS(shop.api->errorString(), u"Database"_s);
        QVERIFY(shop.queue->isActive() && shop.cache->isActive() && shop.hasToldNothing());

        shop.db->setupHook = {};
        shop.workers->shutdownHook = {};
        journal.clear();
        QVERIFY(ends(shop.conductor.restart(shop.db)));
        QCOMPARE(hooks(), u"setup Database, setup WebApi, setup BackgroundWorkers"_s);
    }

    void aSlotSeesTheWholeChange() // R21, R37: The signals of what happens at once come when all of it has happened.
    {
        Shop::Database *db = nullptr;
        ShopTest shop;
        QVERIFY(shop.setUp());
        db = shop.db;
        db->setupHook = failing(QStringLiteral("no disk"));
        QStringList seen;
        connect(db, &Component::stateChanged, this, [&](Component::State state) {
            if (state == Component::State::Failed)
                seen += QStringLiteral("db, and api: ") + shop.api->errorString();
        });
        connect(shop.api, &Component::stateChanged, this, [&](Component::State state) {
            if (state == Component::State::Inactive && !shop.api->errorString().isEmpty())
                seen += QStringLiteral("api");
        });
        QVERIFY(finishes(shop.conductor.restart(db)));
        QCOMPARE(seen, QStringList({ QStringLiteral("db, and api: not set up: Database (property db) failed: no disk"),
                                     QStringLiteral("api") }));
    }

    void everythingElseOfARestartComesUp() // R37
    {
        ActiveShop shop;
        Log log;
        shop.workers->setupHook = failing(u"no threads"_s);
        const QFuture<void> restart = shop.conductor.restart(shop.db);
        QVERIFY(finishes(restart));
        QVERIFY(errorOf<SetupError>(restart));
        QVERIFY(shop.db->isActive() && shop.api->isActive());
        QCOMPARE(shop.workers->state(), Component::State::Failed);
        shop.workers->setupHook = {};
        journal.clear();
        QVERIFY(ends(shop.conductor.setup())); // R12: what is Failed
        QCOMPARE(hooks(), u"setup BackgroundWorkers"_s);
    }

    void aRestartThatIsCanceledLeavesDownWhatIsDown_data() { addSchedulings(); }
    void aRestartThatIsCanceledLeavesDownWhatIsDown() // R37
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        ActiveShop shop(scheduling);
        shop.db->shutdownHook = once(gate);
        QFuture<void> restart = shop.conductor.restart(shop.db);
        QTRY_VERIFY(gate.isEntered);
        restart.cancel();
        gate.open();
        QVERIFY(finishes(restart) && restart.isCanceled());
        QCOMPARE(shop.db->state(), inactive);
        QCOMPARE(shop.api->state(), inactive);
        QVERIFY(shop.queue->isActive());
        QVERIFY(shop.hasToldNothing());
    }

    void partsWithNothingInCommonMoveAtTheSameTime() // R38
    {
        Gate queueGate;
        Gate cacheGate;
        ActiveShop shop;
        shop.queue->shutdownHook = once(queueGate);
        shop.cache->shutdownHook = once(cacheGate);
        const QFuture<void> first = shop.conductor.restart(shop.queue);
        QTRY_VERIFY(queueGate.isEntered);
        const QFuture<void> second = shop.conductor.restart(shop.cache);
        QTRY_VERIFY(cacheGate.isEntered);
        cacheGate.open();
        QVERIFY(ends(second));
        QVERIFY(!first.isFinished());
        queueGate.open();
        QVERIFY(ends(first));
        QVERIFY(shop.api->isActive());
    }

    void aStopTakesFromAStart_data() { addSchedulings(); }
    void aStopTakesFromAStart() // R38
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        ShopTest shop(scheduling);
        shop.queue->setupHook = once(gate);
        const QFuture<void> start = shop.conductor.start(shop.api);
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> stop = shop.conductor.stop(shop.queue);
        QTRY_VERIFY(gate.isAskedToCancel());
        gate.open();
        QVERIFY(finishes(stop) && finishes(start));
        QVERIFY(start.isCanceled()); // It has lost what it was for, so all of it is rolled back.
        QCOMPARE(shop.db->state(), inactive);
        QCOMPARE(shop.queue->state(), inactive);
        QTRY_COMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void aStopTakesFromASetup_data() { addSchedulings(); }
    void aStopTakesFromASetup() // R12, R38
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        ShopTest shop(scheduling);
        shop.queue->setupHook = once(gate);
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> stop = shop.conductor.stop(shop.queue);
        QTRY_VERIFY(gate.isAskedToCancel());
        gate.open();
        QVERIFY(finishes(stop) && finishes(setup));
        QVERIFY(setup.isCanceled()); // It goes on with the rest.
        QVERIFY(shop.db->isActive() && shop.workers->isActive() && shop.cache->isActive());
        QCOMPARE(shop.queue->state(), inactive);
        QCOMPARE(shop.api->state(), inactive);
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QVERIFY(ends(shop.conductor.setup()));
        QCOMPARE(shop.queue->state(), inactive);
        QCOMPARE(shop.api->state(), inactive); // which still waited when it was stopped
    }

    void whatARestartHasGivenUpIsRestarted_data() { addSchedulings(); }
    void whatARestartHasGivenUpIsRestarted() // R36, R38, R44: the first one ends without it, so the call isn't the same
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        ActiveShop shop(scheduling);
        shop.api->setupHook = once(gate);
        const QFuture<void> first = shop.conductor.restart(shop.queue);
        QTRY_VERIFY(gate.isEntered);
        shop.queue->reportFailure(u"connection lost"_s);
        const QFuture<void> second = shop.conductor.restart(shop.queue);
        gate.open();
        QVERIFY(finishes(first) && finishes(second));
        QVERIFY(errorOf<SetupError>(first));
        QVERIFY(!second.isCanceled());
        QVERIFY(shop.queue->isActive() && shop.api->isActive());
        QVERIFY(!shop.conductor.isDegraded());
    }

    void aStopTakesFromARestart_data() { addSchedulings(); }
    void aStopTakesFromARestart() // R12, R38: also what the restart has taken down already
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        ActiveShop shop(scheduling);
        shop.db->shutdownHook = once(gate);
        const QFuture<void> restart = shop.conductor.restart(shop.db);
        QTRY_VERIFY(gate.isEntered);
        QCOMPARE(shop.api->state(), inactive);
        const QFuture<void> stop = shop.conductor.stop(shop.api);
        gate.open();
        QVERIFY(finishes(stop) && finishes(restart));
        QVERIFY(shop.db->isActive() && shop.workers->isActive());
        QVERIFY(ends(shop.conductor.setup()));
        QCOMPARE(shop.api->state(), inactive);
    }

    void aStartTakesFromAStop_data() { addSchedulings(); }
    void aStartTakesFromAStop() // R38: What is wanted up while it goes down comes up when it is down.
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        ActiveShop shop(scheduling);
        shop.queue->shutdownHook = once(gate);
        const QFuture<void> stop = shop.conductor.stop(shop.queue);
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> start = shop.conductor.start(shop.api);
        gate.open();
        QVERIFY(finishes(stop) && stop.isCanceled());
        QVERIFY(ends(start));
        QCOMPARE(hooks(), u"shutdown WebApi, shutdown MessageQueue, setup MessageQueue, setup WebApi"_s);
    }

    void shutdownOvertakesARestart_data() { addSchedulings(); }
    void shutdownOvertakesARestart() // R38
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        ActiveShop shop(scheduling);
        shop.db->setupHook = once(gate);
        const QFuture<void> restart = shop.conductor.restart(shop.db);
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> shutdown = shop.conductor.shutdown();
        const QFuture<void> start = shop.conductor.start(shop.workers); // begins when that has ended
        QTRY_VERIFY(gate.isAskedToCancel());
        shop.db->setupHook = {};
        gate.open();
        QVERIFY(ends(shutdown));
        QVERIFY(restart.isFinished() && restart.isCanceled());
        QVERIFY(ends(start));
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QVERIFY(shop.workers->isActive() && !shop.api->isActive());
    }

    void shutdownDropsWhatWaitsForAShutdown() // R38
    {
        Gate gate;
        ActiveShop shop;
        shop.db->shutdownHook = once(gate);
        const QFuture<void> first = shop.conductor.shutdown();
        const QFuture<void> start = shop.conductor.start(shop.workers);
        const QFuture<void> restart = shop.conductor.restart(shop.workers);
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> second = shop.conductor.shutdown();
        QVERIFY(start.isFinished() && start.isCanceled());
        QVERIFY(restart.isFinished());
        gate.open();
        QVERIFY(ends(first) && ends(second));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void hooksMayMoveParts_data() { addSchedulings(); }
    void hooksMayMoveParts() // R21, R36
    {
        QFETCH(Scheduling, scheduling);
        ShopTest shop(scheduling);
        Probe late;
        QFuture<void> start;
        QFuture<void> restart;
        shop.api->setupHook = calling([&] {
            start = shop.conductor.start(&late);
            restart = shop.conductor.restart(shop.cache);
        });
        QVERIFY(shop.setUp());
        QVERIFY(ends(start) && ends(restart));
        QVERIFY(late.isActive());
        QCOMPARE(shop.cache->setupCount, 2);
    }

    void whatWasWiredOtherwiseIsFoundAnew() // R4, R36
    {
        ActiveShop shop;
        Shop::Database other;
        QVERIFY(ends(shop.conductor.stop(shop.workers)));
        shop.workers->db = &other;
        journal.clear();
        QVERIFY(ends(shop.conductor.start(shop.workers)));
        QCOMPARE(hooks(), u"setup Database, setup BackgroundWorkers"_s);
        QVERIFY(other.isActive() && shop.workers->db == &other);
        QVERIFY(shop.hasToldNothing());
        QVERIFY(shutsDown(shop.conductor));
    }

    void aDependencyIsDestroyedBeforeARestartTakesItsDependentDown() // R19, R38
    {
        Log log;
        Gate gate;
        Conductor conductor;
        auto *db = conductor.add<Shop::Database>();
        auto *queue = new Shop::MessageQueue;
        conductor.add(queue);
        auto *api = conductor.add<Shop::WebApi>();
        auto *workers = conductor.add<Shop::BackgroundWorkers>();
        QVERIFY(setsUp(conductor));
        workers->shutdownHook = once(gate);
        const QFuture<void> restart = conductor.restart(db);
        delete queue;
        QTRY_VERIFY(gate.isEntered);
        gate.open();
        QVERIFY(finishes(restart));
        QVERIFY(db->isActive() && workers->isActive() && !api->isActive());
    }

    void whatWasDestroyedIsFoundAnew() // R19
    {
        Log log;
        Conductor conductor;
        auto *database = new Shop::Database;
        conductor.add(database);
        auto *workers = conductor.add<Shop::BackgroundWorkers>();
        QVERIFY(setsUp(conductor));
        QVERIFY(ends(conductor.stop(workers)));
        delete database;
        QVERIFY(ends(conductor.start(workers)));
        QVERIFY(workers->db && workers->db->isActive());
    }

    void aCallThatWaitsCanBeCanceled() // R38
    {
        Gate gate;
        Probe late;
        ActiveShop shop;
        shop.cache->shutdownHook = once(gate);
        const QFuture<void> restart = shop.conductor.restart(shop.cache);
        QTRY_VERIFY(gate.isEntered);
        QFuture<void> start = shop.conductor.start(&late);
        start.cancel();
        QVERIFY(finishes(start));
        QVERIFY(!restart.isFinished());
        gate.open();
        QVERIFY(ends(restart));
        QCOMPARE(late.setupCount, 0);
    }

    void aStartThatWasOvertakenActivatesNothing() // R36
    {
        Gate gate;
        ShopTest shop;
        QVERIFY(shop.setUp());
        QVERIFY(shutsDown(shop.conductor));
        QSignalSpy activated(&shop.conductor, &Conductor::activated);
        shop.cache->setupHook = once(gate);
        const QFuture<void> start = shop.conductor.start(shop.cache);
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> stop = shop.conductor.stop(shop.cache);
        gate.open();
        QVERIFY(finishes(stop) && finishes(start));
        QTRY_COMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(activated.count(), 0);
    }

    void whatWasStoppedIsRememberedBesideAnotherPart() // R12
    {
        ActiveShop shop;
        Probe late;
        QVERIFY(ends(shop.conductor.stop(shop.cache)));
        QVERIFY(ends(shop.conductor.start(&late)));
        QVERIFY(ends(shop.conductor.setup()));
        QVERIFY(!shop.cache->isActive());
        QVERIFY(shutsDown(shop.conductor));
        QVERIFY(setsUp(shop.conductor));
        QVERIFY(shop.cache->isActive());
        QVERIFY(ends(shop.conductor.stop(&late)));
        QVERIFY(ends(shop.conductor.setup()));
        QVERIFY(!late.isActive());
        QVERIFY(shutsDown(shop.conductor));
    }

    void whatHasFailedIsRestartedBesideAnotherPart() // R36
    {
        Log log;
        Probe late;
        ActiveShop shop;
        shop.cache->setupHook = failing(u"no space"_s);
        QVERIFY(finishes(shop.conductor.restart(shop.cache)));
        QVERIFY(ends(shop.conductor.start(&late)));
        shop.cache->setupHook = {};
        QVERIFY(ends(shop.conductor.restart(shop.cache)));
        QVERIFY(shop.cache->isActive());
        QVERIFY(shutsDown(shop.conductor));
    }

    void aRestartReportsItsProgress() // R36, R13
    {
        ActiveShop shop;
        const QFuture<void> restart = shop.conductor.restart(shop.api);
        QVERIFY(ends(restart));
        QCOMPARE(restart.progressMaximum(), 100);
        QCOMPARE(restart.progressValue(), 100);
    }

    void aCallLooksAtNothingButItsPart() // R39
    {
        int reads = 0;
        std::vector<std::unique_ptr<Market::Curious>> others;
        Market::Database database;
        Conductor conductor;
        for (int i = 0; i < 100; ++i) {
            others.push_back(std::make_unique<Market::Curious>());
            conductor.add(others.back().get());
        }
        Market::Curious one;
        one.setDatabase(&database);
        conductor.add(&one);
        for (const auto &other : others)
            other->setDatabase(&database);
        QVERIFY(setsUp(conductor));
        for (const auto &other : others)
            other->onRead = [&reads] { ++reads; };
        journal.clear();
        QVERIFY(ends(conductor.restart(&one)));
        QVERIFY(ends(conductor.stop(&one)));
        QVERIFY(ends(conductor.start(&one)));
        QCOMPARE(journal.size(), 4);
        QCOMPARE(reads, 0);
        QVERIFY(shutsDown(conductor));
    }

    void aComponentDestroyedDuringEachMove_data()
    {
        QTest::addColumn<int>("phase");
        QTest::newRow("going down") << 0;
        QTest::newRow("coming up") << 1;
    }
    void aComponentDestroyedDuringEachMove() // R19, R38
    {
        QFETCH(int, phase);
        Log log;
        Gate gate;
        Conductor conductor;
        auto *database = new Shop::Database;
        auto *workers = conductor.add<Shop::BackgroundWorkers>();
        conductor.add(database);
        QVERIFY(setsUp(conductor));
        (phase == 0 ? database->shutdownHook : database->setupHook) = once(gate);
        const QFuture<void> restart = conductor.restart(database);
        QTRY_VERIFY(gate.isEntered);
        delete database;
        QVERIFY(finishes(restart));
        QVERIFY(!workers->db);
        QVERIFY(setsUp(conductor)); // It gets a database of its own.
        QVERIFY(workers->isActive() && workers->db);
        QVERIFY(shutsDown(conductor));
    }

    void aPluginThatFailsLeavesTheRestAlone_data() { addSchedulings(); }
    void aPluginThatFailsLeavesTheRestAlone() // R15, R12
    {
        QFETCH(Scheduling, scheduling);
        ActiveShop shop(scheduling);
        Log log;
        Probe plugin;
        plugin.setupHook = failing(u"no license"_s);
        shop.conductor.add(&plugin);
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QCOMPARE(hooks(), u"setup Probe"_s);
        QVERIFY(shop.hasToldNothing());
        QVERIFY(shop.api->isActive());
        QCOMPARE(shop.conductor.failures().size(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_Parts)
#include "tst_parts.moc"
