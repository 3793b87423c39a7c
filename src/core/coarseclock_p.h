// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_COARSECLOCK_P_H
#define QCONDUCTOR_COARSECLOCK_P_H

#include <chrono>
#include <ctime>

namespace QConductor {

using Clock = std::chrono::steady_clock;

// The time of that clock as it was at most 4 ms ago. To look at it costs a fifth of what a look at that one does, which
// is more than all else that a quick hook does. Where the system has none so fine, it is that one.
inline Clock::time_point coarseNow()
{
    using namespace std::chrono;
#ifdef CLOCK_MONOTONIC_COARSE
    timespec time;
    static const bool isFineEnough = clock_getres(CLOCK_MONOTONIC_COARSE, &time) == 0 && time.tv_sec == 0
            && nanoseconds(time.tv_nsec) <= 4ms;
    if (isFineEnough && clock_gettime(CLOCK_MONOTONIC_COARSE, &time) == 0)
        return Clock::time_point(seconds(time.tv_sec) + nanoseconds(time.tv_nsec));
#endif
    return Clock::now();
}

} // namespace QConductor

#endif
