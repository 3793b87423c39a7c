// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "meta/componenttype_p.h"
#include "probe.h"

#include <QConductor/Dependency>

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qtimer.h>
#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

// Three classes with the three constructors that a conductor can call.
class A : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit A(QObject *parent = nullptr) : Probe(parent) { }
};

class B : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE B() = default;
};

class C : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit C(QObject *parent) : Probe(parent) { }
};

class X : public Probe
{
    Q_OBJECT
    Q_PROPERTY(A *first MEMBER first)
    Q_PROPERTY(B *second MEMBER second)
    Q_PROPERTY(int foo MEMBER foo)
public:
    A *first = nullptr;
    B *second = nullptr;
    int foo = 7;
};

// No component, although it has at least as many properties as Component declares.
class Stranger : public QObject
{
    Q_OBJECT
    Q_PROPERTY(A *a MEMBER m_first)
    Q_PROPERTY(A *b MEMBER m_first)
    Q_PROPERTY(A *c MEMBER m_first)
    Q_PROPERTY(A *d MEMBER m_first)
    Q_PROPERTY(A *e MEMBER m_first)
    Q_PROPERTY(A *f MEMBER m_first)
    Q_PROPERTY(A *g MEMBER m_first)

private:
    A *m_first = nullptr;
};

class Y : public X
{
    Q_OBJECT
    Q_PROPERTY(C *second MEMBER overriding)
public:
    C *overriding = nullptr;
};

class Z : public Y
{
    Q_OBJECT
    Q_PROPERTY(C *third MEMBER third)
public:
    C *third = nullptr;
};

class OverriddenReadOnly : public X
{
    Q_OBJECT
    Q_PROPERTY(A *first READ none CONSTANT)
public:
    A *none() const { return nullptr; }
};

class OverriddenByNumber : public X
{
    Q_OBJECT
    Q_PROPERTY(int first MEMBER number)
public:
    int number = 0;
};

class NumberFirst : public Probe
{
    Q_OBJECT
    Q_PROPERTY(int number MEMBER number)
    Q_PROPERTY(A *a MEMBER a)
public:
    int number = 0;
    A *a = nullptr;
};

class NumberOverridden : public NumberFirst
{
    Q_OBJECT
    Q_PROPERTY(B *number MEMBER b)
public:
    B *b = nullptr;
};

// None of its properties is a dependency.
class LeftAlone : public Probe
{
    Q_OBJECT
    Q_PROPERTY(A *readOnly READ readOnly CONSTANT)
    Q_PROPERTY(QObject *object MEMBER object)
    Q_PROPERTY(QTimer *timer MEMBER timer)
    Q_PROPERTY(QConductor::Component *any MEMBER any)
    Q_PROPERTY(QConductor::Conductor *leader MEMBER leader)
    Q_PROPERTY(QList<A *> list READ list)
    Q_PROPERTY(QList<Component *> components MEMBER components)
    Q_PROPERTY(QString text MEMBER text)
public:
    A *readOnly() const { return nullptr; }
    QObject *object = nullptr;
    QTimer *timer = nullptr;
    Component *any = nullptr;
    Conductor *leader = nullptr;
    QList<A *> list() const { return {}; }
    QList<Component *> components;
    QString text;
};

class ByFunctions : public Probe
{
    Q_OBJECT
    Q_PROPERTY(A *guarded READ guarded WRITE setGuarded NOTIFY guardedChanged)
public:
    A *guarded() const { return m_guarded; }
    void setGuarded(A *guarded)
    {
        m_guarded = guarded;
        Q_EMIT guardedChanged();
    }
Q_SIGNALS:
    void guardedChanged();

private:
    A *m_guarded = nullptr;
};

// The QML engine gives such a name to a class that it makes.
class X_QML_4 : public X
{
    Q_OBJECT
};

// Two classes that a conductor can't create.
class NeedsNumber : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit NeedsNumber(int) { }
};

class NotInvokable : public Component
{
    Q_OBJECT
};

class tst_Dependency : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void findsThePropertiesThatNeedComponents_data()
    {
        QTest::addColumn<const QMetaObject *>("type");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("declared") << &X::staticMetaObject << QStringList { u"first: A"_s, u"second: B"_s };
        QTest::newRow("overridden in its place") << &Y::staticMetaObject << QStringList { u"first: A"_s, u"second: C"_s };
        QTest::newRow("inherited, overridden and new")
                << &Z::staticMetaObject << QStringList { u"first: A"_s, u"second: C"_s, u"third: C"_s };
        QTest::newRow("overridden by a read-only one")
                << &OverriddenReadOnly::staticMetaObject << QStringList { u"second: B"_s };
        QTest::newRow("overridden by a number") << &OverriddenByNumber::staticMetaObject << QStringList { u"second: B"_s };
        QTest::newRow("a number, overridden in its place")
                << &NumberOverridden::staticMetaObject << QStringList { u"number: B"_s, u"a: A"_s };
        QTest::newRow("others are left alone") << &LeftAlone::staticMetaObject << QStringList();
        QTest::newRow("with a setter") << &ByFunctions::staticMetaObject << QStringList { u"guarded: A"_s };
        QTest::newRow("Component itself") << &Component::staticMetaObject << QStringList();
        QTest::newRow("made by the QML engine") << &X_QML_4::staticMetaObject << QStringList { u"first: A"_s, u"second: B"_s };
    }
    void findsThePropertiesThatNeedComponents() // R3
    {
        QFETCH(const QMetaObject *, type);
        QFETCH(QStringList, expected);
        QStringList found;
        for (const Dependency &dependency : dependenciesOf(*type))
            found += QString::fromLatin1(dependency.name + ": " + dependency.type->className());
        QCOMPARE(found, expected);
    }

    void comparesByNameAndType() // R3
    {
        const Dependency dependency { "first", &A::staticMetaObject };
        QCOMPARE(dependenciesOf(X::staticMetaObject).first(), dependency);
        QVERIFY(dependency != (Dependency { "second", &A::staticMetaObject }));
        QVERIFY(dependency != (Dependency { "first", &B::staticMetaObject }));
    }

    void injectsTheOverridingPropertyOnly() // R3, R5
    {
        Conductor conductor;
        auto *z = conductor.add<Z>();
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(z->first, conductor.component<A>());
        QCOMPARE(z->overriding, conductor.component<C>());
        QCOMPARE(z->third, conductor.component<C>());
        QCOMPARE(z->second, nullptr);
        QCOMPARE(conductor.component<B>(), nullptr);
        QCOMPARE(z->foo, 7);
        QCOMPARE(journal, QStringList({ u"setup A"_s, u"setup C"_s, u"setup Z"_s }));
    }

    void writesNothingElse() // R3
    {
        Conductor conductor;
        auto *component = conductor.add<LeftAlone>();
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QVERIFY(component->isActive());
        QVERIFY(!component->object && !component->timer && !component->any && !component->leader);
        QCOMPARE(conductor.components(), QList<Component *> { component });
    }

    void injectsThroughTheSetter() // R5
    {
        Conductor conductor;
        auto *component = conductor.add<ByFunctions>();
        QSignalSpy changes(component, &ByFunctions::guardedChanged);
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(component->guarded(), conductor.component<A>());
        QCOMPARE(changes.count(), 1);
    }

    void whatIsNoComponentHasNone() // R3
    {
        QCOMPARE(dependenciesOf(Stranger::staticMetaObject).size(), 0);
    }

    void readsEachClassOnce()
    {
        QCOMPARE(ComponentType::of(&X::staticMetaObject), ComponentType::of(&X::staticMetaObject));
        QVERIFY(ComponentType::of(&X::staticMetaObject) != ComponentType::of(&Y::staticMetaObject));
    }

    // The meta-object of such a class dies with the engine, and another meta-object may then have its address.
    void keepsNothingOfWhatTheQmlEngineMade()
    {
        std::weak_ptr<const ComponentType> type = ComponentType::of(&X_QML_4::staticMetaObject);
        QVERIFY(type.expired());
        type = ComponentType::of(&X::staticMetaObject);
        QVERIFY(!type.expired());
    }

    void readsFromAnyThread()
    {
        QList<QFuture<QList<Dependency>>> readers;
        for (int i = 0; i < 16; ++i)
            readers += QtConcurrent::run([i] { return dependenciesOf(i % 2 ? Y::staticMetaObject : Z::staticMetaObject); });
        for (int i = 0; i < readers.size(); ++i)
            QCOMPARE(readers.at(i).result().size(), i % 2 ? 2 : 3);
    }

    void knowsWhichClassesItCanCreate_data()
    {
        QTest::addColumn<const QMetaObject *>("type");
        QTest::addColumn<bool>("isConstructible");
        QTest::newRow("takes a parent or nothing") << &A::staticMetaObject << true;
        QTest::newRow("takes nothing") << &B::staticMetaObject << true;
        QTest::newRow("takes a parent") << &C::staticMetaObject << true;
        QTest::newRow("takes a number") << &NeedsNumber::staticMetaObject << false;
        QTest::newRow("not invokable") << &NotInvokable::staticMetaObject << false;
        QTest::newRow("Component itself") << &Component::staticMetaObject << false;
    }
    void knowsWhichClassesItCanCreate() // R7
    {
        QFETCH(const QMetaObject *, type);
        QFETCH(bool, isConstructible);
        const ComponentType componentType(type);
        QCOMPARE(componentType.isConstructible(), isConstructible);
        if (!isConstructible)
            return;
        const std::unique_ptr<Component> made(componentType.construct());
        QCOMPARE(made->metaObject(), type);
        QCOMPARE(made->parent(), nullptr);
    }
};

QTEST_GUILESS_MAIN(tst_Dependency)
#include "tst_dependency.moc"
