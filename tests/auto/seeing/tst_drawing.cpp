// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/drawing_p.h"
#include "shop.h"

#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>
#include <QtCore/qstandardpaths.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

// What begins E.c -> C.b -> B.a -> D.c -> C.
class CycleA;
class CycleC : public Probe
{
    Q_OBJECT
    Q_PROPERTY(CycleA *a MEMBER a)
public:
    Q_INVOKABLE explicit CycleC(QObject *parent = nullptr) : Probe(parent) { }
    CycleA *a = nullptr;
};
class CycleA : public Probe
{
    Q_OBJECT
    Q_PROPERTY(CycleC *back MEMBER back)
public:
    Q_INVOKABLE explicit CycleA(QObject *parent = nullptr) : Probe(parent) { }
    CycleC *back = nullptr;
};
class CycleRoot : public Probe
{
    Q_OBJECT
    Q_PROPERTY(CycleC *c MEMBER c)
    Q_PROPERTY(Shop::Cache *cache MEMBER cache)
    Q_CLASSINFO("OptionalDependencies", "cache")
public:
    Q_INVOKABLE explicit CycleRoot(QObject *parent = nullptr) : Probe(parent) { }
    CycleC *c = nullptr;
    Shop::Cache *cache = nullptr;
};

class Unavailable : public Probe // which can't be created
{
    Q_OBJECT
public:
    explicit Unavailable(int) { }
};
class Available : public Unavailable
{
    Q_OBJECT
public:
    Available() : Unavailable(0) { }
};
class NeedsUnavailable : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Unavailable *what MEMBER what)
public:
    Q_INVOKABLE explicit NeedsUnavailable(QObject *parent = nullptr) : Probe(parent) { }
    Unavailable *what = nullptr;
};

class FakeDatabase : public Shop::Database
{
    Q_OBJECT
public:
    using Database::Database;
};

namespace {

// Returns the statement of a picture that contains the text.
QString lineWith(const QString &picture, const QString &text)
{
    for (const QString &line : picture.split(u'\n')) {
        if (line.contains(text))
            return line;
    }
    return {};
}

// Returns what dot says of the picture; "missing" if there is no dot.
QString renderedByDot(const QString &picture)
{
    if (QStandardPaths::findExecutable(u"dot"_s).isEmpty())
        return u"missing"_s;
    QProcess dot;
    dot.start(u"dot"_s, { u"-Tsvg"_s });
    dot.write(picture.toUtf8());
    dot.closeWriteChannel();
    if (!dot.waitForFinished(60000) || dot.exitCode() != 0)
        return u"failed: "_s + QString::fromUtf8(dot.readAllStandardError());
    const QByteArray svg = dot.readAllStandardOutput();
    const QString folder = qEnvironmentVariable("QCONDUCTOR_SHOW"); // where to look at the pictures; must exist
    QFile file(folder + u'/' + QString::fromUtf8(QTest::currentTestFunction()) + u".dot"_s);
    if (!folder.isEmpty() && file.open(QIODevice::WriteOnly))
        file.write(picture.toUtf8());
    return svg.contains("</svg>") ? QString::fromUtf8(dot.readAllStandardError()) : u"no picture"_s;
}

} // namespace

#define VERIFY_RENDERED(picture)                                                                                       \
  do {                                                                                                                 \
    const QString result = renderedByDot(picture);                                                                     \
    QVERIFY2(result.isEmpty() || result == u"missing"_s, qPrintable(result));                                          \
  } while (false)

// Its getter destroys another component.
class Destroyer : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *database READ database WRITE setDatabase)

public:
    explicit Destroyer(Component *victim) : m_victim(victim) { }
    Shop::Database *database() const
    {
        delete m_victim;
        return nullptr;
    }
    void setDatabase(Shop::Database *) { }

private:
    QPointer<Component> m_victim;
};

class tst_Drawing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPicture() // R49
    {
        Drawing drawing;
        drawing.nodes = { { u"A"_s, 0, Component::State::Active },
                          { u"B"_s, 1, Component::State::Failed, u"it\nbroke"_s } };
        drawing.edges = { { 1, 0, u"a"_s } };
        QCOMPARE(drawing.toDot(), uR"(digraph conductor {
    rankdir=RL;
    node [shape=box, style="rounded,filled", fontname="sans-serif"];
    edge [fontname="sans-serif", fontsize=10];
    n0 [label="A\nActive", fillcolor="#c8ecc8"];
    n1 [label="B\nFailed", fillcolor="#ffc9c9", tooltip="it broke", shape=octagon];
    { rank=same; n0; }
    { rank=same; n1; }
    n1 -> n0 [label="a"];
}
)"_s);
        VERIFY_RENDERED(drawing.toDot());
        const QString mermaid = drawing.toMermaid();
        QVERIFY(mermaid.startsWith(uR"(flowchart RL
    subgraph layer0 ["0"]
        n0["A<br/>Active"]:::Active
    end
    subgraph layer1 ["1"]
        n1{{"B<br/>Failed"}}:::Failed
    end
    n1 -->|"a"| n0
)"_s));
        QVERIFY(mermaid.contains(u"classDef Active fill:"_s));
    }

    void textsAreEscaped_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("dot");
        QTest::addColumn<QString>("mermaid");
        QTest::newRow("a quote") << u"a\"b"_s << u"\"a\\\"b\""_s << u"\"a#34;b\""_s;
        QTest::newRow("a backslash") << u"a\\N"_s << u"\"a\\\\N\""_s << u"\"a#92;N\""_s;
        QTest::newRow("a line break") << u"a\nb"_s << u"\"a b\""_s << u"\"a b\""_s;
        QTest::newRow("separators") << u"a\u2028b\u2029c"_s << u"\"a b c\""_s << u"\"a b c\""_s;
        QTest::newRow("markup") << u"<b>&lt;"_s << u"\"<b>&amp;lt;\""_s << u"\"#60;b#62;#38;lt#59;\""_s;
        QTest::newRow("other letters") << u"\u00fc\u4e2d"_s << u"\"\u00fc\u4e2d\""_s << u"\"\u00fc\u4e2d\""_s;
        QTest::newRow("the end") << u"n0]; }"_s << u"\"n0]; }\""_s << u"\"n0#93;#59; #125;\""_s;
        QTest::newRow("a backslash at the end") << u"a\\"_s << u"\"a\\\\\""_s << u"\"a#92;\""_s;
    }
    void textsAreEscaped() // R49
    {
        QFETCH(QString, name);
        Drawing drawing;
        drawing.nodes = { { name, 0, Component::State::Inactive, name } };
        drawing.edges = { { 0, 0, name } };
        QFETCH(QString, dot);
        QVERIFY2(lineWith(drawing.toDot(), u"n0 ["_s).contains(u"label="_s + dot), qPrintable(drawing.toDot()));
        VERIFY_RENDERED(drawing.toDot());
        QFETCH(QString, mermaid);
        QVERIFY2(drawing.toMermaid().contains(u"n0["_s + mermaid + u"]"_s), qPrintable(drawing.toMermaid()));
        QVERIFY(drawing.toMermaid().contains(u"|"_s + mermaid + u"|"_s));
    }

    void beforeASetup() // R49
    {
        ShopTest shop;
        const QString dot = shop.conductor.toDot();
        VERIFY_RENDERED(dot);
        QVERIFY(lineWith(dot, u"WebApi"_s).contains(u"fillcolor=\"#eeeeee\""_s));
        QCOMPARE(dot.count(u"rank=same"_s), 2);
        QCOMPARE(dot.count(u"->"_s), 3);
        QVERIFY(!shop.conductor.toMermaid().isEmpty());
        QCOMPARE(shop.conductor.state(), Conductor::State::Inactive);
    }

    void nothing() // R49
    {
        Conductor conductor;
        VERIFY_RENDERED(conductor.toDot());
        QVERIFY(conductor.toMermaid().startsWith(u"flowchart"_s));
    }

    void states() // R49
    {
        ShopTest shop;
        Gate gate;
        shop.db->setupHook = gate.hook();
        shop.conductor.setup();
        QTRY_VERIFY(gate.isEntered);
        const QString during = shop.conductor.toDot();
        VERIFY_RENDERED(during);
        QVERIFY(lineWith(during, u"label=\"Database"_s).contains(u"SettingUp"_s));
        QVERIFY(lineWith(during, u"label=\"WebApi"_s).contains(u"Waiting"_s));
        QVERIFY(lineWith(during, u"label=\"Cache"_s).contains(u"Active"_s));
        gate.fail(u"no \"disk\""_s);
        QTRY_COMPARE(shop.conductor.state(), Conductor::State::Failed);
        const QString after = shop.conductor.toDot();
        VERIFY_RENDERED(after);
        QVERIFY(lineWith(after, u"label=\"Database"_s).contains(u"tooltip=\"no \\\"disk\\\"\""_s));
    }

    void patchesAndOptionalEdges() // R49
    {
        journal.clear();
        Conductor conductor;
        FakeDatabase fake;
        conductor.patch<Shop::Database>(&fake);
        conductor.add<Shop::WebApi>();
        conductor.add<Shop::Cache>()->setStartMode(Component::StartMode::Deferred);
        CycleRoot root;
        CycleC c;
        conductor.add(&root);
        root.c = &c;
        CycleA a;
        c.a = &a;
        conductor.patch<CycleA>(&a);
        CycleC other;
        a.back = &other;
        CycleA last;
        other.a = &last;
        const QString dot = conductor.toDot();
        VERIFY_RENDERED(dot);
        QVERIFY(lineWith(dot, u"label=\"FakeDatabase"_s).contains(u"replaces Database\""_s));
        QVERIFY(lineWith(dot, u"label=\"FakeDatabase"_s).contains(u"peripheries=2"_s));
        QVERIFY(lineWith(dot, u"label=\"Cache"_s).contains(u"dashed"_s));
        QVERIFY(lineWith(dot, u"label=\"cache\""_s).contains(u"style=dashed"_s));
        QVERIFY(!lineWith(dot, u"label=\"queue\""_s).contains(u"style"_s));
        const QString mermaid = conductor.toMermaid();
        QVERIFY(mermaid.contains(u"-.->|\"cache\"|"_s));
        QVERIFY(mermaid.contains(u"[[\"FakeDatabase<br/>replaces Database\"]]"_s));
    }

    void services_data()
    {
        QTest::addColumn<bool>("isResolved");
        QTest::newRow("that can be resolved") << true;
        QTest::newRow("beside what is missing") << false;
    }
    void services() // R49, R54
    {
        QFETCH(bool, isResolved);
        Conductor conductor;
        Service *downloads = conductor.service(u"Downloads"_s);
        conductor.service(u"Search"_s)->needs(downloads);
        if (!isResolved)
            conductor.add<NeedsUnavailable>();
        const QString dot = conductor.toDot();
        VERIFY_RENDERED(dot);
        const auto numberOf = [&dot](const QString &name) {
            return lineWith(dot, u"label=\""_s + name + u"\""_s).section(u'[', 0, 0).trimmed();
        };
        const QString arrow = numberOf(u"Search"_s) + u" -> "_s + numberOf(u"Downloads"_s);
        QVERIFY2(lineWith(dot, arrow).contains(u"label=\"\""_s), qPrintable(dot));
        QCOMPARE(dot.contains(u"rank=same"_s), isResolved);
    }

    void aCycleIsRed() // R11, R49
    {
        journal.clear();
        Conductor conductor;
        conductor.add<CycleRoot>();
        conductor.add<Shop::Cache>();
        const QString dot = conductor.toDot();
        VERIFY_RENDERED(dot);
        QVERIFY(!dot.contains(u"rank=same"_s));
        QVERIFY(lineWith(dot, u"label=\"CycleC\""_s).contains(u"color=red"_s));
        QVERIFY(lineWith(dot, u"label=\"CycleA\""_s).contains(u"color=red"_s));
        QVERIFY(!lineWith(dot, u"label=\"CycleRoot\""_s).contains(u"red"_s));
        QVERIFY(lineWith(dot, u"label=\"a\""_s).contains(u"color=red"_s));
        QVERIFY(lineWith(dot, u"label=\"back\""_s).contains(u"color=red"_s));
        QVERIFY(!lineWith(dot, u"label=\"c\""_s).contains(u"red"_s));
        QVERIFY(!lineWith(dot, u"label=\"c\""_s).isEmpty());
        QVERIFY(lineWith(dot, u"label=\"cache\""_s).contains(u"dashed"_s));
        QVERIFY(lineWith(conductor.toMermaid(), u"linkStyle"_s).contains(u"stroke:red"_s));
    }

    void whatSetupWouldCreateIsNotMissing() // R7, R49: a cycle elsewhere ends the search before it is created
    {
        journal.clear();
        Conductor conductor;
        conductor.add<CycleRoot>();
        conductor.add<Shop::WebApi>();
        const QString dot = conductor.toDot();
        VERIFY_RENDERED(dot);
        QVERIFY2(lineWith(dot, u"label=\"MessageQueue"_s).contains(u"label=\"MessageQueue\""_s), qPrintable(dot));
        QVERIFY(!dot.contains(u"missing"_s));
    }

    void namesArePeoplesNames() // R49, R53
    {
        journal.clear();
        Conductor conductor;
        conductor.add<Shop::Cache>()->setDisplayName(u"Speicher"_s);
        Shop::Database one;
        Shop::Database other;
        one.setObjectName(u"orders"_s);
        other.setDisplayName(u"orders"_s);
        conductor.add(&one);
        conductor.add(&other);
        const QString dot = conductor.toDot();
        VERIFY_RENDERED(dot);
        QVERIFY(dot.contains(u"\"Speicher\""_s));
        QCOMPARE(dot.count(u"\"orders (Shop::Database)\""_s), 2);
        QVERIFY(conductor.toMermaid().contains(u"\"Speicher\""_s));
    }

    // R21, R49: what a getter destroys isn't drawn further
    void aGetterMayDestroyAComponent()
    {
        journal.clear();
        Conductor conductor;
        conductor.add<NeedsUnavailable>();
        auto *victim = new Shop::Cache;
        Destroyer destroyer(victim);
        conductor.add(&destroyer);
        conductor.add(victim);
        const QString dot = conductor.toDot();
        VERIFY_RENDERED(dot);
        QVERIFY2(dot.contains(u"\"Destroyer"_s), qPrintable(dot));
    }

    void whatIsAmbiguousIsRed_data()
    {
        QTest::addColumn<bool>("isAbstract");
        QTest::newRow("two of a class") << false;
        QTest::newRow("two that derive from a class which can't be created") << true;
    }
    void whatIsAmbiguousIsRed() // R6, R49
    {
        QFETCH(bool, isAbstract);
        journal.clear();
        Conductor conductor;
        std::vector<std::unique_ptr<Component>> two;
        for (const QString &name : { u"one"_s, u"other"_s }) {
            if (isAbstract)
                two.push_back(std::make_unique<Available>());
            else
                two.push_back(std::make_unique<Shop::Database>());
            two.back()->setObjectName(name);
            conductor.add(two.back().get());
        }
        if (isAbstract)
            conductor.add<NeedsUnavailable>();
        else
            conductor.add<Shop::BackgroundWorkers>();
        const QString dot = conductor.toDot();
        VERIFY_RENDERED(dot);
        const QString label = isAbstract ? u"label=\"what\\nambiguous\""_s : u"label=\"db\\nambiguous\""_s;
        QVERIFY2(dot.count(label) == 2, qPrintable(dot));
        QVERIFY(lineWith(dot, label).contains(u"color=red"_s));
        QVERIFY(!dot.contains(u"missing"_s));
        QVERIFY(lineWith(conductor.toMermaid(), u"linkStyle"_s).contains(u"0,1 stroke:red"_s));
    }

    void whatIsMissingIsDrawn() // R7, R49
    {
        journal.clear();
        Conductor conductor;
        conductor.add<NeedsUnavailable>();
        const QString dot = conductor.toDot();
        VERIFY_RENDERED(dot);
        QVERIFY(lineWith(dot, u"Unavailable\\nmissing"_s).contains(u"color=red"_s));
        QVERIFY(!lineWith(dot, u"label=\"what\""_s).isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_Drawing)

#include "tst_drawing.moc"
