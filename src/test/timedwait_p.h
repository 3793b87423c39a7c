// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_TIMEDWAIT_P_H
#define QCONDUCTOR_TEST_TIMEDWAIT_P_H

#include <chrono>
#include <functional>

namespace QConductor::Test {

// Processes events, sleeping where there are none, until isDone() or the time is over; returns whether it is done.
// Before it sleeps it asks whether beforeSleep() has something to do.
bool processEventsUntil(const std::function<bool()> &isDone, std::chrono::milliseconds timeout,
                        const std::function<bool()> &beforeSleep = {});

} // namespace QConductor::Test

#endif
