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

// The time between two ticks of the coarse clock: at most 4 ms, or 10 on a virtual machine that misses ticks under load.
constexpr std::chrono::milliseconds coarseTick(10);

// Returns a time at which the clock stood since its last tick. Reading the coarse clock takes 5 ns, the exact one 24 ns, which
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
// which is done soon isn't interrupted. The coarse clock may miss a tick. So the 16th look reads the exact clock, and ends a slice
// after 2.5 ms. While looks follow each other as quickly as those at quick hooks, only every 32nd look does so. Two slices may
// follow each other before a timer has its turn.
class Slice
{
public:
    void begin()
    {
        m_tick = coarseNow();
        m_begun = m_lastExact = Clock::now();
        m_looksLeft = fewLooks;
    }
    bool isOver(Clock::time_point coarse = coarseNow()) // a slice that has not begun is never over
    {
        const bool hasTicked = coarse != m_tick;
        if (Q_LIKELY(!hasTicked && --m_looksLeft > 0))
            return false;
        return isOverExactly(std::chrono::microseconds(hasTicked ? 1000 : 2500));
    }

private:
    static constexpr int fewLooks = 16;
    static constexpr int manyLooks = 32;

    bool isOverExactly(Clock::duration limit)
    {
        const auto now = Clock::now();
        if (now - m_begun >= limit)
            return true;
        m_looksLeft = now - m_lastExact < std::chrono::microseconds(100) ? manyLooks : fewLooks;
        m_lastExact = now;
        return false;
    }

    Clock::time_point m_tick;
    Clock::time_point m_begun = Clock::time_point::max();
    Clock::time_point m_lastExact;
    int m_looksLeft = fewLooks; // until the exact clock is read; 0 or less: the slice is over
};

} // namespace QConductor

#endif
