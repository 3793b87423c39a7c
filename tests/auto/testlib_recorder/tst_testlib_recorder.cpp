// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "diamond.h"
#include "recorder_p.h"

using namespace QConductor;
using namespace QConductor::Test;

// A recorder that is told of hooks that no engine has called, as an engine that breaks the rules would call them.
struct Records
{
    Records() { conductor.add<Top>(); }

    void call(Component *component, Phase phase, const QFuture<void> &future = Component::done())
    {
        recorder.hookCalled(component, phase);
        recorder.hookReturned(future);
    }
    template <class T> T *get() const { return conductor.component<T>(); }

    QStringList complaints;
    Recorder recorder { [this](const char *rule, const QString &message) {
        complaints += QStringLiteral("%1: %2").arg(QString::fromLatin1(rule), message);
    } };
    Conductor conductor;
};

using Story = std::function<void(Records &)>;
Q_DECLARE_METATYPE(Story)

class tst_TestlibRecorder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsOfEveryStepThatBreaksARule_data()
    {
        QTest::addColumn<Story>("story");
        QTest::addColumn<QStringList>("complaints");
        const auto row = [](const char *name, const Story &story, const QStringList &complaints) {
            QTest::newRow(name) << story << complaints;
        };
        row("none", [](Records &records) {
            for (Component *component : records.conductor.components())
                records.call(component, Phase::Setup);
            for (Component *component : records.conductor.components())
                QCOMPARE(records.recorder.idOf(component), static_cast<Probe *>(component)->name());
        }, {});
        row("set up twice", [](Records &records) {
            records.call(records.get<Top>(), Phase::Setup);
            records.call(records.get<Top>(), Phase::Setup);
        }, { QStringLiteral("R18: onSetup() of Top was called twice in one setup") });
        row("set up again in the next round", [](Records &records) {
            records.call(records.get<Top>(), Phase::Setup);
            records.recorder.beginRound();
            records.call(records.get<Top>(), Phase::Setup);
        }, {});
        row("set up again by a restart",
            [](Records &records) {
                records.call(records.get<Top>(), Phase::Setup);
                records.recorder.beginRestart();
                records.call(records.get<Top>(), Phase::Shutdown);
                records.call(records.get<Top>(), Phase::Setup);
            },
            {});
        row("set up twice after the round of a restart",
            [](Records &records) {
                records.recorder.beginRestart();
                records.recorder.beginRound();
                records.call(records.get<Top>(), Phase::Setup);
                records.call(records.get<Top>(), Phase::Setup);
            },
            { QStringLiteral("R18: onSetup() of Top was called twice in one setup") });
        row("shut down, though it never began", [](Records &records) {
            records.call(records.get<Top>(), Phase::Shutdown);
        }, { QStringLiteral("R15: onShutdown() of Top was called without a setup to undo") });
        row("shut down twice", [](Records &records) {
            records.call(records.get<Top>(), Phase::Setup);
            records.call(records.get<Top>(), Phase::Shutdown);
            records.call(records.get<Top>(), Phase::Shutdown);
        }, { QStringLiteral("R15: onShutdown() of Top was called without a setup to undo") });
        row("begun after the setup was stopped", [](Records &records) {
            records.recorder.expectNoFurtherSetup();
            records.call(records.get<Top>(), Phase::Setup);
        }, { QStringLiteral("R15: onSetup() of Top was called after setup had failed or been canceled") });
        row("called while its earlier hook runs", [](Records &records) {
            Gate gate;
            records.call(records.get<Top>(), Phase::Setup, gate.enter());
            records.call(records.get<Top>(), Phase::Shutdown);
            gate.open();
        }, { QStringLiteral("R17: onShutdown() of Top was called before the future of its earlier hook had finished") });
        row("shut down before what needs it", [](Records &records) {
            QVERIFY(setsUp(records.conductor));
            records.call(records.get<Base>(), Phase::Setup);
            records.call(records.get<Base>(), Phase::Shutdown);
        }, { QStringLiteral("R10: onShutdown() of Base was called before its dependent Left was shut down"),
             QStringLiteral("R10: onShutdown() of Base was called before its dependent Right was shut down") });
        row("destroyed while it is active", [](Records &records) {
            QVERIFY(setsUp(records.conductor));
            records.call(records.get<Top>(), Phase::Setup);
            records.recorder.stateChanged(records.get<Top>());
            delete records.get<Top>();
        }, { QStringLiteral("R19: Top was destroyed while it was Active") });
    }
    void tellsOfEveryStepThatBreaksARule() // R35
    {
        QFETCH(Story, story);
        QFETCH(QStringList, complaints);
        Records records;
        story(records);
        records.recorder.close();
        QCOMPARE(records.complaints, complaints);
    }
};

QTEST_GUILESS_MAIN(tst_TestlibRecorder)
#include "tst_testlib_recorder.moc"
