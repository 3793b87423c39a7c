// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "busy.h"
#include "shop.h"

#include <QtCore/qpointer.h>

#include <functional>

using namespace QConductor;

namespace {

constexpr int brief = 30;       // Timeout in ms that passes in a test.
constexpr int unhurried = 1000; // The same, but counted by the coarse clock.
constexpr int slack = 20;       // ms by which the coarse clock may be wrong at most.

QString timedOut(int milliseconds)
{
    return QStringLiteral("timed out after %1 ms").arg(milliseconds);
}

// What a hook returns, how a shop comes to a hook of its database that has timed out, and how that hook then ends.
using Return = std::function<QFuture<void>(Gate &)>;
using LetHang = std::function<void(ShopTest &, Gate &)>;
using End = std::function<void(Gate &)>;

} // namespace

class tst_Timeout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHungSetupFails_data()
    {
        QTest::addColumn<int>("own");
        QTest::addColumn<int>("conductors");
        QTest::newRow("its own timeout") << brief << 0;
        QTest::newRow("its own, shorter than the conductor's") << brief << 60000;
        QTest::newRow("its own, longer than the conductor's") << brief << 1;
        QTest::newRow("the conductor's") << -1 << brief;
    }
    void aHungSetupFails() // R17
    {
        QFETCH(int, own);
        QFETCH(int, conductors);
        ShopTest shop;
        Gate gate;
        shop.conductor.setSetupTimeout(conductors);
        for (Component *other : shop.conductor.components())
            other->setSetupTimeout(0);
        shop.db->setSetupTimeout(own);
        shop.db->setupHook = gate.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QCOMPARE(errorOf<SetupError>(setup)->failures().first().message, timedOut(brief));
        QVERIFY(gate.isAskedToCancel());
        QCOMPARE(shop.db->shutdownCount, 0);
        QCOMPARE(shop.cache->shutdownCount, 1);
        gate.open();
    }

    void aHungShutdownFails_data()
    {
        QTest::addColumn<int>("own");
        QTest::addColumn<int>("conductors");
        QTest::newRow("its own timeout") << brief << 0;
        QTest::newRow("the conductor's") << -1 << brief;
        QTest::newRow("its own, a long one") << unhurried << 0;
    }
    void aHungShutdownFails() // R17, R18
    {
        QFETCH(int, own);
        QFETCH(int, conductors);
        ShopTest shop;
        Gate gate;
        QVERIFY(shop.setUp());
        shop.conductor.setShutdownTimeout(conductors);
        for (Component *other : shop.conductor.components())
            other->setShutdownTimeout(0);
        shop.api->setShutdownTimeout(own);
        shop.api->shutdownHook = gate.hook();
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QVERIFY(finishes(shutdown));
        QVERIFY(errorOf<ShutdownError>(shutdown));
        QCOMPARE(errorOf<ShutdownError>(shutdown)->failures().first().message, timedOut(own > 0 ? own : conductors));
        QVERIFY(gate.isAskedToCancel());
        QCOMPARE(shop.api->state(), Component::State::Failed);
        QCOMPARE(shop.db->shutdownCount, 1);
        gate.open();
    }

    void withoutATimeoutItTakesItsTime_data()
    {
        QTest::addColumn<int>("own");
        QTest::addColumn<int>("conductors");
        QTest::newRow("none of its own, whatever the conductor's is") << 0 << 1;
        QTest::newRow("none at all") << -1 << 0;
    }
    void withoutATimeoutItTakesItsTime() // R17
    {
        QFETCH(int, own);
        QFETCH(int, conductors);
        ShopTest shop;
        Gate slow;
        Gate timed;
        for (Component *other : shop.conductor.components())
            other->setSetupTimeout(0);
        shop.conductor.setSetupTimeout(conductors);
        shop.db->setSetupTimeout(own);
        shop.db->setupHook = slow.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(slow.isEntered);

        ShopTest clock; // The timeout of another conductor passes meanwhile.
        clock.cache->setupHook = timed.hook();
        clock.cache->setSetupTimeout(brief);
        QVERIFY(!clock.setUp());
        QVERIFY(!setup.isFinished() && !slow.isAskedToCancel());
        slow.open();
        timed.open();
        QVERIFY(finishes(setup));
        QVERIFY(shop.api->isActive());
    }

    void aSynchronousHookThatTakesTooLongFails_data()
    {
        QTest::addColumn<int>("timeout");
        QTest::addColumn<Return>("returned");
        const Return finished = [](Gate &) { return Component::done(); };
        const Return pending = [](Gate &gate) { return gate.enter(); };
        QTest::newRow("and returns a finished future") << 5 << finished;
        QTest::newRow("and returns a pending future") << 5 << pending;
        QTest::newRow("a long time, and returns a finished future") << unhurried << finished;
        QTest::newRow("a long time, and returns a pending future") << unhurried << pending;
    }
    void aSynchronousHookThatTakesTooLongFails() // R17
    {
        QFETCH(int, timeout);
        QFETCH(Return, returned);
        ShopTest shop;
        Gate gate;
        shop.db->setSetupTimeout(timeout);
        shop.db->setupHook = [&] {
            keepBusy(timeout < unhurried ? timeout + 1 : timeout + slack);
            return returned(gate);
        };
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(errorOf<SetupError>(setup)->failures().first().message, timedOut(timeout));
        QCOMPARE(shop.db->shutdownCount, gate.isEntered ? 0 : 1); // what it has begun is shut down
        QCOMPARE(shop.db->state(), Component::State::Failed);
        QCOMPARE(gate.isAskedToCancel(), gate.isEntered);
        gate.promise.finish();
    }

    void whatSlotsTakeBeforeAHookIsNotItsTime_data()
    {
        QTest::addColumn<int>("timeout");
        QTest::newRow("a short timeout") << brief;
        QTest::newRow("a long one") << unhurried;
    }
    void whatSlotsTakeBeforeAHookIsNotItsTime() // R17
    {
        QFETCH(int, timeout);
        ShopTest shop;
        shop.db->setSetupTimeout(timeout);
        QObject::connect(shop.db, &Component::stateChanged, this, [timeout](Component::State state) {
            if (state == Component::State::SettingUp)
                keepBusy(timeout + slack);
        });
        QVERIFY(shop.setUp());
    }

    void whatASlotTakesAfterAnEventLoopIsNotItsTime() // R17: also if another hook has ended in that event loop
    {
        ShopTest shop;
        shop.conductor.setSetupTimeout(unhurried);
        QObject::connect(shop.cache, &Component::stateChanged, this, [&shop](Component::State state) {
            if (state != Component::State::SettingUp)
                return;
            while (!shop.queue->isActive())
                QCoreApplication::processEvents();
            keepBusy(unhurried + slack);
        });
        QVERIFY(shop.setUp());
    }

    void whatSlotsTakeAfterTheHookOfAnotherIsNotItsTime() // R17
    {
        ShopTest shop;
        shop.conductor.setSetupTimeout(unhurried);
        shop.conductor.setShutdownTimeout(unhurried);
        const auto beBusyWhen = [this](Component *component, Component::State state) {
            QObject::connect(component, &Component::stateChanged, this, [state](Component::State now) {
                if (now == state)
                    keepBusy(unhurried + slack);
            });
        };
        beBusyWhen(shop.db, Component::State::Active); // before the hooks of the others
        beBusyWhen(shop.api, Component::State::Inactive);
        QVERIFY(shop.setUp());
        QVERIFY(finishes(shop.conductor.shutdown()));
        QCOMPARE(shop.conductor.errorString(), QString());
    }

    void anErrorIsToldRatherThanTheTimeout() // R1, R17
    {
        ShopTest shop;
        shop.db->setSetupTimeout(5);
        shop.db->setupHook = [] {
            keepBusy(6);
            return Component::failed(QStringLiteral("no disk"));
        };
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(errorOf<SetupError>(setup)->failures().first().message, QStringLiteral("no disk"));
    }

    void noSecondHookWhileTheFirstRuns_data()
    {
        QTest::addColumn<LetHang>("letHang");
        QTest::addColumn<End>("end");
        const LetHang setup = [](ShopTest &shop, Gate &gate) {
            shop.db->setSetupTimeout(brief);
            shop.db->setupHook = gate.hook();
            QVERIFY(!shop.setUp());
        };
        const LetHang shutdown = [](ShopTest &shop, Gate &gate) {
            shop.db->setShutdownTimeout(brief);
            shop.db->shutdownHook = gate.hook();
            QVERIFY(shop.setUp());
            QVERIFY(finishes(shop.conductor.shutdown()));
        };
        const End well = [](Gate &gate) { gate.open(); };
        const End badly = [](Gate &gate) { gate.fail(QStringLiteral("too late")); };
        QTest::newRow("setup, ends well") << setup << well;
        QTest::newRow("setup, ends badly") << setup << badly;
        QTest::newRow("shutdown, ends well") << shutdown << well;
        QTest::newRow("shutdown, ends badly") << shutdown << badly;
    }
    void noSecondHookWhileTheFirstRuns() // R17: The next setup waits until the hook that nobody waits for has ended.
    {
        QFETCH(LetHang, letHang);
        QFETCH(End, end);
        ShopTest shop;
        Gate gate;
        letHang(shop, gate);
        QCOMPARE(shop.db->state(), Component::State::Failed);
        const int setups = shop.db->setupCount;
        shop.db->setupHook = shop.db->shutdownHook = {};
        shop.db->setSetupTimeout(0);
        shop.db->setShutdownTimeout(0);

        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(shop.cache->isActive() && shop.queue->isActive());
        QCOMPARE(shop.db->setupCount, setups);
        QCOMPARE(shop.db->state(), Component::State::Waiting);
        end(gate);
        QVERIFY(finishes(setup));
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QCOMPARE(shop.db->setupCount, setups + 1);
    }

    void theWaitForAnEarlierHookHasATimeoutToo() // R17
    {
        ShopTest shop;
        Gate gate;
        shop.db->setSetupTimeout(brief);
        shop.db->setupHook = gate.hook();
        QVERIFY(!shop.setUp());
        const QFuture<void> again = shop.conductor.setup();
        QVERIFY(finishes(again));
        QCOMPARE(errorOf<SetupError>(again)->failures().first().message, timedOut(brief) + QStringLiteral(": its earlier hook still runs"));
        QCOMPARE(shop.db->setupCount, 1);
        gate.open();
    }

    void aSetupThatWaitsForAnEarlierHookCanBeCanceled() // R16, R17
    {
        ShopTest shop;
        Gate gate;
        shop.db->setSetupTimeout(brief);
        shop.db->setupHook = gate.hook();
        QVERIFY(!shop.setUp());
        shop.db->setSetupTimeout(0);
        QFuture<void> again = shop.conductor.setup();
        QTRY_VERIFY(shop.cache->isActive() && shop.queue->isActive());
        again.cancel();
        QVERIFY(finishes(again));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(shop.db->setupCount, 1);
        gate.open();
    }

    void whatIsAskedToCancelHasTheShorterOfItsTimes_data()
    {
        QTest::addColumn<int>("setupTimeout");
        QTest::addColumn<int>("shutdownTimeout");
        QTest::newRow("the rest of setup's") << brief << 60000;
        QTest::newRow("shutdown's") << 60000 << brief;
    }
    void whatIsAskedToCancelHasTheShorterOfItsTimes() // R15, R17
    {
        QFETCH(int, setupTimeout);
        QFETCH(int, shutdownTimeout);
        ShopTest shop;
        Gate gate;
        shop.db->setSetupTimeout(setupTimeout);
        shop.db->setShutdownTimeout(shutdownTimeout);
        shop.db->setupHook = gate.hook();
        shop.queue->setupHook = failing(QStringLiteral("broken"));
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        const auto failures = errorOf<SetupError>(setup)->failures();
        QCOMPARE(failures.size(), 2);
        QCOMPARE(failures.at(1).message, timedOut(brief));
        gate.open();
    }

    void severalHungAtOnceAllEnd_data() { addSchedulings(); }
    void severalHungAtOnceAllEnd() // R17, R18
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        QVERIFY(shop.setUp());
        Gate gates[2];
        shop.conductor.setShutdownTimeout(brief);
        shop.api->shutdownHook = gates[0].hook();
        shop.workers->shutdownHook = gates[1].hook();
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QVERIFY(finishes(shutdown));
        QCOMPARE(errorOf<ShutdownError>(shutdown)->failures().size(), 2);
        QCOMPARE(shop.db->shutdownCount, 1);
        gates[0].open();
        gates[1].open();
    }

    void aComponentOutlivesItsConductorWhileItsHookRuns_data()
    {
        QTest::addColumn<bool>("inShutdown");
        QTest::newRow("of setup") << false;
        QTest::newRow("of shutdown") << true;
    }
    void aComponentOutlivesItsConductorWhileItsHookRuns() // R17, R9
    {
        QFETCH(bool, inShutdown);
        Gate gate;
        QPointer<Component> api;
        QPointer<Component> db;
        QPointer<Component> cache;
        {
            ShopTest shop;
            api = shop.api;
            db = shop.db;
            cache = shop.cache;
            shop.api->setSetupTimeout(brief);
            shop.api->setShutdownTimeout(brief);
            (inShutdown ? shop.api->shutdownHook : shop.api->setupHook) = gate.hook();
            QCOMPARE(shop.setUp(), inShutdown);
        }
        QVERIFY(api);
        QVERIFY(db); // The api needs the database.
        QVERIFY(!cache);
        QVERIFY(!api->conductor());
        gate.open();
        QTRY_VERIFY(!api && !db);
    }
};

QTEST_GUILESS_MAIN(tst_Timeout)
#include "tst_timeout.moc"
