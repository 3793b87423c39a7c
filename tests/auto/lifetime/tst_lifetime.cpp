// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "component_p.h"
#include "shop.h"

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qfuturewatcher.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qpointer.h>
#include <QtCore/qrandom.h>
#include <QtCore/qsemaphore.h>
#include <QtCore/qthreadpool.h>
#include <QtCore/qtimer.h>

#include <atomic>

using namespace QConductor;

class Website : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Shop::WebApi *api MEMBER api)
public:
    Shop::WebApi *api = nullptr;
};

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

using Creation = std::function<bool(Conductor *)>; // of a component; whether it ended as it should
Q_DECLARE_METATYPE(Creation)

using Run = std::function<void(ShopTest &)>;
Q_DECLARE_METATYPE(Run)

// Qt's hooks for tools, which are called for every QObject that comes and goes (qhooks_p.h).
extern Q_CORE_EXPORT quintptr qtHookData[];

namespace {

// How many QObjects there are more than when it was made.
class ObjectCount
{
public:
    ObjectCount()
    {
        count = 0;
        qtHookData[added] = reinterpret_cast<quintptr>(+[](QObject *) { ++count; });
        qtHookData[removed] = reinterpret_cast<quintptr>(+[](QObject *) { --count; });
    }
    ~ObjectCount() { qtHookData[added] = qtHookData[removed] = 0; }

    static inline std::atomic<int> count = 0;

private:
    static constexpr int added = 3;
    static constexpr int removed = 4;
};

// Is there a hook of the component that has not finished?
bool isBusy(const Component &component)
{
    return ComponentPrivate::get(&component)->running.hook;
}

// A shop of which each part can be destroyed, and its conductor.
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
        QTest::addColumn<bool>("isAwaited");
        QTest::addColumn<Conductor::State>("state");
        QTest::newRow("something waits for it") << true << Conductor::State::Failed;
        QTest::newRow("nothing waits for it") << false << Conductor::State::Active;
    }
    void destroyedWhileWaiting() // R19
    {
        QFETCH(bool, isAwaited);
        QFETCH(Conductor::State, state);
        Fragile shop;
        Gate gate;
        shop.cache->setupHook = gate.hook();
        const QFuture<void> setup = shop.conductor->setup();
        QTRY_VERIFY(gate.isEntered);
        if (isAwaited)
            delete shop.db;
        else
            delete shop.api;
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(shop.conductor->state(), state);
        QCOMPARE(bool(errorOf<SetupError>(setup)), isAwaited);
    }

    void destroyedBeforeItsHolderHasBegun_data()
    {
        QTest::addColumn<QString>("component");
        QTest::addColumn<Component::State>("state");
        QTest::newRow("before it waits itself") << QStringLiteral("Shop::Cache") << Component::State::Waiting;
        QTest::newRow("as it waits") << QStringLiteral("Shop::Database") << Component::State::Waiting;
        QTest::newRow("as it becomes active") << QStringLiteral("Shop::Database") << Component::State::Active;
        QTest::newRow("as its holder begins") << QStringLiteral("Shop::WebApi") << Component::State::SettingUp;
    }
    void destroyedBeforeItsHolderHasBegun() // R5, R19
    {
        QFETCH(QString, component);
        QFETCH(Component::State, state);
        Fragile shop;
        const QList<Probe *> probes = shop.probes();
        const auto named = std::find_if(probes.begin(), probes.end(), [&](Probe *probe) { return probe->name() == component; });
        QVERIFY(named != probes.end());
        connect(*named, &Component::stateChanged, this, [&](Component::State reached) {
            if (reached == state)
                delete shop.db;
        });
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
        QTest::addColumn<bool>("isOfSetup");
        QTest::newRow("of setup") << true;
        QTest::newRow("of shutdown") << false;
    }
    void destroyedWhileItsEarlierHookRuns() // R17, R19: its next setup waits for that
    {
        QFETCH(bool, isOfSetup);
        Fragile shop;
        Gate gate;
        (isOfSetup ? shop.db->setupHook : shop.db->shutdownHook) = gate.hook();
        (isOfSetup ? shop.db->setSetupTimeout(1) : shop.db->setShutdownTimeout(1));
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
        gate.promise.finish();
    }

    void destroyedDuringItsSetup_data()
    {
        QTest::addColumn<bool>("insideItsHook");
        QTest::newRow("while its future is pending") << false;
        QTest::newRow("inside its hook") << true;
    }
    void destroyedDuringItsSetup() // R19
    {
        QFETCH(bool, insideItsHook);
        Fragile shop;
        Gate gate;
        if (insideItsHook) {
            connect(shop.db, &Component::stateChanged, this, [db = shop.db](Component::State state) {
                if (state == Component::State::SettingUp)
                    delete db;
            });
        } else {
            shop.db->setupHook = gate.hook();
        }
        const QFuture<void> setup = shop.conductor->setup();
        if (!insideItsHook) {
            QTRY_VERIFY(gate.isEntered);
            delete shop.db;
            QVERIFY(gate.isAskedToCancel());
        }
        QVERIFY(finishes(setup));
        const auto error = errorOf<SetupError>(setup);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 1);
        QCOMPARE(error->failures().first().component, QStringLiteral("Shop::Database"));
        QCOMPARE(error->failures().first().message, QStringLiteral("destroyed while it was setting up"));
        QCOMPARE(shop.api->setupCount, 0);
        QVERIFY(!shop.api->db);
        QCOMPARE(shop.cache->shutdownCount, 1);
        gate.promise.finish();
    }

    void destroyedWhileActiveItsDependentsAreLeftWithNull() // R5, R19
    {
        Fragile shop;
        QVERIFY(finishes(shop.conductor->setup()));
        QCOMPARE(shop.api->db, shop.db);
        QTest::ignoreMessage(QtWarningMsg, "Shop::Database was destroyed while it was active");
        delete shop.db;
        QVERIFY(!shop.api->db && !shop.workers->db);
        QVERIFY(shop.api->queue);
        QCOMPARE(shop.conductor->state(), Conductor::State::Active);
        QVERIFY(shop.api->isActive());
        const QFuture<void> shutdown = shop.conductor->shutdown();
        QVERIFY(finishes(shutdown));
        QVERIFY(!errorOf<Error>(shutdown));
        QCOMPARE(shop.api->shutdownCount, 1);
    }

    void whatLostItsDependencyAsksForNoOtherWhileItIsUp() // R12, R19
    {
        Fragile shop;
        QVERIFY(setsUp(*shop.conductor));
        QTest::ignoreMessage(QtWarningMsg, "Shop::Database was destroyed while it was active");
        delete shop.db;
        Probe late;
        shop.conductor->add(&late);
        QVERIFY(setsUp(*shop.conductor));
        QVERIFY(late.isActive());
        QCOMPARE(shop.conductor->component<Shop::Database>(), nullptr);
        QCOMPARE(shop.conductor->progress(), 1.0);
        QCOMPARE(shop.api->dependencies(), QList<Component *> { shop.queue });
        QVERIFY(shutsDown(*shop.conductor));
        QVERIFY(setsUp(*shop.conductor)); // now it is looked for
        QVERIFY(shop.api->db);
        QCOMPARE(shop.api->db, shop.conductor->component<Shop::Database>());
        QVERIFY(shutsDown(*shop.conductor));
    }

    void destroyedDuringItsShutdown_data()
    {
        QTest::addColumn<bool>("inASlot");
        QTest::newRow("while its future is pending") << false;
        QTest::newRow("in a slot on stateChanged") << true;
    }
    void destroyedDuringItsShutdown() // R19
    {
        QFETCH(bool, inASlot);
        Fragile shop;
        Gate gate;
        QVERIFY(finishes(shop.conductor->setup()));
        shop.api->shutdownHook = gate.hook();
        if (inASlot) {
            connect(shop.api, &Component::stateChanged, this, [api = shop.api](Component::State state) {
                if (state == Component::State::ShuttingDown)
                    delete api;
            });
        }
        QTest::ignoreMessage(QtWarningMsg, "Shop::WebApi was destroyed while it was shutting down");
        const QFuture<void> shutdown = shop.conductor->shutdown();
        if (!inASlot) {
            QTRY_VERIFY(gate.isEntered);
            delete shop.api;
        }
        QVERIFY(finishes(shutdown));
        QVERIFY(!errorOf<Error>(shutdown));
        QVERIFY(!shop.api);
        QCOMPARE(shop.db->shutdownCount, 1);
        gate.promise.finish();
    }

    void theConductorIsDestroyed_data()
    {
        QTest::addColumn<QString>("when");
        QTest::addColumn<Conductor::Scheduling>("scheduling");
        for (const char *when : { "inactive", "setting up", "active", "shutting down", "a thread in flight" }) {
            QTest::addRow("%s, layer by layer", when) << QString::fromLatin1(when) << Conductor::Scheduling::LayerByLayer;
            QTest::addRow("%s, as ready", when) << QString::fromLatin1(when) << Conductor::Scheduling::AsReady;
        }
    }
    void theConductorIsDestroyed() // R20
    {
        QFETCH(QString, when);
        QFETCH(Conductor::Scheduling, scheduling);
        Fragile shop(scheduling);
        Gate gate;
        QSemaphore semaphore;
        QFuture<void> setup = Component::done();
        if (when == QStringLiteral("setting up"))
            shop.api->setupHook = gate.hook();
        if (when == QStringLiteral("shutting down"))
            shop.api->shutdownHook = gate.hook();
        if (when == QStringLiteral("a thread in flight"))
            shop.api->setupHook = [&] { return QtConcurrent::run([&] { semaphore.acquire(); }); };
        if (when != QStringLiteral("inactive"))
            setup = shop.conductor->setup();
        if (when == QStringLiteral("active") || when == QStringLiteral("shutting down"))
            QVERIFY(finishes(setup));
        else if (when != QStringLiteral("inactive"))
            QTRY_COMPARE(shop.api->state(), Component::State::SettingUp);
        if (when == QStringLiteral("shutting down")) {
            shop.conductor->shutdown();
            QTRY_VERIFY(gate.isEntered);
        }
        QObject context; // where nothing is waited for, the event comes when all of this is gone
        QTimer::singleShot(0, &context, [&] {
            if (gate.isEntered)
                gate.open();
            semaphore.release();
        });
        delete shop.conductor;
        QVERIFY(setup.isFinished());
        for (const Probe *probe : shop.probes()) {
            QCOMPARE(probe->state(), Component::State::Inactive);
            QCOMPARE(probe->shutdownCount, probe->setupCount);
            QVERIFY(!probe->conductor());
        }
        QThreadPool::globalInstance()->waitForDone();
    }

    void theConductorIsDestroyedInside_data()
    {
        QTest::addColumn<QString>("where");
        for (const char *where : { "a setup hook", "a shutdown hook", "a slot on Waiting", "a slot on SettingUp", "a slot on Active",
                                   "a slot on ShuttingDown", "a slot on Inactive", "a slot on progressChanged", "a slot on activated",
                                   "a slot on stateChanged", "a slot on deactivated", "a continuation of setup", "an event loop in a hook" })
            QTest::newRow(where) << QString::fromLatin1(where);
    }
    void theConductorIsDestroyedInside() // R20, R21: and more than they ask for
    {
        QFETCH(QString, where);
        Fragile shop;
        QPointer<Conductor> conductor = shop.conductor;
        bool isAlive = true;
        const auto kill = [conductor, &isAlive] {
            if (std::exchange(isAlive, false)) // as it dies it tells more
                delete conductor;
        };
        const auto killIn = [&](Component::State wanted) {
            connect(shop.db, &Component::stateChanged, this, [kill, wanted](Component::State state) {
                if (state == wanted)
                    kill();
            });
        };
        if (where == QStringLiteral("a setup hook"))
            shop.db->setupHook = [kill] { kill(); return Component::done(); };
        else if (where == QStringLiteral("a shutdown hook"))
            shop.db->shutdownHook = [kill] { kill(); return Component::done(); };
        else if (where == QStringLiteral("a slot on Waiting"))
            killIn(Component::State::Waiting);
        else if (where == QStringLiteral("a slot on SettingUp"))
            killIn(Component::State::SettingUp);
        else if (where == QStringLiteral("a slot on Active"))
            killIn(Component::State::Active);
        else if (where == QStringLiteral("a slot on ShuttingDown"))
            killIn(Component::State::ShuttingDown);
        else if (where == QStringLiteral("a slot on Inactive"))
            killIn(Component::State::Inactive);
        else if (where == QStringLiteral("a slot on progressChanged"))
            connect(conductor, &Conductor::progressChanged, this, kill);
        else if (where == QStringLiteral("a slot on activated"))
            connect(conductor, &Conductor::activated, this, kill);
        else if (where == QStringLiteral("a slot on stateChanged"))
            connect(conductor, &Conductor::stateChanged, this, kill);
        else if (where == QStringLiteral("a slot on deactivated"))
            connect(conductor, &Conductor::deactivated, this, kill);
        else if (where == QStringLiteral("an event loop in a hook"))
            shop.db->setupHook = [kill, this] {
                QEventLoop loop;
                QTimer::singleShot(0, this, [&] { kill(); loop.quit(); });
                loop.exec();
                return Component::done();
            };
        QFuture<void> setup = conductor->setup();
        if (where == QStringLiteral("a continuation of setup") && conductor)
            setup = setup.then([kill] { kill(); });
        QVERIFY(finishes(setup));
        if (conductor)
            QVERIFY(finishes(conductor->shutdown()));
        QTRY_VERIFY(!conductor);
        for (const Probe *probe : shop.probes())
            QVERIFY(probe->state() == Component::State::Inactive && !probe->conductor());
    }

    void isToBeDeletedLaterWhileItIsDestroyed() // R20, R21: by a hook that shuts down meanwhile
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

    void theConductorIsDestroyedWhileEventsWait() // R20: in one event's delivery, and the hook ends in the next
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
        spare.reset(); // so the conductor's own event waits too, and it posts no other
        QTRY_VERIFY_WITH_TIMEOUT(!shop.conductor, 30000);
        QVERIFY(!isWokenByTime);
    }

    void anEventLoopInASlotSeesTheSetupThrough_data()
    {
        QTest::addColumn<Component::State>("state");
        QTest::addColumn<Conductor::Scheduling>("scheduling");
        for (const auto scheduling : { Conductor::Scheduling::LayerByLayer, Conductor::Scheduling::AsReady }) {
            const char *name = scheduling == Conductor::Scheduling::AsReady ? "as ready" : "layer by layer";
            QTest::addRow("SettingUp, %s", name) << Component::State::SettingUp << scheduling;
            QTest::addRow("Active, %s", name) << Component::State::Active << scheduling;
            QTest::addRow("ShuttingDown, %s", name) << Component::State::ShuttingDown << scheduling;
            QTest::addRow("Inactive, %s", name) << Component::State::Inactive << scheduling;
        }
    }
    void anEventLoopInASlotSeesTheSetupThrough() // R21: what can go on goes on, and nothing ends too early
    {
        QFETCH(Component::State, state);
        QFETCH(Conductor::Scheduling, scheduling);
        Fragile shop(scheduling);
        bool wasEarly = false;
        connect(shop.db, &Component::stateChanged, this, [&](Component::State now) {
            if (now != state)
                return;
            QEventLoop loop; // until the other has come as far
            connect(shop.queue, &Component::stateChanged, &loop, [&](Component::State other) {
                if (other == state)
                    loop.quit();
            });
            const bool isBehind = state == Component::State::SettingUp || state == Component::State::Active;
            if (isBehind)
                loop.exec();
            else
                QCoreApplication::processEvents();
            const bool isBetween = state == Component::State::SettingUp || state == Component::State::ShuttingDown;
            const auto conductors = shop.conductor->state();
            wasEarly = isBetween && (conductors == Conductor::State::Active || conductors == Conductor::State::Inactive);
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
        QTest::ignoreMessage(QtWarningMsg, "Conductor::add(): Shop::Database belongs to another conductor");
        QVERIFY(!second.add(&db));
        QCOMPARE(db.conductor(), &first);
    }

    void ownedComponentsGoDependentsFirst() // R9
    {
        QStringList gone;
        {
            ShopTest shop;
            QVERIFY(shop.setUp());
            for (Component *component : shop.conductor.components()) {
                connect(component, &QObject::destroyed, this, [&gone, name = static_cast<Probe *>(component)->name()] {
                    gone.append(name);
                });
            }
        }
        QCOMPARE(gone.size(), 5);
        QVERIFY(gone.indexOf(QStringLiteral("Shop::WebApi")) < gone.indexOf(QStringLiteral("Shop::Database")));
        QVERIFY(gone.indexOf(QStringLiteral("Shop::BackgroundWorkers")) < gone.indexOf(QStringLiteral("Shop::Database")));
    }

    void theConductorTakesBackWhatItInjected() // R5: what it leaves to others it can't set to null any more
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
        QTest::addColumn<QString>("until");
        QTest::newRow("until that is destroyed") << "destroyed";
        QTest::newRow("until it has ended") << "ended";
        QTest::newRow("until it has ended, without a conductor") << "alone";
    }
    void whatIsNotReachedKeepsWhatItsHookMayUse() // R5, R17
    {
        QFETCH(QString, until);
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
        if (until == QStringLiteral("destroyed")) {
            delete api.db;
            QCOMPARE(api.db, nullptr);
            QVERIFY(api.queue);
        } else if (until == QStringLiteral("alone")) {
            const QPointer<Component> db = api.db;
            conductor.reset();
            QVERIFY(api.db && api.queue);
            gate.open();
            QTRY_VERIFY(!db);
            QCOMPARE(api.db, nullptr);
            return;
        }
        gate.open();
        QTRY_VERIFY(!isBusy(api));
        Probe another;
        conductor->add(&another);
        QVERIFY(setsUp(*conductor));
        QCOMPARE(api.db, nullptr);
        QCOMPARE(api.queue, nullptr);
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
                return error.message() == QStringLiteral("the conductor was destroyed while it created Shop::Database");
            }
            return false;
        });
    }
    void theConductorIsDestroyedInAConstructor() // R20, R21: and more than they ask for
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
        QTest::addColumn<Run>("run");
        QTest::addColumn<Conductor::Scheduling>("scheduling");
        const auto row = [](const char *name, const Run &run) {
            QTest::addRow("%s, layer by layer", name) << run << Conductor::Scheduling::LayerByLayer;
            QTest::addRow("%s, as ready", name) << run << Conductor::Scheduling::AsReady;
        };
        const Probe::Hook failing = [] { return Component::failed(QStringLiteral("broken")); };
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
        row("setup fails", [failing](ShopTest &shop) {
            shop.api->setupHook = failing;
            QVERIFY(!shop.setUp());
        });
        row("shutdown fails", [failing](ShopTest &shop) {
            shop.api->shutdownHook = shop.db->shutdownHook = failing;
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
            connect(shop.db, &Component::stateChanged, &shop.conductor, [&shop](Component::State state) {
                if (state == Component::State::SettingUp)
                    delete shop.db;
            });
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
        for (int round = 0; round < 2; ++round) { // in the first, Qt makes what it keeps
            const ObjectCount objects;
            QPointer<Component> last;
            {
                ShopTest shop(scheduling);
                last = shop.api;
                run(shop);
                QVERIFY(objects.count > 5);
            }
            QThreadPool::globalInstance()->waitForDone(); // its threads go, too
            QTRY_VERIFY(!last);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            if (round > 0)
                QCOMPARE(objects.count, 0);
        }
    }

    // R19, R20: whatever is destroyed, and at whatever step, all ends in a defined state.
    void twoThousandRandomKills()
    {
        QLoggingCategory::setFilterRules(QStringLiteral("*.warning=false\n*.info=false"));
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 2000; ++round) {
            Fragile shop(Conductor::Scheduling(random.bounded(2)));
            QPointer<QObject> victim(shop.conductor.data());
            if (random.bounded(3) > 0)
                victim = shop.probes().at(random.bounded(5));
            int steps = random.bounded(40); // signals and hooks until then
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
                    const Probe::Hook own = work; // this hook may go with its component
                    count();
                    return own();
                };
                probe->shutdownHook = work;
            }
            const QFuture<void> setup = shop.conductor->setup();
            QVERIFY(ends(setup));
            const QFuture<void> shutdown = shop.conductor ? shop.conductor->shutdown() : Component::done();
            QVERIFY(ends(shutdown));
            for (const Probe *probe : shop.probes()) {
                if (probe)
                    QVERIFY(probe->state() == Component::State::Inactive || probe->state() == Component::State::Failed);
            }
        }
        QThreadPool::globalInstance()->waitForDone();
        QLoggingCategory::setFilterRules({});
    }

private:
    static bool ends(const QFuture<void> &future)
    {
        QEventLoop loop;
        QFutureWatcher<void> watcher;
        connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
        watcher.setFuture(future);
        QTimer::singleShot(20000, &loop, &QEventLoop::quit);
        if (!future.isFinished())
            loop.exec();
        return future.isFinished();
    }
};

QTEST_GUILESS_MAIN(tst_Lifetime)
#include "tst_lifetime.moc"
