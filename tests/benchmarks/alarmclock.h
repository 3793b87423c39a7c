// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_BENCHMARKS_ALARMCLOCK_H
#define QCONDUCTOR_BENCHMARKS_ALARMCLOCK_H

#include "stopwatch.h"

#include <QtCore/qfuture.h>
#include <QtCore/qpromise.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

// Finishes promises at their time, in a thread of its own and as exactly as the system can. Qt's timers count whole
// milliseconds, and so they may be 1 ms late.
class AlarmClock
{
public:
    AlarmClock();
    ~AlarmClock();
    QFuture<void> after(std::chrono::milliseconds time);

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_change;
    std::multimap<Clock::time_point, QPromise<void>> m_alarms;
    bool m_isEnding = false;
    std::thread m_thread;
};

#endif
