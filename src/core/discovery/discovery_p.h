// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_DISCOVERY_DISCOVERY_P_H
#define QCONDUCTOR_DISCOVERY_DISCOVERY_P_H

#include "discovery/registry_p.h"
#include "discovery/resolver_p.h"

#include <memory>
#include <optional>

namespace QConductor {

// Finds the graph of what is to be set up, in slices of time. If nothing has come or gone since the last discovery, it
// only checks whether the last graph still holds.
//
// A discovery calls constructors, factories and getters, which may do anything: stop the discovery, begin another one or
// destroy the conductor. advance() holds what it needs until it returns.
class Discovery
{
public:
    explicit Discovery(std::shared_ptr<Registry> registry) : m_registry(std::move(registry)) { }

    bool isUpToDate() const { return m_version == m_registry->version(); } // nothing came or went since the last one
    bool isRunning() const { return m_isRunning; }
    bool mayAdvance() const { return m_isRunning && !m_isInside; }

    // Finds what all added components need or, if one is given, what that one needs. What has begun is found in any case.
    void begin(Component *only)
    {
        m_isRunning = true;
        m_only = only;
    }
    bool wasWhole() const { return m_wasWhole; } // the last one found what all added components need
    // Continues, and returns whether the discovery has ended. Throws what makes the setup fail.
    bool advance(const DependencyGraph &previous, Slice &slice);
    // Returns the graph that was found; none: the previous one holds.
    std::optional<DependencyGraph> takeGraph() { return std::exchange(m_graph, std::nullopt); }
    // Returns the foreign dependencies of the graph that was taken.
    std::vector<ForeignDependency> takeForeign() { return std::exchange(m_foreign, {}); }
    bool stop(); // returns whether it was running

private:
    std::shared_ptr<Registry> m_registry;
    std::shared_ptr<Resolver> m_resolver;   // nullptr: not begun, or stopped
    std::optional<DependencyGraph> m_graph; // found, and not taken yet
    std::vector<ForeignDependency> m_foreign;
    int m_version = -1;                     // of the registry, when the last discovery ended
    QPointer<Component> m_only;
    bool m_wasWhole = false;
    bool m_isRepeatable = false;            // the last graph can be compared with what there is
    bool m_isRunning = false;
    bool m_isInside = false; // application code that advance() has called is on the stack
};

} // namespace QConductor

#endif
