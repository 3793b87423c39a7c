// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "probe.h"

#include <QtTest/qsignalspy.h>

#include <csignal>

using namespace QConductor;
using namespace Qt::StringLiterals;

class tst_QuitOnSignals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void aSignalShutsDownAndExits_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void aSignalShutsDownAndExits() // R58
    {
        QFETCH(int, number);
        Conductor conductor;
        QVERIFY(!conductor.quitOnSignals());
        QSignalSpy changed(&conductor, &Conductor::quitOnSignalsChanged);
        conductor.setQuitOnSignals(true);
        conductor.setShutdownOnQuit(true);
        QCOMPARE(changed.count(), 1);
        Probe probe;
        conductor.add(&probe);
        probe.requestHook = [](ShutdownReason) { return answered(false); };
        int turns = 0;
        Gate gate;
        probe.shutdownHook = [&] {
            auto *timer = new QTimer(&probe);
            connect(timer, &QTimer::timeout, &probe, [&, timer] {
                if (++turns < 10)
                    return;
                timer->stop();
                gate.open();
            });
            timer->start(0);
            return gate.enter();
        };
        connect(&conductor, &Conductor::activated, this, [&] { later(&probe, [&] { std::raise(number); }); });
        later(&conductor, [&] { conductor.setup(); });
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(journal, QStringList({ u"setup Probe"_s, u"shutdown Probe"_s })); // Nobody was asked.
        QCOMPARE(turns, 10);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
    }

    void aSignalDuringSetupCancelsIt() // R58
    {
        Conductor conductor;
        conductor.setQuitOnSignals(true);
        Gate gate;
        Probe probe;
        conductor.add(&probe);
        probe.setupHook = [&] {
            later(&probe, [&] { std::raise(SIGTERM); });
            return gate.enter();
        };
        connect(&conductor, &Conductor::stateChanged, &probe, [&](Conductor::State state) {
            if (state == Conductor::State::ShuttingDown)
                later(&probe, [&] { gate.open(); });
        });
        later(&conductor, [&] { conductor.setup(); });
        QCOMPARE(QCoreApplication::exec(), 0);
        QVERIFY(gate.isAskedToCancel());
        QCOMPARE(probe.shutdownCount, 1);
    }

    void ofSeveralConductorsTheYoungestGoesFirst() // R58
    {
        Conductor older;
        Conductor younger;
        older.setQuitOnSignals(true);
        younger.setQuitOnSignals(true);
        Probe first;
        Probe second;
        first.setObjectName(u"first"_s);
        second.setObjectName(u"second"_s);
        older.add(&first);
        younger.add(&second);
        QVERIFY(setsUp(older) && setsUp(younger));
        journal.clear();
        later(&first, [] { std::raise(SIGTERM); });
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(journal, QStringList({ u"shutdown second"_s, u"shutdown first"_s }));
    }

    void whatIsDownJustExits() // R58
    {
        Conductor conductor;
        conductor.setQuitOnSignals(true);
        later(&conductor, [] { std::raise(SIGTERM); });
        QCOMPARE(QCoreApplication::exec(), 0);
    }

    void whatServesIsEndedByTheSignal() // R24, R58
    {
        Conductor conductor;
        conductor.setQuitOnSignals(true);
        Probe probe;
        conductor.add(&probe);
        connect(&conductor, &Conductor::activated, this, [&] { later(&probe, [] { std::raise(SIGTERM); }); });
        QCOMPARE(conductor.serve(), 0);
        QCOMPARE(probe.shutdownCount, 1);
    }
};

QTEST_GUILESS_MAIN(tst_QuitOnSignals)

#include "tst_quitonsignals.moc"
