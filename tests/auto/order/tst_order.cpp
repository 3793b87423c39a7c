// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "diamond.h"
#include "schedulings.h"

#include <algorithm>

using namespace QConductor;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

// An island beside the diamond: Q needs P.
class P : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit P(QObject *parent = nullptr) : Probe(parent) { }
};

class Q : public Probe
{
    Q_OBJECT
    Q_PROPERTY(P *p MEMBER p)
public:
    Q_INVOKABLE explicit Q(QObject *parent = nullptr) : Probe(parent) { }
    P *p = nullptr;
};

namespace {

template <class... Probes> QList<Probe *> list(Probes *...probes)
{
    return { probes... };
}

// The six components of the diamond and the island. Each hook ends when the test says so.
struct GatedGraph
{
    struct Gates
    {
        explicit Gates(Probe *probe) : probe(probe)
        {
            probe->setupHook = setup.hook();
            probe->shutdownHook = shutdown.hook();
        }
        Probe *probe;
        Gate setup, shutdown;
    };

    explicit GatedGraph(Scheduling scheduling)
    {
        left.base = right.base = &base;
        top.left = &left;
        top.right = &right;
        q.p = &p;
        conductor.setScheduling(scheduling);
        conductor.add(&top);
        conductor.add(&q);
        journal.clear();
    }

    Gates &gatesOf(const Probe &probe)
    {
        return **std::find_if(gates.begin(), gates.end(), [&](const auto &each) { return each->probe == &probe; });
    }
    // Opens a gate, lets everything happen that can happen then, and returns the hooks that have begun since the last
    // call.
    QString end(Gate &gate)
    {
        gate.open();
        return begun();
    }
    QString setUp(const Probe &probe) { return end(gatesOf(probe).setup); }
    QString shutDown(const Probe &probe) { return end(gatesOf(probe).shutdown); }
    QString begun()
    {
        for (int quiet = 0; quiet < 3; ++quiet) { // An event may post another one.
            const int count = int(journal.size());
            QCoreApplication::processEvents();
            if (journal.size() != count)
                quiet = 0;
        }
        return std::exchange(journal, {}).join(u", "_s);
    }

    Base base;
    Left left;
    Right right;
    Top top;
    P p;
    Q q;
    std::vector<std::unique_ptr<Gates>> gates = makeGates();
    Conductor conductor;

private:
    std::vector<std::unique_ptr<Gates>> makeGates()
    {
        std::vector<std::unique_ptr<Gates>> made;
        for (Probe *probe : list(&base, &left, &right, &top, &p, &q))
            made.push_back(std::make_unique<Gates>(probe));
        return made;
    }
};

} // namespace

class tst_Order : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void beginsInTheOrderInWhichTheyAreFound_data() { addSchedulings(); }
    void beginsInTheOrderInWhichTheyAreFound() // R10
    {
        QFETCH(Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        conductor.add<Q>();
        conductor.add<Top>();
        conductor.add<Right>(); // Setup has found Right by then, because Top needs it.
        QVERIFY(finishes(conductor.setup()));
        QStringList layers;
        for (const auto &layer : conductor.layers()) {
            for (const Component *component : layer)
                layers += QString::fromLatin1(component->metaObject()->className());
            layers += u"|"_s;
        }
        QCOMPARE(layers.join(u' '), u"P Base | Q Left Right | Top |"_s);
        if (scheduling == Scheduling::LayerByLayer)
            QCOMPARE(journal.join(u' ').remove(u"setup "_s), u"P Base Q Left Right Top"_s);
        QStringList opposite = journal;
        std::reverse(opposite.begin(), opposite.end());
        journal.clear();
        QVERIFY(finishes(conductor.shutdown()));
        if (scheduling == Scheduling::LayerByLayer)
            QCOMPARE(journal, opposite.replaceInStrings(u"setup"_s, u"shutdown"_s));
        QCOMPARE(journal.size(), 6);
    }

    void aLayerBeginsWhenTheOneBeforeItIsActive() // R10
    {
        GatedGraph graph(Scheduling::LayerByLayer);
        const QFuture<void> setup = graph.conductor.setup();
        QCOMPARE(graph.begun(), u"setup Base, setup P"_s);
        QCOMPARE(graph.setUp(graph.p), QString());
        QVERIFY(graph.p.isActive());
        QCOMPARE(graph.q.state(), Component::State::Waiting);
        QCOMPARE(graph.setUp(graph.base), u"setup Left, setup Right, setup Q"_s);
        QCOMPARE(graph.setUp(graph.right), QString());
        QCOMPARE(graph.setUp(graph.left), QString()); // Top has all that it needs, but its layer is the next one.
        QCOMPARE(graph.setUp(graph.q), u"setup Top"_s);
        QVERIFY(!setup.isFinished());
        QCOMPARE(graph.setUp(graph.top), QString());
        QVERIFY(setup.isFinished());
        QCOMPARE(graph.conductor.state(), Conductor::State::Active);

        const QFuture<void> shutdown = graph.conductor.shutdown();
        QCOMPARE(graph.begun(), u"shutdown Top"_s);
        QCOMPARE(graph.shutDown(graph.top), u"shutdown Q, shutdown Right, shutdown Left"_s);
        QCOMPARE(graph.shutDown(graph.q), QString());
        QCOMPARE(graph.shutDown(graph.left), QString());
        QVERIFY(graph.base.isActive() && graph.p.isActive());
        QCOMPARE(graph.shutDown(graph.right), u"shutdown P, shutdown Base"_s);
        QCOMPARE(graph.shutDown(graph.base), QString());
        QVERIFY(!shutdown.isFinished());
        QCOMPARE(graph.shutDown(graph.p), QString());
        QVERIFY(shutdown.isFinished());
        QCOMPARE(graph.conductor.state(), Conductor::State::Inactive);
    }

    void aComponentBeginsWhenItsOwnAreActive() // R10
    {
        GatedGraph graph(Scheduling::AsReady);
        const QFuture<void> setup = graph.conductor.setup();
        QCOMPARE(graph.begun(), u"setup Base, setup P"_s);
        QCOMPARE(graph.setUp(graph.p), u"setup Q"_s);
        QCOMPARE(graph.setUp(graph.base), u"setup Left, setup Right"_s);
        QCOMPARE(graph.setUp(graph.right), QString());
        QCOMPARE(graph.top.state(), Component::State::Waiting);
        QCOMPARE(graph.setUp(graph.left), u"setup Top"_s);
        QCOMPARE(graph.setUp(graph.top), QString());
        QVERIFY(!setup.isFinished());
        QCOMPARE(graph.setUp(graph.q), QString());
        QVERIFY(setup.isFinished());
        QCOMPARE(graph.conductor.state(), Conductor::State::Active);

        const QFuture<void> shutdown = graph.conductor.shutdown();
        QCOMPARE(graph.begun(), u"shutdown Q, shutdown Top"_s);
        QCOMPARE(graph.shutDown(graph.top), u"shutdown Right, shutdown Left"_s);
        QCOMPARE(graph.shutDown(graph.q), u"shutdown P"_s);
        QCOMPARE(graph.shutDown(graph.left), QString());
        QVERIFY(graph.base.isActive());
        QCOMPARE(graph.shutDown(graph.right), u"shutdown Base"_s);
        QCOMPARE(graph.shutDown(graph.p), QString());
        QVERIFY(!shutdown.isFinished());
        QCOMPARE(graph.shutDown(graph.base), QString());
        QVERIFY(shutdown.isFinished());
        QCOMPARE(graph.conductor.state(), Conductor::State::Inactive);
    }

    void changesItsSchedulingForTheNextWalk() // R10
    {
        QCOMPARE(Conductor().scheduling(), Scheduling::LayerByLayer);
        GatedGraph graph(Scheduling::LayerByLayer);
        const QFuture<void> setup = graph.conductor.setup();
        QCOMPARE(graph.begun(), u"setup Base, setup P"_s);
        graph.conductor.setScheduling(Scheduling::AsReady);
        QCOMPARE(graph.setUp(graph.p), QString()); // The setup in flight keeps its layers.
        for (Probe *probe : list(&graph.base, &graph.left, &graph.right, &graph.q, &graph.top))
            graph.setUp(*probe);
        QVERIFY(setup.isFinished());
        const QFuture<void> shutdown = graph.conductor.shutdown();
        QCOMPARE(graph.begun(), u"shutdown Q, shutdown Top"_s);
        for (Probe *probe : list(&graph.q, &graph.top, &graph.left, &graph.right, &graph.base, &graph.p))
            graph.shutDown(*probe);
        QVERIFY(shutdown.isFinished());
    }

    void whatIsDestroyedBelongsToItsOwnLayer() // R10, R19
    {
        P p;
        Q q;
        auto lone = std::make_unique<Probe>();
        Gate gate;
        Conductor conductor;
        q.p = &p;
        q.shutdownHook = gate.hook();
        conductor.add(&q);
        conductor.add(lone.get());
        QVERIFY(finishes(conductor.setup()));
        const QFuture<void> shutdown = conductor.shutdown();
        QTRY_VERIFY(gate.isEntered);
        lone.reset(); // It is of the layer of P.
        QCoreApplication::processEvents();
        QCOMPARE(p.shutdownCount, 0);
        gate.open();
        QVERIFY(finishes(shutdown));
        QCOMPARE(p.shutdownCount, 1);
    }

    void callsNothingBeforeSetupHasReturned_data() { addSchedulings(); }
    void callsNothingBeforeSetupHasReturned() // R10
    {
        QFETCH(Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        conductor.add<Top>();
        const QFuture<void> setup = conductor.setup();
        QCOMPARE(journal, QStringList());
        QCOMPARE(conductor.state(), Conductor::State::SettingUp);
        QVERIFY(finishes(setup));
        QCOMPARE(journal, QStringList({ u"setup Base"_s, u"setup Left"_s, u"setup Right"_s, u"setup Top"_s }));
    }
};

QTEST_GUILESS_MAIN(tst_Order)
#include "tst_order.moc"
