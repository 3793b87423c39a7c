// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "noteanswers.h"
#include "noteeditor.h"
#include "orderdesk.h"

#include <QtCore/qdir.h>
#include <QtCore/qregularexpression.h>
#include <QtGui/qaction.h>
#include <QtGui/qevent.h>
#include <QtGui/qpainter.h>
#include <QtGui/qwindow.h>
#include <QtTest/qtest.h>
#include <QtWidgets/qabstractbutton.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qmessagebox.h>
#include <QtWidgets/qprogressdialog.h>
#include <QtWidgets/qtablewidget.h>
#include <QtWidgets/qtoolbar.h>

using namespace QConductor;

// Knows whether an event has come to a widget, and calls a function when it has come for the first time.
class FirstEvent : public QObject
{
    Q_OBJECT

public:
    FirstEvent(
            QWidget *widget, QEvent::Type type, const std::function<void()> &function = [] {})
        : m_type(type),
          m_function(function)
    {
        widget->installEventFilter(this);
    }
    bool hasCome = false;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == m_type && !std::exchange(hasCome, true))
            QMetaObject::invokeMethod(this, m_function, Qt::QueuedConnection);
        return false;
    }

private:
    const QEvent::Type m_type;
    const std::function<void()> m_function;
};

// Drives the window of examples/04-desktop through the states that people see, and takes a picture of each. The
// pictures are kept in the folder that QCONDUCTOR_PICTURES names.
class tst_ExampleDesktop : public QObject
{
    Q_OBJECT

private:
    static constexpr int untilTold = 600000; // Duration in ms that no test waits for.
    static constexpr int untilRead = 60000; // Longest duration in ms until the catalogue is read, in the slowest build.

    // Draws all windows that are shown at their places.
    static bool takePicture(const QString &name)
    {
        QRect area;
        const QWidgetList windows = QApplication::topLevelWidgets();
        for (const QWidget *window : windows)
            area |= window->isVisible() ? window->geometry() : QRect();
        QImage picture(area.size(), QImage::Format_RGB32);
        picture.fill(QColor(0x9a, 0xa5, 0xb8));
        QPainter painter(&picture);
        painter.setPen(QColor(0x5c, 0x66, 0x7a));
        for (const bool isDialog : { false, true }) {
            for (QWidget *window : windows) {
                if (!window->isVisible() || bool(qobject_cast<QDialog *>(window)) != isDialog)
                    continue;
                const QRect frame = window->geometry().translated(-area.topLeft());
                painter.drawPixmap(frame.topLeft(), window->grab());
                painter.drawRect(frame.adjusted(0, 0, -1, -1));
            }
        }
        if (qEnvironmentVariableIsSet("QCONDUCTOR_PICTURES"))
            picture.save(QDir(qEnvironmentVariable("QCONDUCTOR_PICTURES")).filePath(name));
        return !area.isEmpty();
    }

    static QAbstractButton *button(QWidget *dialog, const QString &text)
    {
        const auto buttons = dialog->findChildren<QAbstractButton *>();
        const auto found = std::find_if(buttons.begin(), buttons.end(), [&](const QAbstractButton *candidate) {
            return candidate->text().remove(QLatin1Char('&')) == text;
        });
        return found == buttons.end() ? nullptr : *found;
    }

    bool says(const QString &text) const { return says(desk.get(), text); }
    static bool says(const OrderDesk *window, const QString &text)
    {
        const auto labels = window->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
            return label->isVisible() && label->text().contains(text);
        });
    }

    QAction *action(const QString &text)
    {
        const QList<QAction *> actions = desk->findChildren<QAction *>();
        const auto found = std::find_if(actions.begin(), actions.end(),
                                        [&](const QAction *action) { return action->text() == text; });
        return found == actions.end() ? nullptr : *found;
    }

    static void later(QObject *context, const std::function<void()> &function)
    {
        QMetaObject::invokeMethod(context, function, Qt::QueuedConnection);
    }

    template <class T> T *part() { return desk->conductor().component<T>(); }

    std::unique_ptr<OrderDesk> desk;

private Q_SLOTS:
    void init()
    {
        QApplication::setQuitOnLastWindowClosed(false);
        desk = std::make_unique<OrderDesk>();
        part<Shop::Feed>()->setDuration(untilTold);
        part<Shop::Feed>()->setLifetime(untilTold);
        part<Shop::Feed>()->setRestartDelay(0);
        desk->conductor().setup();
        QTRY_COMPARE(part<Shop::Feed>()->state(), Component::State::SettingUp);
    }
    void cleanup()
    {
        if (desk)
            part<Shop::Ledger>()->setDuration(0);
        desk.reset();
    }

    void theSplashAndTheProgressOfTheFutureAreShownWhileItStarts() // R13
    {
        desk = std::make_unique<OrderDesk>();
        part<Shop::Feed>()->setDuration(0);
        connect(&desk->conductor(), &Conductor::componentsChanged, desk.get(), [this] {
            if (auto *database = part<Shop::Database>())
                database->setDuration(untilTold); // QFuture may skip what comes soon after the first
        });
        desk->conductor().setup();
        QTRY_COMPARE(desk->progress()->labelText(), QStringLiteral("Feed is ready"));
        QCOMPARE(desk->progress()->value(), 100);
        QCOMPARE(desk->progress()->maximum(), 400);
        QVERIFY(desk->splash().isVisible() && desk->progress()->isVisible() && !desk->isVisible());
        QVERIFY(takePicture(QStringLiteral("desktop-1-splash.png")));
    }

#ifdef ORDERDESK_HAS_INSPECTOR
    void theMenuOpensTheInspector() // R52
    {
        const auto isInspector = [](const QWindow *window) {
            return window->isVisible() && window->title().contains(QStringLiteral("Inspector"));
        };
        const auto isOpen = [&] {
            const QWindowList windows = QGuiApplication::topLevelWindows();
            return std::any_of(windows.begin(), windows.end(), isInspector);
        };
        QAction *open = action(QStringLiteral("&Inspector"));
        QVERIFY(open);
        QVERIFY(!isOpen());
        QCOMPARE(open->shortcut(), QKeySequence(Qt::Key_F12));
        open->trigger();
        QVERIFY(isOpen());
        desk.reset(); // the window ends with the conductor
        QVERIFY(!isOpen());
        init();
    }
#endif

    void whatAHookTellsOfItsProgressIsShown() // R13
    {
        desk = std::make_unique<OrderDesk>();
        part<Shop::Feed>()->setDuration(untilTold);
        connect(&desk->conductor(), &Conductor::progressTextChanged, desk.get(), [this](const QString &text) {
            if (text.endsWith(QLatin1String(" 50 %")))
                part<Shop::Database>()->setDuration(untilTold);
        });
        desk->conductor().setup();
        auto *database = part<Shop::Database>(); // created by setup()
        QTRY_COMPARE(database->duration(), untilTold);
        const QRegularExpression told(
                QStringLiteral("^Database: Loading orders … (16|33|50) %$")); // the last may be skipped
        QTRY_VERIFY(told.match(desk->progress()->labelText()).hasMatch());
        QCOMPARE(desk->progress()->value(), told.match(desk->progress()->labelText()).captured(1).toInt());
        QVERIFY(desk->splash().isVisible() && desk->progress()->isVisible());
        QVERIFY(takePicture(QStringLiteral("desktop-12-progress.png")));
        database->setDuration(0);
        QTRY_VERIFY(database->isActive());
    }

    void cancelingTheProgressEndsTheApplication() // R13, R16, R24
    {
        desk = std::make_unique<OrderDesk>();
        part<Shop::Feed>()->setDuration(untilTold);
        const FirstEvent progress(desk->progress(), QEvent::Show,
                                  [this] { button(desk->progress(), QStringLiteral("Cancel"))->click(); });
        QCOMPARE(desk->conductor().serve(), 0);
        QCOMPARE(desk->conductor().state(), Conductor::State::Inactive);
        QVERIFY(!desk->splash().isVisible() && !desk->progress()->isVisible() && !desk->isVisible());
    }

    void theOrdersAreShownWhenItHasStarted()
    {
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY(desk->isVisible());
        QVERIFY(!desk->splash().isVisible() && !desk->progress()->isVisible());
        QCOMPARE(desk->findChild<QTableWidget *>()->rowCount(), 6);
        QVERIFY(takePicture(QStringLiteral("desktop-2-orders.png")));
    }

    void theFirstPaintComesBeforeTheCatalogueBegins() // R43
    {
        const FirstEvent paint(desk.get(), QEvent::Paint);
        QList<bool> paintedWhenItBegan;
        connect(part<Shop::Catalogue>(), &Component::stateChanged, this, [&](Component::State state) {
            if (state == Component::State::SettingUp)
                paintedWhenItBegan.append(paint.hasCome);
        });
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY_WITH_TIMEOUT(part<Shop::Catalogue>()->isActive(), untilRead);
        QCOMPARE(paintedWhenItBegan, QList<bool>({ true }));
    }

    void theHintIsShownUntilTheCatalogueIsThere() // R43
    {
        bool isHinted = false;
        connect(part<Shop::Catalogue>(), &Component::stateChanged, desk.get(), [&](Component::State state) {
            if (state == Component::State::SettingUp)
                isHinted = says(QStringLiteral("The catalogue is loading"))
                           && takePicture(QStringLiteral("desktop-5-loading.png"));
        });
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("300,000 articles")), untilRead);
        QVERIFY(isHinted);
        QVERIFY(!says(QStringLiteral("The catalogue is loading")));
    }

    void aFeedThatBreaksIsShownWithWhatWaitsForIt_data()
    {
        QTest::addColumn<bool>("isOnPurpose");
        QTest::newRow("by itself") << false;
        QTest::newRow("on purpose") << true;
    }
    void aFeedThatBreaksIsShownWithWhatWaitsForIt() // R44
    {
        QFETCH(bool, isOnPurpose);
        part<Shop::Ledger>()->setDuration(0);
        part<Shop::Feed>()->setDuration(0);
        part<Shop::Feed>()->setRestartDelay(untilTold);
        QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("300,000 articles")), untilRead);
        if (isOnPurpose)
            action(QStringLiteral("Lose the connection"))->trigger();
        else
            part<Shop::Feed>()->setLifetime(0);
        QTRY_COMPARE(part<Shop::Feed>()->state(), Component::State::Failed);
        part<Shop::Feed>()->setLifetime(untilTold);
        QTRY_VERIFY(says(QStringLiteral("The feed failed: the connection to orders.example.com was lost.")));
        QVERIFY(says(QStringLiteral("Degraded: Ledger waits")));
        QVERIFY(!action(QStringLiteral("Lose the connection"))->isEnabled());
        QCOMPARE(desk->conductor().state(), Conductor::State::Active);
        QVERIFY(desk->findChild<QTableWidget *>()->isVisible());
        QVERIFY(takePicture(QStringLiteral("desktop-6-broken.png")));
        action(QStringLiteral("Restart the feed"))->trigger();
        QTRY_VERIFY(part<Shop::Ledger>()->isActive());
        QVERIFY(says(QStringLiteral("The feed is connected.")));
        QTRY_VERIFY(!says(QStringLiteral("Degraded")));
    }

    void aFeedThatBreaksComesBackByItself() // R45
    {
        part<Shop::Ledger>()->setDuration(0);
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("300,000 articles")), untilRead);
        part<Shop::Feed>()->setDuration(untilTold);
        part<Shop::Feed>()->loseConnection();
        QTRY_COMPARE(part<Shop::Feed>()->state(), Component::State::SettingUp);
        QVERIFY(says(QStringLiteral("The feed connects")));
        QVERIFY(says(QStringLiteral("Degraded: Ledger waits")));
        QVERIFY(says(QStringLiteral("Restarts: 1")));
        QVERIFY(takePicture(QStringLiteral("desktop-7-tried-again.png")));
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY(part<Shop::Ledger>()->isActive());
        QVERIFY(says(QStringLiteral("The feed is connected.")));
        QTRY_VERIFY(!says(QStringLiteral("Degraded")));
        QVERIFY(takePicture(QStringLiteral("desktop-8-back.png")));
    }

    void aFeedThatFailsAtTheStartIsTriedAgain() // R45
    {
        desk = std::make_unique<OrderDesk>();
        part<Shop::Feed>()->setDuration(0);
        part<Shop::Feed>()->setRestartDelay(untilTold);
        part<Shop::Feed>()->setProperty("broken", true);
        QStringList texts; // at each failure, because other components come up afterwards
        const QObject context;
        connect(&desk->conductor(), &Conductor::componentFailed, &context,
                [&] { texts += desk->progress()->labelText(); });
        desk->conductor().setup();
        QTRY_COMPARE(texts, QStringList(QStringLiteral("Failed, will be tried again: no route to orders.example.com")));
        QCOMPARE(desk->conductor().state(), Conductor::State::SettingUp);
        QVERIFY(takePicture(QStringLiteral("desktop-9-start-tried-again.png")));
    }

    void aFailureAtTheFirstStartCanBeTheEnd() // R15, R56
    {
        desk = std::make_unique<OrderDesk>();
        part<Shop::Feed>()->setDuration(0);
        part<Shop::Feed>()->setRestartDelay(0);
        part<Shop::Feed>()->setProperty("broken", true);
        const FirstEvent question(desk->failure(), QEvent::Show, [this] {
            QVERIFY(desk->isVisible() && !desk->splash().isVisible() && !desk->progress()->isVisible());
            button(desk->failure(), QStringLiteral("Quit"))->click();
        });
        QCOMPARE(desk->conductor().serve(), 1);
        QVERIFY(question.hasCome);
        QCOMPARE(desk->conductor().state(), Conductor::State::Failed);
    }

    void aFailureIsShownWithItsCauseAndARetry() // R15, R12, R56
    {
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY(desk->isVisible());
        part<Shop::Ledger>()->setDuration(0);
        int orders = 0;
        const FirstEvent question(desk->failure(), QEvent::Show, [&] {
            QVERIFY(desk->failure()->text().contains(QLatin1String("Feed: no route to orders.example.com")));
            QVERIFY(button(desk->failure(), QStringLiteral("Quit")));
            QVERIFY(takePicture(QStringLiteral("desktop-3-failure.png")));
            connect(&desk->conductor(), &Conductor::activated, &question, [&] {
                orders = desk->findChild<QTableWidget *>()->isVisible() ? desk->findChild<QTableWidget *>()->rowCount()
                                                                        : 0;
                later(desk.get(), [this] { action(QStringLiteral("&Quit"))->trigger(); });
            });
            button(desk->failure(), QStringLiteral("Retry"))->click();
        });
        later(desk.get(), [this] {
            action(QStringLiteral("Start again offline"))->trigger();
            QVERIFY(says(QStringLiteral("Then everything starts again")));
            QVERIFY(!desk->findChild<QToolBar *>()->isEnabled());
        });
        QCOMPARE(desk->conductor().serve(), 0);
        QCOMPARE(orders, 6);
        QVERIFY(question.hasCome && !desk->isVisible());
    }

    void theWindowStaysOpenWhileItSaves()
    {
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY(desk->isVisible());
        part<Shop::Ledger>()->setDuration(untilTold);
        QVERIFY(!desk->close());
        QTRY_VERIFY(says(QStringLiteral("Ledger is saving")));
        QVERIFY(!says(QStringLiteral("The catalogue is loading")));
        QVERIFY(desk->isVisible());
        QVERIFY(takePicture(QStringLiteral("desktop-4-saving.png")));
        part<Shop::Ledger>()->setDuration(0);
        QTRY_VERIFY(!desk->isVisible());
        QCOMPARE(desk->conductor().state(), Conductor::State::Inactive);
    }

    void anUnsavedNoteIsAskedFor_data() { addNoteAnswers(); }
    void anUnsavedNoteIsAskedFor() // R46, R47
    {
        QFETCH(bool, isQuit);
        QFETCH(QStringList, answers);
        const bool isToBeSaved = answers.last() == QLatin1String("Save");
        part<Shop::Feed>()->setDuration(0);
        part<Shop::Ledger>()->setDuration(0);
        auto *notes = part<Shop::Notes>();
        notes->setDuration(untilTold);
        QTRY_VERIFY(desk->isVisible());
        QTest::keyClicks(desk->noteEditor()->line(), QStringLiteral("a note"));
        QVERIFY(says(QStringLiteral("not saved")));
        QMessageBox *question = desk->noteEditor()->question();
        QObject context;
        const auto end = [&] { isQuit ? action(QStringLiteral("&Quit"))->trigger() : void(desk->close()); };
        const auto giveAnswer = [&] {
            QVERIFY(question->isVisible());
            desk->close(); // changes nothing
            QVERIFY(question->isVisible() && takePicture(QStringLiteral("desktop-10-asking.png")));
            button(question, answers.takeFirst())->click();
        };
        connect(&desk->conductor(), &Conductor::shutdownRefused, &context, [&] {
            QVERIFY(!question->isVisible() && desk->isVisible() && notes->isActive());
            later(&context, end);
        });
        connect(notes, &Shop::Notes::askingChanged, &context, [&] {
            if (notes->isAsking())
                later(&context, giveAnswer);
        });
        bool wasShown = false;
        connect(notes, &Component::stateChanged, &context, [&](Component::State state) {
            if (state != Component::State::ShuttingDown || !isToBeSaved)
                return;
            later(&context, [&] {
                QTRY_VERIFY(says(QStringLiteral("Notes is saving")));
                wasShown = takePicture(QStringLiteral("desktop-11-saving-note.png"));
                notes->setDuration(0);
            });
        });
        QApplication::setQuitOnLastWindowClosed(true);
        later(&context, end);
        QCOMPARE(desk->conductor().serve(), 0);
        QCOMPARE(answers, QStringList());
        QCOMPARE(wasShown, isToBeSaved);
        QCOMPARE(desk->conductor().state(), Conductor::State::Inactive);
        QVERIFY(!desk->isVisible() && !notes->isUnsaved());
        QCOMPARE(notes->text(), isToBeSaved ? QStringLiteral("a note") : QString());
    }

    void aQuitDuringTheStartAsksNobody() // R24, R47
    {
        part<Shop::Notes>()->setText(QStringLiteral("a note"));
        bool isAsked = false;
        QObject context;
        connect(part<Shop::Notes>(), &Shop::Notes::askingChanged, &context, [&] { isAsked = true; });
        later(&context, [this] { action(QStringLiteral("&Quit"))->trigger(); });
        QCOMPARE(desk->conductor().serve(), 0);
        QCOMPARE(desk->conductor().state(), Conductor::State::Inactive);
        QVERIFY(!isAsked && !desk->isVisible() && !desk->splash().isVisible());
    }

    void aWindowThatIsDestroyedWhileItIsActiveShutsEverythingDown() // R20
    {
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY(desk->isVisible());
        bool wasShown = false;
        const QObject context;
        connect(part<Shop::Ledger>(), &Component::stateChanged, &context,
                [&, window = desk.get()](Component::State state) {
                    if (state == Component::State::ShuttingDown)
                        wasShown = says(window, QStringLiteral("Ledger is saving"));
                });
        part<Shop::Ledger>()->setDuration(0);
        desk.reset();
        QVERIFY(wasShown);
    }

    void theQuestionIsClosedWhenNobodyWaitsForTheAnswer() // R46
    {
        part<Shop::Feed>()->setDuration(0);
        part<Shop::Ledger>()->setDuration(0);
        part<Shop::Notes>()->setDuration(0);
        QTRY_VERIFY(desk->isVisible());
        desk->noteEditor()->line()->setText(QStringLiteral("a note"));
        desk->close();
        QTRY_VERIFY(desk->noteEditor()->question()->isVisible());
        desk->conductor().shutdown();
        QTRY_VERIFY(!desk->noteEditor()->question()->isVisible());
        QTRY_COMPARE(desk->conductor().state(), Conductor::State::Inactive);
        QVERIFY(!part<Shop::Notes>()->isUnsaved());
    }
};

QTEST_MAIN(tst_ExampleDesktop)
#include "tst_exampledesktop.moc"
