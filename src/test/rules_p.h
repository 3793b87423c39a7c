// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_RULES_P_H
#define QCONDUCTOR_TEST_RULES_P_H

#include <QtCore/qstring.h>

namespace QConductor::Test {

// Returns the sentence that states a rule, such as "R15", on the page "The rules of QConductor"; an empty string if the
// page has no such rule. The build takes the sentences from the page, src/doc/rules.qdoc.
QString ruleSentence(const QString &rule);

} // namespace QConductor::Test

#endif
