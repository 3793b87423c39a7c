// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "diamond.h"
#include "restartcheck_p.h"
#include "testaccess_p.h"

#include <functional>
#include <memory>

using namespace QConductor;
using namespace QConductor::Test;

// An active diamond and a check of the restart of one of its components. What the check is told may differ from what the
// conductor does, as with an engine that breaks the rules.
class Restart : public Interposer
{
public:
    Restart()
    {
        TestAccess::setInterposer(&conductor, this);
        conductor.add<Top>();
    }
    ~Restart()
    {
        recorder.close();
        TestAccess::setInterposer(&conductor, nullptr);
    }

    template <class T> T *get() const { return conductor.component<T>(); }
    template <class T> void begin(RestartCheck::Cause cause = RestartCheck::Cause::Restart)
    {
        QVERIFY(setsUp(conductor));
        check = std::make_unique<RestartCheck>(QString::fromLatin1(T::staticMetaObject.className()), &recorder,
                                               complain, cause);
        recorder.beginRestart();
        QCOMPARE(check->target(), get<T>());
    }
    // Returns how a real restart has ended.
    Outcome run()
    {
        const QFuture<void> future = conductor.restart(check->target());
        finishes(future);
        return Outcome(future);
    }
    void report()
    {
        check->target()->reportFailure(QStringLiteral("no"));
        QTRY_COMPARE(check->target()->state(), Component::State::Failed);
        QTRY_VERIFY(conductor.isDegraded());
    }
    // Tells the recorder of a hook that the conductor hasn't called.
    void pretend(Component *component, Phase phase)
    {
        recorder.hookCalled(component, phase);
        recorder.hookReturned(Component::done());
    }

    QFuture<void> call(Component *component, Phase phase) override
    {
        recorder.hookCalled(component, phase);
        const QFuture<void> future = TestAccess::callHook(component, phase);
        recorder.hookReturned(future);
        return future;
    }
    void stateChanged(Component *component, Component::State) override { recorder.stateChanged(component); }

    QStringList complaints;
    const Recorder::Complain complain = [this](const char *rule, const QString &message) {
        complaints += QStringLiteral("%1: %2").arg(QString::fromLatin1(rule), message);
    };
    Recorder recorder { complain };
    std::unique_ptr<RestartCheck> check;
    Conductor conductor;
};

using Story = std::function<void(Restart &)>;
Q_DECLARE_METATYPE(Story)

class tst_TestlibRestartCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsOfEachWayToBreakTheRules_data()
    {
        QTest::addColumn<Story>("story");
        QTest::addColumn<QStringList>("complaints");
        const auto row = [](const char *name, const Story &story, const QStringList &complaints) {
            QTest::newRow(name) << story << complaints;
        };
        row("none",
            [](Restart &restart) {
                restart.begin<Base>();
                restart.check->checkSuccess(restart.run());
            },
            {});
        row("none in the middle",
            [](Restart &restart) {
                restart.begin<Left>();
                restart.check->checkSuccess(restart.run());
            },
            {});
        row("the restart fails",
            [](Restart &restart) {
                restart.begin<Left>();
                restart.get<Left>()->setupHook = failing(QStringLiteral("no"));
                const Outcome outcome = restart.run();
                restart.check->checkSuccess(outcome);
            },
            { QStringLiteral(
                    "R36: the restart of Left, while what it needs stayed Active, did not succeed: Setup failed: "
                    "Left: no") });
        row("nothing is restarted",
            [](Restart &restart) {
                restart.begin<Top>();
                restart.check->checkSuccess(Outcome(Component::done()));
            },
            { QStringLiteral("R36: in the restart of Top, onShutdown() of Top was called 0 times, and not 1"),
              QStringLiteral("R36: in the restart of Top, onSetup() of Top was called 0 times, and not 1") });
        row("set up twice",
            [](Restart &restart) {
                restart.begin<Top>();
                const Outcome outcome = restart.run();
                restart.pretend(restart.get<Top>(), Phase::Setup);
                restart.check->checkSuccess(outcome);
            },
            { QStringLiteral("R36: in the restart of Top, onSetup() of Top was called 2 times, and not 1") });
        row("a dependency is restarted too",
            [](Restart &restart) {
                restart.begin<Top>();
                const Outcome outcome = restart.run();
                restart.pretend(restart.get<Base>(), Phase::Setup);
                restart.check->checkSuccess(outcome);
            },
            { QStringLiteral("R36: in the restart of Top, onSetup() of Base was called 1 times, and not 0") });
        row("a dependency moves",
            [](Restart &restart) {
                restart.begin<Left>();
                restart.check->componentChanged(restart.get<Left>());
                restart.check->componentChanged(restart.get<Right>());
                restart.check->componentChanged(restart.get<Right>()); // is not told again
                restart.check->checkSuccess(restart.run());
            },
            { QStringLiteral("R36: in the restart of Left, Right became Active, although it does not need Left") });
        row("a dependent stays down",
            [](Restart &restart) {
                restart.begin<Left>();
                const Outcome outcome = restart.run();
                QVERIFY(finishes(restart.conductor.stop(restart.get<Top>())));
                restart.check->checkSuccess(outcome);
            },
            { QStringLiteral("R36: in the restart of Left, onShutdown() of Top was called 2 times, and not 1"),
              QStringLiteral("R36: after the restart of Left, Top is Inactive, and not Active") });
        row("the conductor doesn't stay Active",
            [](Restart &restart) {
                restart.begin<Left>();
                restart.check->conductorChanged(Conductor::State::Active); // its errorString() has changed
                restart.check->conductorChanged(Conductor::State::ShuttingDown);
                restart.check->conductorChanged(Conductor::State::Inactive); // nothing else is told after the first
                restart.check->componentChanged(restart.get<Right>());
                restart.check->checkSuccess(Outcome(Component::done()));
                restart.check->checkFailure(Outcome(Component::done()));
            },
            { QStringLiteral(
                    "R36: in the restart of Left, the conductor did not stay Active, and became ShuttingDown") });
        row("none in a restart that fails",
            [](Restart &restart) {
                restart.begin<Base>();
                restart.get<Base>()->setupHook = failing(QStringLiteral("no"));
                const Outcome outcome = restart.run();
                restart.check->checkFailure(outcome);
            },
            {});
        row("none where a sibling stays up",
            [](Restart &restart) {
                restart.begin<Left>();
                restart.get<Left>()->setupHook = failing(QStringLiteral("no"));
                const Outcome outcome = restart.run();
                restart.check->checkFailure(outcome);
            },
            {});
        row("a failure is not told",
            [](Restart &restart) {
                restart.begin<Left>();
                restart.check->checkFailure(restart.run());
            },
            { QStringLiteral("R37: although Left failed in its second setup, the restart of Left did not fail with a "
                             "SetupError: it succeeded") });
        row("comes up in spite of a failure",
            [](Restart &restart) {
                restart.begin<Left>();
                restart.get<Left>()->setupHook = failing(QStringLiteral("no"));
                const Outcome outcome = restart.run();
                restart.get<Left>()->setupHook = {};
                QVERIFY(setsUp(restart.conductor));
                restart.check->checkFailure(outcome);
            },
            { QStringLiteral("R37: in the restart of Left, onSetup() of Left was called 2 times, and not 1"),
              QStringLiteral("R37: after the restart of Left, Left is Active, and not Failed"),
              QStringLiteral("R37: in the restart of Left, onSetup() of Top was called 1 times, and not 0"),
              QStringLiteral("R37: after the restart of Left, Top is Active, and not Inactive"),
              QStringLiteral(
                      "R37: errorString() of Top does not name Left, which it needs and which failed in its restart: "
                      "\"\"") });
        row("another failure is named",
            [](Restart &restart) {
                restart.begin<Left>();
                restart.get<Left>()->setupHook = failing(QStringLiteral("no"));
                Outcome outcome = restart.run();
                outcome.failures.first().component = outcome.failures.first().displayName = QStringLiteral(
                        "Shop::Cache");
                restart.check->checkFailure(outcome);
            },
            { QStringLiteral(
                    "R37: errorString() of Top does not name Left, which it needs and which failed in its restart: "
                    "\"not set up: Left (property left) failed: no\"") });
        row("a reported failure",
            [](Restart &restart) {
                restart.begin<Left>(RestartCheck::Cause::Report);
                restart.report();
                restart.check->checkStaysFailed(restart.conductor);
            },
            {});
        row("a report without an effect",
            [](Restart &restart) {
                restart.begin<Top>(RestartCheck::Cause::Report);
                restart.check->checkStaysFailed(restart.conductor);
            },
            { QStringLiteral("R44: in the failure of Top, onShutdown() of Top was called 0 times, and not 1"),
              QStringLiteral("R44: after the failure of Top, Top is Active, and not Failed"),
              QStringLiteral("R44: after the failure of Top, the conductor is not degraded"),
              QStringLiteral("R44: after the failure of Top, failures() does not list it") });
        row("a dependent that isn't told why",
            [](Restart &restart) {
                restart.begin<Left>(RestartCheck::Cause::Report);
                restart.report();
                const QFuture<void> restarted = restart.conductor.restart(restart.get<Left>());
                QVERIFY(finishes(restarted));
                restart.check->checkStaysFailed(restart.conductor);
            },
            { QStringLiteral("R44: in the failure of Left, onSetup() of Left was called 1 times, and not 0"),
              QStringLiteral("R44: after the failure of Left, Left is Active, and not Failed"),
              QStringLiteral("R44: in the failure of Left, onSetup() of Top was called 1 times, and not 0"),
              QStringLiteral("R44: after the failure of Left, Top is Active, and not Inactive"),
              QStringLiteral("R44: after the failure of Left, the conductor is not degraded"),
              QStringLiteral("R44: after the failure of Left, failures() does not list it"),
              QStringLiteral("R44: errorString() of Top does not name Left, which it needs and which failed: \"\"") });
        row("a restart policy without an effect",
            [](Restart &restart) {
                restart.begin<Left>(RestartCheck::Cause::Report);
                restart.report();
                restart.check->checkRecovery(restart.conductor);
            },
            { QStringLiteral("R45: after the failure of Left, its restart policy did not set it up again: no") });
        row("a restart policy that leaves out what was stopped",
            [](Restart &restart) {
                restart.begin<Left>(RestartCheck::Cause::Report);
                restart.get<Left>()->setRestartPolicy(Component::RestartPolicy::OnFailure);
                restart.get<Left>()->setRestartDelay(0);
                restart.get<Left>()->reportFailure(QStringLiteral("no"));
                QTRY_VERIFY(restart.get<Top>()->isActive() && restart.get<Left>()->restartCount() == 1);
                QTRY_VERIFY(!restart.conductor.isDegraded());
                restart.check->checkRecovery(restart.conductor);
                QCOMPARE(restart.complaints, QStringList());
                QVERIFY(finishes(restart.conductor.stop(restart.get<Top>())));
                restart.check->checkRecovery(restart.conductor);
            },
            { QStringLiteral("R45: in the failure of Left, onShutdown() of Top was called 2 times, and not 1"),
              QStringLiteral("R45: after the failure of Left, Top is Inactive, and not Active") });
    }
    void tellsOfEachWayToBreakTheRules() // R35, R36, R37, R44, R45
    {
        QFETCH(Story, story);
        QFETCH(QStringList, complaints);
        Restart restart;
        story(restart);
        for (QString &complaint : restart.complaints) {
            if (const auto details = complaint.indexOf(QStringLiteral(" (after ")); details >= 0)
                complaint.truncate(details); // how long it took, and what waits for it
        }
        restart.complaints.sort();
        complaints.sort();
        QCOMPARE(restart.complaints, complaints);
    }

    void hasNoTargetForAnUnknownName() // R35
    {
        Restart restart;
        QVERIFY(setsUp(restart.conductor));
        const RestartCheck check(QStringLiteral("Middle"), &restart.recorder, restart.complain);
        QCOMPARE(check.target(), nullptr);
        QCOMPARE(check.title(), QStringLiteral("the restart of Middle"));
    }
};

QTEST_GUILESS_MAIN(tst_TestlibRestartCheck)
#include "tst_testlib_restartcheck.moc"
