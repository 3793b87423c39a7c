// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_SCHEDULINGS_H
#define QCONDUCTOR_TESTS_SCHEDULINGS_H

#include <QConductor/Conductor>

#include <QtTest/qtest.h>

// Adds the column that addInBothSchedulings() fills. The other columns of a test follow it.
inline void addSchedulingColumn()
{
    QTest::addColumn<QConductor::Conductor::Scheduling>("scheduling");
}

// Adds one row for each scheduling, with the same values, as in "cancel(), as ready".
template <class... Values> void addInBothSchedulings(const QString &name, const Values &...values)
{
    using Scheduling = QConductor::Conductor::Scheduling;
    const auto add = [&](const char *suffix, Scheduling scheduling) {
        ((QTest::addRow("%s, %s", qPrintable(name), suffix) << scheduling) << ... << values);
    };
    add("layer by layer", Scheduling::LayerByLayer);
    add("as ready", Scheduling::AsReady);
}

// Adds the column and the rows of a test that only differ in the scheduling.
inline void addSchedulings()
{
    addSchedulingColumn();
    QTest::newRow("layer by layer") << QConductor::Conductor::Scheduling::LayerByLayer;
    QTest::newRow("as ready") << QConductor::Conductor::Scheduling::AsReady;
}

#endif
