// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Conductor>

void askTheWindow(QConductor::Conductor &conductor, QObject *window)
{
    conductor.service(window)->onShutdownRequest([](QObject *object) { return object->property("saved").toBool(); });
}
