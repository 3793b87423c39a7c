// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// A Qt Widgets application that embeds the components of examples/shop: what starts, what fails and what is saved is
// shown by the widgets that Qt has for it. serve() starts and ends it; main() has nothing else to do.

#include "orderdesk.h"

#include <QConductor/SessionManagement>

#include <QtWidgets/qapplication.h>

int main(int argc, char *argv[])
{
    //! [session]
    QApplication application(argc, argv);
    OrderDesk desk;
    QConductor::manageSession(&desk.conductor());
    //! [session]
    return desk.conductor().serve();
}
