// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "probe.h"

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qpointer.h>
#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qtimer.h>

#include <csignal>
#include <cstdio>

using namespace QConductor;

namespace {

void say(const char *line)
{
    std::puts(line);
    std::fflush(stdout);
}

// A hook that ends some turns of the event loop later, and says how many there were.
QFuture<void> afterTicks(QObject *context, int ticks)
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    auto *timer = new QTimer(context);
    QObject::connect(timer, &QTimer::timeout, context, [promise, timer, left = ticks]() mutable {
        if (promise->isCanceled() || --left == 0) {
            timer->deleteLater();
            promise->finish();
        }
    });
    timer->start(0);
    return promise->future();
}

// The application that the tests of signals start as a process: serves, and says what it does. What it does in the
// phase that the test names lasts until a second signal ends it.
int serveAsProcess(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QByteArray endless = argv[2];
    Probe probe;
    QTimer alive;
    QObject::connect(&alive, &QTimer::timeout, &alive, [] { say("still alive"); });
    Gate gate;
    probe.setupHook = [&]() -> QFuture<void> {
        if (endless != "setup")
            return Component::done();
        say("setting up");
        return gate.enter();
    };
    probe.shutdownHook = [&] {
        say("shutting down");
        alive.start(0);
        return endless == "shutdown" ? gate.enter() : afterTicks(&application, 20);
    };
    Conductor conductor;
    conductor.add(&probe);
    QObject::connect(&conductor, &Conductor::activated, &conductor, [] { say("active"); });
    QObject::connect(&conductor, &Conductor::deactivated, &conductor, [] { say("inactive"); });
    const int result = conductor.serve();
    say("served");
    return result;
}

class Process
{
public:
    explicit Process(const QString &endless)
    {
        m_process.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--serve"), endless });
    }
    bool says(const QByteArray &line)
    {
        return QTest::qWaitFor([&] {
            m_output += m_process.readAllStandardOutput();
            return m_output.contains(line + '\n');
        }, 30000);
    }
    void signal(int number)
    {
        if (const auto id = pid_t(m_process.processId()); id > 0) // 0 would be this process's group
            kill(id, number);
    }
    bool ends() { return QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning; }, 30000); }
    QProcess *operator->() { return &m_process; }

private:
    QProcess m_process;
    QByteArray m_output;
};

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
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("first"); // before it asks
        QTest::newRow("more when active") << "activated" << "add";
        QTest::newRow("again when active") << "activated" << "shutdown";
        QTest::newRow("again after shutdown()") << "hook" << "shutdown";
        QTest::newRow("again after a cancel") << "hook" << "cancel";
    }
    void runWaitsForASetupThatIsAskedForMeanwhile() // R12, R21, R23
    {
        QFETCH(QString, place);
        QFETCH(QString, first);
        Conductor conductor;
        Probe probe;
        Probe another;
        another.setupHook = [&] { return afterTicks(&another, 3); };
        conductor.add(&probe);
        bool hasAsked = false;
        const auto ask = [&] {
            if (std::exchange(hasAsked, true))
                return;
            if (first == QStringLiteral("add"))
                conductor.add(&another);
            else if (first == QStringLiteral("cancel"))
                conductor.setup().cancel();
            else
                conductor.shutdown();
            conductor.setup();
        };
        if (place == QStringLiteral("activated"))
            connect(&conductor, &Conductor::activated, this, ask);
        probe.setupHook = [&] {
            if (place == QStringLiteral("hook"))
                ask();
            return afterTicks(&probe, 3);
        };
        int mains = 0;
        QCOMPARE(conductor.run([&] {
            mains += conductor.state() == Conductor::State::Active ? 1 : 0;
            return Component::done();
        }), 0);
        QVERIFY(hasAsked);
        QCOMPARE(mains, 1);
        QCOMPARE(probe.shutdownCount, probe.setupCount);
        QCOMPARE(another.setupCount, first == QStringLiteral("add") ? 1 : 0);
    }

    void theConductorGoesWhileItRuns_data()
    {
        QTest::addColumn<bool>("serves");
        QTest::addColumn<QString>("place");
        for (const bool serves : { false, true }) {
            for (const char *place : { "hook", "activated", "deactivated", "failed", "main" }) {
                if (!serves || qstrcmp(place, "main") != 0)
                    QTest::addRow("%s, %s", serves ? "serve" : "run", place) << serves << QString::fromLatin1(place);
            }
        }
    }
    void theConductorGoesWhileItRuns() // R20, R21, R23, R24
    {
        QFETCH(bool, serves);
        QFETCH(QString, place);
        Probe probe;
        QPointer<Conductor> conductor = new Conductor;
        conductor->add(&probe);
        const auto go = [&] { conductor->deleteLater(); };
        probe.setupHook = [&] {
            if (place == QStringLiteral("hook"))
                go();
            return place == QStringLiteral("failed") ? Component::failed(QStringLiteral("no")) : afterTicks(&probe, 3);
        };
        if (place == QStringLiteral("activated"))
            connect(conductor, &Conductor::activated, this, go);
        if (place == QStringLiteral("deactivated"))
            connect(conductor, &Conductor::deactivated, this, go);
        if (place == QStringLiteral("failed")) {
            connect(conductor, &Conductor::failed, this, go);
            QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("no")));
        }
        const auto main = [&] {
            if (place == QStringLiteral("main"))
                go();
            return afterTicks(this, 3);
        };
        connect(&probe, &Component::stateChanged, this, [&](Component::State state) { // or it serves on
            if (serves && state == (place == QStringLiteral("deactivated") ? Component::State::Active : Component::State::Inactive))
                QMetaObject::invokeMethod(this, [] { QCoreApplication::quit(); }, Qt::QueuedConnection);
        });
        const int result = serves ? conductor->serve() : conductor->run(main);
        QCOMPARE(result, place == QStringLiteral("failed") ? 1 : 0);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!conductor);
        QCOMPARE(probe.shutdownCount, place == QStringLiteral("failed") ? 0 : 1);
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
            return afterTicks(&probe, 1000000); // ends when it is asked to
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
        QTest::addColumn<QString>("failing");
        QTest::addColumn<QString>("logged");
        QTest::addColumn<QStringList>("expected");
        const QString setup = QStringLiteral("setup Probe");
        const QString main = QStringLiteral("main");
        const QString shutdown = QStringLiteral("shutdown Probe");
        QTest::newRow("setup") << "setup" << "Setup failed: Probe: no setup" << QStringList { setup };
        QTest::newRow("main throws") << "throw" << "main failed: no main" << QStringList { setup, main, shutdown };
        QTest::newRow("main waits for a thread that throws") << "thread" << "main failed: no thread"
                                                             << QStringList { setup, main, shutdown };
        QTest::newRow("main fails") << "main" << "main failed: no future" << QStringList { setup, main, shutdown };
        QTest::newRow("main abandons") << "abandon" << "main failed: canceled" << QStringList { setup, main, shutdown };
        QTest::newRow("shutdown") << "shutdown" << "Shutdown failed: Probe: no shutdown"
                                  << QStringList { setup, main, shutdown };
    }
    void runReportsFailures() // R23
    {
        QFETCH(QString, failing);
        QFETCH(QString, logged);
        QFETCH(QStringList, expected);
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        const auto failIf = [&](const QString &phase, const QString &message) {
            return phase == failing ? Component::failed(message) : Component::done();
        };
        probe.setupHook = [&] { return failIf(QStringLiteral("setup"), QStringLiteral("no setup")); };
        probe.shutdownHook = [&] { return failIf(QStringLiteral("shutdown"), QStringLiteral("no shutdown")); };
        QStringList criticals;
        static QStringList *sink = nullptr;
        sink = &criticals;
        const auto former = qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &context, const QString &text) {
            if (type == QtCriticalMsg && qstrcmp(context.category, "qconductor") == 0)
                *sink += text;
        });
        const int result = conductor.run([&]() -> QFuture<void> {
            journal += QStringLiteral("main");
            if (failing == QStringLiteral("throw"))
                throw std::runtime_error("no main");
            if (failing == QStringLiteral("thread"))
                QtConcurrent::run([] { throw std::runtime_error("no thread"); }).waitForFinished();
            if (failing == QStringLiteral("abandon"))
                return {};
            return failIf(QStringLiteral("main"), QStringLiteral("no future"));
        });
        qInstallMessageHandler(former);
        QCOMPARE(result, 1);
        QCOMPARE(criticals.size(), 1);
        QVERIFY2(criticals.first().startsWith(logged), qPrintable(criticals.first()));
        QCOMPARE(journal, expected);
    }

    void quitCancelsMainAndThenShutsDown() // R23, R24
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        const int result = conductor.run([&] {
            QTimer::singleShot(0, &probe, &QCoreApplication::quit);
            return afterTicks(&probe, 1000000); // ends when it is asked to
        });
        QCOMPARE(result, 0);
        QCOMPARE(probe.shutdownCount, 1);
    }

    void aMainThatGoesOnAfterQuitTimesOut() // R23, R24: like a hook
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
        QTest::addColumn<QString>("when");
        QTest::newRow("before it is set up") << "before";
        QTest::newRow("when it is active") << "active";
        QTest::newRow("when it is down again") << "down";
    }
    void quitInWhatServesWithinARunEndsBoth() // R23, R24
    {
        QFETCH(QString, when);
        Conductor outer;
        Conductor inner;
        Probe probe;
        inner.add(&probe);
        probe.shutdownHook = [&] { return afterTicks(&probe, 3); };
        int served = -1;
        QCOMPARE(outer.run([&] {
            if (when == QStringLiteral("before"))
                QTimer::singleShot(0, &probe, &QCoreApplication::quit);
            if (when == QStringLiteral("active"))
                connect(&inner, &Conductor::activated, &probe, &QCoreApplication::quit);
            if (when == QStringLiteral("down")) {
                connect(&inner, &Conductor::activated, &inner, &Conductor::shutdown);
                connect(&inner, &Conductor::deactivated, &probe, &QCoreApplication::quit, Qt::QueuedConnection);
            }
            served = inner.serve();
            return Component::done();
        }), 0);
        QCOMPARE(served, 0);
        QCOMPARE(probe.setupCount, when == QStringLiteral("before") ? 0 : 1);
        QCOMPARE(probe.shutdownCount, probe.setupCount);
    }

    void aQuitThroughANestedRunComesOnce_data()
    {
        QTest::addColumn<bool>("isHeld");
        QTest::newRow("held while it sets up") << true;
        QTest::newRow("not held, for it is down already") << false;
    }
    void aQuitThroughANestedRunComesOnce() // R23, R24
    {
        QFETCH(bool, isHeld);
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
            if (isHeld)
                QCoreApplication::quit();
            return afterTicks(&probe, 3);
        };
        QTimer::singleShot(0, &probe, [&] {
            result = conductor.run([&] {
                conductor.shutdown();
                QTimer::singleShot(0, &probe, [&] {
                    QTRY_COMPARE(conductor.state(), Conductor::State::Inactive);
                    QCoreApplication::quit();
                });
                return afterTicks(&probe, 1000000); // ends when it is asked to
            });
        });
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(result, 0);
        QCoreApplication::processEvents();
        QCOMPARE(quits.count, 1); // those that are held don't come so far
    }

    void aMainThatThrowsAfterQuitFailsOnce() // R23
    {
        static QStringList criticals;
        criticals.clear();
        const auto former = qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &, const QString &message) {
            if (type == QtCriticalMsg)
                criticals += message;
        });
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
        const int result = conductor.run([]() -> QFuture<void> {
            QCoreApplication::quit();
            throw Error(QStringLiteral("boom"));
        });
        qInstallMessageHandler(former);
        QCOMPARE(result, 1);
        QCOMPARE(criticals, QStringList({ QStringLiteral("main failed: boom") }));
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
                return afterTicks(&probe, 1000000); // ends when it is asked to
            });
        });
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(result, 0);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
    }

    void serveReturnsWhatExecReturned_data()
    {
        QTest::addColumn<int>("code"); // -1: quit()
        QTest::newRow("quit") << -1;
        QTest::newRow("exit with 0") << 0;
        QTest::newRow("exit with 7") << 7;
    }
    void serveReturnsWhatExecReturned() // R24
    {
        QFETCH(int, code);
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        probe.shutdownHook = [&] { return afterTicks(&conductor, 20); };
        QStringList states;
        connect(&conductor, &Conductor::activated, this, [&] {
            states += QStringLiteral("active");
            code < 0 ? QCoreApplication::quit() : QCoreApplication::exit(code);
        });
        connect(&conductor, &Conductor::deactivated, this, [&] { states += QStringLiteral("inactive"); });
        QCOMPARE(conductor.serve(), qMax(code, 0));
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
        (inSetup ? probe.setupHook : probe.shutdownHook) = [] { return Component::failed(QStringLiteral("no")); };
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

    void aSignalQuits_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void aSignalQuits() // R24: held back until shutdown has ended, with timers still firing
    {
        QFETCH(int, number);
        Process process(QStringLiteral("nothing"));
        QVERIFY(process.says("active"));
        process.signal(number);
        QVERIFY(process.says("shutting down"));
        QVERIFY(process.says("still alive"));
        QVERIFY(process.says("inactive"));
        QVERIFY(process.says("served"));
        QVERIFY(process.ends());
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 0);
    }

    void aSecondSignalEndsTheProcess_data()
    {
        QTest::addColumn<QString>("phase");
        QTest::addColumn<int>("second");
        QTest::newRow("in shutdown, the same") << "shutdown" << SIGTERM;
        QTest::newRow("in shutdown, another") << "shutdown" << SIGINT;
        QTest::newRow("in a setup that was canceled") << "setup" << SIGTERM;
    }
    void aSecondSignalEndsTheProcess() // R24: by the default action
    {
        QFETCH(QString, phase);
        QFETCH(int, second);
        Process process(phase);
        QVERIFY(process.says(phase == QStringLiteral("setup") ? "setting up" : "active"));
        process.signal(SIGTERM);
        if (phase == QStringLiteral("shutdown"))
            QVERIFY(process.says("still alive"));
        // In setup nothing tells when the first signal was handled: the second is repeated until it works.
        QVERIFY(QTest::qWaitFor([&] {
            process.signal(second);
            return process->state() == QProcess::NotRunning;
        }, 30000));
        QCOMPARE(process->exitStatus(), QProcess::CrashExit);
    }

    void formerSignalHandlersComeBack() // R24
    {
        const auto former = std::signal(SIGHUP, SIG_IGN);
        Conductor conductor;
        connect(&conductor, &Conductor::activated, this, [] { QCoreApplication::exit(); });
        QCOMPARE(conductor.serve(), 0);
        QVERIFY(std::signal(SIGHUP, former) == SIG_IGN);
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

    void aQuitThatIsHeldBackComesThough_data()
    {
        QTest::addColumn<bool>("isDestroyed");
        QTest::newRow("its conductor goes") << true;
        QTest::newRow("it is to be held back no longer") << false;
    }
    void aQuitThatIsHeldBackComesThough() // R24
    {
        QFETCH(bool, isDestroyed);
        Probe probe;
        QObject window;
        auto *conductor = new Conductor(&window);
        conductor->add(&probe);
        conductor->setShutdownOnQuit(true);
        probe.shutdownHook = [&] {
            if (isDestroyed)
                conductor->deleteLater();
            else
                conductor->setShutdownOnQuit(false);
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
    if (argc > 2 && qstrcmp(argv[1], "--serve") == 0)
        return serveAsProcess(argc, argv);

    // Before there is an application, a conductor says what it needs (R12, R22).
    Conductor conductor;
    const auto error = errorOf<Error>(conductor.setup());
    if (!error || !error->message().contains(QStringLiteral("QCoreApplication")))
        return 100;
    if (conductor.run({}) != 1 || conductor.serve() != 1)
        return 101;
    conductor.setShutdownOnQuit(true);

    // One that has gone takes the conductor's events with it (R12).
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

    QCoreApplication application(argc, argv);
    QObject::connect(&conductor, &Conductor::activated, &application, &QCoreApplication::quit);
    QTimer::singleShot(0, &conductor, [&] { conductor.setup(); });
    application.exec();
    if (conductor.state() != Conductor::State::Inactive) // R24: though it was there first
        return 102;

    tst_Running test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_running.moc"
