// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/terminationsignals_p.h"

#include <QtCore/qmutex.h>
#include <QtCore/qwaitcondition.h>

#include <qt_windows.h>

#include <utility>

namespace QConductor {

namespace {

QMutex mutex;
QWaitCondition hasEnded;
TerminationSignals *current = nullptr;
bool isFirst = true;

// While a process ignores Ctrl+C, which it may have inherited, the system doesn't call this function for it.
BOOL WINAPI handleControl(DWORD event)
{
    QMutexLocker locker(&mutex);
    TerminationSignals *const receiver = current;
    if (!receiver || !std::exchange(isFirst, false))
        return FALSE;
    QMetaObject::invokeMethod(receiver, &TerminationSignals::received, Qt::QueuedConnection);
    const bool closes = event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT;
    while (closes && current == receiver)
        hasEnded.wait(&mutex); // The process is ended when the handler of a closing event returns.
    return TRUE;
}

} // namespace

// The handler is installed and removed without the mutex, for the system may hold a lock of its own while it calls it.
TerminationSignals::TerminationSignals()
{
    {
        QMutexLocker locker(&mutex);
        if (current)
            return;
        current = this;
        isFirst = true;
    }
    SetConsoleCtrlHandler(handleControl, TRUE);
}

TerminationSignals::~TerminationSignals()
{
    {
        QMutexLocker locker(&mutex);
        if (current != this)
            return;
        current = nullptr;
        hasEnded.wakeAll();
    }
    SetConsoleCtrlHandler(handleControl, FALSE);
}

} // namespace QConductor
