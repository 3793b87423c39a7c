// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "conductor_p.h"
#include "market.h"
#include "refusal.h"

#include <QtTest/qsignalspy.h>

#include <functional>

using namespace QConductor;
using namespace Market;
using namespace Qt::StringLiterals;

namespace {

using Prepare = std::function<void(Conductor &)>;
using Meddle = std::function<void(Conductor &, const std::function<void()> &patch)>;

} // namespace

// What constructors, factories and slots may do while setup() or validate() finds the graph, and what validate() leaves
// as it was.
class tst_Discovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        journal.clear();
        Founder::founding = {};
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

    void validatesAnewWhenAFactoryHasDestroyed() // R8, R21
    {
        auto doomed = std::make_unique<Database>();
        Office office;
        Conductor conductor;
        Founder::founding = [&] { doomed.reset(); };
        conductor.add(&office);
        conductor.add(doomed.get());
        const QString message = refusalOf<MissingDependencyError>(conductor);
        VERIFY_CONTAINS(message, u"Market::Clerk, which Market::Office.clerk needs"_s);
        QVERIFY(!doomed);
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

    // ---- add() and provide() meanwhile

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

    void aConstructorMayAskForItsOwnClass() // R6, R21: There is one instance nevertheless.
    {
        Office office;
        Conductor conductor;
        conductor.add(&office);
        conductor.provide<Clerk>([] { return new Clerk; });
        QTest::ignoreMessage(QtWarningMsg, "Conductor::add(): Market::Founder, which was added, is missing: "
                                           "it is being created");
        Founder::founding = [&] { QCOMPARE(conductor.add<Founder>(), nullptr); };
        QVERIFY(setsUp(conductor));
        QVERIFY(office.founder);
        QCOMPARE(conductor.component<Founder>(), office.founder);
        QCOMPARE(conductor.components().size(), 3);
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

    // ---- patch() meanwhile

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

    void refusesAPatchOfWhatIsBeingCreated_data()
    {
        QTest::addColumn<Prepare>("prepare");
        QTest::newRow("the class") << Prepare([](Conductor &) {});
        QTest::newRow("its patch") << Prepare([](Conductor &conductor) { conductor.patch<Founder, Heir>(); });
    }
    void refusesAPatchOfWhatIsBeingCreated() // R8, R21
    {
        QFETCH(Prepare, prepare);
        Office office;
        Conductor conductor;
        conductor.add(&office);
        conductor.provide<Clerk>([] { return new Clerk; });
        prepare(conductor);
        Founder::founding = [&] { conductor.patch(Founder::staticMetaObject, Founder::staticMetaObject); };
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<Error>(setup));
        VERIFY_CONTAINS(conductor.errorString(), u"the patch of Market::Founder comes too late: it is being created"_s);
    }

    void refusesAPatchOfWhatItHasJustFound_data()
    {
        QTest::addColumn<Meddle>("meddle");
        QTest::addColumn<bool>("isSetUp");
        QTest::newRow("while it finds the others") << Meddle([](Conductor &conductor, const auto &patch) {
            conductor.provide<Clerk>([patch] {
                patch();
                return new Clerk;
            });
        }) << false;
        QTest::newRow("when it has found all") << Meddle([](Conductor &conductor, const auto &patch) {
            conductor.provide<Clerk>([] { return new Clerk; });
            QObject::connect(&conductor, &Conductor::componentsChanged, &conductor, [&conductor, patch] {
                if (!conductor.layers().isEmpty())
                    patch();
            }, Qt::SingleShotConnection);
        }) << true;
    }
    void refusesAPatchOfWhatItHasJustFound() // R8, R21
    {
        QFETCH(Meddle, meddle);
        QFETCH(bool, isSetUp);
        Founder first;
        Founder second;
        Office office;
        bool hasPatched = false;
        Conductor conductor;
        conductor.patch<Founder>(&first);
        conductor.add(&office);
        meddle(conductor, [&] {
            hasPatched = true;
            QCOMPARE(conductor.component<Founder>(), &first);
            conductor.patch<Founder>(&second);
        });
        QCOMPARE(setsUp(conductor), isSetUp);
        QVERIFY(hasPatched);
        QCOMPARE(office.founder, isSetUp ? &first : nullptr);
        QCOMPARE(conductor.component<Founder>(), &first);
        QCOMPARE(shutsDown(conductor), isSetUp);
        journal.clear();
        VERIFY_CONTAINS(refusalOf<Error>(conductor), u"the patch of Market::Founder comes too late"_s);
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
};

QTEST_GUILESS_MAIN(tst_Discovery)
#include "tst_discovery.moc"
