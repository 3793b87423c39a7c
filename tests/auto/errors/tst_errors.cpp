// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "market.h"
#include "schedulings.h"
#include "shop.h"

#include <QtCore/qdebug.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qtranslator.h>

using namespace QConductor;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

namespace {

template <class T> QString debugged(const T &value)
{
    QString text;
    QDebug(&text).nospace() << value;
    return text;
}

// Translates some texts of the library, and keeps the contexts of all texts that were asked for.
class Translator : public QTranslator
{
    Q_OBJECT

public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *text, const char *, int) const override
    {
        contexts += QString::fromLatin1(context);
        return texts.value(QString::fromUtf8(text));
    }

    QHash<QString, QString> texts;
    mutable QStringList contexts;
};

} // namespace

class tst_Errors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void enumeratorsAreKnownByName_data()
    {
        QTest::addColumn<QMetaEnum>("enumeration");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("Phase") << QMetaEnum::fromType<Phase>()
                               << QStringList { u"Setup"_s, u"Shutdown"_s, u"Running"_s };
        QTest::newRow("ShutdownReason") << QMetaEnum::fromType<ShutdownReason>()
                                        << QStringList { u"Requested"_s, u"Quit"_s, u"WindowClosed"_s };
        QTest::newRow("Component::State") << QMetaEnum::fromType<Component::State>()
                                          << QStringList { u"Inactive"_s, u"Waiting"_s,      u"SettingUp"_s,
                                                           u"Active"_s,   u"ShuttingDown"_s, u"Failed"_s };
        QTest::newRow("Conductor::State")
                << QMetaEnum::fromType<Conductor::State>()
                << QStringList { u"Inactive"_s, u"SettingUp"_s, u"Active"_s, u"ShuttingDown"_s, u"Failed"_s };
        QTest::newRow("Conductor::Scheduling")
                << QMetaEnum::fromType<Conductor::Scheduling>() << QStringList { u"LayerByLayer"_s, u"AsReady"_s };
    }
    void enumeratorsAreKnownByName() // Errors
    {
        QFETCH(QMetaEnum, enumeration);
        QFETCH(QStringList, names);
        QStringList known;
        for (int i = 0; i < enumeration.keyCount(); ++i)
            known += QString::fromLatin1(enumeration.key(i));
        QCOMPARE(known, names);
    }

    void isPrinted() // Errors
    {
        QCOMPARE(debugged(Phase::Running), u"QConductor::Phase::Running"_s);
        QCOMPARE(debugged(ShutdownReason::WindowClosed), u"QConductor::ShutdownReason::WindowClosed"_s);
        QCOMPARE(debugged(Failure { u"Shop::Database"_s, u"Database"_s, Phase::Setup, u"no disk"_s, {} }),
                 u"Failure(QConductor::Phase::Setup, Shop::Database: no disk)"_s);
        QCOMPARE(debugged(Failure { u"Shop::Database"_s, u"archive"_s, Phase::Shutdown, u"still busy"_s, {} }),
                 u"Failure(QConductor::Phase::Shutdown, Shop::Database \"archive\": still busy)"_s);
    }

    void copiesOutliveTheOriginal() // Errors
    {
        auto original = std::make_unique<SetupError>(u"Setup failed"_s,
                                                     QList<Failure> { { u"Shop::Cache"_s, {}, {}, u"stuck"_s, {} } });
        const SetupError copy = *original;
        SetupError assigned(u"another"_s, {});
        assigned = *original;
        std::unique_ptr<Error> clone(original->clone());
        const char *what = copy.what();
        original.reset();
        for (const Error *error : { static_cast<const Error *>(&copy), static_cast<const Error *>(&assigned),
                                    static_cast<const Error *>(clone.get()) }) {
            QCOMPARE(error->message(), u"Setup failed"_s);
            QCOMPARE(QByteArray(error->what()), "Setup failed"_ba);
            QCOMPARE(static_cast<const SetupError *>(error)->failures().value(0).component, u"Shop::Cache"_s);
        }
        QCOMPARE(what, copy.what());
        QCOMPARE(QByteArray(what), "Setup failed"_ba);
        QVERIFY_THROWS_EXCEPTION(SetupError, clone->raise());
    }

    void aFailureHasTheNameThatAPersonReads_data()
    {
        QTest::addColumn<QString>("objectName");
        QTest::addColumn<QString>("displayName");
        QTest::newRow("without an objectName") << QString() << u"Database"_s;
        QTest::newRow("with an objectName") << u"archive"_s << u"archive"_s;
    }
    void aFailureHasTheNameThatAPersonReads() // Errors
    {
        QFETCH(QString, objectName);
        QFETCH(QString, displayName);
        ShopTest shop;
        shop.db->setObjectName(objectName);
        shop.db->setupHook = failing(u"no disk"_s);
        Log log;
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        const Failure failure = errorOf<SetupError>(setup)->failures().value(0);
        QCOMPARE(failure.component, u"Shop::Database"_s);
        QCOMPARE(failure.displayName, displayName);
    }

    void anExceptionWithoutAMessageIsAnUnknownError_data()
    {
        QTest::addColumn<Probe::Hook>("hook");
        QTest::newRow("std::exception") << Probe::Hook([]() -> QFuture<void> { throw std::runtime_error(""); });
        QTest::newRow("Error") << Probe::Hook([]() -> QFuture<void> { throw Error(QString()); });
        QTest::newRow("failed()") << failing(QString());
    }
    void anExceptionWithoutAMessageIsAnUnknownError() // R1
    {
        QFETCH(Probe::Hook, hook);
        ShopTest shop;
        shop.db->setupHook = hook;
        Log log;
        QVERIFY(finishes(shop.conductor.setup()));
        QCOMPARE(shop.db->errorString(), u"unknown error"_s);
    }

    void failuresAreThoseOfTheLastSetupUntilTheNext_data() { addSchedulings(); }
    void failuresAreThoseOfTheLastSetupUntilTheNext() // Errors
    {
        QFETCH(Scheduling, scheduling);
        ShopTest shop(scheduling);
        Log log;
        QCOMPARE(shop.conductor.failures().size(), 0);
        shop.api->setupHook = failing(u"port in use"_s);
        shop.queue->shutdownHook = failing(u"still busy"_s);
        QList<Failure> inSlot;
        connect(&shop.conductor, &Conductor::failed, this, [&] { inSlot = shop.conductor.failures(); });
        QVERIFY(finishes(shop.conductor.setup()));
        const auto check = [](const QList<Failure> &failures) {
            return failures.size() == 2 && failures[0].component == u"Shop::WebApi" && failures[0].phase == Phase::Setup
                   && failures[0].message == u"port in use" && failures[1].component == u"Shop::MessageQueue"
                   && failures[1].phase == Phase::Shutdown && failures[0].exception && failures[1].exception;
        };
        QVERIFY(check(shop.conductor.failures()) && check(inSlot));
        QVERIFY(finishes(shop.conductor.shutdown())); // There is nothing to shut down, so none begins.
        QVERIFY(check(shop.conductor.failures()));

        shop.api->setupHook = {};
        const QFuture<void> second = shop.conductor.setup();
        QCOMPARE(shop.conductor.failures().size(), 0);
        QVERIFY(finishes(second));
        QVERIFY(finishes(shop.conductor.shutdown()));
        QCOMPARE(shop.conductor.failures().size(), 1);
        QCOMPARE(shop.conductor.failures().constFirst().phase, Phase::Shutdown);
    }

    void failuresAreToldDuringTheRollBack() // Errors
    {
        ShopTest shop;
        Log log;
        Gate gate;
        shop.cache->shutdownHook = gate.hook();
        shop.api->setupHook = failing(u"port in use"_s);
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        QCOMPARE(shop.conductor.failures().size(), 1);
        QCOMPARE(shop.conductor.failures().constFirst().message, u"port in use"_s);
        gate.open();
        QVERIFY(finishes(setup));
        QCOMPARE(shop.conductor.failures().size(), 1);
    }

    void aGraphThatCannotBeFoundIsAFailureOfNoComponent() // Errors, R7
    {
        Log log;
        Conductor conductor;
        conductor.add<Market::Archive>(); // The class that it needs is abstract.
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(conductor.failures().size(), 1);
        const Failure failure = conductor.failures().constFirst();
        QCOMPARE(failure.component, QString());
        QCOMPARE(failure.phase, Phase::Setup);
        QCOMPARE(failure.message, conductor.errorString());
        QVERIFY_THROWS_EXCEPTION(MissingDependencyError, std::rethrow_exception(failure.exception));
    }

    void validateTellsWithoutAnException() // Errors
    {
        Log log;
        Conductor conductor;
        QString error = u"of an earlier call"_s;
        QVERIFY(conductor.validate(&error));
        QCOMPARE(error, QString());
        conductor.add<Market::Archive>();
        QVERIFY(!conductor.validate(&error));
        QVERIFY(!conductor.validate(nullptr));
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(conductor.errorString(), error);
        QVERIFY(!error.isEmpty());
    }

    void whatAPersonReadsIsTranslated() // Errors
    {
        Translator translator;
        translator.texts = { { u"Setup failed: %1"_s, u"Der Start scheiterte: %1"_s },
                             { u"not set up: %1"_s, u"nicht gestartet: %1"_s },
                             { u"unknown exception"_s, u"unbekannte Ausnahme"_s } };
        ShopTest shop;
        shop.db->setupHook = []() -> QFuture<void> { throw 7; };
        Log log;
        QVERIFY(QCoreApplication::installTranslator(&translator));
        QVERIFY(finishes(shop.conductor.setup()));
        QCoreApplication::removeTranslator(&translator);
        QCOMPARE(shop.db->errorString(), u"unbekannte Ausnahme"_s);
        QVERIFY2(shop.conductor.errorString().startsWith(u"Der Start scheiterte: Database: unbekannte Ausnahme"_s),
                 qPrintable(shop.conductor.errorString()));
        QVERIFY2(shop.workers->errorString().startsWith(u"nicht gestartet: "_s),
                 qPrintable(shop.workers->errorString()));
        translator.contexts.removeAll(u"QConductor"_s);
        QCOMPARE(translator.contexts, QStringList());
    }
};

QTEST_GUILESS_MAIN(tst_Errors)
#include "tst_errors.moc"
