// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "busy.h"
#include "log.h"
#include "timedshop.h"

#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QStringList warningsOf(const Log &log)
{
    QStringList texts;
    for (const Log::Message &message : log.messages()) {
        if (message.type == QtWarningMsg)
            texts += message.text;
    }
    return texts;
}

} // namespace

class tst_Slowness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void properties() // R51
    {
        Conductor conductor;
        QCOMPARE(conductor.stallThreshold(), 200);
        QCOMPARE(conductor.slowThreshold(), 10000);
        QSignalSpy stall(&conductor, &Conductor::stallThresholdChanged);
        QSignalSpy slow(&conductor, &Conductor::slowThresholdChanged);
        conductor.setStallThreshold(300);
        conductor.setStallThreshold(300ms);
        conductor.setProperty("slowThreshold", 5000);
        conductor.setSlowThreshold(5s);
        QCOMPARE(stall.size(), 1);
        QCOMPARE(slow.size(), 1);
        QCOMPARE(conductor.property("stallThreshold").toInt(), 300);
        QCOMPARE(conductor.slowThreshold(), 5000);
        conductor.clear();
        QCOMPARE(conductor.slowThreshold(), 5000);
        QCOMPARE(conductor.stallThreshold(), 300);
    }

    void aStallIsTold() // R51
    {
        ShopTest shop;
        shop.conductor.setStallThreshold(50);
        shop.db->setupHook = calling([] { keepBusy(80); });
        shop.queue->shutdownHook = calling([] { keepBusy(80); });
        const Log log;
        QVERIFY(shop.setUp());
        QCOMPARE(warningsOf(log).size(), 1);
        QVERIFY(warningsOf(log).first().startsWith(u"the setup of Database has held the event loop for "_s));
        QVERIFY(warningsOf(log).first().contains(u"QtConcurrent::run()"_s));
        QVERIFY(shutsDown(shop.conductor));
        QCOMPARE(warningsOf(log).size(), 2);
        QVERIFY(warningsOf(log).last().startsWith(u"the shutdown of MessageQueue has held the event loop for "_s));
    }

    void aStallIsToldOfAHookThatGoesOn() // R51
    {
        ShopTest shop;
        shop.conductor.setStallThreshold(50);
        Gate gate;
        shop.db->setupHook = [&] {
            keepBusy(80);
            return gate.enter();
        };
        const Log log;
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        QTRY_COMPARE(warningsOf(log).size(), 1);
        gate.open();
        QVERIFY(finishes(setup));
        QVERIFY(shutsDown(shop.conductor));
        QCOMPARE(warningsOf(log).size(), 1);
    }

    void noStallIsToldIfTheyAreOff() // R51
    {
        ShopTest shop;
        shop.conductor.setStallThreshold(0);
        shop.db->setupHook = calling([] { keepBusy(220); });
        const Log log;
        QVERIFY(shop.setUp());
        QVERIFY(shutsDown(shop.conductor));
        QCOMPARE(warningsOf(log), QStringList());
    }

    // Slots belong to no hook, so no hook is to blame for a slow one.
    void aSlowSlotIsNoStall() // R51
    {
        ShopTest shop;
        shop.conductor.setStallThreshold(50);
        QObject::connect(shop.cache, &Component::stateChanged, &shop.conductor, [](Component::State state) {
            if (state == Component::State::SettingUp)
                keepBusy(80);
        });
        const Log log;
        QVERIFY(shop.setUp());
        QVERIFY(shutsDown(shop.conductor));
        QCOMPARE(warningsOf(log), QStringList());
    }

    // R27, R51: a hook that runs an event loop holds nothing up itself.
    void anEventLoopIsNoStall()
    {
        ShopTest shop;
        shop.conductor.setStallThreshold(100);
        shop.db->setupHook = calling([] {
            QEventLoop loop;
            QTimer::singleShot(150, &loop, &QEventLoop::quit);
            loop.exec();
        });
        const Log log;
        QVERIFY(shop.setUp());
        QVERIFY(shutsDown(shop.conductor));
        QCOMPARE(warningsOf(log), QStringList());
    }

    void aSlowHookIsToldTwice() // R51
    {
        TimedShop shop;
        shop.conductor.setSetupTimeout(0);
        Gate gate;
        shop.db->setupHook = gate.hook();
        const Log log;
        const QFuture<void> setup = shop.conductor.setup();
        shop.pass(9999);
        QCOMPARE(warningsOf(log), QStringList());
        shop.pass(1);
        QCOMPARE(warningsOf(log),
                 QStringList {
                         u"the setup of Database is unfinished after 10000 ms; components that wait for it: WebApi, "
                         "BackgroundWorkers"_s });
        shop.pass(9999);
        QCOMPARE(warningsOf(log).size(), 1);
        shop.pass(1);
        QCOMPARE(warningsOf(log).size(), 2);
        QVERIFY(warningsOf(log).last().contains(u"20000 ms"_s));
        shop.pass(100000);
        QCOMPARE(warningsOf(log).size(), 2);
        gate.open();
        shop.settle();
        QVERIFY(setup.isFinished());
    }

    void whatWaitsForASlowHook_data()
    {
        QTest::addColumn<Conductor::Scheduling>("scheduling");
        QTest::addColumn<QString>("waiting");
        QTest::newRow("layer by layer") << Conductor::Scheduling::LayerByLayer << u"WebApi, BackgroundWorkers"_s;
        QTest::newRow("as ready") << Conductor::Scheduling::AsReady << u"none"_s;
    }
    void whatWaitsForASlowHook() // R51: no component depends on the cache, but the next layer waits for its own
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(QString, waiting);
        TimedShop shop;
        shop.conductor.setScheduling(scheduling);
        shop.conductor.setSetupTimeout(0);
        Shop::Cache slow;
        shop.conductor.add(&slow);
        Gate gate;
        slow.setupHook = gate.hook();
        const Log log;
        shop.conductor.setup();
        shop.pass(10000);
        QVERIFY2(warningsOf(log).last().endsWith(u"components that wait for it: "_s + waiting),
                 qPrintable(warningsOf(log).last()));
        gate.open();
        shop.settle();
    }

    void aSlowShutdownIsTold() // R51
    {
        TimedShop shop;
        shop.conductor.setShutdownTimeout(0);
        shop.conductor.setSlowThreshold(1000);
        Gate gate;
        shop.api->shutdownHook = gate.hook();
        shop.conductor.setup();
        shop.settle();
        const Log log;
        shop.conductor.shutdown();
        shop.pass(1000);
        QCOMPARE(warningsOf(log),
                 QStringList { u"the shutdown of WebApi is unfinished after 1000 ms; components that wait for it: "
                               "Cache, Database, MessageQueue"_s });
        gate.open();
        shop.settle();
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void aSlowHookIsNotToldIfTheyAreOff() // R51
    {
        TimedShop shop;
        shop.conductor.setSetupTimeout(0);
        shop.conductor.setSlowThreshold(0);
        Gate gate;
        shop.db->setupHook = gate.hook();
        const Log log;
        shop.conductor.setup();
        shop.pass(100000);
        QCOMPARE(warningsOf(log), QStringList());
        shop.conductor.setSlowThreshold(150000); // a change applies to what runs
        shop.pass(49999);
        QCOMPARE(warningsOf(log).size(), 0);
        shop.pass(1);
        QCOMPARE(warningsOf(log).size(), 1);
        gate.open();
        shop.settle();
    }

    // Whoever asks for the next deadline of virtual time gets no time at which nothing ends.
    void aThresholdIsNoDeadline() // R51
    {
        TimedShop shop;
        shop.conductor.setSetupTimeout(0);
        Gate gate;
        shop.db->setupHook = gate.hook();
        shop.conductor.setup();
        shop.settle();
        QVERIFY(!TestAccess::nextDeadline(&shop.conductor));
        gate.open();
        shop.settle();
    }
};

QTEST_GUILESS_MAIN(tst_Slowness)

#include "tst_slowness.moc"
