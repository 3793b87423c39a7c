// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Test>

#define main applicationMain
#include "main.cpp"
#undef main

// Declares what README.md defines.
class tst_Shop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rollsBackWhenTheQueueFails(); // R8, R15, R33, R34
};

#include README_TEST

QTEST_GUILESS_MAIN(tst_Shop)
#include "tst_readme_fixture.moc"
