// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "dependencies.h"
#include "hooks.h"

#include <QConductor/Dependency>
#include <QConductor/Test>

#include <QtCore/qdiriterator.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qtemporarydir.h>

using namespace QConductor::Test;
using QConductor::Conductor;

namespace {

QStringList filesOf(const QString &folder, const QStringList &names)
{
    QStringList files;
    for (QDirIterator it(QStringLiteral(SOURCE_DIR "/") + folder, names, QDir::Files, QDirIterator::Subdirectories);
         it.hasNext();)
        files += it.next();
    files.sort();
    return files;
}

QString read(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// Returns what is wrong with the commands of a page that show a part of a file; the paths are relative to the folder.
QStringList brokenSnippets(const QString &page, const QString &folder)
{
    static const QRegularExpression command(QStringLiteral("\\\\(?:snippet|quotefile) (\\S+)(?: ([^\\s*]+))?"));
    QStringList lines;
    for (auto match = command.globalMatch(page); match.hasNext();) {
        const auto found = match.next();
        const QString text = read(folder + QLatin1Char('/') + found.captured(1));
        const int markers = int(text.count(QStringLiteral("! [%1]").arg(found.captured(2))));
        if (text.isEmpty())
            lines += QStringLiteral("there is no %1").arg(found.captured(1));
        else if (!found.captured(2).isEmpty() && markers != 2)
            lines +=
                    QStringLiteral("%1 has %2 markers [%3]").arg(found.captured(1)).arg(markers).arg(found.captured(2));
    }
    return lines;
}

// Returns the blocks of code of a page that are longer than two lines, by their first line.
QStringList longBlocks(const QString &page)
{
    static const QRegularExpression block(QStringLiteral("\\\\(code|qml)\\n(.*?)\\\\end\\1"),
                                          QRegularExpression::DotMatchesEverythingOption);
    QStringList lines;
    for (auto match = block.globalMatch(page); match.hasNext();) {
        const QString code = match.next().captured(2).trimmed();
        if (code.count(QLatin1Char('\n')) > 1)
            lines += code.section(QLatin1Char('\n'), 0, 0);
    }
    return lines;
}

// Returns what a source documents without saying since when it exists.
QStringList withoutSince(const QString &source)
{
    static const QRegularExpression comment(QStringLiteral("/\\*!(.*?)\\*/"),
                                            QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression topic(QStringLiteral(
            "\\\\(?:class|namespace|typealias|macro|qmltype|qmlmodule|headerfile|relates|enum) [^\\n]*"));
    QStringList lines;
    for (auto match = comment.globalMatch(source); match.hasNext();) {
        const QString text = match.next().captured(1);
        const auto found = topic.match(text);
        const bool isMeant = found.hasMatch() && !text.contains(QStringLiteral("\\internal"));
        if (isMeant && !text.contains(QStringLiteral("\\since QConductor ")))
            lines += found.captured().trimmed();
    }
    return lines;
}

} // namespace

void Index::read(int) { }

QFuture<QString> Session::logIn()
{
    return QtConcurrent::run([] { return QStringLiteral("token"); });
}

class tst_Documentation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatExists_data() { pages(); }
    void showsWhatExists()
    {
        QFETCH(QString, file);
        const QStringList lines = brokenSnippets(read(file), QStringLiteral(SOURCE_DIR));
        QVERIFY2(lines.isEmpty(), qPrintable(lines.join(QLatin1Char('\n'))));
    }

    void showsWhatIsCompiled_data() { pages(); }
    void showsWhatIsCompiled()
    {
        QFETCH(QString, file);
        const QStringList lines = longBlocks(read(file));
        QVERIFY2(lines.isEmpty(), qPrintable(lines.join(QLatin1Char('\n'))));
    }

    void saysSinceWhenThingsExist_data()
    {
        QTest::addColumn<QString>("file");
        for (const QString &folder : { QStringLiteral("src/core"), QStringLiteral("src/test"),
                                       QStringLiteral("src/qml"), QStringLiteral("src/inspector") }) {
            for (const QString &file : filesOf(folder, { QStringLiteral("*.cpp"), QStringLiteral("*.qml") }))
                QTest::newRow(qPrintable(file.section(QLatin1Char('/'), -2))) << file;
        }
    }
    void saysSinceWhenThingsExist()
    {
        QFETCH(QString, file);
        const QStringList lines = withoutSince(read(file));
        QVERIFY2(lines.isEmpty(), qPrintable(lines.join(QLatin1Char('\n'))));
    }

    void theseTestsAreAwake()
    {
        const QString command = QStringLiteral("\\") + QStringLiteral("snippet ");
        QCOMPARE(brokenSnippets(command + QStringLiteral("nowhere.h one"), QStringLiteral(SOURCE_DIR)).size(), 1);
        QCOMPARE(brokenSnippets(command + QStringLiteral("tests/auto/documentation/hooks.h nothing"),
                                QStringLiteral(SOURCE_DIR))
                         .size(),
                 1);
        QCOMPARE(longBlocks(QStringLiteral("\\code\n1\n2\n\\endcode \\code\n1\n2\n3\n\\endcode")),
                 QStringList(QStringLiteral("1")));
        QCOMPARE(withoutSince(QStringLiteral("/*! \\class A\n */ /*! \\enum B\n \\since QConductor 1.0 */")),
                 QStringList(QStringLiteral("\\class A")));
    }

    void hooksOfThePageEnd() // R1, R10
    {
        QCoreApplication::setOrganizationName(QStringLiteral("qconductor-tests"));
        Preferences preferences;
        Index index;
        Device device;
        Session session;
        License license;
        license.key = QStringLiteral("1234");
        Helper helper(QCoreApplication::applicationFilePath());
        Fixture app;
        for (QConductor::Component *component : std::initializer_list<QConductor::Component *> {
                     &preferences, &index, &device, &session, &license, &helper })
            app.conductor().add(component);
        connect(&device, &QConductor::Component::stateChanged, &device, [&device](QConductor::Component::State state) {
            if (state == QConductor::Component::State::SettingUp)
                QMetaObject::invokeMethod(&device, &Device::connected, Qt::QueuedConnection);
        });
        QCONDUCTOR_SETUP(app);
        QCOMPARE(session.token, QStringLiteral("token"));
        QCOMPARE(preferences.language, QStringLiteral("en"));
        QCONDUCTOR_SHUTDOWN(app);
    }

    void hooksOfThePageCanBeCanceled() // R16
    {
        Index index;
        index.count = 100'000'000;
        Device device; // never connects
        Fixture app;
        app.conductor().add(&index);
        app.conductor().add(&device);
        QFuture<void> setup = app.conductor().setup();
        QTRY_COMPARE(device.state(), QConductor::Component::State::SettingUp);
        setup.cancel();
        QTRY_COMPARE(app.conductor().state(), Conductor::State::Inactive);
    }

    void errorsOfThePageAreTold() // R15
    {
        License license;
        Conductor conductor;
        conductor.add(&license);
        QStringList told;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("there is no license key")));
        //! [failed]
        connect(&conductor, &Conductor::failed, this, [&conductor, &told] {
            for (const QConductor::Failure &failure : conductor.failures())
                told += failure.displayName + QStringLiteral(": ") + failure.message;
        });
        //! [failed]
        conductor.setup();
        QTRY_COMPARE(told, QStringList(QStringLiteral("License: there is no license key")));
        //! [validate]
        QString errorString;
        if (!conductor.validate(&errorString))
            qCritical("The application is put together wrongly: %s", qPrintable(errorString));
        //! [validate]
        QCOMPARE(errorString, QString());
    }

    void graphIsWritten()
    {
        QTemporaryDir folder;
        QVERIFY(QDir::setCurrent(folder.path()));
        Database database;
        Conductor conductor;
        conductor.add(&database);
        //! [graph]
        QFile file(QStringLiteral("graph.dot"));
        if (file.open(QIODevice::WriteOnly))
            file.write(conductor.toDot().toUtf8()); // dot -Tsvg -O graph.dot
        //! [graph]
        file.close();
        QVERIFY(read(file.fileName()).contains(QStringLiteral("Database")));
        QVERIFY(QDir::setCurrent(QDir::rootPath()));
    }

    void membersLiveAsLongAsThePageSays() // R57
    {
        //! [order]
        Database database; // destroyed last
        Conductor conductor;
        conductor.add(&database);
        //! [order]
        conductor.setup();
        QTRY_VERIFY(database.isActive());
        //! [clear]
        conductor.clear(); // shuts down, and destroys what it owns
        //! [clear]
        QVERIFY(!database.isActive());
        QVERIFY(!database.conductor());
    }

    void scriptsOfTheReferencePlay() // R44, R45, R46
    {
        using namespace std::chrono_literals;
        Scripted<Database> database;
        Fixture app;
        VirtualClock clock;
        app.setClock(&clock);
        app.conductor().add(&database);
        //! [running]
        database.setRestartPolicy(QConductor::Component::RestartPolicy::OnFailure);
        database.runningScript().after(20min).fail("connection lost");
        //! [running]
        QCONDUCTOR_SETUP(app);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("connection lost")));
        clock.advance(20min);
        QTRY_COMPARE(database.state(), QConductor::Component::State::Failed);
        database.runningScript().succeed();
        clock.advance(1min);
        QTRY_VERIFY(database.isActive());
        //! [request]
        database.requestScript().think();
        const QFuture<bool> request = app.conductor().requestShutdown();
        QTRY_VERIFY(database.requestScript().isAsked());
        database.requestScript().answer(false);
        QTRY_VERIFY(request.isFinished());
        QVERIFY(!request.result());
        //! [request]
        QVERIFY(database.isActive());
        QCONDUCTOR_SHUTDOWN(app);
        app.setClock(nullptr);
    }

    void dependenciesOfThePageAreOfAllKinds() // R40, R41
    {
        const auto dependencies = QConductor::dependenciesOf(WebApi::staticMetaObject);
        QCOMPARE(dependencies.size(), 4);
        QVERIFY(!dependencies.at(0).isOptional && !dependencies.at(0).isList);
        QVERIFY(dependencies.at(1).isOptional && dependencies.at(2).isOptional);
        QVERIFY(dependencies.at(3).isList);
    }

private:
    static void pages()
    {
        QTest::addColumn<QString>("file");
        const QStringList files = filesOf(
                QStringLiteral("src"), { QStringLiteral("*.qdoc"), QStringLiteral("*.cpp"), QStringLiteral("*.qml") });
        QVERIFY(files.size() > 5);
        for (const QString &file : files)
            QTest::newRow(qPrintable(file.section(QLatin1Char('/'), -1))) << file;
    }
};

QTEST_GUILESS_MAIN(tst_Documentation)
#include "tst_documentation.moc"
