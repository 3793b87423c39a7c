// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAULTCASE_H
#define QCONDUCTOR_TEST_FAULTCASE_H

#include <QConductor/conductor.h>
#include <QConductor/error.h>
#include <QConductor/testglobal.h>

namespace QConductor::Test {

enum class Fault { None, Throw, Fail, Cancel, Abandon, Hang, Destroy, Quit };

// One run of an application: which component suffers what, and when.
struct FaultCase
{
    QString component; // the class with its namespace; "Database#2" for the second of a class; empty without a fault
    Phase phase = Phase::Setup;
    Fault fault = Fault::None;
    Conductor::Scheduling scheduling = Conductor::Scheduling::LayerByLayer;

    QCONDUCTOR_TEST_EXPORT QString name() const; // Shop::WebApi:setup:hang:as-ready
};

// A rule that a case broke.
struct FaultFailure
{
    FaultCase faultCase;
    QString rule; // of the contract: R15
    QString message;

    QCONDUCTOR_TEST_EXPORT QString line() const; // all of it, and how to run the case alone
};

} // namespace QConductor::Test

#endif
