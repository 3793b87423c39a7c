// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTORGLOBAL_P_H
#define QCONDUCTOR_INSPECTORGLOBAL_P_H

#include "inspector.h"

// Exports what only QConductor's own unit tests use.
#if defined(QCONDUCTOR_BUILD_INTERNAL)
#  define QCONDUCTOR_INSPECTOR_AUTOTEST_EXPORT QCONDUCTOR_INSPECTOR_EXPORT
#else
#  define QCONDUCTOR_INSPECTOR_AUTOTEST_EXPORT
#endif

#endif
