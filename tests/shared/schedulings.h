// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_SCHEDULINGS_H
#define QCONDUCTOR_TESTS_SCHEDULINGS_H

#include <QConductor/Conductor>

#include <QtTest/qtest.h>

// The rows of a test that runs in both schedulings.
inline void addSchedulings()
{
    QTest::addColumn<QConductor::Conductor::Scheduling>("scheduling");
    QTest::newRow("layer by layer") << QConductor::Conductor::Scheduling::LayerByLayer;
    QTest::newRow("as ready") << QConductor::Conductor::Scheduling::AsReady;
}

#endif
