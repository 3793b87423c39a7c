// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAULTCASE_H
#define QCONDUCTOR_TEST_FAULTCASE_H

#include <QConductor/conductor.h>
#include <QConductor/error.h>
#include <QConductor/testglobal.h>

#include <QtCore/qshareddata.h>
#include <QtCore/qstring.h>

namespace QConductor::Test {

class FaultCasePrivate;

enum class Fault { None, Throw, Fail, Cancel, Abandon, Hang, Destroy, Quit, Restart, FailedRestart, ReportFailure };

class QCONDUCTOR_TEST_EXPORT FaultCase
{
public:
    FaultCase();
    explicit FaultCase(Conductor::Scheduling scheduling);
    FaultCase(const QString &component, Phase phase, Fault fault, Conductor::Scheduling scheduling);
    FaultCase(const FaultCase &other);
    FaultCase(FaultCase &&other) noexcept;
    FaultCase &operator=(const FaultCase &other);
    FaultCase &operator=(FaultCase &&other) noexcept;
    ~FaultCase();

    QString component() const;
    Phase phase() const;
    Fault fault() const;
    Conductor::Scheduling scheduling() const;
    QString name() const;

private:
    QSharedDataPointer<FaultCasePrivate> d;
};

} // namespace QConductor::Test

Q_DECLARE_TYPEINFO(QConductor::Test::FaultCase, Q_RELOCATABLE_TYPE);

#endif
