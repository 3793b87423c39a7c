// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

//! [main]
#include "shop.h"

#include <QConductor/Conductor>

#include <QCoreApplication>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QConductor::Conductor conductor;
    auto *orders = conductor.add<Orders>();
    return conductor.run([orders] {
        orders->place(QStringLiteral("two cups of tea"));
        return QConductor::Component::done();
    });
}
//! [main]
