// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FORCEDOWN_P_H
#define QCONDUCTOR_TEST_FORCEDOWN_P_H

#include <chrono>

namespace QConductor {
class Conductor;
}

namespace QConductor::Test {

// Shuts down a conductor whose hooks hang: scripts that hang are released, and the time of every other hook is over at
// once. Waits for at most the timeout, in real time. Returns whether the conductor is down, so that destroying it
// waits for nothing.
bool forceDown(Conductor *conductor, std::chrono::milliseconds timeout);

} // namespace QConductor::Test

#endif
