// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_META_LOGGING_P_H
#define QCONDUCTOR_META_LOGGING_P_H

#include <QtCore/qloggingcategory.h>

namespace QConductor {

Q_DECLARE_LOGGING_CATEGORY(lcConductor)

// Returns the category with the given name. It is created by the first call and never destroyed. Thread-safe.
const QLoggingCategory *internedCategory(const QByteArray &name);

} // namespace QConductor

#endif
