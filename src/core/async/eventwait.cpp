// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "async/eventwait_p.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qeventloop.h>

namespace QConductor {

// The dispatcher is woken first: while an event is being delivered, the dispatcher of GLib would sleep although other
// events had been posted before that delivery, until something else wakes it.
void processEventsUntil(const std::function<bool()> &isDone)
{
    if (isDone() || !QCoreApplication::instance())
        return;
    QEventLoop loop; // makes sure that the thread has a dispatcher
    QAbstractEventDispatcher::instance()->wakeUp();
    while (!isDone() && QCoreApplication::instance())
        loop.processEvents(QEventLoop::WaitForMoreEvents);
}

} // namespace QConductor
