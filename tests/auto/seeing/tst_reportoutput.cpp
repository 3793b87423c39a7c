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
    return shop.conductor.run([] { return Component::done(); });
}

// Returns what the program prints.
QString outputOf(const QString &how, const QString &variable, const QString &value)
{
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(variable, value);
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(QCoreApplication::applicationFilePath(), { how });
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
        QTest::newRow("off") << u"run"_s << u"0"_s << 0 << 0;
        QTest::newRow("empty") << u"run"_s << u""_s << 0 << 0;
    }
    void theReportIsPrinted() // R50
    {
        QFETCH(QString, how);
        QFETCH(QString, value);
        const QString output = outputOf(how, u"QCONDUCTOR_REPORT"_s, value);
        QTEST(int(output.count(u"Setup: "_s)), "setups");
        QTEST(int(output.count(u"Shutdown: "_s)), "shutdowns");
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
        for (const QJsonValue &event : QJsonDocument::fromJson(file.readAll()).object()[u"traceEvents"_s].toArray()) {
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
    if (arguments.size() == 2 && QStringList({ u"run"_s, u"serve"_s, u"fail"_s }).contains(arguments.at(1)))
        return runShop(arguments.at(1));
    tst_ReportOutput test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_reportoutput.moc"
