// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_OPTIONALDEPENDENCIES_H
#define QCONDUCTOR_QML_OPTIONALDEPENDENCIES_H

#include <QtCore/qstringlist.h>

namespace QConductor {

class Component;

// The value of a property optionalDependencies: names of properties that may stay null.
class OptionalDependencies
{
public:
    const QStringList &names() const { return m_names; }
    // Names them for the component, and returns whether they have changed. A component that belongs to a conductor keeps those that it
    // has, with a warning, because the conductor may have read its dependencies already.
    bool set(Component *component, const QStringList &names);

private:
    QStringList m_names;
};

} // namespace QConductor

#endif
