// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Test>

class Database : public QConductor::Component
{
    Q_OBJECT
};

class tst_Shop : public QObject
{
    Q_OBJECT

private slots:
    void followsItsScript()
    {
        QConductor::Test::Scripted<Database> database;
        QConductor::Test::Fixture app;
        app.conductor().add(&database);
        QCONDUCTOR_SETUP(app);
        QCOMPARE(database.setupCount(), 1);
        QCONDUCTOR_SHUTDOWN(app);
        QCOMPARE(app.journal(), QStringList({ "setup Database", "shutdown Database" }));
    }
};

QTEST_GUILESS_MAIN(tst_Shop)
#include "tst_shop.moc"
