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

// Something that happens at a moment, in its thread.
QJsonObject instant(const QString &name, QLatin1String category, std::chrono::nanoseconds at)
{
    return { { QStringLiteral("ph"), QStringLiteral("i") },
             { QStringLiteral("s"), QStringLiteral("t") },
             { QStringLiteral("name"), name },
             { QStringLiteral("cat"), category },
             { QStringLiteral("ts"), toMicroseconds(at) } };
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

// Returns the event of the hook. What never began has no span, but what is known of it is told all the same.
QJsonObject eventOf(const ReportData &data, int index)
{
    const Report::Entry &entry = data.entries.at(index);
    const auto category = QLatin1String("hook");
    QJsonObject event = data.timeline.hasBegun(index) ? span(entry.component, category, entry.began, entry.took)
                                                      : instant(entry.component, category, entry.waited);
    event.insert(QStringLiteral("args"), argumentsOf(data, index));
    return event;
}

// Returns the events of a component, in order of time.
QList<QJsonObject> eventsOf(const ReportData &data, int index)
{
    using Time = ReportData::Time;
    const Report::Entry &entry = data.entries.at(index);
    const auto wait = QLatin1String("wait");
    QList<QJsonObject> events { metadata(QStringLiteral("thread_name"), entry.component) };
    if (entry.waited > Time(0))
        events += span(QStringLiteral("waits"), wait, Time(0), entry.waited);
    if (entry.began > entry.waited)
        events += span(QStringLiteral("may begin"), wait, entry.waited, entry.began - entry.waited);
    events += eventOf(data, index);
    if (const Time held = std::min(entry.held, entry.took); held > Time(0))
        events += span(QStringLiteral("holds the event loop"), QLatin1String("hold"), entry.began, held);
    return events;
}

// Returns what a script reads of a component.
QJsonObject rowOf(const ReportData &data, int index)
{
    const Report::Entry &entry = data.entries.at(index);
    return { { QStringLiteral("component"), entry.component },
             { QStringLiteral("layer"), entry.layer },
             { QStringLiteral("phase"), keyOf(entry.phase) },
             { QStringLiteral("waitedNs"), qint64(entry.waited.count()) },
             { QStringLiteral("beganNs"), qint64(entry.began.count()) },
             { QStringLiteral("tookNs"), qint64(entry.took.count()) },
             { QStringLiteral("heldNs"), qint64(entry.held.count()) },
             { QStringLiteral("slackNs"), qint64(data.slack(index).count()) },
             { QStringLiteral("state"), keyOf(entry.state) },
             { QStringLiteral("message"), entry.message } };
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
        const QList<QJsonObject> ofComponent = eventsOf(*this, i);
        for (const QJsonObject &event : ofComponent)
            add(event, i + 1);
    }
    return events;
}

QByteArray ReportData::toTrace(const QList<Report> &reports)
{
    QJsonArray events;
    int process = 0;
    for (const Report &report : reports) {
        const QJsonArray more = get(report)->traceEvents(++process);
        for (const auto &event : more)
            events.append(event);
    }
    return QJsonDocument(QJsonObject { { QStringLiteral("traceEvents"), events },
                                       { QStringLiteral("displayTimeUnit"), QStringLiteral("ms") } })
            .toJson(QJsonDocument::Compact);
}

QByteArray ReportData::toJson() const
{
    QJsonArray rows;
    for (int i = 0; i < int(entries.size()); ++i)
        rows.append(rowOf(*this, i));
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
