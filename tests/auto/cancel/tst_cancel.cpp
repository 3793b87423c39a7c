// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "component_p.h"
#include "log.h"
#include "market.h"
#include "places.h"
#include "shop.h"

#include <QtCore/qcoreapplication.h>
#include <QtTest/qsignalspy.h>

#include <functional>

using namespace QConductor;
using Market::Clerk;
using Market::Desk;

namespace {

// Stops a setup, and returns the future of shutdown() where that is the means.
using Stop = std::function<QFuture<void>(Conductor &, QFuture<void> setup)>;

const Stop byCancel = [](Conductor &, QFuture<void> setup) {
    setup.cancel();
    return Component::done();
};
const Stop byShutdown = [](Conductor &conductor, const QFuture<void> &) { return conductor.shutdown(); };

// A factory is called within setup(), before the test has the future of it.
const Stop byCancelInAFactory = [](Conductor &conductor, const QFuture<void> &) {
    conductor.setup().cancel();
    return Component::done();
};

// Every component that began has been shut down once, and every other one says why it was not set up.
void verifyRolledBack(const ShopTest &shop)
{
    for (const Probe *probe : shop.probes()) {
        QCOMPARE(probe->shutdownCount, probe->setupCount);
        QCOMPARE(probe->state(), Component::State::Inactive);
        QCOMPARE(probe->errorString().isEmpty(), probe->setupCount > 0);
    }
}

} // namespace

class tst_Cancel : public QObject
{
    Q_OBJECT

private:
    static void addSteps()
    {
        addSchedulingColumn();
        QTest::addColumn<QString>("component");
        QTest::addColumn<Stop>("stop");
        const ShopTest shop;
        for (const Probe *probe : shop.probes()) {
            addInBothSchedulings(probe->name() + QStringLiteral(", cancel()"), probe->name(), byCancel);
            addInBothSchedulings(probe->name() + QStringLiteral(", shutdown()"), probe->name(), byShutdown);
        }
    }

private Q_SLOTS:
    void whileAHookIsInFlight_data() { addSteps(); }
    void whileAHookIsInFlight() // R16
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(QString, component);
        QFETCH(Stop, stop);
        ShopTest shop(scheduling);
        QSignalSpy failed(&shop.conductor, &Conductor::failed);
        QSignalSpy deactivated(&shop.conductor, &Conductor::deactivated);
        Gate gate;
        shop.probe(component)->setupHook = gate.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> shutdown = stop(shop.conductor, setup);
        QTRY_VERIFY(gate.isAskedToCancel());
        QCOMPARE(shop.conductor.state(), Conductor::State::ShuttingDown);
        QVERIFY(!setup.isFinished());
        gate.open();
        QVERIFY(finishes(setup) && finishes(shutdown));
        QVERIFY(setup.isCanceled() && !errorOf<Error>(setup) && !errorOf<Error>(shutdown));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(failed.size(), 0);
        QCOMPARE(deactivated.size(), 1);
        verifyRolledBack(shop);
    }

    void insideAHook_data() { addSteps(); }
    void insideAHook() // R16, R21
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(QString, component);
        QFETCH(Stop, stop);
        ShopTest shop(scheduling);
        QFuture<void> setup;
        shop.probe(component)->setupHook = calling([&] { stop(shop.conductor, setup); });
        setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(setup.isCanceled());
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        // No further hook has begun.
        QCOMPARE(journal.filter(QStringLiteral("setup ")).last(), QStringLiteral("setup ") + component);
        verifyRolledBack(shop);
    }

    void aHookThatIsLateToTheCancelIsAskedToo() // R16: The hook returns its future after it has stopped setup.
    {
        ShopTest shop;
        Gate gate;
        shop.db->setupHook = [&] {
            shop.conductor.shutdown();
            return gate.enter();
        };
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered && gate.isAskedToCancel());
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(shop.db->shutdownCount, 1);
    }

    void aHookIsAskedThatReturnsAfterItsEventLoop() // R16
    {
        Gate gate;
        ShopTest shop;
        QFuture<void> setup;
        shop.db->setupHook = [&] {
            setup.cancel();
            for (int i = 0; i < 20; ++i)
                QCoreApplication::processEvents();
            return gate.enter();
        };
        setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        QTRY_VERIFY(gate.isAskedToCancel());
        gate.open();
        QVERIFY(finishes(setup));
    }

    void theConductorTellsWhatFailsInARollBack() // R16: The future is canceled, and holds nothing.
    {
        Log log;
        Gate gate;
        ShopTest shop;
        shop.db->setupHook = gate.hook();
        shop.cache->shutdownHook = failing(QStringLiteral("stuck"));
        QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        setup.cancel();
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QVERIFY(shop.conductor.errorString().startsWith(QStringLiteral("Shutdown failed: Cache: stuck")));
        QCOMPARE(log.messages().size(), 1);
    }

    void beforeAFailureInTheSameEvent_data()
    {
        addSchedulingColumn();
        QTest::addColumn<bool>("isDestroyed");
        addInBothSchedulings(QStringLiteral("failed"), false);
        addInBothSchedulings(QStringLiteral("destroyed by a slot"), true);
    }
    void beforeAFailureInTheSameEvent() // R16: The cancel came first, so it decides.
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(bool, isDestroyed);
        ShopTest shop(scheduling);
        Gate gate;
        shop.db->setupHook = gate.hook();
        QPointer<Component> db = shop.db;
        connect(&shop.conductor, &Conductor::stateChanged, this, [&](Conductor::State state) {
            if (isDestroyed && state == Conductor::State::ShuttingDown)
                delete db;
        });
        QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        setup.cancel();
        gate.fail(QStringLiteral("broken"));
        QVERIFY(finishes(setup));
        QVERIFY(setup.isCanceled());
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(!db, isDestroyed);
        QVERIFY(!db || (db->state() == Component::State::Failed && shop.db->shutdownCount == 0));
        QCOMPARE(shop.cache->shutdownCount, 1);
    }

    void inASlotThatHearsOfItsEnd_data()
    {
        QTest::addColumn<Place>("place");
        QTest::addColumn<bool>("waits");
        QTest::newRow("stateChanged") << when(Conductor::State::Active) << false;
        QTest::newRow("stateChanged, and waits") << when(Conductor::State::Active) << true;
        QTest::newRow("activated") << on(&Conductor::activated) << false;
        QTest::newRow("activated, and waits") << on(&Conductor::activated) << true;
    }
    void inASlotThatHearsOfItsEnd() // R16, R21: A setup has ended when its future has, and not before.
    {
        QFETCH(Place, place);
        QFETCH(bool, waits);
        ShopTest shop;
        QFuture<void> setup;
        place(shop.conductor, [&] {
            setup.cancel();
            QVERIFY(!waits || finishes(setup));
        });
        setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(setup.isCanceled());
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(shop.api->setupCount, 1);
        verifyRolledBack(shop);
    }

    void beforeAnyHook_data() { addSchedulings(); }
    void beforeAnyHook() // R16
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        QFuture<void> setup = shop.conductor.setup();
        setup.cancel();
        QVERIFY(finishes(setup));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(journal, QStringList());
        verifyRolledBack(shop);
    }

    void atEveryStep_data()
    {
        addSchedulingColumn();
        QTest::addColumn<Stop>("stop");
        addInBothSchedulings(QStringLiteral("cancel()"), byCancel);
        addInBothSchedulings(QStringLiteral("shutdown()"), byShutdown);
    }
    // R16: The first round stops setup at the first change of a component's state, the second at the second change, and
    // so on until a round has no such change left.
    void atEveryStep()
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(Stop, stop);
        int stops = 0;
        for (bool isStopped = true; isStopped; ++stops) {
            isStopped = false;
            ShopTest shop(scheduling);
            QFuture<void> setup;
            int steps = 0;
            const QObject context; // It ends the connections before the shop closes.
            for (const Probe *probe : shop.probes()) {
                connect(probe, &Component::stateChanged, &context, [&] {
                    if (steps++ != stops)
                        return;
                    isStopped = true;
                    stop(shop.conductor, setup);
                });
            }
            setup = shop.conductor.setup();
            QVERIFY(finishes(setup));
            QCOMPARE(setup.isCanceled(), isStopped);
            QCOMPARE(shop.conductor.state(), isStopped ? Conductor::State::Inactive : Conductor::State::Active);
            if (isStopped)
                verifyRolledBack(shop);
        }
        QCOMPARE(stops, 5 * 3 + 1); // Each component waits, sets up and is active, and the last round stops nothing.
    }

    void shutdownDuringSetupTwice_data() { addSchedulings(); }
    void shutdownDuringSetupTwice() // R16, R18: Both calls return the same future.
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        Gate gate;
        shop.db->setupHook = gate.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> first = shop.conductor.shutdown();
        const QFuture<void> second = shop.conductor.shutdown();
        QVERIFY(!first.isFinished() && !second.isFinished());
        gate.open();
        QVERIFY(finishes(first) && second.isFinished() && setup.isFinished());
        QVERIFY(!first.isCanceled() && !second.isCanceled() && setup.isCanceled());
        verifyRolledBack(shop);
    }

    void afterItHasEndedItDoesNothing() // R16
    {
        ShopTest shop;
        QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        setup.cancel();
        QCoreApplication::processEvents();
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QVERIFY(shop.db->isActive());
    }

    // R12, R21: A setup that waits for a shutdown is dropped by the next shutdown(). What continues it may set up
    // again.
    void whoContinuesADroppedSetupMaySetUp()
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.conductor.shutdown();
        QFuture<void> again;
        const QFuture<void> dropped = shop.conductor.setup().onCanceled(this, [&] { again = shop.conductor.setup(); });
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QVERIFY(finishes(shutdown) && finishes(dropped));
        QVERIFY(finishes(again) && !again.isCanceled());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
    }

    void setupAfterACancelBeginsWhenTheRollBackHasEnded() // R12, R16
    {
        ShopTest shop;
        Gate gate;
        shop.db->setupHook = gate.hook();
        QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        setup.cancel();
        const QFuture<void> next = shop.conductor.setup(); // The conductor has not noticed the cancel yet.
        shop.db->setupHook = {};
        gate.open();
        QVERIFY(finishes(next));
        QVERIFY(setup.isFinished() && setup.isCanceled() && !next.isCanceled());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QCOMPARE(shop.db->setupCount, 2);
    }

    void setupBesideACancelInTheLastSlotBeginsWhenTheRollBackHasEnded() // R12, R16, R21
    {
        ShopTest shop;
        QFuture<void> setup;
        QFuture<void> next;
        connect(&shop.conductor, &Conductor::activated, this, [&] {
            if (next.isValid())
                return;
            setup.cancel();
            next = shop.conductor.setup();
        });
        setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(setup.isCanceled());
        QVERIFY(finishes(next));
        QVERIFY(!next.isCanceled());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QCOMPARE(shop.db->setupCount, 2);
        QCOMPARE(shop.db->shutdownCount, 1);
    }

    void shutdownBesideACancelInTheLastSlot() // R16: The canceled future finishes when the roll-back has ended.
    {
        ShopTest shop;
        QFuture<void> setup;
        QFuture<void> shutdown;
        Gate gate;
        shop.db->shutdownHook = gate.hook();
        connect(&shop.conductor, &Conductor::activated, this, [&] {
            setup.cancel();
            shutdown = shop.conductor.shutdown();
        });
        setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        QVERIFY(!setup.isFinished());
        gate.open();
        QVERIFY(finishes(setup) && finishes(shutdown));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        verifyRolledBack(shop);
    }

    void inAFactoryItIsToldToo_data()
    {
        QTest::addColumn<Stop>("stop");
        QTest::newRow("cancel()") << byCancelInAFactory;
        QTest::newRow("shutdown()") << byShutdown;
    }
    void inAFactoryItIsToldToo() // R15, R16: There is no graph yet.
    {
        QFETCH(Stop, stop);
        Conductor conductor;
        Desk desk;
        conductor.add(&desk);
        conductor.provide<Clerk>([&] {
            stop(conductor, {});
            return new Clerk;
        });
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup) && setup.isCanceled());
        QCOMPARE(desk.state(), Component::State::Inactive);
        QVERIFY(desk.errorString().contains(QStringLiteral("canceled")));
        conductor.provide<Clerk>([] { return new Clerk; });
        QVERIFY(setsUp(conductor));
        QCOMPARE(desk.errorString(), QString());
    }

    void tellsHowLongACanceledHookTook() // R16, R31
    {
        Conductor conductor;
        Probe probe;
        Gate gate;
        conductor.add(&probe);
        probe.setupHook = gate.hook();
        QFuture<void> setup = conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        setup.cancel();
        QTRY_VERIFY(gate.isAskedToCancel());
        gate.open();
        QVERIFY(finishes(setup));
        QVERIFY(ComponentPrivate::get(&probe)->running.setupMs >= 0);
    }

    void aFactoryThatStopsTheSetupAndThenFails_data()
    {
        QTest::addColumn<Stop>("stop");
        QTest::addColumn<QStringList>("told");
        QTest::newRow("cancel()") << byCancelInAFactory << QStringList();
        QTest::newRow("shutdown()") << byShutdown << QStringList(QStringLiteral("none left"));
    }
    // R16: The stop came first, so it decides. The future of shutdown() tells of the failure.
    void aFactoryThatStopsTheSetupAndThenFails()
    {
        QFETCH(Stop, stop);
        Conductor conductor;
        QFuture<void> shutdown;
        conductor.add<Desk>();
        conductor.provide<Clerk>([&]() -> Clerk * {
            shutdown = stop(conductor, {});
            throw Error(QStringLiteral("none left"));
        });
        QTest::ignoreMessage(QtWarningMsg, "Setup failed: Market::Clerk: none left");
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(setup.isCanceled() && !errorOf<Error>(setup));
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QStringList messages;
        if (const auto error = errorOf<ShutdownError>(shutdown)) {
            for (const Failure &failure : error->failures())
                messages += failure.message;
        }
        QTEST(messages, "told");
    }

    void failuresOnTheWayAreToldByShutdown() // R16
    {
        ShopTest shop;
        Gate gate;
        shop.db->setupHook = gate.hook();
        shop.cache->shutdownHook = failing(QStringLiteral("stuck"));
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^Shutdown failed: Cache: stuck ")));
        gate.open();
        QVERIFY(finishes(shutdown) && finishes(setup));
        QVERIFY(setup.isCanceled() && !errorOf<Error>(setup));
        const auto error = errorOf<ShutdownError>(shutdown);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 1);
        QCOMPARE(error->failures().first().component, QStringLiteral("Shop::Cache"));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(shop.conductor.errorString(), error->message());
    }

    void cancelDuringARollBackLeavesTheFailureToTheConductor() // R15: A canceled QFuture takes no exception any more.
    {
        ShopTest shop;
        Gate gate;
        shop.cache->shutdownHook = gate.hook();
        shop.db->setupHook = failing(QStringLiteral("broken"));
        QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        setup.cancel();
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(shop.conductor.state(), Conductor::State::Failed);
        QVERIFY(shop.conductor.errorString().startsWith(QStringLiteral("Setup failed: Database: broken")));
    }

    void shutdownDuringARollBackKeepsTheFailure() // R15, R18
    {
        ShopTest shop;
        Gate stop;
        shop.api->setupHook = failing(QStringLiteral("broken"));
        shop.db->shutdownHook = stop.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(stop.isEntered);
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QVERIFY(!shutdown.isFinished());
        QCOMPARE(shop.conductor.state(), Conductor::State::ShuttingDown);
        stop.open();
        QVERIFY(finishes(setup) && finishes(shutdown));
        QVERIFY(errorOf<SetupError>(setup) && !errorOf<Error>(shutdown));
        QCOMPARE(shop.conductor.state(), Conductor::State::Failed);
        QCOMPARE(shop.db->shutdownCount, 1);
    }
};

QTEST_GUILESS_MAIN(tst_Cancel)
#include "tst_cancel.moc"
