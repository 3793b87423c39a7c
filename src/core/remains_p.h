// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_REMAINS_P_H
#define QCONDUCTOR_REMAINS_P_H

#include "registry_p.h"
#include "wiring_p.h"

namespace QConductor {

// What a conductor leaves behind: the components whose hooks still run, and what those need (R17).
class Remains
{
public:
    // Destroys the other components that the conductor owns, dependents first, and takes back what it injected into
    // those of others.
    void leave(Conductor *conductor, const Registry &registry, const Wiring &wiring);

    void destroy(); // when the last hook has finished

private:
    void findKept(const Wiring &wiring);
    void destroyOwned(const Registry &registry, const Wiring &wiring);
    void takeBack(const DependencyGraph &graph);

    std::vector<bool> m_isKept; // by node
    QSet<const Component *> m_keptOutside; // the graph
    std::vector<QPointer<Component>> m_owned; // of them, dependents first
    std::vector<Injected> m_injected; // into them
};

} // namespace QConductor

#endif
