// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "async/slice_p.h"
#include "probe.h"
#include "schedulings.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qthread.h>
#include <QtCore/qtimer.h>

#include <algorithm>

using namespace QConductor;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

// A component as small as one can be whose hooks and getter let a test act in them. It has one dependency of its own
// class.
class Link : public Component
{
    Q_OBJECT
    Q_PROPERTY(Link *next READ next WRITE setNext)
public:
    Link *next() const
    {
        if (onRead)
            onRead();
        return m_next;
    }
    void setNext(Link *next) { m_next = next; }

    std::function<void()> onRead;
    std::function<void()> onHook;
    int setupCount = 0;
    int shutdownCount = 0;

protected:
    QFuture<void> onSetup() override
    {
        ++setupCount;
        return hook();
    }
    QFuture<void> onShutdown() override
    {
        ++shutdownCount;
        return hook();
    }

private:
    QFuture<void> hook() const
    {
        if (onHook)
            onHook();
        return done();
    }

    Link *m_next = nullptr;
};

// A Link without a dependency: its property "next" is a number.
class Ground : public Link
{
    Q_OBJECT
    Q_PROPERTY(int next MEMBER none)
public:
    int none = 0;
};

namespace {

using Links = std::vector<std::unique_ptr<Link>>;

// Returns links of which each needs the one before it.
Links chainOf(int size)
{
    Links links;
    links.push_back(std::make_unique<Ground>());
    while (int(links.size()) < size) {
        auto link = std::make_unique<Link>();
        link->setNext(links.back().get());
        links.push_back(std::move(link));
    }
    return links;
}

// Returns links that all need the first one.
Links starOf(int size)
{
    Links links = chainOf(1);
    while (int(links.size()) < size) {
        links.push_back(std::make_unique<Link>());
        links.back()->setNext(links.front().get());
    }
    return links;
}

// Counts how many things happen between two turns of the event loop. Each thing takes at least a known time, so the
// count says for how long the loop was held, on a machine of any speed.
class Stopwatch
{
public:
    explicit Stopwatch(std::chrono::microseconds each) : m_each(each)
    {
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            ++turns;
            m_sinceTurn = 0;
        });
        m_timer.start(0);
    }

    void happen()
    {
        QElapsedTimer timer;
        timer.start();
        while (std::chrono::nanoseconds(timer.nsecsElapsed()) < m_each) { }
        ++count;
        m_longest = std::max(m_longest, ++m_sinceTurn);
    }
    std::chrono::microseconds longestStretch() const { return (m_longest - 1) * m_each; }

    int count = 0;
    int turns = 0;

private:
    std::chrono::microseconds m_each;
    QTimer m_timer;
    int m_sinceTurn = 0;
    int m_longest = 0;
};

// Adds all links, and lets a stopwatch count how many of the links come to a state.
void addWatched(Conductor &conductor, const Links &links, Component::State watched, Stopwatch &watch)
{
    for (const auto &link : links) {
        QObject::connect(link.get(), &Component::stateChanged, &conductor, [watched, &watch](Component::State state) {
            if (state == watched)
                watch.happen();
        });
        conductor.add(link.get());
    }
}

constexpr auto limit = std::chrono::milliseconds(8);

} // namespace

class tst_Scale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChainOf100000OnASmallStack_data() { addSchedulings(); }
    void aChainOf100000OnASmallStack() // R14: Only the top is added.
    {
        QFETCH(Scheduling, scheduling);
        constexpr int size = 100000;
        bool isSetUp = false, isShutDown = false, isOnce = false;
        qsizetype found = 0, layers = 0;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            Links links = chainOf(size);
            {
                Conductor conductor;
                conductor.setScheduling(scheduling);
                conductor.add(links.back().get());
                conductor.validate();
                const QFuture<void> setup = conductor.setup();
                isSetUp = finishes(setup) && conductor.state() == Conductor::State::Active;
                found = conductor.components().size();
                layers = conductor.layers().size();
                const QFuture<void> shutdown = conductor.shutdown();
                isShutDown = finishes(shutdown) && conductor.state() == Conductor::State::Inactive;
            }
            isOnce = std::all_of(links.begin(), links.end(),
                                 [](const auto &link) { return link->setupCount == 1 && link->shutdownCount == 1; });
        }));
        thread->setStackSize(1024 * 1024);
        QElapsedTimer timer;
        timer.start();
        thread->start();
        QVERIFY(thread->wait());
        QVERIFY(isSetUp);
        QVERIFY(isShutDown);
        QVERIFY(isOnce);
        QCOMPARE(found, size);
        QCOMPARE(layers, size);
        QVERIFY2(timer.elapsed() < 60000, "takes quadratic time");
    }

    void aCycleOf100000OnASmallStack() // R11, R14
    {
        constexpr int size = 100000;
        qsizetype length = 0;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            Links links = chainOf(size);
            links[1]->setNext(links.back().get());
            Conductor conductor;
            conductor.add(links.back().get());
            const QFuture<void> setup = conductor.setup();
            if (!finishes(setup))
                return;
            if (const auto error = errorOf<CircularDependencyError>(setup))
                length = error->chain().size();
        }));
        thread->setStackSize(1024 * 1024);
        thread->start();
        QVERIFY(thread->wait());
        QCOMPARE(length, size);
    }

    void aFailureAtTheTopOf100000OnASmallStack_data() { addSchedulings(); }
    void aFailureAtTheTopOf100000OnASmallStack() // R14, R15: All the other components are rolled back.
    {
        QFETCH(Scheduling, scheduling);
        constexpr int size = 100000;
        bool hasFailed = false, isRolledBack = false;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            Links links = chainOf(size);
            links.back()->onHook = [] { throw Error(u"on purpose"_s); };
            Conductor conductor;
            conductor.setScheduling(scheduling);
            conductor.add(links.back().get());
            const QFuture<void> setup = conductor.setup();
            hasFailed = finishes(setup) && errorOf<SetupError>(setup);
            isRolledBack = std::all_of(links.begin(), links.end() - 1,
                                       [](const auto &link) { return link->shutdownCount == 1 && !link->isActive(); });
        }));
        thread->setStackSize(1024 * 1024);
        thread->start();
        QVERIFY(thread->wait());
        QVERIFY(hasFailed);
        QVERIFY(isRolledBack);
    }

    void turnsTheEventLoopBetweenQuickHooks_data()
    {
        addSchedulingColumn();
        QTest::addColumn<bool>("isChain");
        addInBothSchedulings(u"chain"_s, true);
        addInBothSchedulings(u"star"_s, false);
    }
    void turnsTheEventLoopBetweenQuickHooks() // R14
    {
        QFETCH(Scheduling, scheduling);
        QFETCH(bool, isChain);
        constexpr int size = 2000; // The hooks take 100 ms, and a stretch takes 4 ms.
        const Links links = isChain ? chainOf(size) : starOf(size);
        Stopwatch watch(std::chrono::microseconds(50));
        Conductor conductor;
        conductor.setScheduling(scheduling);
        for (const auto &link : links) {
            link->onHook = [&watch] { watch.happen(); };
            conductor.add(link.get());
        }
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(watch.count, size);
        const QFuture<void> shutdown = conductor.shutdown();
        QVERIFY(finishes(shutdown));
        QCOMPARE(watch.count, 2 * size);
        QVERIFY2(watch.longestStretch() <= limit, qPrintable(QString::number(watch.longestStretch().count()) + u" us"_s));
        QVERIFY(watch.turns >= 2 * size * std::chrono::microseconds(50) / limit);
    }

    void endsASliceWhileTheCoarseClockStandsStill() // R14: On a virtual machine it misses ticks.
    {
        Slice slice;
        Clock::time_point tick;
        do {
            tick = coarseNow();
            slice.begin();
        } while (coarseNow() != tick); // otherwise the slice may have begun after the tick
        const auto begun = Clock::now();
        bool isOver = false;
        while (!isOver && Clock::now() - begun < std::chrono::seconds(10))
            isOver = slice.isOver(tick);
        QVERIFY(isOver);
        QVERIFY(slice.isOver(tick)); // and stays so
    }

    void turnsTheEventLoopOnceForEachStretch() // R14: A setup may begin before the last stretch of a shutdown is over.
    {
        constexpr int size = 10000;
        const Links links = starOf(size);
        Stopwatch watch(std::chrono::microseconds(50));
        Conductor conductor;
        for (const auto &link : links)
            conductor.add(link.get());
        QVERIFY(finishes(conductor.setup()));
        QFuture<void> next;
        QObject::connect(&conductor, &Conductor::deactivated, &conductor, [&] {
            for (const auto &link : links)
                link->onHook = [&watch] { watch.happen(); };
            next = conductor.setup();
        });
        QVERIFY(finishes(conductor.shutdown()));
        QVERIFY(finishes(next));
        QCOMPARE(watch.count, size);
        constexpr auto each = std::chrono::milliseconds(6); // A stretch takes 4 ms.
        QVERIFY2(watch.turns >= size * std::chrono::microseconds(50) / each, qPrintable(QString::number(watch.turns)));
        conductor.disconnect();
        for (const auto &link : links)
            link->onHook = {};
    }

    void turnsTheEventLoopWhileItFindsDependencies() // R14
    {
        constexpr int size = 10000;
        const Links links = chainOf(size);
        Stopwatch watch(std::chrono::microseconds(20));
        Conductor conductor;
        for (const auto &link : links)
            link->onRead = [&watch] { watch.happen(); };
        conductor.add(links.back().get());
        QVERIFY(finishes(conductor.setup()));
        QVERIFY(watch.count >= size - 1);
        QVERIFY2(watch.longestStretch() <= limit, qPrintable(QString::number(watch.longestStretch().count()) + u" us"_s));
        for (const auto &link : links)
            link->onRead = {};
    }

    void turnsTheEventLoopWhileComponentsBeginToWait() // R14: The time goes by in slots that listen to the components.
    {
        constexpr int size = 10000;
        const Links links = starOf(size);
        Stopwatch watch(std::chrono::microseconds(20));
        Conductor conductor;
        addWatched(conductor, links, Component::State::Waiting, watch);
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(watch.count, size);
        QVERIFY2(watch.longestStretch() <= limit, qPrintable(QString::number(watch.longestStretch().count()) + u" us"_s));
    }

    void turnsTheEventLoopWhileItRollsBackWhatWaits() // R14, R16: No hook is called for a component that only waits.
    {
        constexpr int size = 10000;
        const Links links = starOf(size);
        Stopwatch watch(std::chrono::microseconds(20));
        Conductor conductor;
        QFuture<void> setup;
        addWatched(conductor, links, Component::State::Inactive, watch);
        links.front()->onHook = [&setup] { setup.cancel(); };
        setup = conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(watch.count, size);
        QVERIFY2(watch.longestStretch() <= limit, qPrintable(QString::number(watch.longestStretch().count()) + u" us"_s));
    }

    void turnsTheEventLoopWhileItTellsWhatIsNotSetUp() // R14, R16: Setup is canceled before it has found the graph.
    {
        constexpr int size = 10000;
        const Links links = starOf(size);
        Stopwatch watch(std::chrono::microseconds(20));
        Conductor conductor;
        addWatched(conductor, links, Component::State::Inactive, watch);
        links.back()->onRead = [&conductor] { conductor.shutdown(); };
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup) && setup.isCanceled());
        QCOMPARE(watch.count, size);
        QVERIFY2(watch.longestStretch() <= limit, qPrintable(QString::number(watch.longestStretch().count()) + u" us"_s));
        links.back()->onRead = {};
    }

    void asksPendingHooksToCancelSomeAtATime() // R14, R16
    {
        constexpr int size = 10000;
        std::vector<Gate> gates(size);
        std::vector<std::unique_ptr<Probe>> probes;
        Conductor conductor;
        for (Gate &gate : gates) {
            probes.push_back(std::make_unique<Probe>());
            probes.back()->setupHook = gate.hook();
            conductor.add(probes.back().get());
        }
        conductor.setup();
        QTRY_VERIFY(gates.back().isEntered);
        const auto asked = [&gates] {
            return int(std::count_if(gates.begin(), gates.end(), [](const Gate &gate) { return gate.isAskedToCancel(); }));
        };
        const QFuture<void> shutdown = conductor.shutdown();
        QVERIFY(asked() < size / 10);
        QTRY_COMPARE(asked(), size);
        for (Gate &gate : gates)
            gate.open();
        QVERIFY(finishes(shutdown));
    }

    void adds100000InLinearTime() // R14
    {
        constexpr int size = 100000;
        const Links links = starOf(size);
        QElapsedTimer timer;
        timer.start();
        {
            Conductor conductor;
            for (const auto &link : links)
                conductor.add(link.get());
            QVERIFY(finishes(conductor.setup()));
            QCOMPARE(links.front()->dependents().size(), size - 1);
            QVERIFY(finishes(conductor.shutdown()));
        }
        QVERIFY2(timer.elapsed() < 60000, "takes quadratic time");
    }

    void destroysComponentsInLinearTime() // R5, R14: The conductor is active meanwhile.
    {
        constexpr int size = 20000;
        Links links = chainOf(size);
        Conductor conductor;
        conductor.add(links.back().get());
        QVERIFY(finishes(conductor.setup()));
        QElapsedTimer timer;
        timer.start();
        while (!links.empty())
            links.pop_back();
        QVERIFY(conductor.components().isEmpty());
        QVERIFY2(timer.elapsed() < 60000, "takes quadratic time");
        QVERIFY(finishes(conductor.shutdown()));
    }
};

int main(int argc, char **argv)
{
    // Nobody reads a line for each transition of so many components, or for each component that is destroyed on
    // purpose.
    QLoggingCategory::setFilterRules(u"qconductor.warning=false"_s);
    QCoreApplication application(argc, argv);
    tst_Scale test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_scale.moc"
