// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "shop.h"

#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

class tst_Reporting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReportedFailureTakesDownWhatRequiresIt_data() { addSchedulings(); }
    void aReportedFailureTakesDownWhatRequiresIt() // R44
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        QVERIFY(shop.setUp());
        journal.clear();
        QSignalSpy failed(&shop.conductor, &Conductor::componentFailed);
        QSignalSpy degraded(&shop.conductor, &Conductor::degradedChanged);
        QSignalSpy states(&shop.conductor, &Conductor::stateChanged);
        bool wasFailed = false;
        connect(&shop.conductor, &Conductor::componentFailed, this, [&] { wasFailed = hasFailed(shop.db); });
        shop.db->reportFailure(u"connection lost"_s);
        QTRY_VERIFY(hasFailed(shop.db));
        QCOMPARE(shop.db->errorString(), u"connection lost"_s);
        QVERIFY(isDown(shop.api) && isDown(shop.workers));
        for (const Component *holder : { static_cast<Component *>(shop.api), static_cast<Component *>(shop.workers) })
            QCOMPARE(holder->errorString(), u"stopped: Database failed: connection lost"_s);
        QCOMPARE(journal.size(), 3);
        QCOMPARE(journal.last(), u"shutdown Shop::Database"_s);
        QVERIFY(shop.queue->isActive() && shop.cache->isActive());
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(wasFailed);
        QCOMPARE(failed.first().at(0).value<Component *>(), shop.db);
        QCOMPARE(failed.first().at(1).toString(), u"connection lost"_s);
        QTRY_COMPARE(degraded.count(), 1);
        QVERIFY(shop.conductor.isDegraded());
        QCOMPARE(states.count(), 0);
        const QList<Failure> failures = shop.conductor.failures();
        QCOMPARE(failures.size(), 1);
        QCOMPARE(failures.first().component, u"Shop::Database"_s);
        QCOMPARE(failures.first().phase, Phase::Running);
        QCOMPARE(failures.first().message, u"connection lost"_s);
    }

    void whatHasFailedComesBack_data()
    {
        QTest::addColumn<bool>("byRestart");
        QTest::newRow("restart") << true;
        QTest::newRow("setup") << false;
    }
    void whatHasFailedComesBack() // R12, R36, R44
    {
        QFETCH(bool, byRestart);
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.db->reportFailure(u"connection lost"_s);
        QTRY_VERIFY(hasFailed(shop.db));
        QVERIFY(finishes(byRestart ? shop.conductor.restart(shop.db) : shop.conductor.setup()));
        QVERIFY(shop.db->isActive() && shop.api->isActive() && shop.workers->isActive());
        QCOMPARE(shop.queue->setupCount, 1);
        QTRY_VERIFY(!shop.conductor.isDegraded());
        QVERIFY(shop.conductor.failures().isEmpty());
        QVERIFY(shop.db->errorString().isEmpty());
    }

    void aFailureIsReportedOnce() // R44
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        QSignalSpy failed(&shop.conductor, &Conductor::componentFailed);
        shop.db->reportFailure(u"connection lost"_s);
        shop.db->reportFailure(u"and again"_s);
        QTRY_VERIFY(hasFailed(shop.db));
        QTRY_COMPARE(failed.count(), 1);
        shop.db->reportFailure(u"still"_s);
        QCoreApplication::processEvents();
        QCOMPARE(failed.count(), 1);
        QCOMPARE(shop.db->errorString(), u"connection lost"_s);
        QCOMPARE(shop.db->shutdownCount, 1);
    }

    void aFailureNeverMakesTheConductorInactive() // R36, R44
    {
        Probe first;
        Probe second;
        Conductor conductor;
        conductor.add(&first);
        conductor.add(&second);
        QVERIFY(setsUp(conductor));
        QVERIFY(finishes(conductor.stop(&first)));
        second.reportFailure(u"broken"_s);
        QTRY_VERIFY(hasFailed(&second));
        for (int i = 0; i < 10; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(conductor.state(), Conductor::State::Active);
        QVERIFY(conductor.isDegraded());
        QVERIFY(shutsDown(conductor));
    }

    void whatHasFailedAndIsDestroyedStaysListed() // R19, R44
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.db->reportFailure(u"connection lost"_s);
        QTRY_VERIFY(hasFailed(shop.db));
        delete shop.db;
        QVERIFY(shop.conductor.isDegraded());
        QCOMPARE(shop.conductor.failures().size(), 1);
        QVERIFY(finishes(shop.conductor.setup()));
        QVERIFY(shop.api->isActive());
        QTRY_VERIFY(!shop.conductor.isDegraded());
        QVERIFY(shop.conductor.failures().isEmpty());
    }

    void aReportAndADestructionAreToldOnce() // R19, R44
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        QSignalSpy failed(&shop.conductor, &Conductor::componentFailed);
        shop.db->reportFailure(u"connection lost"_s);
        delete shop.db;
        QTRY_VERIFY(isDown(shop.api) && isDown(shop.workers));
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(shop.conductor.failures().size(), 1);
    }

    void twoFailAtOnce() // R44
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.db->reportFailure(u"no disk"_s);
        shop.api->reportFailure(u"no port"_s);
        QTRY_VERIFY(hasFailed(shop.db) && hasFailed(shop.api));
        QVERIFY(isDown(shop.workers));
        QCOMPARE(shop.api->errorString(), u"no port"_s);
        QCOMPARE(shop.api->shutdownCount, 1);
        QCOMPARE(shop.conductor.failures().size(), 2);
        QVERIFY(finishes(shop.conductor.restart(shop.db)));
        QVERIFY(shop.db->isActive() && shop.api->isActive() && shop.workers->isActive());
    }

    void aShutdownHookThatFailsKeepsTheReport() // R44
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.cache->shutdownHook = failing(u"busy"_s);
        shop.cache->reportFailure(u"full"_s);
        QTRY_VERIFY(hasFailed(shop.cache));
        QCOMPARE(shop.cache->errorString(), u"full"_s);
        shop.cache->shutdownHook = {};
    }

    void aReportOfWhatIsNotActiveIsLogged() // R44
    {
        ShopTest shop;
        const Log log;
        shop.db->reportFailure(u"too early"_s);
        QCOMPARE(log.lines(),
                 QStringList(u"qconductor: Database has reported a failure while it was inactive: too early"_s));
        QVERIFY(isDown(shop.db));
        Shop::Cache alone;
        alone.reportFailure(u"alone"_s);
        QCOMPARE(log.lines().last(),
                 u"qconductor: Cache, which belongs to no conductor, has reported a failure: alone"_s);
    }

    void aReportDuringItsSetupFailsTheSetup() // R15, R44
    {
        Gate gate;
        ShopTest shop;
        shop.api->setupHook = once(gate);
        QSignalSpy failed(&shop.conductor, &Conductor::componentFailed);
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        shop.cache->reportFailure(u"full"_s);
        QTRY_VERIFY(gate.isAskedToCancel());
        gate.promise.finish();
        QVERIFY(finishes(setup));
        QCOMPARE(errorOf<SetupError>(setup)->failures().first().message, u"full"_s);
        QCOMPARE(shop.conductor.state(), Conductor::State::Failed);
        QCOMPARE(shop.cache->shutdownCount, 1); // unlike that of a hook that failed
        QVERIFY(hasFailed(shop.cache));
        QCOMPARE(shop.cache->errorString(), u"full"_s);
        QCOMPARE(failed.count(), 0);
    }

    void aReportDuringTheShutdownIsListed() // R44
    {
        Gate gate;
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.api->shutdownHook = once(gate);
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QTRY_VERIFY(gate.isEntered);
        shop.db->reportFailure(u"late"_s);
        QTRY_COMPARE(shop.conductor.failures().size(), 1);
        gate.open();
        QVERIFY(finishes(shutdown));
        QVERIFY(!errorOf<ShutdownError>(shutdown));
        QVERIFY(isDown(shop.db));
    }

    void withShutdownOnFailureEverythingIsShutDown_data()
    {
        QTest::addColumn<bool>("essential");
        QTest::addColumn<bool>("isDestroyed");
        QTest::newRow("an essential one reports a failure") << true << false;
        QTest::newRow("an essential one is destroyed") << true << true;
        QTest::newRow("another one reports a failure") << false << false;
    }
    void withShutdownOnFailureEverythingIsShutDown() // R44
    {
        QFETCH(bool, essential);
        QFETCH(bool, isDestroyed);
        ShopTest shop;
        shop.conductor.setShutdownOnFailure(true);
        shop.cache->setEssential(essential);
        QVERIFY(shop.setUp());
        QSignalSpy failed(&shop.conductor, &Conductor::failed);
        QSignalSpy componentFailed(&shop.conductor, &Conductor::componentFailed);
        if (isDestroyed)
            delete shop.cache;
        else
            shop.cache->reportFailure(u"full"_s);
        QTRY_COMPARE(componentFailed.count(), 1);
        QTRY_COMPARE(shop.conductor.state(), essential ? Conductor::State::Inactive : Conductor::State::Active);
        QCOMPARE(failed.count(), essential ? 1 : 0);
        QCOMPARE(shop.db->shutdownCount, essential ? 1 : 0);
    }

    void aLaterSetupThatFailsShutsNothingElseDown() // R15, R44
    {
        ShopTest shop;
        shop.conductor.setShutdownOnFailure(true);
        QVERIFY(shop.setUp());
        Probe plugin;
        plugin.setupHook = failing(u"no port"_s);
        shop.conductor.add(&plugin);
        QVERIFY(finishes(shop.conductor.setup()));
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QVERIFY(shop.db->isActive());
        QVERIFY(shop.conductor.isDegraded());
    }

    void whatIsNotEssentialMayFail_data() { addSchedulings(); }
    void whatIsNotEssentialMayFail() // R42
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        shop.cache->setEssential(false);
        shop.cache->setupHook = failing(u"no memory"_s);
        QSignalSpy failed(&shop.conductor, &Conductor::componentFailed);
        const Log log;
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(!setup.isCanceled());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QVERIFY(hasFailed(shop.cache));
        QVERIFY(shop.api->isActive());
        QCOMPARE(failed.count(), 1);
        QCOMPARE(failed.first().at(0).value<Component *>(), shop.cache);
        QTRY_VERIFY(shop.conductor.isDegraded());
        QCOMPARE(shop.conductor.failures().size(), 1);
        QCOMPARE(shop.conductor.failures().first().message, u"no memory"_s);
        QCOMPARE(log.lines(), QStringList(u"qconductor: Cache failed: no memory"_s));
        QVERIFY(shutsDown(shop.conductor));
        QCOMPARE(shop.cache->shutdownCount, 0);
    }

    void whatRequiresItIsLeftOut_data()
    {
        QTest::addColumn<bool>("areEssential");
        QTest::newRow("what isn't essential either") << false;
        QTest::newRow("what is essential") << true;
    }
    void whatRequiresItIsLeftOut() // R42
    {
        QFETCH(bool, areEssential);
        ShopTest shop;
        shop.queue->setEssential(false);
        shop.api->setEssential(areEssential);
        shop.queue->setupHook = failing(u"no broker"_s);
        QSignalSpy failed(&shop.conductor, &Conductor::componentFailed);
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(bool(errorOf<SetupError>(setup)), areEssential);
        QCOMPARE(shop.conductor.state(), areEssential ? Conductor::State::Failed : Conductor::State::Active);
        QCOMPARE(failed.count(), areEssential ? 0 : 1);
        QCOMPARE(shop.workers->isActive(), !areEssential);
        QVERIFY(isDown(shop.api));
        QVERIFY2(shop.api->errorString().contains(u"MessageQueue (property queue) failed: no broker"_s),
                 qPrintable(shop.api->errorString()));
        if (areEssential)
            return;
        shop.queue->setupHook = {};
        QVERIFY(finishes(shop.conductor.restart(shop.queue)));
        QVERIFY(shop.queue->isActive() && shop.api->isActive());
        QTRY_VERIFY(!shop.conductor.isDegraded());
    }

    void aStartOfWhatIsNotEssentialFails() // R37, R42: The call was made for this component.
    {
        ShopTest shop;
        shop.queue->setEssential(false);
        shop.api->setEssential(false);
        shop.queue->setupHook = failing(u"no broker"_s);
        const QFuture<void> start = shop.conductor.start(shop.api);
        QVERIFY(finishes(start));
        QVERIFY(errorOf<SetupError>(start));
        QCOMPARE(shop.conductor.state(), Conductor::State::Failed);
    }

    void severalMayFailAtOnce() // R42
    {
        Gate gate;
        ShopTest shop;
        for (Probe *probe : shop.probes())
            probe->setEssential(false);
        shop.cache->setupHook = failing(u"no memory"_s);
        shop.db->setupHook = once(gate);
        shop.queue->setupHook = failing(u"no broker"_s);
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        gate.fail(u"no disk"_s);
        QVERIFY(finishes(setup));
        QVERIFY(!setup.isCanceled());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active); // a failure never makes it Inactive
        QCOMPARE(shop.conductor.failures().size(), 3);
        QVERIFY(isDown(shop.api) && isDown(shop.workers));
        QVERIFY(finishes(shop.conductor.shutdown()));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }
};

QTEST_GUILESS_MAIN(tst_Reporting)
#include "tst_reporting.moc"
