// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "probe.h"
#include "schedulings.h"
#include "shop.h"

using namespace QConductor;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

namespace {

// Two components that know nothing of each other, added in the wrong order.
struct Pair
{
    Pair()
    {
        api.setObjectName(u"Api"_s);
        db.setObjectName(u"Db"_s);
        conductor.add(&api);
        conductor.add(&db);
    }
    Probe api;
    Probe db;
    Conductor conductor; // is destroyed first
};

QString noted()
{
    return std::exchange(journal, {}).join(u", "_s);
}

} // namespace

class tst_OrderAlone : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void ordersWithoutAProperty_data() { addSchedulings(); }
    void ordersWithoutAProperty() // R10, R41: addDependency() requires it without a property
    {
        QFETCH(Scheduling, scheduling);
        Pair pair;
        pair.conductor.setScheduling(scheduling);
        pair.conductor.addDependency(&pair.api, &pair.db);
        QVERIFY(setsUp(pair.conductor));
        QCOMPARE(noted(), u"setup Db, setup Api"_s);
        QCOMPARE(pair.api.dependencies(), QList<Component *> { &pair.db });
        QCOMPARE(pair.db.dependents(), QList<Component *> { &pair.api });
        QCOMPARE(pair.conductor.layers().size(), 2);
        QVERIFY(shutsDown(pair.conductor));
        QCOMPARE(noted(), u"shutdown Api, shutdown Db"_s);
    }

    void addsWhatBelongsToNoConductor() // R41, R9: the conductor doesn't own it
    {
        Probe api;
        Probe db;
        Conductor conductor;
        conductor.addDependency(&api, &db);
        QCOMPARE(api.conductor(), &conductor);
        QVERIFY(setsUp(conductor));
        QVERIFY(db.isActive());
        QCOMPARE(conductor.layers().size(), 2);
    }

    void startAndStopRegardIt() // R36: start() sets up what it needs, and stop() takes down what needs it
    {
        Pair pair;
        pair.conductor.addDependency(&pair.api, &pair.db);
        QVERIFY(finishes(pair.conductor.start(&pair.api)));
        QCOMPARE(noted(), u"setup Db, setup Api"_s);
        QVERIFY(finishes(pair.conductor.restart(&pair.db)));
        QCOMPARE(noted(), u"shutdown Api, shutdown Db, setup Db, setup Api"_s);
        QVERIFY(finishes(pair.conductor.stop(&pair.db)));
        QCOMPARE(noted(), u"shutdown Api, shutdown Db"_s);
    }

    void whatRequiresAFailedOneIsNotSetUp() // R15, R41
    {
        Pair pair;
        pair.conductor.addDependency(&pair.api, &pair.db);
        pair.db.setupHook = failing(u"disk full"_s);
        const QFuture<void> setup = pair.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QCOMPARE(noted(), u"setup Db"_s);
        QVERIFY2(pair.api.errorString().contains(u"Db failed: disk full"_s), qPrintable(pair.api.errorString()));
        QVERIFY2(!pair.api.errorString().contains(u"property"_s), qPrintable(pair.api.errorString()));
        pair.db.setupHook = {};
        QVERIFY(setsUp(pair.conductor));
        QCOMPARE(noted(), u"setup Db, setup Api"_s);
    }

    void whatIsRequiredTwiceIsToldOnce() // R15: by a property, and by addDependency()
    {
        ShopTest shop;
        shop.conductor.addDependency(shop.api, shop.db);
        shop.db->setupHook = failing(u"disk full"_s);
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        const auto error = errorOf<SetupError>(setup);
        QVERIFY(error);
        QVERIFY2(error->message().contains(u"WebApi (waiting for Database, MessageQueue)"_s),
                 qPrintable(error->message()));
        QCOMPARE(shop.api->errorString().count(u"Database"_s), 1);
    }

    void whatRequiresAFailedOneIsShutDown() // R44, R41
    {
        Pair pair;
        pair.conductor.addDependency(&pair.api, &pair.db);
        QVERIFY(setsUp(pair.conductor));
        pair.db.reportFailure(u"gone"_s);
        QTRY_COMPARE(pair.db.state(), Component::State::Failed);
        QCOMPARE(pair.api.state(), Component::State::Inactive);
        QVERIFY(pair.conductor.isDegraded());
    }

    void aCircleIsAnError_data()
    {
        QTest::addColumn<int>("length");
        QTest::newRow("of one") << 1;
        QTest::newRow("of two") << 2;
        QTest::newRow("of three") << 3;
    }
    void aCircleIsAnError() // R11
    {
        QFETCH(int, length);
        std::vector<std::unique_ptr<Probe>> probes;
        Conductor conductor;
        for (int i = 0; i < length; ++i)
            probes.push_back(std::make_unique<Probe>());
        for (int i = 0; i < length; ++i)
            conductor.addDependency(probes[i].get(), probes[(i + 1) % length].get());
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        const auto error = errorOf<CircularDependencyError>(setup);
        QVERIFY(error);
        QCOMPARE(error->chain().size(), length + 1);
        QVERIFY2(error->message().startsWith(u"Circular dependency: Probe -> "_s), qPrintable(error->message()));
        QVERIFY(journal.isEmpty());
    }

    void theNextSetupRegardsWhatComesLater() // R12, R41: both are up already
    {
        Pair pair;
        QVERIFY(setsUp(pair.conductor));
        QCOMPARE(noted(), u"setup Api, setup Db"_s);
        pair.conductor.addDependency(&pair.api, &pair.db);
        QVERIFY(setsUp(pair.conductor));
        QCOMPARE(noted(), QString());
        QVERIFY(shutsDown(pair.conductor));
        QCOMPARE(noted(), u"shutdown Api, shutdown Db"_s);
        QVERIFY(setsUp(pair.conductor));
        QCOMPARE(noted(), u"setup Db, setup Api"_s);
    }

    void bringsUpWhatIsNewBesideWhatIsUp() // R12, R41: it is shut down after what requires it
    {
        Pair pair;
        QVERIFY(setsUp(pair.conductor));
        Probe late;
        late.setObjectName(u"Late"_s);
        pair.conductor.addDependency(&pair.api, &late);
        QCOMPARE(noted(), u"setup Api, setup Db"_s);
        QVERIFY(setsUp(pair.conductor));
        QCOMPARE(noted(), u"setup Late"_s);
        QCOMPARE(pair.api.dependencies(), QList<Component *> { &late });
        QVERIFY(shutsDown(pair.conductor));
        QCOMPARE(noted(), u"shutdown Api, shutdown Db, shutdown Late"_s);
        QVERIFY(setsUp(pair.conductor));
        QCOMPARE(noted(), u"setup Late, setup Db, setup Api"_s);
    }

    void whatIsUpIsNotTakenDownByANewOneThatFails() // R15: a setup on an active conductor rolls back what it began
    {
        Pair pair;
        QVERIFY(setsUp(pair.conductor));
        Probe late;
        late.setupHook = failing(u"no"_s);
        pair.conductor.addDependency(&pair.api, &late);
        const QFuture<void> setup = pair.conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QVERIFY(pair.api.isActive());
        QCOMPARE(late.state(), Component::State::Failed);
        QVERIFY(shutsDown(pair.conductor));
    }

    void refusesWhatIsNoDependency() // R9
    {
        Pair pair;
        Probe stranger;
        Conductor other;
        other.add(&stranger);
        const Log log;
        pair.conductor.addDependency(nullptr, &pair.db);
        pair.conductor.addDependency(&pair.api, nullptr);
        pair.conductor.addDependency(&pair.api, &stranger);
        pair.conductor.addDependency(&stranger, &pair.db);
        QCOMPARE(log.messages().size(), 4);
        QVERIFY(setsUp(pair.conductor));
        QVERIFY(pair.api.dependencies().isEmpty());
    }

    void forgetsWhatIsDestroyed() // R19
    {
        Pair pair;
        auto cache = std::make_unique<Probe>();
        pair.conductor.addDependency(&pair.api, cache.get());
        QVERIFY(setsUp(pair.conductor));
        cache.reset();
        QTRY_COMPARE(pair.api.state(), Component::State::Inactive);
        QVERIFY(finishes(pair.conductor.start(&pair.api)));
        QVERIFY(pair.api.isActive());
        QVERIFY(pair.api.dependencies().isEmpty());
    }

    void countsOnlyOnce() // R41
    {
        Pair pair;
        pair.conductor.addDependency(&pair.api, &pair.db);
        pair.conductor.addDependency(&pair.api, &pair.db);
        QVERIFY(setsUp(pair.conductor));
        QVERIFY(setsUp(pair.conductor));
        QVERIFY(finishes(pair.conductor.restart(&pair.api)));
        QCOMPARE(noted(), u"setup Db, setup Api, shutdown Api, setup Api"_s);
    }
};

QTEST_GUILESS_MAIN(tst_OrderAlone)
#include "tst_orderalone.moc"
