// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "loggingpolicy.h"

#include "logging_p.h"
#include "naming_p.h"

#include <QtCore/qhash.h>
#include <QtCore/qmutex.h>

namespace QConductor {

Q_LOGGING_CATEGORY(lcConductor, "qconductor")

const QLoggingCategory *internedCategory(const QByteArray &name)
{
    static QMutex mutex;
    static auto &categories = *new QHash<QByteArray, const QLoggingCategory *>; // outlives every static object

    QMutexLocker locker(&mutex);
    auto it = categories.find(name);
    if (it == categories.end()) {
        it = categories.insert(QByteArray(name.constData(), name.size()), nullptr); // a copy that stays
        *it = new QLoggingCategory(it.key().constData());
    }
    return *it;
}

/*!
    \typealias QConductor::LoggingPolicy
    Gives the name of the logging category of a component's class.
*/

/*! \relates QConductor::Conductor
    Returns a policy by which all components log to the category \a name. */
LoggingPolicy sharedLogging(const QByteArray &name)
{
    return [name](const QMetaObject &) { return name; };
}

/*! \relates QConductor::Conductor
    Returns the default policy: a component logs to a category named like its namespace, in lower case with
    underscores and dots, and to \c qconductor if it has none. */
LoggingPolicy namespaceLogging()
{
    return [](const QMetaObject &type) {
        const QByteArray scope = namespaceOf(&type);
        return scope.isEmpty() ? QByteArray("qconductor") : toSnakeCase(scope).replace("::", ".");
    };
}

/*! \relates QConductor::Conductor
    Returns a policy by which each class logs to a category of its own: \c Shop::WebApi to \c shop.web_api. */
LoggingPolicy componentLogging()
{
    return [](const QMetaObject &type) { return toSnakeCase(qualifiedName(&type)).replace("::", "."); };
}

} // namespace QConductor
