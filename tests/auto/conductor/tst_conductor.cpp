// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "probe.h"

using namespace QConductor;

class Database : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr) : Probe(parent) { }
};

class MessageQueue : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit MessageQueue(QObject *parent = nullptr) : Probe(parent) { }
};

class WebApi : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Database *database MEMBER database)
    Q_PROPERTY(MessageQueue *queue MEMBER queue)
public:
    Q_INVOKABLE explicit WebApi(QObject *parent = nullptr) : Probe(parent) { }
    Database *database = nullptr;
    MessageQueue *queue = nullptr;
};

class BackgroundWorkers : public WebApi
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit BackgroundWorkers(QObject *parent = nullptr) : WebApi(parent) { }
};

class tst_Conductor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void setsUpAndShutsDownADiamond_data()
    {
        QTest::addColumn<Conductor::Scheduling>("scheduling");
        QTest::newRow("layer by layer") << Conductor::Scheduling::LayerByLayer;
        QTest::newRow("as ready") << Conductor::Scheduling::AsReady;
    }
    void setsUpAndShutsDownADiamond() // R5, R10
    {
        QFETCH(Conductor::Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        auto *api = conductor.add<WebApi>();
        conductor.add<BackgroundWorkers>();

        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(conductor.state(), Conductor::State::Active);
        QVERIFY(api->database && api->database->isActive());
        QCOMPARE(journal, QStringList({ QStringLiteral("setup Database"), QStringLiteral("setup MessageQueue"),
                                        QStringLiteral("setup WebApi"), QStringLiteral("setup BackgroundWorkers") }));
        journal.clear();

        const QFuture<void> shutdown = conductor.shutdown();
        QVERIFY(finishes(shutdown));
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QCOMPARE(journal, QStringList({ QStringLiteral("shutdown BackgroundWorkers"), QStringLiteral("shutdown WebApi"),
                                        QStringLiteral("shutdown MessageQueue"), QStringLiteral("shutdown Database") }));
    }

    void goesOnAfterAShutdownThatTimedOut() // R17, R18: when nothing else wakes the event loop
    {
        Gate gate;
        Conductor conductor;
        auto *queue = conductor.add<MessageQueue>();
        queue->shutdownHook = gate.hook();
        queue->setShutdownTimeout(1);
        QVERIFY(finishes(conductor.setup()));
        const QFuture<void> shutdown = conductor.shutdown();
        QVERIFY(finishes(shutdown));
        QCOMPARE(errorOf<ShutdownError>(shutdown)->failures().size(), 1);
        gate.open();
    }

    void goesOnAfterAComponentDiedInItsShutdown() // R18, R19: likewise
    {
        Gate gate;
        Conductor conductor;
        auto queue = std::make_unique<MessageQueue>();
        queue->shutdownHook = gate.hook();
        conductor.add(queue.get());
        QVERIFY(finishes(conductor.setup()));
        const QFuture<void> shutdown = conductor.shutdown();
        QTRY_VERIFY(gate.isEntered);
        queue.reset();
        QVERIFY(finishes(shutdown));
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
    }
};

QTEST_GUILESS_MAIN(tst_Conductor)
#include "tst_conductor.moc"
