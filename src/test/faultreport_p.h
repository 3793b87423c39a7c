// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAULTREPORT_P_H
#define QCONDUCTOR_TEST_FAULTREPORT_P_H

#include "faultreport.h"

namespace QConductor::Test {

// What FaultMatrix writes while it runs.
class FaultReportPrivate : public QSharedData
{
public:
    int cases = 0; // number of cases that were run
    QList<FaultFailure> failures;
    QStringList leftOut; // what was not tried, and why, one line each
};

} // namespace QConductor::Test

#endif
