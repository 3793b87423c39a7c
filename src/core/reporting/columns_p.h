// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_REPORTING_COLUMNS_P_H
#define QCONDUCTOR_REPORTING_COLUMNS_P_H

#include "global.h"

#include <QtCore/qstring.h>

#include <chrono>

// Texts in columns of a terminal, where a Chinese character takes two columns, and an accent that follows its letter none.
namespace QConductor {

QCONDUCTOR_AUTOTEST_EXPORT int columnsOf(const QString &text);
QString singleLine(QString text); // control characters and separators, such as line breaks, become spaces
QCONDUCTOR_AUTOTEST_EXPORT QString elided(const QString &text, int columns); // a single line, shortened to the columns
QCONDUCTOR_AUTOTEST_EXPORT QString leftAligned(const QString &text, int columns);
QCONDUCTOR_AUTOTEST_EXPORT QString rightAligned(const QString &text, int columns);
QCONDUCTOR_AUTOTEST_EXPORT QString textOf(std::chrono::nanoseconds time); // at most eight columns

} // namespace QConductor

#endif
