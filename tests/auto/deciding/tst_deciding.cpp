// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "probe.h"

#include <QtCore/qthread.h>

#include <csignal>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

// A conductor that can't be set up until it is mended.
struct Broken
{
    Broken()
    {
        probe.setupHook = [this] { return isMended ? Component::done() : Component::failed(u"port in use"_s); };
        conductor.add(&probe);
    }

    Log log; // of failures that are expected
    Probe probe;
    Conductor conductor;
    bool isMended = false;
};

using Act = std::function<void()>;

// Shows a dialog for so many turns of the event loop, unless something closes it before. Returns how many it has seen.
int runDialog(int turns)
{
    QEventLoop dialog;
    QTimer person;
    int seen = 0;
    QObject::connect(&person, &QTimer::timeout, &dialog, [&] {
        if (++seen == turns)
            dialog.quit();
    });
    person.start(0);
    dialog.exec();
    return seen;
}

} // namespace

class tst_Deciding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPersonTriesAgain() // R56
    {
        Broken application;
        QStringList messages;
        QList<Conductor::State> states;
        application.conductor.setFailureHandler([&](const Error &error) {
            messages += error.message();
            states += application.conductor.state();
            const auto *setupError = dynamic_cast<const SetupError *>(&error);
            application.isMended = setupError && setupError->failures().size() == 1 && messages.size() == 2;
            return FailureAction::Retry;
        });
        connect(&application.conductor, &Conductor::activated, this,
                [&] { later(&application.probe, &QCoreApplication::quit); });
        QCOMPARE(application.conductor.serve(), 0);
        QCOMPARE(messages.size(), 2);
        QVERIFY(messages.first().contains(u"port in use"_s));
        QCOMPARE(states, QList<Conductor::State>(2, Conductor::State::Failed));
        QCOMPARE(application.probe.setupCount, 3);
    }

    void aPersonQuits() // R56
    {
        Broken application;
        int calls = 0;
        application.conductor.setFailureHandler([&](const Error &) {
            ++calls;
            return FailureAction::Quit;
        });
        QCOMPARE(application.conductor.serve(), 1);
        QCOMPARE(calls, 1);
        QCOMPARE(application.probe.setupCount, 1);
    }

    void theHandlerMayRunAnEventLoop() // R56
    {
        Broken application;
        int turns = 0;
        int level = 0;
        application.conductor.setFailureHandler([&](const Error &) {
            level = QThread::currentThread()->loopLevel();
            turns = runDialog(20);
            application.isMended = true;
            return FailureAction::Retry;
        });
        connect(&application.conductor, &Conductor::activated, this,
                [&] { later(&application.probe, &QCoreApplication::quit); });
        QCOMPARE(application.conductor.serve(), 0);
        QCOMPARE(turns, 20); // Nothing has closed the dialog.
        QCOMPARE(level, 1);
    }

    void aSetupThatFailsLaterIsDecidedToo() // R56
    {
        Broken application;
        application.isMended = true;
        int calls = 0;
        application.conductor.setFailureHandler([&](const Error &error) {
            calls += error.message().contains(u"port in use"_s) ? 1 : 0;
            application.isMended = true;
            return FailureAction::Retry;
        });
        int activations = 0;
        connect(&application.conductor, &Conductor::activated, this, [&] {
            if (++activations == 2)
                return later(&application.probe, &QCoreApplication::quit);
            application.isMended = false;
            application.conductor.shutdown();
            application.conductor.setup();
        });
        QCOMPARE(application.conductor.serve(), 0);
        QCOMPARE(calls, 1);
        QCOMPARE(activations, 2);
    }

    void aPersonIsToldOfTheLastFailure() // R56
    {
        Broken application;
        QStringList messages;
        application.conductor.setFailureHandler([&](const Error &error) {
            messages += error.message();
            return FailureAction::Quit;
        });
        const auto tryAgain = [&] {
            if (application.probe.setupCount > 1)
                return;
            application.probe.setupHook = failing(u"no more memory"_s);
            application.conductor.setup();
        };
        connect(&application.conductor, &Conductor::failed, this, tryAgain);
        QCOMPARE(application.conductor.serve(), 1);
        QCOMPARE(messages.size(), 1);
        QVERIFY2(messages.first().contains(u"no more memory"_s), qPrintable(messages.first()));
    }

    void aLaterFailureThatWasMendedIsForgotten() // R24, R56
    {
        Broken application;
        application.isMended = true;
        QPromise<void> connecting;
        connecting.start();
        int handlerLevel = 0;
        QStringList order;
        application.conductor.setFailureHandler([&](const Error &) {
            order += u"decided"_s;
            handlerLevel = QThread::currentThread()->loopLevel();
            application.probe.setupHook = &Component::done;
            return FailureAction::Retry;
        });
        connect(&application.conductor, &Conductor::failed, this, [&] { order += u"failed"_s; });
        const auto startAgain = [&] {
            application.probe.setupHook = [&] { return connecting.future(); };
            application.conductor.shutdown();
            application.conductor.setup();
            later(&application.probe, [&] {
                connecting.setException(Error(u"no route"_s));
                connecting.finish();
            });
        };
        int activations = 0;
        connect(&application.conductor, &Conductor::activated, this, [&] {
            if (++activations == 1)
                later(&application.probe, startAgain);
            else
                later(&application.probe, &QCoreApplication::quit);
        });
        QCOMPARE(application.conductor.serve(), 0);
        QCOMPARE(order, QStringList({ u"failed"_s, u"decided"_s }));
        QCOMPARE(handlerLevel, 1);
        QCOMPARE(activations, 2);
    }

    void anEndOfTheApplicationEndsTheDecision_data()
    {
        QTest::addColumn<Act>("end");
        QTest::newRow("quit") << Act(&QCoreApplication::quit);
        QTest::newRow("SIGTERM") << Act([] { std::raise(SIGTERM); });
    }
    void anEndOfTheApplicationEndsTheDecision() // R24, R56
    {
        QFETCH(Act, end);
        Broken application;
        application.conductor.setFailureHandler([&](const Error &) {
            QEventLoop dialog;
            later(&dialog, end);
            dialog.exec();
            return FailureAction::Retry;
        });
        QCOMPARE(application.conductor.serve(), 1);
        QCOMPARE(application.probe.setupCount, 1);
    }

    void aHandlerThatThrowsQuits() // R56
    {
        Broken application;
        application.conductor.setFailureHandler([](const Error &) -> FailureAction { throw Error(u"no display"_s); });
        QCOMPARE(application.conductor.serve(), 1);
        QVERIFY(application.log.lines().contains(u"qconductor: the failure handler failed: no display"_s));
    }

    void runDecidesNothing() // R23, R56
    {
        Broken application;
        int calls = 0;
        application.conductor.setFailureHandler([&](const Error &) {
            ++calls;
            return FailureAction::Retry;
        });
        QCOMPARE(application.conductor.run({}), 1);
        QCOMPARE(calls, 0);
    }

    void theHandlerComesAfterTheDialogOfASlot_data()
    {
        QTest::addColumn<bool>("isMended");
        QTest::newRow("the first setup") << false;
        QTest::newRow("a later setup") << true;
    }
    void theHandlerComesAfterTheDialogOfASlot() // R56
    {
        QFETCH(bool, isMended);
        Broken application;
        application.isMended = isMended;
        QStringList order;
        const auto startAgain = [&] {
            application.isMended = false;
            application.conductor.shutdown();
            application.conductor.setup();
        };
        connect(&application.conductor, &Conductor::activated, this, [&] { later(&application.probe, startAgain); });
        connect(&application.conductor, &Conductor::failed, this, [&] {
            runDialog(20);
            order += u"dialog"_s;
        });
        application.conductor.setFailureHandler([&](const Error &) {
            order += u"handler"_s;
            return FailureAction::Quit;
        });
        QCOMPARE(application.conductor.serve(), 1);
        QCOMPARE(order, QStringList({ u"dialog"_s, u"handler"_s }));
    }

    void aDialogThatTellsOfTheFailureIsNotClosed() // R56, R24
    {
        Broken application;
        int turns = 0;
        connect(&application.conductor, &Conductor::failed, this, [&] { turns = runDialog(20); });
        QCOMPARE(application.conductor.serve(), 1);
        QCOMPARE(turns, 20);
    }
};

QTEST_GUILESS_MAIN(tst_Deciding)

#include "tst_deciding.moc"
