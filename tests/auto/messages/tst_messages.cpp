// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "market.h"
#include "shop.h"

#include <QtCore/qregularexpression.h>

#include <array>

using namespace QConductor;

// Entry needs C, and A, B and C need each other in a circle.
namespace Ring {

class C;

class A : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Ring::C *c MEMBER c)
public:
    Q_INVOKABLE A() = default;
    C *c = nullptr;
};

class B : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Ring::A *a MEMBER a)
public:
    Q_INVOKABLE B() = default;
    A *a = nullptr;
};

class C : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Ring::B *b MEMBER b)
public:
    Q_INVOKABLE C() = default;
    B *b = nullptr;
};

class Entry : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Ring::C *c MEMBER c)
public:
    C *c = nullptr;
};

} // namespace Ring

namespace {

// Replaces the time that a hook took, which differs each time.
QString withoutTimes(QString message)
{
    static const QRegularExpression time(QStringLiteral("after \\d+ ms\\)"));
    return message.replace(time, QStringLiteral("after 12 ms)"));
}

template <class E> QString messageOfSetup(Conductor &conductor)
{
    const QFuture<void> setup = conductor.setup();
    const auto error = finishes(setup) ? errorOf<E>(setup) : nullptr;
    return error ? withoutTimes(error->message()) : QStringLiteral("no such error");
}

} // namespace

// What the errors of setup() and shutdown() say, word for word.
class tst_Messages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFailedSetup() // R15
    {
        ShopTest shop;
        Gate gate;
        shop.cache->setShutdownTimeout(30);
        shop.cache->shutdownHook = gate.hook();
        QString message;
        Gate db;
        shop.db->setupHook = db.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(shop.queue->isActive());
        db.fail(QStringLiteral("unable to open database file"));
        QVERIFY(finishes(setup));
        QCOMPARE(
                withoutTimes(errorOf<SetupError>(setup)->message()),
                QStringLiteral(
                        "Setup failed: Shop::Database: unable to open database file (after 12 ms)\n"
                        "  not set up: Shop::WebApi (waiting for Shop::Database), Shop::BackgroundWorkers (waiting for Shop::Database)\n"
                        "  rolled back: Shop::MessageQueue\n"
                        "  and during roll-back: Shop::Cache: timed out after 30 ms"));
        gate.open();
    }

    void twoFailuresAtOnce() // R15
    {
        ShopTest shop;
        Gate db;
        Gate queue;
        shop.db->setupHook = db.hook();
        shop.queue->setupHook = queue.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(db.isEntered && queue.isEntered);
        db.fail(QStringLiteral("no disk"));
        queue.fail(QStringLiteral("no broker"));
        QVERIFY(finishes(setup));
        QCOMPARE(withoutTimes(errorOf<SetupError>(setup)->message()),
                 QStringLiteral("Setup failed: Shop::Database: no disk (after 12 ms)\n"
                                "  and: Shop::MessageQueue: no broker (after 12 ms)\n"
                                "  not set up: Shop::WebApi (waiting for Shop::Database, Shop::MessageQueue), "
                                "Shop::BackgroundWorkers (waiting for Shop::Database)\n"
                                "  rolled back: Shop::Cache"));
    }

    void aShutdownWithThreeFailures() // R18
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        Gate gate;
        shop.api->shutdownHook = failing(QStringLiteral("still serving"));
        shop.db->shutdownHook = failing(QStringLiteral("locked"));
        shop.cache->setShutdownTimeout(30);
        shop.cache->shutdownHook = gate.hook();
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QVERIFY(finishes(shutdown));
        QCOMPARE(withoutTimes(errorOf<ShutdownError>(shutdown)->message()),
                 QStringLiteral("Shutdown failed: Shop::WebApi: still serving (after 12 ms)\n"
                                "  and: Shop::Database: locked (after 12 ms)\n"
                                "  and: Shop::Cache: timed out after 30 ms"));
        gate.open();
    }

    void aCycle() // R11
    {
        Conductor conductor;
        conductor.add<Ring::Entry>();
        QCOMPARE(messageOfSetup<CircularDependencyError>(conductor),
                 QStringLiteral("Circular dependency: Ring::Entry.c -> Ring::C.b -> Ring::B.a -> Ring::A.c -> Ring::C"));
    }

    void aMissingProvider() // R7
    {
        Conductor conductor;
        conductor.add<Market::Desk>();
        QCOMPARE(messageOfSetup<MissingDependencyError>(conductor),
                 QStringLiteral("Market::Clerk, which Market::Desk.clerk needs, is missing: Market::Clerk can't be "
                                "created: it is abstract, or has no Q_INVOKABLE constructor that takes nothing or a "
                                "QObject *parent. Give it one, or add() an instance, provide() a factory or patch() it"));
    }

    void anAmbiguity() // R6, R7
    {
        Shop::Database main;
        Shop::Database archive;
        archive.setObjectName(QStringLiteral("archive"));
        Conductor conductor;
        conductor.add(&main);
        conductor.add(&archive);
        conductor.add<Shop::BackgroundWorkers>();
        QCOMPARE(messageOfSetup<AmbiguousDependencyError>(conductor),
                 QStringLiteral("Shop::Database, which Shop::BackgroundWorkers.db needs, is ambiguous: it could be "
                                "Shop::Database or Shop::Database \"archive\". Set the property to one of them"));
    }

    void aComponentThatWasDestroyed() // R19
    {
        ShopTest shop;
        Gate gate;
        auto *doomed = new Probe;
        doomed->setupHook = gate.hook();
        shop.conductor.add(doomed);
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        delete doomed;
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<SetupError>(setup)->message().startsWith(QStringLiteral("Setup failed: Probe: destroyed while it was setting up\n")));
        gate.open();
    }

    void aHundredThatWaitedAreCounted() // R15
    {
        Shop::Database db;
        db.setupHook = failing(QStringLiteral("no disk"));
        std::array<Shop::BackgroundWorkers, 100> workers;
        Conductor conductor;
        for (auto &worker : workers)
            conductor.add(&worker);
        conductor.add(&db);
        const QString message = messageOfSetup<SetupError>(conductor);
        QVERIFY2(message.endsWith(QStringLiteral("Shop::BackgroundWorkers (waiting for Shop::Database) and 80 more")),
                 qPrintable(message));
        QCOMPARE(message.count(QStringLiteral("(waiting for Shop::Database)")), 20);
    }
};

QTEST_GUILESS_MAIN(tst_Messages)
#include "tst_messages.moc"
