// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "places.h"
#include "shop.h"

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtTest/qsignalspy.h>

using namespace QConductor;

class tst_Shutdown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neverStarted() // R18
    {
        ShopTest shop;
        QVERIFY(shop.conductor.shutdown().isFinished());
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(journal, QStringList());
    }

    void tenAtOnceAreOne_data() { addSchedulings(); }
    void tenAtOnceAreOne() // R18
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        QVERIFY(shop.setUp());
        Gate gate;
        shop.db->shutdownHook = gate.hook();
        QList<QFuture<void>> futures;
        for (int i = 0; i < 10; ++i)
            futures.append(shop.conductor.shutdown());
        QTRY_VERIFY(gate.isEntered);
        futures.append(shop.conductor.shutdown());
        for (const QFuture<void> &future : std::as_const(futures))
            QVERIFY(!future.isFinished());
        gate.open();
        for (const QFuture<void> &future : std::as_const(futures))
            QVERIFY(finishes(future) && !future.isCanceled());
        for (const Probe *probe : shop.probes())
            QCOMPARE(probe->shutdownCount, 1);
        QVERIFY(shop.conductor.shutdown().isFinished());
        QCOMPARE(shop.db->shutdownCount, 1);
    }

    void independentsStopConcurrently_data() { addSchedulings(); }
    void independentsStopConcurrently() // R10
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        QVERIFY(shop.setUp());
        Gate api;
        Gate workers;
        shop.api->shutdownHook = api.hook();
        shop.workers->shutdownHook = workers.hook();
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QTRY_VERIFY(api.isEntered && workers.isEntered);
        QCOMPARE(shop.db->shutdownCount, 0);
        workers.open();
        QTRY_COMPARE(shop.workers->state(), Component::State::Inactive);
        QCOMPARE(shop.db->shutdownCount, 0); // The api still needs the database.
        api.open();
        QVERIFY(finishes(shutdown));
        QCOMPARE(shop.db->shutdownCount, 1);
    }

    void aFailureStopsNothing_data() { addSchedulings(); }
    void aFailureStopsNothing() // R18
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        QSignalSpy failed(&shop.conductor, &Conductor::failed);
        QSignalSpy deactivated(&shop.conductor, &Conductor::deactivated);
        QVERIFY(shop.setUp());
        shop.api->shutdownHook = []() -> QFuture<void> { throw Error(QStringLiteral("busy")); };
        shop.db->shutdownHook = failing(QStringLiteral("locked"));
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QVERIFY(finishes(shutdown));
        const auto error = errorOf<ShutdownError>(shutdown);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 2);
        QCOMPARE(error->failures().at(0).component, QStringLiteral("Shop::WebApi"));
        QCOMPARE(error->failures().at(1).component, QStringLiteral("Shop::Database"));
        for (const Probe *probe : shop.probes())
            QCOMPARE(probe->shutdownCount, 1);
        QCOMPARE(shop.api->state(), Component::State::Failed);
        QCOMPARE(shop.queue->state(), Component::State::Inactive);
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(shop.conductor.errorString(), error->message());
        QCOMPARE(failed.size(), 1);
        QCOMPARE(deactivated.size(), 1);
        QVERIFY(shop.conductor.shutdown().isFinished());
        shop.api->shutdownHook = shop.db->shutdownHook = {};
        QVERIFY(shop.setUp()); // R12: A setup succeeds when the causes are gone.
        QVERIFY(shop.conductor.errorString().isEmpty());
    }

    void everyWayOfFailingAtOnce_data() { addSchedulings(); }
    void everyWayOfFailingAtOnce() // R18: Every component is shut down, and every failure is listed.
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        Gate hung;
        QVERIFY(shop.setUp());
        shop.api->shutdownHook = []() -> QFuture<void> { throw Error(QStringLiteral("thrown")); };
        shop.workers->shutdownHook = hung.hook();
        shop.workers->setShutdownTimeout(20);
        shop.queue->shutdownHook = [] { return QtConcurrent::run([] { throw Error(QStringLiteral("thrown in a thread")); }); };
        shop.db->shutdownHook = [] { return QFuture<void>(); };
        shop.cache->shutdownHook = failing(QStringLiteral("an exceptional future"));
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QVERIFY(finishes(shutdown));
        const auto error = errorOf<ShutdownError>(shutdown);
        QVERIFY(error);
        QMap<QString, QString> told;
        for (const Failure &failure : error->failures()) {
            QCOMPARE(failure.phase, Phase::Shutdown);
            told.insert(failure.component, failure.message.section(QLatin1Char(':'), 0, 0));
        }
        const QMap<QString, QString> expected {
            { QStringLiteral("Shop::WebApi"), QStringLiteral("thrown") },
            { QStringLiteral("Shop::BackgroundWorkers"), QStringLiteral("timed out after 20 ms") },
            { QStringLiteral("Shop::MessageQueue"), QStringLiteral("thrown in a thread") },
            { QStringLiteral("Shop::Database"), QStringLiteral("canceled") },
            { QStringLiteral("Shop::Cache"), QStringLiteral("an exceptional future") },
        };
        QCOMPARE(told, expected);
        QCOMPARE(error->failures().size(), 5);
        for (const Probe *probe : shop.probes()) {
            QCOMPARE(probe->shutdownCount, 1);
            QCOMPARE(probe->state(), Component::State::Failed);
        }
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        hung.open();
    }

    void setupMeanwhileBeginsWhenItHasEnded() // R12
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        Gate gate;
        shop.db->shutdownHook = gate.hook();
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> setup = shop.conductor.setup();
        const QFuture<void> same = shop.conductor.setup();
        QCOMPARE(shop.db->setupCount, 1);
        shop.db->shutdownHook = {};
        gate.open();
        QVERIFY(finishes(setup) && same.isFinished());
        QVERIFY(shutdown.isFinished());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QCOMPARE(shop.db->setupCount, 2);
    }

    void anotherShutdownRevokesThatSetup() // R12, R18
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        const QFuture<void> shutdown = shop.conductor.shutdown();
        const QFuture<void> setup = shop.conductor.setup();
        const QFuture<void> again = shop.conductor.shutdown();
        QVERIFY(finishes(setup));
        QVERIFY(setup.isCanceled());
        QVERIFY(finishes(shutdown) && finishes(again));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(shop.db->setupCount, 1);
    }

    void aSlotOnAnySignalMayCallShutdown_data()
    {
        QTest::addColumn<Place>("place");
        QTest::newRow("progressChanged") << on(&Conductor::progressChanged);
        QTest::newRow("stateChanged") << on(&Conductor::stateChanged);
        QTest::newRow("activated") << on(&Conductor::activated);
        QTest::newRow("deactivated") << on(&Conductor::deactivated);
    }
    void aSlotOnAnySignalMayCallShutdown() // R21: The future of such a call ends, at whatever moment it came.
    {
        QFETCH(Place, place);
        ShopTest shop;
        QList<QFuture<void>> futures;
        place(shop.conductor, [&] { futures.append(shop.conductor.shutdown()); });
        QVERIFY(finishes(shop.conductor.setup()));
        QVERIFY(finishes(shop.conductor.shutdown()));
        QVERIFY(!futures.isEmpty());
        for (const QFuture<void> &future : std::as_const(futures))
            QVERIFY(finishes(future));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void aSlotMayTurnItRoundAndRoundAgain() // R21
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        QList<QFuture<void>> futures;
        bool isFirst = true;
        connect(&shop.conductor, &Conductor::stateChanged, this, [&](Conductor::State state) {
            if (state == Conductor::State::Inactive && std::exchange(isFirst, false))
                futures = { shop.conductor.setup(), shop.conductor.shutdown(), shop.conductor.setup() };
        });
        QVERIFY(finishes(shop.conductor.shutdown()));
        QCOMPARE(futures.size(), 3);
        for (const QFuture<void> &future : std::as_const(futures))
            QVERIFY(finishes(future));
        QVERIFY(futures.at(0).isCanceled() && !futures.at(2).isCanceled());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QCOMPARE(shop.db->setupCount, 2);
    }

    void whatARewiredGraphNoLongerReachesIsShutDownToo() // R4, R18
    {
        Shop::Database other;
        Conductor conductor;
        auto *workers = conductor.add<Shop::BackgroundWorkers>();
        QVERIFY(finishes(conductor.setup()));
        const auto *created = workers->db;
        workers->db = &other;
        conductor.add<Shop::Cache>();
        QVERIFY(finishes(conductor.setup()));
        QVERIFY(finishes(conductor.shutdown()));
        QCOMPARE(created->shutdownCount, 1);
        QCOMPARE(other.shutdownCount, 1);
    }
};

QTEST_GUILESS_MAIN(tst_Shutdown)
#include "tst_shutdown.moc"
