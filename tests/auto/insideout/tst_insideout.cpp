// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "diamond.h"
#include "market.h"
#include "places.h"
#include "schedulings.h"

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qpointer.h>

#include <functional>

using namespace QConductor;
using namespace Qt::StringLiterals;
using Market::Clerk;
using Market::Curious;
using Market::Database;
using Market::Desk;
using Scheduling = Conductor::Scheduling;

// A diamond whose hooks end at once, later and in another thread. Each hook looks whether it is called in its order.
// The components outlive the conductor, so that a test can look at them when it is gone.
class Application
{
public:
    using Action = std::function<void(Application &)>;
    using PlaceInIt = std::function<void(Application &, const Act &)>;

    Application(Scheduling scheduling, bool fails) : m_fails(fails)
    {
        left.base = right.base = &base;
        top.left = &left;
        top.right = &right;
        conductor->setScheduling(scheduling);
        for (Probe *probe : all())
            probe->setupHook = probe->shutdownHook = Component::done;
        base.setupHook = base.shutdownHook = right.setupHook = laterHook();
        left.setupHook = right.shutdownHook = [] { return QtConcurrent::run([] {}); };
        if (fails)
            top.setupHook = failing(u"on purpose"_s);
        for (Probe *probe : all()) {
            guard(probe, &probe->setupHook, [](const Component *other) { return other->isActive(); }, &Component::dependencies);
            guard(probe, &probe->shutdownHook,
                  [](const Component *other) { return !other->isActive() && other->state() != Component::State::ShuttingDown; },
                  &Component::dependents);
        }
        conductor->add(&top);
    }
    ~Application() { delete conductor; }

    // Arranges that the action is taken when the application comes to the place for the first time.
    void act(const PlaceInIt &place, const Action &action)
    {
        place(*this, [this, action] {
            if (!std::exchange(hasActed, true))
                action(*this);
        });
    }

    QList<Probe *> all() { return { &base, &left, &right, &top, &late }; }

    bool hasActed = false;
    bool isToBeDeleted = false; // The action has asked that the conductor be deleted later.
    QStringList wrong;
    Base base;
    Left left;
    Right right;
    Top top;
    Probe late; // The conductor has it only after the action has added it.
    QPointer<Conductor> conductor = new Conductor;

private:
    // A hook that ends when the event loop runs next.
    Probe::Hook laterHook()
    {
        return [this] {
            const auto promise = std::make_shared<QPromise<void>>();
            promise->start();
            QMetaObject::invokeMethod(&m_context, [promise] { promise->finish(); }, Qt::QueuedConnection);
            return promise->future();
        };
    }

    // Lets a hook note when it is called out of turn or too early, before it does what it did. A hook is called too
    // early where check doesn't hold for one of the components that "others" returns.
    template <class Check>
    void guard(Probe *probe, Probe::Hook *hook, Check check, QList<Component *> (Component::*others)() const)
    {
        *hook = [this, probe, check, others, isSetup = hook == &probe->setupHook, inner = *hook] {
            const int due = probe->setupCount - probe->shutdownCount;
            if (due != int(isSetup) && !(m_fails && probe == &top))
                wrong += u"a hook of %1 is called out of turn"_s.arg(probe->name());
            for (const Component *other : (probe->*others)()) {
                if (!check(other))
                    wrong += u"%1 is called too early"_s.arg(probe->name());
            }
            return inner();
        };
    }

    const bool m_fails;
    QObject m_context;
};

using Action = Application::Action;
using PlaceInIt = Application::PlaceInIt;
using Destroy = std::function<void(std::unique_ptr<Conductor> &, std::unique_ptr<Probe> &)>;

// What application code may do from inside the conductor: in hooks, slots, getters, setters and factories.
class tst_InsideOut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesAnythingFromAnywhere_data()
    {
        addSchedulingColumn();
        QTest::addColumn<PlaceInIt>("place");
        QTest::addColumn<bool>("fails");
        QTest::addColumn<Action>("action");
        for (const auto &[where, place, fails] : places()) {
            for (const auto &[what, action] : actions())
                addInBothSchedulings(what + u' ' + where, place, fails, action);
        }
    }
    void doesAnythingFromAnywhere() // R21
    {
        QFETCH(Scheduling, scheduling);
        QFETCH(PlaceInIt, place);
        QFETCH(bool, fails);
        QFETCH(Action, action);
        Application app(scheduling, fails);
        app.act(place, action);

        const QFuture<void> setup = app.conductor->setup();
        QVERIFY(finishes(setup));
        if (!app.isToBeDeleted)
            QVERIFY(finishes(app.conductor->shutdown()));
        QVERIFY(app.hasActed);

        if (app.isToBeDeleted) {
            QTRY_VERIFY(!app.conductor);
        } else {
            checkThatItStillWorks(app, fails);
            if (QTest::currentTestFailed())
                return;
            delete app.conductor;
        }
        QCOMPARE(app.wrong, QStringList());
        for (const Probe *probe : app.all()) {
            const bool failedItself = fails && probe == &app.top;
            QCOMPARE(probe->shutdownCount, failedItself ? 0 : probe->setupCount);
            QCOMPARE(probe->conductor(), nullptr);
        }
    }

    void isDestroyedWithinANestedEventLoop_data()
    {
        QTest::addColumn<bool>("inSetup");
        QTest::newRow("in a setup hook") << true;
        QTest::newRow("in a shutdown hook") << false;
    }
    void isDestroyedWithinANestedEventLoop() // R20, R21: The event loop that a hook runs deletes the conductor.
    {
        QFETCH(bool, inSetup);
        Base base;
        QPointer<Conductor> conductor = new Conductor;
        const auto hook = [&] {
            QMetaObject::invokeMethod(conductor, [&] { delete conductor; }, Qt::QueuedConnection);
            while (conductor)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            return Component::done();
        };
        (inSetup ? base.setupHook : base.shutdownHook) = hook;
        conductor->add(&base);
        const QFuture<void> setup = conductor->setup();
        if (inSetup) {
            QTest::ignoreMessage(QtWarningMsg, "Setup failed: Base: the conductor was destroyed inside its hook");
        } else {
            QVERIFY(finishes(setup));
            QTest::ignoreMessage(QtWarningMsg, "Shutdown failed: Base: the conductor was destroyed inside its hook");
            conductor->shutdown();
        }
        QTRY_VERIFY(!conductor);
        QVERIFY(setup.isFinished());
        QCOMPARE(base.conductor(), nullptr);
    }

    void aSlotOnTheLastSignalWaitsForTheFuture_data()
    {
        QTest::addColumn<Place>("place");
        QTest::addColumn<Probe::Hook>("hook");
        const Probe::Hook well = Component::done;
        const Probe::Hook badly = failing(u"on purpose"_s);
        QTest::newRow("stateChanged: Active") << when(Conductor::State::Active) << well;
        QTest::newRow("activated") << on(&Conductor::activated) << well;
        QTest::newRow("stateChanged: Inactive") << when(Conductor::State::Inactive) << well;
        QTest::newRow("deactivated") << on(&Conductor::deactivated) << well;
        QTest::newRow("stateChanged: Failed") << when(Conductor::State::Failed) << badly;
        QTest::newRow("failed") << on(&Conductor::failed) << badly;
    }
    void aSlotOnTheLastSignalWaitsForTheFuture() // R21
    {
        QFETCH(Place, place);
        QFETCH(Probe::Hook, hook);
        Probe probe;
        probe.setupHook = hook;
        Conductor conductor;
        conductor.add(&probe);
        QFuture<void> future;
        int ended = 0;
        place(conductor, [&] { ended += finishes(future) ? 1 : 0; });
        future = conductor.setup();
        QVERIFY(finishes(future));
        if (conductor.state() == Conductor::State::Active) {
            future = conductor.shutdown();
            QVERIFY(finishes(future));
        }
        QCOMPARE(ended, 1);
    }

    void aSlotOnAComponentsStateWaitsForTheFuture_data() { addSchedulings(); }
    // R21: Before that, a hook has run an event loop, which took the conductor's event.
    void aSlotOnAComponentsStateWaitsForTheFuture()
    {
        QFETCH(Scheduling, scheduling);
        Base base;
        Left left;
        left.base = &base;
        const auto hook = [] {
            QCoreApplication::processEvents();
            return Component::done();
        };
        base.setupHook = base.shutdownHook = hook;
        Conductor conductor;
        conductor.setScheduling(scheduling);
        conductor.add(&left);
        QFuture<void> future;
        QStringList ended;
        connect(&base, &Component::stateChanged, this, [&](Component::State state) {
            const bool isEnd = state == Component::State::Active || state == Component::State::Inactive;
            if (isEnd && finishes(future))
                ended += QVariant::fromValue(state).toString();
        });
        future = conductor.setup();
        QVERIFY(finishes(future));
        future = conductor.shutdown();
        QVERIFY(finishes(future));
        QCOMPARE(ended, QStringList({ u"Active"_s, u"Inactive"_s }));
    }

    void isDestroyedInTheInnerOfTwoHooks() // R20, R21: A slot that hears of the failure runs the event loop.
    {
        Probe outer, inner;
        auto conductor = std::make_unique<Conductor>();
        conductor->add(&outer);
        conductor->add(&inner);
        outer.setupHook = [&] {
            while (inner.state() == Component::State::Waiting)
                QCoreApplication::processEvents();
            return Component::done();
        };
        inner.setupHook = [&] {
            conductor.reset();
            return Component::done();
        };
        connect(&inner, &Component::stateChanged, this, [](Component::State state) {
            for (int i = 0; state == Component::State::Failed && i < 3; ++i)
                QCoreApplication::processEvents();
        });
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(u"^Setup failed: Probe: the conductor was destroyed inside its hook\n"
                                                "  and: Probe: the conductor was destroyed inside its hook$"_s));
        QVERIFY(finishes(conductor->setup()));
        QVERIFY(!conductor);
    }

    void isDestroyedWhileSetupTellsOfACancel() // R20, R21
    {
        Probe probe;
        auto conductor = std::make_unique<Conductor>();
        conductor->add(&probe);
        connect(conductor.get(), &Conductor::stateChanged, this, [&](Conductor::State state) {
            if (state == Conductor::State::ShuttingDown && conductor)
                conductor.reset();
        });
        QFuture<void> canceled = conductor->setup();
        canceled.cancel();
        const QFuture<void> next = conductor->setup(); // This call notices the cancel.
        QVERIFY(!conductor && finishes(canceled) && finishes(next));
        QVERIFY(errorOf<Error>(next));
    }

    void aFactoryBeginsAnotherSetupAndFails() // R12, R21
    {
        Desk desk;
        Conductor conductor;
        conductor.add(&desk);
        QFuture<void> second;
        conductor.provide<Clerk>([&]() -> Clerk * {
            if (second.isValid())
                return new Clerk;
            finishes(conductor.shutdown());
            second = conductor.setup();
            for (int i = 0; i < 3; ++i)
                QCoreApplication::processEvents();
            throw Error(u"on strike"_s);
        });
        QTest::ignoreMessage(QtWarningMsg, "Setup failed: Market::Clerk: on strike");
        const QFuture<void> first = conductor.setup();
        QVERIFY(finishes(first) && first.isCanceled());
        QVERIFY(finishes(second) && !second.isCanceled());
        QCOMPARE(conductor.state(), Conductor::State::Active);
    }

    void aFactoryStopsTheSetupAndDestroysItsDependent() // R21
    {
        auto desk = std::make_unique<Desk>();
        Conductor conductor;
        conductor.add(desk.get());
        conductor.provide<Clerk>([&] {
            conductor.shutdown();
            desk.reset();
            return new Clerk;
        });
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup) && setup.isCanceled());
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
    }

    void aFactoryStopsTheSetupAndNothingElseIsAsked() // R16, R21
    {
        Desk desk;
        Curious curious;
        int reads = 0;
        Conductor conductor;
        conductor.add(&desk);
        conductor.add(&curious);
        conductor.provide<Clerk>([&] {
            conductor.shutdown();
            reads = 0;
            return new Clerk;
        });
        curious.onRead = [&] { ++reads; };
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup) && setup.isCanceled());
        QCOMPARE(reads, 0);
        curious.onRead = {};
    }

    void aGetterDestroys_data()
    {
        QTest::addColumn<int>("call"); // Setup first asks for what is wired, and then for what is needed.
        QTest::addColumn<Destroy>("destroy");
        const Destroy theConductor = [](std::unique_ptr<Conductor> &conductor, std::unique_ptr<Probe> &) {
            conductor.reset();
        };
        const Destroy aComponent = [](std::unique_ptr<Conductor> &conductor, std::unique_ptr<Probe> &component) {
            conductor->shutdown();
            component.reset();
        };
        for (int call : { 1, 2 }) {
            QTest::addRow("the conductor, call %d", call) << call << theConductor;
            QTest::addRow("a component, call %d", call) << call << aComponent;
        }
    }
    void aGetterDestroys() // R20, R21
    {
        QFETCH(int, call);
        QFETCH(Destroy, destroy);
        auto conductor = std::make_unique<Conductor>();
        Database database;
        Curious curious;
        auto other = std::make_unique<Probe>();
        curious.setDatabase(&database);
        int calls = 0;
        curious.onRead = [&] {
            if (++calls == call)
                destroy(conductor, other);
        };
        conductor->add(other.get());
        conductor->add(&curious);
        QVERIFY(finishes(conductor->setup()));
        curious.onRead = {};
        QVERIFY(calls >= call);
        QVERIFY(!conductor || shutsDown(*conductor));
    }

    void aGetterDestroysWhatIsValidated() // R20, R21
    {
        auto conductor = std::make_unique<Conductor>();
        Curious curious;
        curious.onRead = [&] { conductor.reset(); };
        conductor->add(&curious);
        conductor->validate();
        QVERIFY(!conductor);
        QCOMPARE(curious.conductor(), nullptr);
    }

    void validateEndsThoughAGetterAddsAndDestroys() // R14, R21
    {
        Curious curious;
        Conductor conductor;
        curious.onRead = [&] {
            Probe late;
            conductor.add(&late);
        };
        conductor.add(&curious);
        QVERIFY_THROWS_EXCEPTION(Error, conductor.validate());
        curious.onRead = {};
        conductor.validate();
        QVERIFY(setsUp(conductor));
    }

    void isNotToldToBeActiveWhenItIsDownAgain() // R21
    {
        Probe probe;
        Conductor conductor;
        conductor.add(&probe);
        QStringList told;
        connect(&conductor, &Conductor::stateChanged, this, [&](Conductor::State state) {
            if (state == Conductor::State::Active)
                QVERIFY(shutsDown(conductor));
        });
        connect(&conductor, &Conductor::activated, this, [&] { told += u"activated"_s; });
        connect(&conductor, &Conductor::deactivated, this, [&] { told += u"deactivated"_s; });
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(told, QStringList(u"deactivated"_s));
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
    }

    void addsWhileActive_data() { addSchedulings(); }
    void addsWhileActive() // R12: Only what is new is set up.
    {
        QFETCH(Scheduling, scheduling);
        Application app(scheduling, false);
        QVERIFY(finishes(app.conductor->setup()));
        journal.clear();
        app.conductor->add(&app.late);
        QCOMPARE(app.late.state(), Component::State::Inactive);
        QVERIFY(finishes(app.conductor->setup()));
        QCOMPARE(journal, QStringList { u"setup Probe"_s });
        QCOMPARE(app.conductor->state(), Conductor::State::Active);
    }

    void anEventLoopInAGetterStallsNothing() // R12, R21: When the getter returns, the time of a slice is over.
    {
        Conductor conductor;
        std::vector<std::unique_ptr<Curious>> many;
        for (int i = 0; i < 200; ++i)
            conductor.add(many.emplace_back(std::make_unique<Curious>()).get());
        many.front()->onRead = [] {
            QCoreApplication::processEvents();
            const QDeadlineTimer end(10);
            while (!end.hasExpired()) { }
        };
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(conductor.state(), Conductor::State::Active);
        many.front()->onRead = {};
    }

    void whatAGetterAddsIsSetUpToo() // R12, R21: The second setup only compares the graph of the first one.
    {
        Curious curious;
        Probe late;
        Conductor conductor;
        conductor.add(&curious);
        QVERIFY(finishes(conductor.setup()));
        QVERIFY(finishes(conductor.shutdown()));
        curious.onRead = [&] { conductor.add(&late); };
        QVERIFY(finishes(conductor.setup()));
        QVERIFY(finishes(conductor.setup()));
        QVERIFY(late.isActive());
    }

    void aSetterBeginsASetupWhileWhatItHeldIsDestroyed() // R5, R21
    {
        Curious curious;
        auto database = std::make_unique<Database>();
        Conductor conductor;
        conductor.add(database.get());
        conductor.add(&curious);
        QVERIFY(finishes(conductor.setup()));
        QVERIFY(finishes(conductor.shutdown()));
        curious.onWrite = [&] {
            curious.onWrite = {};
            conductor.setup();
        };
        database->setObjectName(u"before"_s);
        database.reset();
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(conductor.state(), Conductor::State::Active);
        QVERIFY(curious.database() && curious.database()->objectName().isEmpty());
    }

    void aSetterBeginsASetupWhileAnotherHoldsWhatIsDestroyed() // R5, R21
    {
        Curious first;
        Curious second;
        auto database = std::make_unique<Database>();
        Conductor conductor;
        for (Component *component : std::initializer_list<Component *> { database.get(), &first, &second })
            conductor.add(component);
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        first.onWrite = [&] {
            first.onWrite = {};
            conductor.setup();
        };
        database->setObjectName(u"before"_s);
        database.reset();
        QVERIFY(setsUp(conductor));
        QVERIFY(first.database() && first.database()->objectName().isEmpty());
        QCOMPARE(second.database(), first.database());
        QVERIFY(shutsDown(conductor));
    }

    void aSetterDestroysItsComponentAndOutlivesTheGraph() // R5, R21
    {
        Probe late[3];
        auto holder = std::make_unique<Curious>();
        Conductor conductor;
        conductor.add(&late[0]);
        conductor.add(holder.get());
        int setups = 0;
        holder->onWrite = [&] {
            if (!holder)
                return;
            holder.reset();
            while (conductor.state() == Conductor::State::SettingUp || conductor.state() == Conductor::State::ShuttingDown)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            for (int i : { 1, 2 }) {
                conductor.add(&late[i]);
                setups += setsUp(conductor);
            }
        };
        conductor.setup();
        QTRY_COMPARE(setups, 2);
        QTRY_COMPARE(conductor.state(), Conductor::State::Active);
        QVERIFY(shutsDown(conductor));
    }

    void aSetterDestroysTheConductorWhileWhatItHeldIsDestroyed() // R5, R20, R21
    {
        Curious curious;
        auto database = std::make_unique<Database>();
        auto conductor = std::make_unique<Conductor>();
        conductor->add(database.get());
        conductor->add(&curious);
        QVERIFY(setsUp(*conductor));
        curious.onWrite = [&] {
            curious.onWrite = {};
            conductor.reset();
        };
        database.reset();
        QVERIFY(!conductor);
        QCOMPARE(curious.conductor(), nullptr);
        QCOMPARE(curious.shutdownCount, 1);
    }

private:
    // Whatever was done inside, the conductor comes to rest, and can be used again.
    static void checkThatItStillWorks(Application &app, bool fails)
    {
        const auto isAtRest = [&] {
            return app.conductor->state() != Conductor::State::SettingUp
                    && app.conductor->state() != Conductor::State::ShuttingDown;
        };
        QTRY_VERIFY(isAtRest());
        const QFuture<void> setup = app.conductor->setup();
        QVERIFY(finishes(setup));
        QCOMPARE(app.conductor->state(), fails ? Conductor::State::Failed : Conductor::State::Active);
        for (const Component *component : app.conductor->components())
            QCOMPARE(component->isActive(), !fails);
        const QFuture<void> shutdown = app.conductor->shutdown();
        QVERIFY(finishes(shutdown));
        QCOMPARE(app.conductor->state(), fails ? Conductor::State::Failed : Conductor::State::Inactive);
        for (const Probe *probe : app.all())
            QVERIFY(!probe->isActive());
    }

    struct What
    {
        QString name;
        Action action;
    };
    static QList<What> actions()
    {
        return { { u"setup"_s, [](Application &app) { app.conductor->setup(); } },
                 { u"shutdown"_s, [](Application &app) { app.conductor->shutdown(); } },
                 { u"add"_s, [](Application &app) { QCOMPARE(app.conductor->add(&app.late), &app.late); } },
                 { u"patch"_s, [](Application &app) { app.conductor->patch<Database, Market::FakeDatabase>(); } },
                 { u"event loop"_s, [](Application &) {
                     for (int i = 0; i < 20; ++i)
                         QCoreApplication::processEvents();
                 } },
                 { u"deleteLater"_s, [](Application &app) {
                     app.isToBeDeleted = true;
                     app.conductor->deleteLater();
                 } } };
    }

    struct Where
    {
        QString name;
        PlaceInIt place;
        bool fails = false; // Only a setup that fails comes there.
    };
    static QList<Where> places()
    {
        const auto ofConductor = [](const Place &place) {
            return [place](Application &app, const Act &act) { place(*app.conductor, act); };
        };
        const auto ofHook = [](Probe::Hook Probe::*member) {
            return [member](Application &app, const Act &act) {
                app.left.*member = [act, inner = app.left.*member] {
                    const QFuture<void> future = inner();
                    act();
                    return future;
                };
            };
        };
        QList<Where> places {
            { u"in a setup hook"_s, ofHook(&Probe::setupHook) },
            { u"in a shutdown hook"_s, ofHook(&Probe::shutdownHook) },
            { u"on activated()"_s, ofConductor(on(&Conductor::activated)) },
            { u"on deactivated()"_s, ofConductor(on(&Conductor::deactivated)) },
            { u"on failed()"_s, ofConductor(on(&Conductor::failed)), true },
            { u"on progressChanged()"_s, ofConductor(on(&Conductor::progressChanged)) },
        };
        const auto conductorStates = QMetaEnum::fromType<Conductor::State>();
        for (int i = 0; i < conductorStates.keyCount(); ++i) {
            const auto state = Conductor::State(i);
            places += { u"when the conductor is "_s + QLatin1String(conductorStates.key(i)), ofConductor(when(state)),
                        state == Conductor::State::Failed };
        }
        const auto componentStates = QMetaEnum::fromType<Component::State>();
        for (int i = 0; i < componentStates.keyCount(); ++i) {
            const auto state = Component::State(i);
            const bool fails = state == Component::State::Failed;
            places += { u"when a component is "_s + QLatin1String(componentStates.key(i)),
                        [state, fails](Application &app, const Act &act) {
                            doWhen(fails ? static_cast<Component *>(&app.top) : &app.left, state, act);
                        }, fails };
        }
        return places;
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    tst_InsideOut test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_insideout.moc"
