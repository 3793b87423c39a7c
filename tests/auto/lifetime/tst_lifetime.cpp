// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "component_p.h"
#include "liveobjects.h"
#include "log.h"
#include "places.h"
#include "shop.h"

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qpointer.h>
#include <QtCore/qrandom.h>
#include <QtCore/qsemaphore.h>
#include <QtCore/qthreadpool.h>
#include <QtCore/qtimer.h>
#include <QtTest/qsignalspy.h>

#include <functional>

using namespace QConductor;

// A dependent of a component that is a dependent itself.
class Website : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Shop::WebApi *api MEMBER api)
public:
    Shop::WebApi *api = nullptr;
};

// A component that is created by the setup that finds what needs it.
class Extension : public Probe
{
    Q_OBJECT
};

class Extended : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Extension *extension MEMBER m_extension)
    Extension *m_extension = nullptr;
};

// A component that owns another one, which it destroys in its destructor.
class Owner : public Probe
{
    Q_OBJECT
public:
    std::unique_ptr<Owner> part;
};

class Whole : public Owner
{
    Q_OBJECT
};

namespace {

// Returns whether a hook of the component has not finished.
bool isBusy(const Component &component)
{
    return ComponentPrivate::get(&component)->running.hook;
}

// A shop whose conductor and components a test can destroy, each by itself. Deleting a member sets it to null.
struct Fragile
{
    explicit Fragile(Conductor::Scheduling scheduling = Conductor::Scheduling::LayerByLayer)
        : conductor(new Conductor), cache(new Shop::Cache), db(new Shop::Database), queue(new Shop::MessageQueue),
          api(new Shop::WebApi), workers(new Shop::BackgroundWorkers)
    {
        journal.clear();
        conductor->setScheduling(scheduling);
        for (Probe *probe : probes())
            conductor->add(probe);
    }
    ~Fragile()
    {
        delete conductor;
        for (Probe *probe : probes())
            delete probe;
    }
    QList<Probe *> probes() const { return { cache, db, queue, api, workers }; }

    QPointer<Conductor> conductor;
    QPointer<Shop::Cache> cache;
    QPointer<Shop::Database> db;
    QPointer<Shop::MessageQueue> queue;
    QPointer<Shop::WebApi> api;
    QPointer<Shop::BackgroundWorkers> workers;
};

// Calls a function of a conductor that creates a component, and returns whether it ended as it should.
using Creation = std::function<bool(Conductor *)>;
using Run = std::function<void(ShopTest &)>;
using Call = std::function<void(Fragile &)>;
using Destroy = std::function<void(Fragile &)>;

// What is in flight in a test: hooks, which end when the gate is opened or the semaphore is released, and a call of the
// conductor.
struct Moment
{
    Gate gate;
    QSemaphore semaphore;
    QFuture<void> future = Component::done();
};
using Reach = std::function<void(Fragile &, Moment &)>;

// Arranges that something is done when a shop comes to a place.
using Arrange = std::function<void(Fragile &, const Act &)>;

// Arranges that as well, and begins the setup in which the shop comes to the place.
using Begin = std::function<QFuture<void>(Fragile &, const Act &)>;

// Runs the event loop in a slot that hears that the database has come to a state.
using RunLoop = std::function<void(Fragile &, Component::State)>;

// A component that no setup reaches any more although its hook still runs, the gate of that hook, and the conductor.
struct Unreached
{
    Shop::WebApi &api;
    Gate &gate;
    std::unique_ptr<Conductor> &conductor;

    // Ends the hook. The next setup takes back what the component was given.
    void endHook() const
    {
        gate.open();
        QTRY_VERIFY(!isBusy(api));
        Probe another;
        conductor->add(&another);
        QVERIFY(setsUp(*conductor));
        QCOMPARE(api.db, nullptr);
        QCOMPARE(api.queue, nullptr);
    }
};
using Follow = std::function<void(const Unreached &)>;

} // namespace

class tst_Lifetime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aComponentDestroyedBeforeSetupIsForgotten() // R19
    {
        Fragile shop;
        delete shop.cache;
        QVERIFY(finishes(shop.conductor->setup()));
        QCOMPARE(shop.conductor->state(), Conductor::State::Active);
        QCOMPARE(shop.conductor->components().size(), 4);
    }

    void destroyedWhileWaiting_data()
    {
        QTest::addColumn<Destroy>("destroy");
        QTest::addColumn<Conductor::State>("state");
        const Destroy database = [](Fragile &shop) { delete shop.db; };
        const Destroy api = [](Fragile &shop) { delete shop.api; };
        QTest::newRow("something waits for it") << database << Conductor::State::Failed;
        QTest::newRow("nothing waits for it") << api << Conductor::State::Active;
    }
    void destroyedWhileWaiting() // R19
    {
        QFETCH(Destroy, destroy);
        QFETCH(Conductor::State, state);
        Fragile shop;
        Gate gate;
        shop.cache->setupHook = gate.hook();
        const QFuture<void> setup = shop.conductor->setup();
        QTRY_VERIFY(gate.isEntered);
        destroy(shop);
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(shop.conductor->state(), state);
        QCOMPARE(bool(errorOf<SetupError>(setup)), state == Conductor::State::Failed);
    }

    void destroyedBeforeItsDependentHasBegun_data()
    {
        QTest::addColumn<Arrange>("arrange");
        QTest::newRow("before it waits itself")
                << Arrange([](Fragile &shop, const Act &act) { doWhen(shop.cache, Component::State::Waiting, act); });
        QTest::newRow("as it waits")
                << Arrange([](Fragile &shop, const Act &act) { doWhen(shop.db, Component::State::Waiting, act); });
        QTest::newRow("as it becomes active")
                << Arrange([](Fragile &shop, const Act &act) { doWhen(shop.db, Component::State::Active, act); });
        QTest::newRow("as its dependent begins")
                << Arrange([](Fragile &shop, const Act &act) { doWhen(shop.api, Component::State::SettingUp, act); });
    }
    void destroyedBeforeItsDependentHasBegun() // R5, R19
    {
        QFETCH(Arrange, arrange);
        Fragile shop;
        arrange(shop, [&] { delete shop.db; });
        const QFuture<void> setup = shop.conductor->setup();
        QVERIFY(finishes(setup));
        QVERIFY(!shop.db);
        QVERIFY(errorOf<SetupError>(setup));
        QCOMPARE(shop.conductor->state(), Conductor::State::Failed);
        QCOMPARE(shop.api->setupCount + shop.workers->setupCount, 0);
        QCOMPARE(shop.queue->setupCount, shop.queue->shutdownCount);
    }

    void destroyedWhileItsEarlierHookRuns_data()
    {
        QTest::addColumn<Reach>("letHang");
        QTest::newRow("of setup") << Reach([](Fragile &shop, Moment &moment) {
            shop.db->setupHook = moment.gate.hook();
            shop.db->setSetupTimeout(1);
        });
        QTest::newRow("of shutdown") << Reach([](Fragile &shop, Moment &moment) {
            shop.db->shutdownHook = moment.gate.hook();
            shop.db->setShutdownTimeout(1);
        });
    }
    void destroyedWhileItsEarlierHookRuns() // R17, R19: Its next setup waits until that hook has ended.
    {
        QFETCH(Reach, letHang);
        Fragile shop;
        Moment moment;
        letHang(shop, moment);
        QVERIFY(finishes(shop.conductor->setup()) && finishes(shop.conductor->shutdown()));
        QCOMPARE(shop.db->state(), Component::State::Failed);
        const int begun = shop.api->setupCount;

        shop.db->setSetupTimeout(30000);
        const QFuture<void> setup = shop.conductor->setup();
        QTRY_VERIFY(shop.queue->isActive());
        QVERIFY(!setup.isFinished());
        delete shop.db;
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QCOMPARE(shop.api->setupCount, begun);
        moment.gate.promise.finish();
    }

    void destroyedDuringItsSetup_data()
    {
        QTest::addColumn<Reach>("destroy");
        QTest::newRow("while its future is pending") << Reach([](Fragile &shop, Moment &moment) {
            shop.db->setupHook = moment.gate.hook();
            moment.future = shop.conductor->setup();
            QTRY_VERIFY(moment.gate.isEntered);
            delete shop.db;
            QVERIFY(moment.gate.isAskedToCancel());
        });
        QTest::newRow("before its hook") << Reach([](Fragile &shop, Moment &moment) {
            doWhen(shop.db, Component::State::SettingUp, [db = shop.db] { delete db; });
            moment.future = shop.conductor->setup();
        });
    }
    void destroyedDuringItsSetup() // R19
    {
        QFETCH(Reach, destroy);
        Fragile shop;
        Moment moment;
        destroy(shop, moment);
        QVERIFY(finishes(moment.future));
        const auto error = errorOf<SetupError>(moment.future);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 1);
        QCOMPARE(error->failures().first().component, QStringLiteral("Shop::Database"));
        QCOMPARE(error->failures().first().message, QStringLiteral("destroyed while it was setting up"));
        QCOMPARE(shop.api->setupCount, 0);
        QVERIFY(!shop.api->db);
        QCOMPARE(shop.cache->shutdownCount, 1);
        moment.gate.promise.finish();
    }

    void destroyedWhileActiveItTakesDownWhatRequiresIt_data() { addSchedulings(); }
    void destroyedWhileActiveItTakesDownWhatRequiresIt() // R5, R19
    {
        QFETCH(Conductor::Scheduling, scheduling);
        Fragile shop(scheduling);
        QVERIFY(setsUp(*shop.conductor));
        QCOMPARE(shop.api->db, shop.db);
        QSignalSpy failed(shop.conductor, &Conductor::componentFailed);
        QSignalSpy degraded(shop.conductor, &Conductor::degradedChanged);
        QSignalSpy states(shop.conductor, &Conductor::stateChanged);
        QTest::ignoreMessage(QtWarningMsg, "Database was destroyed while it was active");
        delete shop.db;
        QVERIFY(!shop.api->db && !shop.workers->db);
        QVERIFY(shop.api->queue);
        QTRY_VERIFY(isDown(shop.api) && isDown(shop.workers));
        const QString reason = QStringLiteral("Database failed: destroyed while it was active");
        QCOMPARE(shop.api->errorString(), QStringLiteral("stopped: ") + reason);
        QCOMPARE(shop.workers->errorString(), QStringLiteral("stopped: ") + reason);
        QCOMPARE(shop.api->shutdownCount, 1);
        QVERIFY(shop.queue->isActive() && shop.cache->isActive());
        QCOMPARE(failed.count(), 1);
        QCOMPARE(failed.first().at(0).value<Component *>(), nullptr);
        QCOMPARE(failed.first().at(1).toString(), reason);
        QCOMPARE(states.count(), 0);
        QCOMPARE(degraded.count(), 1);
        QVERIFY(shop.conductor->isDegraded());
        const QList<Failure> failures = shop.conductor->failures();
        QCOMPARE(failures.size(), 1);
        QCOMPARE(failures.first().component, QStringLiteral("Shop::Database"));
        QCOMPARE(failures.first().phase, Phase::Running);
        QCOMPARE(failures.first().message, QStringLiteral("destroyed while it was active"));
        const QFuture<void> shutdown = shop.conductor->shutdown();
        QVERIFY(finishes(shutdown));
        QVERIFY(!errorOf<Error>(shutdown));
        QCOMPARE(shop.api->shutdownCount, 1);
        QVERIFY(!shop.conductor->isDegraded());
    }

    void aLaterCallFindsAnotherForWhatWasDestroyed_data()
    {
        QTest::addColumn<Call>("call");
        QTest::addColumn<bool>("isAtOnce");
        const Call setup = [](Fragile &shop) { QVERIFY(finishes(shop.conductor->setup())); };
        const Call start = [](Fragile &shop) {
            QVERIFY(finishes(shop.conductor->start(shop.api)));
            QVERIFY(finishes(shop.conductor->start(shop.workers)));
        };
        const Call restart = [](Fragile &shop) {
            QVERIFY(finishes(shop.conductor->restart(shop.api)));
            QVERIFY(finishes(shop.conductor->restart(shop.workers)));
        };
        for (bool isAtOnce : { true, false }) {
            const char *when = isAtOnce ? "at once" : "when the others are down";
            QTest::addRow("setup, %s", when) << setup << isAtOnce;
            QTest::addRow("start, %s", when) << start << isAtOnce;
            QTest::addRow("restart, %s", when) << restart << isAtOnce;
        }
    }
    void aLaterCallFindsAnotherForWhatWasDestroyed() // R12, R19
    {
        QFETCH(Call, call);
        QFETCH(bool, isAtOnce);
        Fragile shop;
        QVERIFY(setsUp(*shop.conductor));
        QTest::ignoreMessage(QtWarningMsg, "Database was destroyed while it was active");
        delete shop.db;
        if (!isAtOnce)
            QTRY_VERIFY(isDown(shop.api) && isDown(shop.workers));
        call(shop);
        const Component *another = shop.conductor->component<Shop::Database>();
        QVERIFY(another && another->isActive());
        QVERIFY(shop.api->isActive() && shop.workers->isActive());
        QCOMPARE(shop.api->db, another);
        QCOMPARE(shop.api->setupCount, 2);
        QCOMPARE(shop.queue->setupCount, 1);
        QTRY_VERIFY(!shop.conductor->isDegraded());
        QVERIFY(shop.conductor->failures().isEmpty());
        QCOMPARE(shop.conductor->state(), Conductor::State::Active);
        QVERIFY(shutsDown(*shop.conductor));
    }

    void aCallThatWaitsFindsAnotherForWhatWasDestroyed() // R19, R38: The call before it goes on meanwhile.
    {
        Gate stopping;
        Gate starting;
        Fragile shop;
        QVERIFY(setsUp(*shop.conductor));
        shop.api->shutdownHook = stopping.hook();
        shop.cache->setupHook = starting.hook();
        shop.conductor->shutdown();
        QTRY_VERIFY(stopping.isEntered);
        shop.conductor->start(shop.cache);
        const QFuture<void> start = shop.conductor->start(shop.workers);
        delete shop.db;
        bool hadDatabase = false;
        shop.workers->setupHook = calling([&] { hadDatabase = shop.workers->db; });
        stopping.open();
        QTRY_VERIFY(starting.isEntered);
        for (int i = 0; i < 10; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(shop.workers->setupCount, 1);
        starting.open();
        QVERIFY(finishes(start));
        QVERIFY(shop.workers->isActive() && hadDatabase);
        shop.api->shutdownHook = {};
        QVERIFY(shutsDown(*shop.conductor));
    }

    void whatAnApplicationHasSetToNullStaysSo() // R12: What is up isn't touched by a setup.
    {
        Fragile shop;
        QVERIFY(setsUp(*shop.conductor));
        shop.api->db = nullptr;
        Probe late;
        shop.conductor->add(&late);
        QVERIFY(setsUp(*shop.conductor));
        QVERIFY(late.isActive());
        QCOMPARE(shop.api->db, nullptr);
        QCOMPARE(shop.api->dependencies(), QList<Component *> { shop.queue });
        QVERIFY(shutsDown(*shop.conductor));
    }

    void whatNothingRequiresIsOnlyTold() // R19
    {
        Fragile shop;
        QVERIFY(setsUp(*shop.conductor));
        QSignalSpy failed(shop.conductor, &Conductor::componentFailed);
        QTest::ignoreMessage(QtWarningMsg, "Cache was destroyed while it was active");
        delete shop.cache;
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!shop.conductor->isDegraded());
        QCOMPARE(shop.conductor->failures().size(), 1);
        QVERIFY(setsUp(*shop.conductor));
        QVERIFY(shop.conductor->failures().isEmpty());
    }

    void destroyedInASetupThatHasBegunIt() // R15, R19
    {
        Fragile shop;
        Gate gate;
        shop.api->setupHook = gate.hook();
        QSignalSpy failed(shop.conductor, &Conductor::componentFailed);
        const QFuture<void> setup = shop.conductor->setup();
        QTRY_VERIFY(gate.isEntered);
        delete shop.cache;
        QTRY_VERIFY(gate.isAskedToCancel());
        gate.promise.finish();
        QVERIFY(finishes(setup));
        QCOMPARE(errorOf<SetupError>(setup)->failures().first().message,
                 QStringLiteral("destroyed while it was active"));
        QCOMPARE(shop.conductor->state(), Conductor::State::Failed);
        QCOMPARE(failed.count(), 0);
    }

    void destroyedWhileAnotherSetupGoesOn_data()
    {
        QTest::addColumn<bool>("isNeeded");
        QTest::newRow("which needs it") << true;
        QTest::newRow("which doesn't need it") << false;
    }
    void destroyedWhileAnotherSetupGoesOn() // R15, R19
    {
        QFETCH(bool, isNeeded);
        Fragile shop;
        Gate gate;
        QVERIFY(setsUp(*shop.conductor));
        Probe plugin;
        Shop::BackgroundWorkers needing;
        Probe &late = isNeeded ? needing : plugin;
        late.setupHook = gate.hook();
        shop.conductor->add(&late);
        const QFuture<void> setup = shop.conductor->setup();
        QTRY_VERIFY(gate.isEntered);
        QSignalSpy failed(shop.conductor, &Conductor::componentFailed);
        delete shop.db;
        QTRY_COMPARE(failed.count(), 1);
        QTRY_VERIFY(isDown(shop.api) && isDown(shop.workers));
        QCOMPARE(gate.isAskedToCancel(), isNeeded);
        gate.promise.finish();
        QVERIFY(finishes(setup));
        QCOMPARE(bool(errorOf<SetupError>(setup)), isNeeded);
        QCOMPARE(setup.isCanceled(), isNeeded);
        QCOMPARE(late.isActive(), !isNeeded);
        QCOMPARE(shop.conductor->state(), Conductor::State::Active);
        QVERIFY(shop.conductor->isDegraded());
        QVERIFY(shutsDown(*shop.conductor));
    }

    void destroyedWhileAnotherSetupIsFound() // R12, R19: It begins anew when what required the component is down.
    {
        Fragile shop;
        QVERIFY(setsUp(*shop.conductor));
        shop.conductor->provide<Extension>([&] {
            delete shop.db;
            return new Extension;
        });
        Extended late;
        shop.conductor->add(&late);
        const QFuture<void> setup = shop.conductor->setup();
        QVERIFY(finishes(setup));
        QVERIFY(!setup.isCanceled());
        QVERIFY(late.isActive());
        QCOMPARE(shop.api->setupCount, 2);
        QVERIFY(shop.api->isActive() && shop.api->db);
        QVERIFY(shutsDown(*shop.conductor));
    }

    void destroyedDuringItsShutdown_data()
    {
        QTest::addColumn<Reach>("destroy");
        QTest::newRow("while its future is pending") << Reach([](Fragile &shop, Moment &moment) {
            shop.api->shutdownHook = moment.gate.hook();
            moment.future = shop.conductor->shutdown();
            QTRY_VERIFY(moment.gate.isEntered);
            delete shop.api;
        });
        QTest::newRow("in a slot on stateChanged") << Reach([](Fragile &shop, Moment &moment) {
            doWhen(shop.api, Component::State::ShuttingDown, [api = shop.api] { delete api; });
            moment.future = shop.conductor->shutdown();
        });
    }
    void destroyedDuringItsShutdown() // R19
    {
        QFETCH(Reach, destroy);
        Fragile shop;
        Moment moment;
        QVERIFY(finishes(shop.conductor->setup()));
        QTest::ignoreMessage(QtWarningMsg, "WebApi was destroyed while it was shutting down");
        destroy(shop, moment);
        const QFuture<void> shutdown = moment.future;
        QVERIFY(finishes(shutdown));
        QVERIFY(!errorOf<Error>(shutdown));
        QVERIFY(!shop.api);
        QCOMPARE(shop.db->shutdownCount, 1);
        moment.gate.promise.finish();
    }

    void theConductorIsDestroyed_data()
    {
        addSchedulingColumn();
        QTest::addColumn<Reach>("reach");
        const auto row = [](const char *name, const Reach &reach) {
            addInBothSchedulings(QString::fromLatin1(name), reach);
        };
        row("inactive", [](Fragile &, Moment &) {});
        row("setting up", [](Fragile &shop, Moment &moment) {
            shop.api->setupHook = moment.gate.hook();
            moment.future = shop.conductor->setup();
            QTRY_COMPARE(shop.api->state(), Component::State::SettingUp);
        });
        row("active", [](Fragile &shop, Moment &moment) {
            moment.future = shop.conductor->setup();
            QVERIFY(finishes(moment.future));
        });
        row("shutting down", [](Fragile &shop, Moment &moment) {
            shop.api->shutdownHook = moment.gate.hook();
            moment.future = shop.conductor->setup();
            QVERIFY(finishes(moment.future));
            shop.conductor->shutdown();
            QTRY_VERIFY(moment.gate.isEntered);
        });
        row("a thread in flight", [](Fragile &shop, Moment &moment) {
            shop.api->setupHook = [&moment] { return QtConcurrent::run([&moment] { moment.semaphore.acquire(); }); };
            moment.future = shop.conductor->setup();
            QTRY_COMPARE(shop.api->state(), Component::State::SettingUp);
        });
    }
    void theConductorIsDestroyed() // R20
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(Reach, reach);
        Fragile shop(scheduling);
        Moment moment;
        reach(shop, moment);
        // Where the conductor waits for nothing, the timer's event would come after this function. The context prevents
        // it.
        QObject context;
        QTimer::singleShot(0, &context, [&] {
            if (moment.gate.isEntered)
                moment.gate.open();
            moment.semaphore.release();
        });
        delete shop.conductor;
        QVERIFY(moment.future.isFinished());
        for (const Probe *probe : shop.probes()) {
            QCOMPARE(probe->state(), Component::State::Inactive);
            QCOMPARE(probe->shutdownCount, probe->setupCount);
            QVERIFY(!probe->conductor());
        }
        QThreadPool::globalInstance()->waitForDone();
    }

    void theConductorIsDestroyedInside_data()
    {
        QTest::addColumn<Begin>("begin");
        const auto row = [](const char *name, const Arrange &arrange) {
            QTest::newRow(name) << Begin([arrange](Fragile &shop, const Act &act) {
                arrange(shop, act);
                return shop.conductor->setup();
            });
        };
        const auto slotOnState = [](Component::State state) {
            return [state](Fragile &shop, const Act &act) { doWhen(shop.db, state, act); };
        };
        const auto slotOn = [](const Place &place) {
            return [place](Fragile &shop, const Act &act) { place(*shop.conductor, act); };
        };
        row("a setup hook", [](Fragile &shop, const Act &act) { shop.db->setupHook = calling(act); });
        row("a shutdown hook", [](Fragile &shop, const Act &act) { shop.db->shutdownHook = calling(act); });
        row("a slot on Waiting", slotOnState(Component::State::Waiting));
        row("a slot on SettingUp", slotOnState(Component::State::SettingUp));
        row("a slot on Active", slotOnState(Component::State::Active));
        row("a slot on ShuttingDown", slotOnState(Component::State::ShuttingDown));
        row("a slot on Inactive", slotOnState(Component::State::Inactive));
        row("a slot on progressChanged", slotOn(on(&Conductor::progressChanged)));
        row("a slot on activated", slotOn(on(&Conductor::activated)));
        row("a slot on stateChanged", slotOn(on(&Conductor::stateChanged)));
        row("a slot on deactivated", slotOn(on(&Conductor::deactivated)));
        QTest::newRow("a continuation of setup") << Begin([](Fragile &shop, const Act &act) {
            return shop.conductor->setup().then([act] { act(); });
        });
        row("an event loop in a hook", [](Fragile &shop, const Act &act) {
            shop.db->setupHook = calling([act] {
                QEventLoop loop;
                QTimer::singleShot(0, &loop, [&] {
                    act();
                    loop.quit();
                });
                loop.exec();
            });
        });
    }
    void theConductorIsDestroyedInside() // R20, R21: The rules promise this for deleteLater() only.
    {
        QFETCH(Begin, begin);
        Fragile shop;
        QPointer<Conductor> conductor = shop.conductor;
        bool isAlive = true;
        const QFuture<void> setup = begin(shop, [conductor, &isAlive] {
            if (std::exchange(isAlive, false)) // The conductor emits more signals while it is being destroyed.
                delete conductor;
        });
        QVERIFY(finishes(setup));
        if (conductor)
            QVERIFY(finishes(conductor->shutdown()));
        QTRY_VERIFY(!conductor);
        for (const Probe *probe : shop.probes())
            QVERIFY(probe->state() == Component::State::Inactive && !probe->conductor());
    }

    void isToBeDeletedLaterWhileItIsDestroyed() // R20, R21: Each change of a component's state calls deleteLater().
    {
        Fragile shop;
        Gate gate;
        shop.db->shutdownHook = gate.hook();
        QVERIFY(finishes(shop.conductor->setup()));
        connect(shop.api, &Component::stateChanged, shop.conductor, &QObject::deleteLater);
        QTimer opening;
        connect(&opening, &QTimer::timeout, this, [&] {
            if (gate.isEntered && !gate.promise.future().isFinished())
                gate.open();
        });
        opening.start(0);
        shop.conductor->deleteLater();
        QTRY_VERIFY(!shop.conductor);
        QCOMPARE(shop.db->shutdownCount, 1);
    }

    void theConductorIsDestroyedWhileEventsWait() // R20: One event destroys it, and the next one ends the hook.
    {
        Fragile shop;
        Gate gate;
        bool isWokenByTime = false;
        QTimer alarm;
        connect(&alarm, &QTimer::timeout, this, [&isWokenByTime] { isWokenByTime = true; });
        alarm.start(10000);
        shop.db->shutdownHook = gate.hook();
        auto spare = std::make_unique<Probe>();
        shop.conductor->add(spare.get());
        QVERIFY(finishes(shop.conductor->setup()));
        const QFuture<void> shutdown = shop.conductor->shutdown();
        QTRY_VERIFY(gate.isEntered);
        QMetaObject::invokeMethod(this, [&shop] { delete shop.conductor; }, Qt::QueuedConnection);
        QMetaObject::invokeMethod(this, [&gate] { gate.open(); }, Qt::QueuedConnection);
        spare.reset(); // So the conductor's own event waits too, and the conductor posts no other.
        QTRY_VERIFY_WITH_TIMEOUT(!shop.conductor, 30000);
        QVERIFY(!isWokenByTime);
    }

    void anEventLoopInASlotSeesTheSetupThrough_data()
    {
        using Conductors = QList<Conductor::State>;
        addSchedulingColumn();
        QTest::addColumn<Component::State>("state");
        QTest::addColumn<RunLoop>("runLoop");
        QTest::addColumn<Conductors>("tooEarly");
        const RunLoop untilTheQueueFollows = [](Fragile &shop, Component::State state) {
            QEventLoop loop;
            connect(shop.queue, &Component::stateChanged, &loop, [&](Component::State reached) {
                if (reached == state)
                    loop.quit();
            });
            loop.exec();
        };
        const RunLoop once = [](Fragile &, Component::State) { QCoreApplication::processEvents(); };
        const Conductors ends { Conductor::State::Active, Conductor::State::Inactive };
        addInBothSchedulings(QStringLiteral("SettingUp"), Component::State::SettingUp, untilTheQueueFollows, ends);
        addInBothSchedulings(QStringLiteral("Active"), Component::State::Active, untilTheQueueFollows, Conductors());
        addInBothSchedulings(QStringLiteral("ShuttingDown"), Component::State::ShuttingDown, once, ends);
        addInBothSchedulings(QStringLiteral("Inactive"), Component::State::Inactive, once, Conductors());
    }
    void anEventLoopInASlotSeesTheSetupThrough() // R21: What can go on goes on, and nothing ends too early.
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(Component::State, state);
        QFETCH(RunLoop, runLoop);
        QFETCH(QList<Conductor::State>, tooEarly);
        Fragile shop(scheduling);
        bool wasEarly = false;
        doWhen(shop.db, state, [&] {
            runLoop(shop, state);
            wasEarly = tooEarly.contains(shop.conductor->state());
        });
        QVERIFY(finishes(shop.conductor->setup()));
        QCOMPARE(shop.conductor->state(), Conductor::State::Active);
        QVERIFY(shop.api->isActive() && shop.api->setupCount == 1 && shop.db->setupCount == 1);
        QVERIFY(finishes(shop.conductor->shutdown()));
        QVERIFY(!wasEarly);
        for (const Probe *probe : shop.probes())
            QCOMPARE(probe->shutdownCount, 1);
    }

    void anInstanceBelongsToOneConductor() // R9
    {
        Shop::Database db;
        Conductor first;
        Conductor second;
        QCOMPARE(first.add(&db), &db);
        QTest::ignoreMessage(QtWarningMsg, "Conductor::add(): Database belongs to another conductor");
        QVERIFY(!second.add(&db));
        QCOMPARE(db.conductor(), &first);
    }

    void ownedComponentsGoDependentsFirst() // R9
    {
        QStringList gone;
        {
            ShopTest shop;
            QVERIFY(shop.setUp());
            noteDestruction(shop.conductor, this, &gone);
        }
        QCOMPARE(gone.size(), 5);
        QVERIFY(gone.indexOf(QStringLiteral("Shop::WebApi")) < gone.indexOf(QStringLiteral("Shop::Database")));
        QVERIFY(gone.indexOf(QStringLiteral("Shop::BackgroundWorkers")) < gone.indexOf(QStringLiteral("Shop::Database")));
    }

    // R5: The conductor can't set a property to null when it is gone, so it does that before.
    void theConductorTakesBackWhatItInjected()
    {
        Shop::WebApi api;
        Shop::Database db;
        Shop::MessageQueue queue;
        api.queue = &queue;
        {
            Conductor conductor;
            conductor.patch<Shop::Database>(&db);
            conductor.add(&api);
            QVERIFY(finishes(conductor.setup()));
            QCOMPARE(api.db, &db);
        }
        QCOMPARE(api.db, nullptr);
        QCOMPARE(api.queue, &queue);
    }

    void whatALaterSetupDoesNotReachGivesBackWhatItGot_data()
    {
        QTest::addColumn<bool>("isDestroyedMeanwhile");
        QTest::newRow("what it got is there") << false;
        QTest::newRow("what it got is destroyed meanwhile") << true;
    }
    void whatALaterSetupDoesNotReachGivesBackWhatItGot() // R5
    {
        QFETCH(bool, isDestroyedMeanwhile);
        Shop::WebApi api;
        Probe other;
        Conductor conductor;
        auto website = std::make_unique<Website>();
        website->api = &api;
        conductor.add(website.get());
        conductor.add(&other);
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        QPointer<Shop::Database> db = api.db;
        QVERIFY(db);
        website.reset();
        if (isDestroyedMeanwhile) {
            connect(&conductor, &Conductor::componentsChanged, &other, [&] {
                delete db;
                QCOMPARE(api.db, nullptr);
            }, Qt::SingleShotConnection);
        }
        QVERIFY(setsUp(conductor));
        QCOMPARE(conductor.layers(), QList<QList<Component *>>({ { &other } }));
        QCOMPARE(!db, isDestroyedMeanwhile);
        QCOMPARE(api.db, nullptr);
        QCOMPARE(api.queue, nullptr);
        Website next;
        next.api = &api;
        conductor.add(&next);
        QVERIFY(setsUp(conductor));
        QVERIFY(api.db && api.db->isActive());
    }

    void whatIsNotReachedKeepsWhatItsHookMayUse_data()
    {
        QTest::addColumn<Follow>("follow");
        QTest::newRow("until that is destroyed") << Follow([](const Unreached &unreached) {
            delete unreached.api.db;
            QCOMPARE(unreached.api.db, nullptr);
            QVERIFY(unreached.api.queue);
            unreached.endHook();
        });
        QTest::newRow("until it has ended") << Follow([](const Unreached &unreached) { unreached.endHook(); });
        QTest::newRow("until it has ended, without a conductor") << Follow([](const Unreached &unreached) {
            const QPointer<Component> db = unreached.api.db;
            unreached.conductor.reset();
            QVERIFY(unreached.api.db && unreached.api.queue);
            unreached.gate.open();
            QTRY_VERIFY(!db);
            QCOMPARE(unreached.api.db, nullptr);
        });
    }
    void whatIsNotReachedKeepsWhatItsHookMayUse() // R5, R17
    {
        QFETCH(Follow, follow);
        Gate gate;
        Shop::WebApi api;
        api.shutdownHook = gate.hook();
        auto website = std::make_unique<Website>();
        website->api = &api;
        auto conductor = std::make_unique<Conductor>();
        conductor->setShutdownTimeout(1);
        conductor->add(website.get());
        QVERIFY(setsUp(*conductor));
        QVERIFY(finishes(conductor->shutdown()));
        website.reset();
        QVERIFY(setsUp(*conductor));
        QVERIFY(api.db && api.queue);
        follow({ api, gate, conductor });
    }

    void aComponentOwnsAnotherOfItsClass() // R9, R19
    {
        auto whole = std::make_unique<Whole>();
        auto part = std::make_unique<Whole>();
        Conductor conductor;
        conductor.add(whole.get());
        conductor.add(part.get());
        whole->part = std::move(part);
        whole.reset();
        QVERIFY(conductor.components().isEmpty());
        QCOMPARE(conductor.component<Whole>(), nullptr);
    }

    void whatOutlivesTheConductorIsTakenOutOfItsHolders_data()
    {
        QTest::addColumn<bool>("isHeldByARunningHook");
        QTest::newRow("the holder has stopped") << false;
        QTest::newRow("the holder's hook still runs") << true;
    }
    void whatOutlivesTheConductorIsTakenOutOfItsHolders() // R5, R17
    {
        QFETCH(bool, isHeldByARunningHook);
        Shop::WebApi api;
        QPointer<Shop::Database> db;
        Gate gate;
        {
            Conductor conductor;
            conductor.setShutdownTimeout(1);
            conductor.add(&api);
            QVERIFY(finishes(conductor.setup()));
            db = api.db;
            (isHeldByARunningHook ? static_cast<Probe &>(api) : *db).shutdownHook = gate.hook();
        }
        QVERIFY(gate.isEntered);
        QVERIFY(db);
        QCOMPARE(api.db, isHeldByARunningHook ? db.data() : nullptr);
        gate.open();
        QTRY_VERIFY(!db);
        QCOMPARE(api.db, nullptr);
    }

    void theConductorIsDestroyedInAConstructor_data()
    {
        QTest::addColumn<Creation>("creation");
        QTest::newRow("add") << Creation([](Conductor *conductor) { return !conductor->add<Shop::Database>(); });
        QTest::newRow("setup") << Creation([](Conductor *conductor) {
            conductor->add<Shop::WebApi>();
            const QFuture<void> setup = conductor->setup();
            return setup.isFinished() && setup.isCanceled();
        });
        QTest::newRow("validate") << Creation([](Conductor *conductor) {
            conductor->add<Shop::WebApi>();
            try {
                conductor->validate();
            } catch (const Error &error) {
                return error.message()
                       == QStringLiteral("the conductor was destroyed or cleared while it created Shop::Database");
            }
            return false;
        });
    }
    void theConductorIsDestroyedInAConstructor() // R20, R21: The rules promise this for deleteLater() only.
    {
        QFETCH(Creation, creation);
        QPointer<Conductor> conductor = new Conductor;
        QPointer<Shop::Database> db;
        conductor->provide<Shop::Database>([&] {
            delete conductor;
            db = new Shop::Database;
            return db.data();
        });
        QVERIFY(creation(conductor));
        QVERIFY(!conductor);
        QVERIFY(!db);
    }

    void everyRunEndsWithTheObjectsItBeganWith_data()
    {
        addSchedulingColumn();
        QTest::addColumn<Run>("run");
        const auto row = [](const char *name, const Run &run) { addInBothSchedulings(QString::fromLatin1(name), run); };
        const Probe::Hook broken = failing(QStringLiteral("broken"));
        const Probe::Hook inThread = [] { return QtConcurrent::run([] { }); };
        row("never set up", [](ShopTest &shop) { shop.conductor.validate(); });
        row("set up, and destroyed", [](ShopTest &shop) { QVERIFY(shop.setUp()); });
        row("up and down, three times", [](ShopTest &shop) {
            for (int i = 0; i < 3; ++i) {
                QVERIFY(shop.setUp());
                QVERIFY(finishes(shop.conductor.shutdown()));
            }
        });
        row("in threads", [inThread](ShopTest &shop) {
            shop.db->setupHook = shop.api->setupHook = shop.queue->shutdownHook = shop.db->shutdownHook = inThread;
            QVERIFY(shop.setUp());
            QVERIFY(finishes(shop.conductor.shutdown()));
        });
        row("setup fails", [broken](ShopTest &shop) {
            shop.api->setupHook = broken;
            QVERIFY(!shop.setUp());
        });
        row("shutdown fails", [broken](ShopTest &shop) {
            shop.api->shutdownHook = shop.db->shutdownHook = broken;
            QVERIFY(shop.setUp());
            QVERIFY(finishes(shop.conductor.shutdown()));
        });
        row("setup is canceled", [inThread](ShopTest &shop) {
            shop.db->setupHook = inThread;
            QFuture<void> setup = shop.conductor.setup();
            setup.cancel();
            QVERIFY(finishes(setup));
        });
        row("a hook times out, and ends when its conductor is gone", [](ShopTest &shop) {
            const auto promise = std::make_shared<QPromise<void>>();
            shop.api->setSetupTimeout(1);
            shop.api->setupHook = [promise] {
                promise->start();
                return promise->future();
            };
            QVERIFY(!shop.setUp());
            connect(&shop.conductor, &QObject::destroyed, QCoreApplication::instance(), [promise] { promise->finish(); });
        });
        row("a component is destroyed", [](ShopTest &shop) {
            doWhen(shop.db, Component::State::SettingUp, [&shop] { delete shop.db; });
            QVERIFY(!shop.setUp());
        });
        row("destroyed in flight", [inThread](ShopTest &shop) {
            shop.api->setupHook = shop.api->shutdownHook = inThread;
            shop.conductor.setup();
            QTRY_COMPARE(shop.api->setupCount, 1);
        });
    }
    void everyRunEndsWithTheObjectsItBeganWith() // R9
    {
        QFETCH(Run, run);
        QFETCH(Conductor::Scheduling, scheduling);
        for (int round = 0; round < 2; ++round) { // In the first round, Qt creates objects that it keeps.
            const LiveObjects objects;
            QPointer<Component> last;
            {
                ShopTest shop(scheduling);
                last = shop.api;
                run(shop);
                QVERIFY(objects.count() > 5);
            }
            QThreadPool::globalInstance()->waitForDone(); // The pool's threads are QObjects too, and end here.
            QTRY_VERIFY(!last);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            if (round > 0)
                QCOMPARE(objects.count(), 0);
        }
    }

    // R19, R20: Whatever is destroyed, and at whatever step, all ends in a defined state.
    void twoThousandRandomKills()
    {
        QLoggingCategory::setFilterRules(QStringLiteral("*.warning=false"));
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 2000; ++round) {
            Fragile shop(Conductor::Scheduling(random.bounded(2)));
            QPointer<QObject> victim(shop.conductor.data());
            if (random.bounded(3) > 0)
                victim = shop.probes().at(random.bounded(5));
            int steps = random.bounded(40); // Number of signals and hooks before the kill.
            const auto count = [&] {
                if (steps-- == 0)
                    delete victim;
            };
            connect(shop.conductor, &Conductor::stateChanged, this, count);
            connect(shop.conductor, &Conductor::progressChanged, this, count);
            for (Probe *probe : shop.probes()) {
                connect(probe, &Component::stateChanged, this, count);
                const bool inThread = random.bounded(2);
                const Probe::Hook work = [inThread] { return inThread ? QtConcurrent::run([] { }) : Component::done(); };
                probe->setupHook = [work, &count] {
                    const Probe::Hook own = work; // The kill may destroy this hook with its component.
                    count();
                    return own();
                };
                probe->shutdownHook = work;
            }
            const QFuture<void> setup = shop.conductor->setup();
            QVERIFY(finishes(setup));
            const QFuture<void> shutdown = shop.conductor ? shop.conductor->shutdown() : Component::done();
            QVERIFY(finishes(shutdown));
            for (const Probe *probe : shop.probes()) {
                if (probe)
                    QVERIFY(probe->state() == Component::State::Inactive || probe->state() == Component::State::Failed);
            }
        }
        QThreadPool::globalInstance()->waitForDone();
        QLoggingCategory::setFilterRules({});
    }

    void aDependencyIsDestroyedWhileItsDependentBegins() // R19, R5
    {
        Log log;
        Conductor conductor;
        auto *db = new Shop::Database;
        conductor.add(db);
        auto *workers = conductor.add<Shop::BackgroundWorkers>();
        connect(workers, &Component::stateChanged, this, [&](Component::State state) {
            if (state == Component::State::SettingUp)
                delete std::exchange(db, nullptr);
        });
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QCOMPARE(workers->setupCount, 0);
    }
};

QTEST_GUILESS_MAIN(tst_Lifetime)
#include "tst_lifetime.moc"
