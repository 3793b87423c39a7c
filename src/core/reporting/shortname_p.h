// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_REPORTING_SHORTNAME_P_H
#define QCONDUCTOR_REPORTING_SHORTNAME_P_H

#include "component.h"

#include <QtCore/qstringlist.h>

#include <vector>

namespace QConductor {

// What a report or a picture of the graph calls a component (R48, R53).
struct ShortName
{
    static ShortName of(const Component *component);
    // Where several have the same class, the object's name follows after a dot, if there is one.
    static QStringList toldApart(const std::vector<ShortName> &names);

    QString type;   // without its namespace; of a service, the display name
    QString object; // may be empty
};

} // namespace QConductor

#endif
