// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "brokencomponents.h"
#include "log.h"

#include <QConductor/Test>

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qscopeguard.h>

#include <type_traits>

using namespace QConductor;
using namespace QConductor::Test;
using namespace Shop;
using namespace std::chrono_literals;

using Build = FaultMatrix::Build;

template <class... Ts> Build application()
{
    return [](Conductor &conductor) { (conductor.add<Ts>(), ...); };
}

// An application that does something when its database has failed.
Build guarded(const std::function<void(Conductor &, Database *)> &function)
{
    return [function](Conductor &conductor) {
        conductor.add<Database>();
        conductor.provide<Guard>(
                [&conductor, function] { return new Guard([&, function](Database *d) { function(conductor, d); }); });
        conductor.add<Guard>();
    };
}

// An application in which a component is restarted when it has failed.
template <class T> Build restarted(const Build &build)
{
    return [build](Conductor &conductor) {
        build(conductor);
        conductor.component<T>()->setRestartPolicy(Component::RestartPolicy::OnFailure);
    };
}

// A value of one pointer, which leaves room for what a later version adds.
template <class Value>
constexpr bool isSharedValue =
        sizeof(Value) == sizeof(void *)
        && QTypeInfo<Value>::isRelocatable &&std::is_default_constructible_v<Value>
                &&std::is_copy_constructible_v<Value> &&std::is_copy_assignable_v<Value>
                        &&std::is_nothrow_move_constructible_v<Value> &&std::is_nothrow_move_assignable_v<Value>;
static_assert(isSharedValue<FaultCase>);
static_assert(isSharedValue<FaultFailure>);
static_assert(isSharedValue<FaultReport>);

class Node : public Component
{
    Q_OBJECT
public:
    using Component::Component;
};

class Layer : public Node
{
    Q_OBJECT
    Q_PROPERTY(Node *left MEMBER left)
    Q_PROPERTY(Node *right MEMBER right)
public:
    Layer(Node *left, Node *right, QObject *parent) : Node(parent), left(left), right(right) { }
    Node *left;
    Node *right;
};

class tst_TestlibFaultMatrix : public QObject
{
    Q_OBJECT

    static constexpr int faultsPerComponent = (2 * 7 + 3)
                                              * 2; // 7 faults in 2 hooks, 2 restarts and a report, in 2 schedulings

private Q_SLOTS:
    void cleanup()
    {
        qunsetenv("QCONDUCTOR_FAULT");
        endWhatHangs();
    }

    void hasValuesThatAreShared()
    {
        const FaultCase first(QStringLiteral("Shop::WebApi"), Phase::Shutdown, Fault::Hang,
                              Conductor::Scheduling::AsReady);
        FaultCase copy;
        QCOMPARE(copy.name(), QStringLiteral("no-fault:layer-by-layer"));
        copy = first;
        QCOMPARE(copy.component(), QStringLiteral("Shop::WebApi"));
        QCOMPARE(copy.phase(), Phase::Shutdown);
        QCOMPARE(copy.fault(), Fault::Hang);
        QCOMPARE(copy.scheduling(), Conductor::Scheduling::AsReady);

        FaultFailure failure(copy, QStringLiteral("R18"), QStringLiteral("it broke"));
        const FaultFailure kept = std::move(failure);
        failure = FaultFailure();
        QVERIFY(failure.rule().isEmpty());
        QCOMPARE(kept.faultCase().name(), QStringLiteral("Shop::WebApi:shutdown:hang:as-ready"));
        QCOMPARE(kept.rule(), QStringLiteral("R18"));
        QCOMPARE(kept.message(), QStringLiteral("it broke"));
        QCOMPARE(failure.line(), QString());

        const FaultReport none;
        QCOMPARE(none.cases(), 0);
        QVERIFY(!none.isGood());
    }

    void findsNothingInASoundApplication_data()
    {
        QTest::addColumn<Build>("build");
        QTest::addColumn<int>("components");
        QTest::newRow("one component") << application<Database>() << 1;
        QTest::newRow("what the root needs") << application<WebApi>() << 3;
        QTest::newRow("a chain") << application<Storefront>() << 4;
        // The database suffers its fault while the queue works in a thread. Then the cache must not begin any more.
        QTest::newRow("independent ones") << application<MessageQueue, Database, Cache, WebApi>() << 4;
        const Build sound = application<WebApi, Cache>();
        QTest::newRow("one that isn't essential") << Build([sound](Conductor &conductor) { // R42
            sound(conductor);
            conductor.component<Cache>()->setEssential(false);
        }) << 4;
        QTest::newRow("one that is deferred") << Build([sound](Conductor &conductor) { // R43
            sound(conductor);
            conductor.component<Cache>()->setStartMode(Component::StartMode::Deferred);
        }) << 4;
        const Build all = application<Database, MessageQueue, WebApi, Storefront>();
        QTest::newRow("a chain of what isn't essential") << Build([all](Conductor &conductor) { // R42
            all(conductor);
            for (Component *component : conductor.components())
                component->setEssential(false);
        }) << 4;
        const Build optional = application<Cache, Dashboard>();
        QTest::newRow("one that others can do without") << optional << 2; // R40, R41
        QTest::newRow("one that others can do without, and that is restarted")
                << restarted<Cache>(optional) << 2;                                                 // R40, R41, R45
        QTest::newRow("one without which nothing goes on") << Build([sound](Conductor &conductor) { // R44
            sound(conductor);
            conductor.setShutdownOnFailure(true);
        }) << 4;
        QTest::newRow("one that is tried again") << Build([sound](Conductor &conductor) { // R45
            sound(conductor);
            conductor.component<Cache>()->setRestartPolicy(Component::RestartPolicy::OnFailure);
        }) << 4;
        QTest::newRow("one that is deferred, and tried again") << Build([sound](Conductor &conductor) { // R43, R45
            restarted<Cache>(sound)(conductor);
            conductor.component<Cache>()->setEssential(false);
            conductor.component<Cache>()->setStartMode(Component::StartMode::Deferred);
        }) << 4;
    }
    void findsNothingInASoundApplication() // R35, and R36, R37 for the restarts, R44, R45 for what fails while running
    {
        QFETCH(Build, build);
        QFETCH(int, components);
        QCONDUCTOR_VERIFY_FAULTS(build);
        const FaultReport report = FaultMatrix(build).run();
        QVERIFY2(report.isGood(), qPrintable(report.summary()));
        QCOMPARE(report.cases(), 2 + components * faultsPerComponent);
    }

    void triesEachComponentPhaseAndFaultInBothSchedulings() // R35
    {
        QStringList names;
        FaultMatrix matrix(application<Database, MessageQueue>());
        matrix.setProgress([&](int done, int total, const FaultCase &next) {
            QCOMPARE(done, 2 + names.size());
            QCOMPARE(total, 2 + 2 * faultsPerComponent);
            names += next.name();
        });
        matrix.run();
        QStringList faults { QStringLiteral("running:restart"), QStringLiteral("running:failed-restart"),
                             QStringLiteral("running:report-failure") };
        for (const char *fault : { "throw", "fail", "cancel", "abandon", "hang", "destroy", "quit" }) {
            faults += QStringLiteral("setup:") + QString::fromLatin1(fault);
            faults += QStringLiteral("shutdown:") + QString::fromLatin1(fault);
        }
        for (const char *component : { "Shop::Database", "Shop::MessageQueue" }) {
            for (const QString &fault : faults) {
                for (const char *scheduling : { "layer-by-layer", "as-ready" }) {
                    const QString name = QStringLiteral("%1:%2:%3")
                                                 .arg(QString::fromLatin1(component), fault,
                                                      QString::fromLatin1(scheduling));
                    QVERIFY2(names.removeOne(name), qPrintable(name));
                }
            }
        }
        QCOMPARE(names, QStringList());
    }

    void findsWhatIsBroken_data()
    {
        QTest::addColumn<Build>("build");
        QTest::addColumn<QString>("name"); // what the name of the case begins with
        QTest::addColumn<QString>("message");
        const auto row = [](const char *title, const Build &build, const char *name, const char *message) {
            QTest::newRow(title) << build << QString::fromUtf8(name) << QString::fromUtf8(message);
        };
        row("a setup that never ends", application<NeverUp>(), "no-fault:",
            "R1: setup did not end within 250 ms: Shop::NeverUp (the future of onSetup() has not finished)");
        row("a shutdown that never ends", application<NeverDown>(), "no-fault:",
            "R1: shutdown did not end within 250 ms: Shop::NeverDown (the future of onShutdown() has not finished)");
        row("a shutdown that throws", application<Thrower>(),
            "no-fault:", "R35: shutdown did not succeed: Shutdown failed: Thrower: the disk is full");
        row("deletes its dependency", application<Vandal>(), "no-fault:",
            "R19: Shop::Database was destroyed while it was Active, inside onShutdown() of Shop::Vandal");
        row("a timer outlives its hook", application<Ticker>(), "no-fault:",
            "R1: after shutdown, a timer of Shop::Ticker still runs (QTimer)");
        row("a thread outlives its hook", application<Runaway>(), "no-fault:",
            "R1: after shutdown, work still runs in a thread; it was begun in onShutdown() of Shop::Runaway");
        row("an order that is luck", application<Database, Impatient>(), "Shop::Database:setup:fail:as-ready",
            "R15: Shop::Impatient failed in setup as well: no database yet");
        row("can't be set up again", application<Unrepeatable>(),
            "no-fault:", "R12: the second setup did not succeed: Setup failed: Unrepeatable: open already");
        row("shuts down only what was complete", application<Database, HalfOpen>(), "Shop::Database:setup:fail:",
            "R15: Shop::HalfOpen failed in shutdown as well: not open");
        row("finishes a promise twice", application<Database, Client>(),
            "Shop::Database:setup:", "R12: the second setup did not succeed: Setup failed: Client: connection refused");
        row("waits for others for ever", application<Database, Follower>(), "Shop::Database:setup:fail:",
            "R1: setup did not end within 250 ms: Shop::Follower (the future of onSetup() has not finished)");
        row("keeps what was destroyed", application<Clinger>(), "Shop::Database:shutdown:destroy:",
            "R19: Shop::Clinger.database still points to Shop::Database, which was destroyed");
        row("leaks", application<Hoarder>(), "no-fault:",
            "R1: Shop::Hoarder has 2 child objects after a setup and a shutdown, and had 1 before");
        row("stops the others", application<Database, Deserter>(), "no-fault:",
            "R35: the application shut down by itself, inside onSetup() of Shop::Deserter");
        row("quits", application<Quitter>(), "no-fault:",
            "R35: the application quit by itself, inside onSetup() of Shop::Quitter");
        row("loses the quit", application<Deafener>(), "Shop::Deafener:shutdown:quit:",
            "R24: quit() is lost: it took no effect after shutdown had ended");
        row("doesn't release what it took", application<Phone>(), "Shop::Phone:running:restart:",
            "R36: the restart of Shop::Phone, while what it needs stayed Active, did not succeed: Setup failed: Phone: "
            "the line is taken");
        row("can't be restarted alone", application<Subscriber>(), "Shop::Subscriber:running:restart:",
            "R1: the restart of Shop::Subscriber did not end within 250 ms: Shop::Subscriber (the future of onSetup() has "
            "not finished)");
        row("takes its restart for the end", application<Database, MainWindow>(), "Shop::MainWindow:running:restart:",
            "R36: in the restart of Shop::MainWindow, the conductor did not stay Active, and became ShuttingDown, inside "
            "onShutdown() of Shop::MainWindow");
        row("moves what doesn't need it", application<Cache, Saboteur>(), "Shop::Saboteur:running:restart:",
            "R36: in the restart of Shop::Saboteur, Shop::Cache became ShuttingDown, although it does not need "
            "Shop::Saboteur");
        row("gives up when a restart fails", guarded([](Conductor &conductor, Database *) { conductor.shutdown(); }),
            "Shop::Database:running:failed-restart:",
            "R36: in the restart of Shop::Database, the conductor did not stay Active, and became ShuttingDown");
        row("restarts what has failed",
            guarded([](Conductor &conductor, Database *database) { conductor.start(database); }),
            "Shop::Database:running:failed-restart:",
            "R37: after the restart of Shop::Database, Shop::Database is Active, and not Failed");
        row("keeps what has failed", application<Cache, Magpie>(), "Shop::Cache:running:report-failure:",
            "R40: Shop::Magpie.cache still holds what has failed or was shut down");
        row("keeps what has failed in a list", application<Cache, Magpie>(), "Shop::Cache:running:report-failure:",
            "R41: Shop::Magpie.caches still holds what has failed or was shut down");
        row("doesn't take what comes back", restarted<Cache>(application<Cache, Sulker>()),
            "Shop::Cache:running:report-failure:",
            "R40: Shop::Sulker.cache doesn't hold what it held before, although everything is Active again");
        row("moves what doesn't need it when it fails", application<Cache, Saboteur>(),
            "Shop::Saboteur:running:report-failure:",
            "R44: in the failure of Shop::Saboteur, Shop::Cache became ShuttingDown, although it does not need "
            "Shop::Saboteur");
        row("gives up when a component fails", guarded([](Conductor &conductor, Database *) { conductor.shutdown(); }),
            "Shop::Database:running:report-failure:",
            "R44: in the failure of Shop::Database, the conductor did not stay Active, and became ShuttingDown");
        row("starts what has failed",
            guarded([](Conductor &conductor, Database *database) { conductor.start(database); }),
            "Shop::Database:running:report-failure:",
            "R44: after the failure of Shop::Database, Shop::Database is Active, and not Failed");
        const Build starting = guarded([](Conductor &conductor, Database *database) { conductor.start(database); });
        row(
                "starts what may fail",
                [starting](Conductor &conductor) {
                    starting(conductor);
                    conductor.component<Database>()->setEssential(false);
                },
                "Shop::Database:setup:fail:",
                "R42: after a setup without Shop::Database, Shop::Database is Active, and not Failed");
        row("can't be restarted by its policy", restarted<Phone>(application<Phone>()),
            "Shop::Phone:running:report-failure:",
            "R45: after the failure of Shop::Phone, its restart policy did not set it up again: the line is taken");
        row("never comes back", restarted<Subscriber>(application<Subscriber>()),
            "Shop::Subscriber:running:report-failure:",
            "R1: the failure of Shop::Subscriber did not end within 250 ms: Shop::Subscriber (the future of onSetup() has "
            "not finished)");
        row("a cycle", application<Chicken>(), "no-fault:", "Shop::Chicken");
        row("nothing", application<>(), "no-fault:", "R35: the function that adds the components added none");
        row("can't be built", [](Conductor &) { throw Error(QStringLiteral("no")); }, "no-fault:",
            "R35: the function that adds the components threw: no");
        row("can't be built, and says nothing of it", [](Conductor &) { throw 5; }, "no-fault:",
            "R35: the function that adds the components threw an exception");
        const auto count = std::make_shared<int>(0);
        row("another one each time", [count](Conductor &conductor) {
            ++*count <= 2 ? conductor.add<Database>() : static_cast<Component *>(conductor.add<MessageQueue>());
        }, "Shop::Database:", "R35: onSetup() of Shop::Database was not called, so the fault was not tried");
    }
    void findsWhatIsBroken() // R35
    {
        QFETCH(Build, build);
        QFETCH(QString, name);
        QFETCH(QString, message);
        FaultMatrix matrix(build);
        matrix.setTimeout(250ms);
        const FaultReport report = matrix.run();
        Runaway::end.release(100); // more than there are threads that wait

        QVERIFY(!report.isGood());
        const auto failures = report.failures();
        const bool isFound = std::any_of(failures.begin(), failures.end(), [&](const FaultFailure &failure) {
            const QString text = failure.rule() + QStringLiteral(": ") + failure.message();
            return failure.faultCase().name().startsWith(name) && text.simplified().contains(message);
        });
        QVERIFY2(isFound, qPrintable(report.summary()));
        QVERIFY(QThreadPool::globalInstance()->waitForDone());
        Runaway::end.tryAcquire(Runaway::end.available());
    }

    void tellsNothingElseOfAFaultThatWasNotTried() // R35
    {
        int count = 0;
        const FaultReport report = FaultMatrix([&count](Conductor &conductor) {
            if (++count <= 2) // the two cases in which the matrix finds the components
                conductor.add<Database>();
            conductor.add<MessageQueue>();
        }).run();
        QCOMPARE(report.failures().size(), faultsPerComponent);
        for (const FaultFailure &failure : report.failures()) {
            QCOMPARE(failure.faultCase().component(), QStringLiteral("Shop::Database"));
            QVERIFY2(failure.message().contains(QStringLiteral("so the fault was not tried")),
                     qPrintable(failure.line()));
        }
    }

    void tellsAFailureInOneLine() // R35
    {
        FaultMatrix matrix(application<Database, Impatient>());
        const FaultReport report = matrix.run();
        QVERIFY(!report.failures().isEmpty());
        const QRegularExpression line(QStringLiteral(
                "^Shop::Database:setup:fail:layer-by-layer: Shop::Impatient failed in setup as well: no database yet "
                "\\(breaks R15: When a hook fails during setup, [^\n]+\\.\\) \\[to run this case alone: "
                "QCONDUCTOR_FAULT=Shop::Database:setup:fail:layer-by-layer "
                "\\./tst_testlib_faultmatrix tellsAFailureInOneLine\\]$"));
        QVERIFY2(line.match(report.messages().first()).hasMatch(), qPrintable(report.messages().first()));
        QVERIFY(report.summary().contains(report.messages().first()));
    }

    void tellsABrokenRestartInOneLine() // R35, R36
    {
        const FaultReport report = FaultMatrix(application<Phone>()).run();
        QVERIFY(!report.failures().isEmpty());
        const QRegularExpression line(QStringLiteral(
                "^Shop::Phone:running:restart:layer-by-layer: the restart of Shop::Phone, while what it needs stayed Active, did "
                "not succeed: [^\n]+ \\(breaks R36: With start\\(\\), stop\\(\\) and restart\\(\\), [^\n]+\\.\\) "
                "\\[to run this case alone: QCONDUCTOR_FAULT=Shop::Phone:running:restart:layer-by-layer "
                "\\./tst_testlib_faultmatrix tellsABrokenRestartInOneLine\\]$"));
        QVERIFY2(line.match(report.messages().first()).hasMatch(), qPrintable(report.messages().first()));
    }

    void runsOneCaseAlone() // R35
    {
        qputenv("QCONDUCTOR_FAULT", "Shop::Database:setup:fail:as-ready");
        FaultMatrix matrix(application<Database, Impatient>());
        const FaultReport report = matrix.run();
        QCOMPARE(report.cases(), 1);
        QVERIFY2(report.failures().size() == 1, qPrintable(report.summary()));
        QCOMPARE(report.failures().first().faultCase().name(), QStringLiteral("Shop::Database:setup:fail:as-ready"));
    }

    void refusesACaseThatIsNone() // R35
    {
        qputenv("QCONDUCTOR_FAULT", "Shop::Database:setup:explode:as-ready");
        const FaultReport report = FaultMatrix(application<Database>()).run();
        QCOMPARE(report.cases(), 0);
        QVERIFY(!report.isGood());
        const QString message = report.messages().first();
        QVERIFY2(message.startsWith(QStringLiteral("QCONDUCTOR_FAULT is \"Shop::Database:setup:explode:as-ready\", but this "
                                                   "application has no such case")), qPrintable(message));
    }

    void tellsInstancesOfAClassApart() // R35
    {
        QStringList names;
        FaultMatrix matrix([](Conductor &conductor) {
            conductor.add(new Database(&conductor));
            conductor.add(new Database(&conductor));
        });
        matrix.setProgress([&](int, int, const FaultCase &next) { names += next.name(); });
        const FaultReport report = matrix.run();
        QVERIFY2(report.isGood(), qPrintable(report.summary()));
        QVERIFY(names.contains(QStringLiteral("Shop::Database:setup:hang:as-ready")));
        QVERIFY(names.contains(QStringLiteral("Shop::Database#2:shutdown:quit:as-ready")));
    }

    void destroysOnlyWhatTheConductorOwns() // R35: and tells which components it leaves out
    {
        QStringList names;
        Database onTheStack;
        FaultMatrix matrix([&](Conductor &conductor) {
            conductor.add(&onTheStack);
            conductor.provide<MessageQueue>([] { return new MessageQueue; });
            conductor.add<WebApi>();
        });
        matrix.setProgress([&](int, int, const FaultCase &next) { names += next.name(); });
        const FaultReport report = matrix.run();
        QVERIFY2(report.isGood(), qPrintable(report.summary()));
        QCOMPARE(report.cases(), 2 + 3 * faultsPerComponent - 4);
        QVERIFY(names.filter(QRegularExpression(QStringLiteral("^Shop::Database:.*:destroy:"))).isEmpty());
        QCOMPARE(names.filter(QRegularExpression(QStringLiteral("^Shop::MessageQueue:.*:destroy:"))).size(), 4);
        QCOMPARE(report.leftOut(),
                 QStringList(QStringLiteral("the destruction of Shop::Database, because the conductor doesn't own it (let "
                                            "the conductor create it, by add<T>() or a factory)")));
        QVERIFY(report.summary().endsWith(QStringLiteral("not tried: ") + report.leftOut().constFirst()));
    }

    void tellsWhatItLeavesOut_data()
    {
        QTest::addColumn<Build>("build");
        QTest::addColumn<QStringList>("leftOut");
        QTest::newRow("nothing") << application<Database>() << QStringList();
        QTest::newRow("all faults, when it fails without")
                << application<Database, Thrower>()
                << QStringList(QStringLiteral("all faults, because the application fails without a fault"));
        QTest::newRow("the rest, when three don't end")
                << application<Database, Follower>()
                << QStringList(QStringLiteral("the last %1 cases, because 3 cases never ended")
                                       .arg(2 * faultsPerComponent - 12));
    }
    void triesOnlyWhatItIsTold_data()
    {
        QTest::addColumn<QList<const QMetaObject *>>("types");
        QTest::addColumn<QList<Fault>>("faults");
        QTest::addColumn<int>("cases");
        const QList<const QMetaObject *> database { &Database::staticMetaObject };
        QTest::newRow("one class") << database << QList<Fault>() << 2 + faultsPerComponent;
        QTest::newRow("one fault") << QList<const QMetaObject *>() << QList<Fault> { Fault::Restart } << 2 + 2 * 2;
        QTest::newRow("a fault of one class")
                << database << QList<Fault> { Fault::Throw, Fault::Hang } << 2 + 2 * 2 * 2;
    }
    void triesOnlyWhatItIsTold() // R35
    {
        QFETCH(QList<const QMetaObject *>, types);
        QFETCH(QList<Fault>, faults);
        QFETCH(int, cases);
        FaultMatrix matrix(application<Database, MessageQueue>());
        const FaultReport report = matrix.only(types, faults).run();
        QVERIFY2(report.isGood(), qPrintable(report.summary()));
        QCOMPARE(report.cases(), cases);
        QVERIFY(report.leftOut().contains(QStringLiteral("what only() doesn't name")));
    }

    void tellsOfAClassThatTheApplicationDoesNotHave() // R35
    {
        FaultMatrix matrix(application<Database>());
        const FaultReport report = matrix.only({ &MessageQueue::staticMetaObject }).run();
        QVERIFY(!report.isGood());
        QVERIFY(report.summary().contains(QStringLiteral("only() names Shop::MessageQueue")));
    }

    void tellsWhatItLeavesOut() // R35
    {
        QFETCH(Build, build);
        QFETCH(QStringList, leftOut);
        FaultMatrix matrix(build);
        matrix.setTimeout(50ms);
        QCOMPARE(matrix.run().leftOut(), leftOut);
    }

    void hangsForNoRealTime() // R35: whatever timeouts the application has, or none
    {
        const FaultReport report = FaultMatrix([](Conductor &conductor) { // in real time, ctest would run out of patience
            conductor.setSetupTimeout(600'000);
            conductor.add<Database>()->setShutdownTimeout(0);
            conductor.add<WebApi>()->setSetupTimeout(0);
        }).run();
        QVERIFY2(report.isGood(), qPrintable(report.summary()));
    }

    void checksTwentyComponents() // R35: in less than 10 s, unless the machine is loaded
    {
        const Build build = [](Conductor &conductor) {
            QList<Node *> nodes { new Node(&conductor), new Node(&conductor) };
            for (int i = 2; i < 20; ++i)
                nodes += new Layer(nodes.at(i - 2), nodes.at(i / 2), &conductor);
            for (Node *node : std::as_const(nodes))
                conductor.add(node);
        };
        QElapsedTimer timer;
        timer.start();
        const FaultReport report = FaultMatrix(build).run();
        const qint64 elapsed = timer.elapsed();
        QVERIFY2(report.isGood(), qPrintable(report.summary()));
        QCOMPARE(report.cases(), 2 + 20 * (faultsPerComponent - 4)); // the conductor doesn't own them: nothing is destroyed
        qInfo("%d cases in %lld ms", report.cases(), elapsed);
    }

    void tellsItsProgress() // R35: as qInfo, when a second has passed since it was told last
    {
        int cases = 0;
        const Build build = [&](Conductor &conductor) {
            application<Database>()(conductor);
            const QDeadlineTimer second(++cases == 3 ? 1001 : 0); // in the first case with a fault
            while (!second.hasExpired())
                QThread::yieldCurrentThread();
        };
        const Log log;
        QVERIFY(FaultMatrix(build).run().isGood());
        const QStringList lines = log.linesIf([](const Log::Message &message) {
            return message.type == QtInfoMsg && message.category == "qconductor.faults";
        });
        QVERIFY(!lines.isEmpty());
        static const QRegularExpression progress(
                QStringLiteral("^qconductor.faults: \\d+ of \\d+ cases run; next: \\S+$"));
        QVERIFY2(progress.match(lines.first()).hasMatch(), qPrintable(lines.first()));
    }

    void leavesTheApplicationRunning() // R35: the matrix keeps quits from the application
    {
        bool hasQuit = false;
        connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, this, [&] { hasQuit = true; });
        FaultMatrix(application<Database>()).run();
        QCoreApplication::processEvents();
        QVERIFY(!hasQuit);
    }
};

QTEST_GUILESS_MAIN(tst_TestlibFaultMatrix)
#include "tst_testlib_faultmatrix.moc"
