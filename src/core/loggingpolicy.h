// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_LOGGINGPOLICY_H
#define QCONDUCTOR_LOGGINGPOLICY_H

#include <QConductor/global.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qobjectdefs.h>

#include <functional>

namespace QConductor {

using LoggingPolicy = std::function<QByteArray(const QMetaObject &type)>;

QCONDUCTOR_EXPORT LoggingPolicy sharedLogging(const QByteArray &name);
QCONDUCTOR_EXPORT LoggingPolicy namespaceLogging();
QCONDUCTOR_EXPORT LoggingPolicy componentLogging();

} // namespace QConductor

#endif
