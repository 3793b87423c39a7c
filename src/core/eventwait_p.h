// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_EVENTWAIT_P_H
#define QCONDUCTOR_EVENTWAIT_P_H

#include "global.h"

#include <functional>

namespace QConductor {

// Processes this thread's events, sleeping where there are none, until isDone() or the application has gone. May be
// called by an event's receiver.
QCONDUCTOR_EXPORT void processEventsUntil(const std::function<bool()> &isDone);

} // namespace QConductor

#endif
