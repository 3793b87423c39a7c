// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/recorder_p.h"

#include <algorithm>

namespace QConductor {

void Recorder::begin(Phase phase, const void *job, Clock::time_point at)
{
    Recording &recording = of(phase);
    recording = Recording();
    recording.job = job;
    recording.number = ++m_begun;
    recording.begun = recording.base = at;
}

void Recorder::setMembers(Phase phase, Order order, std::vector<bool> members, Clock::time_point at)
{
    Recording &recording = of(phase);
    recording.hasGraph = true;
    recording.order = order;
    recording.members = std::move(members);
    recording.base = at;
}

void Recorder::setBase(Phase phase, Clock::time_point at)
{
    Recording &recording = of(phase);
    if (recording.records.empty())
        recording.base = at;
}

void Recorder::end(Phase phase, End end, Clock::time_point at)
{
    Recording &recording = of(phase);
    recording.job = nullptr;
    if (end == End::Now)
        recording.ended = at;
    if (onEnd)
        onEnd();
}

void Recorder::componentDestroyed(int node, const Component *component)
{
    for (Recording &recording : m_recordings) {
        if (recording.isMember(node))
            recording.destroyed.insert(node, ShortName::of(component));
    }
}

void Recorder::graphChanges(const DependencyGraph &graph)
{
    for (Phase phase : { Phase::Setup, Phase::Shutdown }) {
        Recording &recording = of(phase);
        if (!recording.hasGraph)
            continue;
        std::optional<Report> kept;
        if (graph.size() <= mostToKeep)
            kept = report(phase, graph, recording.ended);
        recording = Recording();
        recording.report = kept;
    }
}

void Recorder::clear()
{
    for (Recording &recording : m_recordings)
        recording = Recording();
}

// Makes a report of a recording.
class Recorder::Maker
{
public:
    Maker(const Recording &recording, Phase phase, const DependencyGraph &graph, Clock::time_point now)
        : m_recording(recording),
          m_phase(phase),
          m_graph(graph),
          m_now(now)
    { }
    Report make(const std::vector<Record> &inFlight);

private:
    using Row = ReportData::Row;
    using Time = ReportData::Time;

    void addRows();
    Row rowOf(int node) const;
    void setOutcome(Row &row, int node) const;
    void addRecord(const Record &record);
    void addNames();
    void addDependencies();
    Time since(Clock::time_point at) const { return std::max(Time(0), Time(at - m_recording.begun)); }

    const Recording &m_recording;
    const Phase m_phase;
    const DependencyGraph &m_graph;
    const Clock::time_point m_now;
    std::vector<Row> m_rows;
    std::vector<int> m_nodes; // of the rows
    std::vector<int> m_rowOf; // of each node; -1: it takes no part
};

Report Recorder::Maker::make(const std::vector<Record> &inFlight)
{
    addRows();
    for (const Record &record : m_recording.records)
        addRecord(record);
    for (const Record &record : m_recording.job ? inFlight : std::vector<Record>()) // otherwise, of later calls
        addRecord(record);
    addNames();
    if (m_recording.order == Order::AsReady)
        addDependencies();
    const bool isOver = !m_recording.job;
    const auto end = isOver ? m_recording.ended : m_now;
    const Time total = end == Clock::time_point() ? Timeline::unknown : since(end);
    return ReportData::make(m_phase, m_recording.order, since(m_recording.base), total, m_rows,
                            { m_recording.number, isOver });
}

void Recorder::Maker::addRows()
{
    m_rowOf.assign(std::size_t(m_graph.size()), -1);
    for (int node = 0; node < m_graph.size(); ++node) {
        const bool hasName = m_graph.component(node) || m_recording.destroyed.contains(node);
        if (!hasName || !m_recording.isMember(node))
            continue;
        m_rowOf[std::size_t(node)] = int(m_rows.size());
        m_nodes.push_back(node);
        m_rows.push_back(rowOf(node));
    }
}

Recorder::Maker::Row Recorder::Maker::rowOf(int node) const
{
    Row row;
    row.entry.layer = m_graph.layer(node);
    row.entry.began = Timeline::unknown;
    setOutcome(row, node);
    return row;
}

// A component that was left out has a message; one that was rolled back has none.
void Recorder::Maker::setOutcome(Row &row, int node) const
{
    using State = Component::State;
    const State expected = m_phase == Phase::Setup ? State::Active : State::Inactive;
    Report::Entry &entry = row.entry;
    const auto outcome = m_recording.outcomes.constFind(node);
    const Component *component = m_graph.component(node);
    entry.state = expected;
    if (outcome != m_recording.outcomes.constEnd()) {
        entry.state = outcome->state;
        entry.message = outcome->message;
    } else if (m_recording.job) {
        entry.state = component ? component->state() : State::Inactive;
        entry.message = component ? component->errorString() : QString();
    }
    const bool isBefore = entry.state == State::Waiting
                          || entry.state == (m_phase == Phase::Setup ? State::Inactive : State::Active);
    row.hasBegun = entry.state == expected || !isBefore || (!m_recording.job && entry.message.isEmpty());
}

void Recorder::Maker::addRecord(const Record &record)
{
    const int index = record.node >= 0 && record.node < m_graph.size() ? m_rowOf[std::size_t(record.node)] : -1;
    if (index < 0)
        return;
    Row &row = m_rows[std::size_t(index)];
    const bool isFirst = row.entry.began == Timeline::unknown;
    const Time began = isFirst ? since(record.began) : std::min(row.entry.began, since(record.began));
    const Time ended = isFirst ? since(record.ended) : std::max(row.entry.began + row.entry.took, since(record.ended));
    row.entry.began = began;
    row.entry.took = ended - began;
    row.entry.held += record.held;
    row.hasBegun = true;
}

void Recorder::Maker::addNames()
{
    std::vector<ShortName> names;
    for (int node : m_nodes) {
        const Component *component = m_graph.component(node);
        names.push_back(component ? ShortName::of(component) : m_recording.destroyed.value(node));
    }
    const QStringList texts = ShortName::toldApart(names);
    for (qsizetype i = 0; i < texts.size(); ++i)
        m_rows[std::size_t(i)].entry.component = texts.at(i);
}

// A soft edge delays only what moves after its dependency.
void Recorder::Maker::addDependencies()
{
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        const auto add = [&](int dependency) {
            if (const int index = m_rowOf[std::size_t(dependency)]; index >= 0)
                m_rows[i].dependencies.push_back(index);
        };
        for (const auto &edge : m_graph.dependencies(m_nodes[i]))
            add(edge.node);
        for (const auto &edge : m_graph.softDependencies(m_nodes[i])) {
            if (edge.isOrdering)
                add(edge.node);
        }
    }
}

Report Recorder::report(Phase phase, const DependencyGraph &graph, Clock::time_point now,
                        const std::vector<Record> &inFlight) const
{
    const Recording &recording = of(phase);
    if (recording.report)
        return *recording.report;
    if (!recording.hasGraph)
        return ReportData::make(phase, recording.order, {}, {}, {});
    return Maker(recording, phase, graph, now).make(inFlight);
}

} // namespace QConductor
