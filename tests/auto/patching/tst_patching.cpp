// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "market.h"
#include "refusal.h"

#include <QtCore/qregularexpression.h>

#include <functional>

using namespace QConductor;
using namespace Market;
using namespace Qt::StringLiterals;

namespace {

using Patch = std::function<void(Conductor &)>;
using AddAndPatch = std::function<WebApi *(Conductor &, const Patch &)>;
using PatchBy = std::function<void(Conductor &, FakeDatabase *)>;
using Use = std::function<bool(Conductor &)>;

void addBothOrders()
{
    QTest::addColumn<AddAndPatch>("addAndPatch");
    QTest::newRow("before add") << AddAndPatch([](Conductor &conductor, const Patch &patch) {
        patch(conductor);
        return conductor.add<WebApi>();
    });
    QTest::newRow("after add") << AddAndPatch([](Conductor &conductor, const Patch &patch) {
        auto *api = conductor.add<WebApi>();
        patch(conductor);
        return api;
    });
}

} // namespace

// What a patch does to the dependencies on the class that it replaces, and which patches setup() refuses.
class tst_Patching : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        journal.clear();
        Founder::founding = {};
    }

    // ---- by a class, an instance or a factory

    void patchesByClass_data() { addBothOrders(); }
    void patchesByClass() // R8
    {
        QFETCH(AddAndPatch, addAndPatch);
        Conductor conductor;
        auto *api = addAndPatch(conductor, [](Conductor &patched) { patched.patch<Database, FakeDatabase>(); });
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

    void patchesByInstance_data() { addBothOrders(); }
    void patchesByInstance() // R8: The conductor doesn't own the patch.
    {
        QFETCH(AddAndPatch, addAndPatch);
        FakeDatabase fake;
        Conductor conductor;
        auto *api = addAndPatch(conductor, [&fake](Conductor &patched) { patched.patch<Database>(&fake); });
        QCOMPARE(conductor.component<Database>(), &fake);
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database, &fake);
        QCOMPARE(fake.parent(), nullptr);
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

    void patchesAnAbstractClassWhoseImplementationWasAdded() // R7, R8: There is no instance of Storage itself.
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

    // ---- several patches

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

    void aPatchThatNobodyHasMetIsReplaced() // R8: A test replaces the patch of its fixture in this way.
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
        journal.clear();
        conductor.patch<Database>(&third);
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"comes too late"_s);

        Conductor another;
        QCOMPARE(another.add(&first), &first);
        another.patch<Database>(&first);
        another.patch<Database>(&third);
        VERIFY_CONTAINS(refusalOf<Error>(another), u"comes too late"_s);
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

    void acceptsAPatchAfterASetupThatFoundNoGraph() // R8, R12
    {
        Founder first;
        Founder second;
        Office office;
        Conductor conductor;
        conductor.patch<Founder>(&first);
        conductor.add(&office);
        const QString message = refusalOf<MissingDependencyError>(conductor);
        VERIFY_CONTAINS(message, u"Market::Clerk, which Market::Office.clerk needs"_s);
        conductor.patch<Founder>(&second);
        conductor.provide<Clerk>([] { return new Clerk; });
        QVERIFY(setsUp(conductor));
        QCOMPARE(office.founder, &second);
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

    // ---- patches that come too late

    void refusesAPatchThatComesTooLate_data()
    {
        QTest::addColumn<Use>("use");
        QTest::addColumn<PatchBy>("patch");
        const Use add = [](Conductor &conductor) { return bool(conductor.add<Database>()); };
        const Use setUp = [](Conductor &conductor) {
            conductor.add<WebApi>();
            return setsUp(conductor) && shutsDown(conductor);
        };
        const PatchBy byClass = [](Conductor &conductor, FakeDatabase *) { conductor.patch<Database, FakeDatabase>(); };
        const PatchBy byInstance = [](Conductor &conductor, FakeDatabase *fake) { conductor.patch<Database>(fake); };
        QTest::newRow("a class, after add") << add << byClass;
        QTest::newRow("an instance, after add") << add << byInstance;
        QTest::newRow("a class, after setup") << setUp << byClass;
        QTest::newRow("an instance, after setup") << setUp << byInstance;
    }
    void refusesAPatchThatComesTooLate() // R8
    {
        QFETCH(Use, use);
        QFETCH(PatchBy, patch);
        FakeDatabase fake;
        Conductor conductor;
        QVERIFY(use(conductor));
        journal.clear();
        patch(conductor, &fake);
        const QString message = refusalOf<Error>(conductor);
        VERIFY_CONTAINS(message, u"the patch of Market::Database comes too late"_s);
        VERIFY_CONTAINS(message, u"Patch before"_s);
        QCOMPARE(conductor.errorString(), message);
    }

    void refusesALatePatchOfWhatAnImplementationStandsFor() // R8: Such a patch is never ignored.
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
        QCOMPARE(conductor.state(), Conductor::State::Active); // Nothing has begun, so nothing is rolled back.
    }

    void aRefusedPatchTakesNoPlace() // R7, R8: While no setup is to come, a warning tells of it at once.
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
        journal.clear();
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"comes too late"_s);
        conductor.patch<Database>(database); // The instance that exists is no change, and so it isn't late.
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database, database);
    }

    // ---- patches that don't fit

    void refusesAPatchThatDoesNotFit() // R8
    {
        Conductor conductor;
        conductor.patch(Database::staticMetaObject, DiskStorage::staticMetaObject);
        conductor.add<WebApi>();
        const QString message = refusalOf<Error>(conductor);
        VERIFY_CONTAINS(message, u"Market::Database"_s);
        VERIFY_CONTAINS(message, u"Market::DiskStorage doesn't derive from it"_s);
        conductor.patch<Database, FakeDatabase>(); // A patch that fits takes its place.
        QVERIFY(setsUp(conductor));
    }

    void refusesAPatchByNothing() // R8
    {
        Conductor conductor;
        conductor.patch<Database>(nullptr);
        conductor.add<WebApi>();
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"the patch of Market::Database is a null pointer"_s);
    }

    void refusesAPatchOfWhatNothingCanDependOn() // R3, R8
    {
        Conductor conductor;
        conductor.patch(Component::staticMetaObject, FakeDatabase::staticMetaObject);
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"Component can't be patched: nothing can depend on it"_s);
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
};

QTEST_GUILESS_MAIN(tst_Patching)
#include "tst_patching.moc"
