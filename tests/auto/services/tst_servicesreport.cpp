// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

namespace {

// Returns what the demo of the example prints of its setup.
QString printedReport()
{
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QCONDUCTOR_REPORT"_s, u"1"_s);
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(SERVICES_PROGRAM), { u"--demo"_s });
    if (!program.waitForFinished(60000))
        return u"the demo doesn't end"_s;
    const QString output = QString::fromUtf8(program.readAllStandardError());
    static const QRegularExpression report(u"^Setup: .*?^\\* critical path[^\\n]*"_s,
                                           QRegularExpression::MultilineOption
                                                   | QRegularExpression::DotMatchesEverythingOption);
    return report.match(output).captured();
}

// Returns the report that README.md shows.
QString shownReport()
{
    QFile file(QStringLiteral(README));
    if (!file.open(QIODevice::ReadOnly))
        return u"there is no README.md"_s;
    return QString::fromUtf8(file.readAll()).section(u"\n```text\n"_s, 1, 1).section(u"\n```\n"_s, 0, 0);
}

// Returns the lines of a report in any order, because it depends on the times, with blanks for the times and without the bars,
// which begin after the last heading.
QStringList withoutTimes(const QString &report)
{
    static const QRegularExpression marks(u"^[*! ]{3}"_s);
    static const QRegularExpression time(u" +(\\d+(\\.\\d+)? m?s|-)(?= |,|$)"_s);
    QStringList lines;
    qsizetype width = -1;
    for (const QString &line : report.trimmed().split(u'\n')) {
        if (line.startsWith(u"* critical path"_s)) {
            lines += line;
            continue;
        }
        if (line.endsWith(u" gain"_s))
            width = line.size();
        lines += line.left(width < 0 ? line.size() : width).remove(marks).replace(time, u" _"_s).trimmed();
    }
    lines.sort();
    return lines;
}

} // namespace

class tst_ServicesReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theReportOfTheReadmeIsTrue() // R49, R50
    {
        const QString shown = shownReport();
        QVERIFY2(shown.startsWith(u"Setup: "_s), qPrintable(shown));
        for (const QString &line : shown.split(u'\n'))
            QVERIFY2(line.size() <= 80, qPrintable(line));
        const QString printed = printedReport();
        QVERIFY2(withoutTimes(shown) == withoutTimes(printed),
                 qPrintable(u"README.md should show what is printed:\n"_s + printed));
    }

    // What is compared is all but the times.
    void thisTestIsAwake()
    {
        const QString report = u"Setup: 28 ms, layers: 2\n   component  took  gain\n*  Database  20 ms     -  ==-"_s;
        QCOMPARE(withoutTimes(report),
                 QStringList({ u"Database _ _"_s, u"Setup: _, layers: 2"_s, u"component  took  gain"_s }));
        QVERIFY(withoutTimes(report) != withoutTimes(QString(report).replace(u"Database"_s, u"Cache"_s)));
    }
};

QTEST_GUILESS_MAIN(tst_ServicesReport)
#include "tst_servicesreport.moc"
