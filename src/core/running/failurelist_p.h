// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_FAILURELIST_P_H
#define QCONDUCTOR_RUNNING_FAILURELIST_P_H

#include "running/failurerecord_p.h"

#include <vector>

namespace QConductor {

// What is wrong with a conductor now, oldest first. A failure of a component stays in the list until the component is active
// again. A component that was lost stays in it until everything that required it is active again.
class FailureList
{
public:
    void add(const QList<Failure> &failures); // of no component that could recover
    void add(const QList<FailureRecord> &records);
    void add(const Loss &loss);
    void clear() { m_entries.clear(); }
    // A setup or a start begins: what made the last one fail, and is no failure of a component, doesn't count any more.
    void beginNext();
    // Something has come up; everything if isWhole is true.
    void removeRecovered(bool isWhole);

    QList<Failure> failures() const;

private:
    struct Entry
    {
        Failure failure;
        std::vector<QPointer<Component>> components; // that are to be active again
        bool isLoss;
    };
    static bool hasRecovered(const Entry &entry);
    void removeEarlier(const Component *component); // failures

    std::vector<Entry> m_entries;
};

} // namespace QConductor

#endif
