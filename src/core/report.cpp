// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "report_p.h"

namespace QConductor {

void ReportBuilder::add(const Failure &failure, qint64 milliseconds)
{
    m_failures.append(failure);
    m_milliseconds.append(milliseconds);
}

void ReportBuilder::addNotSetUp(const QString &component, const QString &waitedFor)
{
    m_notSetUp.prepend(waitedFor.isEmpty() ? component : QStringLiteral("%1 (%2)").arg(component, waitedFor));
}

void ReportBuilder::addRolledBack(const QString &component)
{
    m_rolledBack.append(component);
}

SetupError ReportBuilder::setupError() const
{
    QString lead = QStringLiteral("Setup failed: ");
    QString message;
    QString late;
    for (int i = 0; i < m_failures.size(); ++i) {
        if (m_failures.at(i).phase == Phase::Shutdown) {
            late += QStringLiteral("\n  and during roll-back: ") + line(i);
        } else {
            message += lead + line(i);
            lead = QStringLiteral("\n  and: ");
        }
    }
    if (m_notSetUp.count > 0)
        message += QStringLiteral("\n  not set up, waiting for it: ") + m_notSetUp.text();
    if (m_rolledBack.count > 0)
        message += QStringLiteral("\n  rolled back: ") + m_rolledBack.text();
    return SetupError(message + late, m_failures);
}

std::optional<ShutdownError> ReportBuilder::shutdownError(bool alsoOfSetup) const
{
    QList<Failure> failures;
    QString message;
    for (int i = 0; i < m_failures.size(); ++i) {
        if (!alsoOfSetup && m_failures.at(i).phase == Phase::Setup)
            continue;
        message += (failures.isEmpty() ? QStringLiteral("Shutdown failed: ") : QStringLiteral("\n  and: ")) + line(i);
        failures.append(m_failures.at(i));
    }
    if (failures.isEmpty())
        return std::nullopt;
    return ShutdownError(message, failures);
}

QString ReportBuilder::line(int index) const
{
    const Failure &failure = m_failures.at(index);
    const QString text = failure.component + QStringLiteral(": ") + failure.message;
    const qint64 milliseconds = m_milliseconds.at(index);
    return milliseconds < 0 ? text : text + QStringLiteral(" (after %1 ms)").arg(milliseconds);
}

void ReportBuilder::Names::append(const QString &name)
{
    if (++count <= most)
        names.append(name);
}

void ReportBuilder::Names::prepend(const QString &name)
{
    names.prepend(name);
    if (++count > most)
        names.removeLast();
}

QString ReportBuilder::Names::text() const
{
    const QString text = names.join(QLatin1String(", "));
    return count <= most ? text : text + QStringLiteral(" and %1 more").arg(count - most);
}

} // namespace QConductor
