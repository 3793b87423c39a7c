// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "orderdesk.h"

#include <QtCore/qdir.h>
#include <QtGui/qpainter.h>
#include <QtTest/qtest.h>
#include <QtWidgets/qabstractbutton.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qmessagebox.h>
#include <QtWidgets/qprogressdialog.h>
#include <QtWidgets/qtablewidget.h>

using namespace QConductor;

// Drives the window of examples/04-desktop through the four states that people see, and takes a picture of each. The
// pictures are kept in the folder that QCONDUCTOR_PICTURES names.
class tst_ExampleDesktop : public QObject
{
    Q_OBJECT

private:
    static constexpr int untilTold = 600000; // Duration in ms that no test waits for.

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

    bool says(const QString &text)
    {
        const auto labels = desk->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
            return label->isVisible() && label->text().contains(text);
        });
    }

    template <class T> T *part() { return desk->conductor().component<T>(); }

    std::unique_ptr<OrderDesk> desk;

private Q_SLOTS:
    void init()
    {
        QApplication::setQuitOnLastWindowClosed(false);
        desk = std::make_unique<OrderDesk>();
        part<Shop::Feed>()->setDuration(untilTold);
        desk->start();
        QTRY_COMPARE(part<Shop::Feed>()->state(), Component::State::SettingUp);
    }
    void cleanup()
    {
        part<Shop::Ledger>()->setDuration(0);
        desk.reset();
    }

    void theSplashAndTheProgressOfTheFutureAreShownWhileItStarts() // R13
    {
        QTRY_COMPARE(desk->progress()->value(), 100);
        QCOMPARE(desk->progress()->maximum(), 300);
        QCOMPARE(desk->progress()->labelText(), QStringLiteral("Database is ready"));
        QVERIFY(desk->splash().isVisible() && desk->progress()->isVisible() && !desk->isVisible());
        QVERIFY(takePicture(QStringLiteral("desktop-1-splash.png")));
    }

    void cancelingTheProgressStopsTheSetup() // R13, R16
    {
        button(desk->progress(), QStringLiteral("Cancel"))->click();
        QTRY_COMPARE(desk->conductor().state(), Conductor::State::Inactive);
        QTRY_VERIFY(!desk->splash().isVisible() && !desk->progress()->isVisible());
    }

    void theOrdersAreShownWhenItHasStarted()
    {
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY(desk->isVisible());
        QVERIFY(!desk->splash().isVisible() && !desk->progress()->isVisible());
        QCOMPARE(desk->findChild<QTableWidget *>()->rowCount(), 6);
        QVERIFY(takePicture(QStringLiteral("desktop-2-orders.png")));
    }

    void aFailureAtTheFirstStartCanBeTheEnd() // R15
    {
        desk = std::make_unique<OrderDesk>();
        part<Shop::Feed>()->setDuration(0);
        part<Shop::Feed>()->setProperty("broken", true);
        desk->start();
        QTRY_VERIFY(desk->failure()->isVisible());
        QVERIFY(desk->isVisible() && !desk->splash().isVisible());
        QMetaObject::invokeMethod(button(desk->failure(), QStringLiteral("Quit")), "click", Qt::QueuedConnection);
        QCOMPARE(QApplication::exec(), 0);
        QCOMPARE(desk->conductor().state(), Conductor::State::Failed);
    }

    void aFailureIsShownWithItsCauseAndARetry() // R15, R12
    {
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY(desk->isVisible());
        part<Shop::Ledger>()->setDuration(0);
        const QList<QAction *> actions = desk->findChildren<QAction *>();
        const auto breakNetwork = std::find_if(actions.begin(), actions.end(), [](const QAction *action) {
            return action->text() == QLatin1String("Break the network");
        });
        QVERIFY(breakNetwork != actions.end());
        (*breakNetwork)->trigger();
        QVERIFY(says(QStringLiteral("Then everything starts again")));
        QVERIFY(!(*breakNetwork)->isEnabled());
        QTRY_VERIFY(desk->failure()->isVisible());
        QVERIFY(desk->failure()->text().contains(QLatin1String("Feed: no route to orders.example.com")));
        QVERIFY(button(desk->failure(), QStringLiteral("Quit")));
        QVERIFY(takePicture(QStringLiteral("desktop-3-failure.png")));
        button(desk->failure(), QStringLiteral("Retry"))->click();
        QTRY_COMPARE(desk->conductor().state(), Conductor::State::Active);
        QTRY_VERIFY(desk->findChild<QTableWidget *>()->isVisible());
    }

    void theWindowStaysOpenWhileItSaves()
    {
        part<Shop::Feed>()->setDuration(0);
        QTRY_VERIFY(desk->isVisible());
        part<Shop::Ledger>()->setDuration(untilTold);
        QVERIFY(!desk->close());
        QTRY_VERIFY(says(QStringLiteral("Ledger is saving")));
        QVERIFY(desk->isVisible());
        QVERIFY(takePicture(QStringLiteral("desktop-4-saving.png")));
        part<Shop::Ledger>()->setDuration(0);
        QTRY_VERIFY(!desk->isVisible());
        QCOMPARE(desk->conductor().state(), Conductor::State::Inactive);
    }
};

QTEST_MAIN(tst_ExampleDesktop)
#include "tst_exampledesktop.moc"
