// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/restarts_p.h"

#include <algorithm>

namespace QConductor {

std::optional<int> Restarts::nextDelay(const Component *component, Clock::time_point now)
{
    const ComponentPrivate::Extras &extras = ComponentPrivate::get(component)->extras();
    if (extras.restartPolicy == Component::RestartPolicy::Never)
        return std::nullopt;
    const std::chrono::milliseconds window(extras.restartWindow);
    Row &row = m_rows[component];
    if (row.activeSince && now - *row.activeSince >= window)
        row = {};
    row.activeSince = std::nullopt;
    const auto isOld = [&](Clock::time_point at) { return now - at >= window; };
    row.recent.erase(std::remove_if(row.recent.begin(), row.recent.end(), isOld), row.recent.end());
    if (int(row.recent.size()) >= extras.restartLimit) {
        m_rows.remove(component);
        return std::nullopt;
    }
    row.recent.push_back(now);
    const qint64 doubled = qint64(std::max(extras.restartDelay, 0)) << std::min(row.tries++, 20);
    const int delay = int(std::min<qint64>(doubled, longestDelay));
    return delay + (m_random ? m_random.get() : QRandomGenerator::global())->bounded(delay / 10 + 1);
}

void Restarts::becameActive(const Component *component, Clock::time_point now)
{
    if (const auto row = m_rows.find(component); row != m_rows.end())
        row->activeSince = now;
}

} // namespace QConductor
