// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "alarmclock.h"

AlarmClock::AlarmClock()
    : m_thread([this] { run(); })
{
}

AlarmClock::~AlarmClock()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_change.notify_one();
    m_thread.join();
}

QFuture<void> AlarmClock::after(std::chrono::milliseconds time)
{
    QPromise<void> promise;
    promise.start();
    QFuture<void> future = promise.future();
    {
        const std::lock_guard lock(m_mutex);
        m_alarms.emplace(Clock::now() + time, std::move(promise));
    }
    m_change.notify_one();
    return future;
}

void AlarmClock::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_isEnding) {
        if (m_alarms.empty()) {
            m_change.wait(lock);
        } else if (const auto next = m_alarms.begin()->first; Clock::now() < next) {
            m_change.wait_until(lock, next);
        } else {
            const auto alarm = m_alarms.extract(m_alarms.begin());
            lock.unlock();
            alarm.mapped().finish();
            lock.lock();
        }
    }
}
