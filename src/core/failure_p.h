// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_FAILURE_P_H
#define QCONDUCTOR_FAILURE_P_H

#include "error.h"

#include <QtCore/qfuture.h>

namespace QConductor {

// What a person should read of an exception: std::exception::what(), or "unknown exception".
QString messageOf(const std::exception_ptr &exception);

// How a future that has finished ended. Without an exception and not canceled: well.
struct Ending
{
    std::exception_ptr exception;
    bool isCanceled = false;

    explicit Ending(QFuture<void> &finished)
    {
        if (Q_UNLIKELY(finished.isCanceled())) // one with an exception says that it is canceled
            findCause(finished);
    }
    explicit Ending(std::exception_ptr thrown); // or nullptr
    bool isWell() const { return !exception && !isCanceled; }

private:
    void findCause(QFuture<void> &finished);
};

[[noreturn]] void throwSetupError(const Failure &failure);

} // namespace QConductor

#endif
