// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FORCEDOWN_P_H
#define QCONDUCTOR_TEST_FORCEDOWN_P_H

#include <chrono>

namespace QConductor {
class Conductor;
}

namespace QConductor::Test {

bool isUp(const Conductor *conductor); // is there something to shut down?

// Shuts a conductor down whose hooks hang: they have no time any more. Returns whether it is down, so that destroying it
// waits for nothing.
bool forceDown(Conductor *conductor, std::chrono::milliseconds timeout);

} // namespace QConductor::Test

#endif
