// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "folderwatch.h"
#include "hostfilter.h"
#include "log.h"
#include "mainwindow.h"
#include "parts.h"
#include "probe.h"
#include "transfersession.h"
#include "updatecheck.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>
#include <QtWidgets/qabstractbutton.h>
#include <QtWidgets/qapplication.h>
#include <QtWidgets/qlistwidget.h>
#include <QtWidgets/qmessagebox.h>

#include <QConductor/Test>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

// The application of examples/05-existing, with the home folder of a person who has transfers.
struct Application
{
    Application()
    {
        for (const QString &host : { u"debian.example.org"_s, u"films.example.com"_s, u"tracker.example.net"_s })
            addTransfer(host);
        addParts(conductor, &settings);
        conductor.setFailureHandler(&askWhatToDo);
    }
    void addTransfer(const QString &host) const
    {
        QFile file(home.filePath(host + u".transfer"_s));
        QVERIFY(file.open(QFile::WriteOnly));
    }
    void breakSession() { settings.setFolder(home.filePath(u"later"_s)); }
    void mendSession() const { QVERIFY(QDir().mkpath(settings.folder())); }

    const QTemporaryDir home;
    TransferSettings settings { home.filePath(u"settings.ini"_s) };
    Conductor conductor;
};

template <class T> T *shownWindow()
{
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (auto *found = qobject_cast<T *>(window); found && found->isVisible())
            return found;
    }
    return nullptr;
}

QStringList namesIn(const MainWindow *window)
{
    const auto *list = window->findChild<QListWidget *>();
    QStringList names;
    for (int row = 0; row < list->count(); ++row)
        names += list->item(row)->text();
    return names;
}

QAbstractButton *button(const QMessageBox *box, const QString &text)
{
    for (QAbstractButton *candidate : box->buttons()) {
        if (candidate->text().remove(u'&') == text)
            return candidate;
    }
    return nullptr;
}

// The pictures are kept in the folder that QCONDUCTOR_PICTURES names.
bool takePicture(QWidget *window, const QString &name)
{
    const QPixmap picture = window->grab();
    if (qEnvironmentVariableIsSet("QCONDUCTOR_PICTURES"))
        picture.save(QDir(qEnvironmentVariable("QCONDUCTOR_PICTURES")).filePath(name));
    return !picture.isNull();
}

} // namespace

// Shows the window of examples/05-existing, and breaks its session.
class tst_ExampleExisting : public QObject
{
    Q_OBJECT

private:
    // Calls the function when the window is there that the application shows by then.
    template <class T> void whenShown(const std::function<void(T *)> &function)
    {
        QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
        auto *context = new QObject(this);
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, context, [dispatcher, context, function] {
            T *window = shownWindow<T>();
            if (!window)
                return;
            later(window, [function, window] { function(window); });
            disconnect(dispatcher, nullptr, context, nullptr);
            context->deleteLater();
        });
    }

private Q_SLOTS:
    void theWindowShowsWhatTheSessionHasRestored() // R54, R55
    {
        Application application;
        const int checks = UpdateCheck::count();
        application.conductor.setup();
        QTRY_COMPARE(application.conductor.state(), Conductor::State::Active);
        const auto *window = shownWindow<MainWindow>();
        QVERIFY(window);
        QCOMPARE(namesIn(window), QStringList({ u"debian.example.org"_s, u"films.example.com"_s })); // one is blocked
        QTRY_COMPARE(UpdateCheck::count(), checks + 1);
        QVERIFY(takePicture(shownWindow<MainWindow>(), u"existing-1-transfers.png"_s));
        application.addTransfer(u"music.example.org"_s);
        QTRY_COMPARE(namesIn(window).size(), 3);
        QVERIFY(application.conductor.shutdownAndWait(std::chrono::minutes(1)));
    }

    void everythingIsStoppedInItsOrder() // R54, R41
    {
        Application application;
        QStringList ends;
        bool wasFilterThere = true;
        QSignalSpy settled(&application.conductor, &Conductor::settled);
        application.conductor.setup();
        QTRY_COMPARE(settled.size(), 1);
        for (Component *component : application.conductor.components()) {
            connect(component, &Component::stateChanged, &application.conductor,
                    [&, component](Component::State state) {
                        if (state == Component::State::Inactive)
                            ends += component->displayName();
                        wasFilterThere &= component->displayName() != u"Transfers"_s || HostFilter::instance();
                    });
        }
        QVERIFY(application.conductor.shutdownAndWait(std::chrono::minutes(1)));
        QVERIFY(ends.indexOf(u"MainWindow"_s) < ends.indexOf(u"Transfers"_s));
        QVERIFY(ends.indexOf(u"FolderWatch"_s) < ends.indexOf(u"Transfers"_s));
        QVERIFY(ends.indexOf(u"Transfers"_s) < ends.indexOf(u"TransferSettings"_s));
        QVERIFY(ends.indexOf(u"Transfers"_s) < ends.indexOf(u"Host filter"_s));
        QCOMPARE(ends.size(), 6);
        QVERIFY(wasFilterThere && !HostFilter::instance() && !shownWindow<MainWindow>());
        QVERIFY(QFile::exists(application.home.filePath(u"settings.ini"_s)));
    }

    //! [test]
    void theWindowComesAfterTheSession()
    {
        const QTemporaryDir home;
        TransferSettings settings(home.filePath(u"settings.ini"_s));
        Test::Fixture app;
        Test::ServiceScript session(addParts(app.conductor(), &settings));

        session.setupScript().fail("the disk is full");
        QVERIFY(!app.setup());
        QVERIFY(app.errorString().contains(u"Transfers: the disk is full"_s));
        QVERIFY(!app.journal().contains(u"setup MainWindow"_s));

        session.setupScript().succeed();
        app.clearJournal();
        QCONDUCTOR_SETUP(app);
        const QStringList journal = app.journal();
        QVERIFY(journal.contains(u"setup Transfers"_s));
        QVERIFY(journal.indexOf(u"setup Transfers"_s) < journal.indexOf(u"setup MainWindow"_s));
    }
    //! [test]

    void aBrokenSessionLeavesNothingBehind() // R15, R55, R53
    {
        Application application;
        application.breakSession();
        application.conductor.setup();
        QTRY_COMPARE(application.conductor.state(), Conductor::State::Failed);
        const QString error = application.conductor.errorString();
        QVERIFY2(error.startsWith(u"Setup failed: Transfers: there is no folder "_s), qPrintable(error));
        QVERIFY(!HostFilter::instance() && !shownWindow<MainWindow>());
    }

    void aPersonTriesAgain() // R56
    {
        Application application;
        application.breakSession();
        bool wasShown = false;
        whenShown<QMessageBox>([&](QMessageBox *box) {
            QVERIFY(takePicture(box, u"existing-2-failure.png"_s));
            application.mendSession();
            whenShown<MainWindow>([&](MainWindow *window) {
                wasShown = true;
                window->close();
            });
            button(box, u"Retry"_s)->click();
        });
        const Log log;
        QCOMPARE(application.conductor.serve(), 0);
        QVERIFY(wasShown);
        QCOMPARE(application.conductor.state(), Conductor::State::Inactive);
    }

    void aPersonQuits() // R56
    {
        Application application;
        application.breakSession();
        whenShown<QMessageBox>([](QMessageBox *box) { button(box, u"Quit"_s)->click(); });
        const Log log;
        QCOMPARE(application.conductor.serve(), 1);
    }

    void aPartIsAFewLines() // Nothing but its statement: no class of the application was changed.
    {
        QFile file(QStringLiteral(PARTS));
        QVERIFY(file.open(QFile::ReadOnly));
        const QString source = QString::fromUtf8(file.readAll()).section(u"//! [parts]"_s, 1, 1);
        const QStringList parts = source.section(u'{', 1).split(u"\n\n"_s);
        QCOMPARE(parts.size(), 6);
        for (const QString &part : parts) {
            QStringList lines = part.split(u'\n', Qt::SkipEmptyParts);
            lines.removeIf([](const QString &line) { return line.trimmed().startsWith(u"//"_s) || line == u"}"_s; });
            QVERIFY2(lines.size() <= 8, qPrintable(part));
        }
    }
};

QTEST_MAIN(tst_ExampleExisting)
#include "tst_exampleexisting.moc"
