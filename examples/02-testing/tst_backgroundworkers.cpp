// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "backgroundworkers.h"

#include <QConductor/Test>

using namespace QConductor::Test;
using namespace Qt::StringLiterals;

// The workers alone, with a queue that has no work for them.
class tst_BackgroundWorkers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comeUpLastAndGoDownFirst();
    void refuseANumberThatIsNone();
    void areNotStartedWithoutQueue();
};

void tst_BackgroundWorkers::comeUpLastAndGoDownFirst()
{
    Scripted<Shop::Database> database;
    Scripted<Shop::MessageQueue> queue;
    queue.setupScript().inThread();
    Fixture app;
    app.conductor().patch<Shop::Database>(&database);
    app.conductor().patch<Shop::MessageQueue>(&queue);
    app.conductor().add<Shop::BackgroundWorkers>();
    QCONDUCTOR_SETUP(app);
    QCOMPARE(app.journal(), QStringList({ u"setup Database"_s, u"setup MessageQueue"_s, u"setup BackgroundWorkers"_s }));
    app.clearJournal();
    QCONDUCTOR_SHUTDOWN(app);
    QCOMPARE(app.journal().first(), u"shutdown BackgroundWorkers"_s);
}

void tst_BackgroundWorkers::refuseANumberThatIsNone()
{
    Scripted<Shop::Database> database;
    Scripted<Shop::MessageQueue> queue;
    Fixture app;
    app.conductor().setConfigPolicy(QConductor::sharedConfig({ { u"workers"_s, u"many"_s } }));
    app.conductor().patch<Shop::Database>(&database);
    app.conductor().patch<Shop::MessageQueue>(&queue);
    auto *workers = app.conductor().add<Shop::BackgroundWorkers>();
    QVERIFY(!app.setup());
    QVERIFY2(workers->errorString().contains(u"workers"_s), qPrintable(workers->errorString()));
    QCOMPARE(queue.shutdownCount(), 1); // rolled back
}

void tst_BackgroundWorkers::areNotStartedWithoutQueue()
{
    Scripted<Shop::Database> database;
    Scripted<Shop::MessageQueue> queue;
    queue.setupScript().throwException("no room");
    Fixture app;
    app.conductor().patch<Shop::Database>(&database);
    app.conductor().patch<Shop::MessageQueue>(&queue);
    auto *workers = app.conductor().add<Shop::BackgroundWorkers>();
    QVERIFY(!app.setup());
    QCOMPARE(workers->state(), QConductor::Component::State::Inactive);
    QVERIFY(workers->errorString().contains(u"MessageQueue"_s));
}

QTEST_GUILESS_MAIN(tst_BackgroundWorkers)
#include "tst_backgroundworkers.moc"
