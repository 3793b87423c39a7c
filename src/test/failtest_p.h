// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAILTEST_P_H
#define QCONDUCTOR_TEST_FAILTEST_P_H

#include <QtCore/qstring.h>

namespace QConductor::Test {

// Fails the running test, or logs the message if no test is running or the test has failed already.
void failTest(const QString &message, const char *file, int line);

} // namespace QConductor::Test

#endif
