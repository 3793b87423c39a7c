// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application.h"

#include <QConductor/Test>

using namespace QConductor;
using namespace QConductor::Test;
using namespace std::chrono_literals;

namespace Shop {

// Its hooks return futures that never finish, if it was told so.
class Stubborn : public Component
{
    Q_OBJECT
public:
    using Component::Component;
    bool hangsInSetup = false;
    bool hangsInShutdown = false;

protected:
    QFuture<void> onSetup() override { return hangsInSetup ? hang() : done(); }
    QFuture<void> onShutdown() override { return hangsInShutdown ? hang() : done(); }

private:
    QFuture<void> hang()
    {
        m_promise.emplace();
        m_promise->start();
        return m_promise->future();
    }
    std::optional<QPromise<void>> m_promise;
};

} // namespace Shop

using namespace Shop;

// Every function here fails on purpose. It logs "line" with the number of the line with the macro that fails it. "goes on"
// is logged if the macro doesn't return from the function.
class FailingFixtures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setupFails()
    {
        Scripted<Database> database;
        database.setupScript().fail(QString(3000, QLatin1Char('x')) + QStringLiteral("END"));
        Fixture app;
        app.conductor().patch<Database>(&database);
        app.conductor().add<WebApi>();
        qInfo("line %d", __LINE__ + 1);
        QCONDUCTOR_SETUP(app);
        qInfo("goes on");
    }

    void setupDoesNotEnd()
    {
        Stubborn stubborn;
        stubborn.hangsInSetup = true;
        stubborn.setShutdownTimeout(50);
        Fixture app(20ms);
        app.conductor().add(&stubborn);
        qInfo("line %d", __LINE__ + 1);
        QCONDUCTOR_SETUP(app);
        qInfo("goes on");
    }

    void shutdownFails()
    {
        Scripted<Database> database;
        database.shutdownScript().throwException("the disk is full");
        Fixture app;
        app.conductor().add(&database);
        QCONDUCTOR_SETUP(app);
        qInfo("line %d", __LINE__ + 1);
        QCONDUCTOR_SHUTDOWN(app);
        qInfo("goes on");
    }

    void cannotBeShutDown()
    {
        Scripted<Database> database;
        database.shutdownScript().fail("the disk is full");
        Fixture app;
        app.conductor().add(&database);
        qInfo("line %d", __LINE__ + 1);
        QCONDUCTOR_SETUP(app);
    }

    void shutdownNeverEnds()
    {
        Scripted<Database> database;
        database.shutdownScript().hang();
        Fixture app(20ms);
        app.conductor().add(&database);
        qInfo("line %d", __LINE__ + 1);
        QCONDUCTOR_SETUP(app);
    }

    void leavesAHookBehind()
    {
        Stubborn stubborn;
        stubborn.hangsInShutdown = true;
        stubborn.setShutdownTimeout(10);
        Fixture app(500ms);
        app.conductor().add(&stubborn);
        qInfo("line %d", __LINE__ + 1);
        QCONDUCTOR_SETUP(app);
        QVERIFY(!app.shutdown());
    }

    void leavesAComponentBehind()
    {
        Fixture app(500ms);
        app.conductor().provide<Stubborn>([] {
            auto *stubborn = new Stubborn;
            stubborn->hangsInShutdown = true;
            stubborn->setShutdownTimeout(10);
            return stubborn;
        });
        app.conductor().add<Stubborn>();
        qInfo("line %d", __LINE__ + 1);
        QCONDUCTOR_SETUP(app);
        QVERIFY(!app.shutdown());
    }

    void takesLongerThanItsBudget()
    {
        Fixture app;
        app.conductor().add<WebApi>();
        QCONDUCTOR_SETUP(app);
        qInfo("line %d", __LINE__ + 1);
        QCONDUCTOR_VERIFY_BUDGET(app, -1ms);
        qInfo("goes on");
    }

    void breaksUnderFaults()
    {
        qInfo("line %d", __LINE__ + 1);
        QCONDUCTOR_VERIFY_FAULTS([](Conductor &conductor) {
            auto *database = new Scripted<Database>(&conductor);
            database->shutdownScript().fail("the disk is full");
            conductor.patch<Database>(database);
            conductor.add<WebApi>();
        });
        qInfo("goes on");
    }
};

QTEST_GUILESS_MAIN(FailingFixtures)
#include "failingfixtures.moc"
