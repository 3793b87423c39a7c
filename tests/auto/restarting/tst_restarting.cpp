// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "conductorstate_p.h"
#include "log.h"
#include "timedshop.h"

#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

constexpr int jitter(int delay) // the longest delay, with what is added at random
{
    return delay + delay / 10;
}

class Metrics : public Probe
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "db")
    Q_PROPERTY(Shop::Database *db MEMBER db)
public:
    using Probe::Probe;
    Shop::Database *db = nullptr;
};

class Dashboard : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *db MEMBER db)
    Q_PROPERTY(Metrics *metrics MEMBER metrics)
public:
    using Probe::Probe;
    Shop::Database *db = nullptr;
    Metrics *metrics = nullptr;
};

} // namespace

class tst_Restarting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasDefaults() // R45
    {
        const Component component;
        QCOMPARE(component.restartPolicy(), Component::RestartPolicy::Never);
        QCOMPARE(component.restartLimit(), 3);
        QCOMPARE(component.restartWindow(), 60000);
        QCOMPARE(component.restartDelay(), 100);
        QCOMPARE(component.restartCount(), 0);
    }

    void aSetupTriesAgain_data() { addSchedulings(); }
    void aSetupTriesAgain() // R45
    {
        QFETCH(Conductor::Scheduling, scheduling);
        TimedShop shop(scheduling);
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.db->setupHook = failing(u"no disk"_s);
        QSignalSpy failed(&shop.conductor, &Conductor::componentFailed);
        QSignalSpy counted(shop.db, &Component::restartCountChanged);
        const Log log;
        const QFuture<void> setup = shop.conductor.setup();
        shop.settle();
        QVERIFY(hasFailed(shop.db));
        QCOMPARE(shop.db->errorString(), u"no disk"_s);
        QCOMPARE(shop.api->state(), Component::State::Waiting);
        QCOMPARE(failed.count(), 1);
        QVERIFY(log.lines().first().startsWith(u"qconductor: Database failed: no disk; it is set up again in 1"_s));
        shop.pass(99);
        QCOMPARE(shop.db->setupCount, 1);
        shop.pass(jitter(100) - 99);
        QCOMPARE(shop.db->setupCount, 2);
        QCOMPARE(counted.count(), 1);
        QCOMPARE(failed.count(), 2);
        shop.db->setupHook = {};
        shop.pass(199); // twice as long
        QCOMPARE(shop.db->setupCount, 2);
        shop.pass(jitter(200) - 199);
        QVERIFY(setup.isFinished());
        QVERIFY(!setup.isCanceled());
        QCOMPARE(shop.db->restartCount(), 2);
        QVERIFY(shop.db->isActive() && shop.api->isActive());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QVERIFY(!shop.conductor.isDegraded());
        QVERIFY(shop.conductor.failures().isEmpty());
    }

    void aSetupFailsAfterTheLastTry_data()
    {
        QTest::addColumn<bool>("essential");
        QTest::newRow("an essential one") << true;
        QTest::newRow("another one") << false;
    }
    void aSetupFailsAfterTheLastTry() // R15, R42, R45
    {
        QFETCH(bool, essential);
        TimedShop shop;
        shop.cache->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.cache->setRestartLimit(2);
        shop.cache->setEssential(essential);
        shop.cache->setupHook = failing(u"no memory"_s);
        const QFuture<void> setup = shop.conductor.setup();
        shop.pass(jitter(100));
        shop.pass(jitter(200));
        QVERIFY(setup.isFinished());
        QCOMPARE(shop.cache->setupCount, 3);
        QCOMPARE(bool(errorOf<SetupError>(setup)), essential);
        QCOMPARE(shop.conductor.state(), essential ? Conductor::State::Failed : Conductor::State::Active);
        QVERIFY(hasFailed(shop.cache));
        QCOMPARE(shop.conductor.failures().size(), 1);
        shop.pass(60000);
        QCOMPARE(shop.cache->setupCount, 3);
    }

    void theDelayHasABound() // R45
    {
        TimedShop shop;
        shop.cache->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.cache->setRestartDelay(20000);
        shop.cache->setRestartLimit(100);
        shop.cache->setupHook = failing(u"no memory"_s);
        shop.conductor.setup();
        shop.pass(jitter(20000));
        QCOMPARE(shop.cache->setupCount, 2);
        for (int tries = 3; tries < 6; ++tries) {
            shop.pass(29999);
            QCOMPARE(shop.cache->setupCount, tries - 1);
            shop.pass(jitter(30000) - 29999);
            QCOMPARE(shop.cache->setupCount, tries);
        }
        shop.conductor.shutdown();
        shop.settle();
    }

    void aTryWaitsForWhatIsDueOfTheLastOne() // R17, R45
    {
        Gate hanging;
        Gate closing;
        TimedShop shop;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.db->setupHook = once(hanging);
        shop.db->shutdownHook = once(closing);
        const QFuture<void> setup = shop.conductor.setup();
        shop.pass(setupTimeout);
        QVERIFY(hasFailed(shop.db));
        shop.pass(jitter(100));
        QCOMPARE(shop.db->setupCount, 1); // its grace isn't over
        hanging.open();
        shop.settle();
        QVERIFY(closing.isEntered);
        shop.pass(1000);
        QCOMPARE(shop.db->setupCount, 1);
        closing.open();
        shop.settle();
        QCOMPARE(shop.db->setupCount, 2);
        QVERIFY(setup.isFinished());
        QVERIFY(shop.api->isActive());
    }

    void whatFailsWhileItRunsComesBack() // R44, R45
    {
        TimedShop shop;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        QVERIFY(shop.setUp());
        QSignalSpy failed(&shop.conductor, &Conductor::componentFailed);
        shop.db->reportFailure(u"connection lost"_s);
        shop.settle();
        QVERIFY(hasFailed(shop.db));
        QVERIFY(isDown(shop.api) && isDown(shop.workers));
        QCOMPARE(shop.api->errorString(), u"stopped: Database failed: connection lost"_s);
        QCOMPARE(failed.count(), 1);
        QVERIFY(shop.conductor.isDegraded());
        shop.pass(99);
        QVERIFY(hasFailed(shop.db));
        shop.pass(jitter(100) - 99);
        QVERIFY(shop.db->isActive() && shop.api->isActive() && shop.workers->isActive());
        QCOMPARE(shop.queue->setupCount, 1);
        QCOMPARE(shop.db->restartCount(), 1);
        QVERIFY(!shop.conductor.isDegraded());
        QVERIFY(shop.conductor.failures().isEmpty());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
    }

    void whatFailsInItsRecoveryIsTriedAgain_data()
    {
        QTest::addColumn<bool>("isForGood");
        QTest::newRow("and comes back") << false;
        QTest::newRow("and fails for good") << true;
    }
    void whatFailsInItsRecoveryIsTriedAgain() // R44, R45
    {
        QFETCH(bool, isForGood);
        TimedShop shop;
        shop.conductor.setShutdownOnFailure(isForGood);
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.db->setRestartLimit(2);
        QVERIFY(shop.setUp());
        QSignalSpy failed(&shop.conductor, &Conductor::componentFailed);
        shop.db->setupHook = failing(u"no server"_s);
        shop.db->reportFailure(u"connection lost"_s);
        shop.pass(jitter(100));
        QVERIFY(hasFailed(shop.db));
        QCOMPARE(shop.db->errorString(), u"no server"_s);
        QCOMPARE(failed.count(), 2);
        QCOMPARE(shop.conductor.failures().size(), 1);
        if (!isForGood)
            shop.db->setupHook = {};
        shop.pass(jitter(200));
        QCOMPARE(shop.db->isActive(), !isForGood);
        QCOMPARE(shop.api->isActive(), !isForGood);
        QCOMPARE(failed.count(), isForGood ? 3 : 2);
        QCOMPARE(shop.conductor.state(), isForGood ? Conductor::State::Inactive : Conductor::State::Active);
        shop.db->setupHook = {};
    }

    void aRowEndsWhenItHasBeenActiveLongEnough_data()
    {
        QTest::addColumn<int>("activeFor");
        QTest::addColumn<int>("delay");
        QTest::newRow("long enough") << 1000 << 100;
        QTest::newRow("not long enough") << 500 << 200;
    }
    void aRowEndsWhenItHasBeenActiveLongEnough() // R45
    {
        QFETCH(int, activeFor);
        QFETCH(int, delay);
        TimedShop shop;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.db->setRestartWindow(1000);
        QVERIFY(shop.setUp());
        shop.db->reportFailure(u"once"_s);
        shop.pass(jitter(100));
        QVERIFY(shop.db->isActive());
        shop.pass(activeFor);
        shop.db->reportFailure(u"twice"_s);
        shop.pass(delay - 1);
        QVERIFY(!shop.db->isActive());
        shop.pass(jitter(delay) - delay + 1);
        QVERIFY(shop.db->isActive());
    }

    void theWaitingEnds_data()
    {
        using End = std::function<void(TimedShop &)>;
        QTest::addColumn<End>("end");
        QTest::addColumn<bool>("isActive");
        QTest::newRow("by a shutdown") << End([](TimedShop &shop) { shop.conductor.shutdown(); }) << false;
        QTest::newRow("by a stop") << End([](TimedShop &shop) { shop.conductor.stop(shop.db); }) << true;
    }
    void theWaitingEnds() // R45
    {
        using End = std::function<void(TimedShop &)>;
        QFETCH(End, end);
        QFETCH(bool, isActive);
        TimedShop shop;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        QVERIFY(shop.setUp());
        shop.db->reportFailure(u"connection lost"_s);
        shop.settle();
        end(shop);
        shop.pass(60000);
        QCOMPARE(shop.db->setupCount, 1);
        QCOMPARE(shop.conductor.state(), isActive ? Conductor::State::Active : Conductor::State::Inactive);
    }

    void aStopOfWhatItRequiresEndsTheWaiting() // R36, R45
    {
        TimedShop shop;
        shop.api->setRestartPolicy(Component::RestartPolicy::OnFailure);
        QVERIFY(shop.setUp());
        shop.api->reportFailure(u"no port"_s);
        shop.settle();
        shop.conductor.stop(shop.db);
        shop.pass(60000);
        QVERIFY(isDown(shop.db));
        QCOMPARE(shop.api->setupCount, 1);
    }

    void theWaitingInASetupEnds_data()
    {
        using End = std::function<void(TimedShop &, QFuture<void> &)>;
        QTest::addColumn<End>("end");
        QTest::newRow("by a shutdown") << End([](TimedShop &shop, QFuture<void> &) { shop.conductor.shutdown(); });
        QTest::newRow("by a cancel") << End([](TimedShop &, QFuture<void> &setup) { setup.cancel(); });
        QTest::newRow("by another failure")
                << End([](TimedShop &shop, QFuture<void> &) { shop.queue->reportFailure(u"broken"_s); });
    }
    void theWaitingInASetupEnds() // R15, R16, R45
    {
        using End = std::function<void(TimedShop &, QFuture<void> &)>;
        QFETCH(End, end);
        TimedShop shop;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.db->setupHook = failing(u"no disk"_s);
        QFuture<void> setup = shop.conductor.setup();
        shop.settle();
        QVERIFY(shop.queue->isActive());
        end(shop, setup);
        shop.settle();
        QVERIFY(setup.isFinished());
        QVERIFY(!isUp(shop.conductor.state()));
        shop.pass(60000);
        QCOMPARE(shop.db->setupCount, 1);
        QCOMPARE(shop.queue->shutdownCount, 1);
    }

    void aRestartBeginsARowAnew() // R36, R45
    {
        TimedShop shop;
        shop.cache->setRestartPolicy(Component::RestartPolicy::OnFailure);
        QVERIFY(shop.setUp());
        shop.cache->reportFailure(u"full"_s);
        shop.pass(jitter(100));
        shop.cache->reportFailure(u"full again"_s);
        shop.settle();
        shop.conductor.restart(shop.cache);
        shop.settle();
        QVERIFY(shop.cache->isActive());
        QCOMPARE(shop.cache->restartCount(), 1);
        shop.cache->reportFailure(u"and again"_s);
        shop.pass(jitter(100));
        QVERIFY(shop.cache->isActive());
    }

    void aReportInASetupIsTriedAgainToo() // R44, R45
    {
        Gate gate;
        TimedShop shop;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.workers->setupHook = once(gate);
        const QFuture<void> setup = shop.conductor.setup();
        shop.settle();
        QVERIFY(shop.api->isActive() && gate.isEntered);
        shop.db->reportFailure(u"connection lost"_s);
        shop.settle();
        QVERIFY(gate.isAskedToCancel());
        gate.open();
        shop.settle();
        QVERIFY(hasFailed(shop.db));
        QVERIFY(!setup.isFinished());
        QCOMPARE(shop.db->shutdownCount, 1);
        QCOMPARE(shop.api->state(), Component::State::Waiting); // which was active
        QCOMPARE(shop.workers->state(), Component::State::Waiting);
        shop.pass(jitter(100));
        QVERIFY(setup.isFinished());
        QVERIFY(!setup.isCanceled());
        QVERIFY(shop.db->isActive() && shop.api->isActive() && shop.workers->isActive());
        QCOMPARE(shop.queue->setupCount, 1);
    }

    void aRestartDoesNotWaitForTheNextTry_data()
    {
        QTest::addColumn<bool>("isInRestart");
        QTest::addColumn<bool>("isOfHolder");
        QTest::newRow("of a setup") << false << false;
        QTest::newRow("of a setup, by what requires it") << false << true;
        QTest::newRow("of an earlier restart") << true << false;
        QTest::newRow("of an earlier restart, by what requires it") << true << true;
    }
    void aRestartDoesNotWaitForTheNextTry() // R36, R45
    {
        QFETCH(bool, isInRestart);
        QFETCH(bool, isOfHolder);
        TimedShop shop;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        QVERIFY(!isInRestart || shop.setUp());
        shop.db->setupHook = failing(u"no disk"_s);
        const QFuture<void> earlier = isInRestart ? shop.conductor.restart(shop.db) : shop.conductor.setup();
        shop.settle();
        QVERIFY(hasFailed(shop.db));
        for (int times = 0; times < 2 * shop.db->restartLimit(); ++times) { // Each begins the row of tries anew.
            isOfHolder ? shop.conductor.restart(shop.api) : shop.conductor.restart(shop.db);
            shop.settle();
            QVERIFY(hasFailed(shop.db));
            QVERIFY(!earlier.isFinished());
        }
        shop.db->setupHook = {};
        const QFuture<void> restart = isOfHolder ? shop.conductor.restart(shop.api) : shop.conductor.restart(shop.db);
        shop.settle();
        QVERIFY(shop.db->isActive() && shop.api->isActive() && shop.workers->isActive());
        QVERIFY(restart.isFinished() && !restart.isCanceled());
        QVERIFY(earlier.isFinished() && !earlier.isCanceled());
        QCOMPARE(shop.db->restartCount(), 0); // only tries of the policy count
    }

    void whatWaitsAgainAfterACanceledRestart() // R45, R37: The setup goes on, so it waits.
    {
        Gate gate;
        Gate shutdownGate;
        TimedShop shop;
        shop.workers->setupHook = once(gate);
        const QFuture<void> setup = shop.conductor.setup();
        shop.settle();
        QVERIFY(gate.isEntered && shop.api->isActive());
        shop.db->shutdownHook = once(shutdownGate);
        QFuture<void> restart = shop.conductor.restart(shop.db);
        shop.settle();
        gate.open();
        shop.settle();
        QVERIFY(shutdownGate.isEntered);
        QCOMPARE(shop.api->state(), Component::State::Inactive);
        restart.cancel();
        shop.settle();
        QCOMPARE(shop.api->state(), Component::State::Waiting);
        shutdownGate.open();
        shop.settle();
        QVERIFY(setup.isFinished() && !setup.isCanceled());
        QVERIFY(shop.api->isActive() && shop.db->isActive());
    }

    void whatIsDestroyedWhenAllIsDownAgain() // R16, R19, R45: The setup has taken all of it down to try it again.
    {
        Conductor conductor;
        auto *db = conductor.add<Shop::Database>();
        QPointer<Shop::BackgroundWorkers> workers = conductor.add<Shop::BackgroundWorkers>();
        db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        QFuture<void> setup;
        QObject::connect(workers, &Component::stateChanged, db, [&](Component::State state) {
            if (state != Component::State::Active)
                return;
            db->reportFailure(u"connection lost"_s);
            setup.cancel();
        });
        QObject::connect(db, &Component::stateChanged, &conductor, [&](Component::State state) {
            if (state == Component::State::Failed)
                delete workers;
        });
        setup = conductor.setup();
        QTRY_VERIFY(setup.isFinished());
        QVERIFY(setup.isCanceled() && !workers);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
    }

    void aRestartTakesDownWhatIsTriedAgain_data() { addSchedulings(); }
    void aRestartTakesDownWhatIsTriedAgain() // R36, R45: also if it holds the target without requiring it
    {
        QFETCH(Conductor::Scheduling, scheduling);
        Gate gate;
        Gate shutdownGate;
        TimedShop shop(scheduling);
        auto *metrics = new Metrics(&shop.conductor);
        auto *dashboard = new Dashboard(&shop.conductor);
        shop.conductor.add(metrics);
        shop.conductor.add(dashboard);
        shop.conductor.setSetupTimeout(shutdownTimeout / 2);
        metrics->setRestartPolicy(Component::RestartPolicy::OnFailure);
        metrics->setupHook = once(gate);
        QFuture<void> setup = shop.conductor.setup();
        shop.settle();
        QVERIFY(gate.isEntered && shop.workers->isActive());
        shop.workers->shutdownHook = once(shutdownGate);
        const QFuture<void> restart = shop.conductor.restart(shop.db);
        shop.settle();
        QVERIFY(shutdownGate.isEntered);
        setup.cancel(); // the restart alone brings it up from now on
        shop.pass(shutdownTimeout / 2);
        QVERIFY(hasFailed(metrics));
        gate.open(); // it has begun something, which has to be shut down
        shop.settle();
        shutdownGate.open();
        shop.pass(jitter(100));
        QVERIFY(restart.isFinished() && !restart.isCanceled());
        QVERIFY(setup.isFinished() && setup.isCanceled());
        QVERIFY(shop.db->isActive() && shop.workers->isActive());
        QVERIFY(metrics->isActive() && metrics->db == shop.db && dashboard->isActive());
    }

    void aStopWaitsForNoTry() // R36, R45: What waits for a try keeps the conductor active.
    {
        Conductor conductor;
        qint64 time = 0;
        TestAccess::setVirtualTime(&conductor, &time);
        Probe feed;
        Probe other;
        feed.setRestartPolicy(Component::RestartPolicy::OnFailure);
        conductor.add(&feed);
        conductor.add(&other);
        QVERIFY(setsUp(conductor));
        feed.reportFailure(u"lost"_s);
        QTRY_VERIFY(hasFailed(&feed));
        QVERIFY(finishes(conductor.stop(&other)));
        QCOMPARE(conductor.state(), Conductor::State::Active);
        time += jitter(100);
        TestAccess::timePassed(&conductor);
        QTRY_VERIFY(feed.isActive());
        QVERIFY(finishes(conductor.shutdown()));
    }

    void aTryDoesNotWaitForEverForTheEarlierHook() // R17, R38, R45
    {
        Gate hanging;
        TimedShop shop;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.db->setupHook = once(hanging);
        const QFuture<void> setup = shop.conductor.setup();
        shop.pass(setupTimeout);
        shop.pass(shutdownTimeout); // the grace is over
        shop.pass(setupTimeout);
        QVERIFY(setup.isFinished());
        QCOMPARE(shop.conductor.state(), Conductor::State::Failed);
        QCOMPARE(shop.db->errorString(), u"timed out after 5000 ms: its earlier hook still runs"_s);
        hanging.open();
    }

    void whatIsDestroyedInItsSetupIsNotTriedAgain() // R19, R45
    {
        Gate gate;
        Probe other;
        Conductor conductor;
        auto feed = std::make_unique<Probe>();
        feed->setRestartPolicy(Component::RestartPolicy::OnFailure);
        feed->setupHook = once(gate);
        conductor.add(feed.get());
        conductor.add(&other);
        const QFuture<void> setup = conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        feed.reset();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QCOMPARE(errorOf<SetupError>(setup)->failures().size(), 1);
        QCOMPARE(conductor.state(), Conductor::State::Failed);
        gate.promise.finish();
    }

    void aSetupThatHasRecoveredHasNotFailed() // R44, R45
    {
        Gate gate;
        TimedShop shop;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.db->shutdownHook = [&] {
            shop.db->shutdownHook = {};
            return Component::failed(u"busy"_s);
        };
        shop.workers->setupHook = once(gate);
        const QFuture<void> setup = shop.conductor.setup();
        shop.settle();
        shop.db->reportFailure(u"connection lost"_s);
        shop.settle();
        gate.open();
        shop.pass(jitter(100));
        QVERIFY(setup.isFinished());
        QVERIFY(!setup.isCanceled());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QVERIFY(shop.conductor.failures().isEmpty());
    }

    void theLimitHoldsForReportsInASetup() // R44, R45
    {
        Gate gate;
        TimedShop shop;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.db->setRestartLimit(1);
        QVERIFY(shop.setUp());
        shop.db->reportFailure(u"once"_s);
        shop.pass(jitter(100));
        QVERIFY(shop.db->isActive());
        Shop::BackgroundWorkers late;
        late.db = shop.db;
        late.setupHook = once(gate);
        shop.conductor.start(&late);
        shop.settle();
        QVERIFY(gate.isEntered);
        shop.db->reportFailure(u"twice"_s);
        shop.settle();
        gate.promise.finish();
        shop.pass(60000);
        QVERIFY(hasFailed(shop.db));
        QCOMPARE(shop.db->restartCount(), 1);
        shop.conductor.shutdown();
        shop.settle();
    }

    void whatWaitsForARecoveryCanBeStopped() // R36, R45
    {
        TimedShop shop;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        QVERIFY(shop.setUp());
        shop.db->reportFailure(u"connection lost"_s);
        shop.settle();
        shop.conductor.stop(shop.api);
        shop.pass(jitter(100));
        QVERIFY(shop.db->isActive() && shop.workers->isActive());
        QVERIFY(isDown(shop.api));
    }

    void aRestartThatIsCanceledEndsTheWaiting() // R45
    {
        Gate gate;
        TimedShop shop;
        shop.cache->setRestartPolicy(Component::RestartPolicy::OnFailure);
        QVERIFY(shop.setUp());
        shop.cache->reportFailure(u"full"_s);
        shop.settle();
        shop.cache->setupHook = once(gate);
        QFuture<void> restart = shop.conductor.restart(shop.cache);
        shop.settle();
        QVERIFY(gate.isEntered);
        restart.cancel();
        shop.settle();
        gate.promise.finish();
        shop.pass(60000);
        QVERIFY(!shop.cache->isActive());
        QCOMPARE(shop.cache->restartCount(), 0);
    }

    void aComponentCanBeDestroyedBeforeItsTry() // R19, R45
    {
        TimedShop shop;
        auto *feed = new Probe;
        feed->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.conductor.add(feed);
        QVERIFY(shop.setUp());
        feed->reportFailure(u"lost"_s);
        shop.settle();
        delete feed;
        shop.pass(60000);
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
    }
};

QTEST_GUILESS_MAIN(tst_Restarting)
#include "tst_restarting.moc"
