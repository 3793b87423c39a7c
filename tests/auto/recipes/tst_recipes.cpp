// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "archive.h"
#include "connection.h"
#include "devices.h"
#include "helper.h"
#include "log.h"
#include "prices.h"
#include "probe.h"
#include "searchindex.h"
#include "session.h"
#include "startdisplay.h"

#include <QtCore/qfile.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qset.h>
#include <QtNetwork/qtcpserver.h>

using namespace QConductor;
using namespace Recipes;
using namespace Qt::StringLiterals;

namespace {

QString read(const QString &path)
{
    QFile file(QStringLiteral(SOURCE_DIR "/") + path);
    return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// A component of a recipe, in a conductor of its own.
template <class T> struct Application
{
    Application() { conductor.add(&part); }
    bool setsUp() { return ::setsUp(conductor); }
    bool shutsDown() { return ::shutsDown(conductor); }

    // Sets up, and returns why the component has failed.
    QString failure()
    {
        const Log log;
        return finishes(conductor.setup()) && part.state() == Component::State::Failed ? part.errorString() : QString();
    }

    // Cancels a setup whose hook is running.
    bool isCanceled()
    {
        QFuture<void> setup = conductor.setup();
        const bool hasBegun = QTest::qWaitFor([this] { return part.state() == Component::State::SettingUp; });
        setup.cancel();
        return hasBegun && finishes(setup) && part.state() == Component::State::Inactive;
    }

    T part;
    Conductor conductor;
};

// Answers each request with a text, or with nothing.
class Server : public QTcpServer
{
    Q_OBJECT

public:
    explicit Server(const QByteArray &answer = {})
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, answer] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                socket->readAll();
                socket->write(answer);
                if (!answer.isEmpty())
                    socket->disconnectFromHost();
            });
        });
    }
    QUrl url() const { return u"http://127.0.0.1:%1/"_s.arg(serverPort()); }
};

quint16 closedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

// What the page "Recipes for hooks" shows, compiled and run: when it succeeds, fails and is canceled.
class tst_Recipes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aThread() // R13, R16, R22
    {
        Application<SearchIndex> application;
        application.part.texts = QStringList({ u"one two"_s, u"three"_s });
        QVERIFY(application.setsUp());
        QCOMPARE(application.part.words.size(), 3);
        QVERIFY(application.shutsDown());
        application.part.texts += QString();
        QCOMPARE(application.failure(), u"text 2 is empty"_s);
        application.part.texts = QStringList(10000000, u"a text"_s);
        QVERIFY(application.isCanceled());
        QVERIFY(application.part.words.isEmpty());
    }

    void severalThreads() // R22
    {
        Application<Thumbnails> application;
        application.part.pictures = QStringList(100, u"picture"_s);
        QVERIFY(application.setsUp());
        QCOMPARE(application.part.count.load(), 100);
        QVERIFY(application.shutsDown());
        application.part.pictures += QString();
        QCOMPARE(application.failure(), u"a picture is missing"_s);
    }

    void aSignal() // R55
    {
        Application<Session> application;
        QVERIFY(application.setsUp());
        QVERIFY(application.shutsDown());
        QVERIFY(application.isCanceled());
        application.part.client.isRefused = true;
        QCOMPARE(application.failure(), u"wrong password"_s);
    }

    void aProcess() // R55, R44
    {
        Application<Helper> application;
        application.part.program = u"/bin/sh"_s;
        application.part.arguments = QStringList({ u"-c"_s, u"echo ready; exec cat"_s });
        QVERIFY(application.setsUp());
        QVERIFY(application.shutsDown());
        application.part.arguments = QStringList({ u"-c"_s, u"exec cat"_s }); // is never ready
        QVERIFY(application.isCanceled());
        application.part.arguments = QStringList({ u"-c"_s, u"exit 3"_s });
        QCOMPARE(application.failure(), u"it ended with 3"_s);
        application.part.program = u"/nowhere"_s;
        QVERIFY(!application.failure().isEmpty());
    }

    void aProcessThatEndsTooEarly() // R44
    {
        Application<Helper> application;
        application.part.program = u"/bin/sh"_s;
        application.part.arguments = QStringList({ u"-c"_s, u"echo ready; read line; exit 4"_s });
        QVERIFY(application.setsUp());
        const Log log;
        application.part.say("go\n");
        QTRY_COMPARE(application.part.state(), Component::State::Failed);
        QCOMPARE(application.part.errorString(), u"it ended with 4"_s);
    }

    void aSocket() // R55
    {
        const Server server;
        Application<Connection> application;
        application.part.host = u"127.0.0.1"_s;
        application.part.port = server.serverPort();
        QVERIFY(application.setsUp());
        QVERIFY(application.shutsDown());
        application.part.port = closedPort();
        QVERIFY2(application.failure().contains(u"refused"_s), qPrintable(application.part.errorString()));
    }

    void aDatabaseInAThread() // R22
    {
        Application<Archive> application;
        QVERIFY(application.setsUp());
        QFuture<int> entries = application.part.entries();
        QTRY_VERIFY(entries.isFinished());
        QCOMPARE(entries.result(), 0);
        QVERIFY(application.shutsDown());
        application.part.path = u"/nowhere/archive.db"_s;
        const Log log; // Qt warns if a connection is used by another thread, or is still in use when it is removed.
        QVERIFY(application.failure().startsWith(u"can't open /nowhere/archive.db: "_s));
        QVERIFY(!QSqlDatabase::contains(u"archive"_s));
    }

    void aNetworkReply() // R55
    {
        const Server server("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n9.90");
        Application<Prices> application;
        application.part.url = server.url();
        QVERIFY(application.setsUp());
        QCOMPARE(application.part.text, "9.90");
        QVERIFY(application.shutsDown());
        const Server silent;
        application.part.url = silent.url();
        QVERIFY(application.isCanceled());
        application.part.url.setPort(closedPort());
        QVERIFY2(application.failure().contains(u"refused"_s), qPrintable(application.part.errorString()));
    }

    void severalAtOnce() // R55, R16
    {
        Application<Devices> application;
        QVERIFY(application.setsUp());
        QVERIFY(application.shutsDown());
        QVERIFY(application.isCanceled());
        application.part.second.isRefused = true;
        QCOMPARE(application.failure(), u"wrong password"_s);
    }

    void progress() // R13
    {
        Application<SearchIndex> application;
        application.part.texts = QStringList(100000, u"a text"_s);
        const StartDisplay display(application.conductor);
        application.conductor.setup();
        QTRY_COMPARE(application.conductor.state(), Conductor::State::Active);
        const auto tellsOfTheTexts = [&] {
            return std::any_of(display.lines.begin(), display.lines.end(),
                               [](const QString &line) { return line.startsWith(u"SearchIndex: Reading texts ("_s); });
        };
        // On a busy machine, the thread may have ended before the event loop turns.
        for (int times = 0; times < 100 && !tellsOfTheTexts(); ++times)
            QVERIFY(finishes(application.conductor.restart(&application.part)));
        QVERIFY2(tellsOfTheTexts(), qPrintable(display.lines.join(u", "_s)));
        QTRY_COMPARE(display.lines.last(), u"SearchIndex (100 %)"_s);
    }

    void thePageShowsWhatIsCompiled() // each snippet is there, and all are shown
    {
        const QString page = read(u"src/doc/recipes.qdoc"_s);
        static const QRegularExpression snippet(uR"(\\snippet (tests/auto/recipes/\S+) (\S+))"_s);
        QSet<QString> names;
        for (auto match = snippet.globalMatch(page); match.hasNext();) {
            const auto found = match.next();
            const QString marker = u"//! [%1]"_s.arg(found.captured(2));
            QVERIFY2(read(found.captured(1)).count(marker) == 2, qPrintable(found.captured()));
            names += found.captured(2);
        }
        QCOMPARE(names.size(), 10);
    }
};

QTEST_GUILESS_MAIN(tst_Recipes)
#include "tst_recipes.moc"
