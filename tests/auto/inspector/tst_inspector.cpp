// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "twelve.h"

#include <QConductor/Inspector>

#include <QtCore/qdir.h>
#include <QtCore/qelapsedtimer.h>
#include <QtGui/qguiapplication.h>
#include <QtGui/qimage.h>
#include <QtGui/qpalette.h>
#include <QtQml/qqmlapplicationengine.h>
#include <QtQuick/qquickitem.h>
#include <QtQuick/qquickwindow.h>
#include <QtTest/qtest.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

QPalette darkPalette()
{
    QPalette palette(QColor(0x35, 0x35, 0x38), QColor(0x2a, 0x2a, 0x2c));
    palette.setColor(QPalette::Base, QColor(0x1e, 0x1e, 0x20));
    palette.setColor(QPalette::Mid, QColor(0x5c, 0x5c, 0x60));
    palette.setColor(QPalette::Highlight, QColor(0x4a, 0x9e, 0xff));
    for (auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(role, QColor(0xf0, 0xf0, 0xf0));
    return palette;
}

// A hook that holds the event loop, and goes on for some time after it has returned.
Probe::Hook taking(int holding, int working)
{
    return [=] {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < holding) { }
        auto promise = std::make_shared<QPromise<void>>();
        promise->start();
        QTimer::singleShot(working, qApp, [promise] { promise->finish(); });
        return promise->future();
    };
}

} // namespace

// Drives the inspector of twelve components as a person does. The pictures are kept in the folder that QCONDUCTOR_PICTURES names.
class tst_Inspector : public QObject
{
    Q_OBJECT

    QQuickItem *item(const char *property, const QString &value, QQuickItem *below = nullptr) const
    {
        if (!below)
            below = window->contentItem();
        if (below->property(property).toString() == value && below->isVisible())
            return below;
        for (QQuickItem *child : below->childItems()) {
            if (QQuickItem *found = item(property, value, child))
                return found;
        }
        return nullptr;
    }
    QQuickItem *typed(const QString &type, QQuickItem *below = nullptr) const
    {
        if (!below)
            below = window->contentItem();
        if (QString::fromLatin1(below->metaObject()->className()).startsWith(type))
            return below;
        for (QQuickItem *child : below->childItems()) {
            if (QQuickItem *found = typed(type, child))
                return found;
        }
        return nullptr;
    }
    QQuickItem *node(const QString &name) const { return item("name", name, typed(u"ConductorGraph_QMLTYPE"_s)); }
    void click(QQuickItem *target)
    {
        QVERIFY(target);
        const QPointF center = target->mapToScene({ target->width() / 2, target->height() / 2 });
        QTest::mouseClick(window, Qt::LeftButton, {}, center.toPoint());
    }
    QQuickItem *page() const { return typed(u"InspectorPage_QMLTYPE"_s); }
    Component *selected() const { return page()->property("selected").value<Component *>(); }
    void open(Conductor &conductor)
    {
        window = showInspector(conductor);
        QVERIFY(window);
        QVERIFY(QTest::qWaitForWindowExposed(window));
        window->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(window));
    }
    bool takePicture(const QString &name)
    {
        QTest::mouseMove(window, QPoint(2, 2));
        const QImage picture = window->grabWindow();
        if (qEnvironmentVariableIsSet("QCONDUCTOR_PICTURES"))
            picture.save(QDir(qEnvironmentVariable("QCONDUCTOR_PICTURES")).filePath(name));
        return !picture.isNull();
    }

    QPointer<QQuickWindow> window;

private Q_SLOTS:
    void init()
    {
        m_light = QGuiApplication::palette();
        qputenv("LC_ALL", "C");
    }
    void cleanup()
    {
        QGuiApplication::setPalette(m_light);
        QVERIFY(!window); // the conductor's end is that of its window
    }

    void opensInOneLine() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        QVERIFY(window->isVisible());
        QVERIFY(window->title().contains(u"Order Desk"_s));
        QCOMPARE(showInspector(&application.conductor), window.data());
        QVERIFY(node(u"Main Window"_s));
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
        QVERIFY(node(u"Main Window"_s));
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
        QTRY_COMPARE(node(u"Main Window"_s)->property("componentState").toInt(), int(Component::State::Active));
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
        QCOMPARE(focused()->property("name").toString(), application.settings->objectName().isEmpty()
                                                                 ? u"RecordedSettings"_s
                                                                 : application.settings->objectName());
        QTest::keyClick(window, Qt::Key_Right);
        const QString second = focused()->property("name").toString();
        QVERIFY2(second == u"Database"_s || second == u"Message Queue"_s, qPrintable(second));
        QTest::keyClick(window, second == u"Database"_s ? Qt::Key_Down : Qt::Key_Up);
        const QString third = focused()->property("name").toString();
        QVERIFY2((third == u"Database"_s || third == u"Message Queue"_s) && third != second, qPrintable(third));
        QTest::keyClick(window, Qt::Key_Return);
        QVERIFY(selected());
        QCOMPARE(selected()->objectName(), third);
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
        const QQuickItem *search = node(u"Search Index"_s);
        QVERIFY(search);
        QCOMPARE(search->property("description").toString(), u"inactive, deferred, needs Catalogue"_s);
        QVERIFY(node(u"Main Window"_s)->property("description").toString().contains(u"needs Web API"_s));
    }

    void whatIsSelectedShowsWhatItNeeds() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        click(node(u"Mailer"_s));
        QVERIFY(node(u"Mailer"_s)->property("selected").toBool());
        QVERIFY(node(u"Message Queue"_s)->property("needed").toBool());
        QVERIFY(!node(u"Database"_s)->property("needed").toBool());
    }

    void pictures_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void pictures() // R52
    {
        QFETCH(bool, isDark);
        if (isDark)
            QGuiApplication::setPalette(darkPalette());
        const QString theme = QString::fromLatin1(QTest::currentDataTag());
        Twelve::Application application;
        application.database->setupHook = taking(15, 60);
        application.cache->setupHook = taking(20, 0);
        application.queue->setupHook = taking(0, 40);
        application.catalogue->setupHook = taking(5, 50);
        application.webApi->setupHook = taking(2, 30);
        application.window->setupHook = taking(12, 0);
        application.mailer->setupHook = failing(u"the server refuses the connection: 535 authentication failed"_s);
        open(application.conductor);
        application.conductor.setup();
        QTRY_VERIFY(application.cache->isActive());
        QVERIFY(takePicture(u"inspector-%1-setting-up.png"_s.arg(theme)));
        QTRY_COMPARE(application.conductor.state(), Conductor::State::Active);
        QTRY_VERIFY(application.search->isActive());
        click(node(u"Web API"_s));
        QTRY_COMPARE(node(u"Search Index"_s)->property("componentState").toInt(), int(Component::State::Active));
        QVERIFY(takePicture(u"inspector-%1.png"_s.arg(theme)));
        click(item("text", u"Components"_s));
        QVERIFY(takePicture(u"inspector-%1-components.png"_s.arg(theme)));
        QTRY_VERIFY(item("text", u"Messages (1)"_s));
        click(item("text", u"Messages (1)"_s));
        QVERIFY(takePicture(u"inspector-%1-messages.png"_s.arg(theme)));
        QVERIFY(finishes(application.conductor.shutdown()));
    }

private:
    QPalette m_light;
};

QTEST_MAIN(tst_Inspector)
#include "tst_inspector.moc"
