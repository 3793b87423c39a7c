// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/failuresummary_p.h"

#include "meta/text_p.h"

#include <algorithm>

namespace QConductor {

namespace {

QString textOf(const FailureRecord &record)
{
    const QString name = nameOf(record);
    const QString &message = record.failure.message;
    const QString text = name.isEmpty() ? message : name + QLatin1String(": ") + message;
    return record.milliseconds < 0 ? text
                                   : Text::tr("%1 (after %2 ms)").arg(text, QString::number(record.milliseconds));
}

QString joinedLines(const QStringList &lines)
{
    return lines.join(QLatin1String("\n  "));
}

} // namespace

// A roll-back comes to the components in the opposite order, so they are prepended.
void FailureSummary::addNotSetUp(const QString &component, const QStringList &dependencies)
{
    m_notSetUp.prepend(
            dependencies.isEmpty()
                    ? component
                    : Text::tr("%1 (waiting for %2)").arg(component, dependencies.join(QLatin1String(", "))));
}

void FailureSummary::addRolledBack(const QString &component)
{
    m_rolledBack.append(component);
}

bool FailureSummary::hasSetupFailure() const
{
    return std::any_of(m_records.begin(), m_records.end(),
                       [](const FailureRecord &record) { return record.failure.phase == Phase::Setup; });
}

QList<Failure> FailureSummary::failures() const
{
    QList<Failure> failures;
    for (const FailureRecord &record : m_records)
        failures.append(record.failure);
    return failures;
}

SetupError FailureSummary::setupError() const
{
    QStringList lines;
    QStringList duringRollBack;
    for (const FailureRecord &record : m_records) {
        if (record.failure.phase == Phase::Shutdown)
            duringRollBack += Text::tr("and during roll-back: %1").arg(textOf(record));
        else
            lines += (lines.isEmpty() ? Text::tr("Setup failed: %1") : Text::tr("and: %1")).arg(textOf(record));
    }
    if (m_notSetUp.count > 0)
        lines += Text::tr("not set up: %1").arg(m_notSetUp.text());
    if (m_rolledBack.count > 0)
        lines += Text::tr("rolled back: %1").arg(m_rolledBack.text());
    if (m_leftOut.count > 0)
        lines += Text::tr("left out because not essential: %1").arg(m_leftOut.text());
    if (m_setUpWithout.count > 0)
        lines += m_setUpWithout.text();
    return SetupError(joinedLines(lines + duringRollBack), failures());
}

std::optional<ShutdownError> FailureSummary::shutdownError(bool includesSetup) const
{
    QList<Failure> failures;
    QStringList lines;
    for (const FailureRecord &record : m_records) {
        if (!includesSetup && record.failure.phase == Phase::Setup)
            continue;
        lines += (failures.isEmpty() ? Text::tr("Shutdown failed: %1") : Text::tr("and: %1")).arg(textOf(record));
        failures.append(record.failure);
    }
    if (failures.isEmpty())
        return std::nullopt;
    return ShutdownError(joinedLines(lines), failures);
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
    return count <= most ? text : Text::tr("%1 and %2 more").arg(text, QString::number(count - most));
}

} // namespace QConductor
