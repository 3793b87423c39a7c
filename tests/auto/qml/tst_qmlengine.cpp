// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "shop.h"

#include <QConductor/Conductor>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qtimer.h>
#include <QtQml/qqmlapplicationengine.h>
#include <QtQml/qqmlcomponent.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

using namespace QConductor;

// Tests that conductors and components end well when the QML engine, the document or the application ends.
class tst_QmlEngine : public QObject
{
    Q_OBJECT

private:
    static std::unique_ptr<QQmlApplicationEngine> engine()
    {
        auto engine = std::make_unique<QQmlApplicationEngine>();
        const QStringList paths = QStringLiteral(IMPORT_PATHS).split(QLatin1Char('|'));
        for (const QString &path : paths)
            engine->addImportPath(path);
        return engine;
    }

    template <class T = Conductor> static T *load(QQmlApplicationEngine *engine, const QByteArray &body)
    {
        engine->loadData("import QtQml\nimport QConductor\nimport Shop\n" + body);
        return engine->rootObjects().isEmpty() ? nullptr : qobject_cast<T *>(engine->rootObjects().constLast());
    }

    template <class T> static T *create(QQmlEngine *engine, const QByteArray &body)
    {
        QQmlComponent component(engine);
        component.setData("import QtQml\nimport QConductor\nimport Shop\n" + body, {});
        return qobject_cast<T *>(component.create());
    }

private Q_SLOTS:
    void init() { Shop::Journal::lines().clear(); }

    void aConductorGoesWithItsEngine_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::newRow("as the root") << QByteArray("Conductor { running: true; PARTS }");
        QTest::newRow("inside") << QByteArray("QtObject { property Conductor c: Conductor { running: true; PARTS } }");
    }
    void aConductorGoesWithItsEngine() // R20, R28
    {
        QFETCH(QByteArray, document);
        document.replace("PARTS", "Database { } AsyncComponent { property Database db\n"
                                  "function setup() { Journal.add('setup qml') }\n"
                                  "function shutdown() { return new Promise(done => Qt.callLater(done)).then(() => "
                                  "Journal.add('shutdown qml ' + db.state)) } }");
        auto qml = engine();
        QVERIFY(load<QObject>(qml.get(), document));
        QTRY_COMPARE(Shop::Journal::lines().size(), 2);
        qml.reset();
        QCOMPARE(Shop::Journal::lines().mid(2), QStringList({ QStringLiteral("shutdown qml 3"), QStringLiteral("shutdown Database") }));
    }

    void anEngineGoesWhileAPromiseOfSetupIsPending() // R16, R20
    {
        auto qml = engine();
        auto *conductor = load(qml.get(), "Conductor { running: true; shutdownTimeout: 20; Database { }\n"
                                          "AsyncComponent { property Database db\n"
                                          "function setup() { Journal.add('begun'); return new Promise(() => {}) } } }");
        QVERIFY(conductor);
        QTRY_VERIFY(Shop::Journal::lines().contains(QStringLiteral("begun")));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("failed: AsyncComponent: timed out")));
        qml.reset();
        QCOMPARE(Shop::Journal::lines().constLast(), QStringLiteral("shutdown Database"));
    }

    void anEngineGoesWhileAPromiseOfShutdownIsPending() // R17, R20
    {
        auto qml = engine();
        auto *conductor = load(qml.get(), "Conductor { running: true; shutdownTimeout: 20; Database { }\n"
                                          "AsyncComponent { property Database db\n"
                                          "function shutdown() { Journal.add('begun'); return new Promise(() => {}) } } }");
        QTRY_COMPARE(conductor->state(), Conductor::State::Active);
        conductor->shutdown();
        QTRY_COMPARE(Shop::Journal::lines().constLast(), QStringLiteral("begun"));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("failed: AsyncComponent: timed out")));
        qml.reset();
        QCOMPARE(Shop::Journal::lines().constLast(), QStringLiteral("shutdown Database"));
    }

    void aDocumentThatCannotBeCreatedStartsNothing() // R28
    {
        auto qml = engine();
        QQmlComponent component(qml.get());
        component.setData("import QtQml\nimport QConductor\nimport Shop\n"
                          "QtObject { property Conductor c: Conductor { running: true; Database { } }\n"
                          "property QtObject needy: QtObject { required property int missing } }",
                          {});
        QVERIFY(!component.create());
        QVERIFY(component.isError());
        qml.reset();
        QCOMPARE(Shop::Journal::lines(), QStringList());
    }

    void aModelShowsAConductorMadeInCpp() // R31
    {
        Conductor conductor;
        conductor.add<Shop::WebApi>();
        auto qml = engine();
        QQmlComponent component(qml.get());
        component.setData("import QConductor\nComponentModel { }", {});
        const std::unique_ptr<QObject> created(
                component.createWithInitialProperties({ { QStringLiteral("conductor"), QVariant::fromValue(&conductor) } }));
        auto *model = qobject_cast<QAbstractItemModel *>(created.get());
        QVERIFY2(model, qPrintable(component.errorString()));
        QCOMPARE(model->rowCount(), 1);
        conductor.setup();
        QTRY_COMPARE(conductor.state(), Conductor::State::Active);
        QCOMPARE(model->rowCount(), 2);
        const int nameRole = model->roleNames().key("name");
        QCOMPARE(model->index(1, 0).data(nameRole).toString(), QStringLiteral("Database"));
    }

    void aPromiseRejectedOnRequestLetsAnEngineGoAtOnce() // R16, R20
    {
        auto qml = engine();
        QVERIFY(load(qml.get(), "Conductor { running: true\n"
                                "AsyncComponent { property var give; onCancelRequested: { const f = give; f() }\n"
                                "function setup() { Journal.add('begun'); return new Promise((_, no) => give = no) } } }"));
        QTRY_VERIFY(Shop::Journal::lines().contains(QStringLiteral("begun")));
        QElapsedTimer timer;
        timer.start();
        qml.reset();
        QVERIFY(timer.elapsed() < 30000); // the default shutdownTimeout
    }

    void aFunctionWhoseEngineIsGoneFails() // R29
    {
        Conductor conductor;
        auto qml = engine();
        const std::unique_ptr<Component> component(
                create<Component>(qml.get(), "AsyncComponent { function shutdown() { Journal.add('shutdown') } }"));
        QVERIFY(component);
        conductor.add(component.get());
        conductor.setup();
        QTRY_COMPARE(component->state(), Component::State::Active);
        qml.reset();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("failed: AsyncComponent: ")));
        conductor.shutdown();
        QTRY_COMPARE(conductor.state(), Conductor::State::Inactive);
        QCOMPARE(component->errorString(),
                 QStringLiteral("shutdown() can't be called any more, for its QML document or engine was destroyed: "
                                "shut down the conductor before"));
        QCOMPARE(Shop::Journal::lines(), QStringList());
    }

    void aPendingPromiseFailsWithItsEngine() // R29
    {
        Conductor conductor;
        auto qml = engine();
        const std::unique_ptr<Component> component(
                create<Component>(qml.get(), "AsyncComponent { function setup() { return new Promise(() => {}) } }"));
        conductor.add(component.get());
        conductor.setup();
        QTRY_COMPARE(component->state(), Component::State::SettingUp);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("failed: AsyncComponent: ")));
        qml.reset();
        QTRY_COMPARE(conductor.state(), Conductor::State::Failed);
        QCOMPARE(component->errorString(),
                 QStringLiteral("the QML engine was destroyed before setup() had ended: shut down the conductor before"));
    }

    void quittingIsHeldBackUntilPromisesOfShutdownHaveSettled() // R24, R30
    {
        auto qml = engine();
        auto *conductor = load(qml.get(), "Conductor { running: true; Database { }\n"
                                          "AsyncComponent { id: part; property var done; property Database db\n"
                                          "property Timer timer: Timer { interval: 1; onTriggered: { const f = part.done; f() } }\n"
                                          "function shutdown() { timer.start(); return new Promise(f => done = f) } } }");
        QVERIFY(conductor);
        connect(conductor, &Conductor::activated, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(conductor->state(), Conductor::State::Inactive);
        QCOMPARE(Shop::Journal::lines(), QStringList({ QStringLiteral("setup Database"), QStringLiteral("shutdown Database") }));
    }

    void runningFollowsWhatCppDoes() // R30
    {
        auto qml = engine();
        auto *conductor = load(qml.get(), "Conductor { running: true; Database { } }");
        QVERIFY(conductor);
        QTRY_COMPARE(conductor->state(), Conductor::State::Active);
        conductor->shutdown();
        QCOMPARE(conductor->property("running"), false);
        QTRY_COMPARE(conductor->state(), Conductor::State::Inactive);
        QVERIFY(conductor->setProperty("running", true));
        QTRY_COMPARE(conductor->state(), Conductor::State::Active);
        conductor->shutdown();
        conductor->setup(); // begins when the shutdown has ended
        QTRY_COMPARE(conductor->state(), Conductor::State::Active);
        QCOMPARE(conductor->property("running"), true);
    }

    void itsDocumentMayPatchWhenItIsComplete() // R8, R30
    {
        auto qml = engine();
        auto *conductor = load(qml.get(), "Conductor { id: c; running: true; property Database fake: Database { path: 'fake' }\n"
                                          "WebApi { } Component.onCompleted: c.patch('Database', fake) }");
        QVERIFY(conductor);
        QTRY_COMPARE(conductor->state(), Conductor::State::Active);
        QVERIFY(Shop::Journal::lines().contains(QStringLiteral("setup fake")));
        QVERIFY(!Shop::Journal::lines().contains(QStringLiteral("setup Database")));
    }

    void quittingIsNotHeldBackWhereNobodyWantsIt() // R24, R30
    {
        auto qml = engine();
        auto *conductor = load(qml.get(), "Conductor { running: true; shutdownOnQuit: false; Database { } }");
        QVERIFY(conductor);
        connect(conductor, &Conductor::activated, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
        QCOMPARE(QCoreApplication::exec(), 0);
        QCOMPARE(conductor->state(), Conductor::State::Active);
        QCOMPARE(Shop::Journal::lines(), QStringList(QStringLiteral("setup Database")));
    }

    void aComponentMadeInJavaScriptIsNotCollected() // R28
    {
        auto qml = engine();
        auto *conductor = load(qml.get(), "Conductor { id: c\n"
                                          "property Component type: Component { Database { path: 'made' } }\n"
                                          "Component.onCompleted: c.data.push(type.createObject(null)) }");
        QVERIFY(conductor);
        qml->collectGarbage();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        conductor->setup();
        QTRY_COMPARE(conductor->state(), Conductor::State::Active);
        QCOMPARE(Shop::Journal::lines(), QStringList(QStringLiteral("setup made")));
    }

    void classesAreKnownByTheNamesThatTheirAuthorsWrote() // R25, R28
    {
        auto qml = engine();
        auto *conductor = load(qml.get(), "Conductor { Database { property int hits: 0 }\n"
                                          "Reports { property int more: 0 } AsyncComponent { property int x: 0 } }");
        QVERIFY(conductor);
        QStringList names;
        conductor->setConfigPolicy(sectionConfig({ { QStringLiteral("Database"), QVariantMap({ { QStringLiteral("a"), 1 } }) },
                                                   { QStringLiteral("Reports"), QVariantMap({ { QStringLiteral("a"), 2 } }) },
                                                   { QStringLiteral("AsyncComponent"), QVariantMap({ { QStringLiteral("a"), 3 } }) } }));
        conductor->setLoggingPolicy(componentLogging());
        QVariantList values;
        for (const Component *component : conductor->components()) {
            values += component->config().value(QStringLiteral("a"));
            names += QString::fromLatin1(component->logger().categoryName());
        }
        QCOMPARE(values, QVariantList({ 1, 2, 3 }));
        QCOMPARE(names, QStringList({ QStringLiteral("shop.database"), QStringLiteral("reports"), QStringLiteral("async_component") }));
    }
};

QTEST_GUILESS_MAIN(tst_QmlEngine)
#include "tst_qmlengine.moc"
