// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "meta/logging_p.h"

#include <QtCore/qhash.h>
#include <QtCore/qmutex.h>

namespace QConductor {

Q_LOGGING_CATEGORY(lcConductor, "qconductor")

const QLoggingCategory *internedCategory(const QByteArray &name)
{
    static QMutex mutex;
    static auto &categories = *new QHash<QByteArray, const QLoggingCategory *>; // leaked: outlives every static object

    QMutexLocker locker(&mutex);
    auto it = categories.find(name);
    if (it == categories.end()) {
        it = categories.insert(QByteArray(name.constData(), name.size()),
                               nullptr); // a deep copy, because the category keeps the pointer
        *it = new QLoggingCategory(it.key().constData());
    }
    return *it;
}

} // namespace QConductor
