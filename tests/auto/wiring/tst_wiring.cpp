// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "market.h"
#include "refusal.h"

using namespace QConductor;
using namespace Market;
using namespace Qt::StringLiterals;

// Dependencies that the application sets by hand, between runs too.
class tst_Wiring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        journal.clear();
        Founder::founding = {};
    }

    void keepsWhatIsWiredByHand_data()
    {
        QTest::addColumn<bool>("isApiFirst");
        QTest::newRow("the api is added first") << true;
        QTest::newRow("the workers are added first") << false;
    }
    void keepsWhatIsWiredByHand() // R4: Two databases are told apart, whatever the order of add().
    {
        QFETCH(bool, isApiFirst);
        Database main, archive;
        WebApi api;
        Workers workers;
        api.database = &main;
        workers.database = &archive;
        Conductor conductor;
        conductor.add(isApiFirst ? &api : &workers);
        conductor.add(isApiFirst ? &workers : &api);
        QVERIFY(setsUp(conductor));
        QCOMPARE(api.database, &main);
        QCOMPARE(workers.database, &archive);
        QVERIFY(main.isActive() && archive.isActive());
        QCOMPARE(main.conductor(), &conductor);
        QCOMPARE(main.dependents(), QList<Component *> { &api });
        QCOMPARE(archive.dependents(), QList<Component *> { &workers });
        QCOMPARE(conductor.components().size(), 4);
        QVERIFY(shutsDown(conductor));
        QCOMPARE(api.database, &main);
        QCOMPARE(main.shutdownCount, 1);
    }

    void findsByTypeWhatAnotherIsWiredTo_data()
    {
        QTest::addColumn<bool>("isWiredFirst");
        QTest::newRow("the wired component is added first") << true;
        QTest::newRow("the wired component is added last") << false;
    }
    void findsByTypeWhatAnotherIsWiredTo() // R4, R6
    {
        QFETCH(bool, isWiredFirst);
        Database database;
        WebApi wired;
        Workers asking;
        wired.database = &database;
        Conductor conductor;
        conductor.add(isWiredFirst ? static_cast<Component *>(&wired) : &asking);
        conductor.add(isWiredFirst ? static_cast<Component *>(&asking) : &wired);
        QVERIFY(setsUp(conductor));
        QCOMPARE(asking.database, &database);
        QCOMPARE(conductor.components().size(), 3);
    }

    void asksForTheWiringWhereWiredOnesDiffer() // R4, R6
    {
        Database main, archive;
        WebApi api;
        Workers workers;
        Both asking;
        api.database = &main;
        workers.database = &archive;
        Conductor conductor;
        conductor.add(&asking);
        conductor.add(&api);
        conductor.add(&workers);
        VERIFY_CONTAINS(refusalOf<AmbiguousDependencyError>(conductor), u"Market::Both.database"_s);
        asking.database = &archive;
        QVERIFY(setsUp(conductor));
        QCOMPARE(asking.database, &archive);
    }

    void keepsAWiredInstanceOfADerivedClass() // R4
    {
        SlowDatabase slow;
        WebApi api;
        api.database = &slow;
        Conductor conductor;
        conductor.add(&api);
        QVERIFY(setsUp(conductor));
        QCOMPARE(api.database, &slow);
        QCOMPARE(journal, QStringList({ u"setup Market::SlowDatabase"_s, u"setup Market::WebApi"_s }));
    }

    void prefersTheWiringToThePatch() // R4, R8
    {
        Database database;
        WebApi api;
        api.database = &database;
        Conductor conductor;
        conductor.patch<Database, FakeDatabase>();
        conductor.add(&api);
        auto *workers = conductor.add<Workers>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api.database, &database);
        QCOMPARE(workers->database, conductor.component<FakeDatabase>());
    }

    void refusesTheWiringToAnotherConductors() // R9
    {
        Conductor other;
        WebApi api;
        api.database = other.add<Database>();
        Conductor conductor;
        conductor.add(&api);
        const QString message = refusalOf<Error>(conductor);
        VERIFY_CONTAINS(message, u"Market::WebApi.database"_s);
        VERIFY_CONTAINS(message, u"Database belongs to another conductor"_s);
    }

    void keepsWhatAConstructorWires() // R4: It wires after setup has looked for what is wired.
    {
        Clerk clerk, other;
        Office office;
        Founder::founding = [&] { office.clerk = &clerk; };
        Conductor conductor;
        conductor.add(&office);
        conductor.add(&other);
        QVERIFY(setsUp(conductor));
        QCOMPARE(office.clerk, &clerk);
        QVERIFY(clerk.isActive());
    }

    void validatesWhatIsWiredWithoutTakingIt() // R4
    {
        Database database;
        WebApi api;
        api.database = &database;
        Conductor conductor;
        conductor.add(&api);
        conductor.validate();
        QCOMPARE(database.conductor(), nullptr);
        QCOMPARE(conductor.components(), QList<Component *> { &api });
    }

    // ---- between two runs

    void isRewiredBetweenTwoRuns() // R4
    {
        Database first, second;
        WebApi api;
        api.database = &first;
        Conductor conductor;
        conductor.add(&api);
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        api.database = &second;
        QVERIFY(setsUp(conductor));
        QCOMPARE(api.database, &second);
        QCOMPARE(api.dependencies(), QList<Component *> { &second });
        QCOMPARE(second.setupCount, 1);
        QCOMPARE(second.dependents(), QList<Component *> { &api });
        QVERIFY(!first.isActive() && first.dependents().isEmpty());
    }

    void isWiredByHandAfterARunThatInjected() // R4
    {
        Conductor conductor;
        Database database;
        auto *api = conductor.add<WebApi>();
        auto *workers = conductor.add<Workers>();
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        api->database = &database;
        workers->database = &database;
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database, &database);
        QVERIFY(database.isActive());
    }

    void looksOnlyWhetherItWasRewiredWhereNothingElseChanged() // R4
    {
        Curious curious;
        Conductor conductor;
        conductor.add(&curious);
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        int reads = 0;
        curious.onRead = [&reads] { ++reads; };
        QVERIFY(setsUp(conductor));
        QCOMPARE(reads, 1);
        QCOMPARE(curious.dependencies(), QList<Component *> { conductor.component<Database>() });
        curious.onRead = {};
    }

    void findsAgainWhatWasNotNeededInBetween() // R4, R7
    {
        FakeDatabase fake;
        Conductor conductor;
        auto *api = conductor.add<WebApi>();
        QVERIFY(setsUp(conductor));
        auto *created = qobject_cast<Probe *>(api->database);
        const auto runsWith = [&](Database *wired) {
            api->database = wired;
            return shutsDown(conductor) && setsUp(conductor);
        };
        QVERIFY(runsWith(&fake));
        QVERIFY(fake.isActive() && !created->isActive());
        QVERIFY(runsWith(&fake));
        QVERIFY(fake.isActive() && !created->isActive());
        QVERIFY(runsWith(nullptr));
        QVERIFY(!fake.isActive() && created->isActive());
        QCOMPARE(api->database, created);
        QCOMPARE(created->setupCount, 2);
    }
};

QTEST_GUILESS_MAIN(tst_Wiring)
#include "tst_wiring.moc"
