// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "calls.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

class tst_Gateway : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // R21: All calls of application code go through one class, which does what makes them safe.
    void nobodyElseCallsOut()
    {
        const QStringList calls = callsBesideTheGateway(QStringLiteral(LIBRARY_SOURCES "/core"));
        QVERIFY2(calls.isEmpty(), qPrintable(calls.join(u'\n')));
    }

    void eachWayToCallOutIsFound_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<bool>("isCall");
        QTest::newRow("a signal") << QByteArray("    Q_EMIT activated();") << true;
        QTest::newRow("a hook") << QByteArray("    component->onSetup();") << true;
        QTest::newRow("a getter") << QByteArray("    property.read(component);") << true;
        QTest::newRow("a setter") << QByteArray("    PointerProperty::writeAny(holder, 1, nullptr);") << true;
        QTest::newRow("a constructor") << QByteArray("    return type->construct();") << true;
        QTest::newRow("a factory") << QByteArray("    return factory();") << true;
        QTest::newRow("a policy") << QByteArray("    return policy(component);") << true;
        QTest::newRow("a destructor") << QByteArray("    delete component;") << true;
        QTest::newRow("the gateway") << QByteArray("    Gateway::read(component, property);") << false;
        QTest::newRow("a policy through the gateway")
                << QByteArray("    gateway->call([&] { return policy(type); });") << false;
        QTest::newRow("a comment") << QByteArray("    // Then onSetup() is called.") << false;
        QTest::newRow("documentation") << QByteArray("/*!\n    Calls onSetup().\n*/") << false;
    }
    void eachWayToCallOutIsFound()
    {
        QFETCH(QByteArray, line);
        QFETCH(bool, isCall);
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(u"running"_s));
        QFile file(folder.filePath(u"running/engine.cpp"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("\n" + line + "\n");
        file.close();
        const QStringList calls = callsBesideTheGateway(folder.path());
        QCOMPARE(calls.size(), isCall ? 1 : 0);
        if (isCall)
            QVERIFY2(calls.first().startsWith(u"running/engine.cpp:2: "_s), qPrintable(calls.first()));
    }
};

QTEST_GUILESS_MAIN(tst_Gateway)
#include "tst_gateway.moc"
