// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_BENCHMARKS_ALLOCATIONS_H
#define QCONDUCTOR_BENCHMARKS_ALLOCATIONS_H

#include <QtCore/qglobal.h>

// Returns how often operator new was called in this process.
qint64 allocationCount();

// Returns how many bytes of the heap are in use, with those of the allocator itself, or -1 where it doesn't tell.
qint64 bytesInUse();

#endif
