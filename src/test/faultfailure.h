// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAULTFAILURE_H
#define QCONDUCTOR_TEST_FAULTFAILURE_H

#include <QConductor/faultcase.h>

namespace QConductor::Test {

class FaultFailurePrivate;

class QCONDUCTOR_TEST_EXPORT FaultFailure
{
public:
    FaultFailure();
    FaultFailure(const FaultCase &faultCase, const QString &rule, const QString &message);
    FaultFailure(const FaultFailure &other);
    FaultFailure(FaultFailure &&other) noexcept;
    FaultFailure &operator=(const FaultFailure &other);
    FaultFailure &operator=(FaultFailure &&other) noexcept;
    ~FaultFailure();

    FaultCase faultCase() const;
    QString rule() const;
    QString message() const;
    QString line() const;

private:
    QSharedDataPointer<FaultFailurePrivate> d;
};

} // namespace QConductor::Test

Q_DECLARE_TYPEINFO(QConductor::Test::FaultFailure, Q_RELOCATABLE_TYPE);

#endif
