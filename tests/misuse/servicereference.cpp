// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Conductor>

void showAtSetup(QConductor::Conductor &conductor, QObject *window)
{
    conductor.service(window)->onSetup([](QObject &object) { object.setProperty("visible", true); });
}
