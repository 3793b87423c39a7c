// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_CONFIGPOLICY_H
#define QCONDUCTOR_CONFIGPOLICY_H

#include <QConductor/global.h>

#include <QtCore/qobjectdefs.h>
#include <QtCore/qvariant.h>

#include <functional>

QT_BEGIN_NAMESPACE
class QSettings;
QT_END_NAMESPACE

namespace QConductor {

using ConfigPolicy = std::function<QVariantMap(const QMetaObject &type)>;

QCONDUCTOR_EXPORT ConfigPolicy sharedConfig(const QVariantMap &config);
QCONDUCTOR_EXPORT ConfigPolicy sectionConfig(const QVariantMap &sections);
QCONDUCTOR_EXPORT ConfigPolicy settingsConfig(QSettings *settings);

} // namespace QConductor

#endif
