// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "kinds.h"
#include "log.h"
#include "refusal.h"
#include "schedulings.h"

#include <QConductor/Dependency>

using namespace QConductor;
using namespace Kinds;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

class Looks : public Probe // has properties that are no lists of components
{
    Q_OBJECT
    Q_PROPERTY(QList<Kinds::Plugin *> shown READ shown)
    Q_PROPERTY(QList<QConductor::Component *> all MEMBER all)
    Q_PROPERTY(QList<QObject *> objects MEMBER objects)
    Q_PROPERTY(QStringList names MEMBER names)
public:
    QList<Plugin *> shown() const { return {}; }
    QList<QConductor::Component *> all;
    QList<QObject *> objects;
    QStringList names;
};

namespace {

// A host with two plugins, which were added in this order.
struct Desk
{
    explicit Desk(Scheduling scheduling = Scheduling::LayerByLayer)
    {
        conductor.setScheduling(scheduling);
        host.setObjectName(u"host"_s);
        editor.setObjectName(u"editor"_s);
        viewer.setObjectName(u"viewer"_s);
        db.setObjectName(u"db"_s);
        for (Component *component : std::initializer_list<Component *> { &host, &editor, &viewer, &db })
            conductor.add(component);
    }
    Host host;
    Editor editor;
    Viewer viewer;
    Database db;
    Conductor conductor; // is destroyed first
};

} // namespace

class tst_Lists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void isADependency() // R41, R40: writable, of pointers to a class derived from Component
    {
        const QList<Dependency> expected { { "plugins", &Plugin::staticMetaObject, false, true } };
        QCOMPARE(dependenciesOf(Host::staticMetaObject), expected);
        QVERIFY(dependenciesOf(Looks::staticMetaObject).isEmpty());
        Log log;
        Looks looks;
        Host host;
        Conductor conductor;
        conductor.add(&looks);
        conductor.add(&host);
        QVERIFY(setsUp(conductor));
        QVERIFY2(log.messages().isEmpty(), qPrintable(log.lines().join(u'\n'))); // R3, R27
    }

    void holdsEveryComponentOfTheClass_data() { addSchedulings(); }
    void holdsEveryComponentOfTheClass() // R41: in the order of R10, itself excluded
    {
        QFETCH(Scheduling, scheduling);
        Desk desk(scheduling);
        QVERIFY(setsUp(desk.conductor));
        QCOMPARE(noted(), u"setup editor, setup db, setup viewer, plugins: editor viewer, setup host"_s);
        QCOMPARE(desk.host.plugins(), (QList<Plugin *> { &desk.editor, &desk.viewer }));
        QCOMPARE(desk.host.dependencies(), (QList<Component *> { &desk.editor, &desk.viewer }));
        QCOMPARE(desk.editor.dependents(), QList<Component *> { &desk.host });
        QVERIFY(desk.host.dependents().isEmpty());
        QCOMPARE(desk.conductor.layers().at(2), QList<Component *> { &desk.host });
        QVERIFY(shutsDown(desk.conductor));
        QVERIFY(noted().startsWith(u"shutdown host"_s));
    }

    void createsNothing() // R41: the list may be empty
    {
        Conductor conductor;
        auto *host = conductor.add<Host>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(noted(), u"setup Host"_s);
        QVERIFY(host->plugins().isEmpty());
        QCOMPARE(conductor.components().size(), 1);
    }

    void holdsWhatWasFoundForOthers() // R40, R41: it is resolved after everything required
    {
        Host host;
        Conductor conductor;
        conductor.add(&host);
        conductor.add<Editor>();
        QVERIFY(setsUp(conductor));
        QCOMPARE(host.plugins().size(), 1);
    }

    void holdsAPatchInThePlaceOfWhatItReplaces_data()
    {
        QTest::addColumn<bool>("isInstance");
        QTest::newRow("by class") << false;
        QTest::newRow("by instance") << true;
    }
    void holdsAPatchInThePlaceOfWhatItReplaces() // R41
    {
        QFETCH(bool, isInstance);
        Host host;
        FakeEditor fake;
        Viewer viewer;
        Conductor conductor;
        if (isInstance)
            conductor.patch<Editor>(&fake);
        else
            conductor.patch<Editor, FakeEditor>();
        conductor.add(&host);
        auto *editor = conductor.add<Editor>();
        conductor.add(&viewer);
        QVERIFY(setsUp(conductor));
        QCOMPARE(host.plugins(), (QList<Plugin *> { editor, &viewer }));
        QVERIFY(qobject_cast<FakeEditor *>(editor));
    }

    void losesWhatIsStopped_data() { addSchedulings(); }
    void losesWhatIsStopped() // R41: before it is, and gets it at its place, while the holder stays up
    {
        QFETCH(Scheduling, scheduling);
        Desk desk(scheduling);
        QVERIFY(setsUp(desk.conductor));
        journal.clear();
        QVERIFY(ends(desk.conductor.stop(&desk.editor)));
        QCOMPARE(noted(), u"plugins: viewer, shutdown editor"_s);
        QVERIFY(desk.host.isActive());
        QCOMPARE(desk.host.dependencies(), QList<Component *> { &desk.viewer });

        QList<Plugin *> held;
        connect(&desk.editor, &Component::stateChanged, this, [&](Component::State state) {
            if (state == Component::State::Active)
                held = desk.host.plugins();
        });
        QVERIFY(ends(desk.conductor.start(&desk.editor)));
        QCOMPARE(noted(), u"setup editor, plugins: editor viewer"_s);
        QCOMPARE(held, (QList<Plugin *> { &desk.editor, &desk.viewer })); // R41: before the state is told
        QVERIFY(ends(desk.conductor.restart(&desk.viewer)));
        QCOMPARE(noted(), u"plugins: editor, shutdown viewer, setup viewer, plugins: editor viewer"_s);
    }

    void losesWhatIsDestroyed() // R41, R19
    {
        Log log;
        Host host;
        Viewer viewer;
        Conductor conductor;
        auto editor = std::make_unique<Editor>();
        conductor.add(&host);
        conductor.add(editor.get());
        conductor.add(&viewer);
        QVERIFY(setsUp(conductor));
        QCOMPARE(host.plugins().size(), 2);
        editor.reset();
        QCOMPARE(host.plugins(), QList<Plugin *> { &viewer });
        QCoreApplication::processEvents();
        QVERIFY(host.isActive());
        QVERIFY(shutsDown(conductor));
    }

    void leavesOutWhatIsNotSetUp() // R41, R37
    {
        Desk desk;
        QVERIFY(setsUp(desk.conductor));
        desk.viewer.setupHook = failing(u"no screen"_s);
        const QFuture<void> restart = desk.conductor.restart(&desk.db);
        QVERIFY(finishes(restart));
        VERIFY_CONTAINS(errorOf<SetupError>(restart)->message(), u"no screen"_s);
        QVERIFY(desk.host.isActive());
        QCOMPARE(desk.host.plugins(), QList<Plugin *> { &desk.editor });
        QVERIFY(ends(desk.conductor.restart(&desk.host)));
        QCOMPARE(desk.host.plugins(), QList<Plugin *> { &desk.editor });
    }

    void setupGoesOnWithoutWhatMayFail_data() { addSchedulings(); }
    void setupGoesOnWithoutWhatMayFail() // R41, R42: one that isn't set up isn't in the list
    {
        QFETCH(Scheduling, scheduling);
        Desk desk(scheduling);
        desk.editor.setEssential(false);
        desk.editor.setupHook = failing(u"no keyboard"_s);
        QVERIFY(setsUp(desk.conductor));
        QCOMPARE(desk.host.plugins(), QList<Plugin *> { &desk.viewer });
        desk.editor.setupHook = nullptr;
        QVERIFY(setsUp(desk.conductor));
        QCOMPARE(desk.host.plugins(), (QList<Plugin *> { &desk.editor, &desk.viewer }));
        journal.clear();
        desk.viewer.reportFailure(u"no screen"_s); // R44
        QTRY_COMPARE(desk.viewer.state(), Component::State::Failed);
        QCOMPARE(noted(), u"plugins: editor, shutdown viewer"_s);
        QVERIFY(desk.host.isActive());
    }

    void getsWhatIsAddedLater() // R41, R12
    {
        Host host;
        Editor editor;
        Viewer viewer;
        Viewer third;
        Conductor conductor;
        conductor.add(&host);
        conductor.add(&viewer);
        QVERIFY(setsUp(conductor));
        QCOMPARE(host.plugins(), QList<Plugin *> { &viewer });
        conductor.add(&editor);
        QVERIFY(setsUp(conductor));
        QCOMPARE(host.plugins(), (QList<Plugin *> { &viewer, &editor }));
        QVERIFY(ends(conductor.start(&third)));
        QCOMPARE(host.plugins(), (QList<Plugin *> { &viewer, &editor, &third }));
    }

    void isNotBegunByStart() // R41, R40: a list orders only where the call begins both
    {
        Desk desk;
        QVERIFY(ends(desk.conductor.start(&desk.host)));
        QCOMPARE(noted(), u"setup host"_s);
        QVERIFY(desk.host.plugins().isEmpty());
        QVERIFY(setsUp(desk.conductor));
        QCOMPARE(desk.host.plugins(), (QList<Plugin *> { &desk.editor, &desk.viewer }));
        QVERIFY(noted().contains(u"plugins: editor, "_s)); // each as it comes up
    }

    void aCycleThroughAListDoesNotOrder_data() { addSchedulings(); }
    void aCycleThroughAListDoesNotOrder() // R41: a host and its plugins that point back
    {
        QFETCH(Scheduling, scheduling);
        Host host;
        Guest first;
        Guest second;
        first.setObjectName(u"first"_s);
        second.setObjectName(u"second"_s);
        Conductor conductor;
        conductor.setScheduling(scheduling);
        for (Component *component : std::initializer_list<Component *> { &first, &host, &second })
            conductor.add(component);
        QVERIFY(setsUp(conductor));
        QCOMPARE(noted(), u"setup Host, setup first, plugins: first, setup second, plugins: first second"_s);
        QCOMPARE(first.host, &host);
        QVERIFY(shutsDown(conductor));
        QCOMPARE(noted(), u"plugins: first, shutdown second, plugins: none, shutdown first, shutdown Host"_s);
    }

    void holdsMany_data() { addSchedulings(); }
    void holdsMany() // R14, R41: in no quadratic time
    {
        QFETCH(Scheduling, scheduling);
        constexpr int count = 20000;
        Host host;
        std::vector<std::unique_ptr<Editor>> editors;
        Conductor conductor;
        conductor.setScheduling(scheduling);
        conductor.add(&host);
        for (int i = 0; i < count; ++i) {
            editors.push_back(std::make_unique<Editor>());
            editors.back()->setObjectName(u"e"_s);
            conductor.add(editors.back().get());
        }
        QVERIFY(setsUp(conductor));
        QCOMPARE(host.plugins().size(), count);
        QCOMPARE(host.plugins().last(), editors.back().get());
        QVERIFY(ends(conductor.restart(editors.front().get())));
        QCOMPARE(host.plugins().first(), editors.front().get());
        QVERIFY(shutsDown(conductor));
    }

    void isTakenBackFromWhatIsLost() // R5, R41
    {
        Host host;
        auto editor = std::make_unique<Editor>();
        {
            Conductor conductor;
            conductor.add(&host);
            conductor.add(editor.get());
            QVERIFY(setsUp(conductor));
            QCOMPARE(host.plugins().size(), 1);
        }
        QVERIFY(host.plugins().isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_Lists)
#include "tst_lists.moc"
