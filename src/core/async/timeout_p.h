// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ASYNC_TIMEOUT_P_H
#define QCONDUCTOR_ASYNC_TIMEOUT_P_H

#include <algorithm>
#include <chrono>
#include <limits>

namespace QConductor {

// Returns the value of a timeout property. A duration that is too long for the property becomes the longest that it can hold.
inline int toTimeout(std::chrono::milliseconds duration)
{
    using Count = std::chrono::milliseconds::rep;
    return int(std::clamp<Count>(duration.count(), std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

} // namespace QConductor

#endif
