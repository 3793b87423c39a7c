// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_REFUSAL_H
#define QCONDUCTOR_TESTS_REFUSAL_H

#include "probe.h"

#include <memory>

// Returns the message of the error with which validate() and setup() both refuse the graph of a conductor before any
// hook runs, and writes the error itself to *refusal. Fails the test where the two don't agree.
template <class E> QString refusalOf(QConductor::Conductor &conductor, std::shared_ptr<E> *refusal = nullptr)
{
    const auto fail = [](const QString &message) {
        QTest::qFail(qPrintable(message), __FILE__, __LINE__);
        return QString();
    };
    QString validated;
    try {
        conductor.validate();
        return fail(QStringLiteral("validate() threw nothing"));
    } catch (const E &error) {
        validated = error.message();
    } catch (...) {
        return fail(QStringLiteral("validate() threw something else"));
    }
    const QFuture<void> setup = conductor.setup();
    if (!finishes(setup))
        return fail(QStringLiteral("setup() never ends"));
    const auto error = errorOf<E>(setup);
    if (!error || error->message() != validated || conductor.errorString() != validated)
        return fail(QStringLiteral("setup() doesn't fail as validate() does, with: ") + validated);
    if (!journal.isEmpty() || conductor.state() != QConductor::Conductor::State::Failed)
        return fail(QStringLiteral("setup() called a hook, or the conductor isn't Failed"));
    if (refusal)
        *refusal = error;
    return validated;
}

#define VERIFY_CONTAINS(text, part) \
    do { \
        const QString whole = (text); \
        QVERIFY2(whole.contains(part), qPrintable(QStringLiteral("\"%1\" doesn't contain \"%2\"").arg(whole, part))); \
    } while (false)

#endif
