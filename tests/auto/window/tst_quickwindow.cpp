// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "probe.h"

#include <QtGui/qevent.h>
#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlcomponent.h>
#include <QtQml/qqmlengine.h>
#include <QtQuick/qquickwindow.h>
#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

class tst_QuickWindow : public QObject
{
    Q_OBJECT

private:
    // A window of QML whose handler refuses as often as its property says.
    std::unique_ptr<QQuickWindow> makeWindow()
    {
        QQmlComponent component(&m_engine);
        component.setData("import QtQuick\n"
                          "Window {\n"
                          "    property int refusals: 0\n"
                          "    property int timesAsked: 0\n"
                          "    visible: true\n"
                          "    width: 100; height: 100\n"
                          "    onClosing: close => close.accepted = ++timesAsked > refusals\n"
                          "}\n",
                          QUrl());
        return std::unique_ptr<QQuickWindow>(qobject_cast<QQuickWindow *>(component.create()));
    }

    QQmlEngine m_engine;

private Q_SLOTS:
    void init() { journal.clear(); }

    void closingAsksTheHandlerAndThenTheComponents_data()
    {
        QTest::addColumn<int>("refusals");
        QTest::newRow("the handler agrees") << 0;
        QTest::newRow("the handler refuses three times") << 3;
    }
    void closingAsksTheHandlerAndThenTheComponents() // R47
    {
        QFETCH(int, refusals);
        const auto window = makeWindow();
        QVERIFY(window);
        window->setProperty("refusals", refusals);
        Probe document;
        Conductor conductor;
        conductor.add(&document);
        conductor.setWindow(window.get());
        QList<bool> visibility;
        document.requestHook = [&](ShutdownReason reason) {
            visibility += window->isVisible() && reason == ShutdownReason::WindowClosed;
            return answered(true);
        };
        document.shutdownHook = [&] {
            visibility += window->isVisible() && window->handle();
            return Component::done();
        };
        connect(&conductor, &Conductor::activated, &document, [&] {
            for (int i = 0; i <= refusals; ++i)
                later(window.get(), [&] {
                    window->close();
                    QVERIFY(window->isVisible());
                });
        });
        QCOMPARE(conductor.serve(), 0);
        QCOMPARE(visibility, QList<bool>({ true, true }));
        QVERIFY(!window->isVisible());
        QCOMPARE(window->property("timesAsked").toInt(), refusals + 1);
    }

    void aQuitAsksTheComponentsAndThenTheWindows_data()
    {
        QTest::addColumn<bool>("isMain");
        QTest::newRow("main window") << true;
        QTest::newRow("another window") << false;
    }
    void aQuitAsksTheComponentsAndThenTheWindows() // R47
    {
        QFETCH(bool, isMain);
        const auto window = makeWindow();
        window->setProperty("refusals", 1);
        Probe document;
        Conductor conductor;
        conductor.add(&document);
        if (isMain)
            conductor.setWindow(window.get());
        QList<int> timesAsked;
        document.requestHook = [&](ShutdownReason) {
            timesAsked += window->property("timesAsked").toInt();
            if (timesAsked.size() == 1)
                QTimer::singleShot(0, &document, [&] { later(&document, &QCoreApplication::quit); });
            return answered(true);
        };
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        connect(&conductor, &Conductor::activated, &document,
                [&] { QTimer::singleShot(0, &document, &QCoreApplication::quit); });
        connect(window.get(), &QWindow::visibleChanged, &document, [&](bool isVisible) {
            if (!isVisible)
                journal += u"hidden"_s;
        });
        QCOMPARE(conductor.serve(), 0);
        QCOMPARE(timesAsked, QList<int>({ 0, 1 }));
        QCOMPARE(window->property("timesAsked").toInt(), 2);
        QCOMPARE(journal.last(), isMain ? u"hidden"_s : u"shutdown Probe"_s);
    }

    void thePlainWindowIsNotAsked() // R47
    {
        QWindow window;
        window.show();
        Probe document;
        Conductor conductor;
        conductor.add(&document);
        conductor.setWindow(&window);
        bool wasVisible = false;
        document.shutdownHook = [&] {
            wasVisible = window.isVisible();
            return Component::done();
        };
        connect(&conductor, &Conductor::activated, &document, [&] { later(&window, [&] { window.close(); }); });
        QCOMPARE(conductor.serve(), 0);
        QVERIFY(wasVisible);
        QVERIFY(!window.isVisible());
    }

    void whatIsDeferredWaitsForTheFirstFrame() // R43, R47
    {
        const auto window = makeWindow();
        connect(window.get(), &QQuickWindow::frameSwapped, this, [] { journal += u"frame"_s; });
        Probe catalogue;
        catalogue.setStartMode(Component::StartMode::Deferred);
        Conductor conductor;
        conductor.add(&catalogue);
        conductor.setWindow(window.get());
        QVERIFY(setsUp(conductor));
        QTRY_VERIFY(catalogue.isActive());
        QCOMPARE(journal.first(), u"frame"_s);
    }

    void theMainWindowThatClosesLastQuits() // R47
    {
        const auto window = makeWindow();
        Probe document;
        Conductor conductor;
        conductor.add(&document);
        conductor.setWindow(window.get());
        connect(&conductor, &Conductor::activated, &document, [&] { later(window.get(), [&] { window->close(); }); });
        later(&conductor, [&] { conductor.setup(); });
        QCOMPARE(QGuiApplication::exec(), 0);
        QCOMPARE(document.shutdownCount, 1);
        QVERIFY(!window->isVisible());
    }
};

QTEST_MAIN(tst_QuickWindow)

#include "tst_quickwindow.moc"
