// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_TIMEDWAIT_P_H
#define QCONDUCTOR_TEST_TIMEDWAIT_P_H

#include <chrono>
#include <functional>

namespace QConductor::Test {

// Processes the events of this thread until isDone() returns true or the timeout, in real time, has passed. Each time
// before the thread would sleep it calls beforeSleep(), which returns whether it did something, so that isDone() is to
// be asked again. Returns whether isDone() returned true; then objects that were to be deleted later have been
// deleted.
bool timedWait(const std::function<bool()> &isDone, std::chrono::milliseconds timeout,
               const std::function<bool()> &beforeSleep = {});

} // namespace QConductor::Test

#endif
