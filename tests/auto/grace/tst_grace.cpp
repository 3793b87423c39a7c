// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "timedshop.h"

#include <QtCore/qpointer.h>
#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

int count(const QString &entry)
{
    return int(journal.count(entry));
}

using End = std::function<void(Gate &)>;

} // namespace

class tst_Grace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // R17: What a hook that has timed out needs stays up during its grace. A hook that ends then is shut down in its place.
    void aSetupHookThatEndsInItsGraceIsShutDownInItsPlace_data()
    {
        QTest::addColumn<Conductor::Scheduling>("scheduling");
        QTest::addColumn<End>("end");
        const End well = [](Gate &gate) { gate.open(); };
        const End canceled = [](Gate &gate) { gate.promise.finish(); };
        for (auto scheduling : { Conductor::Scheduling::LayerByLayer, Conductor::Scheduling::AsReady }) {
            const char *name = scheduling == Conductor::Scheduling::AsReady ? "as ready" : "layer by layer";
            QTest::addRow("%s, ends well", name) << scheduling << well;
            QTest::addRow("%s, ends canceled", name) << scheduling << canceled;
        }
    }
    void aSetupHookThatEndsInItsGraceIsShutDownInItsPlace()
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(End, end);
        Gate gate;
        TimedShop shop(scheduling);
        shop.workers->setupHook = once(gate);
        const QFuture<void> setup = shop.conductor.setup();
        shop.pass(setupTimeout);
        QVERIFY(gate.isAskedToCancel());
        QCOMPARE(shop.workers->state(), Component::State::Failed);
        QCOMPARE(shop.workers->errorString(), u"timed out after 5000 ms"_s);
        shop.pass(shutdownTimeout - 1);
        QCOMPARE(shop.db->state(), Component::State::Active);
        QCOMPARE(shop.api->shutdownCount, 0);
        QVERIFY(!setup.isFinished());
        end(gate);
        shop.settle();
        QVERIFY(setup.isFinished());
        QCOMPARE(count(u"shutdown Shop::BackgroundWorkers"_s), 1);
        QVERIFY(journal.indexOf(u"shutdown Shop::BackgroundWorkers"_s) < journal.indexOf(u"shutdown Shop::Database"_s));
        QCOMPARE(shop.workers->state(), Component::State::Failed);
        QCOMPARE(shop.workers->errorString(), u"timed out after 5000 ms"_s);
        QCOMPARE(errorOf<SetupError>(setup)->failures().size(), 1);
    }

    // R17: After the grace, nothing waits for the hook. When it ends at last, it is shut down at once, and only once.
    void aSetupHookThatEndsAfterItsGraceIsShutDownAtOnce()
    {
        Gate gate;
        TimedShop shop;
        shop.workers->setupHook = once(gate);
        const QFuture<void> setup = shop.conductor.setup();
        shop.pass(setupTimeout);
        shop.pass(shutdownTimeout);
        QVERIFY(setup.isFinished());
        QCOMPARE(shop.db->shutdownCount, 1);
        QCOMPARE(shop.workers->shutdownCount, 0);
        QSignalSpy states(shop.workers, &Component::stateChanged);
        gate.open();
        shop.settle();
        QCOMPARE(shop.workers->shutdownCount, 1);
        QCOMPARE(states.count(), 0); // it stays Failed
        QVERIFY(shop.setUp());
        QCOMPARE(shop.workers->setupCount, 2);
        QVERIFY(shutsDown(shop.conductor));
        QCOMPARE(shop.workers->shutdownCount, 2);
    }

    void aSetupWaitsForTheShutdownThatIsDue() // R17
    {
        Gate setupGate;
        Gate shutdownGate;
        TimedShop shop;
        shop.workers->setupHook = once(setupGate);
        shop.workers->shutdownHook = once(shutdownGate);
        shop.conductor.setup();
        shop.pass(setupTimeout);
        shop.pass(shutdownTimeout);
        QCOMPARE(shop.conductor.state(), Conductor::State::Failed);
        const QFuture<void> again = shop.conductor.setup();
        shop.settle();
        setupGate.open();
        shop.settle();
        QCOMPARE(shop.workers->shutdownCount, 1);
        QCOMPARE(shop.workers->setupCount, 1); // the shutdown has not ended
        shutdownGate.open();
        shop.settle();
        QVERIFY(again.isFinished());
        QCOMPARE(shop.workers->setupCount, 2);
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
    }

    void aSetupDoesNotWaitForEverForTheShutdownThatIsDue() // R17
    {
        Gate setupGate;
        Gate shutdownGate;
        TimedShop shop;
        shop.workers->setupHook = once(setupGate);
        shop.workers->shutdownHook = once(shutdownGate);
        shop.conductor.setup();
        shop.pass(setupTimeout);
        shop.pass(shutdownTimeout);
        const QFuture<void> again = shop.conductor.setup();
        shop.settle();
        setupGate.open();
        shop.pass(setupTimeout);
        QVERIFY(again.isFinished());
        QCOMPARE(errorOf<SetupError>(again)->failures().first().message,
                 u"timed out after 5000 ms: its earlier hook still runs"_s);
        QCOMPARE(shop.workers->setupCount, 1);
        shutdownGate.open();
        shop.settle();
        QCOMPARE(shop.workers->shutdownCount, 1);
    }

    void whatFailsInALateShutdownIsLogged_data()
    {
        QTest::addColumn<Probe::Hook>("hook");
        QTest::addColumn<QString>("message");
        QTest::newRow("a future that fails")
                << failing(u"no disk"_s)
                << u"BackgroundWorkers was given up, and failed when it was shut down: no disk"_s;
        QTest::newRow("an exception") << Probe::Hook([]() -> QFuture<void> { throw std::runtime_error("no disk"); })
                                      << u"BackgroundWorkers was given up, and failed when it was shut down: no disk"_s;
    }
    void whatFailsInALateShutdownIsLogged() // R17
    {
        QFETCH(Probe::Hook, hook);
        QFETCH(QString, message);
        Gate gate;
        TimedShop shop;
        shop.workers->setupHook = once(gate);
        shop.workers->shutdownHook = hook;
        shop.conductor.setup();
        shop.pass(setupTimeout);
        shop.pass(shutdownTimeout);
        const Log log;
        gate.open();
        shop.settle();
        QCOMPARE(log.lines(), QStringList(u"qconductor: "_s + message));
        shop.workers->shutdownHook = {};
    }

    void aLateShutdownThatHangsIsAskedToCancel() // R17
    {
        Gate setupGate;
        Gate shutdownGate;
        TimedShop shop;
        shop.workers->setupHook = once(setupGate);
        shop.workers->shutdownHook = once(shutdownGate);
        shop.conductor.setup();
        shop.pass(setupTimeout);
        shop.pass(shutdownTimeout);
        setupGate.open();
        shop.settle();
        const Log log;
        shop.pass(shutdownTimeout);
        QVERIFY(shutdownGate.isAskedToCancel());
        QCOMPARE(
                log.lines(),
                QStringList(u"qconductor: BackgroundWorkers was given up, and its shutdown timed out after 3000 ms"_s));
        shutdownGate.open();
        shop.settle();
        QVERIFY(!TestAccess::unfinishedHook(shop.workers));
    }

    // R17: What a hook holds isn't destroyed before it has ended and its component was shut down, also after ~Conductor.
    void aHookThatEndsAfterItsConductorIsShutDown()
    {
        Gate gate;
        QPointer<Probe> workers;
        QPointer<Component> db;
        {
            TimedShop shop;
            workers = shop.workers;
            db = shop.db;
            shop.workers->setupHook = once(gate);
            shop.conductor.setup();
            shop.pass(setupTimeout);
            shop.pass(shutdownTimeout);
        }
        QVERIFY(workers && db);
        journal.clear();
        bool hadDatabase = false;
        workers->shutdownHook = calling([&] { hadDatabase = db; });
        gate.open();
        QTRY_VERIFY(!workers && !db);
        QCOMPARE(journal, QStringList(u"shutdown Shop::BackgroundWorkers"_s));
        QVERIFY(hadDatabase);
    }

    void aComponentCanBeDestroyedInItsLateShutdown() // R17, R21
    {
        Gate gate;
        TimedShop shop;
        auto *own = new Probe;
        shop.conductor.add(own);
        own->setupHook = once(gate);
        own->shutdownHook = [own] {
            delete own;
            return Component::done();
        };
        shop.conductor.setup();
        shop.pass(setupTimeout);
        shop.pass(shutdownTimeout);
        gate.open();
        shop.settle();
        QVERIFY(!shop.conductor.components().contains(own));
        QVERIFY(shop.setUp());
    }

    void aShutdownHookHasAGraceToo_data() { addSchedulings(); }
    void aShutdownHookHasAGraceToo() // R17, R18
    {
        QFETCH(Conductor::Scheduling, scheduling);
        Gate gate;
        TimedShop shop(scheduling);
        QVERIFY(shop.setUp());
        shop.workers->shutdownHook = once(gate);
        const QFuture<void> shutdown = shop.conductor.shutdown();
        shop.pass(shutdownTimeout);
        QVERIFY(gate.isAskedToCancel());
        QCOMPARE(shop.workers->state(), Component::State::Failed);
        QCOMPARE(shop.db->shutdownCount, 0);
        shop.pass(shutdownTimeout);
        QVERIFY(shutdown.isFinished());
        QCOMPARE(shop.db->shutdownCount, 1);
        QCOMPARE(errorOf<ShutdownError>(shutdown)->failures().size(), 1);
        gate.open();
        shop.settle();
        QCOMPARE(shop.workers->shutdownCount, 1);
    }

    void aComponentThatIsDestroyedInItsGraceFailsOnce() // R17, R19
    {
        Gate gate;
        TimedShop shop;
        shop.workers->setupHook = once(gate);
        const QFuture<void> setup = shop.conductor.setup();
        shop.pass(setupTimeout);
        delete shop.workers;
        shop.settle();
        QVERIFY(setup.isFinished());
        QCOMPARE(errorOf<SetupError>(setup)->failures().size(), 1);
        gate.open();
    }

    void aRestartGoesOnWithoutWhatHasTimedOut() // R17, R37
    {
        Gate gate;
        TimedShop shop;
        QVERIFY(shop.setUp());
        shop.workers->setupHook = once(gate);
        const QFuture<void> restart = shop.conductor.restart(shop.db);
        shop.pass(setupTimeout);
        QVERIFY(shop.api->isActive());
        QVERIFY(!restart.isFinished());
        gate.open();
        shop.settle();
        QVERIFY(restart.isFinished());
        QCOMPARE(errorOf<SetupError>(restart)->failures().first().message, u"timed out after 5000 ms"_s);
        QCOMPARE(shop.workers->shutdownCount, 2);
        QCOMPARE(shop.workers->state(), Component::State::Failed);
        QVERIFY(shop.db->isActive());
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
    }

    void aRestartShutsDownWhatTimesOutWhileItStops() // R17, R37
    {
        Gate opening;
        Gate closing;
        Gate connecting;
        TimedShop shop;
        shop.db->setupHook = once(opening);
        shop.db->shutdownHook = once(closing);
        shop.queue->setupHook = once(connecting);
        shop.conductor.start(shop.api);
        shop.pass(setupTimeout - 1000);
        const QFuture<void> restart = shop.conductor.restart(shop.db); // it needs the queue for the api
        shop.settle();
        opening.promise.finish();
        shop.pass(1000);
        QVERIFY(closing.isEntered);
        QCOMPARE(shop.queue->state(), Component::State::Failed);
        connecting.open(); // in its grace
        shop.settle();
        closing.open();
        shop.settle();
        QVERIFY(restart.isFinished());
        QCOMPARE(shop.queue->shutdownCount, 1);
        QVERIFY(shop.db->isActive());
        QVERIFY(!shop.api->isActive());
    }

    // R17: shutdownLimit bounds all that hangs together: what is in flight then is given up, and what is due is called once.
    void theShutdownLimitBoundsAWholeShutdown()
    {
        Gate gates[3];
        TimedShop shop;
        shop.conductor.setShutdownLimit(1000);
        QCOMPARE(shop.conductor.shutdownLimit(), 1000);
        QVERIFY(shop.setUp());
        shop.workers->shutdownHook = once(gates[0]);
        shop.db->shutdownHook = once(gates[1]);
        shop.queue->shutdownHook = once(gates[2]);
        const QFuture<void> shutdown = shop.conductor.shutdown();
        shop.pass(999);
        QVERIFY(!shutdown.isFinished());
        QCOMPARE(shop.db->shutdownCount, 0);
        shop.pass(1);
        QVERIFY(shutdown.isFinished());
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        const QList<Failure> failures = errorOf<ShutdownError>(shutdown)->failures();
        QCOMPARE(failures.size(), 3);
        for (const Failure &failure : failures)
            QCOMPARE(failure.message, u"given up after the shutdown limit of 1000 ms"_s);
        QCOMPARE(shop.cache->state(), Component::State::Inactive); // its hook has ended when it returned
        for (Gate &gate : gates) {
            QVERIFY(gate.isAskedToCancel());
            gate.open();
        }
        shop.settle();
        QVERIFY(shop.setUp()); // the limit holds for one shutdown
        QVERIFY(shutsDown(shop.conductor));
    }

    void theShutdownLimitBoundsARollBack() // R15, R17
    {
        Gate binding;
        Gate hanging;
        Gate closing;
        TimedShop shop;
        shop.conductor.setSetupTimeout(0);
        shop.conductor.setShutdownTimeout(0);
        shop.conductor.setShutdownLimit(1000);
        shop.api->setupHook = once(binding);
        shop.workers->setupHook = once(hanging);
        shop.db->shutdownHook = once(closing);
        const QFuture<void> setup = shop.conductor.setup();
        shop.settle();
        binding.fail(u"no port"_s);
        shop.pass(999);
        QVERIFY(!setup.isFinished());
        shop.pass(1);
        QVERIFY(setup.isFinished());
        QCOMPARE(errorOf<SetupError>(setup)->failures().size(), 3);
        QCOMPARE(shop.conductor.state(), Conductor::State::Failed);
        hanging.open();
        shop.settle();
        QCOMPARE(shop.workers->shutdownCount, 1);
        closing.open();
    }

    void theShutdownLimitBoundsTheDestructor() // R17, R20
    {
        Gate gates[2];
        QPointer<Component> db;
        {
            ShopTest shop; // in real time
            db = shop.db;
            shop.conductor.setShutdownTimeout(0);
            shop.conductor.setShutdownLimit(std::chrono::milliseconds(20));
            QVERIFY(shop.setUp());
            shop.workers->shutdownHook = once(gates[0]);
            shop.db->shutdownHook = once(gates[1]);
        }
        QVERIFY(gates[1].isEntered);
        QVERIFY(db);
        for (Gate &gate : gates)
            gate.open();
        QTRY_VERIFY(!db);
    }

    void aConductorIsToldOfItsNewLimit() // R17
    {
        Conductor conductor;
        QSignalSpy changed(&conductor, &Conductor::shutdownLimitChanged);
        QCOMPARE(conductor.shutdownLimit(), 0);
        conductor.setShutdownLimit(500);
        conductor.setShutdownLimit(500);
        QCOMPARE(changed.count(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_Grace)
#include "tst_grace.moc"
