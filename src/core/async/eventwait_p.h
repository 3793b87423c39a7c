// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ASYNC_EVENTWAIT_P_H
#define QCONDUCTOR_ASYNC_EVENTWAIT_P_H

#include "global.h"

#include <functional>

namespace QConductor {

// Processes the events of the current thread until isDone() returns true or the application is destroyed. It sleeps while
// there are none. It may be called while an event is being delivered.
QCONDUCTOR_EXPORT void processEventsUntil(const std::function<bool()> &isDone);

} // namespace QConductor

#endif
