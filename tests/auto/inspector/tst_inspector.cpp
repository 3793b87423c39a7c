// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "inspectortest.h"
#include "statestyle.h"
#include "twelve.h"

#include <QtCore/qelapsedtimer.h>
#include <QtGui/qaccessible.h>
#include <QtGui/qguiapplication.h>
#include <QtGui/qimage.h>
#include <QtQml/qqmlapplicationengine.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

// A hook that holds the event loop.
static Probe::Hook taking(int milliseconds)
{
    return calling([milliseconds] {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() <= milliseconds) { }
    });
}

class tst_Inspector : public InspectorTest
{
    Q_OBJECT

    static QString accessibleText(QQuickItem *item, QAccessible::Text kind)
    {
        QAccessibleInterface *interface = item ? QAccessible::queryAccessibleInterface(item) : nullptr;
        return interface ? interface->text(kind) : QString();
    }
    static QString nameOf(QQuickItem *item) { return accessibleText(item, QAccessible::Name); }
    static QString descriptionOf(QQuickItem *item) { return accessibleText(item, QAccessible::Description); }
    qreal topOfColumnOf(const QString &name) const
    {
        qreal top = node(name)->y();
        for (const QQuickItem *other : node(name)->parentItem()->childItems()) {
            if (other->property("name").isValid() && qFuzzyCompare(other->x(), node(name)->x()))
                top = std::min(top, other->y());
        }
        return top;
    }
    QSet<QRgb> coloursIn(const QRectF &place)
    {
        const QImage picture = window->grabWindow().copy(place.toAlignedRect());
        QSet<QRgb> colours;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x)
                colours.insert(picture.pixelColor(x, y).rgb());
        }
        return colours;
    }

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

    void itEndsWithTheEventLoop() // R52: exit() closes no window
    {
        Twelve::Application application;
        open(application.conductor);
        QTimer::singleShot(0, qApp, [] { QCoreApplication::exit(3); });
        QCOMPARE(QGuiApplication::exec(), 3);
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

    void theKeyboardMovesInTheGraph() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        click(node(u"Ledger"_s));
        const auto focused = [&] { return window->activeFocusItem()->property("name").toString(); };
        QTest::keyClick(window, Qt::Key_Home);
        QCOMPARE(node(focused())->y(), topOfColumnOf(u"Ledger"_s));
        const QString first = focused();
        QTest::keyClick(window, Qt::Key_Up); // there is none
        QCOMPARE(focused(), first);
        QTest::keyClick(window, Qt::Key_End);
        QVERIFY(node(focused())->y() > node(first)->y());
        const QQuickItem *graph = typed(u"ConductorGraph_QMLTYPE"_s);
        const double zoom = graph->property("zoom").toDouble();
        QTest::keyClick(window, Qt::Key_Plus);
        QVERIFY(graph->property("zoom").toDouble() > zoom);
        QTest::keyClick(window, Qt::Key_0);
        QCOMPARE(graph->property("zoom").toDouble(), zoom);
        QTest::keyClick(window, Qt::Key_Minus);
        QVERIFY(graph->property("zoom").toDouble() < zoom);
    }

    void theKeyboardSelectsInTheTable() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        click(item("text", u"Components"_s));
        const auto isInTable = [this] {
            const QQuickItem *table = typed(u"ComponentTable_QMLTYPE"_s);
            return window->activeFocusItem() && table->isAncestorOf(window->activeFocusItem());
        };
        for (int i = 0; i < 12 && !isInTable(); ++i)
            QTest::keyClick(window, Qt::Key_Tab);
        QVERIFY(isInTable());
        QTest::keyClick(window, Qt::Key_Down);
        QTest::keyClick(window, Qt::Key_Return);
        QCOMPARE(selected(), application.database);
        QTest::keyClick(window, Qt::Key_Down);
        QTest::keyClick(window, Qt::Key_Space);
        QCOMPARE(selected(), application.queue);
    }

    void theTimelineFollows() // R52
    {
        Twelve::Application application;
        application.cache->setupHook = taking(5);
        application.cache->shutdownHook = taking(5);
        open(application.conductor);
        QQuickItem *timeline = typed(u"ConductorTimeline_QMLTYPE"_s);
        QCOMPARE(timeline->property("count").toInt(), 0);
        QVERIFY(finishes(application.conductor.setup()));
        QTRY_COMPARE(timeline->property("count").toInt(), 10); // without those that begin later
        const auto row = [&] { return item("name", u"Cache"_s, timeline); };
        QTRY_VERIFY(row());
        QTRY_VERIFY(row()->property("critical").toBool());
        QVERIFY(row()->property("took").toDouble() >= 5);
        QVERIFY2(descriptionOf(row()).contains(u"on the critical path"_s), qPrintable(descriptionOf(row())));
        QVERIFY(item("text", u"★ Cache"_s, timeline));
        QTRY_VERIFY(application.search->isActive());
        QVERIFY(finishes(application.conductor.shutdown()));
        click(item("text", u"Shutdown"_s, timeline));
        QTRY_COMPARE(timeline->property("count").toInt(), 11);
        QTRY_VERIFY(row() && row()->property("critical").toBool());
    }

    void theTableFollows() // R52
    {
        Twelve::Application application;
        application.mailer->setupHook = failing(u"no server"_s);
        open(application.conductor);
        click(item("text", u"Components"_s));
        QQuickItem *table = typed(u"ComponentTable_QMLTYPE"_s);
        const auto row = [&] { return item("name", u"Mailer"_s, table); };
        QTRY_VERIFY(row());
        QVERIFY(item("text", u"inactive"_s, row()));
        QVERIFY(finishes(application.conductor.setup()));
        QTRY_VERIFY(item("text", u"failed"_s, row()));
        QVERIFY(item("text", u"no server"_s, row()));
        QVERIFY(item("text", u"active"_s, item("name", u"Database"_s, table)));
        click(row());
        QCOMPARE(selected(), application.mailer);
        QVERIFY(row()->property("isSelected").toBool());
        application.mailer->setupHook = {};
        click(item("text", u"Restart Mailer"_s));
        QTRY_VERIFY(item("text", u"active"_s, row()));
        QVERIFY(finishes(application.conductor.shutdown()));
    }

    void theMessagesFollow() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        click(item("text", u"Messages"_s));
        QQuickItem *list = typed(u"MessageList_QMLTYPE"_s);
        QVERIFY(item("text", u"Nothing has failed."_s, list));
        QVERIFY(finishes(application.conductor.setup()));
        application.mailer->reportFailure(u"no server"_s);
        QTRY_VERIFY(item("text", u"Messages (1)"_s));
        QTRY_VERIFY(item("message", u"no server"_s, list));
        QVERIFY(finishes(application.conductor.shutdown()));
    }

    void theStateIsSeen_data()
    {
        QTest::addColumn<bool>("isUp");
        QTest::newRow("inactive") << false;
        QTest::newRow("active") << true;
    }
    void theStateIsSeen() // R52
    {
        QFETCH(bool, isUp);
        const auto state = isUp ? Component::State::Active : Component::State::Inactive;
        Twelve::Application application;
        open(application.conductor);
        if (isUp)
            QVERIFY(finishes(application.conductor.setup()));
        QTRY_COMPARE(node(u"Database"_s)->property("componentState").toInt(), int(state));
        typed(u"ConductorGraph_QMLTYPE"_s)->setProperty("zoom", 1); // so that there are pixels of one colour
        const QQuickItem *database = node(u"Database"_s);
        const QRectF place = database->mapRectToScene(database->boundingRect());
        const QRectF mark(place.left(), place.top() + 4, place.width() / 3, place.height() - 8);
        const auto all = coloursIn(place.adjusted(4, 4, -4, -4));
        QVERIFY(all.contains(StateStyle::fill(state, false).rgb()));
        QVERIFY(coloursIn(mark.adjusted(4, 0, 0, 0)).contains(StateStyle::line(state, false).rgb()));
        QVERIFY(finishes(application.conductor.shutdown()));
    }

    // What a screen reader says.
    void everythingHasAName() // R52
    {
        Twelve::Application application;
        open(application.conductor);
        QVERIFY(finishes(application.conductor.setup()));
        QCOMPARE(nameOf(node(u"SearchIndex"_s)), u"SearchIndex"_s);
        QVERIFY(descriptionOf(node(u"SearchIndex"_s)).startsWith(u"active, deferred"_s)
                || descriptionOf(node(u"SearchIndex"_s)).startsWith(u"inactive, deferred"_s));
        QCOMPARE(nameOf(typed(u"ConductorGraph_QMLTYPE"_s)), u"Graph of components"_s);
        QTRY_COMPARE(nameOf(item("text", u"active"_s)), u"State of the conductor: active"_s);
        for (const QString &button : { u"Set up"_s, u"Shut down"_s, u"Timeline"_s, u"Components"_s, u"Messages"_s })
            QCOMPARE(nameOf(item("text", button)), button);
        QQuickItem *timeline = typed(u"ConductorTimeline_QMLTYPE"_s);
        QTRY_VERIFY(item("name", u"Database"_s, timeline));
        QCOMPARE(nameOf(item("name", u"Database"_s, timeline)), u"Database"_s);
        QVERIFY(descriptionOf(item("name", u"Database"_s, timeline)).contains(u"took"_s));
        click(item("text", u"Components"_s));
        QQuickItem *table = typed(u"ComponentTable_QMLTYPE"_s);
        QTRY_COMPARE(nameOf(item("name", u"Database"_s, table)), u"Database"_s);
        QCOMPARE(descriptionOf(item("name", u"Database"_s, table)), u"active"_s);
        QVERIFY(finishes(application.conductor.shutdown()));
    }

    void nodesHaveDescriptions() // R52
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
