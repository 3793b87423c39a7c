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
        isOfHooks = true;
    } catch (const ShutdownError &error) {
        message = error.message();
        failures = error.failures();
        isOfHooks = true;
    } catch (const Error &error) {
        message = error.message();
        isOfGraph = true;
    } catch (...) {
        message = QStringLiteral("unknown exception");
    }
}

} // namespace QConductor::Test
