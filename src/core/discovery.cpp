// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "discovery_p.h"

#include <QtCore/qscopedvaluerollback.h>

namespace QConductor {

bool Discovery::advance(Wiring &wiring, const Slice &slice)
{
    const QScopedValueRollback isInside(m_isInside, true);
    auto resolver = m_resolver;
    if (!resolver) {
        const auto previous = m_isRepeatable && isUpToDate() ? Resolver::Previous::MayHold : Resolver::Previous::IsOutdated;
        resolver = m_resolver = std::make_shared<Resolver>(*m_registry, wiring.graph(), previous);
    }
    if (!resolver->advance(slice) || resolver != m_resolver) // it may have been stopped meanwhile
        return false;
    take(*resolver, wiring);
    m_resolver = nullptr;
    m_isRunning = false;
    return true;
}

void Discovery::take(Resolver &resolver, Wiring &wiring)
{
    if (auto graph = resolver.takeGraph()) {
        m_isRepeatable = resolver.isRepeatable(*graph);
        wiring.setGraph(std::move(*graph));
    }
    m_version = m_registry->version();
    wiring.restart();
}

bool Discovery::stop()
{
    if (const auto resolver = std::exchange(m_resolver, nullptr))
        resolver->stop();
    if (m_isRunning)
        m_registry->beginDiscovery();
    return std::exchange(m_isRunning, false);
}

} // namespace QConductor
