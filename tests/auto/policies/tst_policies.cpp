// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "market.h"
#include "schedulings.h"

#include <QtCore/qsettings.h>
#include <QtCore/qtemporarydir.h>

using namespace QConductor;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

// A class without a namespace.
class Plain : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Plain(QObject *parent = nullptr) : Probe(parent) { }
};

// The QML engine gives such a name to the class of an instance that adds something.
class Plain_QML_7 : public Plain
{
    Q_OBJECT
};

namespace Market {

namespace BackOffice {
class HTTPServer2 : public Probe
{
    Q_OBJECT
};
} // namespace BackOffice

} // namespace Market

using namespace Market;

namespace {

const QVariantMap sections { { u"WebApi"_s, QVariantMap { { u"port"_s, 80 } } },
                             { u"Database"_s, QVariantMap { { u"path"_s, u"market.db"_s } } },
                             { u"Plain"_s, QVariantMap { { u"plain"_s, true } } } };

using Patch = std::function<void(Conductor &, FakeDatabase *)>;

} // namespace

// Sets the rules of the logging categories while it lives.
class LoggingRules
{
    Q_DISABLE_COPY_MOVE(LoggingRules)

public:
    explicit LoggingRules(const char *rules) { QLoggingCategory::setFilterRules(QString::fromLatin1(rules)); }
    ~LoggingRules() { QLoggingCategory::setFilterRules({}); }
};

class tst_Policies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    // ---- configuration

    void hasNoConfigWithoutAPolicy() // R25
    {
        WebApi api;
        QCOMPARE(api.config(), QVariantMap());
        Conductor conductor;
        conductor.add(&api);
        QCOMPARE(api.config(), QVariantMap());
        conductor.setConfigPolicy(sharedConfig({ { u"debug"_s, true } }));
        conductor.setConfigPolicy({});
        QCOMPARE(api.config(), QVariantMap());
    }

    void givesEveryComponentTheSame() // R25
    {
        const QVariantMap config { { u"debug"_s, true } };
        Conductor conductor;
        conductor.setConfigPolicy(sharedConfig(config));
        QCOMPARE(conductor.add<WebApi>()->config(), config);
        QCOMPARE(conductor.add<Plain>()->config(), config);
    }

    void givesEachItsSection() // R25
    {
        Plain_QML_7 fromQml;
        Market::BackOffice::HTTPServer2 without;
        Conductor conductor;
        conductor.setConfigPolicy(sectionConfig(sections));
        QCOMPARE(conductor.add<WebApi>()->config(), QVariantMap({ { u"port"_s, 80 } }));
        QCOMPARE(conductor.add(&fromQml)->config(), QVariantMap({ { u"plain"_s, true } }));
        QCOMPARE(conductor.add(&without)->config(), QVariantMap());
    }

    void isThereWhenTheHookRuns() // R25
    {
        QVariantMap seen;
        Conductor conductor;
        conductor.setConfigPolicy(sectionConfig(sections));
        auto *api = conductor.add<WebApi>();
        api->setupHook = [&] {
            seen = api->database->config();
            return Component::done();
        };
        QVERIFY(setsUp(conductor));
        QCOMPARE(seen, QVariantMap({ { u"path"_s, u"market.db"_s } }));
    }

    void readsTheGroupsOfSettings() // R25
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"market.ini"_s);
        {
            QSettings file(path, QSettings::IniFormat);
            file.setValue(u"WebApi/port"_s, 8080);
            file.setValue(u"WebApi/tls/key"_s, u"key.pem"_s);
            file.setValue(u"Database/path"_s, u"market.db"_s);
            file.setValue(u"debug"_s, true);
        }
        auto settings = std::make_unique<QSettings>(path, QSettings::IniFormat);
        Conductor conductor;
        conductor.setConfigPolicy(settingsConfig(settings.get()));
        auto *api = conductor.add<WebApi>();
        QCOMPARE(api->config().keys(), QStringList({ u"port"_s, u"tls/key"_s }));
        QCOMPARE(api->config().value(u"port"_s).toInt(), 8080);
        QCOMPARE(api->config().value(u"tls/key"_s).toString(), u"key.pem"_s);
        QCOMPARE(conductor.add<Plain>()->config(), QVariantMap());
        QCOMPARE(settings->group(), QString()); // The policy leaves the group as it was.
        settings.reset();
        QCOMPARE(api->config(), QVariantMap());
    }

    void fallsBackToTheSectionOfThePatched_data()
    {
        QTest::addColumn<Patch>("patch");
        QTest::addColumn<QVariantMap>("map");
        QTest::addColumn<QVariantMap>("expected");
        const Patch byClass = [](Conductor &conductor, FakeDatabase *) { conductor.patch<Database, FakeDatabase>(); };
        const Patch byInstance = [](Conductor &conductor, FakeDatabase *fake) { conductor.patch<Database>(fake); };
        const QVariantMap ofThePatched = sections.value(u"Database"_s).toMap();
        const QVariantMap own { { u"path"_s, u"fake.db"_s } };
        QVariantMap withItsOwn = sections;
        withItsOwn.insert(u"FakeDatabase"_s, own);
        QTest::newRow("a class") << byClass << sections << ofThePatched;
        QTest::newRow("an instance") << byInstance << sections << ofThePatched;
        QTest::newRow("a class that has its own") << byClass << withItsOwn << own;
        QTest::newRow("an instance that has its own") << byInstance << withItsOwn << own;
    }
    void fallsBackToTheSectionOfThePatched() // R25
    {
        QFETCH(Patch, patch);
        QFETCH(QVariantMap, map);
        FakeDatabase fake;
        Conductor conductor;
        conductor.setConfigPolicy(sectionConfig(map));
        patch(conductor, &fake);
        auto *api = conductor.add<WebApi>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(api->database->metaObject(), &FakeDatabase::staticMetaObject);
        QTEST(api->database->config(), "expected");
    }

    void asksAPolicyOfTheApplicationsOwn() // R25
    {
        Conductor conductor;
        conductor.setConfigPolicy([](const QMetaObject &type) {
            return QVariantMap { { u"class"_s, QString::fromLatin1(type.className()) } };
        });
        QCOMPARE(conductor.add<WebApi>()->config().value(u"class"_s).toString(), u"Market::WebApi"_s);
    }

    // ---- logging

    void namesTheCategory_data()
    {
        QTest::addColumn<LoggingPolicy>("policy");
        QTest::addColumn<QList<QByteArray>>("expected"); // Categories of WebApi, HTTPServer2, Plain and Plain_QML_7.
        QTest::newRow("shared") << sharedLogging("orders") << QList<QByteArray> { "orders", "orders", "orders", "orders" };
        QTest::newRow("by namespace") << namespaceLogging()
                                      << QList<QByteArray> { "market", "market.back_office", "qconductor", "qconductor" };
        QTest::newRow("by component") << componentLogging()
                                      << QList<QByteArray> { "market.web_api", "market.back_office.http_server_2", "plain", "plain" };
        QTest::newRow("none: the default") << LoggingPolicy()
                                           << QList<QByteArray> { "market", "market.back_office", "qconductor", "qconductor" };
        QTest::newRow("of the application's own")
                << LoggingPolicy([](const QMetaObject &type) { return QByteArray("app.") + type.className(); })
                << QList<QByteArray> { "app.Market::WebApi", "app.Market::BackOffice::HTTPServer2", "app.Plain", "app.Plain" };
    }
    void namesTheCategory() // R26
    {
        QFETCH(LoggingPolicy, policy);
        WebApi api;
        Market::BackOffice::HTTPServer2 server;
        Plain plain;
        Plain_QML_7 fromQml;
        Conductor conductor;
        conductor.setLoggingPolicy(policy);
        QList<QByteArray> names;
        for (Component *component : std::initializer_list<Component *> { &api, &server, &plain, &fromQml })
            names += conductor.add(component)->logger().categoryName();
        QTEST(names, "expected");
    }

    void logsByNamespaceUnlessTold() // R26
    {
        WebApi api;
        QCOMPARE(api.logger().categoryName(), "market"); // It has a category before it is added.
        Conductor conductor;
        conductor.add(&api);
        QCOMPARE(api.logger().categoryName(), "market");
        conductor.setLoggingPolicy(componentLogging()); // A policy may come after the category was used.
        QCOMPARE(api.logger().categoryName(), "market.web_api");
    }

    void sharesTheCategoryThatOutlivesAll() // R26
    {
        const QLoggingCategory *category = nullptr;
        {
            WebApi api;
            Conductor conductor;
            conductor.setLoggingPolicy(sharedLogging(QByteArray("short") + "-lived"));
            conductor.add(&api);
            category = &api.logger();
            QCOMPARE(&conductor.add<Plain>()->logger(), category);
        }
        QCOMPARE(category->categoryName(), "short-lived");
    }

    void aNamedComponentHasASectionOfItsOwn_data()
    {
        QTest::addColumn<std::function<ConfigPolicy(QSettings *)>>("policy");
        QTest::newRow("sectionConfig()") << std::function<ConfigPolicy(QSettings *)>([](QSettings *) {
            return sectionConfig(
                    { { u"Database"_s, QVariantMap { { u"path"_s, u"shared.db"_s }, { u"cache"_s, u"8"_s } } },
                      { u"Database.archive"_s, QVariantMap { { u"path"_s, u"archive.db"_s } } } });
        });
        QTest::newRow("settingsConfig()") << std::function<ConfigPolicy(QSettings *)>([](QSettings *settings) {
            settings->setValue(u"Database/path"_s, u"shared.db"_s);
            settings->setValue(u"Database/cache"_s, u"8"_s);
            settings->setValue(u"Database.archive/path"_s, u"archive.db"_s);
            return settingsConfig(settings);
        });
    }
    void aNamedComponentHasASectionOfItsOwn() // R25
    {
        QFETCH(std::function<ConfigPolicy(QSettings *)>, policy);
        QTemporaryDir dir;
        QSettings settings(dir.filePath(u"market.ini"_s), QSettings::IniFormat);
        Database unnamed;
        Database main;
        main.setObjectName(u"main"_s);
        Database archive;
        archive.setObjectName(u"archive"_s);
        FakeDatabase fake;
        fake.setObjectName(u"archive"_s);
        Conductor conductor;
        conductor.setConfigPolicy(policy(&settings));
        conductor.add(&unnamed);
        conductor.add(&main);
        conductor.add(&archive);
        const QVariantMap shared { { u"path"_s, u"shared.db"_s }, { u"cache"_s, u"8"_s } };
        const QVariantMap own { { u"path"_s, u"archive.db"_s }, { u"cache"_s, u"8"_s } };
        QCOMPARE(unnamed.config(), shared);
        QCOMPARE(main.config(), shared);
        QCOMPARE(archive.config(), own);
        Conductor patched;
        patched.setConfigPolicy(policy(&settings));
        patched.patch<Database>(&fake);
        QCOMPARE(fake.config(), own); // Its class has no section, so it has the one of the class that it patches.
    }

    void aPolicyMayTellComponentsApart() // R25
    {
        Database main;
        Database archive;
        archive.setProperty("path", u"archive.db"_s);
        Conductor conductor;
        conductor.add(&main);
        conductor.add(&archive);
        conductor.setConfigPolicy([](const Component &component) -> QVariantMap {
            return { { u"path"_s, component.property("path") } };
        });
        QCOMPARE(archive.config(), QVariantMap({ { u"path"_s, u"archive.db"_s } }));
        QCOMPARE(main.config(), QVariantMap({ { u"path"_s, QVariant() } }));
        const std::function<QVariantMap(const Component &)> policy = [](const Component &) {
            return QVariantMap { { u"named"_s, true } };
        };
        conductor.setConfigPolicy(policy);
        QCOMPARE(main.config(), QVariantMap({ { u"named"_s, true } }));
        conductor.setConfigPolicy(nullptr);
        QCOMPARE(main.config(), QVariantMap());
        conductor.setConfigPolicy(sharedConfig({ { u"shared"_s, true } }));
        QCOMPARE(main.config(), QVariantMap({ { u"shared"_s, true } }));
        conductor.setConfigPolicy(std::function<QVariantMap(const Component &)>());
        QCOMPARE(main.config(), QVariantMap());
    }

    void aPolicyMaySetAnother() // R25, R21
    {
        Database database;
        Conductor conductor;
        conductor.add(&database);
        conductor.setConfigPolicy([&conductor, key = u"first"_s](const QMetaObject &) {
            conductor.setConfigPolicy(sharedConfig({ { u"second"_s, true } }));
            return QVariantMap { { key, true } };
        });
        QCOMPARE(database.config(), QVariantMap({ { u"first"_s, true } }));
        QCOMPARE(database.config(), QVariantMap({ { u"second"_s, true } }));
    }

    void logsByTheComponentsCategory() // R26
    {
        Conductor conductor;
        auto *api = conductor.add<WebApi>();
        Log log;
        qCInfo(api->logger()) << "opened";
        qCWarning(api->logger(), "%d left", 3);
        QCOMPARE(log.lines(), QStringList({ u"market: opened"_s, u"market: 3 left"_s }));
    }

    void logsEachTransition_data() { addSchedulings(); }
    void logsEachTransition() // R27
    {
        QFETCH(Scheduling, scheduling);
        const LoggingRules rules("qconductor.lifecycle.info=true");
        Log log;
        {
            Conductor conductor;
            conductor.setLoggingPolicy(
                    componentLogging()); // Names the categories of the application's own messages only.
            conductor.setScheduling(scheduling);
            conductor.add<WebApi>();
            QVERIFY(setsUp(conductor));
            QVERIFY(shutsDown(conductor));
        }
        QCOMPARE(log.lines(), QStringList({ u"qconductor.lifecycle: Market::Database is waiting"_s,
                                            u"qconductor.lifecycle: Market::WebApi is waiting"_s,
                                            u"qconductor.lifecycle: Market::Database is setting up"_s,
                                            u"qconductor.lifecycle: Market::Database is active"_s,
                                            u"qconductor.lifecycle: Market::WebApi is setting up"_s,
                                            u"qconductor.lifecycle: Market::WebApi is active"_s,
                                            u"qconductor.lifecycle: Market::WebApi is shutting down"_s,
                                            u"qconductor.lifecycle: Market::WebApi is inactive"_s,
                                            u"qconductor.lifecycle: Market::Database is shutting down"_s,
                                            u"qconductor.lifecycle: Market::Database is inactive"_s }));
        for (const Log::Message &message : log.messages())
            QCOMPARE(message.type, QtInfoMsg);
    }

    void warnsOfNothingWhenNothingIsWrong_data() { addSchedulings(); }
    // R27: To cancel, to set up twice, to patch and to destroy while active is not wrong.
    void warnsOfNothingWhenNothingIsWrong()
    {
        QFETCH(Scheduling, scheduling);
        Log log;
        {
            FakeDatabase fake;
            Gate gate;
            Conductor conductor;
            conductor.setScheduling(scheduling);
            conductor.patch<Database>(&fake);
            auto *api = conductor.add<WebApi>();
            conductor.validate();
            QVERIFY(finishes(conductor.shutdown()));
            api->setupHook = gate.hook();
            QFuture<void> setup = conductor.setup();
            QTRY_VERIFY(gate.isEntered);
            setup.cancel();
            QTRY_VERIFY(gate.isAskedToCancel());
            gate.open();
            QVERIFY(finishes(setup));
            QCOMPARE(conductor.state(), Conductor::State::Inactive);
            api->setupHook = {};
            QVERIFY(setsUp(conductor));
            conductor.add<Plain>();
            QVERIFY(setsUp(conductor));
        }
        for (const Log::Message &message : log.messages())
            QVERIFY2(message.type == QtInfoMsg || message.type == QtDebugMsg, qPrintable(message.text));
    }

    void warnsOfAFailure() // R27
    {
        Log log;
        Conductor conductor;
        auto *plain = conductor.add<Plain>();
        plain->setupHook = failing(u"no disk"_s);
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(log.messages().size(), 1); // The failure is told once, although no rule enables any category.
        QCOMPARE(log.messages().first().type, QtWarningMsg);
        QVERIFY2(log.lines().first().startsWith(u"qconductor: Setup failed: Plain: no disk"_s),
                 qPrintable(log.lines().first()));
    }

    void logsNoTransitionUnlessARuleEnablesIt() // R27
    {
        Log log;
        Conductor conductor;
        conductor.add<WebApi>();
        conductor.add<Plain>();
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        QCOMPARE(log.lines(), QStringList());
    }
};

QTEST_GUILESS_MAIN(tst_Policies)
#include "tst_policies.moc"
