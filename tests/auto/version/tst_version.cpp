// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Version>

#include <QtCore/qstring.h>
#include <QtTest/qtest.h>

#if QCONDUCTOR_VERSION < QT_VERSION_CHECK(1, 0, 0)
#  error "QCONDUCTOR_VERSION can't be compared"
#endif

class tst_Version : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isThatOfTheProject()
    {
        QCOMPARE(QConductor::version().toString(), QStringLiteral(EXPECTED_VERSION));
        QCOMPARE(QStringLiteral(QCONDUCTOR_VERSION_STR), QStringLiteral(EXPECTED_VERSION));
    }

    void hasNumbersThatAgree()
    {
        const QVersionNumber numbers(QCONDUCTOR_VERSION_MAJOR, QCONDUCTOR_VERSION_MINOR, QCONDUCTOR_VERSION_PATCH);
        QCOMPARE(numbers, QConductor::version());
        QCOMPARE(QCONDUCTOR_VERSION,
                 (numbers.majorVersion() << 16) + (numbers.minorVersion() << 8) + numbers.microVersion());
    }
};

QTEST_GUILESS_MAIN(tst_Version)
#include "tst_version.moc"
