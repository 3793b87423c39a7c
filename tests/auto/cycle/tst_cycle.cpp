// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "refusal.h"

using namespace QConductor;
using namespace Qt::StringLiterals;

// E needs C, C needs B, and B needs A. D is an A that needs C, so it closes a cycle where it stands for A.
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
    Q_PROPERTY(B *b MEMBER b)
public:
    Q_INVOKABLE explicit C(QObject *parent = nullptr) : Probe(parent) { }
    B *b = nullptr;
};

class D : public A
{
    Q_OBJECT
    Q_PROPERTY(C *c MEMBER c)
public:
    Q_INVOKABLE explicit D(QObject *parent = nullptr) : A(parent) { }
    C *c = nullptr;
};

class E : public Probe
{
    Q_OBJECT
    Q_PROPERTY(A *before MEMBER before)
    Q_PROPERTY(C *c MEMBER c)
public:
    Q_INVOKABLE explicit E(QObject *parent = nullptr) : Probe(parent) { }
    A *before = nullptr;
    C *c = nullptr;
};

namespace Shop {

class Selfish : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Shop::Selfish *self MEMBER self)
public:
    Q_INVOKABLE explicit Selfish(QObject *parent = nullptr) : Probe(parent) { }
    Selfish *self = nullptr;
};

} // namespace Shop

class Link : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Link *next MEMBER next)
public:
    using Probe::Probe;
    Link *next = nullptr;
};

class Overridden : public Probe
{
    Q_OBJECT
    Q_PROPERTY(A *target MEMBER harmless)
public:
    Q_INVOKABLE explicit Overridden(QObject *parent = nullptr) : Probe(parent) { }
    A *harmless = nullptr;
};

class Overriding : public Overridden
{
    Q_OBJECT
    Q_PROPERTY(Overriding *target MEMBER self)
public:
    Q_INVOKABLE explicit Overriding(QObject *parent = nullptr) : Overridden(parent) { }
    Overriding *self = nullptr;
};

class tst_Cycle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void namesTheWayThroughAPatch() // R11
    {
        Conductor conductor;
        conductor.add<E>();
        A harmless;
        conductor.component<E>()->before = &harmless;
        conductor.patch<A, D>();
        std::shared_ptr<CircularDependencyError> error;
        QCOMPARE(refusalOf(conductor, &error), u"Circular dependency: E.c -> C.b -> B.a -> D.c -> C"_s);
        QCOMPARE(classes(*error), u"E C B D C"_s);
        QCOMPARE(error->chain().first(), conductor.component<E>());
        QCOMPARE(error->chain().at(1), error->chain().last());
    }

    void beginsWhereTheRootLedThere() // R11
    {
        Conductor conductor;
        conductor.patch<A, D>();
        conductor.add<B>();
        std::shared_ptr<CircularDependencyError> error;
        QCOMPARE(refusalOf(conductor, &error), u"Circular dependency: B.a -> D.c -> C.b -> B"_s);
        QCOMPARE(classes(*error), u"B D C B"_s);
    }

    void throughARootThatSetupCreates() // R11: The root could not be created when it was added.
    {
        bool isPossible = false;
        Conductor conductor;
        conductor.provide<B>([&]() -> B * { return isPossible ? new B : nullptr; });
        QTest::ignoreMessage(QtWarningMsg, "Conductor::add(): B, which was added, is missing: its factory returned nullptr");
        QVERIFY(!conductor.add(B::staticMetaObject));
        conductor.patch<A, D>();
        isPossible = true;
        std::shared_ptr<CircularDependencyError> error;
        QCOMPARE(refusalOf(conductor, &error), u"Circular dependency: B.a -> D.c -> C.b -> B"_s);
        QCOMPARE(classes(*error), u"B D C B"_s);
    }

    void sharedButNotCircular() // R11: Only a way that leads back to where it began is a cycle.
    {
        Conductor conductor;
        auto *e = conductor.add<E>();
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(conductor.state(), Conductor::State::Active);
        QCOMPARE(e->before, e->c->b->a);
        QCOMPARE(journal, QStringList({ u"setup A"_s, u"setup B"_s, u"setup C"_s, u"setup E"_s }));
    }

    void ofOne() // R11
    {
        Conductor conductor;
        auto *selfish = conductor.add<Shop::Selfish>();
        std::shared_ptr<CircularDependencyError> error;
        QCOMPARE(refusalOf(conductor, &error), u"Circular dependency: Shop::Selfish.self -> Shop::Selfish"_s);
        QCOMPARE(error->chain(), QList<Component *>({ selfish, selfish }));
    }

    void throughAnOverride() // R11
    {
        Conductor conductor;
        conductor.add<Overridden>();
        auto *overriding = conductor.add<Overriding>();
        std::shared_ptr<CircularDependencyError> error;
        QCOMPARE(refusalOf(conductor, &error), u"Circular dependency: Overriding.target -> Overriding"_s);
        QCOMPARE(error->chain(), QList<Component *>({ overriding, overriding }));
    }

    void wiredByHand_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("one") << 1;
        QTest::newRow("two") << 2;
        QTest::newRow("many") << 1000;
    }
    void wiredByHand() // R4, R11
    {
        QFETCH(int, size);
        std::vector<std::unique_ptr<Link>> links;
        for (int i = 0; i < size; ++i)
            links.push_back(std::make_unique<Link>());
        for (int i = 0; i < size; ++i)
            links[i]->next = links[(i + 1) % size].get();
        Conductor conductor;
        conductor.add(links[0].get());
        std::shared_ptr<CircularDependencyError> error;
        QCOMPARE(refusalOf(conductor, &error),
                 u"Circular dependency: "_s + u"Link.next -> "_s.repeated(size) + u"Link"_s);
        QCOMPARE(error->chain().size(), size + 1);
        for (int i = 0; i <= size; ++i)
            QCOMPARE(error->chain().at(i), links[i % size].get());
    }

    void setsUpOnceItIsBroken() // R11, R12
    {
        A a;
        B b;
        C c;
        D d;
        b.a = &d;
        c.b = &b;
        d.c = &c;
        Conductor conductor;
        conductor.add(&b);
        VERIFY_CONTAINS(refusalOf<CircularDependencyError>(conductor), u"Circular dependency: "_s);
        QCOMPARE(b.state(), Component::State::Inactive);
        b.a = &a;
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(conductor.state(), Conductor::State::Active);
        QCOMPARE(journal, QStringList({ u"setup A"_s, u"setup B"_s }));
    }

private:
    static QString classes(const CircularDependencyError &error)
    {
        QStringList names;
        for (const Component *component : error.chain())
            names += QString::fromLatin1(component->metaObject()->className());
        return names.join(u' ');
    }
};

QTEST_GUILESS_MAIN(tst_Cycle)
#include "tst_cycle.moc"
