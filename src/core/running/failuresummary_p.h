// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_FAILURESUMMARY_P_H
#define QCONDUCTOR_RUNNING_FAILURESUMMARY_P_H

#include "running/failurerecord_p.h"

#include <QtCore/qstringlist.h>

#include <optional>

namespace QConductor {

// Collects the failures of a setup or a shutdown, and what became of the other components, and words the error for the
// person who reads it.
class QCONDUCTOR_AUTOTEST_EXPORT FailureSummary
{
public:
    void add(const FailureRecord &record) { m_records.append(record); }
    // The dependencies are those that it waited for. Call it in the order of a roll-back.
    void addNotSetUp(const QString &component, const QStringList &dependencies);
    void addRolledBack(const QString &component);
    void addLeftOut(const QString &what) { m_leftOut.append(what); }           // which isn't essential
    void addSetUpWithout(const QString &what) { m_setUpWithout.append(what); } // and why that was allowed

    bool hasSetupFailure() const;
    bool isEmpty() const { return m_records.isEmpty(); }
    const FailureRecord &first() const { return m_records.first(); } // call it only if isEmpty() is false
    const QList<FailureRecord> &records() const { return m_records; }
    QList<Failure> failures() const;
    SetupError setupError() const;
    std::optional<ShutdownError> shutdownError(bool includesSetup) const; // none: nothing failed

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

    QList<FailureRecord> m_records;
    Names m_notSetUp;
    Names m_rolledBack;
    Names m_leftOut;
    Names m_setUpWithout;
};

} // namespace QConductor

#endif
