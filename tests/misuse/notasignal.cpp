// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/WhenEmitted>

#include <QtCore/qtimer.h>

int main()
{
    QTimer timer;
    return QConductor::whenEmitted(&timer, [] {}).isFinished(); // Which signal is meant?
}
