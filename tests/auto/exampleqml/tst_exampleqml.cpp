// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "feed.h"
#include "ledger.h"

#include <QConductor/Conductor>

#include <QtCore/qdir.h>
#include <QtGui/qimage.h>
#include <QtQml/qqmlapplicationengine.h>
#include <QtQuick/qquickitem.h>
#include <QtQuick/qquickwindow.h>
#include <QtTest/qtest.h>

using namespace QConductor;

// Drives the window of examples/03-qml through the four states that people see, and takes a picture of each. The
// pictures are kept in the folder that QCONDUCTOR_PICTURES names.
class tst_ExampleQml : public QObject
{
    Q_OBJECT

private:
    static constexpr int untilTold = 600000; // Duration in ms that no test waits for.

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

    template <class T> T *part() const
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

    QQmlApplicationEngine engine;
    QQuickWindow *window = nullptr;
    Conductor *conductor = nullptr;

private Q_SLOTS:
    void initTestCase()
    {
        qApp->setQuitOnLastWindowClosed(false);
        engine.addImportPath(QStringLiteral(QCONDUCTOR_IMPORT_PATH));
        engine.load(QUrl(QStringLiteral("qrc:/qt-project.org/imports/Orders/Main.qml")));
        QVERIFY(!engine.rootObjects().isEmpty());
        window = qobject_cast<QQuickWindow *>(engine.rootObjects().constFirst());
        QVERIFY(window);
        conductor = window->property("conductor").value<Conductor *>();
        QVERIFY(conductor);
        part<Shop::Feed>()->setDuration(untilTold);
        QVERIFY(QTest::qWaitForWindowExposed(window));
    }

    void theSplashTellsWhatStartsNow()
    {
        QTRY_COMPARE(part<Shop::Feed>()->state(), Component::State::SettingUp);
        QTRY_COMPARE(conductor->progress(), 0.5); // The database and the reports are up.
        QTRY_VERIFY(shows(QStringLiteral("starting now")));
        QVERIFY(takePicture(QStringLiteral("qml-1-splash.png")));
    }

    void theOrdersComeFromTheDatabase()
    {
        part<Shop::Feed>()->setDuration(0);
        QTRY_COMPARE(conductor->state(), Conductor::State::Active);
        QTRY_VERIFY(shows(QStringLiteral("Ada Byron")));
        QVERIFY(shows(QStringLiteral("383.40")));
        QVERIFY(takePicture(QStringLiteral("qml-2-orders.png")));
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

    void aBrokenNetworkIsShownWithItsCauseAndARetry()
    {
        part<Shop::Ledger>()->setDuration(0);
        click(button(QStringLiteral("Break the network")));
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
};

QTEST_MAIN(tst_ExampleQml)
#include "tst_exampleqml.moc"
