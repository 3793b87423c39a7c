// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "async/futureoutcome_p.h"

#include "meta/text_p.h"

namespace QConductor {

namespace {

// Returns the exception that QtConcurrent has wrapped, because it isn't a QException.
std::exception_ptr unwrapped(const std::exception_ptr &exception)
{
    try {
        std::rethrow_exception(exception);
    } catch (const QUnhandledException &wrapper) {
        return wrapper.exception() ? wrapper.exception() : exception;
    } catch (...) {
        return exception;
    }
}

} // namespace

QString messageOf(const std::exception_ptr &exception)
{
    try {
        std::rethrow_exception(unwrapped(exception));
    } catch (const QUnhandledException &) {
    } catch (const std::exception &e) {
        const QString message = QString::fromUtf8(e.what());
        return message.isEmpty() ? Text::tr("unknown error") : message;
    } catch (...) { }
    return Text::tr("unknown exception");
}

FutureOutcome::FutureOutcome(std::exception_ptr thrown) : exception(thrown ? unwrapped(thrown) : nullptr) { }

void FutureOutcome::findCause(QFuture<void> &finished)
{
    try {
        finished.waitForFinished();
        isCanceled = true;
    } catch (...) {
        exception = unwrapped(std::current_exception());
    }
}

} // namespace QConductor
