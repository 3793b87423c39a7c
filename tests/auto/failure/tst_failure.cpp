// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "shop.h"

#include <QtTest/qsignalspy.h>

#include <functional>

using namespace QConductor;

namespace {

const Probe::Hook fail = failing(QStringLiteral("broken"));

// What the test does with a component that is in flight when another one fails. The conductor hears of the failure when
// the event loop runs next.
struct Sibling
{
    ShopTest &shop;
    Gate &gate;
    const QFuture<void> &setup;

    void waitUntilAskedToCancel() const
    {
        QTRY_VERIFY(gate.isAskedToCancel());
        QVERIFY(!setup.isFinished());
        QCOMPARE(shop.cache->shutdownCount, 0);
    }
};
using Answer = std::function<void(const Sibling &)>;

} // namespace

// A class whose constructor throws, and its dependent.
class ThrowsWhenMade : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE ThrowsWhenMade() { throw Error(QStringLiteral("no license")); }
};

class NeedsThrower : public Probe
{
    Q_OBJECT
    Q_PROPERTY(ThrowsWhenMade *thrower MEMBER thrower)
public:
    ThrowsWhenMade *thrower = nullptr;
};

class tst_Failure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dependentsNeverBeginAndSayWhatTheyWaitedFor_data() { addSchedulings(); }
    void dependentsNeverBeginAndSayWhatTheyWaitedFor() // R15
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        QSignalSpy failed(&shop.conductor, &Conductor::failed);
        QSignalSpy deactivated(&shop.conductor, &Conductor::deactivated);
        shop.db->setupHook = fail;
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QCOMPARE(shop.conductor.state(), Conductor::State::Failed);
        QCOMPARE(failed.size(), 1);
        QCOMPARE(deactivated.size(), 0);
        QCOMPARE(shop.db->state(), Component::State::Failed);
        QCOMPARE(shop.api->setupCount + shop.workers->setupCount, 0);
        QCOMPARE(shop.api->state(), Component::State::Inactive);
        QCOMPARE(shop.workers->errorString(), QStringLiteral("not set up: Database (property db) failed: broken"));
        QVERIFY2(
                shop.api->errorString().startsWith(QStringLiteral("not set up: Database (property db) failed: broken")),
                qPrintable(shop.api->errorString()));
    }

    void noFurtherHookBegins_data() { addSchedulings(); }
    void noFurtherHookBegins() // R15
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        shop.cache->setupHook = fail; // Cache is the first component of the first layer.
        QVERIFY(finishes(shop.conductor.setup()));
        QCOMPARE(journal, QStringList { QStringLiteral("setup Shop::Cache") });
        QCOMPARE(shop.db->errorString(),
                 QStringLiteral("not set up: setup was rolled back because Cache failed: broken"));
    }

    void theRollBackIsTheExactReverse_data() { addSchedulings(); }
    void theRollBackIsTheExactReverse() // R15, R10
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        shop.workers->setupHook = fail;
        QVERIFY(finishes(shop.conductor.setup()));
        QStringList begun;
        QStringList stopped;
        for (const QString &entry : std::as_const(journal)) {
            if (entry.startsWith(QStringLiteral("setup ")))
                begun.prepend(entry.mid(6));
            else
                stopped.append(entry.mid(9));
        }
        begun.removeAll(QStringLiteral("Shop::BackgroundWorkers")); // What failed by itself isn't shut down.
        QCOMPARE(begun.size(), 4);
        QCOMPARE(stopped, begun);
    }

    void siblingsInFlightAreAskedToCancel_data()
    {
        addSchedulingColumn();
        QTest::addColumn<Answer>("before"); // Runs before the failure.
        QTest::addColumn<Answer>("answer"); // Runs after the failure, of which the conductor has not heard yet.
        QTest::addColumn<int>("failures");
        QTest::addColumn<int>("shutdowns");
        const Answer nothing = [](const Sibling &) {};
        const auto row = [](const char *name, const Answer &before, const Answer &answer, int failures, int shutdowns) {
            addInBothSchedulings(QString::fromLatin1(name), before, answer, failures, shutdowns);
        };
        row("one obeys", nothing, [](const Sibling &sibling) {
            sibling.waitUntilAskedToCancel();
            sibling.gate.promise = {};
        }, 1, 1);
        row("one ignores it and finishes", nothing, [](const Sibling &sibling) {
            sibling.waitUntilAskedToCancel();
            sibling.gate.open();
        }, 1, 1);
        row("one fails too", nothing, [](const Sibling &sibling) {
            sibling.gate.fail(QStringLiteral("broken too"));
        }, 2, 0);
        // A canceled QFuture takes no exception any more, so such a failure is the same as to obey.
        row("one fails when it is asked", nothing, [](const Sibling &sibling) {
            sibling.waitUntilAskedToCancel();
            sibling.gate.fail(QStringLiteral("broken too"));
        }, 1, 1);
        row("one had finished already", nothing, [](const Sibling &sibling) { sibling.gate.open(); }, 1, 1);
        row("one hangs", [](const Sibling &sibling) { sibling.shop.queue->setShutdownTimeout(20); },
            [](const Sibling &sibling) { QTRY_VERIFY(sibling.gate.isAskedToCancel()); }, 2, 0);
        row("one canceled itself before", [](const Sibling &sibling) { sibling.gate.promise.future().cancel(); },
            [](const Sibling &sibling) { sibling.gate.open(); }, 2, 0);
    }
    void siblingsInFlightAreAskedToCancel() // R15
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(Answer, before);
        QFETCH(Answer, answer);
        QFETCH(int, failures);
        QFETCH(int, shutdowns);
        Gate first;
        Gate gate;
        ShopTest shop(scheduling);
        shop.db->setupHook = first.hook();
        shop.queue->setupHook = gate.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(first.isEntered && gate.isEntered);
        const Sibling sibling { shop, gate, setup };
        before(sibling);
        first.fail(QStringLiteral("broken"));
        answer(sibling);
        QVERIFY(finishes(setup));
        const QList<Failure> told = errorOf<SetupError>(setup)->failures();
        QCOMPARE(told.size(), failures);
        QCOMPARE(told.first().component, QStringLiteral("Shop::Database"));
        QCOMPARE(shop.queue->shutdownCount, shutdowns);
        QCOMPARE(shop.queue->state(), failures > 1 ? Component::State::Failed : Component::State::Inactive);
        QCOMPARE(shop.cache->shutdownCount, 1);
        gate.promise.finish();
    }

    void twoThatFailAreBothTold() // R15: The failures are listed in the order in which they happened.
    {
        Gate first;
        Gate second;
        ShopTest shop;
        shop.db->setupHook = first.hook();
        shop.queue->setupHook = second.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(first.isEntered && second.isEntered);
        second.fail(QStringLiteral("second"));
        first.fail(QStringLiteral("first"));
        QVERIFY(finishes(setup));
        const auto failures = errorOf<SetupError>(setup)->failures();
        QCOMPARE(failures.size(), 2);
        QCOMPARE(failures.at(0).message, QStringLiteral("second"));
        QCOMPARE(failures.at(1).message, QStringLiteral("first"));
        QCOMPARE(shop.db->shutdownCount + shop.queue->shutdownCount, 0);
    }

    void aFailureInTheRollBackIsKeptToo() // R15
    {
        ShopTest shop;
        shop.api->setupHook = fail;
        shop.queue->shutdownHook = failing(QStringLiteral("stuck"));
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        const auto failures = errorOf<SetupError>(setup)->failures();
        QCOMPARE(failures.size(), 2);
        QCOMPARE(failures.at(0).component, QStringLiteral("Shop::WebApi"));
        QCOMPARE(failures.at(1).component, QStringLiteral("Shop::MessageQueue"));
        QCOMPARE(failures.at(1).phase, Phase::Shutdown);
        QCOMPARE(shop.queue->state(), Component::State::Failed);
        QCOMPARE(shop.db->shutdownCount, 1);
        QCOMPARE(shop.cache->shutdownCount, 1);
    }

    void theConductorStaysSettingUpUntilTheRollBackHasEnded() // R15
    {
        Gate stop;
        ShopTest shop;
        shop.api->setupHook = fail;
        shop.db->shutdownHook = stop.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(stop.isEntered);
        QVERIFY(!setup.isFinished());
        QCOMPARE(shop.conductor.state(), Conductor::State::SettingUp);
        const QFuture<void> same = shop.conductor.setup(); // R12: A setup in flight is joined.
        stop.open();
        QVERIFY(finishes(setup));
        QVERIFY(same.isFinished() && errorOf<SetupError>(same));
        QCOMPARE(shop.conductor.state(), Conductor::State::Failed);
    }

    void setupSucceedsAfterTheCauseIsGone_data() { addSchedulings(); }
    void setupSucceedsAfterTheCauseIsGone() // R12
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        shop.db->setupHook = fail;
        QVERIFY(!shop.setUp());
        shop.db->setupHook = {};
        QVERIFY(shop.setUp());
        QVERIFY(shop.api->isActive() && shop.db->errorString().isEmpty() && shop.conductor.errorString().isEmpty());
    }

    void aLaterSetupThatFailsShutsDownOnlyWhatItBegan() // R15, R18
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        QVERIFY(finishes(shop.conductor.shutdown()));
        shop.db->setupHook = fail;
        QVERIFY(!shop.setUp());
        QCOMPARE(shop.cache->shutdownCount, 2); // Cache began before Database failed.
        QCOMPARE(shop.api->shutdownCount, 1);
        QCOMPARE(shop.queue->shutdownCount, 1);
    }

    void shutdownAfterAFailureDoesNothing() // R18
    {
        ShopTest shop;
        shop.db->setupHook = fail;
        QVERIFY(!shop.setUp());
        journal.clear();
        QVERIFY(shop.conductor.shutdown().isFinished());
        QCOMPARE(journal, QStringList());
    }

    void aFailureOfALaterSetupRollsBackWhatThatBegan() // R12, R15
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        Probe late;
        late.setupHook = fail;
        shop.conductor.add(&late);
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QCOMPARE(late.state(), Component::State::Failed);
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QCOMPARE(shop.db->shutdownCount, 0);
        QCOMPARE(shop.db->setupCount, 1);
    }

    void aSiblingsConstructorThrows_data()
    {
        addSchedulingColumn();
        QTest::addColumn<bool>("isActive");
        addInBothSchedulings(QStringLiteral("in the first setup"), false);
        addInBothSchedulings(QStringLiteral("in a later setup"), true);
    }
    void aSiblingsConstructorThrows() // R15: It is a failure of its class, before any hook runs.
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(bool, isActive);
        ShopTest shop(scheduling);
        if (isActive)
            QVERIFY(shop.setUp());
        journal.clear();
        NeedsThrower needy;
        shop.conductor.add(&needy);
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        const auto error = errorOf<SetupError>(setup);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 1);
        QCOMPARE(error->failures().first().component, QStringLiteral("ThrowsWhenMade"));
        QCOMPARE(error->failures().first().message, QStringLiteral("no license"));
        QCOMPARE(journal, QStringList());
        QCOMPARE(shop.conductor.state(), isActive ? Conductor::State::Active : Conductor::State::Failed);
        QCOMPARE(shop.api->isActive(), isActive); // All that was active stays active.
    }
};

QTEST_GUILESS_MAIN(tst_Failure)
#include "tst_failure.moc"
