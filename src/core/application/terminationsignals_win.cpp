// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/terminationsignals_p.h"

#include <QtCore/qmutex.h>
#include <QtCore/qsemaphore.h>

#include <qt_windows.h>

namespace QConductor {

namespace {

QMutex mutex;
TerminationSignals *current = nullptr;
bool isFirst = true;
QSemaphore finished;

BOOL WINAPI handleControl(DWORD event)
{
    {
        QMutexLocker locker(&mutex);
        if (!current || !std::exchange(isFirst, false))
            return FALSE;
        QMetaObject::invokeMethod(current, &TerminationSignals::received, Qt::QueuedConnection);
    }
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        finished.acquire(); // the process is ended when the handler of a closing event returns
    return TRUE;
}

} // namespace

TerminationSignals::TerminationSignals()
{
    QMutexLocker locker(&mutex);
    if (current)
        return;
    current = this;
    isFirst = true;
    SetConsoleCtrlHandler(handleControl, TRUE);
}

TerminationSignals::~TerminationSignals()
{
    QMutexLocker locker(&mutex);
    if (current != this)
        return;
    current = nullptr;
    SetConsoleCtrlHandler(handleControl, FALSE);
    finished.release();
}

} // namespace QConductor
