// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "inspectortest.h"
#include "twelve.h"

#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlapplicationengine.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

class tst_Inspector : public InspectorTest
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        QVERIFY(!window); // the conductor's end is that of its window
    }

    void opensInOneLine() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        QVERIFY(window->isVisible());
        QVERIFY(window->title().contains(u"Order Desk"_s));
        QCOMPARE(showInspector(&application.conductor), window.data());
        QVERIFY(node(u"MainWindow"_s));
    }

    void isAnItemLikeAnyOther() // R48, R52
    {
        Twelve::Application application;
        QVERIFY(finishes(application.conductor.setup()));
        QQmlApplicationEngine engine;
        engine.addImportPath(QStringLiteral(IMPORT_PATH));
        engine.setInitialProperties({ { u"application"_s, QVariant::fromValue<QObject *>(&application.conductor) } });
        engine.load(QUrl::fromLocalFile(QStringLiteral(SOURCE_DIR "/Embedded.qml")));
        window = qobject_cast<QQuickWindow *>(engine.rootObjects().value(0));
        QVERIFY(window);
        QVERIFY(QTest::qWaitForWindowExposed(window));
        QVERIFY(node(u"MainWindow"_s));
        QTRY_VERIFY(item("text", u"RecordedSettings took 0 ms"_s));
    }

    void nobodyToShow() // R52
    {
        QTest::ignoreMessage(QtWarningMsg, "showInspector() needs a conductor, not a null pointer");
        QVERIFY(!showInspector(nullptr));
    }

    void closingItDestroysIt() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        window->close();
        QTRY_VERIFY(!window);
        QVERIFY(finishes(application.conductor.setup()));
        open(application.conductor);
        QVERIFY(finishes(application.conductor.shutdown()));
    }

    void twoConductorsHaveTwo() // R52
    {
        Twelve::Application application;
        Conductor other;
        open(application.conductor);
        QPointer<QQuickWindow> second = showInspector(other);
        QVERIFY(second != window);
        second->close();
        QTRY_VERIFY(!second);
        QVERIFY(window);
    }

    // The last window of an application is one of its own. The end of the event loop is that of the inspector.
    void itKeepsNoApplicationFromQuitting() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        QWindow own;
        own.show();
        QTimer::singleShot(0, &own, &QWindow::close);
        QTimer::singleShot(30000, &own, [] { QCoreApplication::exit(1); });
        QCOMPARE(QGuiApplication::exec(), 0);
        QVERIFY(!window);
    }

    void buttonsSetUpRestartAndShutDown() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        click(item("text", u"Set up"_s));
        QTRY_COMPARE(application.conductor.state(), Conductor::State::Active);
        QTRY_COMPARE(node(u"MainWindow"_s)->property("componentState").toInt(), int(Component::State::Active));
        click(node(u"Database"_s));
        QCOMPARE(selected(), application.database);
        click(item("text", u"Restart Database"_s));
        QTRY_COMPARE(application.database->setupCount, 2);
        QTRY_VERIFY(application.window->isActive());
        click(item("text", u"Shut down"_s));
        QTRY_COMPARE(application.conductor.state(), Conductor::State::Inactive);
    }

    void theKeyboardReachesEverything() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        const auto focused = [&] { return window->activeFocusItem(); };
        QTest::keyClick(window, Qt::Key_Tab);
        QVERIFY(focused());
        QCOMPARE(focused()->property("text").toString(), u"Set up"_s);
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_COMPARE(application.conductor.state(), Conductor::State::Active);
        QTest::keyClick(window, Qt::Key_Tab);
        QCOMPARE(focused()->property("text").toString(), u"Shut down"_s);
        QTest::keyClick(window, Qt::Key_Tab); // Restart is disabled
        QCOMPARE(focused()->property("name").toString(), u"RecordedSettings"_s);
        QTest::keyClick(window, Qt::Key_Right);
        const QString second = focused()->property("name").toString();
        QVERIFY2(second == u"Database"_s || second == u"MessageQueue"_s, qPrintable(second));
        QTest::keyClick(window, second == u"Database"_s ? Qt::Key_Down : Qt::Key_Up);
        const QString third = focused()->property("name").toString();
        QVERIFY2((third == u"Database"_s || third == u"MessageQueue"_s) && third != second, qPrintable(third));
        QTest::keyClick(window, Qt::Key_Return);
        QVERIFY(selected());
        QCOMPARE(selected()->displayName(), third);
        QTest::keyClick(window, Qt::Key_Escape);
        QVERIFY(!selected());
        QTest::keyClick(window, Qt::Key_Left);
        QTest::keyClick(window, Qt::Key_Space);
        QCOMPARE(selected(), application.settings);
        QTest::keyClick(window, Qt::Key_Backtab); // back out of the graph
        QVERIFY(focused()->property("text").toString().startsWith(u"Restart"_s));
        QTest::keyClick(window, Qt::Key_Tab);
        QTest::keyClick(window, Qt::Key_Tab);
        QCOMPARE(focused()->property("text").toString(), u"Timeline"_s);
        QVERIFY(finishes(application.conductor.shutdown()));
    }

    // What a screen reader says.
    void nodesHaveNamesAndDescriptions() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        const QQuickItem *search = node(u"SearchIndex"_s);
        QVERIFY(search);
        QCOMPARE(search->property("description").toString(), u"inactive, deferred, needs Catalogue"_s);
        QVERIFY(node(u"MainWindow"_s)->property("description").toString().contains(u"needs WebApi"_s));
    }

    void whatIsSelectedShowsWhatItNeeds() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        click(node(u"Mailer"_s));
        QVERIFY(node(u"Mailer"_s)->property("selected").toBool());
        QVERIFY(node(u"MessageQueue"_s)->property("needed").toBool());
        QVERIFY(!node(u"Database"_s)->property("needed").toBool());
    }
};

QTEST_MAIN(tst_Inspector)
#include "tst_inspector.moc"
