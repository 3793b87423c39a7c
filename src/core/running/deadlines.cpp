// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/deadlines_p.h"

#include <QtCore/qcoreevent.h>

namespace QConductor {

using namespace std::chrono;

Deadlines::Deadlines(WakeUp &wakeUp, QObject *parent) : QObject(parent), m_wakeUp(wakeUp) { }

void Deadlines::set(PendingHook *hook, Clock::time_point from, int limit)
{
    if (limit <= 0)
        return;
    hook->deadline = from + milliseconds(limit);
    hook->limit = limit;
    push({ hook->deadline, hook, ++hook->ticket });
}

Clock::time_point Deadlines::setAlarm(int limit)
{
    const Clock::time_point at = now() + milliseconds(limit);
    push({ at, nullptr, 0 });
    return at;
}

void Deadlines::setWatch(Clock::time_point at)
{
    if (at >= m_watch)
        return;
    m_watch = at;
    startTimer();
}

void Deadlines::push(const Deadline &deadline)
{
    const bool isFirst = m_deadlines.empty() || deadline.at < m_deadlines.top().at;
    m_deadlines.push(deadline);
    if (isFirst)
        startTimer();
}

PendingHook *Deadlines::takePassed()
{
    const auto at = now();
    while (!m_deadlines.empty() && m_deadlines.top().at <= at) {
        const Deadline deadline = m_deadlines.top();
        m_deadlines.pop();
        if (!deadline.hook)
            m_hasAlarmPassed = true;
        else if (!deadline.isVoid() && !deadline.hook->isFinished())
            return deadline.hook;
    }
    if (m_watch <= at) {
        m_watch = Clock::time_point::max();
        m_hasWatchPassed = true;
    }
    m_isDue = false;
    startTimer();
    return nullptr;
}

void Deadlines::startTimer()
{
    while (!m_deadlines.empty() && m_deadlines.top().isVoid())
        m_deadlines.pop();
    m_timer.stop();
    const auto first = m_deadlines.empty() ? m_watch : std::min(m_watch, m_deadlines.top().at);
    if (first == Clock::time_point::max() || m_virtualTime)
        return;
    const auto left = ceil<milliseconds>(first - now());
    m_timer.start(int(std::max<qint64>(left.count(), 0)), Qt::PreciseTimer, this);
}

void Deadlines::setVirtualTime(const qint64 *time)
{
    m_virtualTime = time;
    startTimer();
}

std::optional<qint64> Deadlines::next()
{
    startTimer();
    if (m_deadlines.empty())
        return std::nullopt;
    return duration_cast<milliseconds>(m_deadlines.top().at.time_since_epoch()).count();
}

void Deadlines::timerEvent(QTimerEvent *)
{
    m_timer.stop();
    timePassed();
}

void Deadlines::timePassed()
{
    m_isDue = true;
    m_wakeUp.post();
}

} // namespace QConductor
