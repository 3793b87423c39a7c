// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ASYNC_STARTEDPROMISE_P_H
#define QCONDUCTOR_ASYNC_STARTEDPROMISE_P_H

#include <QtCore/qpromise.h>

namespace QConductor {

// Returns a promise that has been started. If it is destroyed unfinished, its future ends canceled.
template <class T = void> QPromise<T> startedPromise()
{
    QPromise<T> promise;
    promise.start();
    return promise;
}

// Returns a finished future with that result.
inline QFuture<bool> answeredFuture(bool answer)
{
    QPromise<bool> promise = startedPromise<bool>();
    promise.addResult(answer);
    promise.finish();
    return promise.future();
}

} // namespace QConductor

#endif
