// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_REPORT_P_H
#define QCONDUCTOR_REPORT_P_H

#include "error.h"

#include <QtCore/qstringlist.h>

#include <optional>

namespace QConductor {

// Collects what happens on a way through the graph, and words it for the person who reads it. Components that were not
// set up come in the opposite order, as a roll-back finds them.
class QCONDUCTOR_EXPORT ReportBuilder
{
public:
    void add(const Failure &failure, qint64 milliseconds);
    void addNotSetUp(const QString &component, const QString &waitedFor);
    void addRolledBack(const QString &component);

    QString firstFailed() const { return m_failures.isEmpty() ? QString() : m_failures.first().component; }
    SetupError setupError() const;
    std::optional<ShutdownError> shutdownError(bool alsoOfSetup) const;

private:
    struct Names // as many as a person would read, and how many there are
    {
        static constexpr int most = 20;
        void append(const QString &name);
        void prepend(const QString &name);
        QString text() const;

        QStringList names;
        int count = 0;
    };
    QString line(int index) const;

    QList<Failure> m_failures;
    QList<qint64> m_milliseconds;
    Names m_notSetUp;
    Names m_rolledBack;
};

} // namespace QConductor

#endif
