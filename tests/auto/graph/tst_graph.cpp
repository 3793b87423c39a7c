// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graph/dependencygraph_p.h"
#include "probe.h"
#include "running/job_p.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qrandom.h>

#include <algorithm>
#include <numeric>
#include <queue>
#include <set>

using namespace QConductor;
using Nodes = QList<int>;
using Shape = QList<Nodes>; // The dependencies of each node, which have smaller numbers than the node.
enum class Direction { Up, Down };
enum class Order { LayerByLayer, AsReady };
using Company = Job::Company;

namespace {

const Shape empty;
const Shape chain { {}, { 0 }, { 1 }, { 2 } };
const Shape diamond { {}, { 0 }, { 0 }, { 1, 2 } };
const Shape star { {}, {}, {}, { 0, 1, 2 } };
const Shape islands { {}, { 0 }, {}, { 2 } };
const Shape twice { {}, { 0, 0 } };                  // Two properties of a component point to the same dependency.
const Shape uneven { {}, { 0 }, { 1 }, {}, { 3 } };  // One arm is longer than the other.

DependencyGraph graphOf(const Shape &shape)
{
    DependencyGraph graph;
    for (const Nodes &needed : shape) {
        std::vector<DependencyGraph::Edge> edges;
        for (int node : needed)
            edges.push_back({ node, 0, true });
        graph.add(nullptr, edges);
    }
    graph.finish();
    return graph;
}

// Moves every node of a graph up or down.
class Walk
{
public:
    Walk(const DependencyGraph &graph, Order order, Direction direction, Company company = Company::Alone)
        : m_schedule(graph),
          m_job(direction == Direction::Up ? Job::Kind::Setup : Job::Kind::Shutdown, nullptr, QPromise<void>()),
          m_direction(direction)
    {
        std::vector<int> nodes(std::size_t(graph.size()));
        std::iota(nodes.begin(), nodes.end(), 0);
        for (int node : nodes)
            m_schedule.placeUp(node);
        if (direction == Direction::Up)
            m_schedule = Schedule(graph);
        m_job.isLayered = order == Order::LayerByLayer;
        m_job.setPart(graph, m_schedule, { true, {} });
        for (int node : nodes)
            m_schedule.want(node, direction == Direction::Up);
        m_job.move(m_schedule, direction == Direction::Up ? Job::Stage::Rising : Job::Stage::Sinking, company);
    }

    Direction direction() const { return m_direction; }
    bool hasNext() const { return m_schedule.hasNext(); }
    int next() { return m_schedule.takeNext(); }
    void finish(int node)
    {
        if (m_direction == Direction::Up)
            m_schedule.arriveUp(node);
        else
            m_schedule.arriveDown(node);
        m_job.nodeArrived(node, m_schedule.position(node), m_schedule);
    }
    void endSweep() { m_job.endSweep(m_schedule); }

private:
    Schedule m_schedule;
    Job m_job;
    Direction m_direction;
};

// Returns the nodes that begin at each moment, where every node that has begun ends before the next moment.
QList<Nodes> steps(const DependencyGraph &graph, Order order, Direction direction, Company company = Company::Alone)
{
    Walk walk(graph, order, direction, company);
    QList<Nodes> steps;
    for (;;) {
        Nodes begun;
        while (walk.hasNext())
            begun += walk.next();
        if (begun.isEmpty())
            return steps;
        for (int node : begun)
            walk.finish(node);
        steps += begun;
    }
}

Shape randomShape(QRandomGenerator &random, int size)
{
    Shape shape;
    for (int node = 0; node < size; ++node) {
        Nodes needed;
        for (int edges = node > 0 ? random.bounded(4) : 0; edges > 0; --edges)
            needed += random.bounded(node);
        shape += needed;
    }
    return shape;
}

DependencyGraph bigGraph(int size, bool isChain)
{
    DependencyGraph graph;
    std::vector<DependencyGraph::Edge> edges;
    for (int node = 0; node < size; ++node) {
        edges.clear();
        if (node > 0)
            edges.push_back({ isChain ? node - 1 : 0, 0, true });
        graph.add(nullptr, edges);
    }
    graph.finish();
    return graph;
}

} // namespace

class tst_Graph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sortsIntoLayers_data()
    {
        QTest::addColumn<Shape>("shape");
        QTest::addColumn<Nodes>("layers"); // The layer of each node.
        QTest::newRow("empty") << empty << Nodes();
        QTest::newRow("chain") << chain << Nodes { 0, 1, 2, 3 };
        QTest::newRow("diamond") << diamond << Nodes { 0, 1, 1, 2 };
        QTest::newRow("star") << star << Nodes { 0, 0, 0, 1 };
        QTest::newRow("islands") << islands << Nodes { 0, 1, 0, 1 };
        QTest::newRow("twice") << twice << Nodes { 0, 1 };
        QTest::newRow("uneven") << uneven << Nodes { 0, 1, 2, 0, 1 };
    }
    void sortsIntoLayers() // R10
    {
        QFETCH(Shape, shape);
        QFETCH(Nodes, layers);
        const DependencyGraph graph = graphOf(shape);
        QCOMPARE(graph.size(), int(shape.size()));
        for (int node = 0; node < graph.size(); ++node)
            QCOMPARE(graph.layer(node), layers.at(node));
        QCOMPARE(graph.layerCount(), layers.isEmpty() ? 0 : *std::max_element(layers.begin(), layers.end()) + 1);
    }

    void hasNoLayerForWhatIsMissing()
    {
        Component first;
        Component second;
        DependencyGraph graph;
        const int missing = graph.addMissing();
        graph.add(&first, { { missing, 0, false } });
        graph.add(&second, { { missing, 0, false }, { 1, 1, true } });
        QVERIFY(graph.finish());
        QCOMPARE(graph.component(missing), nullptr);
        QCOMPARE(graph.componentCount(), 2);
        QCOMPARE(graph.layer(1), 0);
        QCOMPARE(graph.layer(2), 1);
        QCOMPARE(graph.layerCount(), 2);
        QCOMPARE(steps(graph, Order::LayerByLayer, Direction::Up), QList<Nodes>({ { 0 }, { 1 }, { 2 } }));
        QCOMPARE(steps(graph, Order::LayerByLayer, Direction::Down), QList<Nodes>({ { 2 }, { 1 }, { 0 } }));
        QCOMPARE(steps(graph, Order::AsReady, Direction::Down), QList<Nodes>({ { 2 }, { 1 }, { 0 } }));
    }

    void knowsWhoNeedsWhom()
    {
        const DependencyGraph graph = graphOf(diamond);
        const auto dependents = [&](int node) { return Nodes(graph.dependents(node).begin(), graph.dependents(node).end()); };
        QCOMPARE(dependents(0), Nodes({ 1, 2 }));
        QCOMPARE(dependents(1), Nodes({ 3 }));
        QCOMPARE(dependents(2), Nodes({ 3 }));
        QCOMPARE(dependents(3), Nodes());
        QCOMPARE(graph.dependencies(0).size(), 0);
        QCOMPARE(graph.dependencies(3).size(), 2);
        QCOMPARE(graph.dependencies(3).begin()[0].node, 1);
        QCOMPARE(graph.dependencies(3).begin()[1].node, 2);
    }

    void remembersPropertyAndOrigin()
    {
        Component component;
        DependencyGraph graph;
        graph.add(&component, {});
        graph.add(nullptr, { { 7, 1, true }, { 0, 30000, false }, { 0, 5, true } }, 1);
        graph.finish();
        QCOMPARE(graph.component(0), &component);
        QCOMPARE(graph.dependencies(1).size(), 2);
        const auto *edges = graph.dependencies(1).begin();
        QVERIFY(edges[0].property == 30000 && !edges[0].isInjected);
        QVERIFY(edges[1].property == 5 && edges[1].isInjected);
        graph.forget(0);
        QCOMPARE(graph.component(0), nullptr);
    }

    void walks_data()
    {
        QTest::addColumn<Shape>("shape");
        QTest::addColumn<Order>("order");
        QTest::addColumn<Direction>("direction");
        QTest::addColumn<QList<Nodes>>("expected");
        const auto rows = [](const char *name, const Shape &shape, const QList<Nodes> &up, const QList<Nodes> &down,
                             const QList<Nodes> &downAsReady) {
            QTest::addRow("%s, up", name) << shape << Order::LayerByLayer << Direction::Up << up;
            QTest::addRow("%s, up as ready", name) << shape << Order::AsReady << Direction::Up << up;
            QTest::addRow("%s, down", name) << shape << Order::LayerByLayer << Direction::Down << down;
            QTest::addRow("%s, down as ready", name) << shape << Order::AsReady << Direction::Down << downAsReady;
        };
        rows("empty", empty, {}, {}, {});
        rows("chain", chain, { { 0 }, { 1 }, { 2 }, { 3 } }, { { 3 }, { 2 }, { 1 }, { 0 } }, { { 3 }, { 2 }, { 1 }, { 0 } });
        rows("diamond", diamond, { { 0 }, { 1, 2 }, { 3 } }, { { 3 }, { 2, 1 }, { 0 } }, { { 3 }, { 2, 1 }, { 0 } });
        rows("star", star, { { 0, 1, 2 }, { 3 } }, { { 3 }, { 2, 1, 0 } }, { { 3 }, { 2, 1, 0 } });
        rows("islands", islands, { { 0, 2 }, { 1, 3 } }, { { 3, 1 }, { 2, 0 } }, { { 3, 1 }, { 2, 0 } });
        rows("twice", twice, { { 0 }, { 1 } }, { { 1 }, { 0 } }, { { 1 }, { 0 } });
        rows("uneven", uneven, { { 0, 3 }, { 1, 4 }, { 2 } }, { { 2 }, { 4, 1 }, { 3, 0 } }, { { 4, 2 }, { 3, 1 }, { 0 } });
    }
    void walks() // R10
    {
        QFETCH(Shape, shape);
        QFETCH(Order, order);
        QFETCH(Direction, direction);
        QTEST(steps(graphOf(shape), order, direction), "expected");
        QTEST(steps(graphOf(shape), order, direction, Company::WithOthers), "expected");
    }

    void beginsTheNextLayerWhenTheWholeLayerHasFinished() // R10
    {
        const DependencyGraph graph = graphOf(islands);
        Walk walk(graph, Order::LayerByLayer, Direction::Up);
        QCOMPARE(walk.next(), 0);
        walk.finish(0);
        QCOMPARE(walk.next(), 2);
        QVERIFY(!walk.hasNext());
        walk.finish(2);
        QCOMPARE(walk.next(), 1);
    }

    void beginsAsSoonAsItsOwnHaveFinished() // R10
    {
        const DependencyGraph graph = graphOf(islands);
        Walk walk(graph, Order::AsReady, Direction::Up);
        QCOMPARE(walk.next(), 0);
        QCOMPARE(walk.next(), 2);
        walk.finish(2);
        QCOMPARE(walk.next(), 3);
        QVERIFY(!walk.hasNext());
        walk.finish(0);
        QCOMPARE(walk.next(), 1);
    }

    void takesWhatBecameReadyInTheOrderInWhichItWasFound() // R10
    {
        const DependencyGraph graph = graphOf({ {}, {}, { 1 }, { 0 }, { 1 } });
        Walk walk(graph, Order::AsReady, Direction::Up);
        QCOMPARE(walk.next(), 0);
        QCOMPARE(walk.next(), 1);
        walk.finish(1); // Now 2 and 4 are ready.
        walk.finish(0); // Now 3 is ready too.
        QCOMPARE(walk.next(), 2);
        QCOMPARE(walk.next(), 3);
        QCOMPARE(walk.next(), 4);
    }

    void anyGraphAnyOrder_data()
    {
        QTest::addColumn<Order>("order");
        QTest::newRow("layer by layer") << Order::LayerByLayer;
        QTest::newRow("as ready") << Order::AsReady;
    }
    void anyGraphAnyOrder() // R10
    {
        QFETCH(Order, order);
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int run = 0; run < 200; ++run) {
            const DependencyGraph graph = graphOf(randomShape(random, random.bounded(1, 60)));
            for (Direction direction : { Direction::Up, Direction::Down })
                walkAtRandom(graph, Walk(graph, order, direction), random);
        }
    }

    void aSweepKeepsTheOrder_data() { anyGraphAnyOrder_data(); }
    void aSweepKeepsTheOrder() // R10: It may end at any moment.
    {
        QFETCH(Order, order);
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int run = 0; run < 200; ++run) {
            const DependencyGraph graph = graphOf(randomShape(random, random.bounded(1, 60)));
            for (Direction direction : { Direction::Up, Direction::Down })
                compareWithSweep(graph, order, direction, random);
        }
    }

    void takesTheFirstOfAllThatAreReady_data()
    {
        QTest::addColumn<int>("size");
        for (int size : { 1, 64, 65, 4096, 4097, 9000 })
            QTest::addRow("%d", size) << size;
    }
    void takesTheFirstOfAllThatAreReady() // R10
    {
        QFETCH(int, size);
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const DependencyGraph graph = graphOf(randomShape(random, size));
        for (Direction direction : { Direction::Up, Direction::Down })
            compareWithSet(graph, Walk(graph, Order::AsReady, direction), random);
    }

    void isQuickInAnySize_data()
    {
        QTest::addColumn<bool>("isChain");
        QTest::addColumn<Order>("order");
        QTest::newRow("chain, layer by layer") << true << Order::LayerByLayer;
        QTest::newRow("chain, as ready") << true << Order::AsReady;
        QTest::newRow("star, layer by layer") << false << Order::LayerByLayer;
        QTest::newRow("star, as ready") << false << Order::AsReady;
    }
    void isQuickInAnySize() // R14
    {
        QFETCH(bool, isChain);
        QFETCH(Order, order);
        constexpr int size = 100000;
        QElapsedTimer timer;
        timer.start();
        const DependencyGraph graph = bigGraph(size, isChain);
        QCOMPARE(graph.layerCount(), isChain ? size : 2);
        for (Direction direction : { Direction::Up, Direction::Down }) {
            Walk walk(graph, order, direction);
            std::queue<int> begun;
            int count = 0;
            do {
                while (walk.hasNext())
                    begun.push(walk.next());
                QVERIFY(!begun.empty());
                walk.finish(begun.front());
                begun.pop();
                ++count;
            } while (!begun.empty() || count < size);
            QCOMPARE(count, size);
            QVERIFY(!walk.hasNext());
        }
        QVERIFY2(timer.elapsed() < 60000, "takes quadratic time");
    }

private:
    // Ends the nodes that have begun in a random order, and checks that each node begins once and when it is ready.
    static void walkAtRandom(const DependencyGraph &graph, Walk &&walk, QRandomGenerator &random)
    {
        QList<bool> hasFinished(graph.size(), false);
        Nodes running;
        int count = 0;
        const auto isReady = [&](int node) {
            const auto dependencies = graph.dependencies(node);
            const auto dependents = graph.dependents(node);
            return walk.direction() == Direction::Up
                    ? std::all_of(dependencies.begin(), dependencies.end(), [&](auto &edge) { return hasFinished[edge.node]; })
                    : std::all_of(dependents.begin(), dependents.end(), [&](int other) { return hasFinished[other]; });
        };
        do {
            while (walk.hasNext()) {
                const int node = walk.next();
                QVERIFY(isReady(node));
                QVERIFY(!hasFinished.at(node) && !running.contains(node));
                running += node;
                ++count;
            }
            QVERIFY(!running.isEmpty());
            const int node = running.takeAt(random.bounded(int(running.size())));
            hasFinished[node] = true;
            walk.finish(node);
        } while (!running.isEmpty() || count < graph.size());
        QVERIFY(!walk.hasNext());
    }

    // Moves the nodes with a sweep, which ends at a random moment, and without.
    static void compareWithSweep(const DependencyGraph &graph, Order order, Direction direction,
                                 QRandomGenerator &random)
    {
        Walk sweep(graph, order, direction, Company::Alone);
        Walk walk(graph, order, direction, Company::WithOthers);
        Nodes running;
        int left = random.bounded(3 * graph.size()); // steps until the sweep ends
        while (walk.hasNext() || !running.isEmpty()) {
            if (left-- == 0)
                sweep.endSweep();
            QCOMPARE(sweep.hasNext(), walk.hasNext());
            if (walk.hasNext() && (running.isEmpty() || random.bounded(2) == 0)) {
                running += walk.next();
                QCOMPARE(sweep.next(), running.last());
                continue;
            }
            const int node = running.takeAt(random.bounded(int(running.size())));
            walk.finish(node);
            sweep.finish(node);
        }
        QVERIFY(!sweep.hasNext());
    }

    // Begins and ends nodes in a random order, and compares which node begins with the first one in a std::set.
    static void compareWithSet(const DependencyGraph &graph, Walk &&walk, QRandomGenerator &random)
    {
        const bool isUp = walk.direction() == Direction::Up;
        Nodes missing;
        std::set<int> ready;
        const auto meet = [&](int node) {
            if (--missing[node] == 0)
                ready.insert(node);
        };
        for (int node = 0; node < graph.size(); ++node)
            missing += 1 + (isUp ? graph.dependencies(node).size() : graph.dependents(node).size());
        for (int node = 0; node < graph.size(); ++node)
            meet(node);
        Nodes running;
        while (!ready.empty() || !running.isEmpty()) {
            QCOMPARE(walk.hasNext(), !ready.empty());
            if (running.isEmpty() || (!ready.empty() && random.bounded(2) == 0)) {
                const int first = isUp ? *ready.begin() : *ready.rbegin();
                QCOMPARE(walk.next(), first);
                ready.erase(first);
                running += first;
                continue;
            }
            const int node = running.takeAt(random.bounded(int(running.size())));
            walk.finish(node);
            if (isUp) {
                for (int dependent : graph.dependents(node))
                    meet(dependent);
            } else {
                for (const auto &edge : graph.dependencies(node))
                    meet(edge.node);
            }
        }
        QVERIFY(!walk.hasNext());
        QVERIFY(std::count(missing.begin(), missing.end(), 0) == graph.size());
    }
};

QTEST_GUILESS_MAIN(tst_Graph)
#include "tst_graph.moc"
