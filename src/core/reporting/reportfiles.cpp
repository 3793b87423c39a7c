// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/reportdata_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

namespace QConductor {

namespace {

// The format counts in microseconds.
double toMicroseconds(std::chrono::nanoseconds time)
{
    return double(time.count()) / 1000;
}

QJsonObject span(const QString &name, QLatin1String category, std::chrono::nanoseconds from,
                 std::chrono::nanoseconds duration)
{
    return { { QStringLiteral("ph"), QStringLiteral("X") },
             { QStringLiteral("name"), name },
             { QStringLiteral("cat"), category },
             { QStringLiteral("ts"), toMicroseconds(from) },
             { QStringLiteral("dur"), toMicroseconds(duration) } };
}

QJsonObject metadata(const QString &name, const QString &value)
{
    return { { QStringLiteral("ph"), QStringLiteral("M") },
             { QStringLiteral("name"), name },
             { QStringLiteral("args"), QJsonObject { { QStringLiteral("name"), value } } } };
}

QJsonObject argumentsOf(const ReportData &data, int index)
{
    const Report::Entry &entry = data.entries.at(index);
    QJsonObject arguments { { QStringLiteral("layer"), entry.layer },
                            { QStringLiteral("state"), keyOf(entry.state) },
                            { QStringLiteral("critical"), data.isCritical(index) } };
    if (!entry.message.isEmpty())
        arguments.insert(QStringLiteral("message"), entry.message);
    return arguments;
}

} // namespace

// Each component is a thread of its own, because the spans of one thread have to be nested.
QJsonArray ReportData::traceEvents(int process) const
{
    QJsonArray events;
    const auto add = [&](QJsonObject event, int thread) {
        event.insert(QStringLiteral("pid"), process);
        event.insert(QStringLiteral("tid"), thread);
        events.append(event);
    };
    add(metadata(QStringLiteral("process_name"), keyOf(phase)), 0);
    for (int i = 0; i < int(entries.size()); ++i) {
        const Entry &entry = entries.at(i);
        const int thread = i + 1;
        add(metadata(QStringLiteral("thread_name"), entry.component), thread);
        if (entry.waited > Time(0))
            add(span(QStringLiteral("waits"), QLatin1String("wait"), Time(0), entry.waited), thread);
        if (entry.began > entry.waited)
            add(span(QStringLiteral("may begin"), QLatin1String("wait"), entry.waited, entry.began - entry.waited),
                thread);
        QJsonObject hook = span(entry.component, QLatin1String("hook"), entry.began, entry.took);
        hook.insert(QStringLiteral("args"), argumentsOf(*this, i));
        add(hook, thread);
        if (entry.held > Time(0))
            add(span(QStringLiteral("holds the event loop"), QLatin1String("hold"), entry.began,
                     std::min(entry.held, entry.took)),
                thread);
    }
    return events;
}

QByteArray ReportData::toTrace(const QList<Report> &reports)
{
    QJsonArray events;
    int process = 0;
    for (const Report &report : reports) {
        const QJsonArray more = get(report)->traceEvents(++process);
        for (const QJsonValue &event : more)
            events.append(event);
    }
    return QJsonDocument(QJsonObject { { QStringLiteral("traceEvents"), events },
                                       { QStringLiteral("displayTimeUnit"), QStringLiteral("ms") } })
            .toJson(QJsonDocument::Compact);
}

QByteArray ReportData::toJson() const
{
    QJsonArray rows;
    for (int i = 0; i < int(entries.size()); ++i) {
        const Entry &entry = entries.at(i);
        rows.append(QJsonObject { { QStringLiteral("component"), entry.component },
                                  { QStringLiteral("layer"), entry.layer },
                                  { QStringLiteral("phase"), keyOf(entry.phase) },
                                  { QStringLiteral("waitedNs"), qint64(entry.waited.count()) },
                                  { QStringLiteral("beganNs"), qint64(entry.began.count()) },
                                  { QStringLiteral("tookNs"), qint64(entry.took.count()) },
                                  { QStringLiteral("heldNs"), qint64(entry.held.count()) },
                                  { QStringLiteral("slackNs"), qint64(slack(i).count()) },
                                  { QStringLiteral("state"), keyOf(entry.state) },
                                  { QStringLiteral("message"), entry.message } });
    }
    QJsonArray critical;
    for (int index : path)
        critical.append(entries.at(index).component);
    return QJsonDocument(QJsonObject { { QStringLiteral("phase"), keyOf(phase) },
                                       { QStringLiteral("totalNs"), qint64(total.count()) },
                                       { QStringLiteral("criticalPath"), critical },
                                       { QStringLiteral("entries"), rows } })
            .toJson(QJsonDocument::Indented);
}

} // namespace QConductor
