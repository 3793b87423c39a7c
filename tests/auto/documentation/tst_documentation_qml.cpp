// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Version>

#include <QtQml/qqmlapplicationengine.h>
#include <QtQml/qqmlcomponent.h>
#include <QtQml/qqmllist.h>
#include <QtQuick/qquickwindow.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

#include <memory>

using namespace Qt::StringLiterals;

// The documents that the pages and the reference show.
class tst_DocumentationQml : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readingComesUpAndGoesDown() // R28, R29, R30
    {
        QTest::ignoreMessage(QtDebugMsg, "reading from 3 lines");
        QTest::ignoreMessage(QtDebugMsg, "saved");
        const auto engine = load(u"reading.qml"_s);
        QObject *conductor = root(*engine);
        QTRY_COMPARE(conductor->property("progress").toReal(), 1.0);
        conductor->setProperty("running", false);
        QTRY_COMPARE(conductor->property("progress").toReal(), 0.0);
        QCOMPARE(conductor->property("errorString").toString(), QString());
    }

    void typesDoWhatTheReferenceSays() // R29, R40, R41, R54
    {
        const auto engine = load(u"types/Main.qml"_s);
        auto *window = qobject_cast<QQuickWindow *>(root(*engine));
        QVERIFY(window && !window->isVisible());
        auto *application = window->property("application").value<QObject *>();
        auto *desk = window->property("desk").value<QObject *>();
        QTRY_COMPARE(application->property("progress").toReal(), 1.0);
        QTRY_COMPARE(desk->property("progress").toReal(), 1.0);
        QVERIFY(window->isVisible());
        QCOMPARE(window->property("rows").toInt(), 3);
        auto *catalogue = window->property("catalogue").value<QObject *>();
        QCOMPARE(QQmlListReference(catalogue, "plugins").size(), 2);
        QVERIFY(!catalogue->property("cache").value<QObject *>());
        desk->setProperty("running", false);
        QTRY_COMPARE(desk->property("progress").toReal(), 0.0);
        QVERIFY(!window->isVisible());
    }

    void documentAsks_data() // R46
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<bool>("isShutDown");
        QTest::newRow("save") << u"save"_s << true;
        QTest::newRow("cancel") << u"cancel"_s << false;
    }
    void documentAsks()
    {
        QFETCH(QString, answer);
        QFETCH(bool, isShutDown);
        const auto engine = load(u"types/Main.qml"_s);
        auto *desk = root(*engine)->property("desk").value<QObject *>();
        QTRY_COMPARE(desk->property("progress").toReal(), 1.0);
        auto *note = root(*engine)->property("note").value<QObject *>();
        note->setProperty("isModified", true);
        root(*engine)->property("dialog").value<QObject *>()->setProperty("answer", answer);
        QSignalSpy refused(desk, SIGNAL(shutdownRefused(QConductor::Component *, QString)));
        QMetaObject::invokeMethod(desk, "requestShutdown");
        if (isShutDown)
            QTRY_COMPARE(desk->property("progress").toReal(), 0.0);
        else
            QTRY_COMPARE(refused.count(), 1);
        QCOMPARE(note->property("isModified").toBool(), !isShutDown);
    }

    void moduleHasTheVersionOfTheProject()
    {
        QQmlEngine engine;
        engine.addImportPath(QStringLiteral(IMPORT_PATH));
        const auto import = [&engine](int minor) {
            QQmlComponent component(&engine);
            component.setData(QStringLiteral("import QtQml\nimport QConductor %1.%2\nConductor { }")
                                      .arg(QCONDUCTOR_VERSION_MAJOR)
                                      .arg(minor)
                                      .toUtf8(),
                              QUrl());
            return component.isReady();
        };
        QVERIFY(import(QCONDUCTOR_VERSION_MINOR));
        QVERIFY(!import(QCONDUCTOR_VERSION_MINOR + 1));
    }

private:
    static std::unique_ptr<QQmlApplicationEngine> load(const QString &file)
    {
        auto engine = std::make_unique<QQmlApplicationEngine>();
        engine->addImportPath(QStringLiteral(IMPORT_PATH));
        engine->load(QUrl::fromLocalFile(QStringLiteral(FOLDER "/") + file));
        return engine;
    }
    static QObject *root(const QQmlApplicationEngine &engine)
    {
        const QList<QObject *> roots = engine.rootObjects();
        return roots.isEmpty() ? nullptr : roots.constFirst();
    }
};

QTEST_MAIN(tst_DocumentationQml)
#include "tst_documentation_qml.moc"
