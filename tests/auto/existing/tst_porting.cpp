// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "porting.h"

#include <QConductor/Test>
#include <QConductor/WhenEmitted>

#include <QtCore/qfile.h>
#include <QtCore/qregularexpression.h>
#include <QtTest/qsignalspy.h>

using namespace Porting;
using namespace Qt::StringLiterals;

namespace {

QString read(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// Lines may be broken otherwise in the test than on the page.
QString withoutSpaces(QString text)
{
    static const QRegularExpression spaces(u"\\s+"_s);
    return text.remove(spaces);
}

} // namespace

// What the table of the page "Port an existing application" shows, compiled and run. The rest of the page shows
// examples/05-existing, which has a test of its own.
class tst_Porting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { calls.clear(); }

    void partsOfEachKindStandInAnyOrder() // R54
    {
        QConductor::Conductor conductor;
        auto *database = conductor.add<Database>();
        MainWindow window;
        conductor.service(&window)
                ->onSetup([](MainWindow *window) { window->show(); })
                ->onShutdown([](MainWindow *window) { window->hide(); });
        conductor.service<Session>([database] { return new Session(database); })->needs(database);
        conductor.service("Downloads")->onSetup(&Downloads::init)->onShutdown(&Downloads::free)->needs(database);
        QVERIFY(setsUp(conductor));
        QVERIFY(window.isVisible() && window.session);
        QVERIFY(shutsDown(conductor));
        QVERIFY(!window.isVisible() && !window.session);
        QCOMPARE(calls.join(u' '), u"init free"_s);
    }

    void eachRowOfTheTable() // R54, R53, R42, R43
    {
        QConductor::Conductor conductor;
        auto *database = conductor.add<Database>();
        auto *reports = conductor.add<Reports>();
        MainWindow window;
        MockPrinter mock;
        conductor.service("Downloads")->onSetup(&Downloads::init)->onShutdown(&Downloads::free);
        conductor.service(&window)->onSetup(&QWidget::show);
        conductor.service<Session>([database] { return new Session(database); })->needs(database);
        conductor.service<Printer>([] { return new Printer; })->setDisplayName("Label printer");
        conductor.addDependency(reports, database);
        conductor.service("Tray icon")->setEssential(false)->onSetup(&Tray::show);
        conductor.service("Updates")
                ->setStartMode(QConductor::Component::StartMode::Deferred)
                ->onSetup(&Updates::check);
        conductor.setWindow(&window);
        conductor.patch<Printer>(&mock);
        QTest::ignoreMessage(QtWarningMsg, "Tray icon failed: no tray");
        QVERIFY(setsUp(conductor));
        QVERIFY(window.isVisible());
        QCOMPARE(reports->printer, &mock);
        QTRY_VERIFY(calls.contains(u"check"_s));
        QVERIFY(shutsDown(conductor));
    }

    void aPrinterOfALibrary() // R54
    {
        QConductor::Conductor conductor;
        auto *reports = conductor.add<Reports>();
        conductor.service<Printer>([] { return new Printer; });
        QVERIFY(setsUp(conductor));
        QVERIFY(reports->printer && reports->printer->database);
    }

    void aConstructorGetsTheObjectOfAnotherService() // R54
    {
        QConductor::Conductor conductor;
        conductor.add<Database>();
        QConductor::Service *printer = conductor.service<Printer>([] { return new Printer; });
        conductor.service<Preview>([printer] { return new Preview(qobject_cast<Printer *>(printer->object())); })
                ->needs(printer);
        QVERIFY(setsUp(conductor));
        const auto *preview = qobject_cast<Preview *>(
                qobject_cast<QConductor::Service *>(conductor.components().constLast())->object());
        QVERIFY(preview && preview->isGood);
    }

    void anObjectIsReadyWhenASignalComes() // R54, R55
    {
        QConductor::Conductor conductor;
        Feed feed;
        QSignalSpy connected(&feed, &Feed::connected);
        conductor.service(&feed)->onSetup([](Feed *feed) {
            auto isReady = QConductor::whenEmitted(feed, &Feed::connected, &Feed::failed);
            feed->connectToHost();
            return isReady;
        });
        conductor.service(&feed)->setSetupTimeout(10000);
        QCOMPARE(conductor.service(&feed)->setupTimeout(), 10000);
        QVERIFY(setsUp(conductor));
        QCOMPARE(connected.size(), 1);
        QVERIFY(shutsDown(conductor));
    }

    void aStartThatFailsIsAskedAbout() // R56
    {
        QConductor::Conductor conductor;
        conductor.service("Tray icon")->onSetup(&Tray::show);
        conductor.setFailureHandler(&askWhatToDo);
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"no tray"_s));
        QCOMPARE(conductor.serve(), 1);
        QVERIFY(calls.constLast().contains(u"Tray icon: no tray"_s));
    }

    void thePageShowsWhatIsCompiled()
    {
        const QString page = read(QStringLiteral(PAGE));
        const QString sources = withoutSpaces(read(QStringLiteral(SOURCE)) + read(QStringLiteral(HEADER)));
        static const QRegularExpression code(uR"(\\c \{((?:conductor\.|Q_PROPERTY)[^\n]*)\}\n)"_s);
        int count = 0;
        for (auto match = code.globalMatch(page); match.hasNext(); ++count) {
            const auto found = match.next();
            const QString shown = found.captured(1);
            QVERIFY2(sources.contains(withoutSpaces(shown)), qPrintable(u"not compiled: "_s + shown));
        }
        QCOMPARE(count, 15);
    }
};

QTEST_MAIN(tst_Porting)
#include "tst_porting.moc"
