// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "market.h"
#include "refusal.h"
#include "schedulings.h"

#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Market;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

// Can do without its database, and has a list of all.
class Reader : public Probe
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "database")
    Q_PROPERTY(Market::Database *database MEMBER database)
    Q_PROPERTY(QList<Market::Database *> all MEMBER all)
public:
    using Probe::Probe;
    Database *database = nullptr;
    QList<Database *> all;
};

// A document has a conductor of its own, and uses a component of the application's.
class tst_Foreign : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void isUsedAsItIs_data() { addSchedulings(); }
    void isUsedAsItIs() // R4
    {
        QFETCH(Scheduling, scheduling);
        Conductor application;
        auto *database = application.add<Database>();
        QVERIFY(setsUp(application));
        {
            WebApi api;
            Workers workers;
            Conductor document;
            document.setScheduling(scheduling);
            api.database = workers.database = database;
            document.add(&api);
            document.add(&workers);
            for (int run = 0; run < 3; ++run) {
                QVERIFY(setsUp(document));
                QCOMPARE(api.database, database);
                QCOMPARE(api.dependencies(), QList<Component *> { database });
                QCOMPARE(document.components(), QList<Component *>({ &api, &workers }));
                QCOMPARE(document.layers(), QList<QList<Component *>>({ { &api, &workers } }));
                QVERIFY(shutsDown(document));
                QCOMPARE(api.dependencies(), QList<Component *>());
                QVERIFY(database->isActive());
            }
            QVERIFY(setsUp(document));
        }
        QVERIFY(database->isActive());
        QCOMPARE(database->conductor(), &application);
        QVERIFY(shutsDown(application));
        QCOMPARE(database->setupCount, 1);
        QCOMPARE(database->shutdownCount, 1);
    }

    void mustBeActive() // R4
    {
        Log log;
        Conductor application;
        auto *database = application.add<Database>();
        WebApi api;
        Conductor document;
        api.database = database;
        document.add(&api);
        VERIFY_CONTAINS(refusalOf<Error>(document),
                        u"Market::WebApi.database can't be used: Database belongs to another "
                        "conductor, and is not active"_s);
        QVERIFY(setsUp(application));
        QVERIFY(setsUp(document));
        QVERIFY(shutsDown(document));
        QVERIFY(shutsDown(application));
        QVERIFY(finishes(document.setup())); // It is looked at again, although nothing has come or gone.
        QCOMPARE(document.state(), Conductor::State::Failed);
        QCOMPARE(api.setupCount, 1);
    }

    void aPropertyIsSetToNullWhenItIsDestroyed() // R4, R5
    {
        Log log;
        auto application = std::make_unique<Conductor>();
        auto *database = application->add<Database>();
        QVERIFY(setsUp(*application));
        WebApi api;
        Conductor document;
        api.database = database;
        document.add(&api);
        QVERIFY(setsUp(document));
        application.reset();
        QCOMPARE(api.database, nullptr);
        QCOMPARE(api.dependencies(), QList<Component *>());
        const QStringList lines = log.lines();
        // On a busy machine, its failure may have been handled before, while the other conductor shut down.
        QVERIFY2(!api.isActive()
                         || lines.contains(u"qconductor: Market::WebApi.database has lost a component of another "
                                           "conductor, which was destroyed"_s),
                 qPrintable(lines.join(u'\n')));
        QVERIFY(shutsDown(document));
        QVERIFY(setsUp(document)); // It gets a database of its own.
        QVERIFY(api.database && api.database->conductor() == &document);
    }

    void whatRequiresItFailsWhenItLeavesActive() // R4, R44
    {
        Conductor application;
        auto *database = application.add<Database>();
        QVERIFY(setsUp(application));
        WebApi api;
        Probe other;
        Conductor document;
        api.database = database;
        document.add(&api);
        document.add(&other);
        QVERIFY(setsUp(document));
        QSignalSpy failed(&document, &Conductor::componentFailed);
        QVERIFY(shutsDown(application));
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.first().at(0).value<Component *>(), &api);
        QCOMPARE(api.state(), Component::State::Failed);
        QCOMPARE(api.errorString(), u"Market::WebApi.database points to Database of another conductor, which is "
                                    "not active any more"_s);
        QCOMPARE(api.shutdownCount, 1);
        QVERIFY(other.isActive());
        QCOMPARE(document.state(), Conductor::State::Active);
        QVERIFY(setsUp(application));
        QVERIFY(finishes(document.restart(&api)));
        QVERIFY(api.isActive());
        QVERIFY(shutsDown(document));
    }

    void whatDependsOnItsUserIsStillOrdered_data() { addSchedulings(); }
    void whatDependsOnItsUserIsStillOrdered() // R4, R10
    {
        QFETCH(Scheduling, scheduling);
        Conductor application;
        auto *database = application.add<Database>();
        QVERIFY(setsUp(application));
        Both both;
        FakeDatabase fake;
        Conductor document;
        document.setScheduling(scheduling);
        both.database = database;
        both.fake = &fake;
        document.add(&both);
        journal.clear();
        QVERIFY(setsUp(document));
        QVERIFY(shutsDown(document));
        QCOMPARE(journal, QStringList({ u"setup Market::FakeDatabase"_s, u"setup Market::Both"_s,
                                        u"shutdown Market::Both"_s, u"shutdown Market::FakeDatabase"_s }));
    }

    void anOptionalPropertyIsNullWhileItIsNotActive_data()
    {
        QTest::addColumn<bool>("isSetUpAgain");
        QTest::newRow("while the holder is up") << false;
        QTest::newRow("while the holder is set up again") << true;
    }
    void anOptionalPropertyIsNullWhileItIsNotActive() // R4, R40
    {
        QFETCH(bool, isSetUpAgain);
        Conductor application;
        auto *database = application.add<Database>();
        QVERIFY(setsUp(application));
        Reader reader;
        Probe late;
        Conductor document;
        reader.database = database;
        document.add(&reader);
        QVERIFY(setsUp(document));
        QCOMPARE(reader.database, database);
        const Database *heldInShutdown = database;
        database->shutdownHook = calling([&] { heldInShutdown = reader.database; });
        QVERIFY(shutsDown(application));
        QCOMPARE(heldInShutdown, nullptr);
        QVERIFY(reader.isActive());
        QCOMPARE(reader.database, nullptr);
        if (isSetUpAgain) {
            document.add(&late);
            QVERIFY(shutsDown(document));
            QVERIFY(setsUp(document));
            QCOMPARE(reader.database, nullptr);
        }
        QVERIFY(setsUp(application));
        QCOMPARE(reader.database, database);
        QVERIFY(shutsDown(document));
        QVERIFY(shutsDown(application)); // while the holder is down, its wiring is left alone
        QCOMPARE(reader.database, database);
        journal.clear();
        QVERIFY(refusalOf<Error>(document).contains(u"is not active"_s));
    }

    void whatTheApplicationSetsMeanwhileStays() // R4, R40
    {
        Conductor application;
        auto *database = application.add<Database>();
        QVERIFY(setsUp(application));
        Reader reader;
        Conductor document;
        reader.database = database;
        document.add(&reader);
        QVERIFY(setsUp(document));
        reader.database = nullptr;
        QVERIFY(shutsDown(application));
        QVERIFY(setsUp(application));
        QCOMPARE(reader.database, nullptr);
        QVERIFY(shutsDown(document));
    }

    void aListHoldsNoneOfAnotherConductor() // R4, R41: a list has the components of its own conductor alone
    {
        Conductor application;
        auto *database = application.add<Database>();
        QVERIFY(setsUp(application));
        Reader reader;
        Database own;
        Conductor document;
        reader.all = { database };
        document.add(&reader);
        document.add(&own);
        QVERIFY(setsUp(document));
        QCOMPARE(reader.all, QList<Database *> { &own });
        QCOMPARE(database->conductor(), &application);
        QVERIFY(shutsDown(application));
        QVERIFY(reader.isActive());
        QVERIFY(shutsDown(document));
        QCOMPARE(own.shutdownCount, 1);
    }

    void isStillRefusedByAdd() // R9
    {
        Log log;
        Conductor application;
        auto *database = application.add<Database>();
        Conductor document;
        QCOMPARE(document.add(database), nullptr);
        QCOMPARE(log.messages().size(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_Foreign)
#include "tst_foreign.moc"
