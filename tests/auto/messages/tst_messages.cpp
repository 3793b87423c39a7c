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

// A stall can do without scales, and a till begins after the stall.
namespace Stalls {

class Scales : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class Stall : public Probe
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "scales")
    Q_PROPERTY(Stalls::Scales *scales MEMBER scales)
    Q_PROPERTY(QList<Stalls::Scales *> all MEMBER all)
public:
    using Probe::Probe;
    Scales *scales = nullptr;
    QList<Scales *> all;
};

class Till : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Stalls::Stall *stall MEMBER stall)
public:
    using Probe::Probe;
    Stall *stall = nullptr;
};

struct Street
{
    Street()
    {
        for (Probe *each : { static_cast<Probe *>(&scales), static_cast<Probe *>(&stall), static_cast<Probe *>(&till) })
            conductor.add(each);
    }
    Scales scales;
    Stall stall;
    Till till;
    Conductor conductor; // is destroyed first
};

} // namespace Stalls

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
        Gate db;
        shop.db->setupHook = db.hook();
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(shop.queue->isActive());
        db.fail(QStringLiteral("unable to open database file"));
        QVERIFY(finishes(setup));
        QCOMPARE(
                withoutTimes(errorOf<SetupError>(setup)->message()),
                QStringLiteral("Setup failed: Database: unable to open database file (after 12 ms)\n"
                               "  not set up: WebApi (waiting for Database), BackgroundWorkers (waiting for Database)\n"
                               "  rolled back: MessageQueue\n"
                               "  and during roll-back: Cache: timed out after 30 ms"));
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
                 QStringLiteral("Setup failed: Database: no disk (after 12 ms)\n"
                                "  and: MessageQueue: no broker (after 12 ms)\n"
                                "  not set up: WebApi (waiting for Database, MessageQueue), "
                                "BackgroundWorkers (waiting for Database)\n"
                                "  rolled back: Cache"));
    }

    void whatWasLeftOutBefore() // R15, R42: and why that was allowed
    {
        ShopTest shop;
        Gate db;
        shop.db->setupHook = db.hook();
        shop.queue->setEssential(false);
        shop.api->setEssential(false);
        shop.queue->setupHook = failing(QStringLiteral("no broker"));
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_COMPARE(shop.queue->state(), Component::State::Failed);
        db.fail(QStringLiteral("no disk"));
        QVERIFY(finishes(setup));
        const auto error = errorOf<SetupError>(setup);
        QVERIFY(error);
        QCOMPARE(withoutTimes(error->message()),
                 QStringLiteral("Setup failed: Database: no disk (after 12 ms)\n"
                                "  not set up: BackgroundWorkers (waiting for Database)\n"
                                "  rolled back: Cache\n"
                                "  left out because not essential: MessageQueue (failed: no broker), "
                                "WebApi (because of MessageQueue)"));
        QCOMPARE(error->failures().size(), 1);
    }

    void whatWasSetUpWithoutAnother() // R15, R40, R41, R42
    {
        Stalls::Street street;
        Gate till;
        street.till.setupHook = till.hook();
        street.scales.setEssential(false);
        street.scales.setupHook = failing(QStringLiteral("no current"));
        const QFuture<void> setup = street.conductor.setup();
        QTRY_VERIFY(till.isEntered);
        till.fail(QStringLiteral("no coins"));
        QVERIFY(finishes(setup));
        QCOMPARE(withoutTimes(errorOf<SetupError>(setup)->message()),
                 QStringLiteral("Setup failed: Till: no coins (after 12 ms)\n"
                                "  rolled back: Stall\n"
                                "  left out because not essential: Scales (failed: no current)\n"
                                "  Stall was set up without Scales (property scales, which is optional), "
                                "Stall was set up without Scales (property all, which is a list)"));
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
                 QStringLiteral("Shutdown failed: WebApi: still serving (after 12 ms)\n"
                                "  and: Database: locked (after 12 ms)\n"
                                "  and: Cache: timed out after 30 ms"));
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
        QVERIFY2(message.endsWith(QStringLiteral("BackgroundWorkers (waiting for Database) and 80 more")),
                 qPrintable(message));
        QCOMPARE(message.count(QStringLiteral("(waiting for Database)")), 20);
    }
};

QTEST_GUILESS_MAIN(tst_Messages)
#include "tst_messages.moc"
