// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/timeline_p.h"

#include <QtTest/qtest.h>

using namespace QConductor;
using namespace std::chrono_literals;

using Time = std::chrono::nanoseconds;

class tst_Timeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingTookAnyTime() // R48
    {
        Timeline timeline;
        timeline.finish(7ms);
        QCOMPARE(timeline.end(), Time(7ms));
        QVERIFY(timeline.criticalPath().empty());
    }

    // Two chains: a (30) and then c (40), and b (50) and then d (10), which both e (5) waits for.
    void aDiamond() // R48
    {
        Timeline timeline;
        const int a = timeline.addHook(1ms, 30ms, 0ms);
        const int b = timeline.addHook(1ms, 50ms, 0ms);
        const int c = timeline.addHook(31ms, 40ms, 0ms);
        const int d = timeline.addHook(51ms, 10ms, 0ms);
        const int e = timeline.addHook(71ms, 5ms, 0ms);
        timeline.addWait(c, a);
        timeline.addWait(d, b);
        timeline.addWait(e, c);
        timeline.addWait(e, d);
        timeline.finish(1ms);
        QCOMPARE(timeline.end(), Time(76ms));
        QCOMPARE(timeline.criticalPath(), std::vector<int>({ a, c, e }));
        QCOMPARE(timeline.waited(a), Time(1ms));
        QCOMPARE(timeline.waited(d), Time(51ms));
        QCOMPARE(timeline.waited(e), Time(71ms));
        QCOMPARE(timeline.slack(a), Time(0));
        QCOMPARE(timeline.slack(b), Time(10ms));
        QCOMPARE(timeline.slack(d), Time(10ms));
        QCOMPARE(timeline.slack(e), Time(0));
        QCOMPARE(timeline.gain(a), Time(10ms)); // then the other chain decides
        QCOMPARE(timeline.gain(c), Time(10ms));
        QCOMPARE(timeline.gain(b), Time(0));
        QCOMPARE(timeline.gain(e), Time(5ms));
    }

    // Whoever holds the event loop delays what might begin, without being waited for.
    void oneHoldsTheEventLoop() // R48
    {
        Timeline timeline;
        const int holder = timeline.addHook(0ms, 80ms, 50ms);
        const int delayed = timeline.addHook(50ms, 100ms, 0ms);
        timeline.finish(0ms);
        QCOMPARE(timeline.criticalPath(), std::vector<int>({ holder, delayed }));
        QCOMPARE(timeline.waited(delayed), Time(0));
        QCOMPARE(timeline.slack(holder), Time(70ms)); // it could have ended later without holding the event loop longer
        QCOMPARE(timeline.gain(holder), Time(50ms));
        QCOMPARE(timeline.gain(delayed), Time(70ms));
    }

    void oneHoldsTheEventLoopUntilItsEnd() // R48
    {
        Timeline timeline;
        const int holder = timeline.addHook(0ms, 50ms, 50ms);
        const int delayed = timeline.addHook(50ms, 100ms, 0ms);
        timeline.finish(0ms);
        QCOMPARE(timeline.slack(holder), Time(0));
        QCOMPARE(timeline.slack(delayed), Time(0));
    }

    // A barrier stands for a whole layer.
    void aBarrier() // R48
    {
        Timeline timeline;
        const int quick = timeline.addHook(0ms, 10ms, 0ms);
        const int slow = timeline.addHook(0ms, 40ms, 0ms);
        const int last = timeline.addHook(40ms, 5ms, 0ms);
        const int barrier = timeline.addBarrier();
        timeline.addWait(barrier, quick);
        timeline.addWait(barrier, slow);
        timeline.addWait(last, barrier);
        timeline.finish(0ms);
        QCOMPARE(timeline.criticalPath(), std::vector<int>({ slow, last }));
        QCOMPARE(timeline.waited(last), Time(40ms));
        QCOMPARE(timeline.slack(quick), Time(30ms));
        QCOMPARE(timeline.gain(slow), Time(30ms));
    }

    void whatLeftNoRecordBeganAsSoonAsItMight() // R48
    {
        Timeline timeline;
        const int slow = timeline.addHook(3ms, 20ms, 0ms);
        const int quick = timeline.addHook(Timeline::unknown, 0ms, 0ms);
        const int last = timeline.addHook(24ms, 6ms, 0ms);
        timeline.addWait(quick, slow);
        timeline.addWait(last, quick);
        timeline.finish(3ms);
        QCOMPARE(timeline.began(quick), Time(23ms));
        QCOMPARE(timeline.waited(last), Time(23ms));
        QCOMPARE(timeline.criticalPath(), std::vector<int>({ slow, quick, last }));
        QCOMPARE(timeline.slack(slow), Time(0));
        QCOMPARE(timeline.gain(slow), Time(20ms));
    }

    void whatNeverBeganDecidesNothing() // R48
    {
        Timeline timeline;
        const int failed = timeline.addHook(0ms, 20ms, 0ms);
        const int idle = timeline.addIdle(500ms);
        timeline.addWait(idle, failed);
        timeline.finish(0ms);
        QCOMPARE(timeline.end(), Time(20ms));
        QCOMPARE(timeline.criticalPath(), std::vector<int>({ failed }));
        QCOMPARE(timeline.slack(failed), Time(0));
        QCOMPARE(timeline.gain(failed), Time(20ms));
    }

    // The times of a component that was set up again may begin before what it waits for: then its last run counts.
    void aBeginningThatIsTooEarly() // R44, R48
    {
        Timeline timeline;
        const int a = timeline.addHook(50ms, 10ms, 0ms);
        const int b = timeline.addHook(5ms, 70ms, 5ms);
        const int c = timeline.addHook(10ms, 20ms, 15ms);
        timeline.addWait(b, a);
        timeline.addWait(c, a);
        timeline.finish(0ms);
        QCOMPARE(timeline.criticalPath(), std::vector<int>({ a, b }));
        QCOMPARE(timeline.waited(b), Time(60ms));
        QCOMPARE(timeline.began(b), Time(60ms));
        QCOMPARE(timeline.took(b), Time(15ms));
        QCOMPARE(timeline.held(b), Time(5ms));
        QCOMPARE(timeline.took(c), Time(0));
        QCOMPARE(timeline.held(c), Time(0));
        QCOMPARE(timeline.end(), Time(75ms));
        QCOMPARE(timeline.slack(a), Time(0));
        QCOMPARE(timeline.gain(a), Time(10ms));
    }

    // What is behind a component that never began has waited for others only.
    void nothingWaitsForWhatNeverBegan() // R42, R48
    {
        Timeline timeline;
        const int first = timeline.addHook(0ms, 10ms, 0ms);
        const int idle = timeline.addIdle(500ms);
        const int next = timeline.addHook(10ms, 20ms, 0ms);
        const int soft = timeline.addHook(0ms, 5ms, 0ms);
        const int barrier = timeline.addBarrier();
        timeline.addWait(barrier, first);
        timeline.addWait(barrier, idle);
        timeline.addWait(next, barrier);
        timeline.addWait(soft, idle);
        timeline.finish(0ms);
        QCOMPARE(timeline.waited(next), Time(10ms));
        QCOMPARE(timeline.waited(soft), Time(0));
        QCOMPARE(timeline.criticalPath(), std::vector<int>({ first, next }));
        QCOMPARE(timeline.gain(first), Time(10ms));
        QCOMPARE(timeline.gain(next), Time(20ms));
        QCOMPARE(timeline.slack(idle), Time(0)); // it lasts longer than all hooks
        QCOMPARE(timeline.slack(soft), Time(25ms));
    }

    // A delay for which there is no other reason, such as a slot that was busy, stays as it is.
    void aDelayStays() // R48
    {
        Timeline timeline;
        const int first = timeline.addHook(0ms, 10ms, 0ms);
        const int last = timeline.addHook(25ms, 10ms, 0ms);
        timeline.addWait(last, first);
        timeline.finish(0ms);
        QCOMPARE(timeline.waited(last), Time(10ms));
        QCOMPARE(timeline.slack(first), Time(0));
        QCOMPARE(timeline.gain(first), Time(10ms));
        QCOMPARE(timeline.criticalPath(), std::vector<int>({ first, last }));
    }

    // Without a, which nobody waits for but c, that holds the event loop before d may begin. So all would end later.
    void nobodyGainsByALaterEnd() // R48
    {
        Timeline timeline;
        const int a = timeline.addHook(0ms, 20ms, 0ms);
        const int b = timeline.addHook(0ms, 15ms, 0ms);
        const int c = timeline.addHook(20ms, 50ms, 50ms);
        const int d = timeline.addHook(15ms, 100ms, 0ms);
        timeline.addWait(c, a);
        timeline.addWait(d, b);
        timeline.finish(0ms);
        QCOMPARE(timeline.end(), Time(115ms));
        QCOMPARE(timeline.gain(a), Time(0));
        QCOMPARE(timeline.gain(b), Time(15ms));
    }

    void aLongChain() // R14, R48
    {
        Timeline timeline;
        constexpr int count = 100000;
        for (int i = 0; i < count; ++i) {
            timeline.addHook(Time(i), Time(1), Time(0));
            if (i > 0)
                timeline.addWait(i, i - 1);
        }
        timeline.finish(Time(0));
        QCOMPARE(timeline.criticalPath().size(), std::size_t(count));
        QCOMPARE(timeline.gain(count / 2), Time(1));
        QCOMPARE(timeline.slack(0), Time(0));
    }
};

QTEST_APPLESS_MAIN(tst_Timeline)

#include "tst_timeline.moc"
