// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ASYNC_STARTEDPROMISE_P_H
#define QCONDUCTOR_ASYNC_STARTEDPROMISE_P_H

#include <QtCore/qpromise.h>

namespace QConductor {

// Returns a promise that has been started. If it is destroyed unfinished, its future ends canceled.
inline QPromise<void> startedPromise()
{
    QPromise<void> promise;
    promise.start();
    return promise;
}

} // namespace QConductor

#endif
