// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "kinds.h"
#include "log.h"
#include "refusal.h"
#include "schedulings.h"

#include <QConductor/Dependency>
#include <QConductor/Test>

using namespace QConductor;
using namespace Kinds;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

namespace {

// An API with its database and its cache, all of them added by hand.
struct Office
{
    explicit Office(Scheduling scheduling = Scheduling::LayerByLayer)
    {
        conductor.setScheduling(scheduling);
        conductor.add(&api);
        conductor.add(&cache);
        conductor.add(&db);
        api.setObjectName(u"api"_s);
        cache.setObjectName(u"cache"_s);
        db.setObjectName(u"db"_s);
    }
    Api api;
    Cache cache;
    Database db;
    Conductor conductor; // is destroyed first
};

} // namespace

class tst_Kinds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void tellsTheKinds() // R40
    {
        const auto optionals = [](const QMetaObject &type) {
            QStringList names;
            const auto dependencies = dependenciesOf(type);
            for (const Dependency &dependency : dependencies) {
                if (dependency.isOptional)
                    names += QString::fromUtf8(dependency.name);
            }
            return names.join(u' ');
        };
        QCOMPARE(dependenciesOf(Api::staticMetaObject).size(), 3);
        QCOMPARE(optionals(Api::staticMetaObject), u"cache metrics"_s);
        QCOMPARE(optionals(Gateway::staticMetaObject), u"cache db metrics"_s); // R40: it is inherited
        QCOMPARE(optionals(MockApi::staticMetaObject), u"cache db metrics"_s); // R40: an asterisk names all
        QCOMPARE(optionals(Cache::staticMetaObject), QString());
        const Dependency first { "cache", &Cache::staticMetaObject, true, false };
        QCOMPARE(dependenciesOf(Api::staticMetaObject).first(), first);
        QVERIFY(first != (Dependency { "cache", &Cache::staticMetaObject }));
    }

    void createsNothingOptional_data() { addSchedulings(); }
    void createsNothingOptional() // R40: it is never created, also by a patch that names a class
    {
        QFETCH(Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        conductor.patch<Cache, MemoryCache>();
        auto *api = conductor.add<Api>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(noted(), u"setup Database, setup Api"_s);
        QVERIFY(!api->cache() && !api->metrics);
        QCOMPARE(api->dependencies(), QList<Component *> { api->db });
        QCOMPARE(conductor.components().size(), 2);
        QVERIFY(shutsDown(conductor));
        QCOMPARE(noted(), u"shutdown Api, shutdown Database"_s);
    }

    void aMockNeedsNothing() // R40: an asterisk names all
    {
        Conductor conductor;
        conductor.patch<Api, MockApi>();
        auto *api = conductor.add<Api>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(noted(), u"setup MockApi"_s);
        QVERIFY(!api->db);
    }

    void refusesANameThatIsNoDependency() // R40
    {
        Misspelled api;
        Conductor conductor;
        conductor.add(&api);
        const QString message = refusalOf<Error>(conductor);
        VERIFY_CONTAINS(message, u"Kinds::Misspelled"_s);
        VERIFY_CONTAINS(message, u"databse"_s);
        VERIFY_CONTAINS(message, u"cache, db, metrics"_s);
    }

    void usesWhatIsThere_data()
    {
        addSchedulingColumn();
        QTest::addColumn<QString>("what");
        for (const char *what :
             { "an instance", "a derived one", "a patch", "wired by hand", "what another one requires" })
            addInBothSchedulings(QString::fromLatin1(what), QString::fromLatin1(what));
    }
    void usesWhatIsThere() // R40: what is there is found, and ordered like any other
    {
        QFETCH(Scheduling, scheduling);
        QFETCH(QString, what);
        Api api;
        Cache cache;
        MemoryCache derived;
        Conductor conductor;
        conductor.setScheduling(scheduling);
        conductor.add(&api);
        Cache *expected = &cache;
        if (what == u"an instance") {
            conductor.add(&derived);
            conductor.add(&cache);
        } else if (what == u"a derived one") {
            conductor.add(expected = &derived);
        } else if (what == u"a patch") {
            conductor.patch<Cache>(expected = &derived);
        } else if (what == u"wired by hand") {
            api.setCache(expected = &derived);
            conductor.add(&cache);
        } else {
            conductor.add(&cache);
        }
        journal.clear();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api.cache(), expected);
        QVERIFY(expected->isActive());
        QCOMPARE(expected->conductor(), &conductor);
        QCOMPARE(expected->dependents(), QList<Component *> { &api });
        QVERIFY(api.dependencies().contains(expected));
        QVERIFY(journal.indexOf(u"setup "_s + expected->name()) < journal.indexOf(u"setup Kinds::Api"_s));
        QVERIFY(conductor.layers().at(2).contains(&api));
        journal.clear();
        QVERIFY(shutsDown(conductor));
        QVERIFY(journal.indexOf(u"shutdown Kinds::Api"_s) < journal.indexOf(u"shutdown "_s + expected->name()));
        QVERIFY(!journal.join(u' ').contains(u"loses"_s)); // it was the first that went down
    }

    void findsWhatWasFoundForOthers() // R40: it is looked for after everything required was found
    {
        Gateway second;
        Conductor conductor;
        auto *api = conductor.add<Api>();
        conductor.add(&second); // to which the database is optional
        QVERIFY(setsUp(conductor));
        QCOMPARE(second.db, api->db);
        QVERIFY(second.db);
    }

    void refusesWhatIsAmbiguous() // R40
    {
        Api api;
        Cache first;
        Cache second;
        first.setObjectName(u"first"_s);
        second.setObjectName(u"second"_s);
        {
            Conductor conductor;
            for (Component *component : std::initializer_list<Component *> { &api, &first, &second })
                conductor.add(component);
            const QString message = refusalOf<AmbiguousDependencyError>(conductor);
            VERIFY_CONTAINS(message, u"Kinds::Api.cache"_s);
            VERIFY_CONTAINS(message, u"\"first\""_s);
            VERIFY_CONTAINS(message, u"\"second\""_s);
        }
        MemoryCache third;
        MemoryCache fourth;
        Conductor conductor;
        for (Component *component : std::initializer_list<Component *> { &api, &third, &fourth })
            conductor.add(component);
        VERIFY_CONTAINS(refusalOf<AmbiguousDependencyError>(conductor), u"MemoryCache or Kinds::MemoryCache"_s);
        api.setCache(&third);
        QVERIFY(setsUp(conductor));
        QCOMPARE(api.cache(), &third);
    }

    void waitsForWhatBeginsWithIt_data() { addSchedulings(); }
    void waitsForWhatBeginsWithIt() // R40: what is there is ordered like any other
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        Office office(scheduling);
        office.cache.setupHook = gate.hook();
        const QFuture<void> setup = office.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        QTRY_VERIFY(office.db.isActive());
        QCOMPARE(office.api.state(), Component::State::Waiting);
        gate.open();
        QVERIFY(ends(setup));
        QCOMPARE(noted(), u"setup db, setup cache, api gets cache, which is Active, setup api"_s);
    }

    void isNotWaitedForByACallThatDoesNotBeginIt_data() { addSchedulings(); }
    void isNotWaitedForByACallThatDoesNotBeginIt() // R40
    {
        QFETCH(Scheduling, scheduling);
        Office office(scheduling);
        QVERIFY(ends(office.conductor.start(&office.api)));
        QCOMPARE(noted(), u"setup db, setup api"_s);
        QVERIFY(!office.api.cache());

        QVERIFY(ends(office.conductor.start(&office.cache))); // R40: it is set when it comes up later
        QCOMPARE(noted(), u"setup cache, api gets cache, which is Active"_s);
        QCOMPARE(office.cache.dependents(), QList<Component *> { &office.api });
    }

    void isNotWaitedForWhileAnotherCallBeginsIt_data() { addSchedulings(); }
    void isNotWaitedForWhileAnotherCallBeginsIt() // R40: it is waited for only where the call begins both
    {
        QFETCH(Scheduling, scheduling);
        Gate gate;
        Office office(scheduling);
        QVERIFY(setsUp(office.conductor));
        QVERIFY(ends(office.conductor.stop(&office.api)));
        QVERIFY(ends(office.conductor.stop(&office.cache)));
        office.cache.setupHook = gate.hook();
        const QFuture<void> cache = office.conductor.start(&office.cache);
        QTRY_VERIFY(gate.isEntered);
        QVERIFY(ends(office.conductor.start(&office.api)));
        QCOMPARE(office.api.cache(), nullptr);
        gate.open();
        QVERIFY(ends(cache));
        QCOMPARE(office.api.cache(), &office.cache);

        QVERIFY(shutsDown(office.conductor));
        gate.isEntered = false;
        const QFuture<void> setup = office.conductor.setup(); // which begins both
        QTRY_VERIFY(gate.isEntered);
        QTRY_VERIFY(office.db.isActive());
        QCOMPARE(office.api.state(), Component::State::Waiting);
        gate.open();
        QVERIFY(ends(setup));
    }

    void isFoundWhenItIsWiredAfterwards() // R4, R40: nothing was added since the last setup
    {
        Conductor conductor;
        Database db;
        Cache cache;
        Api api;
        api.db = &db;
        conductor.add(&api);
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        api.setCache(&cache);
        QVERIFY(setsUp(conductor));
        QVERIFY(cache.isActive());
        QCOMPARE(api.cache(), &cache);
        QVERIFY(shutsDown(conductor));
    }

    void isSetBeforeItsStateIsTold() // R40
    {
        Office office;
        QVERIFY(ends(office.conductor.start(&office.api)));
        Cache *held = nullptr;
        connect(&office.cache, &Component::stateChanged, this, [&](Component::State state) {
            if (state == Component::State::Active)
                held = office.api.cache();
        });
        QVERIFY(setsUp(office.conductor));
        QCOMPARE(held, &office.cache);
    }

    void stoppingItLeavesTheDependentUp_data()
    {
        addSchedulingColumn();
        QTest::addColumn<bool>("isWired");
        addInBothSchedulings(u"injected"_s, false);
        addInBothSchedulings(u"wired by hand"_s, true);
    }
    void stoppingItLeavesTheDependentUp() // R40: null before its shutdown begins, and set when it comes up
    {
        QFETCH(Scheduling, scheduling);
        QFETCH(bool, isWired);
        MemoryCache other;
        Office office(scheduling);
        if (isWired) {
            office.api.setCache(&office.cache);
            other.setObjectName(u"other"_s);
            office.conductor.add(&other);
        }
        QVERIFY(setsUp(office.conductor));
        journal.clear();
        QVERIFY(ends(office.conductor.stop(&office.cache)));
        QCOMPARE(noted(), u"api loses cache, which is Active, shutdown cache"_s);
        QVERIFY(office.api.isActive());
        QVERIFY(!office.api.dependencies().contains(&office.cache));
        QVERIFY(office.cache.dependents().isEmpty());

        QVERIFY(ends(office.conductor.start(&office.cache)));
        QCOMPARE(noted(), u"setup cache, api gets cache, which is Active"_s);
        QVERIFY(ends(office.conductor.restart(&office.cache)));
        QCOMPARE(noted(),
                 u"api loses cache, which is Active, shutdown cache, setup cache, api gets cache, which is Active"_s);

        QVERIFY(ends(office.conductor.stop(&office.cache))); // R4: what was wired by hand is so still
        QVERIFY(shutsDown(office.conductor));
        journal.clear();
        QVERIFY(setsUp(office.conductor));
        QCOMPARE(office.api.cache(), &office.cache);
    }

    void aStoppedOneStaysDown() // R12, R40: only what is required comes up with what setup() begins
    {
        Office office;
        QVERIFY(setsUp(office.conductor));
        QVERIFY(ends(office.conductor.stop(&office.cache)));
        QVERIFY(ends(office.conductor.restart(&office.api)));
        QVERIFY(!office.cache.isActive());
        QVERIFY(!office.api.cache());
        QVERIFY(setsUp(office.conductor));
        QVERIFY(!office.cache.isActive());
    }

    void beginsWithoutWhatFails_data() { addSchedulings(); }
    void beginsWithoutWhatFails() // R40, R37
    {
        QFETCH(Scheduling, scheduling);
        Office office(scheduling);
        QVERIFY(setsUp(office.conductor));
        journal.clear();
        office.cache.setupHook = failing(u"no memory"_s);
        const QFuture<void> restart = office.conductor.restart(&office.db); // which both require
        QVERIFY(finishes(restart));
        const QString message = errorOf<SetupError>(restart)->message();
        VERIFY_CONTAINS(message, u"no memory"_s);
        VERIFY_CONTAINS(message, u"api was set up without cache (property cache, which is optional)"_s);
        QCOMPARE(office.cache.state(), Component::State::Failed);
        QVERIFY(office.api.isActive() && !office.api.cache());
        QCOMPARE(noted(), u"shutdown api, shutdown cache, shutdown db, setup db, setup cache, "
                          "api loses cache, which is Failed, setup api"_s);

        office.cache.setupHook = nullptr;
        QVERIFY(setsUp(office.conductor));
        QCOMPARE(noted(), u"setup cache, api gets cache, which is Active"_s);
    }

    void setupGoesOnWithoutWhatMayFail_data() { addSchedulings(); }
    void setupGoesOnWithoutWhatMayFail() // R40, R42: if it fails, the property is null and the dependent begins
    {
        QFETCH(Scheduling, scheduling);
        Office office(scheduling);
        office.cache.setEssential(false);
        Gate gate;
        office.cache.setupHook = gate.hook();
        const QFuture<void> setup = office.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        QCOMPARE(office.api.state(), Component::State::Waiting);
        gate.fail(u"no memory"_s);
        QVERIFY(ends(setup));
        QCOMPARE(noted(), u"setup db, setup cache, setup api"_s);
        QVERIFY(office.api.isActive() && !office.api.cache());
        QVERIFY(office.conductor.isDegraded());
    }

    void aReportedFailureLeavesTheDependentUp() // R40, R44
    {
        Office office;
        QVERIFY(setsUp(office.conductor));
        journal.clear();
        office.cache.reportFailure(u"no memory"_s);
        QTRY_COMPARE(office.cache.state(), Component::State::Failed);
        QCOMPARE(noted(), u"api loses cache, which is Active, shutdown cache"_s);
        QVERIFY(office.api.isActive());
        QVERIFY(office.conductor.isDegraded());
        QVERIFY(setsUp(office.conductor));
        QCOMPARE(office.api.cache(), &office.cache);
    }

    void aFailedOneIsLeftOut() // R40: it has failed before the dependent is set up
    {
        Office office;
        office.cache.setupHook = failing(u"no memory"_s);
        QVERIFY(ends(office.conductor.start(&office.db)));
        QVERIFY(finishes(office.conductor.start(&office.cache)));
        QCOMPARE(office.cache.state(), Component::State::Failed);
        QVERIFY(ends(office.conductor.start(&office.api)));
        QVERIFY(!office.api.cache());
    }

    void aRollBackOfItLeavesTheDependentUp() // R40, R15
    {
        View view; // requires a model, which fails
        Model model;
        Office office;
        QVERIFY(ends(office.conductor.start(&office.api)));
        view.model = &model;
        model.setupHook = failing(u"no data"_s);
        office.conductor.add(&view);
        journal.clear();
        const QFuture<void> setup = office.conductor.setup(); // begins the cache, too, and rolls it back
        QVERIFY(finishes(setup) && errorOf<SetupError>(setup));
        QVERIFY(office.api.isActive());
        QVERIFY(!office.cache.isActive() && !office.api.cache());
    }

    void itsDestructionLeavesTheDependentUp() // R40, R19
    {
        Log log;
        Api api;
        Cache next;
        auto cache = std::make_unique<Cache>();
        Conductor conductor;
        conductor.add(&api);
        conductor.add(cache.get());
        QVERIFY(setsUp(conductor));
        QCOMPARE(api.cache(), cache.get());
        cache.reset();
        QVERIFY(!api.cache());
        QCoreApplication::processEvents();
        QVERIFY(api.isActive());
        QCOMPARE(conductor.state(), Conductor::State::Active);
        QVERIFY(ends(conductor.start(&next))); // R19: it is resolved anew
        QCOMPARE(api.cache(), &next);
    }

    void aBackPointerIsOptional_data() { addSchedulings(); }
    void aBackPointerIsOptional() // R40: on a cycle it doesn't order, is set later, and null before the other goes down
    {
        QFETCH(Scheduling, scheduling);
        View view;
        Model model;
        Conductor conductor;
        conductor.setScheduling(scheduling);
        conductor.add(&model);
        conductor.add(&view);
        QVERIFY(setsUp(conductor));
        QCOMPARE(noted(), u"setup Model, setup View, gets Kinds::View"_s.remove(u"Kinds::"_s));
        QCOMPARE(model.view(), &view);
        QCOMPARE(conductor.layers(), (QList<QList<Component *>> { { &model }, { &view } }));
        QVERIFY(ends(conductor.stop(&view)));
        QCOMPARE(noted(), u"loses View, shutdown View"_s);
        QVERIFY(setsUp(conductor));
        QVERIFY(ends(conductor.start(&view)));
        QCOMPARE(model.view(), &view);
        journal.clear();
        QVERIFY(shutsDown(conductor));
        QCOMPARE(noted(), u"loses View, shutdown View, shutdown Model"_s);
    }

    void onlyRequiredDependenciesMakeACycle() // R40, R11
    {
        View view;
        Model model;
        View other;
        view.model = &model;
        other.model = &model;
        Conductor conductor;
        for (Component *component : std::initializer_list<Component *> { &view, &model, &other })
            conductor.add(component);
        VERIFY_CONTAINS(refusalOf<AmbiguousDependencyError>(conductor), u"Kinds::Model.view"_s);
        model.setView(&other);
        journal.clear();
        QVERIFY(setsUp(conductor));
        QCOMPARE(model.view(), &other);
    }

    void everyFaultKeepsTheRules() // R35, R40, R41
    {
        QCONDUCTOR_VERIFY_FAULTS([](Conductor &conductor) {
            conductor.add<Api>();
            conductor.add<Cache>();
            conductor.add<Host>();
            conductor.add<Viewer>();
            conductor.add<Editor>();
        });
    }

    void aSetterMayDoAnything_data()
    {
        QTest::addColumn<bool>("isComingUp");
        QTest::addColumn<QString>("what");
        for (const bool isComingUp : { false, true }) {
            for (const char *what :
                 { "shutdown", "destroys the dependency", "destroys the conductor", "runs an event loop" })
                QTest::addRow("%s, %s", what, isComingUp ? "set" : "null") << isComingUp << QString::fromLatin1(what);
        }
    }
    void aSetterMayDoAnything() // R21, R40
    {
        QFETCH(bool, isComingUp);
        QFETCH(QString, what);
        Log log;
        Api api;
        Database db;
        auto cache = std::make_unique<Cache>();
        auto conductor = std::make_unique<Conductor>();
        for (Component *component : std::initializer_list<Component *> { &api, cache.get(), &db })
            conductor->add(component);
        QVERIFY(setsUp(*conductor));
        if (isComingUp)
            QVERIFY(ends(conductor->stop(cache.get())));
        int calls = 0;
        api.cacheChanged = [&] {
            if (++calls > 1)
                return;
            if (what == u"shutdown")
                conductor->shutdown();
            else if (what == u"destroys the dependency")
                cache.reset();
            else if (what == u"destroys the conductor")
                conductor.reset();
            else
                QCoreApplication::processEvents();
        };
        const QFuture<void> future = isComingUp ? conductor->start(cache.get()) : conductor->stop(cache.get());
        QVERIFY(finishes(future));
        QVERIFY(calls > 0);
        QVERIFY(!conductor || shutsDown(*conductor) || what == u"destroys the dependency");
        QVERIFY(!api.isActive() && !db.isActive() && !(cache && cache->isActive()));
        QVERIFY(cache || !api.cache());
    }
};

QTEST_GUILESS_MAIN(tst_Kinds)
#include "tst_kinds.moc"
