// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_OUTCOME_P_H
#define QCONDUCTOR_TEST_OUTCOME_P_H

#include "error.h"

#include <QtCore/qfuture.h>
#include <QtCore/qlist.h>

namespace QConductor::Test {

// What the future of a setup or a shutdown ended with. Neither message nor cancellation: well.
struct Outcome
{
    explicit Outcome(QFuture<void> future); // that has finished

    QString message;
    bool isCanceled = false;
    bool isOfHooks = false; // it lists failures
    bool isOfGraph = false; // it was found before any hook ran
    QList<Failure> failures;

    bool isWell() const { return message.isEmpty() && !isCanceled; }
    QString text() const { return isCanceled ? QStringLiteral("was canceled") : message; }
};

} // namespace QConductor::Test

#endif
