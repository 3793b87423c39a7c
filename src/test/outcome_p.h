// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_OUTCOME_P_H
#define QCONDUCTOR_TEST_OUTCOME_P_H

#include "error.h"

#include <QtCore/qfuture.h>
#include <QtCore/qlist.h>

namespace QConductor::Test {

// How a setup, a shutdown or a restart ended: it succeeded, it was canceled, or it failed with a message.
struct Outcome
{
    // The future is the one that the conductor returned, and has finished.
    explicit Outcome(QFuture<void> future);

    QString message;            // the message of the error; empty if there is none
    bool isCanceled = false;    // whether the future ended canceled, without an error
    bool listsFailures = false; // whether the error is a SetupError or a ShutdownError
    bool isSetupError = false;  // whether the error is a SetupError
    bool isGraphError = false;  // whether the error is another Error, which comes before any hook is called
    QList<Failure> failures;    // what the error lists; empty if it is another error

    bool isSuccess() const { return message.isEmpty() && !isCanceled; }
    QString text() const; // what follows a colon in a message
};

} // namespace QConductor::Test

#endif
