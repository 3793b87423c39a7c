// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_BENCHMARKS_ROWS_H
#define QCONDUCTOR_BENCHMARKS_ROWS_H

#include "report.h"

constexpr int manyRepetitions = 101; // Of work that takes 1 or 2 ms. The median is reported.
constexpr int repetitions = 15;
constexpr int fewRepetitions = 7;

void measureScheduling(Report &report); // Compares setup and shutdown with a bare loop over the same hooks.
void measureEverything(Report &report); // Begins with add(), for 1,000 classes.
void measureScale(Report &report);      // Measures the cost of a component among 100,000.
void measureSmallStack(Report &report); // Runs a chain of 100,000 on a stack of 1 MiB.
void measureMemory(Report &report);     // Counts bytes and allocations.
void measureNaive(Report &report);      // Compares with the engine that one would write first.
void measureMakespan(Report &report);   // Compares the duration with the longest path.
void measureEventLoop(Report &report);  // Measures whether the event loop stays alive.

#endif
