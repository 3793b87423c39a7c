// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "timedwait_p.h"

#include "async/eventwait_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qtimer.h>

#include <algorithm>

namespace QConductor::Test {

bool timedWait(const std::function<bool()> &isDone, std::chrono::milliseconds timeout,
               const std::function<bool()> &beforeSleep)
{
    QTimer limit; // wakes the thread when the timeout has passed
    limit.setSingleShot(true);
    limit.start(std::max(timeout, std::chrono::milliseconds::zero()));
    processEventsUntil([&] {
        while (!isDone() && limit.isActive() && beforeSleep && beforeSleep()) { }
        return isDone() || !limit.isActive();
    });
    if (!isDone())
        return false;
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return true;
}

} // namespace QConductor::Test
