// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "meta/text_p.h"
#include "reporting/columns_p.h"
#include "reporting/reportdata_p.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace QConductor {

namespace {

constexpr int width = 80;
constexpr int timeWidth = 9; // a time and the space before it
constexpr int mostRows = 40;

// The table of a report.
class Table
{
public:
    explicit Table(const ReportData &data) : m_data(data) { }
    QString toString();

private:
    const Report::Entry &entry(int index) const { return m_data.entries.at(index); }
    bool hasFailed(int index) const { return entry(index).state == Component::State::Failed; }
    std::vector<int> inOrder() const;
    void addLine(const QString &line)
    {
        m_text += elided(line, width);
        while (m_text.endsWith(QLatin1Char(' ')))
            m_text.chop(1);
        m_text += QLatin1Char('\n');
    }
    void addSummary();
    void addHeadings();
    void addRow(int index);
    void addRest(const std::vector<int> &rest);
    void addMessages(const std::vector<int> &order);
    QString bar(const Report::Entry &entry) const;

    const ReportData &m_data;
    int m_nameWidth = 0;
    QString m_text;
};

QString Table::toString()
{
    if (m_data.entries.isEmpty()) {
        addLine(m_data.phase == Phase::Setup ? Text::tr("Nothing was set up.") : Text::tr("Nothing was shut down."));
        return m_text;
    }
    const std::vector<int> order = inOrder();
    const auto shown = order.begin() + std::min<std::ptrdiff_t>(mostRows, std::ptrdiff_t(order.size()));
    const QString heading = Text::tr("component");
    m_nameWidth = columnsOf(heading);
    for (auto index = order.begin(); index != shown; ++index)
        m_nameWidth = std::max(m_nameWidth, columnsOf(entry(*index).component));
    m_nameWidth = std::min(m_nameWidth, 22);
    addSummary();
    addHeadings();
    std::for_each(order.begin(), shown, [this](int index) { addRow(index); });
    addRest(std::vector<int>(shown, order.end()));
    addMessages(order);
    addLine(Text::tr("* critical path  ! failed   bar: . waits  - may begin  # holds the loop  = works"));
    return m_text;
}

// What has failed comes first, then the critical path as it went, and then what took longest.
std::vector<int> Table::inOrder() const
{
    std::vector<int> order(std::size_t(m_data.entries.size()));
    std::iota(order.begin(), order.end(), 0);
    const auto place = [this](int index) {
        const bool isCritical = m_data.isCritical(index);
        const auto &entry = m_data.entries.at(index);
        return std::make_tuple(!hasFailed(index), !isCritical, isCritical ? entry.began + entry.took : -entry.took,
                               entry.began);
    };
    std::stable_sort(order.begin(), order.end(), [&](int one, int other) { return place(one) < place(other); });
    return order;
}

void Table::addSummary()
{
    std::chrono::nanoseconds waited {};
    std::chrono::nanoseconds took {};
    std::chrono::nanoseconds held {};
    for (const Report::Entry &entry : m_data.entries) {
        waited += entry.waited;
        took += entry.took;
        held += entry.held;
    }
    const QString total = textOf(m_data.total);
    const QString what = m_data.phase == Phase::Setup ? Text::tr("Setup: %1").arg(total)
                                                      : Text::tr("Shutdown: %1").arg(total);
    addLine(Text::tr("%1, components: %2, layers: %3").arg(what).arg(m_data.entries.size()).arg(m_data.layerCount()));
    addLine(Text::tr("All added up: waited %1, took %2, held the event loop %3")
                    .arg(textOf(waited), textOf(took), textOf(held)));
    m_text += QLatin1Char('\n');
}

void Table::addHeadings()
{
    QString line = QStringLiteral("   ") + leftAligned(Text::tr("component"), m_nameWidth);
    for (const QString &heading : { Text::tr("waited"), Text::tr("took"), Text::tr("held"), Text::tr("gain") })
        line += rightAligned(heading, timeWidth);
    addLine(line);
}

void Table::addRow(int index)
{
    const Report::Entry &row = entry(index);
    QString line;
    line += QLatin1Char(m_data.isCritical(index) ? '*' : ' ');
    line += QLatin1Char(hasFailed(index) ? '!' : ' ');
    line += QLatin1Char(' ') + leftAligned(row.component, m_nameWidth);
    for (auto time : { row.waited, row.took, row.held, m_data.total - m_data.whatIf(index) })
        line += rightAligned(time.count() == 0 ? QStringLiteral("-") : textOf(time), timeWidth);
    addLine(line + QStringLiteral("  ") + bar(row));
}

// Each column of the bar is a part of the total. What took any time at all has one.
QString Table::bar(const Report::Entry &entry) const
{
    const int columns = width - 3 - m_nameWidth - 4 * timeWidth - 2;
    const auto column = [&](std::chrono::nanoseconds time) {
        return m_data.total.count() > 0
                       ? int(std::clamp<qint64>(time.count() * columns / m_data.total.count(), 0, columns))
                       : 0;
    };
    const int waited = column(entry.waited);
    const int began = std::max(waited, column(entry.began));
    const int least = entry.took.count() > 0 ? 1 : 0;
    const int ended = std::max(began + least, column(entry.began + entry.took));
    const int released = std::clamp(column(entry.began + entry.held), began, ended);
    const QString bar = QString(waited, QLatin1Char('.')) + QString(began - waited, QLatin1Char('-'))
                        + QString(released - began, QLatin1Char('#')) + QString(ended - released, QLatin1Char('='));
    return bar.size() > columns ? bar.last(columns) : bar;
}

void Table::addRest(const std::vector<int> &rest)
{
    if (rest.empty())
        return;
    std::chrono::nanoseconds longest {};
    for (int index : rest)
        longest = std::max(longest, entry(index).took);
    const QString text = Text::tr("and %1 more, none of which took longer than %2");
    addLine(QStringLiteral("   ") + text.arg(rest.size()).arg(textOf(longest)));
}

void Table::addMessages(const std::vector<int> &order)
{
    m_text += QLatin1Char('\n');
    int left = mostRows;
    for (int index : order) {
        if (!entry(index).message.isEmpty() && left-- > 0)
            addLine(QStringLiteral("%1: %2").arg(entry(index).component, entry(index).message));
    }
}

} // namespace

QString ReportData::toText() const
{
    return Table(*this).toString();
}

} // namespace QConductor
