// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_FOREIGNTYPES_H
#define QCONDUCTOR_QML_FOREIGNTYPES_H

#include <QConductor/Conductor>

#include <QtQml/qqml.h>

// Describes the base classes of the QML types to the QML engine. The classes themselves are part of the core library,
// which doesn't use Qt QML.
namespace QConductor {

struct ForeignComponent
{
    Q_GADGET
    QML_FOREIGN(QConductor::Component)
    QML_ANONYMOUS
};

struct ForeignService
{
    Q_GADGET
    QML_FOREIGN(QConductor::Service)
    QML_ANONYMOUS
};

struct ForeignConductor
{
    Q_GADGET
    QML_FOREIGN(QConductor::Conductor)
    QML_ANONYMOUS
};

} // namespace QConductor

#endif
