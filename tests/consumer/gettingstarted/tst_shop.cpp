// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

//! [test]
#include "shop.h"

#include <QConductor/Test>

#include <QTest>

using namespace QConductor::Test;

class MemoryDatabase : public Database
{
    Q_OBJECT

public:
    Q_INVOKABLE explicit MemoryDatabase(QObject *parent = nullptr) : Database(parent) { }
    void write(const QString &order) override { orders += order; }

    QStringList orders;

protected:
    QFuture<void> onSetup() override { return done(); }
    QFuture<void> onShutdown() override { return done(); }
};

class tst_Shop : public QObject
{
    Q_OBJECT

private slots:
    void writesAnOrder()
    {
        MemoryDatabase database;
        Fixture app;
        app.conductor().patch<Database>(&database);
        auto *orders = app.conductor().add<Orders>();
        QCONDUCTOR_SETUP(app);
        orders->place("tea");
        QCOMPARE(database.orders, QStringList("tea"));
    }
    //! [test]

    //! [scripted]
    void needsItsDatabase()
    {
        Scripted<Database> database;
        database.setupScript().fail("the disk is full");
        Fixture app;
        app.conductor().patch<Database>(&database);
        auto *orders = app.conductor().add<Orders>();
        QVERIFY(!app.setup());
        QVERIFY(!orders->isActive());
        QVERIFY(app.errorString().contains("the disk is full"));
    }
    //! [scripted]

    //! [faults]
    void survivesFaults()
    {
        QCONDUCTOR_VERIFY_FAULTS([](QConductor::Conductor &conductor) {
            conductor.patch<Database, MemoryDatabase>();
            conductor.add<Orders>();
        });
    }
    //! [faults]

    //! [end]
};

QTEST_GUILESS_MAIN(tst_Shop)
#include "tst_shop.moc"
//! [end]
