// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef DATABASE_H
#define DATABASE_H

#include <QConductor/Component>

#include <QtQmlIntegration/qqmlintegration.h>

class Database : public QConductor::Component
{
    Q_OBJECT
    QML_ELEMENT
};

#endif
