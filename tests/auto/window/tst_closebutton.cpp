// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "closebutton.h"
#include "probe.h"

#include <QtCore/qpointer.h>
#include <QtGui/qguiapplication.h>
#include <QtQuick/qquickwindow.h>
#include <QtTest/qsignalspy.h>
#include <QtWidgets/qapplication.h>
#include <QtWidgets/qwidget.h>

using namespace QConductor;

namespace {

enum class Kind { Widget, Window, QuickWindow };

} // namespace

// The close button of a real window, which belongs to the window manager. Where there is none of X11, nothing is tested.
class tst_CloseButton : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CloseButton> button;
    std::unique_ptr<QObject> owner; // the QWidget, or the window
    QPointer<QWindow> window;

    void show(Kind kind)
    {
        if (kind == Kind::Widget) {
            auto widget = std::make_unique<QWidget>();
            widget->show();
            window = widget->windowHandle();
            owner = std::move(widget);
        } else {
            window = kind == Kind::Window ? new QWindow : new QQuickWindow;
            owner.reset(window);
            window->show();
        }
        QVERIFY(QTest::qWaitForWindowExposed(window));
    }
    static void addKinds()
    {
        QTest::addColumn<Kind>("kind");
        QTest::newRow("QWidget") << Kind::Widget;
        QTest::newRow("QWindow") << Kind::Window;
        QTest::newRow("QQuickWindow") << Kind::QuickWindow;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() != QLatin1String("xcb"))
            QSKIP("There is no window manager's close button on this platform.");
        button = std::make_unique<CloseButton>();
        QVERIFY(button->exists());
    }
    void cleanupTestCase() { button.reset(); }
    void cleanup() { owner.reset(); }

    void pressingItAsksUntilTheComponentsAgree_data() { addKinds(); }
    void pressingItAsksUntilTheComponentsAgree() // R47
    {
        QFETCH(Kind, kind);
        show(kind);
        Probe document;
        Conductor conductor;
        conductor.add(&document);
        conductor.setWindow(owner.get());
        int timesAsked = 0;
        QList<ShutdownReason> reasons;
        document.requestHook = [&](ShutdownReason reason) {
            reasons += reason;
            return answered(++timesAsked > 3);
        };
        bool wasVisible = true;
        connect(&conductor, &Conductor::shutdownRefused, &document, [&] {
            wasVisible = wasVisible && window->isVisible();
            later(&document, [&] { button->press(window); });
        });
        document.shutdownHook = [&] {
            wasVisible = wasVisible && window->isVisible();
            return Component::done();
        };
        connect(&conductor, &Conductor::activated, &document,
                [&] { later(&document, [&] { button->press(window); }); });
        QCOMPARE(conductor.serve(), 0);
        QCOMPARE(reasons, QList<ShutdownReason>(4, ShutdownReason::WindowClosed));
        QVERIFY(wasVisible);
        QVERIFY(!window || !window->isVisible());
        QCOMPARE(document.shutdownCount, 1);
    }

    void pressingItAgainWhileOneIsAskedChangesNothing_data() { addKinds(); }
    void pressingItAgainWhileOneIsAskedChangesNothing() // R47
    {
        QFETCH(Kind, kind);
        show(kind);
        Person person;
        Probe document;
        Conductor conductor;
        conductor.add(&document);
        conductor.setWindow(owner.get());
        document.requestHook = [&](ShutdownReason) {
            button->press(window);
            return person.ask();
        };
        // The close event of the second press has come when this object sees it.
        struct Watch : QObject
        {
            int closes = 0;
            bool eventFilter(QObject *, QEvent *event) override
            {
                closes += event->type() == QEvent::Close ? 1 : 0;
                return false;
            }
        } watch;
        window->installEventFilter(&watch);
        connect(&conductor, &Conductor::activated, &document, [&] {
            later(&document, [&] {
                button->press(window);
                QTRY_COMPARE(watch.closes, 2);
                QVERIFY(window->isVisible() && document.isActive());
                person.answer(true);
            });
        });
        QCOMPARE(conductor.serve(), 0);
        QCOMPARE(person.timesAsked, 1);
        QCOMPARE(document.shutdownCount, 1);
    }

    void pressingItDuringSetupCancelsThat_data() { addKinds(); }
    void pressingItDuringSetupCancelsThat() // R24, R47
    {
        QFETCH(Kind, kind);
        show(kind);
        Gate gate;
        Probe document;
        Conductor conductor;
        conductor.add(&document);
        conductor.setWindow(owner.get());
        document.setupHook = [&] {
            later(&document, [&] { button->press(window); });
            return gate.enter();
        };
        connect(&conductor, &Conductor::stateChanged, &document, [&](Conductor::State state) {
            if (state == Conductor::State::ShuttingDown)
                later(&document, [&] { gate.open(); });
        });
        QCOMPARE(conductor.serve(), 0);
        QVERIFY(gate.isAskedToCancel());
        QVERIFY(!window || !window->isVisible());
    }
};

QTEST_MAIN(tst_CloseButton)

#include "tst_closebutton.moc"
