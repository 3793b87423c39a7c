// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "probe.h"

#include <QtGui/qevent.h>
#include <QtTest/qsignalspy.h>
#include <QtWidgets/qapplication.h>
#include <QtWidgets/qmessagebox.h>
#include <QtWidgets/qpushbutton.h>

#include <csignal>

using namespace QConductor;

namespace {

// An application whose component asks a person by a modal dialog that runs an event loop of its own.
struct Application
{
    Application()
    {
        journal.clear();
        conductor.add(&document);
        conductor.setWindow(&window);
        window.show();
        document.requestHook = [this](ShutdownReason) { return answered(ask() == QMessageBox::Save); };
    }
    int ask()
    {
        QMessageBox dialog(QMessageBox::Question, {}, {}, QMessageBox::Save | QMessageBox::Cancel, &window);
        ++timesAsked;
        wasActive = wasActive && document.isActive() && window.isVisible();
        later([this, &dialog] { shown(dialog); });
        return dialog.exec();
    }
    int serve(const std::function<void()> &onceActive)
    {
        QObject::connect(&conductor, &Conductor::activated, &window, [this, onceActive] { later(onceActive); });
        return conductor.serve();
    }
    void later(const std::function<void()> &function) { ::later(&window, function); }

    QWidget window;
    Probe document;
    Conductor conductor;
    std::function<void(QMessageBox &)> shown; // what the person does when a dialog is there
    int timesAsked = 0;
    bool wasActive = true; // whether everything was, whenever a dialog was opened
};

// An application that can't be set up, and has no window but the message box that tells of it.
struct BrokenApplication
{
    BrokenApplication()
    {
        document.setupHook = failing(QStringLiteral("port in use"));
        conductor.add(&document);
    }
    int askInABox(const std::function<void(QMessageBox &)> &shown)
    {
        QMessageBox box(QMessageBox::Critical, {}, conductor.errorString(), QMessageBox::Retry | QMessageBox::Ok);
        ::later(&box, [&] { shown(box); });
        return box.exec();
    }

    const Log log; // of failures that are expected
    Probe document;
    Conductor conductor;
};

using Act = std::function<void(Application &)>;

void addEnds()
{
    QTest::addColumn<Act>("end");
    QTest::newRow("close") << Act([](Application &application) { application.window.close(); });
    QTest::newRow("closeAllWindows") << Act([](Application &) { QApplication::closeAllWindows(); });
    QTest::newRow("quit") << Act([](Application &) { QCoreApplication::quit(); });
}

} // namespace

class tst_Dialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDialogAsksUntilThePersonAgrees_data() { addEnds(); }
    void aDialogAsksUntilThePersonAgrees() // R46, R47
    {
        QFETCH(Act, end);
        Application application;
        application.shown = [&](QMessageBox &dialog) {
            dialog.button(application.timesAsked <= 3 ? QMessageBox::Cancel : QMessageBox::Save)->click();
        };
        int stayed = 0;
        connect(&application.conductor, &Conductor::shutdownRefused, &application.window, [&] {
            stayed += application.window.isVisible() && application.document.isActive() ? 1 : 0;
            application.later([&] { end(application); });
        });
        QCOMPARE(application.serve([&] { end(application); }), 0);
        QCOMPARE(application.timesAsked, 4);
        QCOMPARE(stayed, 3);
        QVERIFY(application.wasActive);
        QCOMPARE(application.document.shutdownCount, 1);
        QVERIFY(!application.window.isVisible());
    }

    void whileADialogAsksAnotherEndChangesNothing_data() { addEnds(); }
    void whileADialogAsksAnotherEndChangesNothing() // R47
    {
        QFETCH(Act, end);
        Application application;
        bool stayed = false;
        application.shown = [&](QMessageBox &dialog) {
            application.window.close();
            QCoreApplication::quit();
            application.later([&] {
                stayed = dialog.isVisible() && application.window.isVisible() && application.document.isActive();
                dialog.button(QMessageBox::Save)->click();
            });
        };
        QCOMPARE(application.serve([&] { end(application); }), 0);
        QVERIFY(stayed);
        QCOMPARE(application.timesAsked, 1);
        QCOMPARE(application.document.shutdownCount, 1);
    }

    void aSignalDoesNotWaitForThePerson_data() { addEnds(); }
    void aSignalDoesNotWaitForThePerson() // R24, R46
    {
        QFETCH(Act, end);
        Application application;
        application.shown = [](QMessageBox &) { std::raise(SIGTERM); };
        QCOMPARE(application.serve([&] { end(application); }), 0);
        QCOMPARE(application.timesAsked, 1);
        QCOMPARE(application.document.shutdownCount, 1);
    }

    void aQuitClosesTheDialogOfASlot() // R47
    {
        Application application;
        application.document.requestHook = nullptr;
        application.shown = [](QMessageBox &) { QCoreApplication::quit(); };
        int result = QMessageBox::Save;
        QCOMPARE(application.serve([&] { result = application.ask(); }), 0);
        QCOMPARE(result, int(QMessageBox::Cancel));
        QCOMPARE(application.document.shutdownCount, 1);
    }

    void aQuitEndsTheDialogOfAHook_data()
    {
        QTest::addColumn<bool>("isSetup");
        QTest::newRow("setup") << true;
        QTest::newRow("shutdown") << false;
    }
    void aQuitEndsTheDialogOfAHook() // R24
    {
        QFETCH(bool, isSetup);
        Application application;
        application.document.requestHook = nullptr;
        const auto hook = [&] {
            application.ask();
            return Component::done();
        };
        (isSetup ? application.document.setupHook : application.document.shutdownHook) = hook;
        application.shown = [](QMessageBox &) { QCoreApplication::quit(); };
        QCOMPARE(application.serve([&] { application.window.close(); }), 0);
        QCOMPARE(application.timesAsked, 1);
        QCOMPARE(application.conductor.state(), Conductor::State::Inactive);
    }

    void theDialogOfTheHandlerMayBeTheOnlyWindow() // R56
    {
        BrokenApplication application;
        bool isUp = false;
        connect(&application.conductor, &Conductor::activated, &application.document, [&] {
            later(&application.document, [&] {
                isUp = application.document.isActive();
                QCoreApplication::quit();
            });
        });
        QList<int> answers;
        application.conductor.setFailureHandler([&](const Error &) {
            answers += application.askInABox([&](QMessageBox &box) {
                application.document.setupHook = answers.size() < 2 ? application.document.setupHook : nullptr;
                box.button(QMessageBox::Retry)->click();
            });
            return FailureAction::Retry;
        });
        QCOMPARE(application.conductor.serve(), 0);
        QCOMPARE(answers, QList<int>(3, QMessageBox::Retry));
        QVERIFY(isUp && QGuiApplication::quitOnLastWindowClosed());
    }

    void aHandlerThatGoesOnWaitingEndsWithTheLastWindow() // R56, R24
    {
        BrokenApplication application;
        application.conductor.setFailureHandler([&](const Error &) {
            QWidget page;
            page.show();
            QEventLoop loop;
            later(&page, [&] { page.close(); });
            loop.exec();
            return FailureAction::Retry;
        });
        QCOMPARE(application.conductor.serve(), 1);
        QCOMPARE(application.document.setupCount, 1);
    }

    void nothingClosesTheDialogThatTellsOfAFailure_data()
    {
        QTest::addColumn<bool>("hasHandler");
        QTest::newRow("without a handler") << false;
        QTest::newRow("with one") << true;
    }
    void nothingClosesTheDialogThatTellsOfAFailure() // R56, R24: in a slot of failed()
    {
        QFETCH(bool, hasHandler);
        BrokenApplication application;
        int decisions = 0;
        int answer = 0;
        if (hasHandler) {
            application.conductor.setFailureHandler([&](const Error &) {
                ++decisions;
                return FailureAction::Quit;
            });
        }
        connect(&application.conductor, &Conductor::failed, &application.document, [&] {
            answer = application.askInABox([&](QMessageBox &box) {
                QTimer turns; // as many as the end of serve() could need
                int turn = 0;
                connect(&turns, &QTimer::timeout, &box, [&] { ++turn; });
                turns.start(0);
                QTRY_VERIFY(turn >= 20);
                QVERIFY(box.isVisible());
                QCOMPARE(decisions, 0);
                box.button(QMessageBox::Ok)->click();
            });
        });
        QCOMPARE(application.conductor.serve(), 1);
        QCOMPARE(answer, int(QMessageBox::Ok));
    }
};

QTEST_MAIN(tst_Dialogs)

#include "tst_dialogs.moc"
