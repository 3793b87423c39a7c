// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAULTINJECTOR_P_H
#define QCONDUCTOR_TEST_FAULTINJECTOR_P_H

#include "faultcase.h"

#include <QtCore/qpromise.h>

#include <optional>

namespace QConductor::Test {

// Does a fault in the place of a hook. In setup the hook isn't called: a component cleans up before it fails, and there
// is nothing to clean up then. In shutdown it is called, and what it ends with is replaced: the next setup finds
// a component that did stop.
class FaultInjector
{
public:
    static QString message(Fault fault); // what the failure says

    QFuture<void> inject(Fault fault, Component *component, Phase phase); // throws
    bool isHanging() const { return m_hanging && m_real.isFinished(); } // and nothing real is under way
    void release();

private:
    QFuture<void> injectInto(const QFuture<void> &real, Fault fault, Component *component);
    QFuture<void> hang();

    std::optional<QPromise<void>> m_hanging;
    QFuture<void> m_real; // what the hook that hangs has really returned
};

} // namespace QConductor::Test

#endif
