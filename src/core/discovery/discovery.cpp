// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "discovery/discovery_p.h"

#include <QtCore/qscopedvaluerollback.h>

namespace QConductor {

bool Discovery::advance(const DependencyGraph &previous, Slice &slice)
{
    const QScopedValueRollback isInside(m_isInside, true);
    auto resolver = m_resolver;
    if (!resolver) {
        const auto validity = m_isRepeatable && isUpToDate() && !m_only ? Resolver::Previous::MayHold
                                                                        : Resolver::Previous::IsOutdated;
        resolver = m_resolver = std::make_shared<Resolver>(*m_registry, previous, validity, m_only);
    }
    if (!resolver->advance(slice) || resolver != m_resolver) // application code may have stopped this discovery
        return false;
    m_graph = resolver->takeGraph();
    if (m_graph)
        m_isRepeatable = resolver->isRepeatable(*m_graph);
    m_wasWhole = resolver->isWhole();
    m_foreign = resolver->takeForeign();
    m_version = m_registry->version();
    m_resolver = nullptr;
    m_isRunning = false;
    return true;
}

bool Discovery::stop()
{
    if (const auto resolver = std::exchange(m_resolver, nullptr))
        resolver->stop();
    if (m_isRunning)
        m_registry->members().beginDiscovery(); // what this one has met doesn't count as met
    return std::exchange(m_isRunning, false);
}

} // namespace QConductor
