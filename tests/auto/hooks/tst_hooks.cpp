// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "shop.h"

#include <QtConcurrent/qtconcurrentrun.h>

#include <functional>
#include <stdexcept>

using namespace QConductor;

namespace {

// The continuation that an author attaches to the future of a hook.
struct Continuation
{
    QFuture<void> future;
    bool hasRun = false;
};
using Attach = std::function<void(QFuture<void>, Continuation &)>;

// A future that was canceled although nobody asked for it.
QFuture<void> canceledFuture()
{
    QPromise<void> promise;
    promise.start();
    promise.future().cancel();
    promise.finish();
    return promise.future();
}

void addFaults()
{
    QTest::addColumn<Probe::Hook>("hook");
    QTest::addColumn<QString>("message");
    QTest::newRow("throws at once") << Probe::Hook([]() -> QFuture<void> { throw std::runtime_error("broken"); })
                                    << QStringLiteral("broken");
    QTest::newRow("a non-std exception") << Probe::Hook([]() -> QFuture<void> { throw 42; })
                                         << QStringLiteral("unknown exception");
    QTest::newRow("throws an Error") << Probe::Hook([]() -> QFuture<void> { throw Error(QStringLiteral("größer")); })
                                     << QStringLiteral("größer");
    QTest::newRow("an exceptional future") << failing(QStringLiteral("no disk")) << QStringLiteral("no disk");
    QTest::newRow("throws in a thread")
            << Probe::Hook([] { return QtConcurrent::run([] { throw std::runtime_error("in thread"); }); })
            << QStringLiteral("in thread");
    QTest::newRow("waits itself for a thread that throws") << Probe::Hook([] {
        QtConcurrent::run([] { throw std::runtime_error("in thread"); }).waitForFinished();
        return Component::done();
    }) << QStringLiteral("in thread");
    QTest::newRow("a non-std exception in a thread")
            << Probe::Hook([] { return QtConcurrent::run([] { throw 42; }); }) << QStringLiteral("unknown exception");
    QTest::newRow("promise abandoned") << Probe::Hook([] {
        QPromise<void> promise;
        promise.start();
        return promise.future();
    }) << QStringLiteral("canceled: the future was empty or abandoned (return done() where there is nothing to wait for)");
    QTest::newRow("promise abandoned later") << Probe::Hook([] {
        auto promise = std::make_shared<QPromise<void>>();
        promise->start();
        QMetaObject::invokeMethod(QCoreApplication::instance(), [promise] {}, Qt::QueuedConnection);
        return promise->future();
    }) << QStringLiteral("canceled");
    QTest::newRow("an empty future") << Probe::Hook([] { return QFuture<void>(); })
            << QStringLiteral("canceled: the future was empty or abandoned (return done() where there is nothing to wait for)");
    QTest::newRow("future cancels itself") << Probe::Hook(canceledFuture)
            << QStringLiteral("canceled: the future was empty or abandoned (return done() where there is nothing to wait for)");
}

} // namespace

class tst_Hooks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSetupHookFailsWithItsMessage_data() { addFaults(); }
    void aSetupHookFailsWithItsMessage() // R1
    {
        QFETCH(Probe::Hook, hook);
        QFETCH(QString, message);
        ShopTest shop;
        shop.db->setupHook = hook;
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        const auto error = errorOf<SetupError>(setup);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 1);
        const Failure failure = error->failures().first();
        QCOMPARE(failure.component, QStringLiteral("Shop::Database"));
        QCOMPARE(failure.phase, Phase::Setup);
        QCOMPARE(failure.message, message);
        QVERIFY(failure.exception);
        QCOMPARE(shop.db->errorString(), message);
        QCOMPARE(shop.db->shutdownCount, 0);
    }

    void aShutdownHookFailsWithItsMessage_data() { addFaults(); }
    void aShutdownHookFailsWithItsMessage() // R1, R18
    {
        QFETCH(Probe::Hook, hook);
        QFETCH(QString, message);
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.api->shutdownHook = hook;
        const QFuture<void> shutdown = shop.conductor.shutdown();
        QVERIFY(finishes(shutdown));
        const auto error = errorOf<ShutdownError>(shutdown);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 1);
        QCOMPARE(error->failures().first().component, QStringLiteral("Shop::WebApi"));
        QCOMPARE(error->failures().first().phase, Phase::Shutdown);
        QCOMPARE(error->failures().first().message, message);
        QCOMPARE(shop.api->state(), Component::State::Failed);
        QCOMPARE(shop.db->shutdownCount, 1);
    }

    void theExceptionKeepsItsType() // R15
    {
        ShopTest shop;
        shop.db->setupHook = [] { return QtConcurrent::run([] { throw std::out_of_range("far"); }); };
        const QFuture<void> setup = shop.conductor.setup();
        QVERIFY(finishes(setup));
        const auto error = errorOf<SetupError>(setup);
        QVERIFY(error);
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, std::rethrow_exception(error->failures().first().exception));
    }

    void aFutureMayHaveFinishedBefore() // R2
    {
        ShopTest shop;
        QPromise<void> promise;
        promise.start();
        promise.finish();
        shop.db->setupHook = [future = promise.future()] { return future; };
        QVERIFY(shop.setUp());
    }

    void twoComponentsMayReturnOneFuture() // R2
    {
        ShopTest shop;
        QPromise<void> promise;
        promise.start();
        const QFuture<void> shared = promise.future();
        shop.db->setupHook = shop.queue->setupHook = [shared] { return shared; };
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_COMPARE(shop.queue->state(), Component::State::SettingUp);
        QCOMPARE(shop.db->state(), Component::State::SettingUp);
        promise.finish();
        QVERIFY(finishes(setup));
        QVERIFY(shop.db->isActive() && shop.queue->isActive() && shop.api->isActive());
    }

    void theAuthorsOwnContinuationRuns_data()
    {
        QTest::addColumn<Attach>("inTheHook");
        QTest::addColumn<Attach>("later");
        const Attach attach = [](QFuture<void> future, Continuation &continuation) {
            continuation.future = future.then([&continuation] { continuation.hasRun = true; });
        };
        const Attach nothing = [](const QFuture<void> &, Continuation &) {};
        QTest::newRow("attached before it is returned") << attach << nothing;
        QTest::newRow("attached after it is returned") << nothing << attach;
    }
    void theAuthorsOwnContinuationRuns() // R2
    {
        QFETCH(Attach, inTheHook);
        QFETCH(Attach, later);
        ShopTest shop;
        Gate gate;
        Continuation continuation;
        shop.db->setupHook = [&] {
            const QFuture<void> future = gate.enter();
            inTheHook(future, continuation);
            return future;
        };
        const QFuture<void> setup = shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        later(gate.promise.future(), continuation);
        gate.open();
        QVERIFY(finishes(setup));
        QVERIFY(continuation.hasRun && !continuation.future.isCanceled());
        QVERIFY(shop.db->isActive());
    }

    void futuresMayEndInOtherThreads_data() { addSchedulings(); }
    void futuresMayEndInOtherThreads() // R2
    {
        QFETCH(Conductor::Scheduling, scheduling);
        for (int round = 0; round < 200; ++round) {
            ShopTest shop(scheduling);
            for (Probe *probe : std::initializer_list<Probe *> { shop.db, shop.queue, shop.cache })
                probe->setupHook = probe->shutdownHook = [] { return QtConcurrent::run([] { }); };
            QVERIFY(finishes(shop.conductor.setup()));
            QVERIFY(shop.api->isActive());
            const QFuture<void> shutdown = shop.conductor.shutdown();
            QVERIFY(finishes(shutdown));
            QVERIFY(!errorOf<ShutdownError>(shutdown));
        }
    }
};

QTEST_GUILESS_MAIN(tst_Hooks)
#include "tst_hooks.moc"
