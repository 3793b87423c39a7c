// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_BENCHMARKS_ROWS_H
#define QCONDUCTOR_BENCHMARKS_ROWS_H

#include "report.h"

constexpr int manyRepetitions = 101; // of what takes a millisecond or two; the medians are reported
constexpr int repetitions = 15;
constexpr int fewRepetitions = 7;

void measureScheduling(Report &report); // setup and shutdown beside a bare loop over the same hooks
void measureEverything(Report &report); // from add() on, with 1,000 classes
void measureScale(Report &report);      // the cost of a component among 100,000
void measureSmallStack(Report &report); // a chain of 100,000 on 1 MiB
void measureMemory(Report &report);     // bytes and allocations
void measureNaive(Report &report);      // the engine that one would write first
void measureMakespan(Report &report);   // beside the longest path
void measureEventLoop(Report &report);  // whether it stays alive

#endif
