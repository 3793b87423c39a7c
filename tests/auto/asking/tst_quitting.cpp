// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "probe.h"

#include <QtTest/qsignalspy.h>

#include <csignal>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

// Runs an application with a conductor, and returns the exit code.
using Execute = std::function<int(Conductor &)>;
using Act = std::function<void(Conductor &)>;

int serve(Conductor &conductor)
{
    return conductor.serve();
}

int execWithShutdownOnQuit(Conductor &conductor)
{
    conductor.setShutdownOnQuit(true);
    QMetaObject::invokeMethod(
            &conductor, [&] { conductor.setup(); }, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

void addExecutions()
{
    QTest::addColumn<Execute>("execute");
    QTest::newRow("serve") << Execute(&serve);
    QTest::newRow("shutdownOnQuit") << Execute(&execWithShutdownOnQuit);
}

// A hook that runs an event loop of its own, as a login dialog does, until that is told to end.
QFuture<void> runDialog()
{
    QEventLoop dialog;
    return dialog.exec() == 0 ? Component::done() : Component::failed(u"the dialog was closed"_s);
}

// While the person who is asked thinks, the application is to quit, and then the person agrees.
void quitWhileAsked(Probe &probe, Person &person)
{
    probe.requestHook = [&](ShutdownReason) {
        later(&probe, [&] {
            QCoreApplication::quit();
            later(&probe, [&] { person.answer(true); });
        });
        return person.ask();
    };
}

} // namespace

class tst_Quitting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void aQuitAsksFirst_data() { addExecutions(); }
    void aQuitAsksFirst() // R47, R24
    {
        QFETCH(Execute, execute);
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        QList<ShutdownReason> reasons;
        QList<bool> activity;
        probe.requestHook = [&](ShutdownReason reason) {
            reasons += reason;
            activity += probe.isActive();
            return answered(reasons.size() == 2);
        };
        connect(&conductor, &Conductor::activated, this, &QCoreApplication::quit);
        QSignalSpy refused(&conductor, &Conductor::shutdownRefused);
        connect(&conductor, &Conductor::shutdownRefused, &probe, [&] {
            activity += probe.isActive();
            later(&probe, &QCoreApplication::quit);
        });
        QSignalSpy aboutToQuit(QCoreApplication::instance(), &QCoreApplication::aboutToQuit);
        probe.shutdownHook = [&] {
            activity += aboutToQuit.isEmpty();
            return Component::done();
        };
        QCOMPARE(execute(conductor), 0);
        QCOMPARE(reasons, QList<ShutdownReason>(2, ShutdownReason::Quit));
        QCOMPARE(activity, QList<bool>({ true, true, true, true }));
        QCOMPARE(refused.count(), 1);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QCOMPARE(probe.shutdownCount, 1);
    }

    void aQuitDuringSetupAsksNobody_data() { addExecutions(); }
    void aQuitDuringSetupAsksNobody() // R47, R24
    {
        QFETCH(Execute, execute);
        Gate gate;
        Conductor conductor;
        Probe first;
        Probe second;
        conductor.add(&first);
        conductor.add(&second);
        second.setupHook = [&] {
            later(&second, &QCoreApplication::quit);
            return gate.enter();
        };
        connect(&conductor, &Conductor::stateChanged, &second, [&](Conductor::State state) {
            if (state == Conductor::State::ShuttingDown)
                later(&second, [&] { gate.open(); });
        });
        QCOMPARE(execute(conductor), 0);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QVERIFY(journal.filter(u"ask"_s).isEmpty());
    }

    void anotherQuitWhileOneAsksChangesNothing_data() { addExecutions(); }
    void anotherQuitWhileOneAsksChangesNothing() // R47
    {
        QFETCH(Execute, execute);
        Person person;
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        quitWhileAsked(probe, person);
        connect(&conductor, &Conductor::activated, this, &QCoreApplication::quit);
        QCOMPARE(execute(conductor), 0);
        QCOMPARE(person.timesAsked, 1);
        QCOMPARE(probe.shutdownCount, 1);
    }

    void aRequestOfTheProgramIsJoinedByAQuit() // R46, R47
    {
        Person person;
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        quitWhileAsked(probe, person);
        QFuture<bool> future;
        connect(&conductor, &Conductor::activated, this, [&] { future = conductor.requestShutdown(); });
        QCOMPARE(execWithShutdownOnQuit(conductor), 0);
        QCOMPARE(person.timesAsked, 1);
        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result());
    }

    void whatAsksNobodyEndsTheAsking_data()
    {
        QTest::addColumn<Act>("end");
        QTest::addColumn<int>("result");
        QTest::newRow("shutdown()") << Act([](Conductor &conductor) { conductor.shutdown(); }) << 0;
        QTest::newRow("exit()") << Act([](Conductor &) { QCoreApplication::exit(5); }) << 5;
        QTest::newRow("SIGTERM") << Act([](Conductor &) { std::raise(SIGTERM); }) << 0;
    }
    void whatAsksNobodyEndsTheAsking() // R24, R46, R47
    {
        QFETCH(Act, end);
        QFETCH(int, result);
        Person person;
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        probe.requestHook = [&](ShutdownReason) {
            later(&probe, [&] { end(conductor); });
            return person.ask();
        };
        connect(&conductor, &Conductor::activated, this, &QCoreApplication::quit);
        QCOMPARE(conductor.serve(), result);
        QVERIFY(person.isAskedToCancel());
        QCOMPARE(probe.shutdownCount, 1);
    }

    void runAsksNobody() // R23, R47
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        Gate main;
        QCOMPARE(conductor.run([&] {
            later(&probe, [&] {
                QCoreApplication::quit();
                main.open();
            });
            return main.enter();
        }),
                 0);
        QVERIFY(main.isAskedToCancel());
        QVERIFY(journal.filter(u"ask"_s).isEmpty());
    }

    void aRefusalKeepsAllConductorsActive() // R47
    {
        Conductor older;
        Conductor younger;
        Probe application;
        Probe document;
        application.setObjectName(u"application"_s);
        document.setObjectName(u"document"_s);
        older.add(&application);
        younger.add(&document);
        older.setShutdownOnQuit(true);
        younger.setShutdownOnQuit(true);
        int timesAsked = 0;
        application.requestHook = [&](ShutdownReason) { return answered(++timesAsked == 2); };
        QVERIFY(setsUp(older) && setsUp(younger));
        journal.clear();
        QList<bool> activity;
        connect(&older, &Conductor::shutdownRefused, this, [&] {
            activity += { application.isActive(), document.isActive() };
            later(&document, &QCoreApplication::quit);
        });
        later(&document, &QCoreApplication::quit);
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(activity, QList<bool>({ true, true }));
        QCOMPARE(journal, QStringList({ u"ask document"_s, u"ask application"_s, u"ask document"_s,
                                        u"ask application"_s, u"shutdown document"_s, u"shutdown application"_s }));
    }

    void anEventLoopInAHookDoesNotHoldAQuitBack_data()
    {
        QTest::addColumn<Execute>("execute");
        QTest::addColumn<bool>("isInSetup");
        QTest::addColumn<Act>("end");
        const auto quit = Act([](Conductor &) { QCoreApplication::quit(); });
        QTest::newRow("serve, setup") << Execute(&serve) << true << quit;
        QTest::newRow("serve, setup, SIGTERM")
                << Execute(&serve) << true << Act([](Conductor &) { std::raise(SIGTERM); });
        QTest::newRow("serve, shutdown") << Execute(&serve) << false << quit;
        QTest::newRow("shutdownOnQuit, setup") << Execute(&execWithShutdownOnQuit) << true << quit;
        QTest::newRow("shutdownOnQuit, shutdown") << Execute(&execWithShutdownOnQuit) << false << quit;
    }
    void anEventLoopInAHookDoesNotHoldAQuitBack() // R24
    {
        QFETCH(Execute, execute);
        QFETCH(bool, isInSetup);
        QFETCH(Act, end);
        const Log log; // of failures that are expected
        Probe settings;
        Probe login;
        Conductor conductor;
        conductor.setShutdownTimeout(0);
        conductor.add(&settings);
        conductor.add(&login);
        int dialogs = 0;
        (isInSetup ? login.setupHook : login.shutdownHook) = [&] {
            ++dialogs;
            later(&login, [&] { end(conductor); });
            return runDialog();
        };
        if (!isInSetup)
            connect(&conductor, &Conductor::activated, &login, [&] { later(&login, &QCoreApplication::quit); });
        execute(conductor);
        QCOMPARE(dialogs, 1);
        QVERIFY(shutsDown(conductor) || conductor.state() == Conductor::State::Failed);
        QCOMPARE(settings.shutdownCount, 1);
    }
};

QTEST_GUILESS_MAIN(tst_Quitting)

#include "tst_quitting.moc"
