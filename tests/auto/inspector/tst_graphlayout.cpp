// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "columnorder.h"
#include "graphlayout.h"

#include <QtCore/qrandom.h>
#include <QtTest/qtest.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

using Links = QList<GraphLayout::Link>;

namespace {

GraphLayout layOut(int nodeCount, const Links &links, QList<int> layers = {})
{
    if (layers.isEmpty())
        layers = QList<int>(nodeCount, -1);
    QList<qreal> widths;
    for (int i = 0; i < nodeCount; ++i)
        widths += 100 + i % 5 * 20;
    return GraphLayout(layers, links, widths);
}

// A graph in which most links lead to later nodes, over up to a third of the graph, and some lead back.
Links randomLinks(int nodeCount, int seed)
{
    QRandomGenerator random { quint32(seed) };
    Links links;
    for (int to = 1; to < nodeCount; ++to) {
        for (int i = random.bounded(4); i > 0; --i)
            links += GraphLayout::Link { std::max(0, to - 1 - random.bounded(1 + nodeCount / 3)), to };
        if (random.bounded(10) == 0)
            links += GraphLayout::Link { to, random.bounded(to), false };
    }
    return links;
}

// Returns points of the line from left to right, a few pixels from each other.
QList<QPointF> pointsOf(const QPainterPath &line)
{
    QList<QPointF> points;
    for (const QPolygonF &polygon : line.toSubpathPolygons()) {
        for (qsizetype i = 1; i < polygon.size(); ++i) {
            const QLineF part(polygon.at(i - 1), polygon.at(i));
            const int count = 1 + int(part.length() / 3);
            for (int step = 0; step <= count; ++step)
                points += part.pointAt(step / qreal(count));
        }
    }
    return points;
}

// Returns whether the line runs through the node. It may touch the sides.
bool runsThrough(const QPainterPath &line, const QRectF &node)
{
    const QRectF inside = node.adjusted(0.5, 0.5, -0.5, -0.5);
    const QList<QPointF> points = pointsOf(line);
    return std::any_of(points.begin(), points.end(), [&](QPointF point) { return inside.contains(point); });
}

QString broken(const GraphLayout &layout, const Links &links, int nodeCount)
{
    for (const QPainterPath &line : layout.lines()) {
        for (int node = 0; node < nodeCount; ++node) {
            if (runsThrough(line, layout.node(node)))
                return u"a line runs through node %1"_s.arg(node);
        }
    }
    for (int one = 0; one < nodeCount; ++one) {
        for (int other = 0; other < one; ++other) {
            if (layout.node(one).intersects(layout.node(other)))
                return u"node %1 lies on node %2"_s.arg(one).arg(other);
        }
        if (!QRectF({}, layout.size()).contains(layout.node(one)))
            return u"node %1 lies outside"_s.arg(one);
    }
    for (int link = 0; link < links.size(); ++link) {
        const auto at = [&](int node) { return layout.node(node); };
        const int left = layout.isReversed(link) ? links.at(link).to : links.at(link).from;
        const int right = layout.isReversed(link) ? links.at(link).from : links.at(link).to;
        if (layout.columnOf(left) == layout.columnOf(right))
            continue;
        QPointF end(at(left).right(), at(left).center().y());
        for (int line : layout.linesOf(link)) {
            const QPainterPath &path = layout.lines().at(line);
            const QList<QPointF> points = pointsOf(path);
            if (points.first() != end)
                return u"link %1 has a gap"_s.arg(link);
            if (!std::is_sorted(points.begin(), points.end(),
                                [](QPointF one, QPointF other) { return one.x() < other.x() - 0.01; }))
                return u"link %1 goes to the left"_s.arg(link);
            end = path.currentPosition();
        }
        if (end != QPointF(at(right).left(), at(right).center().y()))
            return u"link %1 doesn't arrive"_s.arg(link);
    }
    return {};
}

} // namespace

class tst_GraphLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noLineRunsThroughANode_data()
    {
        QTest::addColumn<int>("nodeCount");
        QTest::addColumn<Links>("links");

        QTest::newRow("one") << 1 << Links {};
        QTest::newRow("none") << 0 << Links {};
        QTest::newRow("a chain with a short cut") << 4 << Links { { 0, 1 }, { 1, 2 }, { 2, 3 }, { 0, 3 } };
        QTest::newRow("a cycle") << 3 << Links { { 0, 1 }, { 1, 2 }, { 2, 0 } };
        QTest::newRow("one that needs itself") << 2 << Links { { 0, 0 }, { 0, 1 } };
        QTest::newRow("one that all need")
                << 5 << Links { { 0, 1 }, { 1, 2 }, { 0, 2 }, { 0, 3 }, { 2, 3 }, { 0, 4 }, { 3, 4 } };
        for (int seed = 1; seed <= 20; ++seed)
            QTest::addRow("random %d", seed) << 5 + seed * 3 << randomLinks(5 + seed * 3, seed);
    }
    void noLineRunsThroughANode() // R52
    {
        QFETCH(const int, nodeCount);
        QFETCH(const Links, links);
        const GraphLayout layout = layOut(nodeCount, links);
        const QString message = broken(layout, links, nodeCount);
        QVERIFY2(message.isEmpty(), qPrintable(message));
    }

    void orderingLinksLeadToTheRight() // R52
    {
        const Links links = randomLinks(60, 7);
        const GraphLayout layout = layOut(60, links);
        for (int i = 0; i < links.size(); ++i) {
            if (!links.at(i).isOrdering)
                continue;
            QVERIFY(!layout.isReversed(i));
            QVERIFY(layout.isTipToTheRight(i));
            QVERIFY(layout.node(links.at(i).from).right() < layout.node(links.at(i).to).left());
            QCOMPARE(layout.tip(i),
                     QPointF(layout.node(links.at(i).to).left(), layout.node(links.at(i).to).center().y()));
        }
    }

    // A back pointer is drawn from left to right too, and its arrow is at its left end.
    void aLinkBackHasItsArrowOnTheLeft() // R52
    {
        const Links links { { 0, 1 }, { 1, 0, false } };
        const GraphLayout layout = layOut(2, links);
        QVERIFY(layout.isReversed(1));
        QVERIFY(!layout.isTipToTheRight(1));
        QCOMPARE(layout.tip(1), QPointF(layout.node(0).right(), layout.node(0).center().y()));
    }

    void layersAreColumns() // R52
    {
        const GraphLayout layout = layOut(4, { { 0, 3 } }, { 0, 0, 1, 2 });
        QCOMPARE(layout.columns(), (QList<QList<int>> { { 0, 1 }, { 2 }, { 3 } }));
        QCOMPARE(layout.node(0).left(), layout.node(1).left());
        QCOMPARE(layout.node(0).width(), layout.node(1).width());
        QVERIFY(layout.node(1).right() + GraphLayout::columnDistance <= layout.node(2).left());
        QCOMPARE(layout.linesOf(0).size(), 2); // with a bend in the column between
    }

    void theSameGraphIsDrawnTheSame() // R52
    {
        const Links links = randomLinks(80, 3);
        const GraphLayout one = layOut(80, links);
        const GraphLayout other = layOut(80, links);
        QCOMPARE(one.size(), other.size());
        for (int i = 0; i < 80; ++i)
            QCOMPARE(one.node(i), other.node(i));
        QCOMPARE(one.lines(), other.lines());
    }

    void crossingsAreTakenAway() // R52
    {
        LayeredGraph graph({ 0, 0, 0, 1, 1, 1 }, { { 0, 5 }, { 1, 4 }, { 2, 3 } });
        ColumnOrder order(graph);
        QCOMPARE(order.crossings(), 3);
        order.improve();
        QCOMPARE(order.crossings(), 0);
        QCOMPARE(graph.columns.size(), std::size_t(2));
    }

    void crossingsAreCounted() // R52
    {
        for (int seed = 1; seed <= 10; ++seed) {
            LayeredGraph graph(QList<int>(30, -1), randomLinks(30, seed));
            std::vector<int> place(std::size_t(graph.vertexCount()));
            for (const auto &column : graph.columns) {
                for (std::size_t i = 0; i < column.size(); ++i)
                    place[std::size_t(column[i])] = int(i);
            }
            qint64 count = 0;
            for (const auto &[from, to] : graph.segments()) {
                for (const auto &[otherFrom, otherTo] : graph.segments()) {
                    count += graph.columnOf(from) == graph.columnOf(otherFrom)
                             && place[std::size_t(from)] < place[std::size_t(otherFrom)]
                             && place[std::size_t(to)] > place[std::size_t(otherTo)];
                }
            }
            QCOMPARE(ColumnOrder(graph).crossings(), count);
            ColumnOrder(graph).improve();
            QVERIFY(ColumnOrder(graph).crossings() <= count);
        }
    }

    void linksOfOneNodeShareTheirBends() // R52
    {
        LayeredGraph graph({ 0, 1, 2, 2, 2 }, { { 0, 1 }, { 0, 2 }, { 0, 3 }, { 0, 4 } });
        QCOMPARE(graph.vertexCount(), 6);
        QVERIFY(graph.isBend(5));
        QCOMPARE(graph.columnOf(5), 1);
    }

    void aLongChainIsNoRecursion() // R52
    {
        Links links;
        for (int i = 1; i < 20000; ++i)
            links += GraphLayout::Link { i - 1, i };
        const GraphLayout layout = layOut(20000, links);
        QCOMPARE(layout.columns().size(), 20000);
    }
};

QTEST_GUILESS_MAIN(tst_GraphLayout)
#include "tst_graphlayout.moc"
