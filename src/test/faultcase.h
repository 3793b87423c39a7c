// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAULTCASE_H
#define QCONDUCTOR_TEST_FAULTCASE_H

#include <QConductor/conductor.h>
#include <QConductor/error.h>
#include <QConductor/testglobal.h>

namespace QConductor::Test {

enum class Fault { None, Throw, Fail, Cancel, Abandon, Hang, Destroy, Quit };

struct FaultCase
{
    QString component;
    Phase phase = Phase::Setup;
    Fault fault = Fault::None;
    Conductor::Scheduling scheduling = Conductor::Scheduling::LayerByLayer;

    QCONDUCTOR_TEST_EXPORT QString name() const;
};

struct FaultFailure
{
    FaultCase faultCase;
    QString rule;
    QString message;

    QCONDUCTOR_TEST_EXPORT QString line() const;
};

} // namespace QConductor::Test

#endif
