// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_CONDUCTORSTATE_P_H
#define QCONDUCTOR_CONDUCTORSTATE_P_H

#include "conductor.h"

namespace QConductor {

// Returns whether a conductor in that state has something to shut down.
inline bool isUp(Conductor::State state)
{
    return state != Conductor::State::Inactive && state != Conductor::State::Failed;
}

} // namespace QConductor

#endif
