// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "eventwait_p.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qtimer.h>

namespace QConductor::Test {

bool processEventsUntil(const std::function<bool()> &isDone, std::chrono::milliseconds timeout,
                        const std::function<bool()> &beforeSleep)
{
    QTimer limit; // it ends the sleep, too
    limit.setSingleShot(true);
    limit.start(timeout);
    if (!isDone())
        QAbstractEventDispatcher::instance()->wakeUp(); // for what was posted before the event that this is called by
    while (!isDone()) {
        if (!limit.isActive())
            return false;
        if (!beforeSleep || !beforeSleep())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return true;
}

} // namespace QConductor::Test
