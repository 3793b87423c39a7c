// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_H
#define QCONDUCTOR_INSPECTOR_H

#include <QConductor/global.h>

#if defined(QCONDUCTOR_STATIC)
#  define QCONDUCTOR_INSPECTOR_EXPORT
#elif defined(QCONDUCTOR_INSPECTOR_BUILDING_LIBRARY)
#  define QCONDUCTOR_INSPECTOR_EXPORT Q_DECL_EXPORT
#else
#  define QCONDUCTOR_INSPECTOR_EXPORT Q_DECL_IMPORT
#endif

QT_BEGIN_NAMESPACE
class QQuickWindow;
QT_END_NAMESPACE

namespace QConductor {

class Conductor;

QCONDUCTOR_INSPECTOR_EXPORT QQuickWindow *showInspector(Conductor *conductor);
QCONDUCTOR_INSPECTOR_EXPORT QQuickWindow *showInspector(Conductor &conductor);

} // namespace QConductor

#endif
