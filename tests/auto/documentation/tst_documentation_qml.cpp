// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QtQml/qqmlapplicationengine.h>
#include <QtTest/qtest.h>

class tst_DocumentationQml : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesUpAndGoesDown() // R28, R29, R30
    {
        QTest::ignoreMessage(QtDebugMsg, "reading from 3 lines");
        QTest::ignoreMessage(QtDebugMsg, "saved");
        QQmlApplicationEngine engine;
        engine.addImportPath(QStringLiteral(IMPORT_PATH));
        engine.load(QUrl::fromLocalFile(QStringLiteral(DOCUMENT)));
        QCOMPARE(engine.rootObjects().size(), 1);
        QObject *conductor = engine.rootObjects().constFirst();
        QTRY_COMPARE(conductor->property("progress").toReal(), 1.0);
        conductor->setProperty("running", false);
        QTRY_COMPARE(conductor->property("progress").toReal(), 0.0);
        QCOMPARE(conductor->property("errorString").toString(), QString());
    }
};

QTEST_GUILESS_MAIN(tst_DocumentationQml)
#include "tst_documentation_qml.moc"
