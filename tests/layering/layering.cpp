// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "layering.h"

#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>
#include <QtCore/qfile.h>
#include <QtCore/qmap.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qset.h>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

// A floor of the library. Its files may include each other, files of the floors named here, further files named here, and
// Qt and the standard library.
struct Floor
{
    const char *name;
    const char *files; // regular expressions for paths below src
    const char *mayIncludeFloors;
    const char *mayIncludeFiles = "";
};

// From the ground up. A file stands on the first floor that one of the expressions in "files" matches.
const Floor floors[] = {
    // What a user includes. conductor.h is a floor by itself, because what is below the conductor doesn't know it, and so is
    // the header that needs Qt Gui, because no other file knows that.
    { "conductor.h", "core/conductor.h", "public" },
    { "session", "core/sessionmanagement.h", "public conductor.h" },
    { "public", "core/[a-z]+.h", "" },

    // Topics that know nothing of each other.
    { "meta", "core/meta/.*", "public" },
    { "graph", "core/graph/.*", "public" },
    { "async", "core/async/.*", "public meta" },

    // What a state means, for those who know the conductor's interface.
    { "conductor's state", "core/conductorstate_p.h", "public conductor.h" },

    // The component, and the other implementations of public headers.
    { "component",
      "core/component.cpp core/component_p.h core/componenthost_p.h core/interposer_p.h core/gateway.cpp core/gateway_p.h "
      "core/configpolicy.cpp core/configpolicy_p.h core/loggingpolicy.cpp core/dependency.cpp core/error.cpp core/service.cpp "
      "core/service_p.h core/version.cpp core/whenemitted.cpp",
      "public meta graph async" },

    { "discovery", "core/discovery/.*", "public meta graph async component" },
    { "reporting", "core/reporting/.* core/report.cpp", "public meta graph async component discovery" },
    { "running", "core/running/.*", "public conductor.h meta graph async component discovery reporting",
      "core/conductorstate_p.h" },
    { "application", "core/application/.*", "public conductor.h meta async reporting", "core/conductorstate_p.h" },

    // The conductor puts everything together, testaccess opens it to QConductor::Test, and qmlaccess to the QML module.
    { "conductor",
      "core/conductor.cpp core/conductor_p.h core/testaccess.cpp core/testaccess_p.h core/qmlaccess.cpp core/qmlaccess_p.h "
      "core/sessionmanagement.cpp",
      "public conductor.h session meta graph async component discovery reporting running application",
      "core/conductorstate_p.h" },

    // The other libraries.
    { "test", "test/.*", "public conductor.h async",
      "core/testaccess_p.h core/interposer_p.h core/conductorstate_p.h core/meta/qtversions_p.h" },
    { "qml", "qml/.*", "public conductor.h meta async",
      "core/component_p.h core/qmlaccess_p.h core/conductorstate_p.h" },
    { "inspector", "inspector/.*", "public conductor.h meta", "core/qmlaccess_p.h core/reporting/drawing_p.h" },
};

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

bool matches(const QString &text, const QString &expression)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(expression)).match(text).hasMatch();
}

const Floor *floorOf(const QString &file)
{
    const auto isMatch = [&](const QString &expression) { return matches(file, expression); };
    for (const Floor &floor : floors) {
        const QStringList expressions = words(floor.files);
        if (std::any_of(expressions.begin(), expressions.end(), isMatch))
            return &floor;
    }
    return nullptr;
}

bool isPublicHeader(const QString &file)
{
    return matches(file, u"(core|test)/[a-z]+.h|inspector/inspector.h"_s);
}

// A header and its source are one unit: the files of a folder that have the same name, apart from "_p". A public header is
// a unit by itself, since whoever includes it depends on what it promises and not on its implementation.
QString unitOf(const QString &file)
{
    if (isPublicHeader(file))
        return file;
    return QString(file).remove(QRegularExpression(u"(_p)?\\.[a-z]+$"_s));
}

struct Include
{
    QString file;     // path below src of the file that contains the line
    QString name;     // what the line includes, with its quotes or brackets
    QString included; // path below src of the file that it means

    QString sentence() const { return u"src/%1 includes src/%2"_s.arg(file, included); }
};

// Checks each #include line against the table while it reads it, and looks for cycles when all are read.
class Reader
{
public:
    explicit Reader(const QString &sourceFolder) : m_root(sourceFolder) { }

    QStringList brokenRules()
    {
        for (const QString &file : sources())
            readFile(file);
        for (auto unit = m_includes.constBegin(); unit != m_includes.constEnd(); ++unit)
            findCycles(unit.key());
        return m_broken;
    }

private:
    QStringList sources()
    {
        QStringList files;
        QDirIterator it(m_root, { u"*.h"_s, u"*.cpp"_s }, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            files.append(QDir(m_root).relativeFilePath(it.next()));
        if (files.isEmpty())
            m_broken.append(u"There are no sources in "_s + m_root);
        files.sort();
        return files;
    }

    void readFile(const QString &file)
    {
        const Floor *floor = floorOf(file);
        if (!floor)
            m_broken.append(
                    u"src/%1 stands on no floor: add it to the table in tests/layering/layering.cpp"_s.arg(file));
        QFile source(m_root + u'/' + file);
        if (!source.open(QIODevice::ReadOnly)) {
            m_broken.append(u"src/%1 can't be read"_s.arg(file));
            return;
        }
        static const QRegularExpression line(u"^[ \\t]*#[ \\t]*include[ \\t]*([<\"][^>\"]*[>\"])"_s,
                                             QRegularExpression::MultilineOption);
        auto match = line.globalMatch(QString::fromUtf8(source.readAll()));
        while (match.hasNext())
            readInclude(file, floor, match.next().captured(1));
    }

    void readInclude(const QString &file, const Floor *floor, const QString &name)
    {
        const QStringList candidates = candidatesFor(file, name);
        if (candidates.isEmpty())
            return;
        const auto isThere = [this](const QString &path) {
            const QString source = m_root + u'/' + path;
            return QFile::exists(source) || QFile::exists(source + u".in"_s); // from which CMake writes a header
        };
        const auto found = std::find_if(candidates.begin(), candidates.end(), isThere);
        if (found == candidates.end()) {
            m_broken.append(u"src/%1 includes %2, which is not there"_s.arg(file, name));
            return;
        }
        const Include include { file, name, *found };
        if (floor)
            checkFloor(include, *floor);
        if (unitOf(file) != unitOf(*found))
            m_includes[unitOf(file)].push_back(include);
    }

    // The paths below src that an include may mean: none where it means a header of Qt or of the standard library, or what
    // moc or CMake writes.
    static QStringList candidatesFor(const QString &file, const QString &name)
    {
        const QString path = name.mid(1, name.size() - 2);
        if (name.startsWith(u"<QConductor/"_s)) {
            QString header = path.section(u'/', 1).toLower();
            if (!header.endsWith(u".h"_s))
                header += u".h"_s; // <QConductor/Component>
            return { u"core/"_s + header, u"test/"_s + header, u"inspector/"_s + header };
        }
        if (name.startsWith(u'<') || path.endsWith(u".moc"_s) || path.endsWith(u".inc"_s) || path.startsWith(u"moc_"_s))
            return {};
        return { QDir::cleanPath(file.section(u'/', 0, -2) + u'/' + path), QDir::cleanPath(u"core/"_s + path) };
    }

    void checkFloor(const Include &include, const Floor &floor)
    {
        const Floor *other = floorOf(include.included);
        if (!other)
            return;
        const QStringList allowed = words(floor.mayIncludeFloors);
        if (other != &floor && !allowed.contains(QLatin1StringView(other->name))
            && !words(floor.mayIncludeFiles).contains(include.included)) {
            const QStringList all = allowed + words(floor.mayIncludeFiles);
            m_broken.append(u"%1, which does not stand below it: the floor \"%2\" includes only %3"_s.arg(
                    include.sentence(), QLatin1StringView(floor.name), (QStringList { u"itself"_s } + all).join(u", "_s)));
        } else if (include.file.startsWith(u"core/"_s) && isPublicHeader(include.file)
                   && !matches(include.name, u"<QConductor/[a-z]+.h>"_s)) {
            m_broken.append(u"src/%1 includes %2, but a public header includes another as <QConductor/name.h>"_s.arg(
                    include.file, include.name));
        }
    }

    // Follows the includes of a unit, depth first. An include of a unit that is on the way already closes a cycle.
    void findCycles(const QString &unit)
    {
        if (m_finished.contains(unit))
            return;
        for (const Include &include : m_includes.value(unit)) {
            const QString next = unitOf(include.included);
            m_way.push_back(include);
            const auto begin = std::find_if(m_way.begin(), m_way.end(),
                                            [&](const Include &step) { return unitOf(step.file) == next; });
            if (begin == m_way.end())
                findCycles(next);
            else
                tellCycle({ begin, m_way.end() });
            m_way.pop_back();
        }
        m_finished.insert(unit);
    }

    void tellCycle(const std::vector<Include> &cycle)
    {
        QStringList steps;
        for (const Include &include : cycle)
            steps.append(include.sentence());
        m_broken.append(u"There is a cycle of units: "_s + steps.join(u"; "_s));
    }

    const QString m_root;
    QMap<QString, std::vector<Include>> m_includes; // by the unit of the including file
    std::vector<Include> m_way;                     // includes that lead to the unit in findCycles()
    QSet<QString> m_finished;                       // units whose cycles have been told
    QStringList m_broken;
};

} // namespace

QStringList brokenLayeringRules(const QString &sourceFolder)
{
    return Reader(sourceFolder).brokenRules();
}
