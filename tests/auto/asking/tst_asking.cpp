// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "busy.h"
#include "shop.h"

#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

using Answer = std::function<QFuture<bool>()>;
using Act = std::function<void(ShopTest &)>;

bool resultOf(const QFuture<bool> &future)
{
    return future.isFinished() && future.resultCount() == 1 && future.result();
}

QStringList asked()
{
    return journal.filter(u"ask "_s);
}

} // namespace

class tst_Asking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void allAreAskedInTheOrderOfAShutdown_data() { addSchedulings(); }
    void allAreAskedInTheOrderOfAShutdown() // R46
    {
        QFETCH(Conductor::Scheduling, scheduling);
        ShopTest shop(scheduling);
        QVERIFY(shop.setUp());
        bool wasAllActive = true;
        QList<ShutdownReason> reasons;
        for (Probe *probe : shop.probes()) {
            probe->requestHook = [&](ShutdownReason reason) {
                for (const Probe *other : shop.probes())
                    wasAllActive = wasAllActive && other->isActive();
                reasons += reason;
                return answered(true);
            };
        }
        journal.clear();
        const QFuture<bool> future = shop.conductor.requestShutdown();
        QVERIFY(journal.isEmpty()); // Nobody is asked before the caller has the future.
        QVERIFY(finishes(future));
        QVERIFY(resultOf(future));
        QVERIFY(wasAllActive);
        QCOMPARE(reasons, QList<ShutdownReason>(shop.probes().size(), ShutdownReason::Requested));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
        const QStringList order = asked().replaceInStrings(u"ask"_s, u"shutdown"_s);
        QCOMPARE(journal.mid(order.size()), order);
        QCOMPARE(order.size(), shop.probes().size());
    }

    void theOrderHoldsWhereEachAnswerTakesItsTime() // R14, R46
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        for (Probe *probe : shop.probes()) {
            probe->requestHook = [](ShutdownReason) {
                keepBusy(4); // longer than a slice of time
                return answered(true);
            };
        }
        journal.clear();
        const QFuture<bool> future = shop.conductor.requestShutdown();
        QVERIFY(finishes(future));
        QVERIFY(resultOf(future));
        const QStringList order = asked().replaceInStrings(u"ask"_s, u"shutdown"_s);
        QCOMPARE(journal.mid(order.size()), order);
        QCOMPARE(order.size(), shop.probes().size());
    }

    void theFirstNoEndsIt_data()
    {
        QTest::addColumn<Answer>("no");
        QTest::addColumn<QString>("message");
        QTest::newRow("false") << Answer([] { return answered(false); }) << u"refused to be shut down"_s;
        QTest::newRow("throws") << Answer([]() -> QFuture<bool> { throw Error(u"not saved"_s); }) << u"not saved"_s;
        QTest::newRow("throws what is no exception")
                << Answer([]() -> QFuture<bool> { throw 1; }) << u"unknown exception"_s;
        QTest::newRow("an exception in the future") << Answer([] {
            QPromise<bool> promise;
            promise.start();
            promise.setException(Error(u"not saved"_s));
            promise.finish();
            return promise.future();
        }) << u"not saved"_s;
        QTest::newRow("canceled") << Answer([] {
            QPromise<bool> promise;
            promise.start();
            promise.future().cancel();
            promise.finish();
            return promise.future();
        }) << u"canceled"_s;
        QTest::newRow("empty") << Answer([] { return QFuture<bool>(); }) << u"canceled"_s;
        QTest::newRow("no result") << Answer([] {
            QPromise<bool> promise;
            promise.start();
            promise.finish();
            return promise.future();
        }) << u"the future of onShutdownRequest() has no result: add true or false"_s;
    }
    void theFirstNoEndsIt() // R46
    {
        QFETCH(Answer, no);
        QFETCH(QString, message);
        ShopTest shop;
        QVERIFY(shop.setUp());
        journal.clear();
        shop.workers->requestHook = [&](ShutdownReason) { return no(); };
        QSignalSpy refused(&shop.conductor, &Conductor::shutdownRefused);
        QSignalSpy states(&shop.conductor, &Conductor::stateChanged);
        const QFuture<bool> future = shop.conductor.requestShutdown();
        QVERIFY(finishes(future));
        QVERIFY(!resultOf(future));
        QCOMPARE(refused.count(), 1);
        QCOMPARE(refused.first().at(0).value<Component *>(), shop.workers);
        QCOMPARE(refused.first().at(1).toString(), message);
        QCOMPARE(asked().last(), u"ask "_s + shop.workers->name());
        QVERIFY(asked().size() < shop.probes().size());
        QCOMPARE(states.count(), 0);
        shop.workers->requestHook = {};
        QVERIFY(finishes(shop.conductor.requestShutdown())); // The next request asks all again.
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void oneIsAskedAtATimeAndMayThink() // R46
    {
        Person person;
        ShopTest shop;
        shop.conductor.setShutdownTimeout(1); // It doesn't hold for a question.
        QVERIFY(shop.setUp());
        journal.clear();
        shop.db->requestHook = [&](ShutdownReason) { return person.ask(); };
        const QFuture<bool> future = shop.conductor.requestShutdown();
        QTRY_COMPARE(person.timesAsked, 1);
        const QStringList before = asked();
        QCoreApplication::processEvents();
        QCOMPARE(asked(), before);
        QVERIFY(!future.isFinished());
        person.answer(true);
        QVERIFY(finishes(future));
        QVERIFY(resultOf(future));
        QCOMPARE(asked().size(), shop.probes().size());
    }

    void aSecondRequestJoinsTheFirst() // R46
    {
        Person person;
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.db->requestHook = [&](ShutdownReason) { return person.ask(); };
        const QFuture<bool> first = shop.conductor.requestShutdown();
        QTRY_COMPARE(person.timesAsked, 1);
        const QFuture<bool> second = shop.conductor.requestShutdown();
        person.answer(false);
        QVERIFY(finishes(first) && finishes(second));
        QVERIFY(!resultOf(first) && !resultOf(second));
        QCOMPARE(person.timesAsked, 1);
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
    }

    void cancelingWithdrawsTheRequest() // R46
    {
        Person person;
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.workers->requestHook = [&](ShutdownReason) { return person.ask(); };
        QSignalSpy refused(&shop.conductor, &Conductor::shutdownRefused);
        QFuture<bool> future = shop.conductor.requestShutdown();
        QTRY_COMPARE(person.timesAsked, 1);
        future.cancel();
        QVERIFY(finishes(future));
        QTRY_VERIFY(person.isAskedToCancel());
        person.answer(true); // It comes too late.
        QFuture<bool> next = shop.conductor.requestShutdown();
        QTRY_COMPARE(person.timesAsked, 2);
        QCOMPARE(shop.conductor.state(), Conductor::State::Active);
        QCOMPARE(refused.count(), 0);
        person.answer(true);
        QVERIFY(finishes(next));
        QVERIFY(resultOf(next));
    }

    void aRequestRightAfterACancellationIsANewOne() // R46
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        QFuture<bool> first = shop.conductor.requestShutdown();
        first.cancel();
        const QFuture<bool> second = shop.conductor.requestShutdown();
        QVERIFY(finishes(first) && finishes(second));
        QVERIFY(resultOf(second));
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void whenAllHaveAgreedCancelingHasNoEffect() // R46
    {
        Gate gate;
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.api->shutdownHook = gate.hook();
        QFuture<bool> future = shop.conductor.requestShutdown();
        QTRY_VERIFY(gate.isEntered);
        QVERIFY(!future.isFinished());
        future.cancel();
        gate.open();
        QVERIFY(finishes(future));
        QTRY_COMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void aShutdownThatFailsIsATrueAllTheSame() // R46, R18
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.db->shutdownHook = failing(u"disk full"_s);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"disk full"_s));
        const QFuture<bool> future = shop.conductor.requestShutdown();
        QVERIFY(finishes(future));
        QVERIFY(resultOf(future));
        QCOMPARE(shop.conductor.failures().size(), 1);
    }

    void whoIsNotActiveIsNotAsked_data()
    {
        QTest::addColumn<Act>("before");
        QTest::newRow("inactive") << Act([](ShopTest &) {});
        QTest::newRow("setting up") << Act([](ShopTest &shop) { shop.conductor.setup(); });
        QTest::newRow("shutting down") << Act([](ShopTest &shop) {
            QVERIFY(shop.setUp());
            shop.conductor.shutdown();
        });
    }
    void whoIsNotActiveIsNotAsked() // R46
    {
        QFETCH(Act, before);
        ShopTest shop;
        before(shop);
        const QFuture<bool> future = shop.conductor.requestShutdown();
        QVERIFY(finishes(future));
        QVERIFY(resultOf(future));
        QCOMPARE(asked(), QStringList());
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void whatBecomesActiveMeanwhileIsAskedToo() // R46
    {
        Person person;
        Probe late;
        late.setObjectName(u"late"_s);
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.db->requestHook = [&](ShutdownReason) { return person.ask(); };
        const QFuture<bool> future = shop.conductor.requestShutdown();
        QTRY_COMPARE(person.timesAsked, 1);
        QVERIFY(finishes(shop.conductor.start(&late)));
        person.answer(true);
        QVERIFY(finishes(future));
        QVERIFY(asked().contains(u"ask late"_s));
        QCOMPARE(asked().size(), shop.probes().size() + 1);
    }

    void whatHasAgreedAndIsRestartedIsAskedAgain() // R46
    {
        Person person;
        ShopTest shop;
        QVERIFY(shop.setUp());
        journal.clear();
        shop.db->requestHook = [&](ShutdownReason) { return person.ask(); };
        const QFuture<bool> future = shop.conductor.requestShutdown();
        QTRY_COMPARE(person.timesAsked, 1);
        QVERIFY(asked().contains(u"ask "_s + shop.api->name()));
        QVERIFY(finishes(shop.conductor.restart(shop.api)));
        person.answer(true);
        QVERIFY(finishes(future));
        QCOMPARE(asked().count(u"ask "_s + shop.api->name()), 2);
    }

    void whatIsGoneIsNotWaitedFor_data()
    {
        QTest::addColumn<Act>("leave");
        QTest::newRow("stopped") << Act([](ShopTest &shop) { shop.conductor.stop(shop.workers); });
        QTest::newRow("failed") << Act([](ShopTest &shop) {
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"broken"_s));
            shop.workers->reportFailure(u"broken"_s);
        });
        QTest::newRow("destroyed") << Act([](ShopTest &shop) {
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"destroyed"_s));
            delete shop.workers;
        });
    }
    void whatIsGoneIsNotWaitedFor() // R46, R19
    {
        QFETCH(Act, leave);
        Person person;
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.workers->requestHook = [&](ShutdownReason) { return person.ask(); };
        const QFuture<bool> future = shop.conductor.requestShutdown();
        QTRY_COMPARE(person.timesAsked, 1);
        leave(shop);
        QVERIFY(finishes(future));
        QVERIFY(resultOf(future));
        QVERIFY(person.isAskedToCancel());
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void aComponentMayBeDestroyedByItsOwnAnswer() // R46, R19
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.workers->requestHook = [&](ShutdownReason) {
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"destroyed"_s));
            const auto hold = std::move(shop.workers->requestHook); // this lambda
            delete shop.workers;
            return answered(false);
        };
        const QFuture<bool> future = shop.conductor.requestShutdown();
        QVERIFY(finishes(future));
        QVERIFY(resultOf(future));
    }

    void shutdownAsksNobodyAndEndsARequest() // R46
    {
        Person person;
        ShopTest shop;
        QVERIFY(shop.setUp());
        shop.workers->requestHook = [&](ShutdownReason) { return person.ask(); };
        const QFuture<bool> future = shop.conductor.requestShutdown();
        QTRY_COMPARE(person.timesAsked, 1);
        QVERIFY(shutsDown(shop.conductor));
        QVERIFY(finishes(future));
        QVERIFY(resultOf(future));
        QVERIFY(person.isAskedToCancel());
    }

    void destructionAsksNobodyAndEndsARequest() // R46, R20
    {
        Person person;
        auto shop = std::make_unique<ShopTest>();
        QVERIFY(shop->setUp());
        shop->workers->requestHook = [&](ShutdownReason) { return person.ask(); };
        const QFuture<bool> future = shop->conductor.requestShutdown();
        QTRY_COMPARE(person.timesAsked, 1);
        shop.reset();
        QVERIFY(resultOf(future));
        QVERIFY(person.isAskedToCancel());
    }

    void theConductorMayBeDestroyedWhileAComponentIsAsked() // R46, R21
    {
        auto shop = std::make_unique<ShopTest>();
        QVERIFY(shop->setUp());
        shop->workers->requestHook = [&](ShutdownReason) {
            QEventLoop loop;
            QTimer::singleShot(0, &loop, &QEventLoop::quit);
            loop.exec();
            return answered(true);
        };
        auto *conductor = new Conductor;
        Probe probe;
        conductor->add(&probe);
        QVERIFY(setsUp(*conductor));
        QPointer<Conductor> alive = conductor;
        probe.requestHook = [&](ShutdownReason) {
            delete conductor;
            return answered(false);
        };
        const QFuture<bool> future = conductor->requestShutdown();
        QVERIFY(finishes(future));
        QVERIFY(resultOf(future));
        QVERIFY(!alive);
        const QFuture<bool> other = shop->conductor.requestShutdown();
        QVERIFY(finishes(other));
        QVERIFY(resultOf(other));
    }

    void anEventLoopInAnAnswerAsksNobodyElse() // R46
    {
        ShopTest shop;
        QVERIFY(shop.setUp());
        journal.clear();
        QStringList before, after;
        shop.workers->requestHook = [&](ShutdownReason) {
            before = asked();
            QEventLoop loop;
            QTimer::singleShot(0, &loop, &QEventLoop::quit);
            loop.exec();
            QCoreApplication::processEvents();
            after = asked();
            return answered(true);
        };
        QVERIFY(finishes(shop.conductor.requestShutdown()));
        QCOMPARE(after, before);
        QCOMPARE(asked().size(), shop.probes().size());
    }

    void aFinishedFutureStaysItsAuthors() // R46, R2
    {
        const QFuture<bool> shared = answered(true);
        ShopTest shop;
        for (int i = 0; i < 2; ++i) {
            QVERIFY(shop.setUp());
            shop.workers->requestHook = [&](ShutdownReason) { return shared; };
            shop.api->requestHook = shop.workers->requestHook;
            const QFuture<bool> future = shop.conductor.requestShutdown();
            QVERIFY(finishes(future));
            QVERIFY(resultOf(future));
            QVERIFY(!shared.isCanceled());
        }
    }
};

QTEST_GUILESS_MAIN(tst_Asking)

#include "tst_asking.moc"
