// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Test>

#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>
#include <QtCore/qmap.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qset.h>
#include <QtCore/qtemporarydir.h>

using namespace QConductor::Test;

namespace {

struct Citation
{
    QString rule;
    QString place; // src/core/engine.cpp:12
};

// The files of the source tree, or of one that a test makes, with their paths from the top of the tree.
class Tree
{
public:
    explicit Tree(const QString &path) : m_top(path) { }

    QString read(const QString &file) const // empty for what is no text, such as a picture
    {
        QFile source(m_top.filePath(file));
        const QByteArray text = source.open(QFile::ReadOnly) ? source.readAll() : QByteArray();
        return text.contains('\0') ? QString() : QString::fromUtf8(text);
    }

    // Returns each place in the folder, but not in the one that is left out, where a rule is cited by its number.
    QList<Citation> citations(const QString &folder, const QString &leftOut = {}) const
    {
        static const QRegularExpression number(QStringLiteral("\\bR\\d+\\b"));
        QList<Citation> found;
        QDirIterator files(m_top.filePath(folder), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = m_top.relativeFilePath(files.next());
            if (!leftOut.isEmpty() && file.startsWith(leftOut + QLatin1Char('/')))
                continue;
            const QStringList lines = read(file).split(QLatin1Char('\n'));
            for (int i = 0; i < lines.size(); ++i) {
                for (auto match = number.globalMatch(lines.at(i)); match.hasNext();)
                    found.append({ match.next().captured(), QStringLiteral("%1:%2").arg(file).arg(i + 1) });
            }
        }
        return found;
    }

private:
    QDir m_top;
};

// Returns the rules of a page and the sentence that states each; an empty sentence where the page states none.
QMap<QString, QString> rulesOf(const QString &page)
{
    static const QRegularExpression target(QStringLiteral("\\\\target (R\\d+)\\s+(?:\\\\b \\{\\1: ([^{}]*)\\})?"));
    QMap<QString, QString> rules;
    for (auto match = target.globalMatch(page); match.hasNext();) {
        const auto rule = match.next();
        rules.insert(rule.captured(1), rule.captured(2).simplified());
    }
    return rules;
}

// Returns a line for each citation of a rule that isn't one of the rules.
QStringList unknown(const QList<Citation> &citations, const QMap<QString, QString> &rules)
{
    QStringList lines;
    for (const Citation &citation : citations) {
        if (!rules.contains(citation.rule))
            lines += QStringLiteral("%1: %2 is not on the page of the rules").arg(citation.place, citation.rule);
    }
    return lines;
}

// Returns a line for each of the rules that has no citation.
QStringList untested(const QList<Citation> &citations, const QMap<QString, QString> &rules)
{
    QSet<QString> cited;
    for (const Citation &citation : citations)
        cited.insert(citation.rule);
    QStringList lines;
    for (auto rule = rules.keyBegin(); rule != rules.keyEnd(); ++rule) {
        if (!cited.contains(*rule))
            lines += QStringLiteral("%1 is named by no test").arg(*rule);
    }
    return lines;
}

QByteArray listed(const QStringList &lines)
{
    return lines.join(QLatin1Char('\n')).toLocal8Bit();
}

} // namespace

class tst_Rules : public QObject
{
    Q_OBJECT

    const Tree m_tree { QStringLiteral(SOURCE_DIR) };
    const QString m_page = m_tree.read(QStringLiteral("src/doc/rules.qdoc"));
    const QMap<QString, QString> m_rules = rulesOf(m_page);

private Q_SLOTS:
    void eachHasANumberOfItsOwn()
    {
        QVERIFY(m_rules.size() > 35);
        for (auto rule = m_rules.keyBegin(); rule != m_rules.keyEnd(); ++rule)
            QCOMPARE(m_page.count(QRegularExpression(QStringLiteral("\\\\target %1\\b").arg(*rule))), 1);
    }

    void eachBeginsWithASentence()
    {
        static const QRegularExpression sentence(QStringLiteral("^[A-Z][^\"\\\\{}]*[^.]\\.$"));
        for (auto rule = m_rules.cbegin(); rule != m_rules.cend(); ++rule) {
            const QString text = QStringLiteral("%1: \"%2\"").arg(rule.key(), rule.value());
            QVERIFY2(sentence.match(rule.value()).hasMatch(), qPrintable(text));
        }
    }

    void eachCitedOneExists_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::newRow("src") << QStringLiteral("src");
        QTest::newRow("tests") << QStringLiteral("tests");
    }
    void eachCitedOneExists()
    {
        QFETCH(QString, folder);
        const QList<Citation> citations = m_tree.citations(folder);
        QVERIFY(!citations.isEmpty());
        const QStringList lines = unknown(citations, m_rules);
        QVERIFY2(lines.isEmpty(), listed(lines));
    }

    void eachIsNamedByATest()
    {
        const QStringList lines = untested(m_tree.citations(QStringLiteral("tests/auto"), QStringLiteral("tests/auto/rules")),
                                           m_rules);
        QVERIFY2(lines.isEmpty(), listed(lines));
    }

    void aBrokenOneIsToldWithItsSentence()
    {
        for (auto rule = m_rules.cbegin(); rule != m_rules.cend(); ++rule) {
            const QString line = FaultFailure({}, rule.key(), QStringLiteral("it broke")).line();
            const QString cited = QStringLiteral("(breaks %1: %2)").arg(rule.key(), rule.value());
            QVERIFY2(line.contains(cited), qPrintable(line));
        }
    }

    // What the tests above find in a tree that has what they look for. No number stands in this file, which they read too.
    void theseTestsAreAwake()
    {
        const auto rule = [](int number) { return QStringLiteral("R%1").arg(number); };
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("src/core")));
        QFile file(folder.filePath(QStringLiteral("src/core/madeup.cpp")));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(QStringLiteral("// %1 and XR7, but not R2D2.\n\nint i; // see %2, %1\n").arg(rule(1), rule(99)).toUtf8());
        file.close();
        const QMap<QString, QString> rules = rulesOf(
                QStringLiteral("\\target %1\n    \\b {%1: One\n    sentence.} More.\n\n    \\target %2\n    None.\n")
                        .arg(rule(1), rule(2)));
        QCOMPARE(rules, (QMap<QString, QString> { { rule(1), QStringLiteral("One sentence.") }, { rule(2), QString() } }));

        const Tree tree(folder.path());
        const QList<Citation> citations = tree.citations(QStringLiteral("src"));
        QCOMPARE(citations.size(), 3);
        QCOMPARE(unknown(citations, rules), QStringList(QStringLiteral("src/core/madeup.cpp:3: %1 is not on the page of the "
                                                                       "rules").arg(rule(99))));
        QCOMPARE(untested(citations, rules), QStringList(QStringLiteral("%1 is named by no test").arg(rule(2))));
        QVERIFY(tree.citations(QStringLiteral("src"), QStringLiteral("src/core")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_Rules)
#include "tst_rules.moc"
