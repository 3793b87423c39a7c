// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "shop.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

// Returns a future that finishes a moment later.
QFuture<void> whenIdle()
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    QTimer::singleShot(20, qApp, [promise] { promise->finish(); });
    return promise->future();
}

bool isLaterSetup(const QString &how)
{
    return how == u"set up more"_s || how == u"fail later"_s;
}

QFuture<void> runMain(ShopTest &shop, const QString &how)
{
    if (isLaterSetup(how)) {
        auto *plugin = shop.conductor.add<Probe>();
        plugin->setupHook = how == u"fail later"_s ? failing(u"no port"_s) : [] { return whenIdle(); };
        shop.conductor.setup();
    }
    if (how == u"restart"_s)
        shop.conductor.restart(shop.db);
    if (how == u"stop all"_s) {
        for (Probe *probe : shop.probes())
            shop.conductor.stop(probe);
    }
    return whenIdle().then(qApp, [] { return whenIdle(); }).unwrap().then(qApp, [how] {
        if (isLaterSetup(how))
            qInfo("main ends");
    });
}

// What the program does that the test starts: it runs or serves a shop.
int runShop(const QString &how)
{
    ShopTest shop;
    if (how == u"fail"_s)
        shop.db->setupHook = failing(u"no disk"_s);
    if (how == u"serve"_s) {
        QObject::connect(&shop.conductor, &Conductor::activated, QCoreApplication::instance(), &QCoreApplication::quit,
                         Qt::QueuedConnection);
        return shop.conductor.serve();
    }
    if (how == u"shut down early"_s) {
        shop.api->setupHook = [&shop] {
            later(&shop.conductor, [&shop] { shop.conductor.shutdown(); });
            return Component::done();
        };
        shop.workers->setupHook = [] { return whenIdle(); };
        return shop.conductor.serve();
    }
    if (how == u"stop all"_s && !(shop.setUp() && shutsDown(shop.conductor))) // so that there are reports of before
        return 1;
    return shop.conductor.run([&shop, how] { return runMain(shop, how); });
}

// Returns what the program prints.
QString outputOf(const QString &how, const QString &variable, const QString &value)
{
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(variable, value);
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(QCoreApplication::applicationFilePath(), { u"shop"_s, how });
    return program.waitForFinished(30000) ? QString::fromUtf8(program.readAll()) : u"it didn't end"_s;
}

} // namespace

class tst_ReportOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theReportIsPrinted_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("setups");
        QTest::addColumn<int>("shutdowns");
        QTest::newRow("run") << u"run"_s << u"1"_s << 1 << 1;
        QTest::newRow("serve") << u"serve"_s << u"1"_s << 1 << 1;
        QTest::newRow("a failure") << u"fail"_s << u"1"_s << 1 << 0;
        QTest::newRow("a later setup") << u"set up more"_s << u"1"_s << 2 << 1;
        QTest::newRow("a later setup that fails") << u"fail later"_s << u"1"_s << 2 << 1;
        QTest::newRow("a shutdown during the setup") << u"shut down early"_s << u"1"_s << 1 << 1;
        QTest::newRow("a part is restarted") << u"restart"_s << u"1"_s << 1 << 1;
        QTest::newRow("a part after the other is stopped") << u"stop all"_s << u"1"_s << 1 << 0;
        QTest::newRow("off") << u"run"_s << u"0"_s << 0 << 0;
        QTest::newRow("empty") << u"run"_s << u""_s << 0 << 0;
    }
    void theReportIsPrinted() // R50
    {
        QFETCH(QString, how);
        QFETCH(QString, value);
        const QString output = outputOf(how, u"QCONDUCTOR_REPORT"_s, value);
        QTEST(int(output.count(u"\nSetup: "_s)), "setups");
        QTEST(int(output.count(u"\nShutdown: "_s)), "shutdowns");
        QVERIFY(!output.contains(u"it didn't end"_s));
        if (isLaterSetup(how)) // it is printed when it has ended, and not at the shutdown
            QVERIFY(output.lastIndexOf(u"\nSetup: "_s) < output.indexOf(u"main ends"_s));
        if (how == u"fail"_s)
            QVERIFY2(output.contains(u"Database: no disk"_s), qPrintable(output));
    }

    void theTraceHasBothPhases() // R50
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"trace.json"_s);
        QCOMPARE(outputOf(u"run"_s, u"QCONDUCTOR_TRACE"_s, path), QString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QStringList processes;
        const QJsonArray events = QJsonDocument::fromJson(file.readAll()).object()[u"traceEvents"_s].toArray();
        for (const auto &event : events) {
            if (event[u"name"_s].toString() == u"process_name"_s)
                processes += event[u"args"_s][u"name"_s].toString();
        }
        QCOMPARE(processes, QStringList({ u"Setup"_s, u"Shutdown"_s }));
    }

    void aFileThatCannotBeWrittenIsAWarning() // R50
    {
        const QString output = outputOf(u"run"_s, u"QCONDUCTOR_TRACE"_s, u"/no/such/folder/trace.json"_s);
        QVERIFY2(output.contains(u"QCONDUCTOR_TRACE: the file /no/such/folder/trace.json can't be written: "_s),
                 qPrintable(output));
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == u"shop"_s)
        return runShop(arguments.at(2));
    tst_ReportOutput test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_reportoutput.moc"
