// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_BUSY_H
#define QCONDUCTOR_TESTS_BUSY_H

#include <QtCore/qelapsedtimer.h>

// Holds the thread, and with it the event loop, for that long at least.
inline void keepBusy(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() <= milliseconds) { }
}

#endif
