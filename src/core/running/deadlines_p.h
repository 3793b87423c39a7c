// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_DEADLINES_P_H
#define QCONDUCTOR_RUNNING_DEADLINES_P_H

#include "async/wakeup_p.h"
#include "running/pendinghook_p.h"

#include <QtCore/qbasictimer.h>

#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

namespace QConductor {

// The times by which pending hooks have to end, in real time or, in tests, in virtual time. A deadline is void when its
// hook has another ticket by now; it stays in the queue until its time comes. An alarm is a deadline without a hook.
class Deadlines : public QObject
{
public:
    Deadlines(WakeUp &wakeUp, QObject *parent);

    Clock::time_point now() const
    {
        return Q_UNLIKELY(m_virtualTime) ? Clock::time_point(std::chrono::milliseconds(*m_virtualTime)) : Clock::now();
    }
    void set(PendingHook *hook, Clock::time_point from, int limit); // in milliseconds; 0: none
    Clock::time_point setAlarm(int limit);                          // begins now; returns when it passes
    // The time to look at what is unfinished, unless an earlier one was set. It ends nothing, so next() doesn't return it.
    void setWatch(Clock::time_point at);
    bool isDue() const { return m_isDue; } // a deadline may have passed; the WakeUp is posted when this becomes true
    PendingHook *takePassed();             // returns a hook whose deadline has passed; nullptr: there is none left
    bool takeAlarm() { return std::exchange(m_hasAlarmPassed, false); } // call it when takePassed() returns nullptr
    bool takeWatch() { return std::exchange(m_hasWatchPassed, false); }

    // For tests.
    bool isVirtual() const { return m_virtualTime; }
    void setVirtualTime(const qint64 *time); // in milliseconds; nullptr: real time
    void takeVirtualTime(const Deadlines &other) { m_virtualTime = other.m_virtualTime; }
    std::optional<qint64> next();            // the next deadline, in milliseconds
    void timePassed();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    struct Deadline
    {
        Clock::time_point at;
        PendingHook *hook;
        int ticket;
        bool isVoid() const { return hook && ticket != hook->ticket; }
        bool operator>(const Deadline &other) const { return at > other.at; }
    };

    void push(const Deadline &deadline);
    void startTimer();

    WakeUp &m_wakeUp;
    std::priority_queue<Deadline, std::vector<Deadline>, std::greater<>> m_deadlines;
    QBasicTimer m_timer;
    const qint64 *m_virtualTime = nullptr;
    bool m_isDue = false;
    bool m_hasAlarmPassed = false;
    Clock::time_point m_watch = Clock::time_point::max();
    bool m_hasWatchPassed = false;
};

} // namespace QConductor

#endif
