// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "probe.h"
#include "schedulings.h"

#include <algorithm>

using namespace QConductor;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

// A diamond, D over B and C over A, and an island, Q over P.
class A : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit A(QObject *parent = nullptr) : Probe(parent) { }
};

class B : public Probe
{
    Q_OBJECT
    Q_PROPERTY(A *a MEMBER a)
public:
    Q_INVOKABLE explicit B(QObject *parent = nullptr) : Probe(parent) { }
    A *a = nullptr;
};

class C : public Probe
{
    Q_OBJECT
    Q_PROPERTY(A *a MEMBER a)
public:
    Q_INVOKABLE explicit C(QObject *parent = nullptr) : Probe(parent) { }
    A *a = nullptr;
};

class D : public Probe
{
    Q_OBJECT
    Q_PROPERTY(B *b MEMBER b)
    Q_PROPERTY(C *c MEMBER c)
public:
    Q_INVOKABLE explicit D(QObject *parent = nullptr) : Probe(parent) { }
    B *b = nullptr;
    C *c = nullptr;
};

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

// All six, whose hooks end when the test says so.
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
        b.a = c.a = &a;
        d.b = &b;
        d.c = &c;
        q.p = &p;
        conductor.setScheduling(scheduling);
        conductor.add(&d);
        conductor.add(&q);
        journal.clear();
    }

    Gates &gatesOf(const Probe &probe)
    {
        return **std::find_if(gates.begin(), gates.end(), [&](const auto &each) { return each->probe == &probe; });
    }
    // Opens a gate, lets everything happen that then can, and returns which hooks began since the last time.
    QString end(Gate &gate)
    {
        gate.open();
        return begun();
    }
    QString setUp(const Probe &probe) { return end(gatesOf(probe).setup); }
    QString shutDown(const Probe &probe) { return end(gatesOf(probe).shutdown); }
    QString begun()
    {
        for (int quiet = 0; quiet < 3; ++quiet) { // whatever is posted may post more
            const int count = int(journal.size());
            QCoreApplication::processEvents();
            if (journal.size() != count)
                quiet = 0;
        }
        return std::exchange(journal, {}).join(u", "_s);
    }

    A a;
    B b;
    C c;
    D d;
    P p;
    Q q;
    std::vector<std::unique_ptr<Gates>> gates = makeGates();
    Conductor conductor;

private:
    std::vector<std::unique_ptr<Gates>> makeGates()
    {
        std::vector<std::unique_ptr<Gates>> made;
        for (Probe *probe : std::initializer_list<Probe *> { &a, &b, &c, &d, &p, &q })
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
        conductor.add<D>();
        conductor.add<C>(); // found already, by D
        QVERIFY(finishes(conductor.setup()));
        QStringList layers;
        for (const auto &layer : conductor.layers()) {
            for (const Component *component : layer)
                layers += QString::fromLatin1(component->metaObject()->className());
            layers += u"|"_s;
        }
        QCOMPARE(layers.join(u' '), u"P A | Q B C | D |"_s);
        if (scheduling == Scheduling::LayerByLayer)
            QCOMPARE(journal.join(u' ').remove(u"setup "_s), u"P A Q B C D"_s);
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
        QCOMPARE(graph.begun(), u"setup A, setup P"_s); // both at once
        QCOMPARE(graph.setUp(graph.p), QString());
        QVERIFY(graph.p.isActive());
        QCOMPARE(graph.q.state(), Component::State::Waiting);
        QCOMPARE(graph.setUp(graph.a), u"setup B, setup C, setup Q"_s);
        QCOMPARE(graph.setUp(graph.c), QString());
        QCOMPARE(graph.setUp(graph.b), QString()); // D has all it needs, but its turn is the next layer's
        QCOMPARE(graph.setUp(graph.q), u"setup D"_s);
        QVERIFY(!setup.isFinished());
        QCOMPARE(graph.setUp(graph.d), QString());
        QVERIFY(setup.isFinished());
        QCOMPARE(graph.conductor.state(), Conductor::State::Active);

        const QFuture<void> shutdown = graph.conductor.shutdown();
        QCOMPARE(graph.begun(), u"shutdown D"_s);
        QCOMPARE(graph.shutDown(graph.d), u"shutdown Q, shutdown C, shutdown B"_s);
        QCOMPARE(graph.shutDown(graph.q), QString());
        QCOMPARE(graph.shutDown(graph.b), QString());
        QVERIFY(graph.a.isActive() && graph.p.isActive());
        QCOMPARE(graph.shutDown(graph.c), u"shutdown P, shutdown A"_s);
        QCOMPARE(graph.shutDown(graph.a), QString());
        QVERIFY(!shutdown.isFinished());
        QCOMPARE(graph.shutDown(graph.p), QString());
        QVERIFY(shutdown.isFinished());
        QCOMPARE(graph.conductor.state(), Conductor::State::Inactive);
    }

    void aComponentBeginsWhenItsOwnAreActive() // R10
    {
        GatedGraph graph(Scheduling::AsReady);
        const QFuture<void> setup = graph.conductor.setup();
        QCOMPARE(graph.begun(), u"setup A, setup P"_s);
        QCOMPARE(graph.setUp(graph.p), u"setup Q"_s);
        QCOMPARE(graph.setUp(graph.a), u"setup B, setup C"_s);
        QCOMPARE(graph.setUp(graph.c), QString());
        QCOMPARE(graph.d.state(), Component::State::Waiting);
        QCOMPARE(graph.setUp(graph.b), u"setup D"_s);
        QCOMPARE(graph.setUp(graph.d), QString());
        QVERIFY(!setup.isFinished());
        QCOMPARE(graph.setUp(graph.q), QString());
        QVERIFY(setup.isFinished());
        QCOMPARE(graph.conductor.state(), Conductor::State::Active);

        const QFuture<void> shutdown = graph.conductor.shutdown();
        QCOMPARE(graph.begun(), u"shutdown Q, shutdown D"_s);
        QCOMPARE(graph.shutDown(graph.d), u"shutdown C, shutdown B"_s);
        QCOMPARE(graph.shutDown(graph.q), u"shutdown P"_s);
        QCOMPARE(graph.shutDown(graph.b), QString());
        QVERIFY(graph.a.isActive());
        QCOMPARE(graph.shutDown(graph.c), u"shutdown A"_s);
        QCOMPARE(graph.shutDown(graph.p), QString());
        QVERIFY(!shutdown.isFinished());
        QCOMPARE(graph.shutDown(graph.a), QString());
        QVERIFY(shutdown.isFinished());
        QCOMPARE(graph.conductor.state(), Conductor::State::Inactive);
    }

    void changesItsSchedulingForTheNextWalk() // R10
    {
        QCOMPARE(Conductor().scheduling(), Scheduling::LayerByLayer);
        GatedGraph graph(Scheduling::LayerByLayer);
        const QFuture<void> setup = graph.conductor.setup();
        QCOMPARE(graph.begun(), u"setup A, setup P"_s);
        graph.conductor.setScheduling(Scheduling::AsReady);
        QCOMPARE(graph.setUp(graph.p), QString()); // of this one the layers stand
        for (const Probe *probe : std::initializer_list<const Probe *> { &graph.a, &graph.b, &graph.c, &graph.q, &graph.d })
            graph.setUp(*probe);
        QVERIFY(setup.isFinished());
        const QFuture<void> shutdown = graph.conductor.shutdown();
        QCOMPARE(graph.begun(), u"shutdown Q, shutdown D"_s);
        for (const Probe *probe : std::initializer_list<const Probe *> { &graph.q, &graph.d, &graph.b, &graph.c, &graph.a, &graph.p })
            graph.shutDown(*probe);
        QVERIFY(shutdown.isFinished());
    }

    void callsNothingBeforeSetupHasReturned_data() { addSchedulings(); }
    void callsNothingBeforeSetupHasReturned() // R10
    {
        QFETCH(Scheduling, scheduling);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        conductor.add<D>();
        const QFuture<void> setup = conductor.setup();
        QCOMPARE(journal, QStringList());
        QCOMPARE(conductor.state(), Conductor::State::SettingUp);
        QVERIFY(finishes(setup));
        QCOMPARE(journal, QStringList({ u"setup A"_s, u"setup B"_s, u"setup C"_s, u"setup D"_s }));
    }
};

QTEST_GUILESS_MAIN(tst_Order)
#include "tst_order.moc"
