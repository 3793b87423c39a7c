// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ASYNC_SAMEFUTURE_P_H
#define QCONDUCTOR_ASYNC_SAMEFUTURE_P_H

#include <QtCore/qfuture.h>

namespace QConductor {

// Returns whether two futures are copies of each other.
inline bool isSameFuture(const QFuture<void> &first, const QFuture<void> &second)
{
    struct Interface : QFutureInterfaceBase // which alone knows what a future shares with its copies
    {
        static bool areEqual(const QFuture<void> &first, const QFuture<void> &second)
        {
            return get(first) == get(second);
        }
    };
    return Interface::areEqual(first, second);
}

} // namespace QConductor

#endif
