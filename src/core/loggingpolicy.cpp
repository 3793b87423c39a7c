// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "loggingpolicy.h"

#include "meta/naming_p.h"

namespace QConductor {

/*!
    \typealias QConductor::LoggingPolicy
    \since QConductor 1.0
    A function that returns the name of the logging category of components of the given class. It is called in the
    conductor's thread.
*/

/*! \relates QConductor::Conductor
    \since QConductor 1.0
    Returns a policy by which all components log to the category with the given \a name. */
LoggingPolicy sharedLogging(const QByteArray &name)
{
    return [name](const QMetaObject &) { return name; };
}

/*! \relates QConductor::Conductor
    \since QConductor 1.0
    Returns the default policy: the category of a component has the name of its namespace, in lower case with underscores
    and dots, or \c qconductor if it has no namespace. */
LoggingPolicy namespaceLogging()
{
    return [](const QMetaObject &type) {
        const QByteArray scope = namespaceOf(&type);
        return scope.isEmpty() ? QByteArray("qconductor") : toSnakeCase(scope).replace("::", ".");
    };
}

/*! \relates QConductor::Conductor
    \since QConductor 1.0
    Returns a policy by which each class has a category of its own. That of \c Shop::WebApi is \c shop.web_api. */
LoggingPolicy componentLogging()
{
    return [](const QMetaObject &type) { return toSnakeCase(qualifiedName(&type)).replace("::", "."); };
}

} // namespace QConductor
