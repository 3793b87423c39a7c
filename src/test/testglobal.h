// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_TESTGLOBAL_H
#define QCONDUCTOR_TEST_TESTGLOBAL_H

#include <QtCore/qglobal.h>

#if defined(QCONDUCTOR_STATIC)
#  define QCONDUCTOR_TEST_EXPORT
#elif defined(QCONDUCTOR_TEST_BUILDING_LIBRARY)
#  define QCONDUCTOR_TEST_EXPORT Q_DECL_EXPORT
#else
#  define QCONDUCTOR_TEST_EXPORT Q_DECL_IMPORT
#endif

#endif
