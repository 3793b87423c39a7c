// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Test>

using namespace QConductor;
using namespace QConductor::Test;
using namespace std::chrono_literals;

namespace Office {

class Database : public Component
{
    Q_OBJECT
public:
    using Component::Component;
};

class WebApi : public Component
{
    Q_OBJECT
public:
    using Component::Component;
};

class Statistics : public Component
{
    Q_OBJECT
public:
    using Component::Component;
};

} // namespace Office

using namespace Office;

namespace {

// A database of 200 ms, then an API of 100 ms, and beside them statistics of 250 ms, in virtual time.
struct Application
{
    Application()
    {
        fixture.setClock(&clock);
        database.setupScript().after(200ms);
        api.setupScript().after(100ms);
        statistics.setupScript().after(250ms);
        for (Component *component : std::initializer_list<Component *> { &database, &api, &statistics })
            fixture.conductor().add(component);
        fixture.conductor().setScheduling(Conductor::Scheduling::AsReady);
        fixture.conductor().addDependency(&api, &database); // a scripted component needs nothing by its properties
    }
    bool setUp() { return fixture.setup(); }
    Scripted<Database> database;
    Scripted<WebApi> api;
    Scripted<Statistics> statistics;
    VirtualClock clock;
    Fixture fixture;
};

} // namespace

class tst_TestlibBudget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCriticalPathIsItsMeasure() // R33, R48
    {
        Application application;
        QVERIFY(application.setUp());
        const Fixture &app = application.fixture;
        //! [budget]
        QCONDUCTOR_VERIFY_BUDGET(app, 300ms);
        QCONDUCTOR_VERIFY_BUDGET(app, 300ms, { "Database", "WebApi", "Statistics" });
        //! [budget]
        QCOMPARE(Budget(app, 300ms).criticalPath(), std::chrono::nanoseconds(300ms));
        const QString error = Budget(app.conductor(), 299ms).errorString();
        QVERIFY2(error.startsWith(
                         QStringLiteral("The critical path of the setup takes 300.0 ms, and its budget is 299.0 ms:")),
                 qPrintable(error));
        QVERIFY(error.contains(app.conductor().report().toString()));
    }

    void onlyWhatIsListedMayBegin() // R33, R43, R48
    {
        Application application;
        QVERIFY(application.setUp());
        const QString error = Budget(application.fixture, 1s, { "Database", "WebApi" }).errorString();
        QVERIFY2(error.startsWith(QStringLiteral("Statistics may not begin before the first frame.")),
                 qPrintable(error));
        Application deferred;
        deferred.statistics.setStartMode(Component::StartMode::Deferred);
        QVERIFY(deferred.setUp());
        QCONDUCTOR_VERIFY_BUDGET(deferred.fixture, 1s, { "Database", "WebApi" });
    }

    void withoutASetupNothingIsKept() // R33, R48
    {
        Application application;
        QVERIFY(!Budget(application.fixture, 1s).errorString().isEmpty());
        QCOMPARE(Budget(application.fixture, 1s).criticalPath(), 0ns);
    }
};

QTEST_GUILESS_MAIN(tst_TestlibBudget)

#include "tst_testlib_budget.moc"
