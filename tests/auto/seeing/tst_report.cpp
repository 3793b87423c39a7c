// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "busy.h"
#include "timedshop.h"

#include <QConductor/Report>
#include <QConductor/Service>

#include <QtCore/qeventloop.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

using namespace QConductor;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Time = std::chrono::nanoseconds;

namespace {

Report::Entry entryOf(const Report &report, const QString &component)
{
    for (const Report::Entry &entry : report.entries()) {
        if (entry.component == component)
            return entry;
    }
    return {};
}

QStringList namesIn(const Report &report)
{
    QStringList names;
    for (const Report::Entry &entry : report.entries())
        names += entry.component;
    return names;
}

// The database takes 50 ms, the queue 20 ms, and then the web API 30 ms. The other hooks end at once.
class SlowShop : public TimedShop
{
public:
    explicit SlowShop(Conductor::Scheduling scheduling = Conductor::Scheduling::LayerByLayer) : TimedShop(scheduling)
    {
        db->setupHook = dbGate.hook();
        queue->setupHook = queueGate.hook();
        api->setupHook = apiGate.hook();
    }
    void setUp()
    {
        const QFuture<void> setup = conductor.setup();
        pass(20);
        queueGate.open();
        pass(30);
        dbGate.open();
        pass(30);
        apiGate.open();
        settle();
        QVERIFY(setup.isFinished());
    }
    Gate dbGate;
    Gate queueGate;
    Gate apiGate;
};

} // namespace

class tst_Report : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beforeAnySetup() // R48
    {
        ShopTest shop;
        QVERIFY(shop.conductor.report().isEmpty());
        QVERIFY(shop.conductor.report(Phase::Shutdown).isEmpty());
        QCOMPARE(shop.conductor.report(Phase::Shutdown).phase(), Phase::Shutdown);
        QVERIFY(shop.conductor.report(Phase::Running).isEmpty());
    }

    void layerByLayer() // R48
    {
        SlowShop shop;
        shop.setUp();
        const Report report = shop.conductor.report();
        QCOMPARE(namesIn(report),
                 QStringList({ u"Cache"_s, u"Database"_s, u"MessageQueue"_s, u"WebApi"_s, u"BackgroundWorkers"_s }));
        QCOMPARE(report.total(), Time(80ms));
        QCOMPARE(report.criticalPath(), QStringList({ u"Database"_s, u"WebApi"_s }));
        const Report::Entry api = entryOf(report, u"WebApi"_s);
        QCOMPARE(api.layer, 1);
        QCOMPARE(api.phase, Phase::Setup);
        QCOMPARE(api.waited, Time(50ms));
        QCOMPARE(api.began, Time(50ms));
        QCOMPARE(api.took, Time(30ms));
        QCOMPARE(api.held, Time(0));
        QCOMPARE(api.state, Component::State::Active);
        QCOMPARE(entryOf(report, u"MessageQueue"_s).took, Time(20ms));
        QCOMPARE(entryOf(report, u"BackgroundWorkers"_s).began, Time(50ms));
        QCOMPARE(entryOf(report, u"BackgroundWorkers"_s).took, Time(0));
        QCOMPARE(report.slack(u"MessageQueue"_s), Time(30ms));
        QCOMPARE(report.slack(u"Database"_s), Time(0));
        QCOMPARE(report.slack(u"BackgroundWorkers"_s), Time(30ms));
        QCOMPARE(report.whatIf(u"Database"_s), Time(50ms)); // the queue decides then
        QCOMPARE(report.whatIf(u"WebApi"_s), Time(50ms));
        QCOMPARE(report.whatIf(u"MessageQueue"_s), Time(80ms));
    }

    void filesHaveTheSameNumbers_data()
    {
        QTest::addColumn<Phase>("phase");
        QTest::newRow("setup") << Phase::Setup;
        QTest::newRow("shutdown") << Phase::Shutdown;
    }
    void filesHaveTheSameNumbers() // R48, R49
    {
        QFETCH(Phase, phase);
        SlowShop shop;
        shop.setUp();
        Gate gate;
        shop.workers->shutdownHook = gate.hook();
        shop.conductor.shutdown();
        shop.pass(70);
        gate.open();
        shop.settle();
        const Report report = shop.conductor.report(phase);
        QCOMPARE(report.entries().size(), 5);
        const QJsonObject json = QJsonDocument::fromJson(report.toJson()).object();
        QCOMPARE(json[u"phase"_s].toString(), phase == Phase::Setup ? u"Setup"_s : u"Shutdown"_s);
        QCOMPARE(Time(json[u"totalNs"_s].toInteger()), report.total());
        QCOMPARE(json[u"criticalPath"_s].toArray(), QJsonArray::fromStringList(report.criticalPath()));
        const QJsonArray rows = json[u"entries"_s].toArray();
        QCOMPARE(rows.size(), report.entries().size());
        for (int i = 0; i < rows.size(); ++i)
            compareWithJson(report, i, rows.at(i).toObject());
        const QJsonObject trace = QJsonDocument::fromJson(report.toTrace()).object();
        for (int i = 0; i < rows.size(); ++i)
            compareWithTrace(report.entries().at(i), i + 1, trace[u"traceEvents"_s].toArray());
    }

    void asReady() // R48
    {
        SlowShop shop(Conductor::Scheduling::AsReady);
        shop.queue->setupHook = nullptr;
        shop.setUp();
        const Report report = shop.conductor.report();
        QCOMPARE(report.criticalPath(), QStringList({ u"Database"_s, u"WebApi"_s }));
        QCOMPARE(entryOf(report, u"WebApi"_s).waited, Time(50ms));
        QCOMPARE(report.whatIf(u"Database"_s), Time(30ms));
    }

    void ofAShutdown() // R48
    {
        SlowShop shop;
        shop.setUp();
        Gate gate;
        shop.workers->shutdownHook = gate.hook();
        const QFuture<void> shutdown = shop.conductor.shutdown();
        shop.pass(70);
        gate.open();
        shop.settle();
        QVERIFY(shutdown.isFinished());
        const Report report = shop.conductor.report(Phase::Shutdown);
        QCOMPARE(report.phase(), Phase::Shutdown);
        QCOMPARE(report.total(), Time(70ms));
        QCOMPARE(report.criticalPath(), QStringList { u"BackgroundWorkers"_s });
        QCOMPARE(entryOf(report, u"Database"_s).waited, Time(70ms));
        QCOMPARE(entryOf(report, u"Database"_s).state, Component::State::Inactive);
        QCOMPARE(report.whatIf(u"BackgroundWorkers"_s), Time(0));
        QCOMPARE(shop.conductor.report().total(), Time(80ms)); // that of the setup is kept
        QCOMPARE(entryOf(shop.conductor.report(), u"WebApi"_s).state, Component::State::Active);
    }

    void whileItGoesOn() // R48
    {
        SlowShop shop;
        shop.conductor.setup();
        shop.pass(20);
        shop.queueGate.open();
        shop.pass(15);
        const Report report = shop.conductor.report();
        QCOMPARE(report.total(), Time(35ms));
        QCOMPARE(entryOf(report, u"Database"_s).took, Time(35ms));
        QCOMPARE(entryOf(report, u"Database"_s).state, Component::State::SettingUp);
        QCOMPARE(entryOf(report, u"MessageQueue"_s).took, Time(20ms));
        QCOMPARE(entryOf(report, u"WebApi"_s).state, Component::State::Waiting);
        QCOMPARE(entryOf(report, u"WebApi"_s).took, Time(0));
        QCOMPARE(entryOf(report, u"WebApi"_s).waited, Time(35ms));
        QCOMPARE(report.criticalPath(), QStringList { u"Database"_s });
        shop.dbGate.open();
        shop.settle();
        shop.apiGate.open();
        shop.settle();
    }

    void ofAFailure() // R48
    {
        SlowShop shop;
        Gate gate;
        shop.cache->shutdownHook = gate.hook();
        shop.conductor.setup();
        shop.pass(40);
        shop.queueGate.open();
        shop.dbGate.fail(u"no disk"_s);
        shop.settle();
        shop.pass(1000);
        gate.open();
        shop.settle();
        QCOMPARE(shop.conductor.state(), Conductor::State::Failed);
        const Report report = shop.conductor.report();
        QCOMPARE(report.total(), Time(40ms)); // without the roll-back
        QCOMPARE(entryOf(report, u"Database"_s).state, Component::State::Failed);
        QCOMPARE(entryOf(report, u"Database"_s).message, u"no disk"_s);
        QCOMPARE(entryOf(report, u"Cache"_s).state, Component::State::Inactive);
        QVERIFY(entryOf(report, u"WebApi"_s).message.contains(u"no disk"_s));
        QCOMPARE(entryOf(report, u"WebApi"_s).took, Time(0));
    }

    void aRefusedSetupIsEmpty() // R48
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        QVERIFY(shutsDown(shop.conductor));
        shop.conductor.patch(Shop::Database::staticMetaObject, Shop::Cache::staticMetaObject);
        QVERIFY(!setsUp(shop.conductor));
        QVERIFY(shop.conductor.report().isEmpty());
        QCOMPARE(shop.conductor.report(Phase::Shutdown).entries().size(), 5);
    }

    // Only what was added is in the report of the second setup.
    void ofALaterSetup() // R12, R48
    {
        SlowShop shop;
        shop.setUp();
        Probe *more = shop.conductor.add<Probe>();
        Gate gate;
        more->setupHook = gate.hook();
        shop.conductor.setup();
        shop.pass(15);
        gate.open();
        shop.settle();
        const Report report = shop.conductor.report();
        QCOMPARE(namesIn(report), QStringList { u"Probe"_s });
        QCOMPARE(report.total(), Time(15ms));
    }

    void aShutdownIsKeptWhenTheGraphChanges() // R48
    {
        SlowShop shop;
        shop.setUp();
        shop.conductor.shutdown();
        shop.settle();
        shop.conductor.add<Probe>();
        shop.conductor.setup();
        shop.settle();
        QCOMPARE(shop.conductor.report(Phase::Shutdown).entries().size(), 5);
        shop.dbGate.open();
        shop.queueGate.open();
        shop.settle();
        shop.apiGate.open();
        shop.settle();
        QCOMPARE(shop.conductor.report().entries().size(), 6);
    }

    void whatAPartTakesLaterIsNotInIt() // R48
    {
        SlowShop shop;
        shop.setUp();
        const QFuture<void> restart = shop.conductor.restart(shop.api);
        shop.pass(500);
        QCOMPARE(entryOf(shop.conductor.report(), u"WebApi"_s).took, Time(30ms));
        shop.apiGate.open();
        shop.settle();
        QVERIFY(restart.isFinished());
        QCOMPARE(entryOf(shop.conductor.report(), u"WebApi"_s).took, Time(30ms));
    }

    void namesAreToldApart() // R48
    {
        journal.clear();
        Conductor conductor;
        Probe first;
        Probe second;
        Probe third;
        first.setObjectName(u"first"_s);
        second.setObjectName(u"second"_s);
        Shop::Cache cache;
        cache.setObjectName(u"the only one"_s);
        for (Probe *probe : { &first, &second, &third, static_cast<Probe *>(&cache) })
            conductor.add(probe);
        QVERIFY(setsUp(conductor));
        QCOMPARE(namesIn(conductor.report()),
                 QStringList({ u"Probe.first"_s, u"Probe.second"_s, u"Probe"_s, u"Cache"_s }));
        QVERIFY(shutsDown(conductor));
    }

    void aServiceHasItsDisplayName() // R48, R53, R54
    {
        Conductor conductor;
        Service *first = conductor.service(u"Downloads"_s);
        first->setObjectName(u"ignored"_s);
        conductor.service(u"Search"_s)->needs(first);
        QVERIFY(setsUp(conductor));
        QCOMPARE(namesIn(conductor.report()), QStringList({ u"Downloads"_s, u"Search"_s }));
        QVERIFY(shutsDown(conductor));
    }

    void whatWasDestroyedKeepsItsName() // R48
    {
        journal.clear();
        Conductor conductor;
        conductor.add<Shop::Cache>();
        auto probe = std::make_unique<Probe>();
        conductor.add(probe.get());
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        probe.reset();
        QCOMPARE(namesIn(conductor.report()), QStringList({ u"Cache"_s, u"Probe"_s }));
        QCOMPARE(entryOf(conductor.report(), u"Probe"_s).state, Component::State::Active);
    }

    void severalTriesAreOneTime() // R45, R48
    {
        TimedShop shop;
        Gate gate;
        int tries = 0;
        shop.db->setRestartPolicy(Component::RestartPolicy::OnFailure);
        shop.db->setupHook = [&] { return ++tries == 1 ? Component::failed(u"not yet"_s) : gate.enter(); };
        shop.conductor.setup();
        shop.settle();
        shop.pass(1000); // to the second try
        shop.pass(40);
        gate.open();
        shop.settle();
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QCOMPARE(tries, 2);
        QCOMPARE(entryOf(shop.conductor.report(), u"Database"_s).took, Time(1040ms));
        QCOMPARE(entryOf(shop.conductor.report(), u"Database"_s).began, Time(0));
    }

    // In real time, a hook that holds the event loop is told apart from one that waits for a thread.
    void holdingIsToldApart() // R48
    {
        ShopTest shop;
        Gate gate;
        shop.cache->setupHook = gate.hook();
        shop.db->setupHook = calling([] { keepBusy(60); });
        shop.queue->setupHook = [&] {
            QTimer::singleShot(40, &shop.conductor, [&] { gate.open(); });
            return Component::done();
        };
        QVERIFY(shop.setUp());
        const Report report = shop.conductor.report();
        const Report::Entry db = entryOf(report, u"Database"_s);
        const Report::Entry cache = entryOf(report, u"Cache"_s);
        QVERIFY(db.held >= 55ms);
        QCOMPARE(db.took, db.held);
        QVERIFY(db.began >= cache.began);
        QVERIFY(cache.took >= db.took + 35ms);
        QVERIFY(cache.held < 55ms);
        QVERIFY(report.total() >= cache.took);
        QVERIFY(shutsDown(shop.conductor));
    }

    // In the event loop of a hook, other hooks begin and end.
    void anEventLoopInAHookCounts() // R48
    {
        ShopTest shop;
        Gate gate;
        shop.db->setupHook = gate.hook();
        shop.cache->setupHook = calling([&] {
            QEventLoop loop;
            QTimer::singleShot(100, &shop.conductor, [&] { gate.open(); });
            QTimer::singleShot(150, &loop, &QEventLoop::quit);
            loop.exec();
        });
        QVERIFY(shop.setUp());
        const Report::Entry cache = entryOf(shop.conductor.report(), u"Cache"_s);
        QVERIFY2(cache.took >= 145ms, qPrintable(QString::number(cache.took.count())));
        QVERIFY(shutsDown(shop.conductor));
    }

    // A hook that runs an event loop holds none.
    void anEventLoopInAHookHoldsNothing() // R48
    {
        TimedShop shop;
        Gate gate;
        shop.cache->setupHook = [&] {
            shop.pass(500);
            return Component::done();
        };
        shop.db->setupHook = calling([] {});
        shop.conductor.setup();
        shop.settle();
        const Report::Entry entry = entryOf(shop.conductor.report(), u"Cache"_s);
        QCOMPARE(entry.took, Time(500ms));
        QCOMPARE(entry.held, Time(0));
    }

private:
    static void compareWithJson(const Report &report, int index, const QJsonObject &row)
    {
        const Report::Entry entry = report.entries().at(index);
        QCOMPARE(row[u"component"_s].toString(), entry.component);
        QCOMPARE(row[u"layer"_s].toInt(), entry.layer);
        QCOMPARE(row[u"phase"_s].toString(), entry.phase == Phase::Setup ? u"Setup"_s : u"Shutdown"_s);
        QCOMPARE(Time(row[u"waitedNs"_s].toInteger()), entry.waited);
        QCOMPARE(Time(row[u"beganNs"_s].toInteger()), entry.began);
        QCOMPARE(Time(row[u"tookNs"_s].toInteger()), entry.took);
        QCOMPARE(Time(row[u"heldNs"_s].toInteger()), entry.held);
        QCOMPARE(Time(row[u"slackNs"_s].toInteger()), report.slack(entry.component));
        QCOMPARE(row[u"state"_s].toString(), entry.phase == Phase::Setup ? u"Active"_s : u"Inactive"_s);
        QCOMPARE(row[u"message"_s].toString(), entry.message);
    }
    static void compareWithTrace(const Report::Entry &entry, int thread, const QJsonArray &events)
    {
        const auto microseconds = [](Time time) { return double(time.count()) / 1000; };
        int hooks = 0;
        for (const QJsonValue &event : events) {
            if (event[u"tid"_s].toInt() != thread || event[u"ph"_s].toString() == u"M"_s)
                continue;
            const bool isHook = event[u"cat"_s].toString() == u"hook"_s;
            hooks += isHook ? 1 : 0;
            QCOMPARE(event[u"name"_s].toString(), isHook ? entry.component : u"waits"_s);
            QCOMPARE(event[u"ts"_s].toDouble(), isHook ? microseconds(entry.began) : 0);
            QCOMPARE(event[u"dur"_s].toDouble(), microseconds(isHook ? entry.took : entry.waited));
        }
        QCOMPARE(hooks, 1);
    }
};

QTEST_GUILESS_MAIN(tst_Report)

#include "tst_report.moc"
