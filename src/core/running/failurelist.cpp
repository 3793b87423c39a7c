// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/failurelist_p.h"

#include <algorithm>

namespace QConductor {

void FailureList::add(const QList<Failure> &failures)
{
    for (const Failure &failure : failures)
        m_entries.push_back({ failure, {}, false });
}

void FailureList::add(const QList<FailureRecord> &records)
{
    for (const FailureRecord &record : records)
        removeEarlier(record.component);
    for (const FailureRecord &record : records) {
        if (record.component)
            m_entries.push_back({ record.failure, { record.component }, false });
        else
            m_entries.push_back({ record.failure, {}, false });
    }
}

void FailureList::add(const Loss &loss)
{
    const auto &component = loss.record.component;
    if (!component)
        return m_entries.push_back({ loss.record.failure, loss.holders, true });
    removeEarlier(component);
    m_entries.push_back({ loss.record.failure, { component }, false });
}

void FailureList::removeEarlier(const Component *component)
{
    const auto isOfIt = [component](const Entry &entry) {
        return component && !entry.isLoss && entry.components.size() == 1 && entry.components.front() == component;
    };
    m_entries.erase(std::remove_if(m_entries.begin(), m_entries.end(), isOfIt), m_entries.end());
}

void FailureList::beginNext()
{
    const auto isOver = [](const Entry &entry) {
        const auto &components = entry.components;
        return !entry.isLoss
               && std::all_of(components.begin(), components.end(), std::mem_fn(&QPointer<Component>::isNull));
    };
    m_entries.erase(std::remove_if(m_entries.begin(), m_entries.end(), isOver), m_entries.end());
}

bool FailureList::hasRecovered(const Entry &entry)
{
    const auto isActive = [&entry](const QPointer<Component> &component) {
        return (!component && entry.isLoss)
               || (component && component->isActive() && !ComponentPrivate::get(component)->running.isFailing);
    };
    return !entry.components.empty() && std::all_of(entry.components.begin(), entry.components.end(), isActive);
}

void FailureList::removeRecovered(bool isWhole)
{
    const auto isOver = [isWhole](const Entry &entry) { return hasRecovered(entry) || (isWhole && entry.isLoss); };
    m_entries.erase(std::remove_if(m_entries.begin(), m_entries.end(), isOver), m_entries.end());
}

QList<Failure> FailureList::failures() const
{
    QList<Failure> failures;
    for (const Entry &entry : m_entries) {
        if (entry.isLoss || !hasRecovered(entry))
            failures.append(entry.failure);
    }
    return failures;
}

} // namespace QConductor
