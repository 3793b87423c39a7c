// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "calls.h"

#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>
#include <QtCore/qfile.h>
#include <QtCore/qregularexpression.h>

using namespace Qt::StringLiterals;

namespace {

// A way to call application code: the lines that do, and the files and the lines in which that is right.
struct Way
{
    const char *name;
    const char *lines;
    const char *files;
    const char *except = "^$";
};

const Way ways[] = {
    // The setters of the conductor and of components emit the signal of their property at their end. The signal of
    // TerminationSignals is the library's own.
    { "emits a signal", R"(\b(Q_EMIT|emit)\b)", "gateway(_p.h|.cpp)|application/terminationsignals_unix.cpp",
      R"(Q_EMIT (setupTimeout|shutdownTimeout|shutdownLimit|scheduling|shutdownOnQuit|shutdownOnFailure|stallThreshold|slowThreshold|essential|startMode|displayName|restart[A-Z][a-z]+)Changed\()" },
    // The base class defines the hooks, a service has functions in their place, and ComponentPrivate may call them because they are protected.
    { "calls a hook", R"(\bon(Setup|Shutdown)\(\)|ComponentPrivate::call\()",
      "gateway(_p.h|.cpp)|component(.h|.cpp|_p.h)|service(.h|.cpp)|testaccess.cpp" },
    { "reads or writes a property", R"((?<!Gateway)(\.|->|::)(read|write)(Any)?(List)?\()",
      "gateway(_p.h|.cpp)|meta/(metacall|componenttype)(_p.h|.cpp)|application/(terminationsignals_unix|reportoutput).cpp" },
    { "calls a constructor, a factory or a policy", R"((->construct|\bfactory|\bpolicy)\()", "meta/.*", R"(->call\()" },
    { "destroys an object", R"(\bdelete \w+;)", "gateway(_p.h|.cpp)" },
};

// Comments may speak of all these.
QStringList codeLines(QString text)
{
    static const QRegularExpression block(u"/\\*.*?\\*/"_s, QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression comment(u"//[^\\n]*"_s);
    for (auto match = block.match(text); match.hasMatch(); match = block.match(text))
        text.replace(match.capturedStart(), match.capturedLength(), QString(match.captured().count(u'\n'), u'\n'));
    return text.remove(comment).split(u'\n');
}

} // namespace

QStringList callsBesideTheGateway(const QString &core)
{
    QStringList calls;
    QDirIterator files(core, { u"*.cpp"_s, u"*.h"_s }, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        const QString name = QDir(core).relativeFilePath(file.fileName());
        if (!file.open(QIODevice::ReadOnly))
            return { u"%1 can't be read"_s.arg(name) };
        const QStringList lines = codeLines(QString::fromUtf8(file.readAll()));
        for (const Way &way : ways) {
            const auto matches = [](const char *expression, const QString &text) {
                return QRegularExpression(QString::fromLatin1(expression)).match(text).hasMatch();
            };
            if (QRegularExpression(QRegularExpression::anchoredPattern(QString::fromLatin1(way.files)))
                        .match(name)
                        .hasMatch())
                continue;
            for (int line = 0; line < lines.size(); ++line) {
                if (matches(way.lines, lines.at(line)) && !matches(way.except, lines.at(line)))
                    calls += u"%1:%2: %3: %4"_s.arg(name).arg(line + 1).arg(QString::fromLatin1(way.name),
                                                                            lines.at(line).trimmed());
            }
        }
    }
    return calls;
}
