// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "outcome_p.h"

namespace QConductor::Test {

Outcome::Outcome(QFuture<void> future)
{
    try {
        future.waitForFinished();
        isCanceled = future.isCanceled();
    } catch (const SetupError &error) {
        message = error.message();
        failures = error.failures();
        listsFailures = isSetupError = true;
    } catch (const ShutdownError &error) {
        message = error.message();
        failures = error.failures();
        listsFailures = true;
    } catch (const Error &error) {
        message = error.message();
        isGraphError = true;
    } catch (...) {
        message = QStringLiteral("unknown exception");
    }
}

QString Outcome::text() const
{
    if (isCanceled)
        return QStringLiteral("it was canceled");
    return isSuccess() ? QStringLiteral("it succeeded") : message;
}

} // namespace QConductor::Test
