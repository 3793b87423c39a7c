// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/WhenEmitted>

#include <QtCore/qtimer.h>

int main()
{
    QObject object;
    return QConductor::whenEmitted(&object, &QTimer::timeout).isFinished(); // It may be no timer.
}
