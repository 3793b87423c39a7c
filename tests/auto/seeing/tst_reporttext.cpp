// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/columns_p.h"
#include "reporting/reportdata_p.h"

#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qregularexpression.h>
#include <QtTest/qtest.h>

using namespace QConductor;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Row = ReportData::Row;
using Time = std::chrono::nanoseconds;

namespace {

Row row(const QString &name, int layer, Time began, Time took, Time held = {})
{
    Row row;
    row.entry.component = name;
    row.entry.layer = layer;
    row.entry.began = began;
    row.entry.took = took;
    row.entry.held = held;
    row.entry.state = Component::State::Active;
    return row;
}

Report reportOf(const std::vector<Row> &rows, Time total = Timeline::unknown)
{
    return ReportData::make(Phase::Setup, ReportData::Order::LayerByLayer, {}, total, rows);
}

std::vector<Row> rowsOfShop()
{
    return { row(u"Database"_s, 0, 0ms, 620ms, 35ms), row(u"MessageQueue"_s, 0, 35ms, 180ms),
             row(u"Cache"_s, 0, 35ms, 90ms, 90ms),    row(u"Settings"_s, 0, 0ms, 0ms),
             row(u"Catalogue"_s, 1, 620ms, 240ms),    row(u"Search"_s, 1, 620ms, 410ms, 60ms),
             row(u"Prices"_s, 1, 680ms, 30ms),        row(u"Mailer"_s, 1, 680ms, 75ms),
             row(u"WebApi"_s, 2, 1030ms, 300ms, 5ms), row(u"BackgroundWorkers"_s, 2, 1035ms, 55ms),
             row(u"Statistics"_s, 2, 1035ms, 12ms),   row(u"MainWindow"_s, 3, 1330ms, 90ms, 90ms) };
}

QStringList linesOf(const Report &report)
{
    return report.toString().split(u'\n');
}

int widestOf(const Report &report)
{
    int widest = 0;
    for (const QString &line : linesOf(report))
        widest = std::max(widest, columnsOf(line));
    return widest;
}

// Returns the numbers of a line, with their units.
QStringList numbersIn(const QString &line)
{
    static const QRegularExpression number(u"\\d+(\\.\\d+)?( m?s)?"_s);
    QStringList numbers;
    for (auto match = number.globalMatch(line); match.hasNext();)
        numbers += match.next().captured();
    return numbers;
}

QString lineOf(const Report &report, const QString &component)
{
    for (const QString &line : linesOf(report)) {
        if (line.mid(3).startsWith(component + u' '))
            return line;
    }
    return {};
}

} // namespace

class tst_ReportText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothing() // R49
    {
        QCOMPARE(Report().toString(), u"Nothing was set up.\n"_s);
        QVERIFY(Report().isEmpty());
        QCOMPARE(Report().total(), Time(0));
        QVERIFY(Report().criticalPath().isEmpty());
    }

    void one() // R49
    {
        const Report report = reportOf({ row(u"Database"_s, 0, 0ms, 120ms, 20ms) });
        const QStringList lines = linesOf(report);
        QCOMPARE(numbersIn(lines.at(0)), QStringList({ u"120 ms"_s, u"1"_s, u"1"_s }));
        QCOMPARE(numbersIn(lines.at(1)), QStringList({ u"0.0 ms"_s, u"120 ms"_s, u"20 ms"_s }));
        const QString line = lineOf(report, u"Database"_s);
        QVERIFY(line.startsWith(u"*  "_s));
        QCOMPARE(numbersIn(line), QStringList({ u"120 ms"_s, u"20 ms"_s, u"120 ms"_s }));
        QCOMPARE(columnsOf(line), 80);
        QCOMPARE(line.count(u'#') * 5, line.count(u'='));
    }

    void twelve() // R49
    {
        const Report report = reportOf(rowsOfShop());
        if (qEnvironmentVariableIsSet("QCONDUCTOR_SHOW"))
            fprintf(stderr, "%s", qPrintable(report.toString()));
        QVERIFY(widestOf(report) <= 80);
        QCOMPARE(report.criticalPath(), QStringList({ u"Database"_s, u"Search"_s, u"WebApi"_s, u"MainWindow"_s }));
        QCOMPARE(report.total(), Time(1420ms));
        const QStringList lines = linesOf(report);
        for (int i = 0; i < 4; ++i) { // the critical path as it went
            QVERIFY2(lines.at(4 + i).startsWith(u"*  "_s + report.criticalPath().at(i)), qPrintable(lines.at(4 + i)));
        }
        QVERIFY(lineOf(report, u"Catalogue"_s).startsWith(u"   "_s));
        QVERIFY(lines.at(8).contains(u"Catalogue"_s)); // what took longest of the rest
        QCOMPARE(numbersIn(lines.at(0)), QStringList({ u"1420 ms"_s, u"12"_s, u"4"_s }));
        QCOMPARE(numbersIn(lines.at(1)), QStringList({ u"6900 ms"_s, u"2102 ms"_s, u"280 ms"_s }));
    }

    void theColumnsHaveTheTimes_data()
    {
        QTest::addColumn<QStringList>("times"); // waited, took, held, gain; those that are 0 are no numbers
        QTest::newRow("Database") << QStringList({ u"620 ms"_s, u"35 ms"_s, u"440 ms"_s });
        QTest::newRow("Search") << QStringList({ u"620 ms"_s, u"410 ms"_s, u"60 ms"_s, u"170 ms"_s });
        QTest::newRow("WebApi") << QStringList({ u"1030 ms"_s, u"300 ms"_s, u"5.0 ms"_s, u"245 ms"_s });
        QTest::newRow("MainWindow") << QStringList({ u"1330 ms"_s, u"90 ms"_s, u"90 ms"_s, u"90 ms"_s });
        QTest::newRow("Catalogue") << QStringList({ u"620 ms"_s, u"240 ms"_s });
        QTest::newRow("Statistics") << QStringList({ u"1030 ms"_s, u"12 ms"_s });
        QTest::newRow("Settings") << QStringList();
    }
    void theColumnsHaveTheTimes() // R48, R49
    {
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        QTEST(numbersIn(lineOf(reportOf(rowsOfShop()), name)), "times");
    }

    // The page about reports shows this one. It is to be changed with the text.
    void thePageShowsThisReport() // R49
    {
        QFile file(QStringLiteral(SEEING_PAGE));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString page = QString::fromUtf8(file.readAll());
        const qsizetype begin = page.indexOf(u"    Setup: 1420 ms"_s);
        QString shown = page.mid(begin, page.indexOf(u"    \\endcode"_s, begin) - begin);
        shown.replace(QRegularExpression(u"^    "_s, QRegularExpression::MultilineOption), QString());
        QCOMPARE(shown, reportOf(rowsOfShop()).toString());
    }

    void theSumOfWaiting() // R49
    {
        const Report report = reportOf(
                { row(u"A"_s, 0, 0ms, 100ms), row(u"B"_s, 1, 100ms, 50ms, 10ms), row(u"C"_s, 1, 110ms, 20ms) });
        QCOMPARE(numbersIn(linesOf(report).at(1)), QStringList({ u"200 ms"_s, u"170 ms"_s, u"10 ms"_s }));
        QVERIFY(lineOf(report, u"C"_s).contains(u"....-"_s)); // it might have begun when A had ended
    }

    void manyComponents() // R49
    {
        std::vector<Row> rows;
        for (int i = 0; i < 500; ++i)
            rows.push_back(
                    row(u"Component%1"_s.arg(i), i / 100, (i / 100) * 1000ms, std::chrono::milliseconds(500 + i)));
        const Report report = reportOf(rows);
        QVERIFY(widestOf(report) <= 80);
        QVERIFY(linesOf(report).size() < 60);
        QVERIFY(report.toString().contains(u"and 460 more"_s));
        QCOMPARE(report.entries().size(), 500);
        QVERIFY(!lineOf(report, u"Component499"_s).isEmpty()); // it is on the critical path
    }

    void aFailureComesFirst() // R49
    {
        std::vector<Row> rows { row(u"Database"_s, 0, 0ms, 300ms), row(u"Cache"_s, 0, 0ms, 10ms),
                                row(u"WebApi"_s, 1, 0ms, 0ms) };
        rows[1].entry.state = Component::State::Failed;
        rows[1].entry.message = u"no room\non the disk"_s;
        rows[2].entry.state = Component::State::Inactive;
        rows[2].hasBegun = false;
        const Report report = reportOf(rows);
        const QStringList lines = linesOf(report);
        QVERIFY(lines.at(4).startsWith(u" ! Cache"_s));
        QVERIFY(lines.contains(u"Cache: no room on the disk"_s));
        QCOMPARE(report.criticalPath(), QStringList { u"Database"_s });
        QCOMPARE(report.entries().at(2).waited, Time(300ms));
        QCOMPARE(lineOf(report, u"WebApi"_s).count(u'='), 0);
    }

    // A later setup brings up some components of some layers.
    void onlyLayersThatTakePartAreCounted() // R12, R49
    {
        const Report report = reportOf({ row(u"Plugin"_s, 3, 0ms, 10ms), row(u"Page"_s, 7, 10ms, 5ms) });
        QCOMPARE(numbersIn(linesOf(report).first()), QStringList({ u"15 ms"_s, u"2"_s, u"2"_s }));
        QCOMPARE(report.criticalPath(), QStringList({ u"Plugin"_s, u"Page"_s }));
        QCOMPARE(report.entries().at(1).waited, Time(10ms));
    }

    // Without A, B would hold the event loop before C may begin, so that the setup would take longer.
    void whatIfIsNeverMoreThanTheTotal() // R48
    {
        std::vector<Row> rows { row(u"A"_s, 0, 0ms, 20ms), row(u"Start"_s, 0, 0ms, 15ms),
                                row(u"B"_s, 1, 20ms, 50ms, 50ms), row(u"C"_s, 1, 15ms, 100ms) };
        rows[2].dependencies = { 0 };
        rows[3].dependencies = { 1 };
        const Report report = ReportData::make(Phase::Setup, ReportData::Order::AsReady, {}, Timeline::unknown, rows);
        QCOMPARE(report.total(), Time(115ms));
        QCOMPARE(report.whatIf(u"A"_s), Time(115ms));
        QCOMPARE(report.whatIf(u"Start"_s), Time(100ms));
    }

    void columns_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("long") << QString(300, u'x');
        QTest::newRow("Chinese") << QString(30, QChar(0x4E2D));
        QTest::newRow("combining") << u"e\u0301"_s.repeated(40);
        QTest::newRow("beyond the basic plane") << QString::fromUcs4(U"\U0001F600").repeated(30);
        QTest::newRow("line breaks") << u"a\nb\rc\td"_s;
        QTest::newRow("separators") << u"a\u2028b\u2029c\u0085d"_s;
    }
    void columns() // R49
    {
        QFETCH(QString, name);
        const Report report = reportOf({ row(name, 0, 0ms, 5s), row(u"B"_s, 1, 5s, 3600s) });
        QVERIFY(widestOf(report) <= 80);
        static const QRegularExpression separator(u"[\\r\\t\u2028\u2029\u0085]"_s);
        QVERIFY(!report.toString().contains(separator));
        QCOMPARE(linesOf(report).size(),
                 linesOf(reportOf({ row(u"A"_s, 0, 0ms, 5s), row(u"B"_s, 1, 5s, 3600s) })).size());
    }

    void widths() // R49
    {
        QCOMPARE(columnsOf(u"abc"_s), 3);
        QCOMPARE(columnsOf(u"\u4e2d\u6587"_s), 4);
        QCOMPARE(columnsOf(u"e\u0301"_s), 1);
        QCOMPARE(elided(u"\u4e2d\u6587\u4e2d"_s, 4), u"\u4e2d\u2026"_s);
        QCOMPARE(rightAligned(u"\u4e2d"_s, 4), u"  \u4e2d"_s);
    }

    void times_data()
    {
        QTest::addColumn<qint64>("nanoseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << qint64(0) << u"0.0 ms"_s;
        QTest::newRow("short") << qint64(1'260'000) << u"1.3 ms"_s;
        QTest::newRow("milliseconds") << qint64(1'420'400'000) << u"1420 ms"_s;
        QTest::newRow("seconds") << qint64(12'340'000'000) << u"12.3 s"_s;
        QTest::newRow("long") << qint64(3'600'000'000'000) << u"3600 s"_s;
    }
    void times() // R49
    {
        QFETCH(qint64, nanoseconds);
        QTEST(textOf(Time(nanoseconds)), "text");
    }

    void copies() // R48
    {
        const Report report = reportOf({ row(u"A"_s, 0, 0ms, 10ms) });
        Report copy;
        copy = report;
        QCOMPARE(copy.entries().size(), 1);
        QCOMPARE(copy.whatIf(u"A"_s), Time(0));
        QCOMPARE(copy.whatIf(u"none"_s), Time(10ms));
        QCOMPARE(copy.slack(u"none"_s), Time(0));
    }

    // https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU: X is a complete event, M is metadata.
    void trace() // R49
    {
        const QString name = u"Cache.\"quoted\"\n\\ \u00fc\u4e2d"_s;
        std::vector<Row> rows { row(u"Database"_s, 0, 2500us, 10ms, 1ms), row(name, 1, 15ms, 20ms) };
        rows[1].entry.state = Component::State::Failed;
        rows[1].entry.message = u"\u201clost\u201d"_s;
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(reportOf(rows).toTrace(), &error);
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(document.object().value(u"displayTimeUnit"_s).toString(), u"ms"_s);
        const QJsonArray events = document.object().value(u"traceEvents"_s).toArray();
        QHash<int, QString> threads;
        QList<QJsonObject> spans;
        for (const QJsonValue &value : events) {
            const QJsonObject event = value.toObject();
            QCOMPARE(event.value(u"pid"_s).toInt(), 1);
            QVERIFY(event.value(u"tid"_s).isDouble());
            QVERIFY(!event.value(u"name"_s).toString().isEmpty());
            if (event.value(u"ph"_s).toString() == u"M"_s) {
                const QString what = event.value(u"args"_s).toObject().value(u"name"_s).toString();
                if (event.value(u"name"_s).toString() == u"thread_name"_s)
                    threads.insert(event.value(u"tid"_s).toInt(), what);
                else
                    QCOMPARE(event.value(u"name"_s).toString(), u"process_name"_s);
                continue;
            }
            QCOMPARE(event.value(u"ph"_s).toString(), u"X"_s);
            QVERIFY(!event.value(u"cat"_s).toString().isEmpty());
            QVERIFY(event.value(u"ts"_s).isDouble() && event.value(u"ts"_s).toDouble() >= 0);
            QVERIFY(event.value(u"dur"_s).isDouble() && event.value(u"dur"_s).toDouble() >= 0);
            spans += event;
        }
        QCOMPARE(threads.value(1), u"Database"_s);
        QCOMPARE(threads.value(2), name);
        checkSpan(spans, 1, u"may begin"_s, 0, 2500);
        checkSpan(spans, 1, u"Database"_s, 2500, 10000); // in microseconds
        checkSpan(spans, 1, u"holds the event loop"_s, 2500, 1000);
        checkSpan(spans, 2, u"waits"_s, 0, 12500);
        checkSpan(spans, 2, name, 15000, 20000);
        const QJsonObject arguments = spans.last().value(u"args"_s).toObject();
        QCOMPARE(arguments.value(u"layer"_s).toInt(), 1);
        QCOMPARE(arguments.value(u"state"_s).toString(), u"Failed"_s);
        QCOMPARE(arguments.value(u"critical"_s).toBool(), true);
        QCOMPARE(arguments.value(u"message"_s).toString(), u"\u201clost\u201d"_s);
    }

    // What never began has a moment instead of a span, with what is known of it.
    void whatNeverBeganHasNoSpan() // R49
    {
        std::vector<Row> rows { row(u"Database"_s, 0, 0ms, 10ms), row(u"WebApi"_s, 1, 0ms, 0ms) };
        rows[1].entry.state = Component::State::Inactive;
        rows[1].entry.message = u"no disk"_s;
        rows[1].hasBegun = false;
        const QJsonArray events =
                QJsonDocument::fromJson(reportOf(rows).toTrace()).object()[u"traceEvents"_s].toArray();
        QJsonObject moment;
        for (const QJsonValue &event : events) {
            if (event[u"name"_s].toString() == u"WebApi"_s)
                moment = event.toObject();
        }
        QCOMPARE(moment[u"ph"_s].toString(), u"i"_s);
        QCOMPARE(moment[u"s"_s].toString(), u"t"_s); // of its thread
        QCOMPARE(moment[u"tid"_s].toInt(), 2);
        QCOMPARE(moment[u"ts"_s].toDouble(), 10000.);
        QCOMPARE(moment[u"args"_s][u"message"_s].toString(), u"no disk"_s);
        QVERIFY(!moment.contains(u"dur"_s));
    }

    void separatorsInNames() // R49
    {
        const QString name = u"a\u2028b\u2029c"_s;
        const Report report = reportOf({ row(name, 0, 0ms, 10ms) });
        const QJsonObject json = QJsonDocument::fromJson(report.toJson()).object();
        QCOMPARE(json[u"entries"_s][0][u"component"_s].toString(), name);
        const QJsonObject trace = QJsonDocument::fromJson(report.toTrace()).object();
        QCOMPARE(trace[u"traceEvents"_s][1][u"args"_s][u"name"_s].toString(), name);
    }

    void bothPhasesInATrace() // R49
    {
        const Report setup = reportOf({ row(u"A"_s, 0, 0ms, 1ms) });
        const auto order = ReportData::Order::AsReady;
        const Report shutdown = ReportData::make(Phase::Shutdown, order, {}, Timeline::unknown,
                                                 { row(u"A"_s, 0, 0ms, 1ms) });
        const QJsonDocument document = QJsonDocument::fromJson(ReportData::toTrace({ setup, shutdown }));
        QMap<int, QString> processes;
        const QJsonArray events = document.object().value(u"traceEvents"_s).toArray();
        for (const auto &event : events) {
            if (event.toObject().value(u"name"_s).toString() == u"process_name"_s)
                processes.insert(event[u"pid"_s].toInt(), event[u"args"_s].toObject().value(u"name"_s).toString());
        }
        QCOMPARE(processes, (QMap<int, QString> { { 1, u"Setup"_s }, { 2, u"Shutdown"_s } }));
    }

    void json() // R49
    {
        const QByteArray json = reportOf({ row(u"A \"\u00fc\""_s, 0, 1ms, 10ms, 2ms), row(u"B"_s, 0, 3ms, 4ms) })
                                        .toJson();
        const QJsonObject object = QJsonDocument::fromJson(json).object();
        QCOMPARE(object.value(u"phase"_s).toString(), u"Setup"_s);
        QCOMPARE(object.value(u"totalNs"_s).toInteger(), 11'000'000);
        QCOMPARE(object.value(u"criticalPath"_s).toArray(), QJsonArray { u"A \"\u00fc\""_s });
        const QJsonObject entry = object.value(u"entries"_s).toArray().first().toObject();
        QCOMPARE(entry.value(u"component"_s).toString(), u"A \"\u00fc\""_s);
        QCOMPARE(entry.value(u"beganNs"_s).toInteger(), 1'000'000);
        QCOMPARE(entry.value(u"tookNs"_s).toInteger(), 10'000'000);
        QCOMPARE(entry.value(u"heldNs"_s).toInteger(), 2'000'000);
        QCOMPARE(entry.value(u"waitedNs"_s).toInteger(), 0);
        QCOMPARE(entry.value(u"state"_s).toString(), u"Active"_s);
        QCOMPARE(object.value(u"entries"_s).toArray().last().toObject().value(u"slackNs"_s).toInteger(), 4'000'000);
    }

private:
    static void checkSpan(const QList<QJsonObject> &spans, int thread, const QString &name, double from,
                          double duration)
    {
        const auto isIt = [&](const QJsonObject &span) {
            return span.value(u"tid"_s).toInt() == thread && span.value(u"name"_s).toString() == name;
        };
        const auto span = std::find_if(spans.begin(), spans.end(), isIt);
        QVERIFY2(span != spans.end(), qPrintable(name));
        QCOMPARE(span->value(u"ts"_s).toDouble(), from);
        QCOMPARE(span->value(u"dur"_s).toDouble(), duration);
    }
};

QTEST_GUILESS_MAIN(tst_ReportText)

#include "tst_reporttext.moc"
