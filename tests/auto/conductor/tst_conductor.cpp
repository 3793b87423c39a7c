// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "shop.h"

#include <QConductor/Dependency>

#include <QtTest/qsignalspy.h>

#include <chrono>
#include <functional>
#include <limits>

using namespace QConductor;
using namespace Shop;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

namespace {

using Prepare = std::function<bool(Conductor &)>;

// Returns the hooks that were called since the last call of this function, without the namespace of their components.
QString begun()
{
    return std::exchange(journal, {}).join(u", "_s).remove(u"Shop::"_s);
}

bool goesUpAndDown(Conductor &conductor)
{
    return setsUp(conductor) && shutsDown(conductor);
}

} // namespace

class tst_Conductor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void setsUpAndShutsDownADiamond_data() { addSchedulings(); }
    void setsUpAndShutsDownADiamond() // R5, R10
    {
        QFETCH(Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        auto *api = conductor.add<WebApi>();
        conductor.add<BackgroundWorkers>();

        QVERIFY(setsUp(conductor));
        QVERIFY(api->db && api->db->isActive());
        QCOMPARE(begun(), u"setup Database, setup MessageQueue, setup WebApi, setup BackgroundWorkers"_s);
        QVERIFY(shutsDown(conductor));
        QCOMPARE(begun(), u"shutdown BackgroundWorkers, shutdown WebApi, shutdown MessageQueue, shutdown Database"_s);
    }

    void doesNothingWithoutComponents_data() { addSchedulings(); }
    void doesNothingWithoutComponents() // R12
    {
        QFETCH(Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        QSignalSpy activated(&conductor, &Conductor::activated);
        QSignalSpy deactivated(&conductor, &Conductor::deactivated);
        QCOMPARE(conductor.progress(), 0);
        conductor.validate();
        QVERIFY(setsUp(conductor));
        QCOMPARE(activated.count(), 1);
        QCOMPARE(conductor.progress(), 1);
        QVERIFY(conductor.components().isEmpty() && conductor.layers().isEmpty());
        QVERIFY(shutsDown(conductor));
        QCOMPARE(deactivated.count(), 1);
        QCOMPARE(conductor.progress(), 0);
    }

    // ---- injection

    void injectsBeforeTheHookWhenAllAreActive_data() { addSchedulings(); }
    void injectsBeforeTheHookWhenAllAreActive() // R5
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        Database database;
        database.setupHook = gate.hook();
        Conductor conductor;
        conductor.setScheduling(scheduling);
        conductor.add(&database);
        auto *api = conductor.add<WebApi>();
        bool hasAll = false;
        api->setupHook = [&] {
            hasAll = api->db == &database && database.isActive() && api->queue && api->queue->isActive();
            return Component::done();
        };
        const QFuture<void> setup = conductor.setup();
        QTRY_VERIFY(conductor.component<MessageQueue>() && conductor.component<MessageQueue>()->isActive());
        QTRY_VERIFY(gate.isEntered);
        QVERIFY(!api->db && !api->queue);
        QCOMPARE(api->dependencies(), QList<Component *>());
        gate.open();
        QVERIFY(finishes(setup));
        QVERIFY(hasAll);
        QCOMPARE(api->dependencies(), QList<Component *>({ &database, api->queue }));
        QCOMPARE(database.dependents(), QList<Component *> { api });
        QVERIFY(shutsDown(conductor));
        QCOMPARE(api->dependencies(), QList<Component *>());
        QCOMPARE(database.dependents(), QList<Component *>());
    }

    void keepsDependenciesActiveUntilTheHookHasEnded_data() { addSchedulings(); }
    void keepsDependenciesActiveUntilTheHookHasEnded() // R5, R10
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        Conductor conductor;
        conductor.setScheduling(scheduling);
        auto *api = conductor.add<WebApi>();
        api->shutdownHook = gate.hook();
        QVERIFY(setsUp(conductor));
        const QFuture<void> shutdown = conductor.shutdown();
        QTRY_VERIFY(gate.isEntered);
        QCoreApplication::processEvents();
        QVERIFY(api->db->isActive() && api->queue->isActive());
        gate.open();
        QVERIFY(finishes(shutdown));
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
    }

    void forgetsAnInjectedComponentThatIsDestroyed_data()
    {
        QTest::addColumn<Prepare>("prepare");
        QTest::addColumn<int>("dependenciesLeft");
        QTest::newRow("while it is active") << Prepare([](Conductor &conductor) {
            QTest::ignoreMessage(QtWarningMsg, "Database was destroyed while it was active");
            return setsUp(conductor);
        }) << 1;
        QTest::newRow("after shutdown") << Prepare(goesUpAndDown) << 0;
    }
    void forgetsAnInjectedComponentThatIsDestroyed() // R5, R19
    {
        QFETCH(Prepare, prepare);
        QFETCH(int, dependenciesLeft);
        auto database = std::make_unique<Database>();
        Conductor conductor;
        conductor.add(database.get());
        auto *api = conductor.add<WebApi>();
        QVERIFY(prepare(conductor));
        QCOMPARE(api->db, database.get());
        database.reset();
        QCOMPARE(api->db, nullptr);
        QVERIFY(api->queue);
        QCOMPARE(conductor.components().size(), 2);
        QCOMPARE(api->dependencies().size(), dependenciesLeft);
    }

    void leavesNothingDanglingInWhatItDoesNotOwn() // R5, R9
    {
        WebApi api;
        {
            Conductor conductor;
            conductor.add(&api);
            QVERIFY(setsUp(conductor));
            QVERIFY(api.db && api.queue);
        }
        QCOMPARE(api.shutdownCount, 1);
        QVERIFY(!api.db && !api.queue);
        QCOMPARE(api.conductor(), nullptr);
        QCOMPARE(api.state(), Component::State::Inactive);
    }

    // ---- ownership

    void destroysWhatItCreatedDependentsFirst_data()
    {
        QTest::addColumn<Prepare>("prepare");
        QTest::newRow("never set up") << Prepare([](Conductor &) { return true; });
        QTest::newRow("shut down") << Prepare(goesUpAndDown);
        QTest::newRow("active") << Prepare(setsUp);
    }
    void destroysWhatItCreatedDependentsFirst() // R9: The dependencies are added first.
    {
        QFETCH(Prepare, prepare);
        QStringList destroyed;
        auto conductor = std::make_unique<Conductor>();
        conductor->add<Database>();
        conductor->add<MessageQueue>();
        conductor->add<WebApi>();
        conductor->add<BackgroundWorkers>();
        QVERIFY(prepare(*conductor));
        noteDestruction(*conductor, this, &destroyed);
        conductor.reset();
        QCOMPARE(destroyed.join(u' '), u"Shop::BackgroundWorkers Shop::WebApi Shop::MessageQueue Shop::Database"_s);
    }

    void destroysWhatCameLaterButIsNeededLast() // R9
    {
        QStringList destroyed;
        auto conductor = std::make_unique<Conductor>();
        conductor->add<WebApi>();
        QVERIFY(setsUp(*conductor));
        noteDestruction(*conductor, this, &destroyed);
        conductor.reset();
        QCOMPARE(destroyed.join(u' '), u"Shop::WebApi Shop::MessageQueue Shop::Database"_s);
    }

    void leavesWhatWasGivenToItsOwner() // R9
    {
        Database onTheStack;
        QObject parent;
        auto *child = new MessageQueue(&parent);
        QPointer<WebApi> made;
        {
            Conductor conductor;
            conductor.add(&onTheStack);
            conductor.add(child);
            conductor.provide<WebApi>([&] { return made = new WebApi(&parent); });
            conductor.add<WebApi>();
            QVERIFY(setsUp(conductor));
            QCOMPARE(onTheStack.parent(), nullptr);
            QCOMPARE(child->parent(), &parent);
        }
        QVERIFY(!made); // A factory's component is the conductor's own, whatever parent it has.
        QCOMPARE(parent.children(), QObjectList { child });
        QCOMPARE(child->conductor(), nullptr);
        QCOMPARE(onTheStack.shutdownCount, 1);
        Conductor another;
        QCOMPARE(another.add(&onTheStack), &onTheStack);
        QCOMPARE(another.add(child), child);
        QVERIFY(setsUp(another));
    }

    void letsAComponentGoThatItsParentDestroys() // R9
    {
        auto parent = std::make_unique<QObject>();
        Conductor conductor;
        conductor.add(new Database(parent.get()));
        conductor.provide<MessageQueue>([&] { return new MessageQueue(parent.get()); });
        auto *api = conductor.add<WebApi>();
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        parent.reset();
        QCOMPARE(conductor.components(), QList<Component *> { api });
        QVERIFY(setsUp(conductor)); // The conductor creates a new Database and a new MessageQueue.
        QVERIFY(api->db && api->queue);
    }

    void refusesAComponentOfAnotherConductor() // R9
    {
        Conductor first, second;
        auto *database = first.add<Database>();
        QTest::ignoreMessage(QtWarningMsg, "Conductor::add(): Database belongs to another conductor");
        QCOMPARE(second.add(database), nullptr);
        QCOMPARE(database->conductor(), &first);
        QVERIFY(second.components().isEmpty());
        QVERIFY(setsUp(second));
        QVERIFY(setsUp(first));
        QCOMPARE(database->setupCount, 1);
    }

    // ---- setting up again and again

    void returnsTheSameFutureWhileSettingUp_data() { addSchedulings(); }
    void returnsTheSameFutureWhileSettingUp() // R12
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        Conductor conductor;
        conductor.setScheduling(scheduling);
        conductor.add<Database>()->setupHook = gate.hook();
        const QFuture<void> first = conductor.setup();
        const QFuture<void> early = conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        QFuture<void> late = conductor.setup();
        QVERIFY(!first.isFinished() && !early.isFinished() && !late.isFinished());
        late.cancel(); // Each of the three is the same future.
        QVERIFY(first.isCanceled() && early.isCanceled());
        gate.open();
        QVERIFY(finishes(first) && early.isFinished() && late.isFinished());
        QCOMPARE(begun(), u"setup Database, shutdown Database"_s);
    }

    void setsUpOnlyWhatIsNew_data() { addSchedulings(); }
    void setsUpOnlyWhatIsNew() // R12
    {
        QFETCH(Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        auto *database = conductor.add<Database>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(begun(), u"setup Database"_s);
        QVERIFY(setsUp(conductor));
        QCOMPARE(begun(), QString());

        QSignalSpy states(database, &Component::stateChanged);
        QSignalSpy activated(&conductor, &Conductor::activated);
        auto *api = conductor.add<WebApi>();
        QCOMPARE(api->state(), Component::State::Inactive);
        QVERIFY(setsUp(conductor));
        QCOMPARE(begun(), u"setup MessageQueue, setup WebApi"_s);
        QCOMPARE(api->db, database);
        QCOMPARE(states.count(), 0);
        QCOMPARE(activated.count(), 0); // It was active all the time.

        QVERIFY(shutsDown(conductor));
        QCOMPARE(begun(), u"shutdown WebApi, shutdown MessageQueue, shutdown Database"_s);
    }

    void setsUpWhatWasAddedWhileSettingUp() // R12
    {
        Gate gate;
        Conductor conductor;
        conductor.add<Database>()->setupHook = gate.hook();
        const QFuture<void> setup = conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        auto *cache = conductor.add<Cache>();
        gate.open();
        QVERIFY(finishes(setup));
        QVERIFY(setsUp(conductor));
        QVERIFY(cache->isActive());
        QCOMPARE(begun(), u"setup Database, setup Cache"_s);
    }

    void beginsWhenTheShutdownHasEnded_data() { addSchedulings(); }
    void beginsWhenTheShutdownHasEnded() // R12
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        Conductor conductor;
        conductor.setScheduling(scheduling);
        auto *api = conductor.add<WebApi>();
        api->shutdownHook = gate.hook();
        QVERIFY(setsUp(conductor));
        begun();
        const QFuture<void> shutdown = conductor.shutdown();
        const QFuture<void> setup = conductor.setup();
        const QFuture<void> again = conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        QCoreApplication::processEvents();
        QCOMPARE(conductor.state(), Conductor::State::ShuttingDown);
        QCOMPARE(begun(), u"shutdown WebApi"_s);
        QVERIFY(!setup.isFinished());
        gate.open();
        QVERIFY(finishes(setup) && !setup.isCanceled());
        QVERIFY(shutdown.isFinished() && !shutdown.isCanceled() && again.isFinished() && !again.isCanceled());
        QCOMPARE(conductor.state(), Conductor::State::Active);
        QCOMPARE(begun(), u"shutdown MessageQueue, shutdown Database, setup Database, setup MessageQueue, setup WebApi"_s);
        api->shutdownHook = {};
    }

    void triesAgainAfterAFailure_data() { addSchedulings(); }
    void triesAgainAfterAFailure() // R12
    {
        QFETCH(Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        auto *api = conductor.add<WebApi>();
        api->setupHook = failing(u"port in use"_s);
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QCOMPARE(conductor.state(), Conductor::State::Failed);
        QCOMPARE(api->state(), Component::State::Failed);
        QCOMPARE(api->errorString(), u"port in use"_s);
        begun();
        api->setupHook = {};
        QVERIFY(setsUp(conductor));
        QCOMPARE(begun(), u"setup Database, setup MessageQueue, setup WebApi"_s);
        QCOMPARE(conductor.errorString(), QString());
        QCOMPARE(api->errorString(), QString());
    }

    void goesUpAndDownManyTimes_data() { addSchedulings(); }
    void goesUpAndDownManyTimes() // R12
    {
        QFETCH(Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        auto *api = conductor.add<WebApi>();
        for (int run = 1; run <= 10; ++run) {
            QVERIFY(setsUp(conductor));
            QVERIFY(shutsDown(conductor));
            QCOMPARE(api->setupCount, run);
            QCOMPARE(api->shutdownCount, run);
            QCOMPARE(api->db->setupCount, run);
        }
        QCOMPARE(conductor.components().size(), 3);
    }

    void tellsItsStates() // R12
    {
        Conductor conductor;
        conductor.add<Database>();
        QList<Conductor::State> states;
        connect(&conductor, &Conductor::stateChanged, this, [&](Conductor::State state) {
            QCOMPARE(state, conductor.state());
            states += state;
        });
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        QCOMPARE(states, QList<Conductor::State>({ Conductor::State::SettingUp, Conductor::State::Active,
                                                   Conductor::State::ShuttingDown, Conductor::State::Inactive }));
    }

    // ---- progress

    void tellsTheProgress_data() { addSchedulings(); }
    void tellsTheProgress() // R13
    {
        QFETCH(Scheduling, scheduling);
        Gate first, second, third;
        Database database;
        MessageQueue queue;
        database.setupHook = first.hook();
        queue.setupHook = second.hook();
        Conductor conductor;
        conductor.setScheduling(scheduling);
        conductor.add(&database);
        conductor.add(&queue);
        conductor.add<WebApi>()->setupHook = third.hook();
        QSignalSpy changes(&conductor, &Conductor::progressChanged);

        const QFuture<void> setup = conductor.setup();
        QFutureWatcher<void> watcher;
        QSignalSpy texts(&watcher, &QFutureWatcherBase::progressTextChanged);
        watcher.setFuture(setup);
        QTRY_VERIFY(first.isEntered && second.isEntered);
        QCOMPARE(setup.progressMinimum(), 0);
        QCOMPARE(setup.progressMaximum(), 300);
        QCOMPARE(setup.progressValue(), 0);
        QCOMPARE(conductor.progress(), 0);

        second.open();
        QTRY_COMPARE(setup.progressValue(), 100);
        QVERIFY(setup.progressText().contains(u"MessageQueue"_s));
        QCOMPARE(conductor.progress(), qreal(1) / 3);
        first.open();
        QTRY_COMPARE(setup.progressValue(), 200);
        QVERIFY(setup.progressText().contains(u"Database"_s));
        QTRY_VERIFY(third.isEntered);
        third.open();
        QVERIFY(finishes(setup));
        QCOMPARE(setup.progressValue(), 300);
        QVERIFY(setup.progressText().contains(u"WebApi"_s));
        QCOMPARE(conductor.progress(), 1);
        QTRY_VERIFY(texts.count() > 0 && texts.last().first().toString().contains(u"WebApi"_s));
        QCOMPARE(changes.count(), 3);
        QCOMPARE(changes.last().first().toReal(), 1);

        QVERIFY(shutsDown(conductor));
        QCOMPARE(conductor.progress(), 0);
        QCOMPARE(changes.last().first().toReal(), 0);
    }

    void timeoutsAreAlsoDurations() // R17
    {
        using namespace std::chrono_literals;
        Conductor conductor;
        Database database;
        conductor.setSetupTimeout(2s);
        conductor.setShutdownTimeout(1500ms);
        database.setSetupTimeout(1min);
        database.setShutdownTimeout(std::chrono::hours(24 * 365)); // longer than an int of milliseconds
        QCOMPARE(conductor.setupTimeout(), 2000);
        QCOMPARE(conductor.shutdownTimeout(), 1500);
        QCOMPARE(database.setupTimeout(), 60000);
        QCOMPARE(database.shutdownTimeout(), std::numeric_limits<int>::max());
        conductor.setSetupTimeout(0);
        QCOMPARE(conductor.setupTimeout(), 0);
    }

    void aComponentHasItsConductorAsAProperty()
    {
        Database database;
        QCOMPARE(database.property("conductor").value<Conductor *>(), nullptr);
        Conductor conductor;
        conductor.add(&database);
        QCOMPARE(database.property("conductor").value<Conductor *>(), &conductor);
        QCOMPARE(dependenciesOf(Component::staticMetaObject).size(), 0); // It isn't a dependency.
        QCOMPARE(dependenciesOf(*database.metaObject()).size(), 0);
    }

    void reachesTheEndWhereNothingWaits() // R13
    {
        Conductor conductor;
        conductor.add<WebApi>();
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(setup.progressMaximum(), 300);
        QCOMPARE(setup.progressValue(), 300);
        QVERIFY(setup.progressText().contains(u"WebApi"_s));
    }

    void countsWhatIsActiveAlready() // R12, R13
    {
        Gate gate;
        Conductor conductor;
        conductor.add<Database>();
        QVERIFY(setsUp(conductor));
        conductor.add<Cache>()->setupHook = gate.hook();
        const QFuture<void> setup = conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        QCOMPARE(setup.progressMaximum(), 100); // Only what this setup begins.
        QCOMPARE(conductor.progress(), 0.5);
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(setup.progressValue(), 100);
        QCOMPARE(conductor.progress(), 1);
    }

    void stopsWhenItsFutureIsCanceled_data() { addSchedulings(); }
    void stopsWhenItsFutureIsCanceled() // R13, R16
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        Conductor conductor;
        conductor.setScheduling(scheduling);
        auto *api = conductor.add<WebApi>();
        Database database;
        database.setupHook = gate.hook();
        conductor.add(&database);
        QFuture<void> setup = conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        setup.cancel();
        QTRY_VERIFY(gate.isAskedToCancel());
        QVERIFY(!setup.isFinished()); // The roll-back has not ended yet.
        gate.open();
        QVERIFY(finishes(setup));
        QVERIFY(setup.isCanceled());
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QCOMPARE(api->setupCount, 0);
        QCOMPARE(database.shutdownCount, 1);
    }

    void goesOnAfterAShutdownThatTimedOut() // R17, R18: Nothing else wakes the event loop.
    {
        Gate gate;
        Conductor conductor;
        auto *queue = conductor.add<MessageQueue>();
        queue->shutdownHook = gate.hook();
        queue->setShutdownTimeout(1);
        QVERIFY(finishes(conductor.setup()));
        const QFuture<void> shutdown = conductor.shutdown();
        QVERIFY(finishes(shutdown));
        QCOMPARE(errorOf<ShutdownError>(shutdown)->failures().size(), 1);
        gate.open();
    }

    void goesOnAfterAComponentDiedInItsShutdown() // R18, R19: Nothing else wakes the event loop.
    {
        Gate gate;
        Conductor conductor;
        auto queue = std::make_unique<MessageQueue>();
        queue->shutdownHook = gate.hook();
        conductor.add(queue.get());
        QVERIFY(finishes(conductor.setup()));
        const QFuture<void> shutdown = conductor.shutdown();
        QTRY_VERIFY(gate.isEntered);
        queue.reset();
        QVERIFY(finishes(shutdown));
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
    }
};

QTEST_GUILESS_MAIN(tst_Conductor)
#include "tst_conductor.moc"
