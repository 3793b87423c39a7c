// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_REMAINS_P_H
#define QCONDUCTOR_RUNNING_REMAINS_P_H

#include "discovery/members_p.h"
#include "running/wiring_p.h"

#include <QtCore/qset.h>

namespace QConductor {

// What a conductor leaves behind when it is destroyed: the components whose hooks still run, and what those need (R17).
class Remains
{
public:
    // Destroys the other components that the conductor owns, dependents first, and gives back what it injected into
    // components that it doesn't own.
    void leave(QObject *conductor, const Members &members, const Wiring &wiring);

    void destroy(); // call it when the last hook has finished

private:
    void findKept(const Wiring &wiring);
    void destroyOwned(const Members &members, const Wiring &wiring);
    void giveBack(const Wiring &wiring);

    std::vector<bool> m_isKept;               // by node of the graph
    QSet<const Component *> m_keptElsewhere;  // components outside the graph that are kept
    std::vector<QPointer<Component>> m_owned; // components that are kept and owned, dependents first
    Injections m_injections;                  // into components that are kept
};

} // namespace QConductor

#endif
