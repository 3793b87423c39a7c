// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "component_p.h"
#include "shop.h"

#include <QtTest/qsignalspy.h>

using namespace QConductor;

class Spare : public Component
{
    Q_OBJECT
public:
    using Component::Component;
};

class NeedsSpare : public Component
{
    Q_OBJECT
    Q_PROPERTY(Spare *spare MEMBER spare)
public:
    Spare *spare = nullptr;
};

namespace {

const char *const components[] = { "Shop::Cache", "Shop::Database", "Shop::MessageQueue", "Shop::WebApi",
                                   "Shop::BackgroundWorkers" };

Probe *find(const ShopTest &shop, const QString &name)
{
    for (Component *component : shop.conductor.components()) {
        if (QLatin1String(component->metaObject()->className()) == name)
            return static_cast<Probe *>(component);
    }
    return nullptr;
}

// Everything that began has been shut down, once, and nothing is left between.
void verifyRolledBack(const ShopTest &shop)
{
    for (Component *component : shop.conductor.components()) {
        const auto *probe = static_cast<Probe *>(component);
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
        QTest::addColumn<Conductor::Scheduling>("scheduling");
        QTest::addColumn<QString>("component");
        QTest::addColumn<bool>("byShutdown");
        for (const char *component : components) {
            for (const bool byShutdown : { false, true }) {
                for (const auto scheduling : { Conductor::Scheduling::LayerByLayer, Conductor::Scheduling::AsReady })
                    QTest::addRow("%s, %s, %s", component, byShutdown ? "shutdown()" : "cancel()",
                                  scheduling == Conductor::Scheduling::AsReady ? "as ready" : "layer by layer")
                            << scheduling << QString::fromLatin1(component) << byShutdown;
            }
        }
    }

private Q_SLOTS:
    void whileAHookIsInFlight_data() { addSteps(); }
    void whileAHookIsInFlight() // R16
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(QString, component);
        QFETCH(bool, byShutdown);
        ShopTest shop(scheduling);
        QSignalSpy failed(&shop.conductor, &Conductor::failed);
        QSignalSpy deactivated(&shop.conductor, &Conductor::deactivated);
        Gate gate;
        find(shop, component)->setupHook = gate.hook();
        QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        QFuture<void> shutdown = Component::done();
        if (byShutdown)
            shutdown = shop.conductor.shutdown();
        else
            setup.cancel();
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
        QFETCH(bool, byShutdown);
        ShopTest shop(scheduling);
        QFuture<void> setup;
        find(shop, component)->setupHook = [&] {
            if (byShutdown)
                shop.conductor.shutdown();
            else
                setup.cancel();
            return Component::done();
        };
        setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(setup.isCanceled());
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(journal.filter(QStringLiteral("setup ")).last(), QStringLiteral("setup ") + component); // none after it
        verifyRolledBack(shop);
    }

    void aHookThatIsLateToTheCancelIsAskedToo() // R16: it returns its future after it has stopped setup
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

    void beforeAFailureInTheSameEvent_data()
    {
        QTest::addColumn<Conductor::Scheduling>("scheduling");
        QTest::addColumn<bool>("isDestroyed");
        for (const bool isDestroyed : { false, true }) {
            QTest::addRow("layer by layer, %s", isDestroyed ? "destroyed by a slot" : "failed")
                    << Conductor::Scheduling::LayerByLayer << isDestroyed;
            QTest::addRow("as ready, %s", isDestroyed ? "destroyed by a slot" : "failed")
                    << Conductor::Scheduling::AsReady << isDestroyed;
        }
    }
    void beforeAFailureInTheSameEvent() // R16: what came first counts
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
        QTest::addColumn<bool>("atTheState");
        QTest::addColumn<bool>("waits");
        QTest::newRow("stateChanged") << true << false;
        QTest::newRow("stateChanged, and waits") << true << true;
        QTest::newRow("activated") << false << false;
        QTest::newRow("activated, and waits") << false << true;
    }
    void inASlotThatHearsOfItsEnd() // R16, R21: it hasn't ended before its future has
    {
        QFETCH(bool, atTheState);
        QFETCH(bool, waits);
        ShopTest shop;
        QFuture<void> setup;
        const auto cancel = [&] {
            setup.cancel();
            QVERIFY(!waits || finishes(setup));
        };
        connect(&shop.conductor, &Conductor::stateChanged, this, [&](Conductor::State state) {
            if (atTheState && state == Conductor::State::Active)
                cancel();
        });
        connect(&shop.conductor, &Conductor::activated, this, [&] {
            if (!atTheState)
                cancel();
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
        QTest::addColumn<Conductor::Scheduling>("scheduling");
        QTest::addColumn<bool>("byShutdown");
        QTest::newRow("cancel(), layer by layer") << Conductor::Scheduling::LayerByLayer << false;
        QTest::newRow("cancel(), as ready") << Conductor::Scheduling::AsReady << false;
        QTest::newRow("shutdown(), layer by layer") << Conductor::Scheduling::LayerByLayer << true;
        QTest::newRow("shutdown(), as ready") << Conductor::Scheduling::AsReady << true;
    }
    void atEveryStep() // R16: at the first change of a component's state, at the second, … until there are no more
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(bool, byShutdown);
        int stops = 0;
        for (bool isStopped = true; isStopped; ++stops) {
            isStopped = false;
            ShopTest shop(scheduling);
            QFuture<void> setup;
            int steps = 0;
            const QObject context; // until the shop is closed
            for (Component *component : shop.conductor.components()) {
                connect(component, &Component::stateChanged, &context, [&] {
                    if (steps++ != stops)
                        return;
                    isStopped = true;
                    if (byShutdown)
                        shop.conductor.shutdown();
                    else
                        setup.cancel();
                });
            }
            setup = shop.conductor.setup();
            QVERIFY(finishes(setup));
            QCOMPARE(setup.isCanceled(), isStopped);
            QCOMPARE(shop.conductor.state(), isStopped ? Conductor::State::Inactive : Conductor::State::Active);
            if (isStopped)
                verifyRolledBack(shop);
        }
        QCOMPARE(stops, 5 * 3 + 1); // each waits, sets up and is active; and once it was not stopped
    }

    void shutdownDuringSetupTwice_data() { addSchedulings(); }
    void shutdownDuringSetupTwice() // R16, R18: both are the same
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

    void whoContinuesADroppedSetupMaySetUp() // R12, R21: it waited for a shutdown, which was asked for once more
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
        const QFuture<void> next = shop.conductor.setup(); // nobody has heard of the cancel yet
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

    void shutdownBesideACancelInTheLastSlot() // R16: the canceled future finishes when the roll-back has ended
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
        QTest::addColumn<bool>("byShutdown"); // at once, so there is no graph yet
        QTest::newRow("cancel()") << false;
        QTest::newRow("shutdown()") << true;
    }
    void inAFactoryItIsToldToo() // R15, R16
    {
        QFETCH(bool, byShutdown);
        Conductor conductor;
        NeedsSpare needs;
        conductor.add(&needs);
        conductor.provide<Spare>([&] {
            byShutdown ? void(conductor.shutdown()) : conductor.setup().cancel();
            return new Spare;
        });
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup) && setup.isCanceled());
        QCOMPARE(needs.state(), Component::State::Inactive);
        QVERIFY(needs.errorString().contains(QStringLiteral("canceled")));
        conductor.provide<Spare>([] { return new Spare; });
        QVERIFY(setsUp(conductor));
        QCOMPARE(needs.errorString(), QString());
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
        QTest::addColumn<bool>("byShutdown");
        QTest::newRow("cancel()") << false;
        QTest::newRow("shutdown()") << true;
    }
    void aFactoryThatStopsTheSetupAndThenFails() // R16: what came first counts
    {
        QFETCH(bool, byShutdown);
        Conductor conductor;
        QFuture<void> setup;
        QFuture<void> shutdown;
        conductor.add<NeedsSpare>();
        conductor.provide<Spare>([&]() -> Spare * {
            if (byShutdown)
                shutdown = conductor.shutdown();
            else
                conductor.setup().cancel();
            throw Error(QStringLiteral("none left"));
        });
        QTest::ignoreMessage(QtWarningMsg, "Setup failed: Spare: none left");
        setup = conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(setup.isCanceled() && !errorOf<Error>(setup));
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        if (byShutdown) {
            const auto error = errorOf<ShutdownError>(shutdown);
            QVERIFY(error);
            QCOMPARE(error->failures().size(), 1);
            QCOMPARE(error->failures().first().message, QStringLiteral("none left"));
        }
    }

    void failuresOnTheWayAreToldByShutdown() // R16
    {
        ShopTest shop;
        Gate gate;
        shop.db->setupHook = gate.hook();
        shop.cache->shutdownHook = [] { return Component::failed(QStringLiteral("stuck")); };
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QTest::ignoreMessage(QtWarningMsg, "Shop::Cache failed: stuck");
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

    void cancelDuringARollBackLeavesTheFailureToTheConductor() // R15: a canceled QFuture takes no exception any more
    {
        ShopTest shop;
        Gate gate;
        shop.cache->shutdownHook = gate.hook();
        shop.db->setupHook = [] { return Component::failed(QStringLiteral("broken")); };
        QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        setup.cancel();
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(shop.conductor.state(), Conductor::State::Failed);
        QVERIFY(shop.conductor.errorString().startsWith(QStringLiteral("Setup failed: Shop::Database: broken")));
    }

    void shutdownDuringARollBackKeepsTheFailure() // R15, R18
    {
        ShopTest shop;
        Gate stop;
        shop.api->setupHook = [] { return Component::failed(QStringLiteral("broken")); };
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
