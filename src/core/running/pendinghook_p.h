// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_PENDINGHOOK_P_H
#define QCONDUCTOR_RUNNING_PENDINGHOOK_P_H

#include "async/slice_p.h"
#include "component_p.h"

#include <QtCore/qfuturewatcher.h>

namespace QConductor {

class HookRunner;

// A hook that has not finished. It watches the hook's future, which leaves that future to its author (R2).
//
// The object is used for one hook after the other. Between two uses it watches no hook's future.
class PendingHook : public QFutureWatcher<void>, public UnfinishedHook
{
public:
    // The future must never start, so that watching it causes no event.
    PendingHook(HookRunner *runner, const QFuture<void> &noFuture);
    static PendingHook *of(const Component *component)
    {
        return static_cast<PendingHook *>(ComponentPrivate::get(component)->running.hook);
    }
    HookRunner *runner() const;
    void componentDestroyed() override;
    void dropFuture() { setFuture(m_noFuture); }
    void cancel()
    {
        isAskedToCancel = true;
        if (hasReturned && !isFinished())
            future().cancel();
    }

    Component *component = nullptr; // nullptr: it was destroyed, or this object isn't in use
    int node = -1;                  // node that waits for this hook to end; -1: none
    int successor = -1;             // node that waits to begin its own hook after this one; -1: none
    Phase phase = Phase::Setup;
    bool hasReturned = true; // its future; if it has not, this object watches no hook's future yet
    bool isAskedToCancel = false;
    bool hasTimedOut = false;    // which was told as its failure
    bool isLateShutdown = false; // of a component whose setup hook was given up
    int share = 0;               // in percent, how far the work of a setup hook has come: at most 99
    Clock::time_point begun;
    Clock::duration held {}; // the event loop, unless that was told
    int timesToldSlow = 0;
    int limit = 0; // in milliseconds; 0: none
    Clock::time_point deadline;
    int ticket = 0;        // changes when the deadline becomes void
    std::size_t index = 0; // among the hooks that are waited for

private:
    const QFuture<void> m_noFuture; // watched while this object isn't in use
};

} // namespace QConductor

#endif
