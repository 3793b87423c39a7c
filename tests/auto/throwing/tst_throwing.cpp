// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "market.h"
#include "schedulings.h"

using namespace QConductor;
using namespace Market;
using namespace Qt::StringLiterals;

// What the application hands over may throw anything: it must neither pass through the library nor end the process.
class tst_Throwing : public QObject
{
    Q_OBJECT

    using Break = std::function<void(Conductor &, Curious *)>;

private Q_SLOTS:
    void init() { journal.clear(); }

    void setupFailsWithTheReason_data()
    {
        addSchedulingColumn();
        QTest::addColumn<Break>("breakIt");
        QTest::addColumn<QString>("message");
        const auto row = [](const QString &name, const Break &breakIt, const QString &message) {
            addInBothSchedulings(name, breakIt, message);
        };
        row(
                u"getter"_s,
                [](Conductor &, Curious *curious) { curious->onRead = [] { throw std::runtime_error("no value"); }; },
                u"Market::Curious.database can't be read: no value"_s);
        row(
                u"getter, not a std::exception"_s,
                [](Conductor &, Curious *curious) { curious->onRead = [] { throw 7; }; },
                u"Market::Curious.database can't be read: unknown exception"_s);
        row(
                u"setter"_s,
                [](Conductor &, Curious *curious) { curious->onWrite = [] { throw std::runtime_error("not now"); }; },
                u"Market::Curious.database can't be set: not now"_s);
        row(
                u"setter, without a message"_s,
                [](Conductor &, Curious *curious) { curious->onWrite = [] { throw std::runtime_error(""); }; },
                u"Market::Curious.database can't be set: unknown error"_s);
        row(
                u"factory"_s,
                [](Conductor &conductor, Curious *) {
                    conductor.provide<Database>([]() -> Database * { throw std::runtime_error("no driver"); });
                },
                u"Market::Database: no driver"_s);
        row(
                u"logging policy"_s,
                [](Conductor &conductor, Curious *) {
                    conductor.setLoggingPolicy(
                            [](const QMetaObject &) -> QByteArray { throw std::runtime_error("no category"); });
                },
                u"the logging policy failed: no category"_s);
        row(
                u"config policy of classes, asked by a hook"_s,
                [](Conductor &conductor, Curious *curious) {
                    conductor.setConfigPolicy(
                            [](const QMetaObject &) -> QVariantMap { throw std::runtime_error("no file"); });
                    curious->setupHook = calling([curious] { curious->config(); });
                },
                u"Curious: no file"_s);
        row(
                u"config policy of components, asked by a hook"_s,
                [](Conductor &conductor, Curious *curious) {
                    conductor.setConfigPolicy(
                            [](const Component &) -> QVariantMap { throw std::runtime_error("no file"); });
                    curious->setupHook = calling([curious] { curious->config(); });
                },
                u"Curious: no file"_s);
    }
    void setupFailsWithTheReason() // R1, R25
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(Break, breakIt);
        QFETCH(QString, message);
        Log log;
        Curious curious;
        {
            Conductor conductor;
            conductor.setScheduling(scheduling);
            conductor.add(&curious);
            breakIt(conductor, &curious);
            const QFuture<void> setup = conductor.setup();
            QVERIFY(finishes(setup));
            const auto error = errorOf<Error>(setup);
            QVERIFY(error);
            QVERIFY2(error->message().contains(message), qPrintable(error->message()));
            QCOMPARE(conductor.state(), Conductor::State::Failed);
            for (const Component *component : conductor.components())
                QVERIFY(!component->isActive());
        }
        QCOMPARE(curious.shutdownCount, 0);
    }

    void aGetterThatThrowsWhileTheGraphIsCompared() // R12
    {
        Log log;
        Curious curious;
        Conductor conductor;
        conductor.add(&curious);
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        curious.onRead = [] { throw std::runtime_error("no value"); };
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(errorOf<Error>(setup));
        QVERIFY2(conductor.errorString().contains(u"Market::Curious.database can't be read: no value"_s),
                 qPrintable(conductor.errorString()));
        curious.onRead = {};
    }

    void aSetterThatThrowsWhenADependencyIsDestroyed_data()
    {
        QTest::addColumn<bool>("reads");
        QTest::newRow("getter") << true;
        QTest::newRow("setter") << false;
    }
    void aSetterThatThrowsWhenADependencyIsDestroyed() // R5, R19
    {
        QFETCH(bool, reads);
        Log log;
        auto *database = new Database;
        Curious curious;
        Conductor conductor;
        conductor.add(database);
        conductor.add(&curious);
        QVERIFY(setsUp(conductor));
        (reads ? curious.onRead : curious.onWrite) = [] { throw std::runtime_error("not now"); };
        delete database;
        curious.onRead = curious.onWrite = {};
        const QStringList lines = log.lines();
        QVERIFY2(lines.contains(u"qconductor: Market::Curious.database can't be set to null: not now"_s),
                 qPrintable(lines.join(u'\n')));
    }

    void aLoggingPolicyThatThrowsHarmsNothingElse() // R25, R26
    {
        Log log;
        WebApi api;
        Conductor conductor;
        conductor.setLoggingPolicy([](const QMetaObject &type) -> QByteArray {
            if (&type == &WebApi::staticMetaObject)
                throw std::runtime_error("no category");
            return "own";
        });
        conductor.add(&api);
        QCOMPARE(QByteArray(api.logger().categoryName()),
                 "market"_ba); // The default, because a message has to go somewhere.
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(conductor.failures().size(), 1);
        QCOMPARE(conductor.failures().constFirst().component, u"Market::WebApi"_s);
        conductor.setLoggingPolicy(nullptr);
        QVERIFY(setsUp(conductor));
    }

    void validateThrowsOnlyErrors() // Errors
    {
        Log log;
        Curious curious;
        Conductor conductor;
        conductor.add(&curious);
        curious.onRead = [] { throw 7; };
        QVERIFY_THROWS_EXCEPTION(Error, conductor.validate());
        curious.onRead = {};
        conductor.validate();
    }
};

QTEST_GUILESS_MAIN(tst_Throwing)
#include "tst_throwing.moc"
