// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QtCore/qdiriterator.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qxmlstream.h>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

namespace {

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Returns the texts that the sources mark as translatable, sorted.
QStringList textsOfSources()
{
    static const QRegularExpression call(
            uR"-((?:Text::tr|QT_TRANSLATE_NOOP)\(\s*(?:"QConductor",\s*)?((?:"(?:[^"\\]|\\.)*"\s*)+))-"_s);
    static const QRegularExpression literal(uR"-("((?:[^"\\]|\\.)*)")-"_s);
    QStringList texts;
    QDirIterator files(QStringLiteral(SOURCES), { u"*.cpp"_s, u"*.h"_s }, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString source = QString::fromUtf8(contentsOf(files.next()));
        for (const QRegularExpressionMatch &found : call.globalMatch(source)) {
            QString text;
            for (const QRegularExpressionMatch &part : literal.globalMatch(found.captured(1)))
                text += part.captured(1);
            texts += text.replace(u"\\\""_s, u"\""_s);
        }
    }
    texts.removeDuplicates();
    texts.removeAll(u"…"_s); // in the comment that explains Text
    return texts;
}

// Returns those of QML: in a document, a text is translated once for each document.
QStringList textsOfDocuments()
{
    static const QRegularExpression call(u"qsTr\\(\"((?:[^\"\\\\]|\\\\.)*)\"\\)"_s);
    QStringList texts;
    QDirIterator files(QStringLiteral(SOURCES), { u"*.qml"_s }, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QStringList ofOne;
        for (const QRegularExpressionMatch &found : call.globalMatch(QString::fromUtf8(contentsOf(files.next()))))
            ofOne += found.captured(1);
        ofOne.removeDuplicates();
        texts += ofOne;
    }
    return texts;
}

// The context of a text in QML is the name of its document.
QStringList contextsOfSources()
{
    QStringList contexts { u"QConductor"_s };
    QDirIterator files(QStringLiteral(SOURCES), { u"*.qml"_s }, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        if (contentsOf(file).contains("qsTr("))
            contexts += QFileInfo(file).completeBaseName();
    }
    contexts.sort();
    return contexts;
}

} // namespace

class tst_Translations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The file was made by: lupdate -locations none -no-obsolete -source-language en -I src/core src/core src/qml src/test src/inspector
    // -ts src/translations/qconductor.ts
    void theTemplateHasEveryText()
    {
        QStringList texts;
        QStringList contexts;
        QFile file(QStringLiteral(SOURCES "/translations/qconductor.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement() && xml.name() == u"source"_s)
                texts += xml.readElementText();
            else if (xml.isStartElement() && xml.name() == u"name"_s)
                contexts += xml.readElementText();
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        texts.sort();
        QVERIFY(texts.size() > 50);
        QStringList expected = textsOfSources() + textsOfDocuments();
        expected.sort();
        QCOMPARE(texts, expected);
        contexts.sort();
        QCOMPARE(contexts, contextsOfSources());
    }
};

QTEST_GUILESS_MAIN(tst_Translations)
#include "tst_translations.moc"
