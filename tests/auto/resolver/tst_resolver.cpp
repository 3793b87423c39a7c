// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "conductor_p.h"
#include "market.h"

#include <QtCore/qregularexpression.h>
#include <QtCore/qtimer.h>
#include <QtTest/qsignalspy.h>

#include <functional>
#include <stdexcept>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace Market {

class SlowDatabase : public FakeDatabase
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit SlowDatabase(QObject *parent = nullptr) : FakeDatabase(parent) { }
};

class Workers : public WebApi
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Workers(QObject *parent = nullptr) : WebApi(parent) { }
};

class Both : public Probe // needs a class and the one that may stand for it
{
    Q_OBJECT
    Q_PROPERTY(Market::Database *database MEMBER database)
    Q_PROPERTY(Market::FakeDatabase *fake MEMBER fake)
public:
    Q_INVOKABLE explicit Both(QObject *parent = nullptr) : Probe(parent) { }
    Database *database = nullptr;
    FakeDatabase *fake = nullptr;
};

class Storage : public Probe
{
    Q_OBJECT
public:
    explicit Storage(QObject *parent = nullptr) : Probe(parent) { }
    virtual void store() = 0;
};

class DiskStorage : public Storage
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit DiskStorage(QObject *parent = nullptr) : Storage(parent) { }
    void store() override { }
};

class CloudStorage : public Storage
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit CloudStorage(QObject *parent = nullptr) : Storage(parent) { }
    void store() override { }
};

class Archive : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Market::Storage *storage MEMBER storage)
public:
    Q_INVOKABLE explicit Archive(QObject *parent = nullptr) : Probe(parent) { }
    Storage *storage = nullptr;
};

class Backup : public Archive
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Backup(QObject *parent = nullptr) : Archive(parent) { }
};

class Clerk : public Probe // no Q_INVOKABLE constructor
{
    Q_OBJECT
public:
    explicit Clerk(QObject *parent = nullptr) : Probe(parent) { }
};

class Desk : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Market::Clerk *clerk MEMBER clerk)
public:
    Q_INVOKABLE explicit Desk(QObject *parent = nullptr) : Probe(parent) { }
    Clerk *clerk = nullptr;
};

class Reader : public Probe // counts how often it was asked what it needs
{
    Q_OBJECT
    Q_PROPERTY(Market::Database *database READ database WRITE setDatabase)
public:
    Q_INVOKABLE explicit Reader(QObject *parent = nullptr) : Probe(parent) { }
    Database *database() const { ++readCount; return m_database; }
    void setDatabase(Database *database) { m_database = database; }
    mutable int readCount = 0;

private:
    Database *m_database = nullptr;
};

class Founder : public Probe // its constructor does what the test says
{
    Q_OBJECT
public:
    static inline std::function<void()> founding;
    Q_INVOKABLE explicit Founder(QObject *parent = nullptr) : Probe(parent) { founding(); }
};

class Heir : public Founder
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Heir(QObject *parent = nullptr) : Founder(parent) { }
};

class Office : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Market::Founder *founder MEMBER founder)
    Q_PROPERTY(Market::Clerk *clerk MEMBER clerk)
public:
    Q_INVOKABLE explicit Office(QObject *parent = nullptr) : Probe(parent) { }
    Founder *founder = nullptr;
    Clerk *clerk = nullptr;
};

} // namespace Market

using namespace Market;

namespace {

// What both setup() and validate() refuse with, before any hook.
template <class E> QString refusalOf(Conductor &conductor)
{
    QString validated = u"validate() threw nothing"_s;
    try {
        conductor.validate();
    } catch (const E &error) {
        validated = error.message();
    } catch (...) {
        validated = u"validate() threw something else"_s;
    }
    const QFuture<void> setup = conductor.setup();
    if (!finishes(setup))
        return u"setup() never ends"_s;
    const auto error = errorOf<E>(setup);
    if (!error || error->message() != validated || !journal.isEmpty() || conductor.state() != Conductor::State::Failed)
        return u"setup() doesn't fail as validate() does: "_s + validated;
    return error->message();
}

} // namespace

#define VERIFY_CONTAINS(text, part) \
    QVERIFY2((text).contains(part), qPrintable(u"\"%1\" doesn't contain \"%2\""_s.arg(text, part)))

class tst_Resolver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        journal.clear();
        Founder::founding = [] { };
    }

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

    // ---- wired by hand

    void keepsWhatIsWiredByHand_data()
    {
        QTest::addColumn<bool>("wiredFirst");
        QTest::newRow("the wired one added first") << true;
        QTest::newRow("the wired one added last") << false;
    }
    void keepsWhatIsWiredByHand() // R4: two databases are told apart, whatever the order
    {
        QFETCH(bool, wiredFirst);
        Database main, archive;
        WebApi api;
        Workers workers;
        api.database = &main;
        workers.database = &archive;
        Conductor conductor;
        conductor.add(wiredFirst ? &api : &workers);
        conductor.add(wiredFirst ? &workers : &api);
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

    void findsByTypeWhatAnotherIsWiredTo_data() { keepsWhatIsWiredByHand_data(); }
    void findsByTypeWhatAnotherIsWiredTo() // R4, R6: also where the one that asks comes first
    {
        QFETCH(bool, wiredFirst);
        Database database;
        WebApi wired;
        Workers asking;
        wired.database = &database;
        Conductor conductor;
        conductor.add(wiredFirst ? static_cast<Component *>(&wired) : &asking);
        conductor.add(wiredFirst ? static_cast<Component *>(&asking) : &wired);
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

    void aPatchThatNobodyHasMetIsReplaced() // R8: as a test does with its fixture's
    {
        FakeDatabase first;
        SlowDatabase second, third;
        Conductor conductor;
        conductor.add<WebApi>();
        conductor.patch<Database>(&first);
        conductor.patch<Database>(&second);
        QCOMPARE(conductor.component<Database>(), &second);
        QVERIFY(!first.conductor() && !conductor.components().contains(&first));
        QVERIFY(setsUp(conductor));
        QCOMPARE(conductor.component<WebApi>()->database, &second);
        QCOMPARE(first.setupCount, 0);
        QVERIFY(shutsDown(conductor));
        conductor.patch<Database>(&third);
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"comes too late"_s);

        Conductor another;
        QCOMPARE(another.add(&first), &first);
        another.patch<Database>(&first);
        another.patch<Database>(&third);
        VERIFY_CONTAINS(refusalOf<Error>(another), u"comes too late"_s);
    }

    void aPatchOfTwoClassesKeepsItsOtherPlace() // R6, R8
    {
        SlowDatabase both;
        FakeDatabase instead;
        Conductor conductor;
        conductor.add<Both>();
        conductor.patch<Database>(&both);
        conductor.patch<FakeDatabase>(&both);
        conductor.patch<Database>(&instead);
        QVERIFY(setsUp(conductor));
        QCOMPARE(conductor.component<Both>()->database, &instead);
        QCOMPARE(conductor.component<Both>()->fake, &both);
    }

    void keepsWhatAConstructorWires() // R4: on the way, after setup has looked for what is wired
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

    void looksOnlyWhetherItWasRewiredWhereNothingElseChanged() // R4
    {
        Conductor conductor;
        auto *reader = conductor.add<Reader>();
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        reader->readCount = 0;
        QVERIFY(setsUp(conductor));
        QCOMPARE(reader->readCount, 1);
        QCOMPARE(reader->dependencies(), QList<Component *> { conductor.component<Database>() });
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

    void refusesTheWiringToAnotherConductors() // R9
    {
        Conductor other;
        WebApi api;
        api.database = other.add<Database>();
        Conductor conductor;
        conductor.add(&api);
        const QString message = refusalOf<Error>(conductor);
        VERIFY_CONTAINS(message, u"Market::WebApi.database"_s);
        VERIFY_CONTAINS(message, u"Market::Database belongs to another conductor"_s);
    }

    // ---- what a type stands for

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

    void prefersTheFactoryToTheConstructor() // R7
    {
        Conductor conductor;
        conductor.provide<Database>([] {
            auto *database = new Database;
            database->setObjectName(u"provided"_s);
            return database;
        });
        auto *api = conductor.add<WebApi>();
        QCOMPARE(conductor.component<Database>(), nullptr); // at setup, not before
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database->objectName(), u"provided"_s);
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

    void setsUpOnceTheMissingIsProvided() // R7, R12
    {
        Conductor conductor;
        auto *desk = conductor.add<Desk>();
        QVERIFY(!refusalOf<MissingDependencyError>(conductor).isEmpty());
        QCOMPARE(desk->state(), Component::State::Inactive);
        conductor.provide<Clerk>([] { return new Clerk; });
        QVERIFY(setsUp(conductor));
        QVERIFY(desk->clerk && desk->clerk->isActive());
        QCOMPARE(conductor.errorString(), QString());
    }

    void saysWhatCouldNotBeAdded() // R7
    {
        Conductor conductor;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"add\\(\\): Market::Storage, which was added, is missing: .*abstract"_s));
        QCOMPARE(conductor.add<Storage>(), nullptr);
        QVERIFY(!refusalOf<MissingDependencyError>(conductor).isEmpty());
        conductor.add<DiskStorage>();
        QVERIFY(setsUp(conductor)); // the wish was kept
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

    void asksAFactoryOnce() // R7: what validate() made is what setup() uses
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

    // ---- patches

    void patchesByClass_data()
    {
        QTest::addColumn<bool>("beforeAdd");
        QTest::newRow("before add") << true;
        QTest::newRow("after add") << false;
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
        QCOMPARE(api->database, created); // the instance of exactly the class comes first
        QVERIFY(shutsDown(conductor));
        delete created;
        QVERIFY(setsUp(conductor));
        QVERIFY(qobject_cast<FakeDatabase *>(api->database));
        QVERIFY(api->database->isActive());
    }

    void asksTheFactoryGivenInAConstructor() // R7, R21
    {
        Conductor conductor;
        Founder::founding = [&] { conductor.provide<Clerk>([] { return new Clerk; }); };
        auto *office = conductor.add<Office>();
        QVERIFY(setsUp(conductor));
        QVERIFY(office->clerk && office->clerk->isActive());
        QVERIFY(shutsDown(conductor));
        QVERIFY(setsUp(conductor));
        QCOMPARE(office->clerk->setupCount, 2);
    }

    void setsUpWhatAConstructorAdded() // R21
    {
        Conductor conductor;
        Database late;
        Founder::founding = [&] { conductor.add(&late); };
        Office office;
        Clerk clerk;
        office.clerk = &clerk;
        conductor.add(&office);
        QVERIFY(setsUp(conductor));
        QVERIFY(late.isActive());
    }

    void refusesAPatchThatComesTooLateInAConstructor() // R8, R21
    {
        Conductor conductor;
        Clerk clerk;
        Database database;
        Founder::founding = [&] { conductor.patch<Database, FakeDatabase>(); };
        Office office;
        office.clerk = &clerk;
        conductor.add(&database);
        conductor.add(&office);
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        const auto error = errorOf<Error>(setup);
        QVERIFY(error);
        VERIFY_CONTAINS(error->message(), u"too late"_s);
        QVERIFY(journal.isEmpty());
    }

    void patchesByClass() // R8
    {
        QFETCH(bool, beforeAdd);
        Conductor conductor;
        if (beforeAdd)
            conductor.patch<Database, FakeDatabase>();
        auto *api = conductor.add<WebApi>();
        if (!beforeAdd)
            conductor.patch<Database, FakeDatabase>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database->metaObject(), &FakeDatabase::staticMetaObject);
        QCOMPARE(conductor.component<Database>(), conductor.component<FakeDatabase>());
        QCOMPARE(journal, QStringList({ u"setup Market::FakeDatabase"_s, u"setup Market::WebApi"_s }));
    }

    void patchesByMetaObject() // R8
    {
        Conductor conductor;
        conductor.patch(Database::staticMetaObject, FakeDatabase::staticMetaObject);
        auto *api = conductor.add<WebApi>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database->metaObject(), &FakeDatabase::staticMetaObject);
    }

    void patchesByInstance_data() { patchesByClass_data(); }
    void patchesByInstance() // R8
    {
        QFETCH(bool, beforeAdd);
        FakeDatabase fake;
        Conductor conductor;
        if (beforeAdd)
            conductor.patch<Database>(&fake);
        auto *api = conductor.add<WebApi>();
        if (!beforeAdd)
            conductor.patch<Database>(&fake);
        QCOMPARE(conductor.component<Database>(), &fake);
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database, &fake);
        QCOMPARE(fake.parent(), nullptr); // not owned
    }

    void patchesByFactory() // R7, R8
    {
        Conductor conductor;
        conductor.patch<Database, FakeDatabase>();
        conductor.provide<FakeDatabase>([] {
            auto *fake = new FakeDatabase;
            fake->setObjectName(u"provided"_s);
            return fake;
        });
        auto *api = conductor.add<WebApi>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database->objectName(), u"provided"_s);
    }

    void patchesAnAbstractClass() // R7, R8
    {
        Conductor conductor;
        conductor.patch<Storage, CloudStorage>();
        auto *archive = conductor.add<Archive>();
        conductor.add<DiskStorage>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(archive->storage->metaObject(), &CloudStorage::staticMetaObject);
    }

    void patchesAnAbstractClassWhoseImplementationWasAdded() // R7, R8: of Storage itself there is no instance
    {
        Conductor conductor;
        auto *archive = conductor.add<Archive>();
        conductor.add<DiskStorage>();
        conductor.patch<Storage, CloudStorage>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(archive->storage->metaObject(), &CloudStorage::staticMetaObject);
    }

    void addGivesThePatch() // R6, R8
    {
        Conductor conductor;
        conductor.patch<Database, FakeDatabase>();
        Database *database = conductor.add<Database>();
        QCOMPARE(database->metaObject(), &FakeDatabase::staticMetaObject);
        QCOMPARE(conductor.add<FakeDatabase>(), database);
    }

    void twoClassesShareTheirPatch() // R6, R8
    {
        Conductor conductor;
        conductor.patch<Database, SlowDatabase>();
        conductor.patch<FakeDatabase, SlowDatabase>();
        auto *both = conductor.add<Both>();
        QVERIFY(setsUp(conductor));
        QVERIFY(both->fake);
        QCOMPARE(both->database, both->fake);
        QCOMPARE(both->fake->metaObject(), &SlowDatabase::staticMetaObject);
        QCOMPARE(journal, QStringList({ u"setup Market::SlowDatabase"_s, u"setup Market::Both"_s }));
        QCOMPARE(both->dependencies(), QList<Component *> { both->fake });
    }

    void looksUpOnePatchNotAChain() // R8
    {
        Conductor conductor;
        conductor.patch<Database, FakeDatabase>();
        conductor.patch<FakeDatabase, SlowDatabase>();
        auto *both = conductor.add<Both>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(both->database->metaObject(), &FakeDatabase::staticMetaObject);
        QCOMPARE(both->fake->metaObject(), &SlowDatabase::staticMetaObject);
    }

    void replacesAPatchThatWasNotUsed() // R8
    {
        Conductor conductor;
        conductor.patch<Database, FakeDatabase>();
        conductor.patch<Database, SlowDatabase>();
        auto *api = conductor.add<WebApi>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database->metaObject(), &SlowDatabase::staticMetaObject);
    }

    void refusesAPatchOfWhatItHasJustFound_data()
    {
        QTest::addColumn<bool>("byAFactory");
        QTest::newRow("while it finds the others") << true;
        QTest::newRow("when it has found all") << false;
    }
    void refusesAPatchOfWhatItHasJustFound() // R8, R21
    {
        QFETCH(bool, byAFactory);
        Founder first;
        Founder second;
        Office office;
        Conductor conductor;
        conductor.patch<Founder>(&first);
        conductor.add(&office);
        conductor.provide<Clerk>([&] {
            if (byAFactory)
                conductor.patch<Founder>(&second);
            return new Clerk;
        });
        QObject::connect(&conductor, &Conductor::componentsChanged, &conductor, [&] {
            if (!byAFactory && !conductor.layers().isEmpty() && conductor.component<Founder>() == &first)
                conductor.patch<Founder>(&second);
        }, Qt::SingleShotConnection);
        QCOMPARE(setsUp(conductor), !byAFactory);
        QCOMPARE(office.founder, byAFactory ? nullptr : &first);
        QCOMPARE(conductor.component<Founder>(), &first);
        QVERIFY(shutsDown(conductor) || byAFactory);
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"the patch of Market::Founder comes too late"_s);
    }

    void refusesAPatchOfWhatIsBeingCreated_data()
    {
        QTest::addColumn<bool>("isPatched");
        QTest::newRow("the class") << false;
        QTest::newRow("its patch") << true;
    }
    void refusesAPatchOfWhatIsBeingCreated() // R8, R21
    {
        QFETCH(bool, isPatched);
        Office office;
        Conductor conductor;
        conductor.add(&office);
        conductor.provide<Clerk>([] { return new Clerk; });
        if (isPatched)
            conductor.patch<Founder, Heir>();
        Founder::founding = [&] { conductor.patch(Founder::staticMetaObject, Founder::staticMetaObject); };
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<Error>(setup));
        VERIFY_CONTAINS(conductor.errorString(), u"the patch of Market::Founder comes too late: it is being created"_s);
    }

    void refusesAPatchOfWhatNothingCanDependOn() // R3, R8
    {
        Conductor conductor;
        conductor.patch(Component::staticMetaObject, FakeDatabase::staticMetaObject);
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"Component can't be patched: nothing can depend on it"_s);
    }

    void createsNothingInThePlaceOfARefusedPatch() // R7, R8
    {
        Conductor conductor;
        conductor.patch<Database>(nullptr);
        QTest::ignoreMessage(QtWarningMsg, "Conductor::add(): the patch of Market::Database is a null pointer");
        QCOMPARE(conductor.add<Database>(), nullptr);
        QVERIFY(conductor.components().isEmpty());
        conductor.patch<Database, FakeDatabase>();
        QVERIFY(setsUp(conductor));
        QVERIFY(qobject_cast<FakeDatabase *>(conductor.component<Database>()));
    }

    void aConstructorMayAskForItsOwnClass() // R6, R21: there is one instance nevertheless
    {
        Office office;
        Conductor conductor;
        conductor.add(&office);
        conductor.provide<Clerk>([] { return new Clerk; });
        QTest::ignoreMessage(QtWarningMsg, "Conductor::add(): Market::Founder, which was added, is missing: it is being created");
        Founder::founding = [&] { QCOMPARE(conductor.add<Founder>(), nullptr); };
        QVERIFY(setsUp(conductor));
        QVERIFY(office.founder);
        QCOMPARE(conductor.component<Founder>(), office.founder);
        QCOMPARE(conductor.components().size(), 3);
    }

    void leavesAnotherConductorsComponentToIt() // R9: also where a factory returns it
    {
        Clerk clerk;
        Conductor owner;
        owner.add(&clerk);
        {
            Conductor other;
            other.provide<Clerk>([&] { return &clerk; });
            QTest::ignoreMessage(QtWarningMsg, "Conductor::add(): Market::Clerk belongs to another conductor");
            QCOMPARE(other.add<Clerk>(), nullptr);
        }
        QCOMPARE(clerk.parent(), nullptr);
        QCOMPARE(clerk.conductor(), &owner);
        QVERIFY(setsUp(owner));
    }

    void acceptsAPatchAfterASetupThatFoundNoGraph() // R8, R12
    {
        Founder first;
        Founder second;
        Office office;
        Conductor conductor;
        conductor.patch<Founder>(&first);
        conductor.add(&office);
        VERIFY_CONTAINS(refusalOf<MissingDependencyError>(conductor), u"Market::Clerk, which Market::Office.clerk needs"_s);
        conductor.patch<Founder>(&second);
        conductor.provide<Clerk>([] { return new Clerk; });
        QVERIFY(setsUp(conductor));
        QCOMPARE(office.founder, &second);
    }

    void refusesAPatchOfWhatACanceledSetupHasFound() // R8, R21
    {
        auto first = std::make_unique<Founder>();
        Founder second;
        Office office;
        bool hasPatched = false;
        Conductor conductor;
        conductor.patch<Founder>(first.get());
        conductor.provide<Clerk>([] { return new Clerk; });
        conductor.add(&office);
        QObject::connect(&conductor, &Conductor::componentsChanged, &conductor, [&] {
            if (!conductor.layers().isEmpty() && !std::exchange(hasPatched, true)) {
                conductor.shutdown();
                conductor.patch<Founder>(&second);
                first.reset();
            }
        });
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup) && setup.isCanceled());
        QVERIFY(!first);
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"the patch of Market::Founder"_s);
    }

    void acceptsAPatchOfWhatIsNeededNoMore() // R8
    {
        Founder first;
        Founder second;
        auto office = std::make_unique<Office>();
        Conductor conductor;
        conductor.patch<Founder>(&first);
        conductor.provide<Clerk>([] { return new Clerk; });
        conductor.add(office.get());
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        office.reset();
        QVERIFY(setsUp(conductor));
        conductor.patch<Founder>(&second);
        Office next;
        conductor.add(&next);
        QVERIFY(setsUp(conductor));
        QCOMPARE(next.founder, &second);
    }

    void validatesAnewWhenAFactoryHasDestroyedWhatIsWired() // R4, R21
    {
        auto founder = std::make_unique<Founder>();
        Office office;
        office.founder = founder.get();
        Conductor conductor;
        conductor.provide<Clerk>([&] {
            office.founder = nullptr;
            founder.reset();
            return new Clerk;
        });
        conductor.add(&office);
        conductor.validate();
        QVERIFY(!founder);
        QVERIFY(setsUp(conductor));
        QVERIFY(office.founder);
    }

    void validatesAnewWhenAFactoryHasDestroyed() // R8, R21
    {
        auto doomed = std::make_unique<Database>();
        Office office;
        Conductor conductor;
        Founder::founding = [&] { doomed.reset(); };
        conductor.add(&office);
        conductor.add(doomed.get());
        VERIFY_CONTAINS(refusalOf<MissingDependencyError>(conductor), u"Market::Clerk, which Market::Office.clerk needs"_s);
        QVERIFY(!doomed);
    }

    void findsWhatIsAddedBetweenAnyTwoSlices() // R12, R14
    {
        Slice over;
        over.begin();
        while (!over.isOver()) { }
        constexpr int size = 500;
        int pause = 0;
        for (bool isAdded = true; isAdded; ++pause) {
            std::vector<std::unique_ptr<Clerk>> clerks;
            Conductor conductor;
            const auto add = [&] {
                clerks.push_back(std::make_unique<Clerk>());
                conductor.add(clerks.back().get());
            };
            while (int(clerks.size()) < size)
                add();
            const DependencyGraph none;
            Resolver resolver(*ConductorPrivate::get(&conductor)->registry, none);
            isAdded = false;
            for (int pauses = 0; !resolver.advance(over); ++pauses) {
                if (pauses == pause) {
                    add();
                    isAdded = true;
                }
            }
            const auto graph = resolver.takeGraph();
            QVERIFY(graph);
            QCOMPARE(graph->size(), int(clerks.size()));
            QCOMPARE(graph->layerSize(0), int(clerks.size()));
            for (int node = 0; node < graph->size(); ++node)
                QCOMPARE(graph->byLayer(node), node);
        }
        QVERIFY(pause > size / 2);
    }

    void tellsThatAPatchByInstanceHasGone() // R8
    {
        FakeDatabase fake;
        Conductor conductor;
        conductor.patch<Database>(&fake);
        QList<Component *> told = conductor.components();
        QCOMPARE(told, QList<Component *>({ &fake }));
        QObject::connect(&conductor, &Conductor::componentsChanged, &conductor, [&] { told = conductor.components(); });
        conductor.patch<Database, SlowDatabase>();
        QCOMPARE(told, QList<Component *>());
    }

    void refusesAPatchThatComesTooLate_data()
    {
        QTest::addColumn<bool>("byInstance");
        QTest::addColumn<bool>("afterSetup");
        QTest::newRow("a class, after add") << false << false;
        QTest::newRow("an instance, after add") << true << false;
        QTest::newRow("a class, after setup") << false << true;
        QTest::newRow("an instance, after setup") << true << true;
    }
    void refusesAPatchThatComesTooLate() // R8
    {
        QFETCH(bool, byInstance);
        QFETCH(bool, afterSetup);
        FakeDatabase fake;
        Conductor conductor;
        if (afterSetup) {
            conductor.add<WebApi>();
            QVERIFY(setsUp(conductor));
            QVERIFY(shutsDown(conductor));
            journal.clear();
        } else {
            conductor.add<Database>();
        }
        if (byInstance)
            conductor.patch<Database>(&fake);
        else
            conductor.patch<Database, FakeDatabase>();
        const QString message = refusalOf<Error>(conductor);
        VERIFY_CONTAINS(message, u"the patch of Market::Database comes too late"_s);
        VERIFY_CONTAINS(message, u"Patch before"_s);
        QCOMPARE(conductor.errorString(), message);
    }

    void refusesALatePatchOfWhatAnImplementationStandsFor() // R8: it is never ignored
    {
        Conductor conductor;
        conductor.add<Archive>();
        conductor.add<DiskStorage>();
        QVERIFY(setsUp(conductor));
        conductor.patch<Storage, CloudStorage>();
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        const auto error = errorOf<Error>(setup);
        QVERIFY(error);
        VERIFY_CONTAINS(error->message(), u"the patch of Market::Storage comes too late"_s);
        QCOMPARE(conductor.state(), Conductor::State::Active); // nothing had begun: what was active stays so
    }

    void refusesAPatchThatDoesNotFit() // R8
    {
        Conductor conductor;
        conductor.patch(Database::staticMetaObject, DiskStorage::staticMetaObject);
        conductor.add<WebApi>();
        const QString message = refusalOf<Error>(conductor);
        VERIFY_CONTAINS(message, u"Market::Database"_s);
        VERIFY_CONTAINS(message, u"Market::DiskStorage doesn't derive from it"_s);
        conductor.patch<Database, FakeDatabase>(); // a better one repairs it
        QVERIFY(setsUp(conductor));
    }

    void refusesAPatchByNothing() // R8
    {
        Conductor conductor;
        conductor.patch<Database>(nullptr);
        conductor.add<WebApi>();
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"the patch of Market::Database is a null pointer"_s);
    }

    void refusesAPatchThatCannotBeCreated() // R7, R8
    {
        Conductor conductor;
        conductor.patch(Storage::staticMetaObject, Storage::staticMetaObject);
        conductor.add<Archive>();
        VERIFY_CONTAINS(refusalOf<MissingDependencyError>(conductor), u"Market::Archive.storage"_s);
    }

    void refusesAPatchThatWasDestroyed() // R8
    {
        auto fake = std::make_unique<FakeDatabase>();
        Conductor conductor;
        conductor.patch<Database>(fake.get());
        conductor.add<WebApi>();
        fake.reset();
        QCOMPARE(conductor.component<Database>(), nullptr);
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"the patch of Market::Database was destroyed"_s);
    }

    void aRefusedPatchTakesNoPlace() // R7, R8: and is told at once while no setup is to come
    {
        Conductor conductor;
        auto *api = conductor.add<WebApi>();
        QVERIFY(setsUp(conductor));
        auto *database = conductor.component<Database>();
        const QRegularExpression tooLate(u"the patch of Market::Database comes too late"_s);
        auto late = std::make_unique<FakeDatabase>();
        QTest::ignoreMessage(QtWarningMsg, tooLate);
        conductor.patch<Database>(late.get());
        QCOMPARE(conductor.component<Database>(), database);
        late.reset();
        FakeDatabase later;
        QTest::ignoreMessage(QtWarningMsg, tooLate);
        conductor.patch<Database>(&later);
        QCOMPARE(conductor.component<Database>(), database);
        QVERIFY(shutsDown(conductor));
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"comes too late"_s);
        conductor.patch<Database>(database); // the one that there is
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database, database);
    }

    void refusesAPatchOfAnotherConductor() // R8, R9
    {
        FakeDatabase fake;
        Conductor other;
        other.add(&fake);
        Conductor conductor;
        conductor.patch<Database>(&fake);
        conductor.add<WebApi>();
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"belongs to another conductor"_s);
        QCOMPARE(fake.conductor(), &other);
    }

    // ---- validate()

    void validatesWithoutAHook() // R7, R8
    {
        Conductor conductor;
        QSignalSpy states(&conductor, &Conductor::stateChanged);
        auto *api = conductor.add<WebApi>();
        conductor.validate();
        QCOMPARE(journal, QStringList());
        QCOMPARE(states.count(), 0);
        QCOMPARE(api->database, nullptr);
        QCOMPARE(conductor.component<Database>(), nullptr);
        QCOMPARE(conductor.components(), QList<Component *> { api });
        QCOMPARE(api->state(), Component::State::Inactive);
    }

    void mayBePatchedAfterValidating() // R8
    {
        FakeDatabase fake;
        Conductor conductor;
        auto *api = conductor.add<WebApi>();
        conductor.validate();
        conductor.patch<Database>(&fake);
        conductor.validate();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database, &fake);
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
        QVERIFY(setsUp(conductor)); // the holder is up, and keeps what it has
        QCOMPARE(api->database, &first);
        QVERIFY(shutsDown(conductor));
        journal.clear();
        const QString message = refusalOf<AmbiguousDependencyError>(conductor);
        QVERIFY2(message.startsWith(u"Market::Database, which Market::WebApi.database needs, is ambiguous"), qPrintable(message));
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

    void leavesNothingBehind() // R9
    {
        QPointer<Database> made;
        {
            Conductor conductor;
            conductor.provide<Database>([&] { return made = new Database; });
            conductor.add<WebApi>();
            conductor.validate();
            QVERIFY(made);
        }
        QVERIFY(!made);
    }
};

QTEST_GUILESS_MAIN(tst_Resolver)
#include "tst_resolver.moc"
