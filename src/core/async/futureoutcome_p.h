// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ASYNC_FUTUREOUTCOME_P_H
#define QCONDUCTOR_ASYNC_FUTUREOUTCOME_P_H

#include "error.h"

#include <QtCore/qfuture.h>

namespace QConductor {

// Returns what a person should read of an exception: std::exception::what(), "unknown error" if that is empty, or "unknown
// exception".
QString messageOf(const std::exception_ptr &exception);

// How a future ended that has finished: it succeeded, holds an exception, or was canceled.
struct FutureOutcome
{
    std::exception_ptr exception; // nullptr: there is none
    bool isCanceled = false;      // without an exception

    explicit FutureOutcome(QFuture<void> &finished)
    {
        if (Q_UNLIKELY(finished.isCanceled())) // a future that holds an exception says so as well
            findCause(finished);
    }
    explicit FutureOutcome(std::exception_ptr thrown); // of a function that threw instead of returning a future
    bool hasSucceeded() const { return !exception && !isCanceled; }

private:
    void findCause(QFuture<void> &finished);
};

} // namespace QConductor

#endif
