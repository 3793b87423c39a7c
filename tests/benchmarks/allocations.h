// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_BENCHMARKS_ALLOCATIONS_H
#define QCONDUCTOR_BENCHMARKS_ALLOCATIONS_H

#include <QtCore/qglobal.h>

// How often operator new was called in this process.
qint64 allocationCount();

// How many bytes of the heap are in use, the allocator's own included; -1 where it doesn't tell.
qint64 bytesInUse();

#endif
