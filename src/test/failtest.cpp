// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "failtest_p.h"

#include <QtTest/qtest.h>

namespace QConductor::Test {

void failTest(const QString &message, const char *file, int line)
{
    const QByteArray text = message.toLocal8Bit();
    if (!QTest::currentTestFunction())
        qCritical("%s", text.constData());
    else if (QTest::currentTestFailed())
        qWarning("%s", text.constData());
    else
        QTest::qFail(text.constData(), file, line);
}

} // namespace QConductor::Test
