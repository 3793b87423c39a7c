// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "database.h"

#include <QConductor/Conductor>
//! [include]
#include <QConductor/Inspector>
//! [include]

#include <QtCore/QtGlobal>
#include <QtGui/QGuiApplication>

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    QGuiApplication app(argc, argv);
    QConductor::Conductor conductor;
    conductor.add<Database>();
    //! [show]
    QConductor::showInspector(conductor);
    //! [show]
    return QConductor::showInspector(&conductor) ? 0 : 3;
}
