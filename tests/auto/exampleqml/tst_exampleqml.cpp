// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "catalogue.h"
#include "feed.h"
#include "ledger.h"
#include "noteanswers.h"
#include "notes.h"

#include <QConductor/Conductor>

#include <QtCore/qdir.h>
#include <QtGui/qimage.h>
#include <QtQml/qqmlapplicationengine.h>
#include <QtQuick/qquickitem.h>
#include <QtQuick/qquickwindow.h>
#include <QtTest/qtest.h>

#include <atomic>

using namespace QConductor;

// Drives the window of examples/03-qml through the states that people see, and takes a picture of each. The pictures
// are kept in the folder that QCONDUCTOR_PICTURES names.
class tst_ExampleQml : public QObject
{
    Q_OBJECT

private:
    static constexpr int untilTold = 600000; // Duration in ms that no test waits for.
    static constexpr int untilRead = 60000; // Longest duration in ms until the catalogue is read, in the slowest build.

    // Returns whether the text is shown somewhere in the window.
    bool shows(const QString &text) const { return shows(window->contentItem(), text); }
    static bool shows(const QQuickItem *item, const QString &text)
    {
        if (!item->isVisible())
            return false;
        if (item->property("text").toString().contains(text))
            return true;
        const QList<QQuickItem *> children = item->childItems();
        return std::any_of(children.begin(), children.end(), [&](const QQuickItem *child) { return shows(child, text); });
    }

    template <class T> T *part() const { return part<T>(conductor); }
    template <class T> static T *part(const Conductor *conductor)
    {
        for (Component *component : conductor->components()) {
            if (auto *found = qobject_cast<T *>(component))
                return found;
        }
        return nullptr;
    }

    static bool isBlank(const QImage &picture)
    {
        const QImage small = picture.scaled(64, 64);
        for (int i = 1; i < 64 * 64; ++i) {
            if (small.pixel(i % 64, i / 64) != small.pixel(0, 0))
                return false;
        }
        return true;
    }

    bool takePicture(const QString &name)
    {
        const QImage picture = window->grabWindow();
        if (qEnvironmentVariableIsSet("QCONDUCTOR_PICTURES"))
            picture.save(QDir(qEnvironmentVariable("QCONDUCTOR_PICTURES")).filePath(name));
        return !picture.isNull() && !isBlank(picture);
    }

    void click(QQuickItem *button)
    {
        const QPointF center = button->mapToScene({ button->width() / 2, button->height() / 2 });
        QTest::mouseClick(window, Qt::LeftButton, {}, center.toPoint());
    }

    QQuickItem *button(const QString &text) const { return button(window->contentItem(), text); }
    static QQuickItem *button(QQuickItem *item, const QString &text)
    {
        if (item->property("text").toString() == text && item->inherits("QQuickAbstractButton"))
            return item;
        const QList<QQuickItem *> children = item->childItems();
        for (QQuickItem *child : children) {
            if (QQuickItem *found = button(child, text))
                return found;
        }
        return nullptr;
    }

    static void later(QObject *context, const std::function<void()> &function)
    {
        QMetaObject::invokeMethod(context, function, Qt::QueuedConnection);
    }

    // Shows the window again after it was closed, and waits until everything is up.
    void openAgain()
    {
        part<Shop::Feed>()->setDuration(0);
        part<Shop::Ledger>()->setDuration(0);
        window->show();
        conductor->setup();
        QTRY_COMPARE(conductor->state(), Conductor::State::Active);
        QVERIFY(QTest::qWaitForWindowActive(window));
        qApp->setQuitOnLastWindowClosed(true);
    }

    void writeNote()
    {
        auto *field = window->findChild<QQuickItem *>(QStringLiteral("note"));
        QVERIFY(field);
        field->forceActiveFocus();
        for (const char letter : { 'n', 'o', 't', 'e' })
            QTest::keyClick(window, letter);
        QTRY_VERIFY(shows(QStringLiteral("not saved")));
    }

    void chooseQuit()
    {
        click(button(QStringLiteral("&File")));
        QTRY_VERIFY(button(QStringLiteral("&Quit")) && button(QStringLiteral("&Quit"))->isVisible());
        QVERIFY(takePicture(QStringLiteral("qml-13-menu.png"))); // which also puts the menu in its place
        click(button(QStringLiteral("&Quit")));
    }

    // Shows the window of the example. Its setup begins in the event loop.
    static QQuickWindow *show(QQmlApplicationEngine &engine)
    {
        engine.addImportPath(QStringLiteral(QCONDUCTOR_IMPORT_PATH));
        engine.load(QUrl(QStringLiteral("qrc:/qt-project.org/imports/Orders/Main.qml")));
        return engine.rootObjects().isEmpty() ? nullptr
                                              : qobject_cast<QQuickWindow *>(engine.rootObjects().constFirst());
    }

    QQmlApplicationEngine engine;
    QQuickWindow *window = nullptr;
    Conductor *conductor = nullptr;

private Q_SLOTS:
    void initTestCase()
    {
        qApp->setQuitOnLastWindowClosed(false);
        window = show(engine);
        QVERIFY(window);
        conductor = window->property("conductor").value<Conductor *>();
        QVERIFY(conductor);
        part<Shop::Feed>()->setDuration(untilTold);
        part<Shop::Feed>()->setLifetime(untilTold);
        part<Shop::Feed>()->setRestartDelay(0);
        part<Shop::Database>()->setDuration(untilTold);
        QVERIFY(QTest::qWaitForWindowExposed(window));
    }

    void cleanup() { qApp->setQuitOnLastWindowClosed(false); }

    void theSplashTellsTheProgressOfAHook() // R13
    {
        auto *database = part<Shop::Database>();
        QTRY_COMPARE(database->state(), Component::State::SettingUp);
        QVERIFY(!shows(QStringLiteral("Loading orders")));
        const QObject context;
        connect(conductor, &Conductor::progressTextChanged, &context, [=](const QString &text) {
            if (text.endsWith(QLatin1String(" 50 %")))
                database->setDuration(untilTold);
        });
        database->setDuration(60);
        QTRY_COMPARE(database->duration(), untilTold);
        QTRY_VERIFY(shows(QStringLiteral("Loading orders … 50 %")));
        QVERIFY(conductor->progress() > 0 && conductor->progress() < 0.2); // The last steps may have been skipped.
        QVERIFY(takePicture(QStringLiteral("qml-14-progress.png")));
        database->setDuration(0);
        QTRY_VERIFY(database->isActive());
        QVERIFY(!shows(QStringLiteral("Loading orders")));
    }

    void theSplashTellsWhatStartsNow()
    {
        QTRY_COMPARE(part<Shop::Feed>()->state(), Component::State::SettingUp);
        QTRY_COMPARE(conductor->progress(), 0.6); // The database, the notes and the reports are up.
        QTRY_VERIFY(shows(QStringLiteral("starting now")));
        QVERIFY(shows(QStringLiteral("later"))); // the catalogue
        QVERIFY(takePicture(QStringLiteral("qml-1-splash.png")));
    }

    void theOrdersComeFromTheDatabaseAndTheCatalogueLater() // R43
    {
        bool isHinted = false;
        const QObject context;
        connect(part<Shop::Catalogue>(), &Component::stateChanged, &context, [&](Component::State state) {
            if (state == Component::State::SettingUp)
                isHinted = shows(QStringLiteral("The catalogue is loading"))
                           && takePicture(QStringLiteral("qml-6-loading.png"));
        });
        part<Shop::Feed>()->setDuration(0);
        QTRY_COMPARE(conductor->state(), Conductor::State::Active);
        QTRY_VERIFY(shows(QStringLiteral("Ada Byron")));
        QVERIFY(shows(QStringLiteral("383.40")));
        QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("300,000 articles")), untilRead);
        QVERIFY(isHinted);
        QVERIFY(!shows(QStringLiteral("The catalogue is loading")));
        QVERIFY(takePicture(QStringLiteral("qml-2-orders.png")));
    }

    void theReportsAreACoroutineThatLetsTheEventLoopTurn() // R29
    {
        const QList<Component *> components = conductor->components();
        const auto reports = std::find_if(components.begin(), components.end(), [](const Component *component) {
            return component->displayName() == QLatin1String("Reports");
        });
        QVERIFY(reports != components.end());
        const int orders = int(part<Shop::Database>()->orders().size());
        int turns = 0;
        QObject context;
        const std::function<void()> turn = [&] {
            ++turns;
            if ((*reports)->state() == Component::State::SettingUp)
                later(&context, turn);
        };
        connect(*reports, &Component::stateChanged, &context, [&](Component::State state) {
            if (state == Component::State::SettingUp)
                later(&context, turn);
        });
        conductor->restart(*reports);
        QTRY_VERIFY(turns > 0 && (*reports)->isActive());
        QVERIFY2(turns >= orders, qPrintable(QString::number(turns)));
        QCOMPARE((*reports)->property("turnover").toDouble(), 383.40);
    }

    void theFeedRestartsWhileTheRestStaysUp() // R36
    {
        part<Shop::Ledger>()->setDuration(0);
        part<Shop::Feed>()->setDuration(untilTold);
        click(button(QStringLiteral("Restart the feed")));
        QTRY_COMPARE(part<Shop::Feed>()->state(), Component::State::SettingUp);
        QCOMPARE(conductor->state(), Conductor::State::Active);
        QTRY_VERIFY(shows(QStringLiteral("Ledger waits")));
        QVERIFY(shows(QStringLiteral("Ada Byron")));
        QVERIFY(takePicture(QStringLiteral("qml-5-restart.png")));
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY(part<Shop::Ledger>()->isActive());
        QTRY_VERIFY(!shows(QStringLiteral("Ledger waits")));
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
        part<Shop::Feed>()->setRestartDelay(untilTold);
        if (isOnPurpose)
            click(button(QStringLiteral("Lose the connection")));
        else
            part<Shop::Feed>()->setLifetime(0);
        QTRY_COMPARE(part<Shop::Feed>()->state(), Component::State::Failed);
        part<Shop::Feed>()->setLifetime(untilTold);
        QTRY_VERIFY(shows(QStringLiteral("The feed failed: the connection to orders.example.com was lost.")));
        QTRY_VERIFY(shows(QStringLiteral("Degraded")) && shows(QStringLiteral("Ledger waits")));
        QVERIFY(!button(QStringLiteral("Lose the connection"))->isEnabled());
        QCOMPARE(conductor->state(), Conductor::State::Active);
        QVERIFY(shows(QStringLiteral("Ada Byron")));
        QVERIFY(takePicture(QStringLiteral("qml-7-broken.png")));
        part<Shop::Feed>()->setRestartDelay(0);
        click(button(QStringLiteral("Restart the feed")));
        QTRY_VERIFY(part<Shop::Ledger>()->isActive());
        QTRY_VERIFY(shows(QStringLiteral("The feed is connected.")));
        QTRY_VERIFY(!shows(QStringLiteral("Degraded")) && !shows(QStringLiteral("Ledger waits")));
    }

    void aFeedThatBreaksComesBackByItself() // R45
    {
        part<Shop::Feed>()->setDuration(untilTold);
        part<Shop::Feed>()->loseConnection();
        QTRY_COMPARE(part<Shop::Feed>()->state(), Component::State::SettingUp);
        QTRY_VERIFY(shows(QStringLiteral("The feed connects")));
        QTRY_VERIFY(shows(QStringLiteral("Restarts: 1")));
        QVERIFY(takePicture(QStringLiteral("qml-8-tried-again.png")));
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY(part<Shop::Ledger>()->isActive());
        QTRY_VERIFY(shows(QStringLiteral("The feed is connected.")));
        QTRY_VERIFY(!shows(QStringLiteral("Degraded")));
        QVERIFY(takePicture(QStringLiteral("qml-9-back.png")));
    }

    void aBrokenNetworkIsShownWithItsCauseAndARetry() // R15, R45
    {
        part<Shop::Ledger>()->setDuration(0);
        part<Shop::Feed>()->setRestartDelay(untilTold);
        click(button(QStringLiteral("Start again offline")));
        QTRY_VERIFY(shows(QStringLiteral("failed, will be tried again")));
        QVERIFY(takePicture(QStringLiteral("qml-10-start-tried-again.png")));
        part<Shop::Feed>()->setRestartDelay(0);
        conductor->shutdown();
        conductor->setup();
        QTRY_COMPARE(conductor->state(), Conductor::State::Failed);
        QTRY_VERIFY(shows(QStringLiteral("no route to orders.example.com")));
        QVERIFY(takePicture(QStringLiteral("qml-3-error.png")));
        click(button(QStringLiteral("Retry")));
        QTRY_COMPARE(conductor->state(), Conductor::State::Active);
        QTRY_VERIFY(shows(QStringLiteral("Ada Byron")));
    }

    void theWindowStaysWhileItSaves()
    {
        part<Shop::Ledger>()->setDuration(untilTold);
        QVERIFY(!window->close());
        QTRY_COMPARE(part<Shop::Ledger>()->state(), Component::State::ShuttingDown);
        QTRY_VERIFY(shows(QStringLiteral("Ledger is saving")));
        QVERIFY(window->isVisible());
        QVERIFY(takePicture(QStringLiteral("qml-4-saving.png")));
        part<Shop::Ledger>()->setDuration(0);
        QTRY_VERIFY(!window->isVisible());
        QCOMPARE(conductor->state(), Conductor::State::Inactive);
    }

    void anUnsavedNoteIsAskedFor_data() { addNoteAnswers(); }
    void anUnsavedNoteIsAskedFor() // R46, R47
    {
        QFETCH(bool, isQuit);
        QFETCH(QStringList, answers);
        const bool isToBeSaved = answers.last() == QLatin1String("Save");
        openAgain();
        writeNote();
        if (QTest::currentTestFailed())
            return;
        auto *notes = part<Shop::Notes>();
        const QString note = notes->text();
        notes->setDuration(untilTold);
        QObject context;
        const auto end = [&] { isQuit ? chooseQuit() : void(window->close()); };
        const auto giveAnswer = [&] {
            const QString answer = answers.takeFirst();
            QTRY_VERIFY(button(answer) && button(answer)->isVisible());
            window->close(); // changes nothing
            QVERIFY(shows(note) && takePicture(QStringLiteral("qml-11-asking.png")));
            click(button(answer));
        };
        connect(conductor, &Conductor::shutdownRefused, &context, [&] {
            QVERIFY(window->isVisible() && notes->isActive() && !notes->isAsking());
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
                QTRY_VERIFY(shows(QStringLiteral("Notes is saving")));
                wasShown = window->isVisible() && takePicture(QStringLiteral("qml-12-saving-note.png"));
                notes->setDuration(0);
            });
        });
        later(&context, end);
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(answers, QStringList());
        QCOMPARE(wasShown, isToBeSaved);
        QCOMPARE(conductor->state(), Conductor::State::Inactive);
        QVERIFY(!window->isVisible() && !notes->isUnsaved());
        QCOMPARE(notes->text() == note, isToBeSaved);
    }

    // The posted events begin the setup before the window has been painted, and the catalogue with it if it didn't wait.
    void theFirstFrameComesBeforeTheCatalogueBegins() // R43
    {
        QQmlApplicationEngine anotherEngine;
        QQuickWindow *anotherWindow = show(anotherEngine);
        QVERIFY(anotherWindow);
        auto *anotherConductor = anotherWindow->property("conductor").value<Conductor *>();
        part<Shop::Feed>(anotherConductor)->setDuration(0);
        part<Shop::Ledger>(anotherConductor)->setDuration(0);
        std::atomic_bool isFramed = false; // A render thread may write it.
        connect(
                anotherWindow, &QQuickWindow::frameSwapped, this, [&] { isFramed = true; }, Qt::DirectConnection);
        QList<bool> framedWhenItBegan;
        connect(part<Shop::Catalogue>(anotherConductor), &Component::stateChanged, this, [&](Component::State state) {
            if (state == Component::State::SettingUp)
                framedWhenItBegan.append(isFramed);
        });
        QCoreApplication::sendPostedEvents();
        QTRY_VERIFY_WITH_TIMEOUT(part<Shop::Catalogue>(anotherConductor)->isActive(), untilRead);
        QCOMPARE(framedWhenItBegan, QList<bool>({ true }));
    }
};

QTEST_MAIN(tst_ExampleQml)
#include "tst_exampleqml.moc"
