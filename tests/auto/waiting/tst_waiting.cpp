// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "shop.h"

#include <QtCore/qpointer.h>

#include <functional>
#include <thread>

using namespace QConductor;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 60s; // the machine may be busy

// A call whose future a hook of the database returns.
using Call = std::function<QFuture<void>(ShopTest &)>;

QString waitsForItself()
{
    return QStringLiteral(
            "its hook would wait for itself: it has returned a future of its own conductor that waits for the hook");
}

void addCalls()
{
    QTest::addColumn<Call>("call");
    QTest::newRow("setup()") << Call([](ShopTest &shop) { return shop.conductor.setup(); });
    QTest::newRow("shutdown()") << Call([](ShopTest &shop) { return shop.conductor.shutdown(); });
    QTest::newRow("start() of itself") << Call([](ShopTest &shop) { return shop.conductor.start(shop.db); });
    QTest::newRow("restart() of itself") << Call([](ShopTest &shop) { return shop.conductor.restart(shop.db); });
    QTest::newRow("stop() of itself") << Call([](ShopTest &shop) { return shop.conductor.stop(shop.db); });
    QTest::newRow("start() of a dependent") << Call([](ShopTest &shop) { return shop.conductor.start(shop.api); });
    QTest::newRow("restart() of a dependent") << Call([](ShopTest &shop) { return shop.conductor.restart(shop.api); });
    QTest::newRow("a copy") << Call([](ShopTest &shop) {
        const QFuture<void> future = shop.conductor.restart(shop.db);
        return QFuture<void>(future);
    });
}

} // namespace

Q_DECLARE_METATYPE(Call)

class tst_Waiting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itWaitsForTheShutdown() // R57
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        QTimer release;
        Gate gate;
        shop.db->shutdownHook = gate.hook();
        connect(&release, &QTimer::timeout, this, [&] {
            if (gate.isEntered && !gate.promise.future().isFinished())
                gate.open();
        });
        release.start(0);
        QVERIFY(shop.conductor.shutdownAndWait(patience));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QVERIFY(shop.conductor.shutdownAndWait(0ms)); // nothing is up
    }

    void itWaitsWithoutALimit() // R57
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        QVERIFY(shop.conductor.shutdownAndWait(-1ms));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void itReturnsWhenTheLimitHasPassed() // R57
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        Gate gate;
        shop.cache->shutdownHook = gate.hook();
        QVERIFY(!shop.conductor.shutdownAndWait(20ms));
        QCOMPARE(shop.conductor.state(), Conductor::State::ShuttingDown);
        QTRY_VERIFY(gate.isEntered);
        gate.open();
        QTRY_COMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void aComponentThatFailsIsDown() // R57, R18
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.db->shutdownHook = failing(QStringLiteral("no disk"));
        QVERIFY(shop.conductor.shutdownAndWait(patience));
        QCOMPARE(shop.conductor.failures().size(), 1);
    }

    void aSetupIsCanceled() // R57, R16
    {
        ShopTest shop;
        Gate gate;
        shop.db->setupHook = gate.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        connect(&shop.conductor, &Conductor::stateChanged, this, [&] { gate.open(); });
        QVERIFY(shop.conductor.shutdownAndWait(patience));
        QVERIFY(setup.isCanceled());
    }

    void aSlotMayWait() // R57, R21
    {
        ShopTest shop;
        std::optional<bool> result;
        connect(&shop.conductor, &Conductor::activated, this,
                [&] { result = shop.conductor.shutdownAndWait(patience); });
        QVERIFY(finishes(shop.conductor.setup()));
        QCOMPARE(result, std::optional(true));
    }

    void aHookWaitsInVain() // R57, R21
    {
        ShopTest shop;
        std::optional<bool> result;
        shop.db->setupHook = calling([&] { result = shop.conductor.shutdownAndWait(20ms); });
        QVERIFY(finishes(shop.conductor.setup()));
        QCOMPARE(result, std::optional(false));
        QTRY_COMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void theConductorMayBeDestroyedMeanwhile() // R57, R21
    {
        Shop::Cache cache;
        auto *conductor = new Conductor;
        conductor->add(&cache);
        QVERIFY(setsUp(*conductor));
        cache.shutdownHook = calling([&] { conductor->deleteLater(); });
        const QPointer<Conductor> pointer = conductor;
        QVERIFY(conductor->shutdownAndWait(patience));
        QTRY_VERIFY(!pointer);
    }

    void anotherThreadDoesNotWait() // R57, R22
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        bool isDown = true;
        const QRegularExpression warning(QStringLiteral("shutdownAndWait\\(\\) was called from another thread"));
        QTest::ignoreMessage(QtWarningMsg, warning);
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("clear\\(\\) was called from another thread")));
        std::thread([&] {
            isDown = shop.conductor.shutdownAndWait(0ms);
            shop.conductor.clear();
        }).join();
        QVERIFY(!isDown);
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QCOMPARE(shop.conductor.components().size(), 5);
    }

    void clearingDestroysWhatIsOwned() // R57, R20
    {
        QStringList destroyed;
        Probe own;
        ShopTest shop;
        own.setObjectName(QStringLiteral("own"));
        shop.conductor.add(&own);
        QVERIFY(shop.setUp());
        noteDestruction(shop.conductor, this, &destroyed);
        journal.clear();
        shop.conductor.clear();
        QCOMPARE(journal.size(), 6);
        QCOMPARE(destroyed.size(), 5); // dependents first
        QVERIFY(destroyed.indexOf(QStringLiteral("Shop::WebApi"))
                < destroyed.indexOf(QStringLiteral("Shop::Database")));
        QVERIFY(shop.conductor.components().isEmpty());
        QVERIFY(shop.conductor.layers().isEmpty());
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        QCOMPARE(own.state(), Component::State::Inactive);
        QVERIFY(!own.conductor());
    }

    void aClearedConductorIsLikeANewOne() // R57
    {
        Conductor conductor;
        conductor.setSetupTimeout(12345);
        conductor.setShutdownOnFailure(true);
        conductor.provide<Shop::Database>([] {
            auto *database = new Shop::Database;
            database->setObjectName(QStringLiteral("provided"));
            return database;
        });
        const auto *api = conductor.add<Shop::WebApi>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->db->objectName(), QStringLiteral("provided"));
        for (int round = 0; round < 3; ++round) {
            conductor.clear();
            QCOMPARE(conductor.setupTimeout(), 12345);
            QVERIFY(conductor.shutdownOnFailure());
            api = conductor.add<Shop::WebApi>();
            QVERIFY(setsUp(conductor));
            QCOMPARE(conductor.components().size(), 3);
            QCOMPARE(api->db->objectName(), QString());
        }
    }

    void clearingDestroysWhatWasTriedOut() // R57
    {
        QPointer<Shop::Database> database;
        Conductor conductor;
        conductor.provide<Shop::Database>([&] {
            database = new Shop::Database;
            return database.data();
        });
        conductor.add<Shop::WebApi>();
        QVERIFY(conductor.validate(nullptr));
        QVERIFY(database);
        conductor.clear();
        QVERIFY(!database);
    }

    void clearingForgetsAFailure() // R57
    {
        QList<Conductor::State> states;
        ShopTest shop;
        shop.db->setupHook = failing(QStringLiteral("no disk"));
        QVERIFY(finishes(shop.conductor.setup()));
        connect(&shop.conductor, &Conductor::stateChanged, this, [&](Conductor::State state) { states += state; });
        shop.conductor.clear();
        QCOMPARE(states, QList { Conductor::State::Inactive });
        QCOMPARE(shop.conductor.errorString(), QString());
        QVERIFY(shop.conductor.failures().isEmpty());
        QVERIFY(finishes(shop.conductor.setup()));
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
    }

    void aHookMayClear_data()
    {
        QTest::addColumn<bool>("isSetup");
        QTest::newRow("setup") << true;
        QTest::newRow("shutdown") << false;
    }
    void aHookMayClear() // R57, R21
    {
        QFETCH(bool, isSetup);
        ShopTest shop;
        const QPointer<Shop::Database> db = shop.db;
        (isSetup ? shop.db->setupHook : shop.db->shutdownHook) = calling([&] { shop.conductor.clear(); });
        QVERIFY(finishes(shop.conductor.setup()));
        QVERIFY(finishes(shop.conductor.shutdown()));
        QTRY_VERIFY(!db);
        QVERIFY(shop.conductor.components().isEmpty());
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        shop.conductor.add<Shop::WebApi>();
        QVERIFY(setsUp(shop.conductor));
    }

    void clearingMayClear() // R57, R21
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        Component *added = nullptr;
        shop.db->shutdownHook = calling([&] {
            shop.conductor.clear();
            added = shop.conductor.add<Shop::WebApi>();
        });
        shop.conductor.clear();
        QCOMPARE(shop.conductor.components(), QList<Component *> { added });
        QVERIFY(setsUp(shop.conductor));
    }

    void aSlotMayClear_data()
    {
        QTest::addColumn<Conductor::State>("state");
        QTest::newRow("setting up") << Conductor::State::SettingUp;
        QTest::newRow("active") << Conductor::State::Active;
        QTest::newRow("shutting down") << Conductor::State::ShuttingDown;
        QTest::newRow("inactive") << Conductor::State::Inactive;
    }
    void aSlotMayClear() // R57, R21
    {
        QFETCH(Conductor::State, state);
        bool isFirst = true;
        ShopTest shop;
        connect(&shop.conductor, &Conductor::stateChanged, this, [&](Conductor::State now) {
            if (now == state && std::exchange(isFirst, false))
                shop.conductor.clear();
        });
        QVERIFY(finishes(shop.conductor.setup()));
        QVERIFY(finishes(shop.conductor.shutdown()));
        QVERIFY(!isFirst);
        QVERIFY(shop.conductor.components().isEmpty());
        shop.conductor.add<Shop::WebApi>();
        QVERIFY(setsUp(shop.conductor));
    }

    void aSlotMayClearAndSetUpSomethingElse() // R57, R24: what is set up then goes on in the event loop of a hook
    {
        ShopTest shop;
        Probe waiting;
        Probe other;
        bool wasOtherActive = false;
        waiting.setupHook = [&] {
            wasOtherActive = QTest::qWaitFor([&] { return other.isActive(); });
            return Component::done();
        };
        QFuture<void> setup;
        connect(&shop.conductor, &Conductor::deactivated, this, [&] {
            shop.conductor.disconnect(this);
            shop.conductor.clear();
            shop.conductor.add(&waiting);
            shop.conductor.add(&other);
            setup = shop.conductor.setup();
        });
        QVERIFY(shop.setUp());
        QVERIFY(finishes(shop.conductor.shutdown()));
        QVERIFY(finishes(setup));
        QVERIFY(waiting.isActive() && wasOtherActive);
        shop.conductor.clear();
    }

    void aSlotMayClearWhileTheConductorIsDestroyed() // R57, R21
    {
        Probe probe;
        Probe added;
        bool hasCleared = false;
        {
            Conductor conductor;
            conductor.add(&probe);
            QVERIFY(setsUp(conductor));
            connect(&conductor, &Conductor::deactivated, this, [&] {
                conductor.clear();
                conductor.add(&added);
                hasCleared = true;
            });
        }
        QVERIFY(hasCleared);
        QVERIFY(!added.conductor());
    }

    void aConstructorMayClear() // R57, R21
    {
        ShopTest shop;
        shop.conductor.clear();
        shop.conductor.provide<Shop::Database>([&] {
            shop.conductor.clear();
            return new Shop::Database;
        });
        shop.conductor.add<Shop::WebApi>();
        QVERIFY(finishes(shop.conductor.setup()));
        QVERIFY(shop.conductor.components().isEmpty());
        shop.conductor.add<Shop::WebApi>();
        QVERIFY(setsUp(shop.conductor));
    }

    void aComponentWhoseHookStillRunsIsDestroyedLater() // R57, R17
    {
        ShopTest shop;
        const QPointer<Shop::Cache> cache = shop.cache;
        QVERIFY(shop.setUp());
        Gate gate;
        shop.cache->shutdownHook = gate.hook();
        shop.cache->setShutdownTimeout(10);
        shop.conductor.clear();
        QVERIFY(cache);
        QVERIFY(!cache->conductor());
        shop.conductor.add<Shop::WebApi>();
        QVERIFY(setsUp(shop.conductor));
        gate.open();
        QTRY_VERIFY(!cache);
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QVERIFY(shutsDown(shop.conductor));
    }

    void theConductorMayBeDestroyedWhileItIsCleared() // R57, R21
    {
        Shop::Cache cache;
        auto *conductor = new Conductor;
        conductor->add(&cache);
        QVERIFY(setsUp(*conductor));
        cache.shutdownHook = calling([&] { conductor->deleteLater(); });
        const QPointer<Conductor> pointer = conductor;
        conductor->clear();
        QTRY_VERIFY(!pointer);
        QVERIFY(!cache.conductor());
    }

    void noSetupBeginsMeanwhile() // R57
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        QFuture<void> setup;
        shop.db->shutdownHook = calling([&] { setup = shop.conductor.setup(); });
        shop.conductor.clear();
        const auto error = errorOf<Error>(setup);
        QVERIFY(error);
        QCOMPARE(error->message(), QStringLiteral("setup() of a conductor that is being destroyed or cleared"));
    }

    void aSetupHookThatWaitsForItselfIsRefused_data() { addCalls(); }
    void aSetupHookThatWaitsForItselfIsRefused() // R57
    {
        QFETCH(Call, call);
        bool isFirst = true;
        QStringList messages;
        ShopTest shop;
        shop.db->setupHook = [&] { return std::exchange(isFirst, false) ? call(shop) : Component::done(); };
        connect(shop.db, &Component::stateChanged, this, [&] { messages += shop.db->errorString(); });
        QVERIFY(finishes(shop.conductor.setup()));
        QTRY_VERIFY(messages.contains(waitsForItself()));
        QTRY_VERIFY(shop.conductor.state() != Conductor::State::SettingUp
                    && shop.conductor.state() != Conductor::State::ShuttingDown);
        QVERIFY(shop.conductor.shutdownAndWait(patience));
    }

    void aShutdownHookThatWaitsForItselfIsRefused_data() { addCalls(); }
    void aShutdownHookThatWaitsForItselfIsRefused() // R57
    {
        QFETCH(Call, call);
        ShopTest shop;
        QVERIFY(shop.setUp());
        bool isFirst = true;
        bool isRefused = false;
        bool waits = false;
        QFuture<void> returned;
        shop.db->shutdownHook = [&] {
            if (!std::exchange(isFirst, false))
                return Component::done();
            returned = call(shop);
            waits = !returned.isFinished(); // there may be nothing left to stop or to restart
            return returned;
        };
        connect(shop.db, &Component::stateChanged, this,
                [&] { isRefused = isRefused || shop.db->errorString() == waitsForItself(); });
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QVERIFY(finishes(shutdown));
        QVERIFY(finishes(returned));
        QCOMPARE(isRefused, waits);
        QVERIFY(shop.conductor.shutdownAndWait(patience));
    }

    void aHookMayWaitForWhatDoesNotWaitForIt() // R57
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        QVERIFY(finishes(shop.conductor.stop(shop.cache)));
        QVERIFY(finishes(shop.conductor.stop(shop.queue)));
        shop.queue->setupHook = [&] { return shop.conductor.start(shop.cache); };
        QVERIFY(finishes(shop.conductor.start(shop.queue)));
        QVERIFY(shop.cache->isActive());
        QVERIFY(shop.queue->isActive());
    }

    void aDeferredComponentMayWaitForWhatItAdds() // R57, R43
    {
        Shop::Cache added;
        Probe deferred;
        Conductor conductor;
        deferred.setStartMode(Component::StartMode::Deferred);
        deferred.setupHook = [&] { return conductor.start(&added); };
        conductor.add(&deferred);
        QVERIFY(setsUp(conductor));
        QTRY_VERIFY(deferred.isActive());
        QVERIFY(added.isActive());
    }

    void aHookMayWaitForAnotherConductor() // R57, R1
    {
        ShopTest shop;
        ShopTest other;
        shop.db->setupHook = [&] { return other.conductor.setup(); };
        QVERIFY(shop.setUp());
        QCOMPARE(other.conductor.state(), Conductor::State::Active);
    }
};

QTEST_GUILESS_MAIN(tst_Waiting)
#include "tst_waiting.moc"
