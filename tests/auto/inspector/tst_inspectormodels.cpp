// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "conductoractions.h"
#include "graphmodel.h"
#include "messagemodel.h"
#include "statestyle.h"
#include "timeaxis.h"
#include "timedshop.h"

#include <QConductor/Report>

#include <QtGui/qguiapplication.h>
#include <QtGui/qimage.h>
#include <QtGui/qpainter.h>
#include <QtQml/qqmlcomponent.h>
#include <QtQml/qqmlengine.h>
#include <QtTest/qsignalspy.h>

#include <cmath>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

QVariant read(const QAbstractItemModel &model, int row, const char *role)
{
    return model.index(row, 0).data(model.roleNames().key(role));
}

// Returns what of the mark can be seen without its colour.
QImage shapeOfMark(Component::State state, bool isDark)
{
    QImage picture(32, 32, QImage::Format_RGB32);
    const QColor inside = isDark ? QColor(0x14, 0x14, 0x14) : QColor(Qt::white);
    picture.fill(inside);
    QPainter painter(&picture);
    StateStyle::paintMark(painter, QRectF(0, 0, 32, 32), state, isDark);
    painter.end();
    QImage shape(picture.size(), QImage::Format_Mono);
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x)
            shape.setPixel(x, y, picture.pixelColor(x, y) == StateStyle::line(state, isDark) ? 1 : 0);
    }
    return shape;
}

int rowNamed(const GraphModel &model, const QString &name)
{
    for (int row = 0; row < model.count(); ++row) {
        if (read(model, row, "name").toString() == name)
            return row;
    }
    return -1;
}

// The contrast of two colours, from 1 to 21, as the Web Content Accessibility Guidelines define it.
double contrast(const QColor &one, const QColor &other)
{
    const auto luminance = [](const QColor &colour) {
        const auto linear = [](double part) {
            return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    };
    const double lighter = std::max(luminance(one), luminance(other));
    const double darker = std::min(luminance(one), luminance(other));
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace

class tst_InspectorModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theGraphIsThatOfASetup() // R52
    {
        ShopTest shop;
        GraphModel model;
        model.setConductor(&shop.conductor);
        QCOMPARE(model.count(), 5);
        const int api = rowNamed(model, u"WebApi"_s);
        const int db = rowNamed(model, u"Database"_s);
        QVERIFY(api >= 0 && db >= 0);
        QVERIFY(model.layout().columnOf(db) < model.layout().columnOf(api));
        QCOMPARE(read(model, api, "componentState").toInt(), int(Component::State::Inactive));
        QVERIFY(shop.setUp());
        QCOMPARE(read(model, api, "componentState").toInt(), int(Component::State::Active));
        QVERIFY(shutsDown(shop.conductor));
        QCOMPARE(read(model, api, "componentState").toInt(), int(Component::State::Inactive));
    }

    // A state is told at once, and moves nothing.
    void aStateIsTold() // R52
    {
        ShopTest shop;
        GraphModel model;
        QVERIFY(shop.setUp());
        model.setConductor(&shop.conductor);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        const int db = rowNamed(model, u"Database"_s);
        shop.db->reportFailure(u"no disk"_s);
        QTRY_COMPARE(read(model, db, "componentState").toInt(), int(Component::State::Failed));
        QVERIFY(read(model, db, "message").toString().contains(u"no disk"_s));
        QVERIFY(read(model, db, "description").toString().startsWith(u"failed, no disk"_s));
        QVERIFY(!changes.isEmpty());
        QVERIFY(finishes(shop.conductor.restart(shop.db)));
        QCOMPARE(read(model, db, "componentState").toInt(), int(Component::State::Active));
        QCOMPARE(resets.size(), 0);
        QVERIFY(shutsDown(shop.conductor));
    }

    void componentsComeAndGo() // R52
    {
        ShopTest shop;
        GraphModel model;
        model.setConductor(&shop.conductor);
        QVERIFY(shop.setUp());
        auto more = std::make_unique<Probe>();
        more->setObjectName(u"More"_s);
        shop.conductor.add(more.get());
        QTRY_COMPARE(model.count(), 6);
        QVERIFY(rowNamed(model, u"More"_s) >= 0);
        more.reset();
        QTRY_COMPARE(model.count(), 5);
        QVERIFY(shutsDown(shop.conductor));
    }

    void theConductorIsDestroyed() // R52
    {
        GraphModel model;
        MessageModel messages;
        ConductorActions actions;
        {
            ShopTest shop;
            model.setConductor(&shop.conductor);
            messages.setConductor(&shop.conductor);
            actions.setConductor(&shop.conductor);
            QCOMPARE(model.count(), 5);
            QVERIFY(actions.canSetUp());
        }
        QCOMPARE(model.count(), 0);
        QVERIFY(!model.conductor() && !messages.conductor() && !actions.conductor());
        QVERIFY(!actions.canSetUp());
        actions.setUp();
    }

    void kindsAreToldApart() // R52
    {
        ShopTest shop;
        Probe optional;
        shop.queue->setStartMode(Component::StartMode::Deferred);
        Shop::Cache fake;
        Conductor conductor;
        conductor.patch<Shop::Cache>(&fake);
        conductor.add<Shop::Cache>();
        GraphModel model;
        model.setConductor(&conductor);
        QCOMPARE(model.count(), 1);
        QVERIFY(read(model, 0, "marks").toInt() & GraphModel::Patched);
        QVERIFY(read(model, 0, "notes").toString().contains(u"replaces Cache"_s));
        model.setConductor(&shop.conductor);
        const int queue = rowNamed(model, u"MessageQueue"_s);
        QVERIFY(read(model, queue, "marks").toInt() & GraphModel::Deferred);
        QCOMPARE(read(model, queue, "notes").toString(), u"deferred"_s);
        shop.queue->setStartMode(Component::StartMode::OnDemand);
        QTRY_COMPARE(read(model, queue, "notes").toString(), u"on demand"_s);
    }

    // A setup can't choose between two databases, so lines lead to both.
    void whatIsAmbiguousIsMarked() // R6, R52
    {
        journal.clear();
        Conductor conductor;
        Shop::Database one;
        Shop::Database other;
        one.setObjectName(u"one"_s);
        other.setObjectName(u"other"_s);
        conductor.add(&one);
        conductor.add(&other);
        conductor.add<Shop::BackgroundWorkers>();
        GraphModel model;
        model.setConductor(&conductor);
        const int workers = rowNamed(model, u"BackgroundWorkers"_s);
        QVERIFY(workers >= 0);
        const QString description = read(model, workers, "description").toString();
        QVERIFY2(description.contains(u"needs perhaps one"_s) && description.contains(u"perhaps other"_s),
                 qPrintable(description));
        QCOMPARE(model.lines().size(), 2);
        QVERIFY(model.lines().at(0).isWrong && model.lines().at(1).isWrong);
    }

    void selectionMarksWhatIsNeeded() // R52
    {
        ShopTest shop;
        GraphModel model;
        model.setConductor(&shop.conductor);
        model.setSelected(shop.api);
        QCOMPARE(model.selectedName(), u"WebApi"_s);
        QVERIFY(read(model, rowNamed(model, u"WebApi"_s), "selected").toBool());
        QVERIFY(read(model, rowNamed(model, u"Database"_s), "needed").toBool());
        QVERIFY(!read(model, rowNamed(model, u"BackgroundWorkers"_s), "needed").toBool());
        const auto isNeeded = [](const GraphModel::Line &line) { return line.isNeeded; };
        QVERIFY(std::any_of(model.lines().begin(), model.lines().end(), isNeeded));
        model.setSelected(nullptr);
        QVERIFY(std::none_of(model.lines().begin(), model.lines().end(), isNeeded));
        QVERIFY(!read(model, rowNamed(model, u"Database"_s), "needed").toBool());
    }

    void arrowKeysFindTheirWay() // R52
    {
        ShopTest shop;
        GraphModel model;
        model.setConductor(&shop.conductor);
        const int api = rowNamed(model, u"WebApi"_s);
        const int left = model.neighbour(api, GraphModel::Left);
        QVERIFY(model.layout().columnOf(left) < model.layout().columnOf(api));
        QCOMPARE(model.neighbour(left, GraphModel::Left), left); // there is none
        for (int row = 0; row < model.count(); ++row) {
            const int below = model.neighbour(row, GraphModel::Down);
            if (below != row)
                QCOMPARE(model.neighbour(below, GraphModel::Up), row);
        }
    }

    // The timeline is drawn by this model. In virtual time, the database takes 50 ms, and then the web API 30 ms.
    void theModelOfTheTimelineHasTheTimes() // R48
    {
        TimedShop shop;
        Gate dbGate;
        Gate apiGate;
        shop.db->setupHook = dbGate.hook();
        shop.api->setupHook = apiGate.hook();
        QQmlEngine engine;
        engine.addImportPath(QStringLiteral(IMPORT_PATH));
        QQmlComponent component(&engine);
        component.setData("import QConductor\nReportModel { }", {});
        const std::unique_ptr<QObject> object(component.create());
        QVERIFY2(object, qPrintable(component.errorString()));
        object->setProperty("conductor", QVariant::fromValue<QObject *>(&shop.conductor));
        shop.conductor.setup();
        shop.pass(50);
        dbGate.open();
        shop.pass(30);
        apiGate.open();
        shop.settle();
        QTRY_COMPARE(object->property("total").toReal(), 80.0);
        QCOMPARE(object->property("criticalPath").toStringList(), QStringList({ u"Database"_s, u"WebApi"_s }));
        const auto *model = qobject_cast<QAbstractItemModel *>(object.get());
        const Report report = shop.conductor.report();
        QCOMPARE(model->rowCount(), 5);
        for (int row = 0; row < 5; ++row) {
            const Report::Entry entry = report.entries().at(row);
            QCOMPARE(read(*model, row, "name").toString(), entry.component);
            QCOMPARE(read(*model, row, "waited").toReal(), entry.waited.count() / 1e6);
            QCOMPARE(read(*model, row, "began").toReal(), entry.began.count() / 1e6);
            QCOMPARE(read(*model, row, "took").toReal(), entry.took.count() / 1e6);
            QCOMPARE(read(*model, row, "slack").toReal(), report.slack(entry.component).count() / 1e6);
            QCOMPARE(read(*model, row, "gain").toReal(),
                     (report.total() - report.whatIf(entry.component)).count() / 1e6);
        }
        const int api = 3;
        QCOMPARE(read(*model, api, "began").toReal(), 50.0);
        QCOMPARE(read(*model, api, "took").toReal(), 30.0);
        QCOMPARE(read(*model, api, "gain").toReal(), 30.0);
        QVERIFY(read(*model, api, "critical").toBool());
    }

    void messagesTellOfFailures() // R52
    {
        ShopTest shop;
        MessageModel model;
        model.setConductor(&shop.conductor);
        QVERIFY(shop.setUp());
        QCOMPARE(model.count(), 0);
        shop.api->reportFailure(u"port in use"_s);
        QTRY_COMPARE(model.count(), 1);
        QCOMPARE(read(model, 0, "name").toString(), u"WebApi"_s);
        QVERIFY(read(model, 0, "message").toString().contains(u"port in use"_s));
        QVERIFY(finishes(shop.conductor.restart(shop.api)));
        shop.api->reportFailure(u"port in use"_s);
        QTRY_COMPARE(model.count(), 2); // it has failed twice
        QVERIFY(shutsDown(shop.conductor));
    }

    void messagesTellOfAFailedSetupOnce() // R52
    {
        ShopTest shop;
        MessageModel model;
        model.setConductor(&shop.conductor);
        shop.db->setupHook = failing(u"no disk"_s);
        QVERIFY(!setsUp(shop.conductor));
        QCOMPARE(model.count(), 1);
        MessageModel late;
        late.setConductor(&shop.conductor);
        QCOMPARE(late.count(), 1);
        QCOMPARE(read(late, 0, "message").toString(), u"no disk"_s);
    }

    void actionsFollowTheState() // R52
    {
        ShopTest shop;
        ConductorActions actions;
        actions.setConductor(&shop.conductor);
        QVERIFY(actions.canSetUp());
        QVERIFY(!actions.canShutDown());
        QCOMPARE(actions.stateText(), u"inactive"_s);
        actions.setUp();
        QTRY_COMPARE(actions.stateText(), u"active"_s);
        QVERIFY(actions.canShutDown());
        actions.restart(shop.api);
        QTRY_COMPARE(shop.api->setupCount, 2);
        QTRY_VERIFY(shop.api->isActive());
        shop.api->reportFailure(u"port in use"_s);
        QTRY_COMPARE(actions.stateText(), u"degraded"_s);
        actions.restart(shop.api);
        QTRY_COMPARE(actions.stateText(), u"active"_s);
        Probe stranger;
        actions.restart(&stranger);
        QVERIFY(!stranger.conductor());
        actions.shutDown();
        QTRY_COMPARE(actions.stateText(), u"inactive"_s);
    }

    void ticks_data()
    {
        QTest::addColumn<double>("total");
        QTest::addColumn<int>("most");
        QTest::addColumn<QStringList>("texts");
        QTest::newRow("nothing") << 0.0 << 5 << QStringList { u"0"_s };
        QTest::newRow("microseconds") << 0.5 << 5 << QStringList { u"0"_s,      u"100 µs"_s, u"200 µs"_s,
                                                                   u"300 µs"_s, u"400 µs"_s, u"500 µs"_s };
        QTest::newRow("milliseconds") << 1000.0 << 4 << QStringList { u"0"_s, u"500 ms"_s, u"1.0 s"_s };
        QTest::newRow("fractions") << 3.0 << 6 << QStringList { u"0"_s,      u"500 µs"_s, u"1.0 ms"_s, u"1.5 ms"_s,
                                                                u"2.0 ms"_s, u"2.5 ms"_s, u"3.0 ms"_s };
        QTest::newRow("seconds") << 14200.0 << 4 << QStringList { u"0"_s, u"5 s"_s, u"10 s"_s };
        QTest::newRow("minutes") << 3600000.0 << 3 << QStringList { u"0"_s, u"33 min"_s };
    }
    void ticks() // R52
    {
        QFETCH(double, total);
        QFETCH(int, most);
        QFETCH(QStringList, texts);
        QLocale::setDefault(QLocale::c());
        TimeAxis axis;
        axis.setTotal(total);
        axis.setMostTicks(most);
        QStringList found;
        for (const QVariant &tick : axis.ticks()) {
            found += tick.toMap().value(u"text"_s).toString();
            const double position = tick.toMap().value(u"position"_s).toDouble();
            QVERIFY(position >= 0 && position <= 1);
        }
        if (texts.last() != u"33 min"_s)
            QCOMPARE(found, texts);
        QVERIFY(found.size() <= most + 1);
    }

    // Who sees no colours tells the states by their marks, and who sees no shapes by their colours.
    void eachStateHasItsColourAndItsMark() // R52
    {
        for (bool isDark : { false, true }) {
            QList<QColor> fills;
            QList<QImage> shapes;
            for (int i = 0; i <= int(Component::State::Failed); ++i) {
                const auto state = Component::State(i);
                QVERIFY(!fills.contains(StateStyle::fill(state, isDark)));
                fills += StateStyle::fill(state, isDark);
                const QImage shape = shapeOfMark(state, isDark);
                QVERIFY2(!shapes.contains(shape), qPrintable(StateStyle::text(state)));
                shapes += shape;
            }
        }
    }

    // In both themes, texts can be read on each fill, and marks and frames can be told from what they stand on.
    void coloursHaveContrast() // R52
    {
        for (bool isDark : { false, true }) {
            const QColor background = isDark ? QColor(0x1e, 0x1e, 0x20) : QColor(Qt::white);
            for (int i = 0; i <= int(Component::State::Failed); ++i) {
                const auto state = Component::State(i);
                QVERIFY(contrast(StateStyle::ink(isDark), StateStyle::fill(state, isDark)) >= 7);
                QVERIFY(contrast(StateStyle::line(state, isDark), StateStyle::fill(state, isDark)) >= 3);
                QVERIFY(contrast(StateStyle::line(state, isDark), background) >= 3);
                QVERIFY(!StateStyle::text(state).isEmpty());
            }
        }
    }
};

QTEST_MAIN(tst_InspectorModels)
#include "tst_inspectormodels.moc"
