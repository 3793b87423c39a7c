// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Conductor>

#include <QtCore/qtimer.h>

void addTimer(QConductor::Conductor &conductor)
{
    conductor.service([] { return new QTimer; });
}
