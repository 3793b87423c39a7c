// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QtTest/qtest.h>
class tst_QmlEngine : public QObject
{
    Q_OBJECT
};
QTEST_GUILESS_MAIN(tst_QmlEngine)
#include "tst_qmlengine.moc"
