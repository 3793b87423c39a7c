// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "dependency.h"

#include "meta/componenttype_p.h"

namespace QConductor {

/*!
    \class QConductor::Dependency
    \inheaderfile QConductor/Dependency
    \inmodule QConductor
    \since QConductor 1.0
    \brief A property by which a component says what it needs.

    \list
    \li \c name: the property's name
    \li \c type: the class that its pointer points to, or that the pointers in its list point to
    \li \c isOptional: the class info \c OptionalDependencies names the property, so it may stay null
    \li \c isList: the property is a list of components
    \endlist

    A component requires what it holds by a property that is neither optional nor a list.

    \sa {Which dependencies}
*/

/*!
    \relates QConductor::Dependency
    \since QConductor 1.0
    Returns the dependencies of the component class \a type: its writable properties, and those of its base classes
    up to Component, that are pointers to a class derived from Component, or a \c QList of such pointers. They are in order of declaration, base class
    first; a property that a subclass declares again has the place of the first declaration and the type of the last.

    The answer is cached for each class. This function is thread-safe.
*/
QList<Dependency> dependenciesOf(const QMetaObject &type)
{
    return ComponentType::of(&type)->dependencies;
}

} // namespace QConductor
