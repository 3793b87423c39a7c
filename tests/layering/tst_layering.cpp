// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "layering.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qlist.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <utility>

using namespace Qt::StringLiterals;

using Tree = QList<std::pair<QByteArray, QByteArray>>; // files below src, and what each includes, separated by spaces

namespace {

bool write(const QString &path, const QByteArray &includes)
{
    if (!QDir().mkpath(QFileInfo(path).path()))
        return false;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    for (const QByteArray &name : includes.split(' '))
        file.write("#include " + name + '\n');
    return true;
}

} // namespace

class tst_Layering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsForTheLibrary()
    {
        const QStringList broken = brokenLayeringRules(QStringLiteral(LIBRARY_SOURCES));
        for (const QString &rule : broken)
            qWarning("%s", qPrintable(rule));
        QVERIFY(broken.isEmpty());
    }

    void holds_data()
    {
        QTest::addColumn<Tree>("tree");

        QTest::newRow("a header and its source") << Tree {
            { "core/running/engine_p.h", "<QtCore/qobject.h> <vector>" },
            { "core/running/engine.cpp", "\"engine_p.h\" \"engine.moc\" \"moc_engine_p.cpp\"" },
        };
        QTest::newRow("downwards, by the path below core") << Tree {
            { "core/global.h", "" },
            { "core/component.h", "<QConductor/global.h>" },
            { "core/component_p.h", "\"component.h\" \"meta/naming_p.h\"" },
            { "core/meta/naming_p.h", "\"global.h\"" },
            { "core/running/engine_p.h", "\"component_p.h\" <QConductor/Component>" },
        };
        QTest::newRow("one unit twice") << Tree {
            { "core/graph/nodeset_p.h", "" },
            { "core/graph/order_p.h", "\"nodeset_p.h\"" },
            { "core/graph/graph_p.h", "\"order_p.h\" \"nodeset_p.h\"" },
        };
        QTest::newRow("the implementation of a public header that another implementation includes") << Tree {
            { "core/error.h", "" },
            { "core/error.cpp", "\"error.h\" \"component_p.h\"" },
            { "core/component_p.h", "\"error.h\"" },
        };
        QTest::newRow("a header that CMake writes") << Tree {
            { "core/version.h.in", "<QConductor/global.h>" },
            { "core/version.cpp", "<QConductor/version.h>" },
            { "core/global.h", "" },
        };
        QTest::newRow("the entrance for tests") << Tree {
            { "core/testaccess_p.h", "" },
            { "test/fixture.h", "" },
            { "test/fixture.cpp", "<QConductor/Fixture> \"testaccess_p.h\"" },
        };
    }
    void holds()
    {
        QFETCH(const Tree, tree);
        QCOMPARE(brokenRulesOf(tree), QStringList());
    }

    void tells_data()
    {
        QTest::addColumn<Tree>("tree");
        QTest::addColumn<QString>("message");

        QTest::newRow("upwards")
                << Tree { { "core/discovery/resolver.cpp", "\"running/engine_p.h\"" },
                          { "core/running/engine_p.h", "" } }
                << u"src/core/discovery/resolver.cpp includes src/core/running/engine_p.h, which does not stand below "
                   "it: the floor \"discovery\" includes only itself, public, meta, graph, async, component"_s;
        QTest::newRow("sideways")
                << Tree { { "core/graph/order_p.h", "\"meta/naming_p.h\"" }, { "core/meta/naming_p.h", "" } }
                << u"src/core/graph/order_p.h includes src/core/meta/naming_p.h, which does not stand below it: "
                   "the floor \"graph\" includes only itself, public"_s;
        QTest::newRow("sideways, by way of the folder above")
                << Tree { { "core/async/wait_p.h", "\"../graph/order_p.h\"" }, { "core/graph/order_p.h", "" } }
                << u"src/core/async/wait_p.h includes src/core/graph/order_p.h, which does not stand below it: "
                   "the floor \"async\" includes only itself, public, meta"_s;
        QTest::newRow("the conductor from below")
                << Tree { { "core/component.cpp", "<QConductor/Conductor>" }, { "core/conductor.h", "" } }
                << u"src/core/component.cpp includes src/core/conductor.h, which does not stand below it: "
                   "the floor \"component\" includes only itself, public, meta, graph, async"_s;
        QTest::newRow("what is private, in a public header")
                << Tree { { "core/component.h", "\"component_p.h\"" }, { "core/component_p.h", "" } }
                << u"src/core/component.h includes src/core/component_p.h, which does not stand below it: "
                   "the floor \"public\" includes only itself"_s;
        QTest::newRow("a public header not as a user does")
                << Tree { { "core/component.h", "\"global.h\"" }, { "core/global.h", "" } }
                << u"src/core/component.h includes \"global.h\", but a public header includes another as "
                   "<QConductor/name.h>"_s;
        QTest::newRow("from another library past the entrance")
                << Tree { { "test/fixture.cpp", "\"conductor_p.h\"" }, { "core/conductor_p.h", "" } }
                << u"src/test/fixture.cpp includes src/core/conductor_p.h, which does not stand below it: "
                   "the floor \"test\" includes only itself, public, conductor.h, async, core/testaccess_p.h, "
                   "core/interposer_p.h, core/conductorstate_p.h, core/meta/qtversions_p.h"_s;
        QTest::newRow("two units that need each other")
                << Tree { { "core/running/engine_p.h", "" },
                          { "core/running/engine.cpp", "\"engine_p.h\" \"walk_p.h\"" },
                          { "core/running/walk_p.h", "\"engine_p.h\"" } }
                << u"There is a cycle of units: src/core/running/engine.cpp includes src/core/running/walk_p.h; "
                   "src/core/running/walk_p.h includes src/core/running/engine_p.h"_s;
        QTest::newRow("three public headers in a circle, and who includes it")
                << Tree { { "core/aside.h", "<QConductor/component.h>" },
                          { "core/component.h", "<QConductor/dependency.h>" },
                          { "core/dependency.h", "<QConductor/error.h>" },
                          { "core/error.h", "<QConductor/component.h>" } }
                << u"There is a cycle of units: src/core/component.h includes src/core/dependency.h; "
                   "src/core/dependency.h includes src/core/error.h; src/core/error.h includes src/core/component.h"_s;
        QTest::newRow("a file without a floor")
                << Tree { { "core/cellar/wine_p.h", "" } }
                << u"src/core/cellar/wine_p.h stands on no floor: add it to the table in tests/layering/layering.cpp"_s;
        QTest::newRow("a file that is not there")
                << Tree { { "core/error.cpp", "\"errand_p.h\"" } }
                << u"src/core/error.cpp includes \"errand_p.h\", which is not there"_s;
    }
    void tells()
    {
        QFETCH(const Tree, tree);
        QFETCH(const QString, message);
        QCOMPARE(brokenRulesOf(tree), QStringList(message));
    }

    void tellsThatThereIsNothing()
    {
        const QTemporaryDir folder;
        QCOMPARE(brokenLayeringRules(folder.path()), QStringList(u"There are no sources in "_s + folder.path()));
    }

private:
    static QStringList brokenRulesOf(const Tree &tree)
    {
        const QTemporaryDir folder;
        for (const auto &[file, includes] : tree) {
            if (!write(folder.filePath(QString::fromLatin1(file)), includes))
                return { u"can't write "_s + folder.path() };
        }
        return brokenLayeringRules(folder.path());
    }
};

QTEST_GUILESS_MAIN(tst_Layering)
#include "tst_layering.moc"
