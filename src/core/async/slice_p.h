// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ASYNC_SLICE_P_H
#define QCONDUCTOR_ASYNC_SLICE_P_H

#include <QtCore/qglobal.h>

#include <chrono>
#include <ctime>

namespace QConductor {

using Clock = std::chrono::steady_clock;

#ifdef CLOCK_MONOTONIC_COARSE
// Whether the coarse clock ticks at least every 4 ms. It is false before it is initialized, and then the exact clock is used.
inline const bool isCoarseClockFineEnough = [] {
    timespec time;
    return clock_getres(CLOCK_MONOTONIC_COARSE, &time) == 0 && time.tv_sec == 0 && time.tv_nsec <= 4'000'000;
}();
#endif

// Returns a time at which the clock stood at most 4 ms ago. Reading the coarse clock takes 5 ns, the exact one 24 ns, which
// is more than all else that is done for a quick hook. Where the system has no coarse clock, this is the exact time.
inline Clock::time_point coarseNow()
{
#ifdef CLOCK_MONOTONIC_COARSE
    timespec time;
    if (Q_LIKELY(isCoarseClockFineEnough && clock_gettime(CLOCK_MONOTONIC_COARSE, &time) == 0))
        return Clock::time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
#endif
    return Clock::now();
}

// How long the event loop is held at a stretch (R14): until the coarse clock ticks, but at least for 1 ms, so that work
// which is done soon isn't interrupted. A slice lasts at most 4 ms, and two slices may follow each other before a timer
// has its turn, so the event loop is never held for 8 ms.
class Slice
{
public:
    void begin()
    {
        m_begun = coarseNow();
        m_earliestEnd = Clock::now() + std::chrono::milliseconds(1);
    }
    bool isOver(Clock::time_point coarse = coarseNow()) const // a slice that has not begun is never over
    {
        return coarse != m_begun && Clock::now() >= m_earliestEnd;
    }

private:
    Clock::time_point m_begun;
    Clock::time_point m_earliestEnd = Clock::time_point::max();
};

} // namespace QConductor

#endif
