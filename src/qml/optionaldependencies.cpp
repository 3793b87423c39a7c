// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "optionaldependencies.h"

#include "qmlaccess_p.h"

#include <QConductor/Component>

#include <QtQml/qqmlinfo.h>

namespace QConductor {

bool OptionalDependencies::set(Component *component, const QStringList &names)
{
    if (names == m_names)
        return false;
    if (component->conductor()) {
        qmlWarning(component) << "optionalDependencies can't be changed after the component was added to a conductor";
        return false;
    }
    m_names = names;
    QmlAccess::setOptionalDependencies(component, names);
    return true;
}

} // namespace QConductor
