// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "probe.h"

#include "testaccess_p.h"

#include <QtGui/qevent.h>
#include <QtTest/qsignalspy.h>
#include <QtWidgets/qapplication.h>
#include <QtWidgets/qdialog.h>
#include <QtWidgets/qwidget.h>

#include <csignal>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

// A window that counts what it is asked, and refuses as often as it is told to.
class Editor : public QWidget
{
public:
    int refusals = 0;
    int timesAsked = 0;
    std::function<void()> asked;

protected:
    void closeEvent(QCloseEvent *event) override
    {
        journal += QStringLiteral("ask ") + objectName();
        ++timesAsked;
        if (asked)
            asked();
        if (timesAsked <= refusals)
            event->ignore();
    }
};

// An application with a component and a window, which is shown, and which serves until it ends.
struct Application
{
    Application()
    {
        journal.clear();
        document.setObjectName(u"document"_s);
        editor.setObjectName(u"editor"_s);
        conductor.add(&document);
        conductor.setWindow(&editor);
        editor.show();
        document.shutdownHook = [this] {
            wasVisible = editor.isVisible();
            return Component::done();
        };
    }
    int serve(const std::function<void()> &onceActive)
    {
        QObject::connect(&conductor, &Conductor::activated, &editor, [this, onceActive] { later(onceActive); });
        return conductor.serve();
    }
    void later(const std::function<void()> &function) { ::later(&editor, function); }

    Editor editor;
    Probe document;
    Conductor conductor;
    bool wasVisible = false; // while the document was shut down
};

using Act = std::function<void(Application &)>;

// A window that writes its paint events into the journal.
class Painter : public QWidget
{
protected:
    void paintEvent(QPaintEvent *) override { journal += QStringLiteral("paint"); }
};

void addWindows()
{
    QTest::addColumn<bool>("isMain");
    QTest::newRow("main window") << true;
    QTest::newRow("another window") << false;
}

} // namespace

class tst_WidgetWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void closingAsksTheWindowAndThenTheComponents() // R47
    {
        Application application;
        ShutdownReason reason = ShutdownReason::Requested;
        application.document.requestHook = [&](ShutdownReason why) {
            reason = why;
            return answered(true);
        };
        QCOMPARE(application.serve([&] { QVERIFY(!application.editor.close()); }), 0);
        QCOMPARE(journal,
                 QStringList({ u"setup document"_s, u"ask editor"_s, u"ask document"_s, u"shutdown document"_s }));
        QCOMPARE(reason, ShutdownReason::WindowClosed);
        QVERIFY(application.wasVisible);
        QVERIFY(!application.editor.isVisible());
    }

    void aWindowThatRefusesStays() // R47
    {
        Application application;
        application.editor.refusals = 3;
        int active = 0;
        application.editor.asked = [&] {
            active += application.document.isActive() && application.editor.isVisible() ? 1 : 0;
            application.later([&] { application.editor.close(); });
        };
        QCOMPARE(application.serve([&] { application.editor.close(); }), 0);
        QCOMPARE(application.editor.timesAsked, 4);
        QCOMPARE(active, 4);
        QCOMPARE(journal.count(u"ask document"_s), 1);
    }

    void aComponentThatRefusesKeepsTheWindow() // R46, R47
    {
        Application application;
        int timesAsked = 0;
        bool wasOpen = false;
        application.document.requestHook = [&](ShutdownReason) { return answered(++timesAsked == 2); };
        connect(&application.conductor, &Conductor::shutdownRefused, this, [&] {
            wasOpen = application.editor.isVisible() && application.document.isActive();
            application.later([&] { application.editor.close(); });
        });
        QCOMPARE(application.serve([&] { application.editor.close(); }), 0);
        QVERIFY(wasOpen);
        QCOMPARE(application.editor.timesAsked, 2);
    }

    void whileOneCloseIsPendingAnotherChangesNothing_data()
    {
        QTest::addColumn<Act>("again");
        QTest::newRow("close") << Act([](Application &application) { application.editor.close(); });
        QTest::newRow("quit") << Act([](Application &) { QCoreApplication::quit(); });
        QTest::newRow("closeAllWindows") << Act([](Application &) { QApplication::closeAllWindows(); });
    }
    void whileOneCloseIsPendingAnotherChangesNothing() // R47
    {
        QFETCH(Act, again);
        Person person;
        Application application;
        application.document.requestHook = [&](ShutdownReason) {
            application.later([&] {
                again(application);
                application.later([&] { person.answer(true); });
            });
            return person.ask();
        };
        QCOMPARE(application.serve([&] { application.editor.close(); }), 0);
        QCOMPARE(person.timesAsked, 1);
        QVERIFY(!application.editor.isVisible());
        QVERIFY(application.wasVisible);
    }

    void aQuitAsksTheComponentsAndThenTheWindows_data() { addWindows(); }
    void aQuitAsksTheComponentsAndThenTheWindows() // R47
    {
        QFETCH(bool, isMain);
        Application application;
        if (!isMain)
            application.conductor.setWindow(nullptr);
        QSignalSpy aboutToQuit(qApp, &QCoreApplication::aboutToQuit);
        bool hasQuit = true;
        application.document.shutdownHook = [&] {
            application.wasVisible = application.editor.isVisible();
            hasQuit = !aboutToQuit.isEmpty();
            return Component::done();
        };
        QCOMPARE(application.serve([] { QCoreApplication::quit(); }), 0);
        QCOMPARE(journal,
                 QStringList({ u"setup document"_s, u"ask document"_s, u"ask editor"_s, u"shutdown document"_s }));
        QCOMPARE(application.wasVisible, isMain);
        QVERIFY(!hasQuit);
        QVERIFY(!application.editor.isVisible());
    }

    void aWindowThatRefusesKeepsAQuitFromShuttingDown_data() { addWindows(); }
    void aWindowThatRefusesKeepsAQuitFromShuttingDown() // R47
    {
        QFETCH(bool, isMain);
        Application application;
        if (!isMain)
            application.conductor.setWindow(nullptr);
        application.editor.refusals = 1;
        bool wasActive = false;
        application.editor.asked = [&] {
            wasActive = application.document.isActive();
            if (application.editor.timesAsked == 1)
                QTimer::singleShot(0, &application.editor, &QCoreApplication::quit);
        };
        QCOMPARE(application.serve([] { QCoreApplication::quit(); }), 0);
        QCOMPARE(application.editor.timesAsked, 2);
        QVERIFY(wasActive);
        QCOMPARE(application.document.shutdownCount, 1);
    }

    void anotherQuitWhileAWindowIsAskedChangesNothing() // R47
    {
        Application application;
        int timesAsked = 0;
        application.document.requestHook = [&](ShutdownReason) {
            ++timesAsked;
            return answered(true);
        };
        application.editor.asked = [] { QCoreApplication::quit(); };
        QCOMPARE(application.serve(&QCoreApplication::quit), 0);
        QCOMPARE(timesAsked, 1);
        QCOMPARE(application.editor.timesAsked, 1);
        QCOMPARE(journal.count(u"shutdown document"_s), 1);
    }

    void theLastWindowThatClosesIsAQuit() // R47
    {
        Application application;
        application.conductor.setWindow(nullptr);
        ShutdownReason reason = ShutdownReason::Requested;
        application.document.requestHook = [&](ShutdownReason why) {
            reason = why;
            return answered(true);
        };
        QCOMPARE(application.serve([&] { QVERIFY(application.editor.close()); }), 0);
        QCOMPARE(reason, ShutdownReason::Quit);
        QCOMPARE(application.editor.timesAsked, 1);
    }

    void aMainWindowThatIsNotTheLastLeavesTheOthersOpen() // R47
    {
        Application application;
        QWidget other;
        other.show();
        application.conductor.setWindow(&application.editor);
        bool otherWasVisible = false;
        connect(&application.conductor, &Conductor::deactivated, this, [&] { otherWasVisible = other.isVisible(); });
        QCOMPARE(application.serve([&] { application.editor.close(); }), 0);
        QVERIFY(otherWasVisible && other.isVisible());
    }

    void closingDuringSetupCancelsIt() // R47
    {
        Gate gate;
        Application application;
        application.document.setupHook = [&] {
            application.later([&] { application.editor.close(); });
            return gate.enter();
        };
        connect(&application.conductor, &Conductor::stateChanged, this, [&](Conductor::State state) {
            if (state == Conductor::State::ShuttingDown)
                application.later([&] { gate.open(); });
        });
        QCOMPARE(application.serve([] {}), 0);
        QVERIFY(gate.isAskedToCancel());
        QVERIFY(application.wasVisible);
        QVERIFY(!application.editor.isVisible());
        QCOMPARE(application.editor.timesAsked, 0);
    }

    void whileNothingIsUpTheWindowIsLikeAnyOther() // R47
    {
        Application application;
        application.editor.refusals = 1;
        QVERIFY(!application.editor.close());
        QVERIFY(application.editor.isVisible());
        QVERIFY(application.editor.close());
        QVERIFY(!application.editor.isVisible());
        QCOMPARE(application.editor.timesAsked, 2);
    }

    void aSignalAsksNobody() // R24, R47
    {
        Person person;
        Application application;
        application.document.requestHook = [&](ShutdownReason) {
            application.later([] { std::raise(SIGTERM); });
            return person.ask();
        };
        QCOMPARE(application.serve([&] { application.editor.close(); }), 0);
        QVERIFY(person.isAskedToCancel());
        QCOMPARE(application.document.shutdownCount, 1);
    }

    void aModalDialogIsClosedByAQuit() // R47
    {
        Application application;
        int result = -1;
        QCOMPARE(application.serve([&] {
            QDialog dialog(&application.editor);
            QTimer::singleShot(0, &dialog, &QCoreApplication::quit);
            result = dialog.exec();
        }),
                 0);
        QCOMPARE(result, int(QDialog::Rejected));
        QCOMPARE(application.document.shutdownCount, 1);
    }

    void noHandlerRunsWhileTheComponentsAreDown() // R47
    {
        Application application;
        Editor report; // opens while the application shuts down
        report.setObjectName(u"report"_s);
        application.document.shutdownHook = [&] {
            report.show();
            return Component::done();
        };
        QCOMPARE(application.serve([] { QCoreApplication::quit(); }), 0);
        QCOMPARE(report.timesAsked, 0);
    }

    void whatIsDeferredWaitsForTheFirstPaint() // R43, R47
    {
        qint64 time = 0;
        Painter window;
        Probe catalogue;
        catalogue.setStartMode(Component::StartMode::Deferred);
        Conductor conductor;
        TestAccess::setVirtualTime(&conductor, &time);
        conductor.add(&catalogue);
        conductor.setWindow(&window);
        window.setUpdatesEnabled(false);
        window.show();
        QVERIFY(setsUp(conductor));
        QTRY_COMPARE(TestAccess::nextDeadline(&conductor), std::optional<qint64>(2000)); // It waits for the paint.
        QVERIFY(journal.isEmpty());
        window.setUpdatesEnabled(true);
        QTRY_VERIFY(catalogue.isActive());
        QCOMPARE(journal.first(), u"paint"_s);
        TestAccess::setVirtualTime(&conductor, nullptr);
    }

    void whatIsDeferredWaitsTwoSecondsForAFrame() // R43
    {
        qint64 time = 0;
        Painter window;
        Probe catalogue;
        catalogue.setStartMode(Component::StartMode::Deferred);
        Conductor conductor;
        TestAccess::setVirtualTime(&conductor, &time);
        conductor.add(&catalogue);
        conductor.setWindow(&window);
        window.setUpdatesEnabled(false);
        window.show();
        QVERIFY(setsUp(conductor));
        QTRY_COMPARE(TestAccess::nextDeadline(&conductor), std::optional<qint64>(2000));
        QVERIFY(journal.isEmpty());
        time = 2000;
        TestAccess::timePassed(&conductor);
        QTRY_COMPARE(journal, QStringList({ u"setup Probe"_s }));
        TestAccess::setVirtualTime(&conductor, nullptr);
    }

    void aHiddenWindowDelaysNothing() // R43
    {
        Painter window;
        Probe catalogue;
        catalogue.setStartMode(Component::StartMode::Deferred);
        Conductor conductor;
        conductor.add(&catalogue);
        conductor.setWindow(&window);
        QVERIFY(setsUp(conductor));
        QTRY_VERIFY(catalogue.isActive());
        QCOMPARE(journal, QStringList({ u"setup Probe"_s }));
    }

    void aWindowThatGoesIsForgotten() // R47
    {
        Conductor conductor;
        auto window = std::make_unique<QWidget>();
        QSignalSpy changed(&conductor, &Conductor::windowChanged);
        conductor.setWindow(window.get());
        QCOMPARE(conductor.window(), window.get());
        window.reset();
        QCOMPARE(conductor.window(), nullptr);
        QCOMPARE(changed.count(), 2);
    }

    void whatIsNoWindowIsRefused() // R47
    {
        Conductor conductor;
        QObject object;
        QTest::ignoreMessage(QtWarningMsg, "Conductor::setWindow(): QObject is neither a QWidget nor a QWindow");
        conductor.setWindow(&object);
        QCOMPARE(conductor.window(), nullptr);
    }
};

QTEST_MAIN(tst_WidgetWindow)

#include "tst_widgetwindow.moc"
