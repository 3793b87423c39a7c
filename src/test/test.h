// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_TEST_H
#define QCONDUCTOR_TEST_TEST_H

#include <QConductor/budget.h>
#include <QConductor/conductor.h>
#include <QConductor/error.h>
#include <QConductor/faultmatrix.h>
#include <QConductor/fixture.h>
#include <QConductor/scripted.h>
#include <QConductor/servicescript.h>
#include <QConductor/virtualclock.h>

#include <QtTest/qtest.h>

#endif
