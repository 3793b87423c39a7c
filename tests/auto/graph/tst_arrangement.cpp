// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graph/arrangement_p.h"
#include "probe.h"

#include <deque>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

// A graph that is described by the dependencies of each node: the required ones, which have smaller numbers, and the others.
struct Draft
{
    QList<int> required;
    QList<int> soft;
    QList<int> objects = {}; // are required, unless they lie on a cycle
};

DependencyGraph arranged(const QList<Draft> &drafts, const std::deque<Probe> &probes, std::vector<int> roots = {})
{
    DependencyGraph graph;
    std::vector<std::vector<DependencyGraph::SoftEdge>> soft;
    std::vector<std::vector<Arrangement::Neighbour>> ways;
    for (const Draft &draft : drafts) {
        std::vector<DependencyGraph::Edge> edges;
        soft.emplace_back();
        ways.emplace_back();
        for (int node : draft.required) {
            edges.push_back({ node, 0, true });
            ways.back().push_back({ node, -1 });
        }
        for (int node : draft.soft) {
            ways.back().push_back({ node, int(soft.back().size()) });
            soft.back().push_back({ node, unsigned(soft.back().size()), false, false, true, false, true });
        }
        for (int node : draft.objects) {
            ways.back().push_back({ node, int(soft.back().size()), 0 });
            soft.back().push_back({ node, unsigned(soft.back().size()), true, false, true, false, true });
        }
        graph.add(const_cast<Probe *>(&probes[std::size_t(graph.size())]), edges);
    }
    Arrangement arrangement(std::move(graph), std::move(soft), std::move(ways), std::move(roots));
    while (!arrangement.advance(7)) { }
    DependencyGraph result = arrangement.takeGraph();
    result.finish();
    return result;
}

// Returns the nodes by their new numbers, each with its layer and what its soft edges lead to; one that doesn't order has a question mark.
QString textOf(const DependencyGraph &graph, const std::deque<Probe> &probes)
{
    const auto numberOf = [&](int node) {
        int number = 0;
        while (&probes[std::size_t(number)] != graph.component(node))
            ++number;
        return QString::number(number);
    };
    QStringList texts;
    for (int node = 0; node < graph.size(); ++node) {
        QString text = numberOf(node) + u" in "_s + QString::number(graph.layer(node));
        for (const auto &edge : graph.softDependencies(node))
            text += u" "_s + numberOf(edge.node) + (edge.isOrdering ? QString() : u"?"_s);
        texts += text;
    }
    return texts.join(u"; "_s);
}

} // namespace

class tst_Arrangement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersBySoftEdges_data()
    {
        QTest::addColumn<QList<Draft>>("drafts");
        QTest::addColumn<std::vector<int>>("roots");
        QTest::addColumn<QString>("expected");
        const std::vector<int> none;
        QTest::newRow("none") << QList<Draft> { {}, { { 0 }, {} } } << none << u"0 in 0; 1 in 1"_s;
        QTest::newRow("on what comes later") << QList<Draft> { { {}, { 1 } }, {} } << none << u"1 in 0; 0 in 1 1"_s;
        QTest::newRow("in the order of the roots") << QList<Draft> { {}, {}, { {}, { 0 } } }
                                                   << std::vector<int> { 1, 2, 0 } << u"1 in 0; 0 in 0; 2 in 1 0"_s;
        QTest::newRow("back pointer") << QList<Draft> { { {}, { 1 } }, { { 0 }, {} } } << none
                                      << u"0 in 0 1?; 1 in 1"_s;
        QTest::newRow("both optional") << QList<Draft> { { {}, { 1 } }, { {}, { 0 } } } << none
                                       << u"0 in 0 1?; 1 in 0 0?"_s;
        QTest::newRow("long cycle, and one beside it")
                << QList<Draft> { { {}, { 2, 3 } }, { { 0 }, {} }, { { 1 }, {} }, {} } << none
                << u"3 in 0; 0 in 1 2? 3; 1 in 2; 2 in 3"_s;
        // Objects are required, and so they are no soft edges in the end, unless they lie on a cycle without optional edges.
        QTest::newRow("object") << QList<Draft> { { {}, {}, { 1 } }, {} } << none << u"1 in 0; 0 in 1"_s;
        QTest::newRow("objects on a cycle")
                << QList<Draft> { { {}, {}, { 1 } }, { {}, {}, { 0 } } } << none << u"0 in 0 1?; 1 in 0 0?"_s;
        QTest::newRow("object that is required on a cycle")
                << QList<Draft> { { {}, {}, { 1 } }, { { 0 }, {}, {} } } << none << u"0 in 0 1?; 1 in 1"_s;
        QTest::newRow("object on a cycle with an optional one")
                << QList<Draft> { { {}, {}, { 1 } }, { {}, { 0 }, {} } } << none << u"1 in 0 0?; 0 in 1"_s;
    }
    void ordersBySoftEdges() // R40, R41, R10, R54
    {
        QFETCH(QList<Draft>, drafts);
        QFETCH(std::vector<int>, roots);
        QFETCH(QString, expected);
        const std::deque<Probe> probes(std::size_t(drafts.size()));
        const DependencyGraph graph = arranged(drafts, probes, roots);
        QCOMPARE(textOf(graph, probes), expected);
        for (int node = 0; node < graph.size(); ++node) {
            for (const auto &edge : graph.softDependencies(node)) {
                const auto dependents = graph.softDependents(edge.node);
                QVERIFY(std::any_of(dependents.begin(), dependents.end(), [&](const auto &dependent) {
                    return dependent.node == node && dependent.property == edge.property
                           && dependent.isOrdering == edge.isOrdering;
                }));
            }
        }
    }

    void arrangesALongChain() // R14
    {
        constexpr int size = 100000;
        QList<Draft> drafts;
        for (int node = 0; node < size; ++node)
            drafts += node + 1 < size ? Draft { {}, { node + 1 } } : Draft {};
        std::deque<Probe> many(size);
        const DependencyGraph graph = arranged(drafts, many);
        QCOMPARE(graph.layerCount(), size);
        QCOMPARE(graph.component(size - 1), &many.front());
    }
};

QTEST_GUILESS_MAIN(tst_Arrangement)
#include "tst_arrangement.moc"
