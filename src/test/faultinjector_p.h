// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAULTINJECTOR_P_H
#define QCONDUCTOR_TEST_FAULTINJECTOR_P_H

#include "faultcase.h"
#include "sharedpromise_p.h"

namespace QConductor::Test {

// Lets one hook end with a fault. In setup, the component's own hook isn't called: a component cleans up before it
// fails, and a hook that isn't called leaves nothing to clean up. In shutdown, the component's own hook is called and
// what it ends with is replaced, so that the component has really stopped when the next setup begins. At most one hook
// hangs.
class FaultInjector
{
public:
    // Returns a part of the message of the failure that the fault causes; an empty string if the fault causes none.
    static QString message(Fault fault);

    // Returns the future that the conductor gets from the hook, or throws what the hook throws.
    QFuture<void> inject(Fault fault, Component *component, Phase phase);

    // Returns whether a hook hangs, and the future of the component's own hook has finished, if that was called.
    bool isHanging() const { return m_hanging && m_ownFuture.isFinished(); }
    // Finishes the future of the hook that hangs, if one does.
    void endHanging();

private:
    QFuture<void> replaceEnd(const QFuture<void> &ownFuture, Fault fault, Component *component);
    QFuture<void> hang();

    SharedPromise m_hanging;   // the promise of the hook that hangs; nullptr if none does
    QFuture<void> m_ownFuture; // what the component's own hook returned, while the hook hangs in its place
};

} // namespace QConductor::Test

#endif
