// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "backgroundworkers.h"
#include "webapi.h"

#include <QConductor/Test>

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>
#include <QtNetwork/qnetworkaccessmanager.h>
#include <QtNetwork/qnetworkreply.h>

#include <optional>

using namespace QConductor::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// The whole service, whose metrics break while customers place orders: they are optional, and no order is lost.
class tst_Metrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void holdTheProbes();
    void breakWhileOrdersComeIn();
    void mayFailToStart();

private:
    void placeOrders(int count); // waits until they are done
    QByteArray written() const;

    QTemporaryDir m_folder;
    std::optional<Fixture> m_app;
    VirtualClock m_clock;
    Shop::WebApi *m_api = nullptr;
    Shop::Metrics *m_metrics = nullptr;
    int m_done = 0; // number of orders
};

void tst_Metrics::init()
{
    m_done = 0;
    m_app.emplace();
    m_app->setClock(&m_clock);
    QConductor::Conductor &conductor = m_app->conductor();
    const auto file = [this](const QString &name) { return m_folder.filePath(name); };
    conductor.setConfigPolicy(QConductor::sharedConfig({ { u"port"_s, 0 },
                                                         { u"database"_s, file(u"shop.db"_s) },
                                                         { u"queue"_s, file(u"shop.db-queue"_s) },
                                                         { u"metrics"_s, file(u"metrics/shop.prom"_s) } }));
    m_api = conductor.add<Shop::WebApi>();
    auto *workers = conductor.add<Shop::BackgroundWorkers>();
    connect(workers, &Shop::BackgroundWorkers::orderDone, this, [this] { ++m_done; });
    conductor.add<Shop::UptimeProbe>();
    conductor.add<Shop::DiskProbe>();
    m_metrics = conductor.add<Shop::Metrics>();
    QVERIFY(QDir(m_folder.path()).mkpath(u"metrics"_s));
}

void tst_Metrics::cleanup()
{
    m_app.reset(); // shuts down, and fails the test if that doesn't work
}

void tst_Metrics::holdTheProbes()
{
    QCONDUCTOR_SETUP(*m_app);
    QTRY_VERIFY(m_metrics->isActive()); // it begins later than the others
    placeOrders(1);
    QTRY_VERIFY(written().contains("shop_orders_done 1\n"));
    QVERIFY(written().contains("shop_orders_accepted 1\n"));
    QVERIFY(written().contains("shop_uptime_seconds ") && written().contains("shop_free_bytes "));
    QVERIFY(!m_app->conductor().isDegraded());
}

void tst_Metrics::breakWhileOrdersComeIn()
{
    QCONDUCTOR_SETUP(*m_app);
    QTRY_VERIFY(m_metrics->isActive());
    placeOrders(5);
    m_app->clearJournal();
    QVERIFY(QDir(m_folder.filePath(u"metrics"_s)).removeRecursively());
    placeOrders(20); // it fails on the way
    QTRY_COMPARE(m_metrics->state(), QConductor::Component::State::Failed);
    QVERIFY2(m_metrics->errorString().contains(u"shop.prom"_s), qPrintable(m_metrics->errorString()));
    QVERIFY(m_app->conductor().isDegraded());
    QVERIFY(!m_api->property("metrics").value<Shop::Metrics *>()); // what can do without it goes on

    m_clock.advance(1s); // it is tried again, in vain
    placeOrders(20);
    QVERIFY(QDir(m_folder.path()).mkpath(u"metrics"_s));
    m_clock.advance(1min);
    QTRY_VERIFY(m_metrics->isActive());
    QTRY_VERIFY(!m_app->conductor().isDegraded());
    QCOMPARE(m_app->journal().last(), u"restarted Metrics"_s);
    QVERIFY(m_app->journal().filter(u"WebApi"_s).isEmpty());
    placeOrders(5);
    QCOMPARE(m_done, 50);
    QTRY_VERIFY(written().contains("shop_free_bytes "));
}

void tst_Metrics::mayFailToStart()
{
    QVERIFY(QDir(m_folder.filePath(u"metrics"_s)).removeRecursively());
    QCONDUCTOR_SETUP(*m_app);
    QTRY_COMPARE(m_metrics->state(), QConductor::Component::State::Failed);
    QTRY_VERIFY(m_app->conductor().isDegraded());
    placeOrders(5);
    QCOMPARE(m_done, 5);
}

void tst_Metrics::placeOrders(int count)
{
    QNetworkAccessManager http;
    QNetworkRequest request(m_api->url().resolved(QUrl(u"/orders"_s)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const int expected = m_done + count;
    int accepted = 0;
    for (int i = 0; i < count; ++i) {
        QNetworkReply *reply = http.post(request, R"({"item": "tea", "quantity": 2})");
        connect(reply, &QNetworkReply::finished, &http,
                [reply, &accepted] { accepted += reply->error() == QNetworkReply::NoError ? 1 : 0; });
    }
    QTRY_COMPARE(accepted, count);
    QTRY_COMPARE(m_done, expected);
}

QByteArray tst_Metrics::written() const
{
    QFile file(m_folder.filePath(u"metrics/shop.prom"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QTEST_GUILESS_MAIN(tst_Metrics)
#include "tst_metrics.moc"
