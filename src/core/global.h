// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_GLOBAL_H
#define QCONDUCTOR_GLOBAL_H

#include <QtCore/qglobal.h>

#if defined(QCONDUCTOR_STATIC)
#  define QCONDUCTOR_EXPORT
#elif defined(QCONDUCTOR_BUILDING_LIBRARY)
#  define QCONDUCTOR_EXPORT Q_DECL_EXPORT
#else
#  define QCONDUCTOR_EXPORT Q_DECL_IMPORT
#endif

// Internal: exports what only QConductor's own unit tests use. QCONDUCTOR_BUILD_INTERNAL is defined where these are built.
#if defined(QCONDUCTOR_BUILD_INTERNAL)
#  define QCONDUCTOR_AUTOTEST_EXPORT QCONDUCTOR_EXPORT
#else
#  define QCONDUCTOR_AUTOTEST_EXPORT
#endif

#endif
