// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application.h"
#include "liveobjects.h"
#include "places.h"

#include <QConductor/Test>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qtimer.h>

#include <optional>

using namespace QConductor;
using namespace QConductor::Test;
using namespace std::chrono_literals;

namespace Shop {

// Its onSetup() ends when the test finishes the gate.
class Gated : public Component
{
    Q_OBJECT
public:
    using Component::Component;
    QPromise<void> gate;
    bool isEntered = false;

protected:
    QFuture<void> onSetup() override
    {
        isEntered = true;
        gate.start();
        return gate.future();
    }
};

// Its setter throws.
class Refusing : public Component
{
    Q_OBJECT
    Q_PROPERTY(Database *database READ database WRITE setDatabase)
public:
    using Component::Component;
    Database *database() const { return nullptr; }
    void setDatabase(Database *) { throw Error(QStringLiteral("refused")); }
};

} // namespace Shop

using namespace Shop;

class tst_TestlibFixture : public QObject
{
    Q_OBJECT

    std::optional<Fixture> m_app; // a new one for each test

private Q_SLOTS:
    void init() { m_app.emplace(); }
    void cleanup() { m_app.reset(); }

    void worksAsAMember_data()
    {
        QTest::addColumn<int>("run");
        QTest::newRow("once") << 1;
        QTest::newRow("again") << 2;
    }
    void worksAsAMember() // R33: the fixture that cleanup() destroys shuts down what is active
    {
        QVERIFY(m_app->journal().isEmpty());
        m_app->conductor().add<WebApi>();
        QCONDUCTOR_SETUP(*m_app);
        QCOMPARE(m_app->conductor().state(), Conductor::State::Active);
    }

    void tellsWhatHappened() // R33
    {
        Fixture app;
        auto *api = app.conductor().add<WebApi>();
        QVERIFY(app.setup());
        QVERIFY(api->isActive());
        QVERIFY(app.errorString().isEmpty());
        QCOMPARE(app.journal(), QStringList({ QStringLiteral("setup Database"), QStringLiteral("setup WebApi") }));
        app.clearJournal();
        QVERIFY(app.shutdown());
        QCOMPARE(app.journal(), QStringList({ QStringLiteral("shutdown WebApi"), QStringLiteral("shutdown Database") }));
    }

    void tellsOfFailuresAndTheRollBack() // R33, R15
    {
        Scripted<WebApi> api;
        api.setupScript().fail("no port");
        api.shutdownScript().callBase(); // so that it needs the database
        Fixture app;
        app.conductor().add(&api);
        QVERIFY(!app.setup());
        QVERIFY2(app.errorString().contains(QStringLiteral("no port")), qPrintable(app.errorString()));
        QCOMPARE(app.errorString(), app.conductor().errorString());
        QCOMPARE(app.journal(), QStringList({ QStringLiteral("setup Database"), QStringLiteral("failed WebApi"),
                                              QStringLiteral("shutdown Database") }));
        api.setupScript().succeed();
        QVERIFY(app.setup());
        QVERIFY(app.errorString().isEmpty());
    }

    void tellsOfAFailureWhileRunning_data()
    {
        QTest::addColumn<bool>("byPolicy");
        QTest::newRow("restarted by its policy") << true;
        QTest::newRow("restarted by hand") << false;
    }
    void tellsOfAFailureWhileRunning() // R33, R34, R44, R45
    {
        QFETCH(bool, byPolicy);
        Scripted<Database> database;
        database.setRestartPolicy(byPolicy ? Component::RestartPolicy::OnFailure : Component::RestartPolicy::Never);
        VirtualClock clock;
        m_app->setClock(&clock);
        Conductor &conductor = m_app->conductor();
        conductor.patch<Database>(&database);
        auto *api = conductor.add<WebApi>();
        QCONDUCTOR_SETUP(*m_app);
        m_app->clearJournal();

        database.runningScript().fail("connection lost").after(20min);
        clock.advance(20min - 1ms);
        QVERIFY(database.isActive());
        clock.advance(1ms);
        QTRY_COMPARE(database.state(), Component::State::Failed);
        QCOMPARE(database.errorString(), QStringLiteral("connection lost"));
        QStringList expected { QStringLiteral("shutdown WebApi"), QStringLiteral("failed Database") };
        QCOMPARE(m_app->journal(), expected);

        database.runningScript().succeed();
        if (byPolicy)
            clock.advance(1s);
        else
            conductor.restart(&database);
        QTRY_VERIFY(api->isActive());
        expected << QStringLiteral("setup Database");
        if (byPolicy)
            expected << QStringLiteral("restarted Database");
        QCOMPARE(m_app->journal(), expected << QStringLiteral("setup WebApi"));
        QCONDUCTOR_SHUTDOWN(*m_app);
        m_app.reset(); // it uses the clock
    }

    void tellsOfATryInASetup() // R33, R45
    {
        Scripted<Database> database;
        database.setRestartPolicy(Component::RestartPolicy::OnFailure);
        database.setupScript().fail("no disk");
        connect(&database, &Component::restartCountChanged, &database, [&] { database.setupScript().succeed(); });
        VirtualClock clock;
        m_app->setClock(&clock);
        m_app->conductor().add(&database);
        QCONDUCTOR_SETUP(*m_app);
        QCOMPARE(m_app->journal(), QStringList({ QStringLiteral("failed Database"), QStringLiteral("setup Database"),
                                                 QStringLiteral("restarted Database") }));
        QCONDUCTOR_SHUTDOWN(*m_app);
        QCONDUCTOR_SETUP(*m_app); // not by its policy
        QVERIFY(m_app->journal().endsWith(QStringLiteral("setup Database")));
        m_app.reset(); // it uses the clock
    }

    void tellsOfAGraphThatIsNone() // R33
    {
        Fixture app;
        app.conductor().patch(Database::staticMetaObject, WebApi::staticMetaObject);
        QVERIFY(!app.setup());
        QVERIFY2(app.errorString().contains(QStringLiteral("doesn't fit")), qPrintable(app.errorString()));
    }

    void tellsWhatDoesNotEnd() // R33
    {
        Gated gated;
        Fixture app(10ms);
        app.conductor().add(&gated);
        QVERIFY(!app.setup());
        QCOMPARE(app.errorString(), QStringLiteral("Setup did not end within 10 ms: Shop::Gated (the future of onSetup() "
                                                   "has not finished)"));
        gated.gate.finish();
    }

    void givesFiveSecondsUnlessTold() // R33: The test cuts the fixture's timer short instead of waiting for it.
    {
        Gated gated;
        Fixture app;
        app.conductor().add(&gated);
        const LiveObjects objects;
        doWhen(&gated, Component::State::SettingUp, [&objects] {
            for (QTimer *timer : objects.all<QTimer>()) {
                if (timer->interval() == 5000)
                    timer->setInterval(1);
            }
        });
        QVERIFY(!app.setup());
        QVERIFY2(app.errorString().startsWith(QStringLiteral("Setup did not end within 5000 ms")), qPrintable(app.errorString()));
        gated.gate.finish();
    }

    void waitsInsideAnEventHandler() // R33: also for events that were posted before the handled one was delivered
    {
        Fixture app;
        app.conductor().add<WebApi>();
        bool isSetUp = false;
        QMetaObject::invokeMethod(&app.conductor(), [&] { isSetUp = app.setup(); }, Qt::QueuedConnection);
        app.conductor().setup();
        QTRY_VERIFY(isSetUp);
    }

    void tellsOfACanceledSetup() // R33, R16
    {
        Gated gated;
        Fixture app;
        app.conductor().add(&gated);
        connect(&gated, &Component::stateChanged, &app.conductor(), [&](Component::State state) {
            if (state == Component::State::SettingUp)
                app.conductor().shutdown();
        });
        QVERIFY(!app.setup());
        QCOMPARE(app.errorString(), QStringLiteral("Setup was canceled"));
    }

    void shutsDownWhatIsStillActive() // R33
    {
        Scripted<Database> database;
        {
            Fixture app;
            app.conductor().add(&database);
            QCONDUCTOR_SETUP(app);
        }
        QCOMPARE(database.shutdownCount(), 1);
        QCOMPARE(database.state(), Component::State::Inactive);
    }

    void forgivesAScriptThatHangs() // R33, R34: a hook that was told to hang is not left over
    {
        Scripted<Database> database;
        database.setupScript().hang();
        database.setSetupTimeout(10);
        Fixture app;
        app.conductor().add(&database);
        QVERIFY(!app.setup());
        QVERIFY(database.errorString().contains(QStringLiteral("timed out")));
    }

    void runsTimeoutsOfMinutesInNoTime() // R17, on virtual time
    {
        VirtualClock clock;
        Scripted<Database> database;
        database.setupScript().hang();
        Fixture app;
        app.setClock(&clock);
        app.conductor().setSetupTimeout(600'000);
        app.conductor().setShutdownTimeout(60'000);
        app.conductor().patch<Database>(&database);
        app.conductor().add<WebApi>();
        QVERIFY(!app.setup());
        QCOMPARE(database.errorString(), QStringLiteral("timed out after 600000 ms"));
        QCOMPARE(clock.now(), 11min); // after a grace of 1 min
    }

    void tellsHowLongWhatASetterRefusedTook() // R15, on virtual time
    {
        VirtualClock clock;
        Fixture app;
        app.setClock(&clock);
        Refusing refusing;
        app.conductor().add(&refusing);
        QVERIFY(!app.setup());
        QVERIFY2(app.errorString().contains(QStringLiteral("refused (after 0 ms)")), qPrintable(app.errorString()));
    }

    void delaysScriptsInVirtualTime()
    {
        VirtualClock clock;
        Scripted<Database> database;
        database.setupScript().after(2h);
        database.shutdownScript().after(1h).inThread();
        Fixture app;
        app.setClock(&clock);
        app.conductor().setShutdownTimeout(0);
        app.conductor().add(&database);
        QCONDUCTOR_SETUP(app);
        QCOMPARE(clock.now(), 2h);
        QCONDUCTOR_SHUTDOWN(app);
        QCOMPARE(clock.now(), 3h);
    }

    void letsTimePassOnRequest()
    {
        VirtualClock clock;
        Gated gated;
        Fixture app;
        app.setClock(&clock);
        app.conductor().setSetupTimeout(60'000);
        app.conductor().add(&gated);
        const QFuture<void> setup = app.conductor().setup();
        QTRY_VERIFY(gated.isEntered);
        clock.advance(59s);
        QCoreApplication::processEvents();
        QCOMPARE(gated.state(), Component::State::SettingUp);
        clock.advance(1s);
        QTRY_COMPARE(gated.state(), Component::State::Failed);
        QVERIFY(!setup.isFinished()); // the hook has a grace
        clock.advance(30s);
        QTRY_VERIFY(setup.isFinished());
        QCOMPARE(gated.errorString(), QStringLiteral("timed out after 60000 ms"));
        gated.gate.finish();
    }

    void letsNoTimePassForRealWork()
    {
        VirtualClock clock;
        Gated gated;
        Scripted<Database> database;
        database.setupScript().hang();
        Fixture app;
        app.setClock(&clock);
        app.conductor().setSetupTimeout(60'000);
        app.conductor().add(&gated);
        app.conductor().add(&database);
        connect(&database, &Component::stateChanged, &gated, [&](Component::State state) {
            if (state == Component::State::SettingUp) // now both hooks are in flight
                QMetaObject::invokeMethod(&gated, [&] { gated.gate.finish(); }, Qt::QueuedConnection);
        });
        QVERIFY(!app.setup());
        QCOMPARE(gated.errorString(), QString());
        QVERIFY(app.journal().contains(QStringLiteral("setup Gated")));
    }

    void returnsToRealTime()
    {
        Scripted<Database> database;
        database.setupScript().after(20ms);
        Fixture app;
        VirtualClock clock;
        app.setClock(&clock);
        app.setClock(nullptr);
        app.conductor().add(&database);
        QElapsedTimer timer;
        timer.start();
        QCONDUCTOR_SETUP(app);
        QVERIFY(timer.elapsed() >= 20);
        QCOMPARE(clock.now(), 0ms);
    }

    void failsTheTest_data()
    {
        QTest::addColumn<QStringList>("texts");
        const auto row = [](const char *function, const QStringList &texts) { QTest::newRow(function) << texts; };
        row("setupFails", { QStringLiteral("Database"), QStringLiteral("xxxEND"), QStringLiteral("WebApi") });
        row("setupDoesNotEnd", { QStringLiteral("Setup did not end within 20 ms: Shop::Stubborn") });
        row("shutdownFails", { QStringLiteral("Database"), QStringLiteral("the disk is full") });
        row("cannotBeShutDown", { QStringLiteral("The fixture could not shut down"), QStringLiteral("Database"),
                                  QStringLiteral("the disk is full") });
        row("shutdownNeverEnds", { QStringLiteral("The fixture could not shut down: Shutdown did not end within 20 ms: "
                                                  "Shop::Database (the future of onShutdown() has not finished)") });
        row("leavesAHookBehind", { QStringLiteral("Left over after the test: the future of onShutdown() of "
                                                  "Shop::Stubborn has not finished") });
        row("leavesAComponentBehind", { QStringLiteral("Left over after the test: the future of onShutdown() of "
                                                       "Shop::Stubborn has not finished") });
        row("takesLongerThanItsBudget", { QStringLiteral("and its budget is -1.0 ms"), QStringLiteral("WebApi") });
        row("breaksUnderFaults", { QStringLiteral("no-fault:layer-by-layer: shutdown did not succeed: Shutdown failed"),
                                   QStringLiteral("(breaks R35: The fault matrix runs an application that works"),
                                   QStringLiteral("Database"), QStringLiteral("the disk is full") });
    }
    void failsTheTest() // R33, R35: a macro fails it in its own line, with the whole message, and returns
    {
        QFETCH(QStringList, texts);
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral(FAILING_FIXTURES), { QString::fromUtf8(QTest::currentDataTag()) });
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        const QString output = QString::fromLocal8Bit(process.readAll());
        for (const QString &text : std::as_const(texts))
            QVERIFY2(output.contains(text), qPrintable(output));
        QVERIFY2(!output.contains(QStringLiteral("goes on")), qPrintable(output));

        const auto line = QRegularExpression(QStringLiteral("line (\\d+)")).match(output);
        const auto place = QRegularExpression(QStringLiteral("Loc: .*failingfixtures\\.cpp\\((\\d+)\\)")).match(output);
        QVERIFY2(place.hasMatch(), qPrintable(output));
        QVERIFY(qAbs(place.captured(1).toInt() - line.captured(1).toInt()) <= 5); // the line of a macro may be its last one
    }
};

QTEST_GUILESS_MAIN(tst_TestlibFixture)
#include "tst_testlib_fixture.moc"
