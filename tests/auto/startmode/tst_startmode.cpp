// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "shop.h"

#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

class tst_StartMode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isAutomaticByDefault() // R43
    {
        Component component;
        QSignalSpy changed(&component, &Component::startModeChanged);
        QCOMPARE(component.startMode(), Component::StartMode::Automatic);
        component.setStartMode(Component::StartMode::Deferred);
        component.setStartMode(Component::StartMode::Deferred);
        QCOMPARE(changed.count(), 1);
    }

    void whatIsDeferredBeginsWhenTheEventLoopIsIdle_data() { addSchedulings(); }
    void whatIsDeferredBeginsWhenTheEventLoopIsIdle() // R13, R43
    {
        QFETCH(Conductor::Scheduling, scheduling);
        Gate gate;
        ShopTest shop(scheduling);
        shop.cache->setStartMode(Component::StartMode::Deferred);
        shop.workers->setStartMode(Component::StartMode::Deferred);
        shop.workers->setupHook = once(gate);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        QStringList seen;
        connect(&shop.conductor, &Conductor::activated, this, [&] {
            seen += u"activated"_s;
            QMetaObject::invokeMethod(this, [&] { seen += u"event"_s; }, Qt::QueuedConnection);
        });
        shop.cache->setupHook = calling([&] { seen += u"cache"_s; });
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(setup.progressMaximum(), 300);
        QVERIFY(shop.api->isActive());
        QCOMPARE(shop.conductor.progress(), 1.0);
        QTRY_VERIFY(gate.isEntered && shop.cache->isActive());
        QCOMPARE(seen, QStringList({ u"activated"_s, u"event"_s, u"cache"_s }));
        QCOMPARE(settled.count(), 0);
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        gate.open();
        QTRY_COMPARE(settled.count(), 1);
        QVERIFY(shop.workers->isActive());
        QVERIFY(shutsDown(shop.conductor));
        QCOMPARE(shop.workers->shutdownCount, 1);
        QVERIFY(shop.setUp());
        QTRY_COMPARE(settled.count(), 2);
    }

    void withoutDeferredOnesASetupSettlesAtOnce() // R43
    {
        ShopTest shop;
        QStringList seen;
        connect(&shop.conductor, &Conductor::activated, this, [&] { seen += u"activated"_s; });
        connect(&shop.conductor, &Conductor::settled, this, [&] { seen += u"settled"_s; });
        QVERIFY(shop.setUp());
        QVERIFY(finishes(shop.conductor.setup())); // on an active conductor
        QCOMPARE(seen, QStringList({ u"activated"_s, u"settled"_s }));
    }

    void whatIsRequiredBeginsWhateverItsModeIs() // R43
    {
        ShopTest shop;
        shop.db->setStartMode(Component::StartMode::OnDemand);
        shop.queue->setStartMode(Component::StartMode::Deferred);
        QVERIFY(shop.setUp());
        QVERIFY(shop.db->isActive() && shop.queue->isActive() && shop.api->isActive());
    }

    void whatIsOnDemandBeginsByStartAlone() // R12, R36, R43
    {
        ShopTest shop;
        shop.workers->setStartMode(Component::StartMode::OnDemand);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        QVERIFY(shop.setUp());
        QTRY_COMPARE(settled.count(), 1);
        QVERIFY(isDown(shop.workers));
        QVERIFY(shop.workers->errorString().isEmpty());
        QVERIFY(finishes(shop.conductor.setup()));
        QVERIFY(isDown(shop.workers));
        QVERIFY(finishes(shop.conductor.start(shop.workers)));
        QVERIFY(shop.workers->isActive());
        QVERIFY(finishes(shop.conductor.setup()));
        QVERIFY(shop.workers->isActive());
        QVERIFY(shutsDown(shop.conductor));
        QCOMPARE(shop.workers->shutdownCount, 1);
    }

    void aStartBeginsNoDeferredOnes() // R43
    {
        ShopTest shop;
        shop.cache->setStartMode(Component::StartMode::Deferred);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        QVERIFY(finishes(shop.conductor.start(shop.db)));
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
        QVERIFY(isDown(shop.cache));
        QCOMPARE(settled.count(), 0);
    }

    void aDeferredOneMayFail() // R43, R44
    {
        ShopTest shop;
        shop.conductor.setShutdownOnFailure(true);
        shop.queue->setStartMode(Component::StartMode::Deferred);
        shop.api->setStartMode(Component::StartMode::Deferred);
        shop.queue->setupHook = failing(u"no broker"_s);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        QSignalSpy failed(&shop.conductor, &Conductor::componentFailed);
        QVERIFY(shop.setUp());
        QTRY_COMPARE(settled.count(), 1);
        QCOMPARE(failed.count(), 1);
        QCOMPARE(failed.first().at(0).value<Component *>(), shop.queue);
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QVERIFY(shop.conductor.isDegraded());
        QVERIFY(isDown(shop.api));
        QVERIFY(shop.api->errorString().contains(u"no broker"_s));
        QVERIFY(shop.workers->isActive());
        QCOMPARE(shop.conductor.failures().size(), 1);
    }

    void aShutdownComesBeforeTheDeferredOnes_data()
    {
        QTest::addColumn<bool>("isOnItsWay");
        QTest::newRow("before they begin") << false;
        QTest::newRow("while one is on its way") << true;
    }
    void aShutdownComesBeforeTheDeferredOnes() // R43
    {
        QFETCH(bool, isOnItsWay);
        Gate gate;
        ShopTest shop;
        shop.cache->setStartMode(Component::StartMode::Deferred);
        shop.cache->setupHook = once(gate);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        if (!isOnItsWay)
            connect(&shop.conductor, &Conductor::activated, &shop.conductor, [&] { shop.conductor.shutdown(); });
        shop.conductor.setup();
        if (isOnItsWay) {
            QTRY_VERIFY(gate.isEntered);
            shop.conductor.shutdown();
            gate.promise.finish();
        }
        QTRY_COMPARE(shop.conductor.state(), Conductor::State::Inactive);
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(settled.count(), 0);
        QCOMPARE(shop.cache->setupCount, isOnItsWay ? 1 : 0);
        QCOMPARE(shop.cache->shutdownCount, isOnItsWay ? 1 : 0);
        disconnect(&shop.conductor, &Conductor::activated, &shop.conductor, nullptr);
        QVERIFY(finishes(shop.conductor.start(shop.db)));
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(settled.count(), 0); // a start doesn't make up for it
        QCOMPARE(shop.cache->setupCount, isOnItsWay ? 1 : 0);
    }

    void aStopKeepsDownWhatHasNotBegun_data()
    {
        QTest::addColumn<bool>("isInSetup");
        QTest::newRow("in the setup") << true;
        QTest::newRow("after the setup") << false;
    }
    void aStopKeepsDownWhatHasNotBegun() // R12, R43
    {
        QFETCH(bool, isInSetup);
        Gate gate;
        ShopTest shop;
        shop.queue->setStartMode(Component::StartMode::Deferred);
        shop.api->setStartMode(Component::StartMode::Deferred); // and requires the queue
        shop.cache->setStartMode(Component::StartMode::Deferred);
        shop.workers->setupHook = once(gate);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        const auto stopQueue = [&] { QVERIFY(shop.conductor.stop(shop.queue).isFinished()); };
        if (!isInSetup)
            connect(&shop.conductor, &Conductor::activated, this, stopQueue);
        shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        if (isInSetup)
            stopQueue();
        gate.open();
        QTRY_COMPARE(settled.count(), 1);
        QVERIFY(shop.cache->isActive());
        QVERIFY(isDown(shop.queue) && isDown(shop.api));
        QVERIFY(finishes(shop.conductor.setup()));
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
        QVERIFY(isDown(shop.queue) && isDown(shop.api));
        QVERIFY(finishes(shop.conductor.start(shop.api)));
        QVERIFY(shop.queue->isActive() && shop.api->isActive());
        disconnect(&shop.conductor, &Conductor::activated, this, nullptr);
        QVERIFY(shutsDown(shop.conductor));
        shop.workers->setupHook = {};
        QVERIFY(finishes(shop.conductor.setup()));
        QTRY_VERIFY(shop.api->isActive()); // the conductor was Inactive meanwhile
    }

    void aStopOfWhatTheyRequireKeepsThemDown() // R12, R43
    {
        ShopTest shop;
        shop.api->setStartMode(Component::StartMode::Deferred);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        connect(&shop.conductor, &Conductor::activated, this, [&] { shop.conductor.stop(shop.queue); });
        shop.conductor.setup();
        QTRY_COMPARE(settled.count(), 1);
        QTRY_VERIFY(isDown(shop.queue) && isDown(shop.api)); // the stop may end after settled()
        QCOMPARE(shop.api->setupCount, 0);
        disconnect(&shop.conductor, &Conductor::activated, this, nullptr);
    }

    void aStopOfOneThatHasFailedLeavesTheConductorDegraded() // R12, R43, R44
    {
        ShopTest shop;
        shop.cache->setStartMode(Component::StartMode::Deferred);
        shop.cache->setupHook = failing(u"no memory"_s);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        QVERIFY(shop.setUp());
        QTRY_COMPARE(settled.count(), 1);
        QVERIFY(shop.conductor.stop(shop.cache).isFinished());
        QCOMPARE(shop.cache->state(), Component::State::Failed);
        QVERIFY(shop.conductor.isDegraded());
        shop.cache->setupHook = {};
        QVERIFY(finishes(shop.conductor.start(shop.cache)));
        QTRY_VERIFY(!shop.conductor.isDegraded());
    }

    void aLaterSetupTriesWhatHasFailed() // R12, R43
    {
        ShopTest shop;
        shop.cache->setStartMode(Component::StartMode::Deferred);
        shop.cache->setupHook = failing(u"no memory"_s);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        QVERIFY(shop.setUp());
        QTRY_COMPARE(settled.count(), 1);
        shop.cache->setupHook = {};
        QVERIFY(finishes(shop.conductor.setup()));
        QTRY_VERIFY(shop.cache->isActive());
    }

    void aDeferredOneDoesNotBeginWithoutWhatItRequires() // R19, R43
    {
        ShopTest shop;
        shop.workers->setStartMode(Component::StartMode::Deferred);
        shop.api->setStartMode(Component::StartMode::OnDemand);
        connect(&shop.conductor, &Conductor::activated, this, [&] { delete shop.db; });
        shop.db->setStartMode(Component::StartMode::Automatic);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        shop.conductor.setup();
        QTRY_COMPARE(settled.count(), 1);
        QCOMPARE(shop.workers->setupCount, 0);
        disconnect(&shop.conductor, &Conductor::activated, this, nullptr);
    }

    void aLaterSetupDoesNotWaitForThem() // R12, R43
    {
        Gate gate;
        ShopTest shop;
        shop.cache->setStartMode(Component::StartMode::Deferred);
        shop.cache->setupHook = once(gate);
        QVERIFY(shop.setUp());
        QTRY_VERIFY(gate.isEntered);
        const QFuture<void> again = shop.conductor.setup();
        QVERIFY(finishes(again));
        QVERIFY(!again.isCanceled());
        QCOMPARE(shop.cache->state(), Component::State::SettingUp);
        gate.open();
        QTRY_VERIFY(shop.cache->isActive());
    }

    void whatWaitsOfThemIsKeptByAStartOfANewOne_data() { addSchedulings(); }
    void whatWaitsOfThemIsKeptByAStartOfANewOne() // R36, R43: which finds another graph
    {
        QFETCH(Conductor::Scheduling, scheduling);
        Gate gate;
        Probe late;
        ShopTest shop(scheduling);
        shop.queue->setStartMode(Component::StartMode::Deferred);
        shop.api->setStartMode(Component::StartMode::Deferred);
        shop.queue->setupHook = once(gate);
        const QSignalSpy settled(&shop.conductor, &Conductor::settled);
        QVERIFY(shop.setUp());
        QTRY_VERIFY(gate.isEntered);
        QVERIFY(finishes(shop.conductor.start(&late)));
        QVERIFY(late.isActive());
        QCOMPARE(shop.api->state(), Component::State::Waiting);
        gate.open();
        QTRY_VERIFY(shop.api->isActive());
        QTRY_COMPARE(settled.count(), 1);
    }

    void aLaterSetupOfWhatWasAddedDoesNotWaitForThem_data() { addSchedulings(); }
    void aLaterSetupOfWhatWasAddedDoesNotWaitForThem() // R12, R43
    {
        QFETCH(Conductor::Scheduling, scheduling);
        Gate gate;
        Probe late;
        Probe lateAndDeferred;
        lateAndDeferred.setStartMode(Component::StartMode::Deferred);
        ShopTest shop(scheduling);
        shop.queue->setStartMode(Component::StartMode::Deferred);
        shop.api->setStartMode(Component::StartMode::Deferred);
        shop.queue->setupHook = once(gate);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        QVERIFY(shop.setUp());
        QTRY_VERIFY(gate.isEntered);
        shop.conductor.add(&late);
        shop.conductor.add(&lateAndDeferred);
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(late.isActive() && !setup.isCanceled());
        QCOMPARE(shop.queue->state(), Component::State::SettingUp);
        QCOMPARE(shop.api->state(), Component::State::Waiting);
        QCOMPARE(settled.count(), 0);
        gate.open();
        QTRY_COMPARE(settled.count(), 1);
        QVERIFY(shop.queue->isActive() && shop.api->isActive() && lateAndDeferred.isActive());
        QCOMPARE(shop.api->queue, shop.queue);
        QCOMPARE(shop.queue->setupCount, 1);
        QVERIFY(shutsDown(shop.conductor));
        QCOMPARE(shop.queue->shutdownCount, 1);
        QCOMPARE(shop.api->shutdownCount, 1);
    }

    void theyMayFailWhileALaterSetupLooksForAnotherGraph_data()
    {
        QTest::addColumn<bool>("isRetried");
        QTest::newRow("for good") << false;
        QTest::newRow("and are tried again") << true;
    }
    void theyMayFailWhileALaterSetupLooksForAnotherGraph() // R43, R44, R45
    {
        QFETCH(bool, isRetried);
        Gate gate;
        Probe late;
        ShopTest shop;
        shop.queue->setStartMode(Component::StartMode::Deferred);
        shop.api->setStartMode(Component::StartMode::Deferred);
        shop.queue->setupHook = [&gate, isRetried, isFirst = true]() mutable {
            if (std::exchange(isFirst, false))
                return gate.enter();
            return isRetried ? Component::done() : Component::failed(u"no broker"_s);
        };
        if (isRetried)
            shop.queue->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.queue->setRestartDelay(1);
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        QVERIFY(shop.setUp());
        QTRY_VERIFY(gate.isEntered);
        shop.conductor.add(&late);
        late.setupHook = calling([&] { gate.fail(u"no broker"_s); });
        QVERIFY(finishes(shop.conductor.setup()));
        QVERIFY(late.isActive());
        QTRY_COMPARE(settled.count(), 1);
        QCOMPARE(shop.api->isActive(), isRetried);
        QCOMPARE(shop.conductor.isDegraded(), !isRetried);
        QVERIFY(shutsDown(shop.conductor));
    }

    void aLaterSetupBeginsThoseThatWereAdded() // R12, R43
    {
        ShopTest shop;
        QSignalSpy settled(&shop.conductor, &Conductor::settled);
        QVERIFY(shop.setUp());
        Probe late;
        late.setStartMode(Component::StartMode::Deferred);
        shop.conductor.add(&late);
        QVERIFY(finishes(shop.conductor.setup()));
        QTRY_VERIFY(late.isActive());
        QCOMPARE(settled.count(), 1);
        QVERIFY(shutsDown(shop.conductor));
    }
};

QTEST_GUILESS_MAIN(tst_StartMode)
#include "tst_startmode.moc"
