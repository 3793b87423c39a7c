// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_DISCOVERY_P_H
#define QCONDUCTOR_DISCOVERY_P_H

#include "registry_p.h"
#include "resolver_p.h"
#include "wiring_p.h"

#include <memory>

namespace QConductor {

// Finds what there is to set up, a slice of time after the other, and nothing where nothing has changed. It calls
// constructors and factories, which may do anything: stop it, for one, or destroy the conductor.
class Discovery
{
public:
    explicit Discovery(std::shared_ptr<Registry> registry) : m_registry(std::move(registry)) { }

    bool isUpToDate() const { return m_version == m_registry->version(); } // nothing came or went since the last one
    bool isRunning() const { return m_isRunning; }
    bool mayAdvance() const { return m_isRunning && !m_isInside; }

    void begin() { m_isRunning = true; }
    bool advance(Wiring &wiring, const Slice &slice); // whether it is done, and wiring has the graph; throws
    bool stop(); // returns whether there was anything to stop

private:
    void take(Resolver &resolver, Wiring &wiring);

    std::shared_ptr<Registry> m_registry;
    std::shared_ptr<Resolver> m_resolver; // nullptr: not begun, or stopped
    int m_version = -1;                   // of the registry, when the last one was done
    bool m_isRepeatable = false;          // the last one's graph can be compared
    bool m_isRunning = false;
    bool m_isInside = false; // a constructor
};

} // namespace QConductor

#endif
