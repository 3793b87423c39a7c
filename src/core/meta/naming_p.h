// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_META_NAMING_P_H
#define QCONDUCTOR_META_NAMING_P_H

#include "global.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

// The names and identities of classes, as their authors wrote them. These functions are thread-safe.
namespace QConductor {

// Returns the class that the author wrote: what a QML document adds to an instance doesn't make it another class.
QCONDUCTOR_EXPORT const QMetaObject *authoredType(const QMetaObject *type);
QCONDUCTOR_AUTOTEST_EXPORT bool isMadeByQmlEngine(const QMetaObject *type); // the QML engine destroys it some day

QCONDUCTOR_EXPORT QByteArray qualifiedName(const QMetaObject *type);   // Shop::WebApi
QCONDUCTOR_EXPORT QByteArray unqualifiedName(const QMetaObject *type); // WebApi
QCONDUCTOR_AUTOTEST_EXPORT QByteArray namespaceOf(const QMetaObject *type); // Shop
QCONDUCTOR_EXPORT QString nameOf(const QMetaObject *type);                  // as messages show it
QString nameOf(const QMetaObject *type, int property);                     // Shop::WebApi.database, as messages show it
QCONDUCTOR_AUTOTEST_EXPORT QByteArray toSnakeCase(const QByteArray &name); // WebApi: web_api

} // namespace QConductor

#endif
