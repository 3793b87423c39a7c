// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "rehearsal.h"

#include <QtCore/qloggingcategory.h>
#include <QtTest/qtest.h>

using QConductor::Phase;

namespace {

constexpr int rounds = 500;

QString wrongWith(const Blueprint &blueprint)
{
    return Rehearsal(blueprint).run();
}

int setting(const char *name, int otherwise)
{
    bool isSet = false;
    const int value = qEnvironmentVariableIntValue(name, &isSet);
    return isSet ? value : otherwise;
}

bool hasFault(const Blueprint &blueprint, Fault fault)
{
    return std::any_of(blueprint.parts.begin(), blueprint.parts.end(),
                       [fault](const Part &part) { return part.hooks[0].fault == fault; });
}

} // namespace

class tst_Random : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("qconductor*=false")); }

    // R1, R10, R12, R15, R16, R17, R18, R19: The invariants hold on each of many random graphs. QCONDUCTOR_SEED is the
    // seed of the first graph, and each further graph has the next number as its seed. QCONDUCTOR_ROUNDS is the number
    // of graphs.
    void everyGraphKeepsTheInvariants()
    {
        const auto seed = quint32(setting("QCONDUCTOR_SEED", int(QRandomGenerator::global()->bounded(1 << 30))));
        const int count = setting("QCONDUCTOR_ROUNDS", rounds);
        qInfo("QCONDUCTOR_SEED=%u QCONDUCTOR_ROUNDS=%d", seed, count);
        const int nodes = Node::count;
        for (int round = 0; round < count; ++round) {
            QRandomGenerator random(seed + quint32(round));
            const Blueprint blueprint = Blueprint::draw(random);
            const QString wrong = wrongWith(blueprint);
            if (!wrong.isEmpty()) { // A failure that depends on timing may leave more parts than it needs.
                const Blueprint small = shrunk(blueprint, [](const Blueprint &b) { return !wrongWith(b).isEmpty(); });
                QFAIL(qPrintable(QStringLiteral("QCONDUCTOR_SEED=%1 QCONDUCTOR_ROUNDS=1: %2\n%3")
                                         .arg(seed + quint32(round)).arg(wrong, small.diagram())));
            }
            QCOMPARE(Node::count, nodes); // No component leaks, whatever has happened.
        }
    }

    void aGraphIsShrunkToItsCause()
    {
        QRandomGenerator random(7);
        Blueprint blueprint;
        const auto isCulprit = [](const Blueprint &b) { return hasFault(b, Fault::Throws) && hasFault(b, Fault::Fails); };
        while (!isCulprit(blueprint))
            blueprint = Blueprint::draw(random);
        QVERIFY(blueprint.parts.size() > 2);
        const Blueprint small = shrunk(blueprint, isCulprit);
        QCOMPARE(small.parts.size(), 2);
        QVERIFY(small.diagram().contains(QStringLiteral("-> {}   setup: throws, shutdown: at once")));
        QVERIFY(small.diagram().contains(QStringLiteral("-> {}   setup: fails, shutdown: at once")));
    }

    void theSameSeedDrawsTheSameGraph()
    {
        QRandomGenerator one(42);
        QRandomGenerator other(42);
        QRandomGenerator third(43);
        const QString diagram = Blueprint::draw(one).diagram();
        QCOMPARE(Blueprint::draw(other).diagram(), diagram);
        QVERIFY(Blueprint::draw(third).diagram() != diagram);
    }
};

QTEST_GUILESS_MAIN(tst_Random)
#include "tst_random.moc"
