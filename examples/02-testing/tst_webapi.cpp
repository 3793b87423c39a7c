// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "webapi.h"

#include <QConductor/Test>

#include <QtCore/qtemporarydir.h>
#include <QtNetwork/qnetworkaccessmanager.h>
#include <QtNetwork/qnetworkreply.h>

#include <optional>

using namespace QConductor::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// The web API alone: its database and its queue are scripted, and do nothing unless a test says so.
class tst_WebApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void isHealthyWithBothFiles();
    void isNotHealthyWithoutAFile_data();
    void isNotHealthyWithoutAFile();
    void refusesWhatIsNoOrder();
    void staysDownWithoutDatabase();
    void waitsForASlowQueue();

private:
    QByteArray answerTo(const QString &path, const QByteArray &body = {});

    QTemporaryDir m_folder;
    Scripted<Shop::Database> m_database;
    Scripted<Shop::MessageQueue> m_queue;
    std::optional<Fixture> m_app;
    Shop::WebApi *m_api = nullptr;
};

//! [init]
void tst_WebApi::init()
{
    m_database.setupScript().succeed();
    m_database.shutdownScript().succeed();
    m_queue.setupScript().succeed();
    m_queue.shutdownScript().succeed();
    m_app.emplace();
    QConductor::Conductor &conductor = m_app->conductor();
    conductor.setConfigPolicy(QConductor::sharedConfig({ { u"port"_s, 0 },
                                                         { u"database"_s, m_folder.filePath(u"shop.db"_s) },
                                                         { u"queue"_s, m_folder.filePath(u"shop.db-queue"_s) } }));
    conductor.patch<Shop::Database>(&m_database);
    conductor.patch<Shop::MessageQueue>(&m_queue);
    m_api = conductor.add<Shop::WebApi>();
}
//! [init]

void tst_WebApi::cleanup()
{
    m_app.reset(); // shuts down, and fails the test if that doesn't work
}

void tst_WebApi::isHealthyWithBothFiles()
{
    m_database.callBase();
    m_queue.callBase();
    QCONDUCTOR_SETUP(*m_app);
    QCOMPARE(answerTo(u"/health"_s), R"({"status":"up"})");
    m_app->clearJournal();
    QCONDUCTOR_SHUTDOWN(*m_app);
    QCOMPARE(m_app->journal().first(), u"shutdown WebApi"_s);
}

void tst_WebApi::isNotHealthyWithoutAFile_data()
{
    QTest::addColumn<bool>("hasDatabase");
    QTest::newRow("database") << false;
    QTest::newRow("queue") << true;
}

void tst_WebApi::isNotHealthyWithoutAFile()
{
    QFETCH(bool, hasDatabase);
    if (hasDatabase)
        m_database.callBase();
    else
        m_queue.callBase();
    QCONDUCTOR_SETUP(*m_app);
    QVERIFY(answerTo(u"/health"_s).contains("orders can't be taken"));
}

void tst_WebApi::refusesWhatIsNoOrder()
{
    QCONDUCTOR_SETUP(*m_app);
    QVERIFY(answerTo(u"/orders"_s, "two cups of tea").contains("error"));
}

//! [scripted]
void tst_WebApi::staysDownWithoutDatabase()
{
    m_database.setupScript().fail("the disk is full");
    QVERIFY(!m_app->setup());
    QVERIFY(m_app->errorString().contains(u"the disk is full"_s));
    QCOMPARE(m_app->journal(), QStringList{ u"failed Database"_s });
}
//! [scripted]

//! [clock]
void tst_WebApi::waitsForASlowQueue() // half an hour, in no time
{
    VirtualClock clock;
    m_app->setClock(&clock);
    m_queue.setupScript().after(30min);
    QCONDUCTOR_SETUP(*m_app);
    QVERIFY(m_api->isActive());
    QCOMPARE(clock.now(), 30min);
    m_app->setClock(nullptr);
}
//! [clock]

QByteArray tst_WebApi::answerTo(const QString &path, const QByteArray &body)
{
    QNetworkAccessManager http;
    QUrl url = m_api->url();
    url.setPath(path);
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply = body.isEmpty() ? http.get(request) : http.post(request, body);
    return QTest::qWaitFor([reply] { return reply->isFinished(); }) ? reply->readAll() : QByteArray();
}

QTEST_GUILESS_MAIN(tst_WebApi)
#include "tst_webapi.moc"
