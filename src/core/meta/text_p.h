// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_META_TEXT_P_H
#define QCONDUCTOR_META_TEXT_P_H

#include <QtCore/qcoreapplication.h>

namespace QConductor {

// Translates what a person may read: Text::tr("…"). All texts of the library have the same context. Thread-safe.
class Text
{
    Q_DECLARE_TR_FUNCTIONS(QConductor)
};

} // namespace QConductor

#endif
