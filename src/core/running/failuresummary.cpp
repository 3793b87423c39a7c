// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/failuresummary_p.h"

namespace QConductor {

namespace {

QString lineOf(const FailureRecord &record)
{
    const QString text = record.failure.component + QStringLiteral(": ") + record.failure.message;
    return record.milliseconds < 0 ? text : text + QStringLiteral(" (after %1 ms)").arg(record.milliseconds);
}

} // namespace

// A roll-back comes to the components in the opposite order, so they are prepended.
void FailureSummary::addNotSetUp(const QString &component, const QString &properties)
{
    m_notSetUp.prepend(properties.isEmpty() ? component : QStringLiteral("%1 (%2)").arg(component, properties));
}

void FailureSummary::addRolledBack(const QString &component)
{
    m_rolledBack.append(component);
}

SetupError FailureSummary::setupError() const
{
    QString lead = QStringLiteral("Setup failed: ");
    QString message;
    QString duringRollBack;
    QList<Failure> failures;
    for (const FailureRecord &record : m_records) {
        failures.append(record.failure);
        if (record.failure.phase == Phase::Shutdown) {
            duringRollBack += QStringLiteral("\n  and during roll-back: ") + lineOf(record);
        } else {
            message += lead + lineOf(record);
            lead = QStringLiteral("\n  and: ");
        }
    }
    if (m_notSetUp.count > 0)
        message += QStringLiteral("\n  not set up, waiting for it: ") + m_notSetUp.text();
    if (m_rolledBack.count > 0)
        message += QStringLiteral("\n  rolled back: ") + m_rolledBack.text();
    return SetupError(message + duringRollBack, failures);
}

std::optional<ShutdownError> FailureSummary::shutdownError(bool includesSetup) const
{
    QList<Failure> failures;
    QString message;
    for (const FailureRecord &record : m_records) {
        if (!includesSetup && record.failure.phase == Phase::Setup)
            continue;
        message += (failures.isEmpty() ? QStringLiteral("Shutdown failed: ") : QStringLiteral("\n  and: "))
                   + lineOf(record);
        failures.append(record.failure);
    }
    if (failures.isEmpty())
        return std::nullopt;
    return ShutdownError(message, failures);
}

void FailureSummary::Names::append(const QString &name)
{
    if (++count <= most)
        names.append(name);
}

void FailureSummary::Names::prepend(const QString &name)
{
    names.prepend(name);
    if (++count > most)
        names.removeLast();
}

QString FailureSummary::Names::text() const
{
    const QString text = names.join(QLatin1String(", "));
    return count <= most ? text : text + QStringLiteral(" and %1 more").arg(count - most);
}

} // namespace QConductor
