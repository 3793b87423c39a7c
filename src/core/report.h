// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_REPORT_H
#define QCONDUCTOR_REPORT_H

#include <QConductor/component.h>
#include <QConductor/error.h>

#include <QtCore/qshareddata.h>
#include <QtCore/qstringlist.h>

#include <chrono>

namespace QConductor {

class ReportData;

class QCONDUCTOR_EXPORT Report
{
public:
    struct Entry
    {
        QString component;
        int layer = -1;
        Phase phase = Phase::Setup;
        std::chrono::nanoseconds waited {};
        std::chrono::nanoseconds began {};
        std::chrono::nanoseconds took {};
        std::chrono::nanoseconds held {};
        Component::State state = Component::State::Inactive;
        QString message;
    };

    Report();
    Report(const Report &other);
    Report &operator=(const Report &other);
    ~Report();

    Phase phase() const;
    bool isEmpty() const;
    QList<Entry> entries() const;
    std::chrono::nanoseconds total() const;
    QStringList criticalPath() const;
    std::chrono::nanoseconds slack(const QString &component) const;
    std::chrono::nanoseconds whatIf(const QString &component) const;

    QString toString() const;
    QByteArray toTrace() const;
    QByteArray toJson() const;

private:
    friend class ReportData;
    explicit Report(ReportData *data);

    QExplicitlySharedDataPointer<const ReportData> d; // shared by the copies, because it never changes
};

} // namespace QConductor

#endif
