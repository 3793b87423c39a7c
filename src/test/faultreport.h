// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAULTREPORT_H
#define QCONDUCTOR_TEST_FAULTREPORT_H

#include <QConductor/faultfailure.h>

#include <QtCore/qlist.h>
#include <QtCore/qstringlist.h>

namespace QConductor::Test {

class FaultMatrixPrivate;
class FaultReportPrivate;

class QCONDUCTOR_TEST_EXPORT FaultReport
{
public:
    FaultReport();
    FaultReport(const FaultReport &other);
    FaultReport(FaultReport &&other) noexcept;
    FaultReport &operator=(const FaultReport &other);
    FaultReport &operator=(FaultReport &&other) noexcept;
    ~FaultReport();

    int cases() const;
    QList<FaultFailure> failures() const;
    QStringList leftOut() const;
    QStringList messages() const;
    bool isGood() const;
    QString summary() const;

private:
    friend class FaultMatrixPrivate;
    QSharedDataPointer<FaultReportPrivate> d;
};

} // namespace QConductor::Test

Q_DECLARE_TYPEINFO(QConductor::Test::FaultReport, Q_RELOCATABLE_TYPE);

#endif
