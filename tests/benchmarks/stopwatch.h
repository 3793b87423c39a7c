// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_BENCHMARKS_STOPWATCH_H
#define QCONDUCTOR_BENCHMARKS_STOPWATCH_H

#include <QtCore/qglobal.h>

#include <algorithm>
#include <chrono>
#include <vector>

#ifdef Q_OS_UNIX
#include <time.h>
#endif

using Clock = std::chrono::steady_clock;

inline double nanosecondsSince(Clock::time_point begun)
{
    return std::chrono::duration<double, std::nano>(Clock::now() - begun).count();
}

// The CPU time of this thread, to which other work of the machine adds little.
inline double processorNanoseconds()
{
#ifdef Q_OS_UNIX
    timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
#else
    return std::chrono::duration<double, std::nano>(Clock::now().time_since_epoch()).count();
#endif
}

template <class Work> double processorTimeOf(Work work)
{
    const double begun = processorNanoseconds();
    work();
    return processorNanoseconds() - begun;
}

template <class Work> double nanosecondsOf(Work work)
{
    const auto begun = Clock::now();
    work();
    return nanosecondsSince(begun);
}

inline double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

#endif
