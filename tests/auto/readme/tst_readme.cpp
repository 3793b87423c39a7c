// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QtCore/qprocess.h>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

// Starts the application of README.md as a process, and keeps what it logs.
class Application : public QProcess
{
    Q_OBJECT

public:
    explicit Application(const QStringList &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_FORCE_STDERR_LOGGING"_s, u"1"_s);
        environment.insert(u"QT_MESSAGE_PATTERN"_s, u"%{message}"_s);
        environment.insert(u"QT_LOGGING_RULES"_s, u"qconductor.lifecycle.info=true"_s);
        setProcessEnvironment(environment);
        setProgram(QString::fromUtf8(README_APPLICATION));
        setArguments(arguments);
        connect(this, &QProcess::readyReadStandardError, this, [this] { log += readAllStandardError(); });
        start(QIODevice::ReadOnly);
    }
    ~Application() override
    {
        kill();
        waitForFinished();
    }

    bool hasLogged(const QByteArray &line) const { return position(line) >= 0; }
    qsizetype position(const QByteArray &line) const { return log.split('\n').indexOf(line); }

    QByteArray log;
};

class tst_Readme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsInLayersAndStopsInReverse_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("database");
        QTest::newRow("as it is") << QStringList() << QByteArrayLiteral("Database");
        QTest::newRow("patched") << QStringList(u"--demo"_s) << QByteArrayLiteral("MemoryDatabase");
    }
    void startsInLayersAndStopsInReverse() // R8, R10, R24
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, database);
        Application application(arguments);
        QTRY_VERIFY2(application.hasLogged("WebApi is active") && application.hasLogged("BackgroundWorkers is active"),
                     application.log.constData());
        application.terminate();
        QTRY_COMPARE(application.state(), QProcess::NotRunning);
        QCOMPARE(application.exitStatus(), QProcess::NormalExit);
        QCOMPARE(application.exitCode(), 0);

        for (const QByteArray &needed : {database, QByteArrayLiteral("MessageQueue")}) {
            for (const QByteArray &user : {QByteArrayLiteral("WebApi"), QByteArrayLiteral("BackgroundWorkers")}) {
                QVERIFY(application.hasLogged(needed + " is inactive"));
                QVERIFY(application.hasLogged(user + " is inactive"));
                QVERIFY(application.position(needed + " is active") < application.position(user + " is setting up"));
                QVERIFY(application.position(user + " is inactive") < application.position(needed + " is shutting down"));
            }
        }
        QCOMPARE(application.hasLogged("Database is active"), database == "Database");
    }
};

QTEST_GUILESS_MAIN(tst_Readme)
#include "tst_readme.moc"
