// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_RUNNING_WORK_H
#define QCONDUCTOR_TESTS_RUNNING_WORK_H

#include <QtCore/qfuture.h>
#include <QtCore/qpromise.h>
#include <QtCore/qtimer.h>

#include <memory>

// Returns the future of work that ends after some turns of the event loop, or at the next turn when it is asked to
// cancel.
inline QFuture<void> afterTicks(QObject *context, int ticks)
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    auto *timer = new QTimer(context);
    QObject::connect(timer, &QTimer::timeout, context, [promise, timer, left = ticks]() mutable {
        if (promise->isCanceled() || --left == 0) {
            timer->deleteLater();
            promise->finish();
        }
    });
    timer->start(0);
    return promise->future();
}

// Returns the future of work that only ends when it is asked to cancel.
inline QFuture<void> untilCanceled(QObject *context)
{
    return afterTicks(context, 1000000);
}

#endif
