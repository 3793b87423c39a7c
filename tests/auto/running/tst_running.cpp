// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "places.h"
#include "probe.h"
#include "work.h"

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qpointer.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qtimer.h>

#include <functional>

using namespace QConductor;

namespace {

// A conductor that a test runs, and its only component.
struct Stage
{
    Conductor &conductor;
    Probe &probe;
};

// Arranges that something is done at a place to which a run comes.
using Arrange = std::function<void(const Stage &, const Act &)>;

// Asks for a setup, to which another component may be added before.
using Ask = std::function<void(Conductor &, Probe &another)>;

// The function that run() calls as main, and a function that runs or serves and returns the result.
using Work = std::function<QFuture<void>()>;
using Start = std::function<int(Conductor &, const Work &main)>;

// Makes a conductor let go of a quit that it holds back.
using LetGo = std::function<void(Conductor *)>;

// The hooks and the main of a run, of which one fails.
struct Failing
{
    Probe::Hook setup = Component::done;
    Work main = Component::done;
    Probe::Hook shutdown = Component::done;
};

bool isCritical(const Log::Message &message)
{
    return message.type == QtCriticalMsg;
}

} // namespace

class tst_Running : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void runSetsUpRunsMainAndShutsDown() // R23
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        const int result = conductor.run([&] {
            journal += QStringLiteral("main");
            return afterTicks(&probe, 3);
        });
        QCOMPARE(result, 0);
        QCOMPARE(journal, QStringList({ QStringLiteral("setup Probe"), QStringLiteral("main"), QStringLiteral("shutdown Probe") }));
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
    }

    void runAcceptsAMainThatHasNothingToWaitFor() // R23
    {
        Conductor conductor;
        QCOMPARE(conductor.run([] { return Component::done(); }), 0);
        QCOMPARE(conductor.run({}), 0);
    }

    void runWhileItStillShutsDownSetsUpAgain() // R12, R23
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        QVERIFY(setsUp(conductor));
        probe.shutdownHook = [&] { return afterTicks(&conductor, 3); };
        conductor.shutdown();
        int mains = 0;
        QCOMPARE(conductor.run([&] {
            mains += conductor.state() == Conductor::State::Active ? 1 : 0;
            return Component::done();
        }), 0);
        QCOMPARE(mains, 1);
        QCOMPARE(probe.setupCount, 2);
        QCOMPARE(probe.shutdownCount, 2);
    }

    void runOnWhatIsUpAndCannotTakeMoreFails() // R23
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        QVERIFY(setsUp(conductor));
        const QRegularExpression refusal(QStringLiteral("the patch of Probe is a null pointer"));
        QTest::ignoreMessage(QtWarningMsg, refusal);
        conductor.patch<Probe>(nullptr);
        QTest::ignoreMessage(QtCriticalMsg, refusal);
        QCOMPARE(conductor.run([]() -> QFuture<void> { qFatal("main was run"); }), 1);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QCOMPARE(probe.shutdownCount, 1);
    }

    void runWaitsForASetupThatIsAskedForMeanwhile_data()
    {
        QTest::addColumn<Arrange>("arrange");
        QTest::addColumn<Ask>("ask");
        QTest::addColumn<int>("setupsOfAnother");
        const Arrange whenActive = [](const Stage &stage, const Act &act) {
            on(&Conductor::activated)(stage.conductor, act);
            stage.probe.setupHook = [&probe = stage.probe] { return afterTicks(&probe, 3); };
        };
        const Arrange inTheHook = [](const Stage &stage, const Act &act) {
            stage.probe.setupHook = [&probe = stage.probe, act] {
                act();
                return afterTicks(&probe, 3);
            };
        };
        const Ask afterAdd = [](Conductor &conductor, Probe &another) {
            conductor.add(&another);
            conductor.setup();
        };
        const Ask afterShutdown = [](Conductor &conductor, Probe &) {
            conductor.shutdown();
            conductor.setup();
        };
        const Ask afterCancel = [](Conductor &conductor, Probe &) {
            conductor.setup().cancel();
            conductor.setup();
        };
        QTest::newRow("more when active") << whenActive << afterAdd << 1;
        QTest::newRow("again when active") << whenActive << afterShutdown << 0;
        QTest::newRow("again after shutdown()") << inTheHook << afterShutdown << 0;
        QTest::newRow("again after a cancel") << inTheHook << afterCancel << 0;
    }
    void runWaitsForASetupThatIsAskedForMeanwhile() // R12, R21, R23
    {
        QFETCH(Arrange, arrange);
        QFETCH(Ask, ask);
        QFETCH(int, setupsOfAnother);
        Conductor conductor;
        Probe probe;
        Probe another;
        another.setupHook = [&] { return afterTicks(&another, 3); };
        conductor.add(&probe);
        bool hasAsked = false;
        arrange({ conductor, probe }, [&] {
            if (!std::exchange(hasAsked, true))
                ask(conductor, another);
        });
        int mains = 0;
        QCOMPARE(conductor.run([&] {
            mains += conductor.state() == Conductor::State::Active ? 1 : 0;
            return Component::done();
        }), 0);
        QVERIFY(hasAsked);
        QCOMPARE(mains, 1);
        QCOMPARE(probe.shutdownCount, probe.setupCount);
        QCOMPARE(another.setupCount, setupsOfAnother);
    }

    void theConductorGoesWhileItRuns_data()
    {
        QTest::addColumn<Start>("start");
        QTest::addColumn<Arrange>("arrange");
        QTest::addColumn<int>("result");
        QTest::addColumn<int>("shutdowns");
        const Start run = [](Conductor &conductor, const Work &main) { return conductor.run(main); };
        const Start serve = [](Conductor &conductor, const Work &) { return conductor.serve(); };
        const Start serveAndShutDown = [](Conductor &conductor, const Work &) {
            connect(&conductor, &Conductor::activated, &conductor, &Conductor::shutdown);
            return conductor.serve();
        };
        const auto at = [](const Place &place) -> Arrange {
            return [place](const Stage &stage, const Act &go) { place(stage.conductor, go); };
        };
        const Arrange inTheHook = [](const Stage &stage, const Act &go) {
            stage.probe.setupHook = [&probe = stage.probe, go] {
                go();
                return afterTicks(&probe, 3);
            };
        };
        const Arrange whenFailed = [](const Stage &stage, const Act &go) {
            on(&Conductor::failed)(stage.conductor, go);
            stage.probe.setupHook = failing(QStringLiteral("no"));
            QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("no")));
        };
        QTest::newRow("run, hook") << run << inTheHook << 0 << 1;
        const Arrange activated = at(on(&Conductor::activated));
        const Arrange deactivated = at(on(&Conductor::deactivated));
        QTest::newRow("run, activated") << run << activated << 0 << 1;
        QTest::newRow("run, deactivated") << run << deactivated << 0 << 1;
        QTest::newRow("run, failed") << run << whenFailed << 1 << 0;
        QTest::newRow("run, main") << Start([](Conductor &conductor, const Work &main) {
            return conductor.run([&conductor, main] {
                conductor.deleteLater();
                return main();
            });
        }) << Arrange([](const Stage &, const Act &) {})
                                   << 0 << 1;
        QTest::newRow("serve, hook") << serve << inTheHook << 0 << 1;
        QTest::newRow("serve, activated") << serve << activated << 0 << 1;
        QTest::newRow("serve, deactivated") << serveAndShutDown << deactivated << 0 << 1;
        QTest::newRow("serve, failed") << serve << whenFailed << 1 << 0;
    }
    void theConductorGoesWhileItRuns() // R20, R21, R23, R24
    {
        QFETCH(Start, start);
        QFETCH(Arrange, arrange);
        QFETCH(int, result);
        QFETCH(int, shutdowns);
        Probe probe;
        probe.setupHook = [&] { return afterTicks(&probe, 3); };
        QPointer<Conductor> conductor = new Conductor;
        conductor->add(&probe);
        arrange({ *conductor, probe }, [&] { conductor->deleteLater(); });
        QCOMPARE(start(*conductor, [this] { return afterTicks(this, 3); }), result);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!conductor);
        QCOMPARE(probe.shutdownCount, shutdowns);
    }

    void quitWhileMainRunsAnEventLoop() // R23, R24
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        const int result = conductor.run([&] {
            QEventLoop loop;
            QTimer::singleShot(0, &loop, &QCoreApplication::quit);
            QTimer::singleShot(0, &loop, &QEventLoop::quit);
            loop.exec();
            return untilCanceled(&probe);
        });
        QCOMPARE(result, 0);
        QCOMPARE(probe.shutdownCount, 1);
    }

    void aNestedRunLeavesTheOuterLoopAlone() // R21, R23
    {
        QPointer<Conductor> conductor = new Conductor;
        Probe probe;
        conductor->add(&probe);
        connect(conductor, &Conductor::deactivated, conductor, &QObject::deleteLater);
        int result = -1;
        QTimer::singleShot(0, this, [&] {
            result = conductor->run([&] { return afterTicks(&probe, 3); });
            QTimer::singleShot(0, this, [] { QCoreApplication::exit(7); });
        });
        QCOMPARE(QCoreApplication::exec(), 7);
        QCOMPARE(result, 0);
    }

    void runInARunningEventLoop() // R23
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        int result = -1;
        QTimer::singleShot(0, &conductor, [&] { result = conductor.run([&] { return afterTicks(&probe, 3); }); });
        QTRY_COMPARE(result, 0);
        QCOMPARE(probe.shutdownCount, 1);
    }

    void runReportsFailures_data()
    {
        QTest::addColumn<Failing>("failures");
        QTest::addColumn<QString>("logged");
        QTest::addColumn<QStringList>("expected");
        const QStringList noMain { QStringLiteral("setup Probe") };
        const QStringList all = noMain + QStringList { QStringLiteral("main"), QStringLiteral("shutdown Probe") };
        const auto row = [](const char *name, const char *logged, const QStringList &calls, const Failing &failures) {
            QTest::newRow(name) << failures << QString::fromLatin1(logged) << calls;
        };
        const auto failingMain = [](const Work &main) { return Failing { Component::done, main, Component::done }; };
        row("setup", "Setup failed: Probe: no setup", noMain, { failing(QStringLiteral("no setup")) });
        row("main throws", "main failed: no main", all, failingMain([]() -> QFuture<void> {
            throw std::runtime_error("no main");
        }));
        row("main waits for a thread that throws", "main failed: no thread", all, failingMain([] {
            QtConcurrent::run([] { throw std::runtime_error("no thread"); }).waitForFinished();
            return Component::done();
        }));
        row("main fails", "main failed: no future", all, failingMain(failing(QStringLiteral("no future"))));
        row("main abandons", "main failed: canceled", all, failingMain([] { return QFuture<void>(); }));
        row("shutdown", "Shutdown failed: Probe: no shutdown", all,
            { Component::done, Component::done, failing(QStringLiteral("no shutdown")) });
    }
    void runReportsFailures() // R23
    {
        QFETCH(Failing, failures);
        QFETCH(QString, logged);
        QFETCH(QStringList, expected);
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        probe.setupHook = failures.setup;
        probe.shutdownHook = failures.shutdown;
        int result = -1;
        QStringList criticals;
        {
            const Log log;
            result = conductor.run([&] {
                journal += QStringLiteral("main");
                return failures.main();
            });
            criticals = log.linesIf(isCritical);
        }
        QCOMPARE(result, 1);
        QCOMPARE(criticals.size(), 1);
        QVERIFY2(criticals.first().startsWith(QStringLiteral("qconductor: ") + logged), qPrintable(criticals.first()));
        QCOMPARE(journal, expected);
    }

    void quitCancelsMainAndThenShutsDown() // R23, R24
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        const int result = conductor.run([&] {
            QTimer::singleShot(0, &probe, &QCoreApplication::quit);
            return untilCanceled(&probe);
        });
        QCOMPARE(result, 0);
        QCOMPARE(probe.shutdownCount, 1);
    }

    void aMainThatGoesOnAfterQuitTimesOut() // R23, R24: A main has a timeout as a hook has.
    {
        Gate gate;
        Conductor conductor;
        conductor.setShutdownTimeout(1);
        Probe probe;
        conductor.add(&probe);
        QTest::ignoreMessage(QtCriticalMsg, "main failed: timed out after 1 ms");
        const int result = conductor.run([&] {
            QTimer::singleShot(0, &probe, &QCoreApplication::quit);
            return gate.enter();
        });
        QCOMPARE(result, 1);
        QVERIFY(gate.isAskedToCancel());
        QCOMPARE(probe.shutdownCount, 1);
    }

    void quitInWhatServesWithinARunEndsBoth_data()
    {
        QTest::addColumn<Arrange>("arrange");
        QTest::addColumn<int>("setups");
        QTest::newRow("before it is set up") << Arrange([](const Stage &stage, const Act &quit) {
            QTimer::singleShot(0, &stage.probe, quit);
        }) << 0;
        QTest::newRow("when it is active") << Arrange([](const Stage &stage, const Act &quit) {
            on(&Conductor::activated)(stage.conductor, quit);
        }) << 1;
        QTest::newRow("when it is down again") << Arrange([](const Stage &stage, const Act &quit) {
            connect(&stage.conductor, &Conductor::activated, &stage.conductor, &Conductor::shutdown);
            connect(&stage.conductor, &Conductor::deactivated, &stage.probe, quit, Qt::QueuedConnection);
        }) << 1;
    }
    void quitInWhatServesWithinARunEndsBoth() // R23, R24
    {
        QFETCH(Arrange, arrange);
        QFETCH(int, setups);
        Conductor outer;
        Conductor inner;
        Probe probe;
        inner.add(&probe);
        probe.shutdownHook = [&] { return afterTicks(&probe, 3); };
        int served = -1;
        QCOMPARE(outer.run([&] {
            arrange({ inner, probe }, &QCoreApplication::quit);
            served = inner.serve();
            return Component::done();
        }), 0);
        QCOMPARE(served, 0);
        QCOMPARE(probe.setupCount, setups);
        QCOMPARE(probe.shutdownCount, probe.setupCount);
    }

    void aQuitThroughANestedRunComesOnce_data()
    {
        QTest::addColumn<Act>("inSetup");
        QTest::newRow("held while it sets up") << Act(&QCoreApplication::quit);
        QTest::newRow("not held, for it is down already") << Act([] {});
    }
    void aQuitThroughANestedRunComesOnce() // R23, R24
    {
        QFETCH(Act, inSetup);
        class Counter : public QObject
        {
        public:
            int count = 0;
            bool eventFilter(QObject *watched, QEvent *event) override
            {
                count += event->type() == QEvent::Quit && watched == QCoreApplication::instance() ? 1 : 0;
                return false;
            }
        };
        Counter quits;
        QCoreApplication::instance()->installEventFilter(&quits);
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        int result = -1;
        probe.setupHook = [&] {
            inSetup();
            return afterTicks(&probe, 3);
        };
        QTimer::singleShot(0, &probe, [&] {
            result = conductor.run([&] {
                conductor.shutdown();
                QTimer::singleShot(0, &probe, [&] {
                    QTRY_COMPARE(conductor.state(), Conductor::State::Inactive);
                    QCoreApplication::quit();
                });
                return untilCanceled(&probe);
            });
        });
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(result, 0);
        QCoreApplication::processEvents();
        QCOMPARE(quits.count, 1); // The filter doesn't see a quit that is held back.
    }

    void aMainThatThrowsAfterQuitFailsOnce() // R23
    {
        Conductor conductor;
        conductor.setShutdownTimeout(1);
        Probe probe;
        probe.setShutdownTimeout(0);
        Gate gate;
        probe.shutdownHook = [&] {
            QTimer::singleShot(20, &probe, [&] { gate.open(); });
            return gate.enter();
        };
        conductor.add(&probe);
        int result = -1;
        QStringList criticals;
        {
            const Log log;
            result = conductor.run([]() -> QFuture<void> {
                QCoreApplication::quit();
                throw Error(QStringLiteral("boom"));
            });
            criticals = log.linesIf(isCritical);
        }
        QCOMPARE(result, 1);
        QCOMPARE(criticals, QStringList({ QStringLiteral("qconductor: main failed: boom") }));
    }

    void whatComesUpAfterExitIsShutDown() // R23, R24
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        probe.setupHook = [&] {
            QCoreApplication::exit(3);
            return afterTicks(&probe, 3);
        };
        connect(&conductor, &Conductor::deactivated, &conductor, [&] { conductor.setup(); }, Qt::SingleShotConnection);
        QCOMPARE(conductor.run([] { return Component::done(); }), 3);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QCOMPARE(probe.shutdownCount, probe.setupCount);
    }

    void quitInANestedRunEndsTheOuterLoopToo() // R23
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        int result = -1;
        QTimer::singleShot(0, &conductor, [&] {
            result = conductor.run([&] {
                QTimer::singleShot(0, &probe, &QCoreApplication::quit);
                return untilCanceled(&probe);
            });
        });
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(result, 0);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
    }

    void serveReturnsWhatExecReturned_data()
    {
        QTest::addColumn<Act>("leave");
        QTest::addColumn<int>("result");
        QTest::newRow("quit") << Act(&QCoreApplication::quit) << 0;
        QTest::newRow("exit with 0") << Act([] { QCoreApplication::exit(0); }) << 0;
        QTest::newRow("exit with 7") << Act([] { QCoreApplication::exit(7); }) << 7;
    }
    void serveReturnsWhatExecReturned() // R24
    {
        QFETCH(Act, leave);
        QFETCH(int, result);
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        probe.shutdownHook = [&] { return afterTicks(&conductor, 20); };
        QStringList states;
        connect(&conductor, &Conductor::activated, this, [&] {
            states += QStringLiteral("active");
            leave();
        });
        connect(&conductor, &Conductor::deactivated, this, [&] { states += QStringLiteral("inactive"); });
        QCOMPARE(conductor.serve(), result);
        QCOMPARE(states, QStringList({ QStringLiteral("active"), QStringLiteral("inactive") }));
        QCOMPARE(probe.shutdownCount, 1);
    }

    void serveReturns1WhenAPhaseFails_data()
    {
        QTest::addColumn<bool>("inSetup");
        QTest::newRow("setup") << true;
        QTest::newRow("shutdown") << false;
    }
    void serveReturns1WhenAPhaseFails() // R24
    {
        QFETCH(bool, inSetup);
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        (inSetup ? probe.setupHook : probe.shutdownHook) = failing(QStringLiteral("no"));
        connect(&conductor, &Conductor::activated, this, &QCoreApplication::quit);
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("failed: Probe: no")));
        QCOMPARE(conductor.serve(), 1);
    }

    void quitDuringSetupCancelsIt() // R24, R16
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        Gate gate;
        probe.setupHook = [&] {
            QTimer::singleShot(0, &conductor, &QCoreApplication::quit);
            return gate.enter();
        };
        const auto obey = connect(&conductor, &Conductor::stateChanged, this, [&](Conductor::State state) {
            if (state == Conductor::State::ShuttingDown)
                QTimer::singleShot(0, &conductor, [&] { gate.open(); });
        });
        QCOMPARE(conductor.serve(), 0);
        QVERIFY(gate.isAskedToCancel());
        QCOMPARE(probe.shutdownCount, 1);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        disconnect(obey);
    }

    void shutdownOnQuitHoldsQuitBack() // R24
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        conductor.setShutdownOnQuit(true);
        int ticks = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&] { ++ticks; });
        probe.shutdownHook = [&] {
            timer.start(0);
            return afterTicks(&conductor, 20);
        };
        connect(&conductor, &Conductor::activated, this, &QCoreApplication::quit);
        QTimer::singleShot(0, &conductor, [&] { conductor.setup(); });
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QVERIFY(ticks >= 10);
    }

    void aQuitThatIsHeldBackComesNevertheless_data()
    {
        QTest::addColumn<LetGo>("letGo");
        QTest::newRow("its conductor goes") << LetGo([](Conductor *conductor) { conductor->deleteLater(); });
        QTest::newRow("it is to be held back no longer") << LetGo([](Conductor *conductor) {
            conductor->setShutdownOnQuit(false);
        });
    }
    void aQuitThatIsHeldBackComesNevertheless() // R24
    {
        QFETCH(LetGo, letGo);
        Probe probe;
        QObject window;
        auto *conductor = new Conductor(&window);
        conductor->add(&probe);
        conductor->setShutdownOnQuit(true);
        probe.shutdownHook = [&] {
            letGo(conductor);
            return afterTicks(&probe, 3);
        };
        connect(conductor, &Conductor::activated, this, &QCoreApplication::quit);
        QTimer::singleShot(0, conductor, [&] { conductor->setup(); });
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(probe.shutdownCount, 1);
    }

    void withoutShutdownOnQuitAQuitIsNotHeldBack() // R24
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        QVERIFY(!conductor.shutdownOnQuit());
        connect(&conductor, &Conductor::activated, this, &QCoreApplication::quit);
        QTimer::singleShot(0, &conductor, [&] { conductor.setup(); });
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(conductor.state(), Conductor::State::Active);
    }
};

int main(int argc, char **argv)
{
    // R12, R22: Before there is an application, a conductor says what it needs.
    Conductor conductor;
    const auto error = errorOf<Error>(conductor.setup());
    if (!error || !error->message().contains(QStringLiteral("QCoreApplication")))
        return 100;
    if (conductor.run({}) != 1 || conductor.serve() != 1)
        return 101;
    conductor.setShutdownOnQuit(true);

    // R12: An application that ends takes the conductor's event with it.
    Probe probe;
    {
        QCoreApplication application(argc, argv);
        conductor.add(&probe);
        if (!setsUp(conductor) || !shutsDown(conductor))
            return 103;
        auto spare = std::make_unique<Probe>();
        conductor.add(spare.get());
    }

    {
        QCoreApplication application(argc, argv);
        conductor.setup();
    }
    {
        QCoreApplication application(argc, argv);
        if (!shutsDown(conductor))
            return 104;
    }

    // R24: A quit is held back also where the conductor was there before the application.
    QCoreApplication application(argc, argv);
    QObject::connect(&conductor, &Conductor::activated, &application, &QCoreApplication::quit);
    QTimer::singleShot(0, &conductor, [&] { conductor.setup(); });
    application.exec();
    if (conductor.state() != Conductor::State::Inactive)
        return 102;

    tst_Running test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_running.moc"
