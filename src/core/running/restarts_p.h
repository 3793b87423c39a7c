// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_RESTARTS_P_H
#define QCONDUCTOR_RUNNING_RESTARTS_P_H

#include "async/slice_p.h"
#include "component_p.h"

#include <QtCore/qhash.h>
#include <QtCore/qrandom.h>

#include <memory>
#include <optional>
#include <vector>

namespace QConductor {

// Decides whether and when a component that has failed is set up again, and how long it rests before (R45). The delays double
// from one try to the next, as in the exponential back-off of network protocols, and are up to 10 % longer at random, so
// that many applications that have lost the same server don't come back at the same moment.
class Restarts
{
public:
    static constexpr int longestDelay = 30000; // in milliseconds

    // The component has failed now. Returns the delay in milliseconds after which it is to be tried again; none: it has failed
    // for good.
    std::optional<int> nextDelay(const Component *component, Clock::time_point now);
    void becameActive(const Component *component, Clock::time_point now);
    void forget(const Component *component) { m_rows.remove(component); } // its next failure begins a new row
    void setSeed(quint32 seed) { m_random = std::make_unique<QRandomGenerator>(seed); } // for tests

private:
    struct Row // of tries
    {
        int tries = 0;
        std::vector<Clock::time_point> recent; // tries within the window
        std::optional<Clock::time_point> activeSince;
    };

    QHash<const Component *, Row> m_rows; // of components that have been tried again
    std::unique_ptr<QRandomGenerator> m_random; // nullptr: the global one
};

} // namespace QConductor

#endif
