// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_DISCOVERY_NAMESAKES_P_H
#define QCONDUCTOR_DISCOVERY_NAMESAKES_P_H

#include "discovery/members_p.h"

#include <QtCore/qhash.h>

namespace QConductor {

// Counts the components of a conductor by display name, so that a message shows the class where two would read the same (R53).
// It counts anew when components have come or gone, or were given display names. An objectName that has changed is noticed when
// the message is about that component.
class Namesakes
{
public:
    bool isShared(const Component *component, const QString &name, const Members &members);

private:
    void count(const Members &members);

    QHash<QString, int> m_counts;
    int m_version = -1; // of the members that were counted
    int m_displayNames = -1;
};

} // namespace QConductor

#endif
