// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Conductor>

void hideAtShutdown(QConductor::Conductor &conductor, QObject *window)
{
    conductor.service(window)->onShutdown([](QObject *object) { return object->setProperty("visible", false); });
}
