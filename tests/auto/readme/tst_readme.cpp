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
    Application()
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_FORCE_STDERR_LOGGING"_s, u"1"_s);
        environment.insert(u"QT_MESSAGE_PATTERN"_s, u"%{message}"_s);
        environment.insert(u"QT_LOGGING_RULES"_s, u"qconductor.lifecycle.info=true"_s);
        setProcessEnvironment(environment);
        setProgram(QString::fromUtf8(README_APPLICATION));
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
    void startsInOrderAndStopsInReverse() // R10, R24
    {
        Application application;
        QTRY_VERIFY2(application.hasLogged("WebApi is active"), application.log.constData());
        application.terminate();
        QTRY_COMPARE(application.state(), QProcess::NotRunning);
        QCOMPARE(application.exitStatus(), QProcess::NormalExit);
        QCOMPARE(application.exitCode(), 0);

        QVERIFY(application.hasLogged("Database is inactive"));
        QVERIFY(application.hasLogged("WebApi is inactive"));
        QVERIFY(application.position("Database is active") < application.position("WebApi is setting up"));
        QVERIFY(application.position("WebApi is inactive") < application.position("Database is shutting down"));
    }
};

QTEST_GUILESS_MAIN(tst_Readme)
#include "tst_readme.moc"
