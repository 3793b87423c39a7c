// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_SLICE_P_H
#define QCONDUCTOR_SLICE_P_H

#include <QtCore/qglobal.h>

#include <chrono>
#include <ctime>

namespace QConductor {

using Clock = std::chrono::steady_clock;

#ifdef CLOCK_MONOTONIC_COARSE
// False before it is initialized: the exact clock does as well.
inline const bool isCoarseClockFineEnough = [] {
    timespec time;
    return clock_getres(CLOCK_MONOTONIC_COARSE, &time) == 0 && time.tv_sec == 0 && time.tv_nsec <= 4'000'000;
}();
#endif

// The time of that clock as it was at most 4 ms ago. To look at it costs a fifth of what a look at that one does, which
// is more than all else that a quick hook does. Where the system has none so fine, it is that one.
inline Clock::time_point coarseNow()
{
#ifdef CLOCK_MONOTONIC_COARSE
    timespec time;
    if (Q_LIKELY(isCoarseClockFineEnough && clock_gettime(CLOCK_MONOTONIC_COARSE, &time) == 0))
        return Clock::time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
#endif
    return Clock::now();
}

// How long the event loop is held at a stretch (R14): until that clock ticks, but for 1 ms at least, so that what is soon
// done is done at once. So it is 4 ms at most, and two may follow each other before a timer has its turn.
class Slice
{
public:
    void begin()
    {
        m_begun = coarseNow();
        m_least = Clock::now() + std::chrono::milliseconds(1);
    }
    bool isOver(Clock::time_point coarse = coarseNow()) const // never, if it has not begun
    {
        return coarse != m_begun && Clock::now() >= m_least;
    }

private:
    Clock::time_point m_begun;
    Clock::time_point m_least = Clock::time_point::max();
};

} // namespace QConductor

#endif
