// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Conductor>

#include <QtCore/qtimer.h>

QTimer *timerOf(const QConductor::Conductor &conductor)
{
    return conductor.component<QTimer>();
}
