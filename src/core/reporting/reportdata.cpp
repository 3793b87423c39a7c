// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/reportdata_p.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qset.h>

#include <algorithm>

namespace QConductor {

QLatin1String keyOf(Phase phase)
{
    return QLatin1String(QMetaEnum::fromType<Phase>().valueToKey(int(phase)));
}

QLatin1String keyOf(Component::State state)
{
    return QLatin1String(QMetaEnum::fromType<Component::State>().valueToKey(int(state)));
}

Report ReportData::make(Phase phase, Order order, Time base, Time total, const std::vector<Row> &rows,
                        Recording recording)
{
    auto *data = new ReportData;
    Report report(data);
    data->phase = phase;
    data->recording = recording;
    data->addEntries(rows, total);
    data->addWaits(order, rows);
    data->timeline.finish(base);
    data->total = total >= Time(0) ? total : std::max(base, data->timeline.end());
    data->path = data->timeline.criticalPath();
    data->m_isCritical.resize(rows.size());
    for (int index : data->path)
        data->m_isCritical[std::size_t(index)] = true;
    data->correctEntries();
    return report;
}

void ReportData::addEntries(const std::vector<Row> &rows, Time total)
{
    Time last = total;
    for (const Row &row : rows)
        last = std::max(last, row.entry.began + row.entry.took);
    for (const Row &row : rows) {
        entries.append(row.entry);
        if (row.hasBegun)
            timeline.addHook(row.entry.began, row.entry.took, row.entry.held);
        else
            timeline.addIdle(last);
    }
}

// Takes over what the timeline has found.
void ReportData::correctEntries()
{
    for (int i = 0; i < int(entries.size()); ++i) {
        Entry &entry = entries[i];
        entry.phase = phase;
        entry.began = timeline.began(i);
        entry.took = timeline.took(i);
        entry.held = timeline.held(i);
        entry.waited = timeline.hasBegun(i) ? timeline.waited(i) : entry.began;
    }
}

// A shutdown goes in the opposite direction.
void ReportData::addWaits(Order order, const std::vector<Row> &rows)
{
    if (order == Order::LayerByLayer)
        return addLayers();
    for (int i = 0; i < int(rows.size()); ++i) {
        for (int dependency : rows[std::size_t(i)].dependencies)
            phase == Phase::Setup ? timeline.addWait(i, dependency) : timeline.addWait(dependency, i);
    }
}

// A layer waits for the layer before it.
void ReportData::addLayers()
{
    int last = -1;
    for (const Entry &entry : std::as_const(entries))
        last = std::max(last, entry.layer);
    std::vector<int> ends; // for each layer: the barrier behind it
    ends.reserve(std::size_t(last) + 1); // 0, if there is no entry
    for (int layer = 0; layer <= last; ++layer)
        ends.push_back(timeline.addBarrier());
    const bool isSetup = phase == Phase::Setup;
    for (int layer = 1; layer < int(ends.size()); ++layer) {
        const int one = ends[std::size_t(layer)];
        const int other = ends[std::size_t(layer) - 1];
        isSetup ? timeline.addWait(one, other) : timeline.addWait(other, one);
    }
    for (int i = 0; i < int(entries.size()); ++i) {
        const int layer = entries.at(i).layer;
        const int before = isSetup ? layer - 1 : layer + 1;
        timeline.addWait(ends[std::size_t(layer)], i);
        if (before >= 0 && before < int(ends.size()))
            timeline.addWait(i, ends[std::size_t(before)]);
    }
}

int ReportData::indexOf(const QString &component) const
{
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const Entry &entry) { return entry.component == component; });
    return found == entries.end() ? -1 : int(found - entries.begin());
}

int ReportData::layerCount() const
{
    QSet<int> layers;
    for (const Entry &entry : entries)
        layers.insert(entry.layer);
    return int(layers.size());
}

} // namespace QConductor
