// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_PENDINGHOOK_P_H
#define QCONDUCTOR_PENDINGHOOK_P_H

#include "component.h"
#include "error.h"
#include "slice_p.h"

#include <QtCore/qfuturewatcher.h>

namespace QConductor {

class HookRunner;

// The unfinished hook of a component. A watcher leaves the future to its author (R2), and can be used again.
class PendingHook : public QFutureWatcher<void>
{
public:
    explicit PendingHook(HookRunner *runner);
    HookRunner *runner() const;

    Component *component = nullptr; // nullptr: destroyed
    int node = -1;                  // that waits for this hook to end, or -1
    int successor = -1;             // that waits to begin a hook of its own until this one has ended, or -1
    Phase phase = Phase::Setup;
    bool isAskedToCancel = false;
    Clock::time_point begun;
    int limit = 0; // ms; 0: none
    Clock::time_point deadline;
    int ticket = 0;        // tells the uses of one object, and its deadlines, apart
    std::size_t index = 0; // among those that are waited for
};

} // namespace QConductor

#endif
