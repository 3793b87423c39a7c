// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "diamond.h"
#include "schedulings.h"

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qpointer.h>

using namespace QConductor;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

class Late : public Probe
{
    Q_OBJECT
};

class Unused : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE Unused() = default;
};

class FakeUnused : public Unused
{
    Q_OBJECT
public:
    Q_INVOKABLE FakeUnused() = default;
};

class Clerk : public Probe
{
    Q_OBJECT
};

class Office : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Clerk *clerk MEMBER clerk)
public:
    Clerk *clerk = nullptr;
};

class Curious : public Probe // its property's functions may do anything
{
    Q_OBJECT
    Q_PROPERTY(Base *base READ base WRITE setBase)
public:
    Base *base() const
    {
        if (onRead)
            onRead();
        return m_base;
    }
    void setBase(Base *base)
    {
        m_base = base;
        if (const auto write = onWrite) // which may go with its component
            write();
    }

    std::function<void()> onRead;
    std::function<void()> onWrite;

private:
    Base *m_base = nullptr;
};

namespace {

enum class Action { Setup, Shutdown, Add, Patch, EventLoop, DeleteLater };

struct Place
{
    enum Kind { SetupHook, ShutdownHook, ConductorState, Activated, Deactivated, Failed, Progress, ComponentState };
    Kind kind = SetupHook;
    int state = 0;
};

} // namespace

// A diamond whose hooks end at once, later and in another thread, and look at the order that they are called in. The
// components outlive the conductor, so they can tell.
class Application
{
public:
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
            top.setupHook = [] { return Component::failed(u"on purpose"_s); };
        for (Probe *probe : all()) {
            guard(probe, &probe->setupHook, [](const Component *other) { return other->isActive(); }, &Component::dependencies);
            guard(probe, &probe->shutdownHook,
                  [](const Component *other) { return !other->isActive() && other->state() != Component::State::ShuttingDown; },
                  &Component::dependents);
        }
        conductor->add(&top);
    }
    ~Application() { delete conductor; }

    // At the first time that this place is reached, the action is taken there.
    void act(Action action, Place place)
    {
        const auto now = [this, action] {
            if (std::exchange(hasActed, true))
                return;
            take(action);
        };
        const auto inState = [now, place](auto state) {
            if (int(state) == place.state)
                now();
        };
        const auto inHook = [now](Probe::Hook *hook) {
            *hook = [now, inner = *hook] {
                const QFuture<void> future = inner();
                now();
                return future;
            };
        };
        switch (place.kind) {
        case Place::SetupHook: return inHook(&left.setupHook);
        case Place::ShutdownHook: return inHook(&left.shutdownHook);
        case Place::ConductorState: return connect(&Conductor::stateChanged, inState);
        case Place::Activated: return connect(&Conductor::activated, now);
        case Place::Deactivated: return connect(&Conductor::deactivated, now);
        case Place::Failed: return connect(&Conductor::failed, now);
        case Place::Progress: return connect(&Conductor::progressChanged, now);
        case Place::ComponentState:
            QObject::connect(place.state == int(Component::State::Failed) ? static_cast<Component *>(&top) : &left,
                             &Component::stateChanged, conductor, inState);
        }
    }

    QList<Probe *> all() { return { &base, &left, &right, &top, &late }; }

    bool hasActed = false;
    QStringList wrong;
    Base base;
    Left left;
    Right right;
    Top top;
    Late late;
    QPointer<Conductor> conductor = new Conductor;

private:
    template <class Signal, class Slot> void connect(Signal signal, Slot slot)
    {
        QObject::connect(conductor, signal, conductor, slot);
    }

    void take(Action action)
    {
        switch (action) {
        case Action::Setup: conductor->setup(); return;
        case Action::Shutdown: conductor->shutdown(); return;
        case Action::Add: conductor->add(&late); return;
        case Action::Patch: conductor->patch<Unused, FakeUnused>(); return;
        case Action::EventLoop:
            for (int i = 0; i < 20; ++i)
                QCoreApplication::processEvents();
            return;
        case Action::DeleteLater: conductor->deleteLater();
        }
    }

    // Ends when the event loop is reached.
    Probe::Hook laterHook()
    {
        return [this] {
            const auto promise = std::make_shared<QPromise<void>>();
            promise->start();
            QMetaObject::invokeMethod(&m_context, [promise] { promise->finish(); }, Qt::QueuedConnection);
            return promise->future();
        };
    }

    template <class Check>
    void guard(Probe *probe, Probe::Hook *hook, Check check, QList<Component *> (Component::*others)() const)
    {
        *hook = [this, probe, check, others, isSetup = hook == &probe->setupHook, inner = *hook] {
            const int due = probe->setupCount - probe->shutdownCount; // hooks come in turn
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

Q_DECLARE_METATYPE(Action)
Q_DECLARE_METATYPE(Place)

class tst_InsideOut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesAnythingFromAnywhere_data()
    {
        QTest::addColumn<Scheduling>("scheduling");
        QTest::addColumn<Place>("place");
        QTest::addColumn<Action>("action");
        for (const auto &[place, where] : places()) {
            for (const auto &[action, what] : actions()) {
                QTest::addRow("%s %s, layer by layer", what, qPrintable(where)) << Scheduling::LayerByLayer << place << action;
                QTest::addRow("%s %s, as ready", what, qPrintable(where)) << Scheduling::AsReady << place << action;
            }
        }
    }
    void doesAnythingFromAnywhere() // R21
    {
        QFETCH(Scheduling, scheduling);
        QFETCH(Place, place);
        QFETCH(Action, action);
        Application app(scheduling, isOfFailure(place));
        app.act(action, place);

        const QFuture<void> setup = app.conductor->setup();
        QVERIFY(finishes(setup));
        if (action != Action::DeleteLater || !app.hasActed)
            QVERIFY(finishes(app.conductor->shutdown()));
        QVERIFY(app.hasActed);

        if (action == Action::DeleteLater) {
            QTRY_VERIFY(!app.conductor);
        } else {
            checkThatItStillWorks(app, action, isOfFailure(place));
            if (QTest::currentTestFailed())
                return;
            delete app.conductor;
        }
        QCOMPARE(app.wrong, QStringList());
        for (const Probe *probe : app.all()) {
            const bool failedItself = isOfFailure(place) && probe == &app.top;
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
    void isDestroyedWithinANestedEventLoop() // R20, R21: the loop that a hook spins deletes the conductor
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
            QTest::ignoreMessage(QtWarningMsg, "Base failed: the conductor was destroyed inside its hook");
        } else {
            QVERIFY(finishes(setup));
            QTest::ignoreMessage(QtWarningMsg, "Base failed: the conductor was destroyed inside its hook");
            conductor->shutdown();
        }
        QTRY_VERIFY(!conductor);
        QVERIFY(setup.isFinished());
        QCOMPARE(base.conductor(), nullptr);
    }

    void aSlotOnTheLastSignalWaitsForTheFuture_data()
    {
        QTest::addColumn<bool>("fails");
        QTest::addColumn<int>("place");
        QTest::addColumn<int>("state");
        QTest::newRow("stateChanged: Active") << false << int(Place::ConductorState) << int(Conductor::State::Active);
        QTest::newRow("activated") << false << int(Place::Activated) << 0;
        QTest::newRow("stateChanged: Inactive") << false << int(Place::ConductorState) << int(Conductor::State::Inactive);
        QTest::newRow("deactivated") << false << int(Place::Deactivated) << 0;
        QTest::newRow("stateChanged: Failed") << true << int(Place::ConductorState) << int(Conductor::State::Failed);
        QTest::newRow("failed") << true << int(Place::Failed) << 0;
    }
    void aSlotOnTheLastSignalWaitsForTheFuture() // R21
    {
        QFETCH(bool, fails);
        QFETCH(int, place);
        QFETCH(int, state);
        Probe probe;
        if (fails)
            probe.setupHook = [] { return Component::failed(u"on purpose"_s); };
        Conductor conductor;
        conductor.add(&probe);
        QFuture<void> future;
        int ended = 0;
        const auto wait = [&] { ended += finishes(future) ? 1 : 0; };
        if (place == Place::ConductorState) {
            connect(&conductor, &Conductor::stateChanged, this, [&](Conductor::State reached) {
                if (int(reached) == state)
                    wait();
            });
        }
        if (place == Place::Activated)
            connect(&conductor, &Conductor::activated, this, wait);
        if (place == Place::Deactivated)
            connect(&conductor, &Conductor::deactivated, this, wait);
        if (place == Place::Failed)
            connect(&conductor, &Conductor::failed, this, wait);
        future = conductor.setup();
        QVERIFY(finishes(future));
        if (!fails) {
            future = conductor.shutdown();
            QVERIFY(finishes(future));
        }
        QCOMPARE(ended, 1);
    }

    void aSlotOnAComponentsStateWaitsForTheFuture_data() { addSchedulings(); }
    void aSlotOnAComponentsStateWaitsForTheFuture() // R21: after a hook whose event loop took the conductor's event
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

    void isDestroyedInTheInnerOfTwoHooks() // R20, R21: and a slot that hears of its failure runs the event loop
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
        QTest::ignoreMessage(QtWarningMsg, "Probe failed: the conductor was destroyed inside its hook");
        QTest::ignoreMessage(QtWarningMsg, "Probe failed: the conductor was destroyed inside its hook");
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
        const QFuture<void> next = conductor->setup(); // notices it
        QVERIFY(!conductor && finishes(canceled) && finishes(next));
        QVERIFY(errorOf<Error>(next));
    }

    void aFactoryBeginsAnotherSetupAndFails() // R12, R21
    {
        Office office;
        Conductor conductor;
        conductor.add(&office);
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
        QTest::ignoreMessage(QtWarningMsg, "Setup failed: Clerk: on strike");
        const QFuture<void> first = conductor.setup();
        QVERIFY(finishes(first) && first.isCanceled());
        QVERIFY(finishes(second) && !second.isCanceled());
        QCOMPARE(conductor.state(), Conductor::State::Active);
    }

    void aFactoryStopsTheSetupAndDestroysWhoAsked() // R21
    {
        auto office = std::make_unique<Office>();
        Conductor conductor;
        conductor.add(office.get());
        conductor.provide<Clerk>([&] {
            conductor.shutdown();
            office.reset();
            return new Clerk;
        });
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup) && setup.isCanceled());
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
    }

    void aFactoryStopsTheSetupAndNothingElseIsAsked() // R16, R21
    {
        Office office;
        Curious curious;
        int reads = 0;
        Conductor conductor;
        conductor.add(&office);
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
        QTest::addColumn<int>("call"); // setup asks for what is wired first, and then for what is needed
        QTest::addColumn<bool>("theConductor");
        for (int call : { 1, 2 }) {
            QTest::addRow("the conductor, call %d", call) << call << true;
            QTest::addRow("a component, call %d", call) << call << false;
        }
    }
    void aGetterDestroys() // R20, R21
    {
        QFETCH(int, call);
        QFETCH(bool, theConductor);
        auto conductor = std::make_unique<Conductor>();
        Base base;
        Curious curious;
        auto other = std::make_unique<Late>();
        curious.setBase(&base);
        int calls = 0;
        curious.onRead = [&] {
            if (++calls != call)
                return;
            if (theConductor) {
                conductor.reset();
            } else {
                conductor->shutdown();
                other.reset();
            }
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
            Late late;
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
    void addsWhileActive() // R12: only the new is set up
    {
        QFETCH(Scheduling, scheduling);
        Application app(scheduling, false);
        QVERIFY(finishes(app.conductor->setup()));
        journal.clear();
        app.conductor->add(&app.late);
        QCOMPARE(app.late.state(), Component::State::Inactive);
        QVERIFY(finishes(app.conductor->setup()));
        QCOMPARE(journal, QStringList { u"setup Late"_s });
        QCOMPARE(app.conductor->state(), Conductor::State::Active);
    }

    void anEventLoopInAGetterStallsNothing() // R12, R21: also where the time of a slice is over when it returns
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

    void whatAGetterAddsIsSetUpToo() // R12, R21: also where the last setup's graph is only compared
    {
        Curious curious;
        Late late;
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
        auto base = std::make_unique<Base>();
        Conductor conductor;
        conductor.add(base.get());
        conductor.add(&curious);
        QVERIFY(finishes(conductor.setup()));
        QVERIFY(finishes(conductor.shutdown()));
        curious.onWrite = [&] {
            curious.onWrite = {};
            conductor.setup();
        };
        base->setObjectName(u"before"_s);
        base.reset();
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(conductor.state(), Conductor::State::Active);
        QVERIFY(curious.base() && curious.base()->objectName().isEmpty());
    }

    void aSetterBeginsASetupWhileAnotherHoldsWhatIsDestroyed() // R5, R21
    {
        Curious first;
        Curious second;
        auto base = std::make_unique<Base>();
        Conductor conductor;
        for (Component *component : std::initializer_list<Component *> { base.get(), &first, &second })
            conductor.add(component);
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        first.onWrite = [&] {
            first.onWrite = {};
            conductor.setup();
        };
        base->setObjectName(u"before"_s);
        base.reset();
        QVERIFY(setsUp(conductor));
        QVERIFY(first.base() && first.base()->objectName().isEmpty());
        QCOMPARE(second.base(), first.base());
        QVERIFY(shutsDown(conductor));
    }

    void aSetterDestroysItsComponentAndOutlivesTheGraph() // R5, R21
    {
        Late late[3];
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
        auto base = std::make_unique<Base>();
        auto conductor = std::make_unique<Conductor>();
        conductor->add(base.get());
        conductor->add(&curious);
        QVERIFY(setsUp(*conductor));
        curious.onWrite = [&] {
            curious.onWrite = {};
            conductor.reset();
        };
        base.reset();
        QVERIFY(!conductor);
        QCOMPARE(curious.conductor(), nullptr);
        QCOMPARE(curious.shutdownCount, 1);
    }

private:
    static bool isOfFailure(const Place &place)
    {
        return place.kind == Place::Failed
                || (place.kind == Place::ConductorState && place.state == int(Conductor::State::Failed))
                || (place.kind == Place::ComponentState && place.state == int(Component::State::Failed));
    }

    // Whatever was done inside, the conductor comes to rest, and can be used again.
    static void checkThatItStillWorks(Application &app, Action action, bool fails)
    {
        const auto isAtRest = [&] {
            return app.conductor->state() != Conductor::State::SettingUp
                    && app.conductor->state() != Conductor::State::ShuttingDown;
        };
        QTRY_VERIFY(isAtRest());
        const QFuture<void> setup = app.conductor->setup();
        QVERIFY(finishes(setup));
        QCOMPARE(app.conductor->state(), fails ? Conductor::State::Failed : Conductor::State::Active);
        if (action == Action::Add && !fails)
            QVERIFY(app.late.isActive());
        const QFuture<void> shutdown = app.conductor->shutdown();
        QVERIFY(finishes(shutdown));
        QCOMPARE(app.conductor->state(), fails ? Conductor::State::Failed : Conductor::State::Inactive);
        for (const Probe *probe : app.all())
            QVERIFY(!probe->isActive());
    }

    static QList<std::pair<Action, const char *>> actions()
    {
        return { { Action::Setup, "setup" }, { Action::Shutdown, "shutdown" }, { Action::Add, "add" },
                 { Action::Patch, "patch" }, { Action::EventLoop, "event loop" }, { Action::DeleteLater, "deleteLater" } };
    }

    static QList<std::pair<Place, QString>> places()
    {
        QList<std::pair<Place, QString>> places { { { Place::SetupHook }, u"in a setup hook"_s },
                                                  { { Place::ShutdownHook }, u"in a shutdown hook"_s },
                                                  { { Place::Activated }, u"on activated()"_s },
                                                  { { Place::Deactivated }, u"on deactivated()"_s },
                                                  { { Place::Failed }, u"on failed()"_s },
                                                  { { Place::Progress }, u"on progressChanged()"_s } };
        const auto ofConductor = QMetaEnum::fromType<Conductor::State>();
        for (int i = 0; i < ofConductor.keyCount(); ++i)
            places += { { Place::ConductorState, i }, u"when the conductor is "_s + QLatin1String(ofConductor.key(i)) };
        const auto ofComponent = QMetaEnum::fromType<Component::State>();
        for (int i = 0; i < ofComponent.keyCount(); ++i)
            places += { { Place::ComponentState, i }, u"when a component is "_s + QLatin1String(ofComponent.key(i)) };
        return places;
    }
};

int main(int argc, char **argv)
{
    QLoggingCategory::setFilterRules(u"qconductor*.info=false"_s);
    QCoreApplication application(argc, argv);
    tst_InsideOut test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_insideout.moc"
