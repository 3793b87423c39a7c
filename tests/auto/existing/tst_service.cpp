// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "existing.h"
#include "log.h"
#include "schedulings.h"

#include <QConductor/Service>
#include <QConductor/Test>

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qthread.h>

#include <atomic>

using namespace QConductor;
using namespace Existing;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;
using State = Component::State;

namespace {

QString noted()
{
    return std::exchange(journal, {}).join(u", "_s);
}

// What makes the future of a setup fail, in words; empty: it has succeeded.
QString errorOfSetup(Conductor &conductor)
{
    const QFuture<void> setup = conductor.setup();
    if (!finishes(setup))
        return u"the setup doesn't end"_s;
    const auto error = errorOf<Error>(setup);
    return error ? error->message() : QString();
}

class RunningThread : public QThread
{
public:
    RunningThread() { start(); }
    ~RunningThread() override
    {
        quit();
        wait();
    }
};

} // namespace

class tst_Service : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    // R54: service(name) has hooks alone

    void hasHooksAlone_data() { addSchedulings(); }
    void hasHooksAlone() // R54: service(name) has hooks alone; a singleton with functions is one statement
    {
        QFETCH(Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        Database db;
        Service *downloads = conductor.service("Downloads")
                                     ->onSetup(&Downloads::init)
                                     ->onShutdown(&Downloads::free)
                                     ->needs(&db)
                                     ->setEssential(false)
                                     ->setStartMode(Component::StartMode::Automatic);
        QCOMPARE(downloads->conductor(), &conductor);
        QCOMPARE(downloads->displayName(), u"Downloads"_s);
        QVERIFY(!downloads->isEssential());
        QVERIFY(!downloads->object());
        QVERIFY(setsUp(conductor));
        QCOMPARE(noted(), u"setup Existing::Database, Downloads::init"_s);
        QCOMPARE(downloads->dependencies(), QList<Component *> { &db });
        QVERIFY(shutsDown(conductor));
        QCOMPARE(noted(), u"Downloads::free, shutdown Existing::Database"_s);
    }

    void aNameAlwaysMakesANewOne() // R54: service(name) always a new one
    {
        Conductor conductor;
        Service *first = conductor.service(u"Downloads"_s);
        QVERIFY(first != conductor.service("Downloads"));
        QCOMPARE(conductor.components().size(), 2);
        QPointer<Service> guard = first;
        {
            Conductor other;
            guard = other.service("Downloads");
        }
        QVERIFY(!guard); // R54: owned by the conductor
    }

    void aCallableReturnsWhatTheHookReturns() // R54: it returns void or the future that the hook returns, and may throw
    {
        Conductor conductor;
        Gate gate;
        Service *service = conductor.service("Service")->onSetup([&] { return gate.enter(); });
        const QFuture<void> setup = conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        QCOMPARE(service->state(), State::SettingUp);
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(service->state(), State::Active);
        service->onShutdown([] { throw Error(u"stuck"_s); });
        QVERIFY(finishes(conductor.shutdown()));
        QCOMPARE(service->errorString(), u"stuck"_s);
        QVERIFY2(conductor.errorString().startsWith(u"Shutdown failed: Service: stuck"_s),
                 qPrintable(conductor.errorString()));
    }

    void aFailureIsToldByTheDisplayName() // R54, R53: Failure::component is the display name
    {
        Conductor conductor;
        Database db;
        conductor.add(&db);
        conductor.service("Downloads")->onSetup([] { return Component::failed(u"no disk"_s); })->needs(&db);
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        const auto error = errorOf<SetupError>(setup);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 1);
        QCOMPARE(error->failures().first().component, u"Downloads"_s);
        QCOMPARE(error->failures().first().displayName, u"Downloads"_s);
        QVERIFY2(error->message().startsWith(u"Setup failed: Downloads: no disk"_s), qPrintable(error->message()));
        QCOMPARE(noted(), u"setup Existing::Database, shutdown Existing::Database"_s); // R15
    }

    void theJournalShowsTheDisplayName() // R54: the journal's names are its display name
    {
        Test::Fixture app;
        app.conductor().service("Downloads");
        QCONDUCTOR_SETUP(app);
        QCONDUCTOR_SHUTDOWN(app);
        QCOMPARE(app.journal(), QStringList({ u"setup Downloads"_s, u"shutdown Downloads"_s }));
    }

    // R54: service(object) stands for an object that exists

    void aWindowIsAService() // R54: a window that derives from QMainWindow
    {
        MainWindow window;
        Conductor conductor;
        Service *service = conductor.service(&window)
                                   ->onSetup([](MainWindow *window) { window->show(); })
                                   ->onShutdown([](QWidget *widget) { widget->hide(); });
        QCOMPARE(service->object(), &window);
        QCOMPARE(service->displayName(), u"MainWindow"_s);
        QVERIFY(setsUp(conductor));
        QVERIFY(window.isVisible());
        QVERIFY(shutsDown(conductor));
        QVERIFY(!window.isVisible());
    }

    void oneObjectHasOneService() // R54: service(object) twice gives the same Service
    {
        Printer printer;
        Printer other;
        Conductor conductor;
        QCOMPARE(conductor.service(&printer), conductor.service(&printer));
        QVERIFY(conductor.service(&printer) != conductor.service(&other));
        QCOMPARE(conductor.components().size(), 2);
    }

    void refusesComponents() // R54, R9: a component given to it is refused
    {
        Conductor conductor;
        Database db;
        const Log log;
        QCOMPARE(conductor.service(&db), nullptr);
        QCOMPARE(conductor.service(static_cast<QObject *>(nullptr)), nullptr);
        QCOMPARE(log.messages().size(), 2);
        QVERIFY(conductor.components().isEmpty());
    }

    void takesMemberFunctions() // R54: a callable takes a T * to which object() is cast
    {
        Printer printer;
        Conductor conductor;
        conductor.service(&printer)->onSetup(&Printer::open);
        QVERIFY(setsUp(conductor));
        QVERIFY(noted().endsWith(u"printer opens"_s));
    }

    void refusesACallableOfAnotherClass() // R54: the cast fails
    {
        Printer printer;
        Conductor conductor;
        conductor.service(&printer)->onSetup([](MainWindow *window) { window->show(); });
        QVERIFY2(errorOfSetup(conductor).contains(u"Existing::Printer"_s), qPrintable(conductor.errorString()));
    }

    void propertiesOfTheObjectAreDependencies() // R54, R3, R40, R41: its class info included, written into the object
    {
        Printer printer;
        Conductor conductor;
        Service *service = conductor.service(&printer);
        Cache cache;
        QVERIFY(setsUp(conductor));
        QVERIFY(printer.database() && printer.database()->isActive());
        QVERIFY(!printer.cache); // optional, and never created
        QCOMPARE(printer.databases, QList<Database *> { printer.database() });
        QCOMPARE(service->dependencies(), QList<Component *> { printer.database() });
        QCOMPARE(noted(), u"setup Existing::Database, printer gets database"_s);
        conductor.add(&cache);
        QVERIFY(setsUp(conductor));
        QCOMPARE(printer.cache, &cache);
        QVERIFY(finishes(conductor.stop(&cache)));
        QVERIFY(!printer.cache && service->isActive());
        QVERIFY(shutsDown(conductor));
        QVERIFY(noted().endsWith(u"shutdown Existing::Database"_s));
    }

    void whatIsWiredByHandStays() // R54, R4
    {
        Printer printer;
        Database mine;
        Database other;
        Conductor conductor;
        conductor.add(&other);
        printer.setDatabase(&mine);
        conductor.service(&printer);
        QVERIFY(setsUp(conductor));
        QCOMPARE(printer.database(), &mine);
        QVERIFY(mine.isActive());
        QCOMPARE(printer.databases.size(), 2);
    }

    void namesThePropertyOfTheObject() // R54, R7: messages name class and property of the object
    {
        Printer printer;
        Database first;
        Database second;
        Conductor conductor;
        conductor.service(&printer);
        conductor.add(&first);
        conductor.add(&second);
        QVERIFY2(errorOfSetup(conductor).contains(u"which Existing::Printer.database needs"_s),
                 qPrintable(conductor.errorString()));
    }

    void anInjectedComponentThatIsDestroyedIsForgotten() // R54, R5, R19
    {
        Printer printer;
        auto db = std::make_unique<Database>();
        Conductor conductor;
        Service *service = conductor.service(&printer);
        conductor.add(db.get());
        QVERIFY(setsUp(conductor));
        db.reset();
        QVERIFY(!printer.database());
        QTRY_COMPARE(service->state(), State::Inactive);
    }

    void theConductorLeavesAnObjectAsItWas() // R54, R9
    {
        Printer printer;
        {
            Conductor conductor;
            conductor.service(&printer);
            QVERIFY(setsUp(conductor));
            QVERIFY(printer.database());
        }
        QVERIFY(!printer.database());
        QVERIFY(printer.databases.isEmpty());
    }

    // R54: the objects of services are dependencies

    void anObjectIsADependency_data() { addSchedulings(); }
    void anObjectIsADependency() // R54: a property of any component whose class is that of a service's object
    {
        QFETCH(Scheduling, scheduling);
        Printer printer;
        Conductor conductor;
        conductor.setScheduling(scheduling);
        auto *reports = conductor.add<Reports>();
        Service *service = conductor.service(&printer)->onSetup(&Printer::open);
        QVERIFY(setsUp(conductor));
        QCOMPARE(reports->printer, &printer);
        QCOMPARE(reports->dependencies(), QList<Component *> { service });
        QCOMPARE(service->dependents(), QList<Component *> { reports });
        QCOMPARE(noted(), u"setup Existing::Database, printer gets database, printer opens, setup Existing::Reports"_s);
        QVERIFY(shutsDown(conductor));
        QCOMPARE(noted(), u"shutdown Existing::Reports, shutdown Existing::Database"_s);
    }

    void startBringsUpWhatAnObjectNeeds() // R54, R36: it is required
    {
        Printer printer;
        Conductor conductor;
        auto *reports = conductor.add<Reports>();
        Service *service = conductor.service(&printer)->setStartMode(Component::StartMode::OnDemand);
        QVERIFY(finishes(conductor.start(reports)));
        QVERIFY(reports->isActive() && service->isActive());
        QCOMPARE(reports->printer, &printer);
        QVERIFY(finishes(conductor.stop(service)));
        QVERIFY(!reports->isActive());
    }

    void aFailedObjectPreventsWhatRequiresIt() // R54, R15
    {
        Printer printer;
        Conductor conductor;
        auto *reports = conductor.add<Reports>();
        conductor.service(&printer)->onSetup([] { throw Error(u"no paper"_s); });
        QVERIFY(errorOfSetup(conductor).startsWith(u"Setup failed: Printer: no paper"_s));
        QCOMPARE(reports->state(), State::Inactive);
        QVERIFY2(reports->errorString().contains(u"(property printer) failed: no paper"_s),
                 qPrintable(reports->errorString()));
    }

    void severalAreAmbiguous() // R54: ambiguous where there are several
    {
        Printer first;
        Printer second;
        Conductor conductor;
        auto *reports = conductor.add<Reports>();
        conductor.service(&first)->setDisplayName("First");
        conductor.service(&second)->setDisplayName("Second");
        const QString message = errorOfSetup(conductor);
        QVERIFY2(message.contains(u"Existing::Reports.printer"_s) && message.contains(u"First"_s), qPrintable(message));
        reports->printer = &second; // R54: a property that isn't null is kept
        QVERIFY(setsUp(conductor));
        QCOMPARE(reports->printer, &second);
        QCOMPARE(reports->dependencies().size(), 1);
        QCOMPARE(reports->dependencies().first()->displayName(), u"Second"_s);
    }

    void whatNothingProvidesIsLeftAlone() // R54, R3
    {
        Printer mine;
        MockPrinter derived;
        Conductor conductor;
        auto *reports = conductor.add<Reports>();
        auto *others = new Reports(&conductor);
        others->printer = &mine;
        conductor.add(others);
        conductor.service(&derived); // R54: of exactly that class
        QVERIFY(setsUp(conductor));
        QCOMPARE(reports->printer, nullptr);
        QCOMPARE(others->printer, &mine);
        QVERIFY(shutsDown(conductor));
        QCOMPARE(others->printer, &mine);
    }

    void noObjectIsADependencyOfItsOwn() // R54: never the service's own
    {
        Link first;
        Link second;
        Conductor conductor;
        const Service *service = conductor.service(&first);
        QVERIFY(setsUp(conductor));
        QCOMPARE(first.next, nullptr);
        QCOMPARE(service->dependencies(), QList<Component *>());
        QVERIFY(shutsDown(conductor));
        conductor.service(&second);
        QVERIFY(setsUp(conductor));
        QCOMPARE(first.next, &second);
        QCOMPARE(second.next, &first);
        QVERIFY(shutsDown(conductor));
    }

    void tellsWhatStaysNull() // R54: at debug level in the category qconductor
    {
        const auto told = [](Component *component) {
            Conductor conductor;
            conductor.add(component);
            const Log log;
            return setsUp(conductor) ? log.lines().filter(u"qconductor: Existing::Labels."_s)
                                     : QStringList(u"failed"_s);
        };
        Labels labels;
        Printer printer;
        labels.printer = &printer;
        QCOMPARE(told(&labels), QStringList());
        labels.printer = nullptr;
        const QStringList lines = told(&labels);
        QCOMPARE(lines.size(), 1);
        QVERIFY2(lines.first().contains(u"Existing::Labels.printer stays null"_s), qPrintable(lines.first()));
        QCOMPARE(told(&labels), QStringList()); // once a class
    }

    void aCircleOfObjectsIsOptional_data() { addSchedulings(); }
    void aCircleOfObjectsIsOptional() // R54: required, except on a cycle, where it is treated as optional
    {
        QFETCH(Scheduling, scheduling);
        Left left;
        Right right;
        Conductor conductor;
        conductor.setScheduling(scheduling);
        Service *leftService = conductor.service(&left);
        Service *rightService = conductor.service(&right);
        QVERIFY(setsUp(conductor));
        QCOMPARE(left.right, &right);
        QCOMPARE(right.left, &left);
        QVERIFY(finishes(conductor.stop(leftService)));
        QVERIFY(rightService->isActive());
        QCOMPARE(right.left, nullptr);
        QVERIFY(finishes(conductor.start(leftService)));
        QCOMPARE(right.left, &left);
        QVERIFY(shutsDown(conductor));
    }

    void anObjectThatComesLaterIsSet() // R54, R12: what is up gets it, and requires it when it is set up the next time
    {
        Printer printer;
        Conductor conductor;
        auto *reports = conductor.add<Reports>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(reports->printer, nullptr);
        Service *service = conductor.service(&printer);
        QVERIFY(setsUp(conductor));
        QCOMPARE(reports->printer, &printer);
        QVERIFY(shutsDown(conductor));
        QVERIFY(setsUp(conductor));
        QVERIFY(finishes(conductor.stop(service)));
        QVERIFY(!reports->isActive());
    }

    void anObjectOfAnotherThreadIsRefused_data()
    {
        QTest::addColumn<bool>("isPatch");
        QTest::newRow("given") << false;
        QTest::newRow("patch") << true;
    }
    void anObjectOfAnotherThreadIsRefused() // R54, R22: before any function is called
    {
        QFETCH(bool, isPatch);
        Printer real;
        MockPrinter mock;
        Printer *object = isPatch ? &mock : &real;
        RunningThread thread;
        Conductor conductor;
        conductor.add<Database>();
        conductor.service(&real)->onSetup(&Printer::open);
        if (isPatch)
            conductor.patch<Printer>(&mock);
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        journal.clear();
        object->moveToThread(&thread); // It is looked at again, although nothing has come or gone.
        const QString message = errorOfSetup(conductor);
        QVERIFY2(message.startsWith(u"Printer can't be used: its object lives in another thread"_s),
                 qPrintable(message));
        QCOMPARE(noted(), QString());
        QCOMPARE(conductor.validate(nullptr), false);
        const auto moveBack = [object] { object->moveToThread(QCoreApplication::instance()->thread()); };
        QMetaObject::invokeMethod(object, moveBack, Qt::BlockingQueuedConnection);
        QVERIFY(setsUp(conductor));
    }

    // R54: service<T>(create)

    void anObjectThatIsMadeForAnotherThreadIsRefused() // R54, R22: its own thread destroys it
    {
        RunningThread thread;
        Conductor conductor;
        std::atomic<QThread *> destroyedIn = nullptr;
        Service *service = conductor
                                   .service<Printer>([&] {
                                       auto *printer = new Printer;
                                       const auto note = [&] { destroyedIn = QThread::currentThread(); };
                                       connect(printer, &QObject::destroyed, printer, note, Qt::DirectConnection);
                                       printer->moveToThread(&thread);
                                       return printer;
                                   })
                                   ->onSetup(&Printer::open);
        const QString message = errorOfSetup(conductor);
        QVERIFY2(message.startsWith(u"Setup failed: Printer: its object lives in another thread"_s),
                 qPrintable(message));
        QVERIFY(!service->object());
        QTRY_COMPARE(destroyedIn.load(), &thread);
        QVERIFY(!noted().contains(u"printer opens"_s));
    }

    void createsAnObjectAtItsSetup_data() { addSchedulings(); }
    void createsAnObjectAtItsSetup() // R54: the constructor finds its dependencies active; destroyed after its shutdown
    {
        QFETCH(Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        auto *db = conductor.add<Database>();
        MainWindow window;
        conductor.service(&window);
        Service *session = conductor.service<Session>([db] { return new Session(db); })
                                   ->needs(db)
                                   ->onSetup([](Session *session) { QVERIFY(session); });
        QVERIFY(!session->object());
        QCOMPARE(session->displayName(), u"Session"_s);
        QVERIFY(setsUp(conductor));
        QCOMPARE(noted(), u"setup Existing::Database, create Session, database up"_s);
        QCOMPARE(window.session, session->object());
        QVERIFY(window.session);
        QVERIFY(finishes(conductor.restart(session)));
        QCOMPARE(noted(), u"destroy Session, database up, create Session, database up"_s);
        QCOMPARE(window.session, session->object());
        QVERIFY(shutsDown(conductor));
        QCOMPARE(noted(), u"destroy Session, database up, shutdown Existing::Database"_s);
        QVERIFY(!session->object() && !window.session);
    }

    void createMayReturnNothing() // R54: nullptr for a singleton that isn't a QObject
    {
        Conductor conductor;
        Service *service = conductor
                                   .service<Downloads>([]() -> Downloads * {
                                       Downloads::init();
                                       return nullptr;
                                   })
                                   ->onShutdown(&Downloads::free);
        QVERIFY(setsUp(conductor));
        QVERIFY(!service->object());
        QVERIFY(shutsDown(conductor));
        QCOMPARE(noted(), u"Downloads::init, Downloads::free"_s);
    }

    void aCreatedObjectMayBeNoQObject() // R54
    {
        struct Plain
        {
            bool isOpen = false;
        };
        Conductor conductor;
        bool wasOpen = false;
        conductor.service<Plain>([] { return new Plain; })
                ->onSetup([](Plain *plain) { plain->isOpen = true; })
                ->onShutdown([&](Plain *plain) { wasOpen = plain->isOpen; });
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        QVERIFY(wasOpen);
    }

    void propertiesOfACreatedObjectAreInjected() // R54: the properties of T
    {
        Conductor conductor;
        Service *service = conductor.service<Printer>([] { return new Printer; })->onSetup(&Printer::open);
        auto *reports = conductor.add<Reports>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(noted(), u"setup Existing::Database, printer gets database, printer opens, setup Existing::Reports"_s);
        QCOMPARE(reports->printer, service->object());
        QVERIFY(shutsDown(conductor));
        QCOMPARE(reports->printer, nullptr);
        QVERIFY(setsUp(conductor));
        QCOMPARE(reports->printer, service->object());
    }

    void aConstructorThatFails() // R54, R15: that is the failure of its setup
    {
        Conductor conductor;
        bool isShutDown = false;
        conductor.service<Printer>([]() -> Printer * { throw Error(u"no driver"_s); })->onShutdown([&] {
            isShutDown = true;
        });
        QVERIFY(errorOfSetup(conductor).startsWith(u"Setup failed: Printer: no driver"_s));
        QVERIFY(!isShutDown);
        QVERIFY(noted().endsWith(u"shutdown Existing::Database"_s));
    }

    void anObjectWhoseSetupFailsIsDestroyed() // R54, R15
    {
        Conductor conductor;
        auto *db = conductor.add<Database>();
        conductor.service<Session>([db] { return new Session(db); })->needs(db)->onSetup([] { throw Error(u"no"_s); });
        QVERIFY(!errorOfSetup(conductor).isEmpty());
        QCOMPARE(noted(), u"setup Existing::Database, create Session, database up, destroy Session, database up, "
                          "shutdown Existing::Database"_s);
    }

    void anObjectIsRolledBack() // R54, R15, R16
    {
        Conductor conductor;
        auto *db = conductor.add<Database>();
        Service *session = conductor.service<Session>([db] { return new Session(db); })->needs(db);
        conductor.service("Broken")->needs(session)->onSetup([] { throw Error(u"no"_s); });
        QVERIFY(!errorOfSetup(conductor).isEmpty());
        QCOMPARE(noted(), u"setup Existing::Database, create Session, database up, destroy Session, database up, "
                          "shutdown Existing::Database"_s);
        QVERIFY(!session->object());
    }

    void anObjectIsKeptWhileItsHookRuns() // R54, R17: never destroyed before it has finished
    {
        Gate gate;
        Conductor conductor;
        auto *db = conductor.add<Database>();
        Service *session = conductor.service<Session>([db] { return new Session(db); })->needs(db)->onSetup([&] {
            return gate.enter();
        });
        session->setSetupTimeout(1);
        session->setShutdownTimeout(1);
        QVERIFY(!errorOfSetup(conductor).isEmpty());
        QVERIFY(session->object());
        gate.open();
        QTRY_VERIFY(!session->object());
        QVERIFY(noted().contains(u"destroy Session"_s));
    }

    void aServiceIsDestroyedWithItsObject() // R54, R9, R20
    {
        auto conductor = std::make_unique<Conductor>();
        auto *db = conductor->add<Database>();
        conductor->service<Session>([db] { return new Session(db); })->needs(db);
        QVERIFY(setsUp(*conductor));
        noted();
        conductor.reset();
        QCOMPARE(noted(), u"destroy Session, database up, shutdown Existing::Database"_s);
    }

    // R54: objects that are destroyed by somebody else

    void anObjectThatIsDestroyedIsLost() // R54, R19
    {
        auto printer = std::make_unique<Printer>();
        Conductor conductor;
        auto *reports = conductor.add<Reports>();
        bool isShutDown = false;
        const QPointer<Service> service = conductor.service(printer.get())->onShutdown([&] { isShutDown = true; });
        QVERIFY(setsUp(conductor));
        QStringList failed;
        connect(&conductor, &Conductor::componentFailed, this,
                [&](Component *component, const QString &message) { failed += component ? u"?"_s : message; });
        printer.reset();
        QCOMPARE(reports->printer, nullptr);
        QTRY_COMPARE(reports->state(), State::Inactive);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY2(failed.first().startsWith(u"Printer failed: destroyed"_s), qPrintable(failed.first()));
        QCOMPARE(conductor.failures().size(), 1);
        QVERIFY(service);
        QCOMPARE(service->state(), State::Failed);
        QCOMPARE(service->conductor(), nullptr);
        QVERIFY(!isShutDown);
        QVERIFY(setsUp(conductor)); // R19: a later setup resolves the dependency anew
        QVERIFY(reports->isActive());
    }

    void anObjectThatIsDestroyedInItsSetupIsAFailure() // R54, R19
    {
        auto printer = std::make_unique<Printer>();
        Gate gate;
        Conductor conductor;
        conductor.service(printer.get())->onSetup([&] { return gate.enter(); });
        const QFuture<void> setup = conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        printer.reset();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QVERIFY(noted().endsWith(u"shutdown Existing::Database"_s));
    }

    void aCreatedObjectThatIsDestroyedIsCreatedAgain() // R54, R19, R44
    {
        Conductor conductor;
        auto *reports = conductor.add<Reports>();
        bool isShutDown = false;
        Service *service = conductor.service<Printer>([] { return new Printer; })->onShutdown([&](Printer *) {
            isShutDown = true;
        });
        QVERIFY(setsUp(conductor));
        delete service->object();
        QCOMPARE(reports->printer, nullptr);
        QTRY_COMPARE(service->state(), State::Failed);
        QCOMPARE(reports->state(), State::Inactive);
        QVERIFY(!isShutDown);
        QCOMPARE(service->errorString(), u"its object was destroyed"_s);
        QVERIFY(setsUp(conductor));
        QVERIFY(service->object());
        QCOMPARE(reports->printer, service->object());
        QVERIFY(shutsDown(conductor));
        QVERIFY(isShutDown);
    }

    void aCreatedObjectThatIsDestroyedInItsSetupIsAFailure() // R54, R19
    {
        Gate gate;
        Conductor conductor;
        Service *service = conductor.service<Printer>([] { return new Printer; })->onSetup([&] {
            return gate.enter();
        });
        const QFuture<void> setup = conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        delete service->object();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup));
        QCOMPARE(service->errorString(), u"its object was destroyed"_s);
        gate.open();
    }

    void aFunctionMayDestroyItsObject() // R54, R19
    {
        Conductor conductor;
        conductor.service<Printer>([] { return new Printer; })->onSetup([](Printer *printer) { delete printer; });
        QVERIFY(errorOfSetup(conductor).contains(u"its object was destroyed"_s));
    }

    // R54: patches

    void aPatchIsTheObject() // R54, R8: it keeps its hooks, gets the patch as its object, and create isn't called
    {
        Conductor conductor;
        auto *reports = conductor.add<Reports>();
        bool isCreated = false;
        Service *service = conductor
                                   .service<Printer>([&] {
                                       isCreated = true;
                                       return new Printer;
                                   })
                                   ->onSetup(&Printer::open);
        MockPrinter mock;
        conductor.patch<Printer>(&mock);
        QCOMPARE(service->object(), &mock);
        QVERIFY(setsUp(conductor));
        QVERIFY(!isCreated);
        QCOMPARE(reports->printer, &mock);
        QVERIFY(!mock.database()); // R40: the mock needs nothing
        QCOMPARE(noted(), u"printer opens, setup Existing::Reports"_s);
        QVERIFY(shutsDown(conductor));
        QCOMPARE(service->object(), &mock);
    }

    void aPatchComesBeforeTheService() // R54, R8
    {
        Conductor conductor;
        MockPrinter mock;
        conductor.patch<Printer>(&mock);
        Printer real;
        Service *service = conductor.service(&real);
        QCOMPARE(conductor.service(&real), service);
        auto *reports = conductor.add<Reports>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(service->object(), &mock);
        QCOMPARE(reports->printer, &mock);
    }

    void aPatchNeedsNoService() // R54
    {
        Conductor conductor;
        MockPrinter mock;
        conductor.patch<Printer>(&mock);
        auto *reports = conductor.add<Reports>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(reports->printer, &mock);
    }

    void everyKindIsPatched() // R54, R8: a window, an object whose constructor isn't called, and one of no service
    {
        Database mine;
        Session session(&mine);
        MainWindow real;
        MainWindow fake;
        Conductor conductor;
        auto *db = conductor.add<Database>();
        conductor.service<Session>([db] { return new Session(db); })->needs(db);
        conductor.service(&real)->onSetup(&QWidget::show);
        conductor.patch<Session>(&session);
        conductor.patch<MainWindow>(&fake);
        noted();
        QVERIFY(setsUp(conductor));
        QCOMPARE(fake.session, &session);
        QCOMPARE(real.session, nullptr);
        QVERIFY(fake.isVisible() && !real.isVisible());
        QVERIFY(shutsDown(conductor));
        QCOMPARE(noted(), u"setup Existing::Database, shutdown Existing::Database"_s); // and no session
    }

    void aPatchMayBeReplaced() // R54, R8: while the service isn't up
    {
        MockPrinter first;
        MockPrinter second;
        Conductor conductor;
        auto *reports = conductor.add<Reports>();
        Service *service = conductor.service<Printer>([] { return new Printer; });
        conductor.patch<Printer>(&first);
        conductor.patch<Printer>(nullptr);
        QVERIFY(errorOfSetup(conductor).contains(u"the patch of Existing::Printer is a null pointer"_s));
        conductor.patch<Printer>(&second);
        QVERIFY(setsUp(conductor));
        QCOMPARE(service->object(), &second);
        QCOMPARE(reports->printer, &second);
        QVERIFY(shutsDown(conductor));
        conductor.patch<Printer>(&first);
        QCOMPARE(reports->printer, nullptr);
        QVERIFY(setsUp(conductor));
        QCOMPARE(reports->printer, &first);
    }

    void aRestartKeepsWhatIsNotItsOwn() // R54, R36
    {
        Printer printer;
        Conductor conductor;
        auto *reports = conductor.add<Reports>();
        Service *service = conductor.service(&printer)->onSetup(&Printer::open);
        QVERIFY(setsUp(conductor));
        noted();
        QVERIFY(finishes(conductor.restart(service)));
        QCOMPARE(noted(),
                 u"shutdown Existing::Reports, printer gets database, printer opens, setup Existing::Reports"_s);
        QCOMPARE(service->object(), &printer);
        QVERIFY(reports->isActive());
    }

    void aFunctionIsAsked_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("returns nothing") << 0;
        QTest::newRow("bool") << 1;
        QTest::newRow("bool, takes the reason") << 2;
        QTest::newRow("future") << 3;
        QTest::newRow("throws") << 4;
        QTest::newRow("no function") << 5;
    }
    void aFunctionIsAsked() // R54, R46: it takes nothing or the reason, and returns void for yes, bool or QFuture<bool>
    {
        QFETCH(int, kind);
        const bool isAgreed = kind == 0 || kind == 5;
        Conductor conductor;
        Service *service = conductor.service("Editor");
        int asked = 0;
        const auto refusal = [] {
            QPromise<bool> promise;
            promise.start();
            promise.addResult(false);
            promise.finish();
            return promise.future();
        };
        switch (kind) {
        case 0: service->onShutdownRequest([&] { ++asked; }); break;
        case 1:
            service->onShutdownRequest([&] {
                ++asked;
                return false;
            });
            break;
        case 2:
            service->onShutdownRequest([&](ShutdownReason reason) {
                ++asked;
                return reason != ShutdownReason::Requested;
            });
            break;
        case 3:
            service->onShutdownRequest([&] {
                ++asked;
                return refusal();
            });
            break;
        case 4:
            service->onShutdownRequest([&]() -> bool {
                ++asked;
                throw Error(u"unsaved"_s);
            });
            break;
        }
        QVERIFY(setsUp(conductor));
        QFuture<bool> request = conductor.requestShutdown();
        QTRY_VERIFY(request.isFinished());
        QCOMPARE(request.result(), isAgreed);
        QCOMPARE(asked, kind == 5 ? 0 : 1);
        QCOMPARE(service->isActive(), !isAgreed);
        QVERIFY(shutsDown(conductor));
    }

    void aPatchThatComesTooLateIsRefused() // R54, R8
    {
        Conductor conductor;
        Printer printer;
        MockPrinter mock;
        conductor.service(&printer);
        QVERIFY(setsUp(conductor));
        const Log log;
        conductor.patch<Printer>(&mock);
        QCOMPARE(log.lines().filter(u"comes too late"_s).size(), 1);
        QVERIFY(shutsDown(conductor));
        QVERIFY(errorOfSetup(conductor).contains(u"comes too late"_s));
    }

    void aPatchThatIsDestroyedIsAnError() // R54, R8, R19
    {
        Conductor conductor;
        auto mock = std::make_unique<MockPrinter>();
        conductor.patch<Printer>(mock.get());
        Service *service = conductor.service<Printer>([] { return new Printer; });
        QVERIFY(setsUp(conductor));
        mock.reset();
        QTRY_COMPARE(service->state(), State::Failed);
        QVERIFY(shutsDown(conductor));
        QVERIFY(errorOfSetup(conductor).contains(u"the patch of Existing::Printer was destroyed"_s));
    }

    // Tests of services

    void followsAScript() // R34, R54
    {
        Test::Fixture app;
        Printer printer;
        Test::ServiceScript script(app.conductor().service(&printer));
        script.setupScript().fail("no paper");
        QVERIFY(!app.setup());
        QVERIFY2(app.errorString().contains(u"Printer: no paper"_s), qPrintable(app.errorString()));
        script.setupScript().succeed();
        QCONDUCTOR_SETUP(app);
        QCONDUCTOR_SHUTDOWN(app);
        QCOMPARE(script.setupCount(), 2);
        QCOMPARE(script.shutdownCount(), 1);
    }

    void suffersAnyFault() // R35, R54: services with and without objects, which are required, optional and on a cycle
    {
        struct Objects
        {
            Left left;
            Right right;
            MainWindow window;
        };
        const auto objects = std::make_unique<Objects>();
        const auto build = [&](Conductor &conductor) {
            auto *db = conductor.add<Database>();
            conductor.add<Reports>();
            conductor.service<Printer>([] { return new Printer; })->onSetup(&Printer::open);
            conductor.service<Session>([&] { return new Session(conductor.component<Database>()); })->needs(db);
            conductor.service(&objects->left);
            conductor.service(&objects->right);
            conductor.service(&objects->window);
            conductor.service("Downloads")->onSetup(&Downloads::init)->onShutdown(&Downloads::free);
        };
        QCONDUCTOR_VERIFY_FAULTS(build);
        noted();
    }

    void itsClassFollowsFromAFunctionObject() // R54
    {
        Conductor conductor;
        const std::function<Printer *()> create = [] { return new Printer; };
        const Service *service = conductor.service(create);
        QVERIFY(setsUp(conductor));
        QVERIFY(qobject_cast<Printer *>(service->object()));
    }

    void isNotDestroyedByTheFaultMatrix() // R35, R54: What another service has as its property isn't taken from it.
    {
        Printer printer;
        Test::FaultMatrix matrix([&](Conductor &conductor) {
            conductor.service(&printer);
            conductor.service<MainWindow>([] { return new MainWindow; })->onSetup([](MainWindow *window) {
                if (!window->printer)
                    throw Error(u"no printer"_s);
            });
        });
        const Test::FaultReport report = matrix.run();
        QVERIFY2(report.isGood(), qPrintable(report.summary()));
        QVERIFY(report.leftOut().contains(
                u"the destruction of Printer, because no later setup can replace a service"_s));
    }
};

QTEST_MAIN(tst_Service)
#include "tst_service.moc"
