// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "market.h"
#include "refusal.h"

#include <QtCore/qregularexpression.h>
#include <QtCore/qtimer.h>

#include <stdexcept>

using namespace QConductor;
using namespace Market;
using namespace Qt::StringLiterals;

// Which instance stands for a class: the one that was added, one that a factory or a constructor creates, or one of a
// derived class.
class tst_Instances : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    // ---- one instance of a class

    void sharesOneInstance() // R6
    {
        Conductor conductor;
        auto *api = conductor.add<WebApi>();
        auto *workers = conductor.add<Workers>();
        QCOMPARE(conductor.add<WebApi>(), api);
        QCOMPARE(conductor.add(WebApi::staticMetaObject), api);
        QVERIFY(setsUp(conductor));
        QVERIFY(api->database);
        QCOMPARE(api->database, workers->database);
        QCOMPARE(conductor.component<Database>(), api->database);
        QCOMPARE(api->database->setupCount, 1);
        QCOMPARE(conductor.components().size(), 3);
    }

    void addsAnInstanceOnce() // R6
    {
        Database database;
        Conductor conductor;
        QCOMPARE(conductor.add(&database), &database);
        QCOMPARE(conductor.add(&database), &database);
        auto *api = conductor.add<WebApi>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database, &database);
        QCOMPARE(conductor.components().size(), 2);
        QCOMPARE(database.setupCount, 1);
    }

    void refusesToChooseAmongSeveral() // R6, R7
    {
        Database first, second;
        Conductor conductor;
        conductor.add(&first);
        conductor.add(&second);
        conductor.add<WebApi>();
        const QString message = refusalOf<AmbiguousDependencyError>(conductor);
        VERIFY_CONTAINS(message, u"Market::WebApi.database"_s);
        VERIFY_CONTAINS(message, u"Market::Database"_s);
        VERIFY_CONTAINS(message, u"Set the property"_s);
    }

    void usesTheOneThatIsLeftOfSeveral() // R6
    {
        auto first = std::make_unique<Database>();
        Database second;
        Conductor conductor;
        conductor.add(first.get());
        conductor.add(&second);
        auto *api = conductor.add<WebApi>();
        first.reset();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database, &second);
    }

    void whatWasKeptWhileItWasUpIsLookedForAnew() // R6, R12
    {
        Database first;
        Database second;
        Conductor conductor;
        conductor.add(&first);
        auto *api = conductor.add<WebApi>();
        QVERIFY(setsUp(conductor));
        conductor.add(&second);
        QVERIFY(setsUp(conductor)); // The dependent is up, so it keeps the instance that it has.
        QCOMPARE(api->database, &first);
        QVERIFY(shutsDown(conductor));
        journal.clear();
        const QString message = refusalOf<AmbiguousDependencyError>(conductor);
        VERIFY_CONTAINS(message, u"Market::Database, which Market::WebApi.database needs, is ambiguous"_s);
    }

    void adoptsNothingButComponents()
    {
        Conductor conductor;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"QTimer is not a component"_s));
        QCOMPARE(conductor.add(QTimer::staticMetaObject), nullptr);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"null pointer"_s));
        QCOMPARE(conductor.add(static_cast<Component *>(nullptr)), nullptr);
        QVERIFY(conductor.components().isEmpty());
    }

    // ---- added, created or derived

    void prefersTheInstanceToANewOne() // R7
    {
        Database database;
        Conductor conductor;
        int calls = 0;
        conductor.provide<Database>([&] { ++calls; return new Database; });
        auto *api = conductor.add<WebApi>();
        conductor.add(&database);
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database, &database);
        QCOMPARE(calls, 0);
    }

    void prefersANewOneToADerivedInstance() // R7
    {
        FakeDatabase fake;
        Conductor conductor;
        conductor.add(&fake);
        auto *api = conductor.add<WebApi>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database->metaObject(), &Database::staticMetaObject);
    }

    void takesNoDerivedOneForAClassThatCanBeCreated() // R7
    {
        FakeDatabase derived;
        Conductor conductor;
        conductor.add(&derived);
        auto *api = conductor.add<WebApi>();
        QCOMPARE(conductor.component<Database>(), nullptr);
        QVERIFY(setsUp(conductor));
        QVERIFY(api->database && api->database != &derived);
        QCOMPARE(conductor.component<Database>(), api->database);
    }

    void createsWhatWasAddedWithoutAnInvokableConstructor() // R7
    {
        Conductor conductor;
        auto *desk = conductor.add<Desk>();
        auto *clerk = conductor.add<Clerk>();
        QVERIFY(clerk);
        QVERIFY(setsUp(conductor));
        QCOMPARE(desk->clerk, clerk);
    }

    void usesTheOneImplementationOfAnAbstractClass() // R7
    {
        Conductor conductor;
        auto *archive = conductor.add<Archive>();
        auto *storage = conductor.add<DiskStorage>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(archive->storage, storage);
        QCOMPARE(conductor.component<Storage>(), storage);
    }

    void refusesToChooseAmongImplementations() // R7
    {
        Conductor conductor;
        conductor.add<Archive>();
        conductor.add<DiskStorage>();
        conductor.add<CloudStorage>();
        const QString message = refusalOf<AmbiguousDependencyError>(conductor);
        VERIFY_CONTAINS(message, u"Market::Storage"_s);
        VERIFY_CONTAINS(message, u"Market::Archive.storage"_s);
        VERIFY_CONTAINS(message, u"patch"_s);
    }

    // ---- nothing that stands for it

    void saysWhatIsMissing_data()
    {
        QTest::addColumn<const QMetaObject *>("root");
        QTest::addColumn<QString>("property");
        QTest::addColumn<QString>("type");
        QTest::newRow("abstract") << &Archive::staticMetaObject << u"Market::Archive.storage"_s << u"Market::Storage"_s;
        QTest::newRow("not invokable") << &Desk::staticMetaObject << u"Market::Desk.clerk"_s << u"Market::Clerk"_s;
    }
    void saysWhatIsMissing() // R7
    {
        QFETCH(const QMetaObject *, root);
        QFETCH(QString, property);
        QFETCH(QString, type);
        Conductor conductor;
        QVERIFY(conductor.add(*root));
        const QString message = refusalOf<MissingDependencyError>(conductor);
        VERIFY_CONTAINS(message, property);
        VERIFY_CONTAINS(message, type);
        for (const QString &part : { u"abstract"_s, u"Q_INVOKABLE"_s, u"add()"_s, u"provide()"_s, u"patch()"_s })
            VERIFY_CONTAINS(message, part);
        QCOMPARE(conductor.errorString(), message);
    }

    void saysWhatCouldNotBeAdded() // R7
    {
        Conductor conductor;
        const QString warning = u"add\\(\\): Market::Storage, which was added, is missing: .*abstract"_s;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(warning));
        QCOMPARE(conductor.add<Storage>(), nullptr);
        const QString message = refusalOf<MissingDependencyError>(conductor);
        VERIFY_CONTAINS(message, u"Market::Storage, which was added, is missing"_s);
        conductor.add<DiskStorage>();
        QVERIFY(setsUp(conductor)); // The conductor has kept the wish for a Storage.
    }

    void setsUpOnceTheMissingIsProvided() // R7, R12
    {
        Conductor conductor;
        auto *desk = conductor.add<Desk>();
        const QString message = refusalOf<MissingDependencyError>(conductor);
        VERIFY_CONTAINS(message, u"Market::Clerk, which Market::Desk.clerk needs, is missing"_s);
        QCOMPARE(desk->state(), Component::State::Inactive);
        conductor.provide<Clerk>([] { return new Clerk; });
        QVERIFY(setsUp(conductor));
        QVERIFY(desk->clerk && desk->clerk->isActive());
        QCOMPARE(conductor.errorString(), QString());
    }

    // ---- factories

    void prefersTheFactoryToTheConstructor() // R7
    {
        Conductor conductor;
        conductor.provide<Database>([] {
            auto *database = new Database;
            database->setObjectName(u"provided"_s);
            return database;
        });
        auto *api = conductor.add<WebApi>();
        QCOMPARE(conductor.component<Database>(), nullptr); // The factory is called by setup, not before.
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database->objectName(), u"provided"_s);
        QCOMPARE(conductor.component<Database>(), api->database);
    }

    void asksAFactoryOnce() // R7: setup() uses the instance that validate() has created.
    {
        Conductor conductor;
        int calls = 0;
        conductor.provide<Database>([&] { ++calls; return new Database; });
        conductor.add<WebApi>();
        conductor.validate();
        conductor.validate();
        QVERIFY(setsUp(conductor));
        QCOMPARE(calls, 1);
    }

    void sharesWhatAFactoryMadeOfADerivedClass() // R6, R7
    {
        Conductor conductor;
        int calls = 0;
        conductor.provide<Storage>([&] { ++calls; return new DiskStorage; });
        auto *archive = conductor.add<Archive>();
        auto *backup = conductor.add<Backup>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(calls, 1);
        QVERIFY(archive->storage);
        QCOMPARE(backup->storage, archive->storage);
        QCOMPARE(conductor.component<Storage>(), archive->storage);
        QCOMPARE(conductor.add<Storage>(), archive->storage);
        QVERIFY(shutsDown(conductor));
        QVERIFY(setsUp(conductor));
        QCOMPARE(calls, 1);
        QCOMPARE(conductor.components().size(), 3);
    }

    void asksTheFactoryGivenBetweenTwoRunsForWhatIsMissingThen() // R7
    {
        Conductor conductor;
        auto *api = conductor.add<WebApi>();
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        const Database *created = api->database;
        conductor.provide<Database>([] { return new FakeDatabase; });
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database, created); // An instance of exactly the class comes before the factory.
        QVERIFY(shutsDown(conductor));
        delete created;
        QVERIFY(setsUp(conductor));
        QVERIFY(qobject_cast<FakeDatabase *>(api->database));
        QVERIFY(api->database->isActive());
    }

    void failsWithAFactoryThatReturnsNothing() // R7
    {
        Conductor conductor;
        conductor.provide<Database>([]() -> Database * { return nullptr; });
        conductor.add<WebApi>();
        const QString message = refusalOf<MissingDependencyError>(conductor);
        VERIFY_CONTAINS(message, u"Market::WebApi.database"_s);
        VERIFY_CONTAINS(message, u"factory returned nullptr"_s);
    }

    void failsWithAFactoryThatThrows() // R7, R15
    {
        Conductor conductor;
        conductor.provide<Database>([]() -> Database * { throw std::runtime_error("no disk"); });
        conductor.add<WebApi>();
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        const auto error = errorOf<SetupError>(setup);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 1);
        QCOMPARE(error->failures().first().component, u"Market::Database"_s);
        QCOMPARE(error->failures().first().message, u"no disk"_s);
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, std::rethrow_exception(error->failures().first().exception));
        QCOMPARE(journal, QStringList());
        conductor.provide<Database>([] { return new Database; });
        QVERIFY(setsUp(conductor));
    }

    void leavesAnotherConductorsComponentToIt() // R9: A factory may not give away what another conductor has.
    {
        Clerk clerk;
        Conductor owner;
        owner.add(&clerk);
        {
            Conductor other;
            other.provide<Clerk>([&] { return &clerk; });
            QTest::ignoreMessage(QtWarningMsg, "Conductor::add(): Clerk belongs to another conductor");
            QCOMPARE(other.add<Clerk>(), nullptr);
        }
        QCOMPARE(clerk.parent(), nullptr);
        QCOMPARE(clerk.conductor(), &owner);
        QVERIFY(setsUp(owner));
    }
};

QTEST_GUILESS_MAIN(tst_Instances)
#include "tst_instances.moc"
