// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_AWAITED_P_H
#define QCONDUCTOR_RUNNING_AWAITED_P_H

#include "running/wiring_p.h"

#include <QtCore/qstringlist.h>

namespace QConductor {

// What a component that never began waited for.
struct Awaited
{
    Awaited(const Wiring &wiring, int node);

    QStringList names;   // of the dependencies that are not active
    QStringList failed;  // each dependency that has failed, with its property and the reason
    QStringList missing; // each other dependency that is not active, with its property
};

} // namespace QConductor

#endif
