// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "eventwait_p.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qeventloop.h>

namespace QConductor {

// Inside an event's delivery, the GLib dispatcher sleeps although other events were posted before that one was
// delivered: until something wakes it.
void processEventsUntil(const std::function<bool()> &isDone)
{
    if (isDone() || !QCoreApplication::instance())
        return;
    QEventLoop loop; // sees to a dispatcher, in any thread
    QAbstractEventDispatcher::instance()->wakeUp();
    while (!isDone() && QCoreApplication::instance())
        loop.processEvents(QEventLoop::WaitForMoreEvents);
}

} // namespace QConductor
