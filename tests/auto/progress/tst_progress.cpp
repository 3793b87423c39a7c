// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "shop.h"

#include <QtTest/qsignalspy.h>

using namespace QConductor;

// The progress that hooks report, which is a part of that of the conductor.
class tst_Progress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHookTakesItsPart() // R13
    {
        ShopTest shop;
        Gate gate;
        shop.db->setupHook = gate.hook();
        QFuture<void> setup = shop.conductor.setup();
        QTRY_COMPARE(setup.progressValue(), 200); // the rest of the layer
        QCOMPARE(shop.conductor.progress(), qreal(2) / 5);
        gate.promise.setProgressRange(10, 20);
        gate.promise.setProgressValueAndText(14, QStringLiteral("Loading torrents"));
        QTRY_COMPARE(setup.progressValue(), 240);
        QTRY_COMPARE(setup.progressText(), QStringLiteral("Database: Loading torrents"));
        QTRY_COMPARE(shop.conductor.progress(), qreal(2.4) / 5);
        gate.promise.setProgressValue(20);
        QTRY_COMPARE(setup.progressValue(), 299); // it isn't active
        QCOMPARE(setup.progressText(), QStringLiteral("Database: Loading torrents"));
        QVERIFY(!shop.db->isActive());
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(setup.progressValue(), 500);
        QCOMPARE(shop.conductor.progress(), 1);
    }

    void theConductorTellsTheTextOfWhatComesUp() // R13
    {
        ShopTest shop;
        Gate gate;
        shop.db->setupHook = gate.hook();
        QSignalSpy texts(&shop.conductor, &Conductor::progressTextChanged);
        QFuture<void> setup = shop.conductor.setup();
        QCOMPARE(shop.conductor.progressText(), QString());
        QTRY_COMPARE(setup.progressValue(), 200);
        QVERIFY(!shop.conductor.progressText().isEmpty());
        QCOMPARE(shop.conductor.progressText(), setup.progressText());
        gate.promise.setProgressRange(0, 10);
        gate.promise.setProgressValueAndText(4, QStringLiteral("Loading torrents"));
        QTRY_COMPARE(shop.conductor.progressText(), QStringLiteral("Database: Loading torrents"));
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(shop.conductor.progressText(), QString());
        QCOMPARE(texts.takeLast().constFirst().toString(), QString());
        QCOMPARE(texts.takeLast().constFirst().toString(), setup.progressText());
        texts.clear();
        QVERIFY(finishes(shop.conductor.shutdown()));
        QCOMPARE(texts.size(), 0);
    }

    void whatGoesDownMeanwhileTellsNoText() // R13, R38
    {
        ShopTest shop;
        Gate gate;
        QVERIFY(shop.setUp());
        QVERIFY(finishes(shop.conductor.stop(shop.cache)));
        shop.cache->setupHook = gate.hook();
        const QFuture<void> start = shop.conductor.start(shop.cache);
        QTRY_VERIFY(gate.isEntered);
        const QSignalSpy texts(&shop.conductor, &Conductor::progressTextChanged);
        QVERIFY(finishes(shop.conductor.stop(shop.queue)));
        QCOMPARE(texts.size(), 0);
        gate.open();
        QVERIFY(finishes(start));
        QCOMPARE(texts.constFirst().constFirst().toString(), QStringLiteral("Cache"));
    }

    void whatARestartTakesDownTellsNoText() // R13, R39
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        Gate gate;
        shop.db->shutdownHook = gate.hook(); // the hooks of its dependents have ended by then
        const QSignalSpy texts(&shop.conductor, &Conductor::progressTextChanged);
        const QFuture<void> restart = shop.conductor.restart(shop.db);
        QTRY_VERIFY(gate.isEntered);
        shop.db->shutdownHook = nullptr; // the next one is at the end
        QCOMPARE(texts.size(), 0);
        gate.open();
        QVERIFY(finishes(restart));
        QVERIFY(!texts.isEmpty());
    }

    void aRollBackTellsNoText() // R13, R15
    {
        ShopTest shop;
        Gate gate;
        shop.db->setupHook = gate.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered && shop.cache->isActive() && shop.queue->isActive()); // in any slice
        QVERIFY(!shop.conductor.progressText().isEmpty());
        const QSignalSpy texts(&shop.conductor, &Conductor::progressTextChanged);
        gate.fail(QStringLiteral("no disk"));
        QVERIFY(finishes(setup));
        QCOMPARE(texts.size(), 1);
        QCOMPARE(shop.conductor.progressText(), QString());
    }

    void eachHookTakesItsPart() // R13
    {
        ShopTest shop;
        Gate first;
        Gate second;
        shop.db->setupHook = first.hook();
        shop.cache->setupHook = second.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_COMPARE(setup.progressValue(), 100);
        first.promise.setProgressRange(0, 2);
        second.promise.setProgressRange(0, 4);
        first.promise.setProgressValue(1);
        QTRY_COMPARE(setup.progressValue(), 150);
        second.promise.setProgressValue(1);
        QTRY_COMPARE(setup.progressValue(), 175);
        first.open();
        QTRY_COMPARE(setup.progressValue(), 225);
        second.open();
        QVERIFY(finishes(setup));
        QCOMPARE(setup.progressValue(), 500);
    }

    void progressWithoutARangeHasNoPart() // R13
    {
        ShopTest shop;
        Gate gate;
        shop.db->setupHook = gate.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_COMPARE(setup.progressValue(), 200);
        gate.promise.setProgressValueAndText(50, QStringLiteral("Loading torrents"));
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(setup.progressValue(), 500);
    }

    void aStartReportsWhatItsHooksReport() // R13, R36
    {
        ShopTest shop;
        Gate gate;
        QVERIFY(shop.setUp());
        QVERIFY(finishes(shop.conductor.stop(shop.cache)));
        shop.cache->setupHook = gate.hook();
        const QFuture<void> start = shop.conductor.start(shop.cache);
        QTRY_VERIFY(gate.isEntered);
        gate.promise.setProgressRange(0, 100);
        gate.promise.setProgressValue(40);
        QTRY_COMPARE(start.progressValue(), 40);
        QTRY_COMPARE(shop.conductor.progress(), qreal(4.4) / 5);
        gate.open();
        QVERIFY(finishes(start));
        QCOMPARE(start.progressValue(), 100);
    }

    void theProgressOfAShutdownHookIsItsOwn() // R13
    {
        ShopTest shop;
        Gate gate;
        QVERIFY(shop.setUp());
        shop.db->shutdownHook = gate.hook();
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QTRY_VERIFY(gate.isEntered);
        const qreal progress = shop.conductor.progress();
        const int value = shutdown.progressValue();
        gate.promise.setProgressRange(0, 100);
        gate.promise.setProgressValueAndText(40, QStringLiteral("Saving"));
        QCoreApplication::processEvents();
        QCOMPARE(shop.conductor.progress(), progress);
        QCOMPARE(shutdown.progressValue(), value);
        gate.open();
        QVERIFY(finishes(shutdown));
    }
};

QTEST_GUILESS_MAIN(tst_Progress)
#include "tst_progress.moc"
