// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "client.h"
#include "service.h"

#include <QtCore/qeventloop.h>
#include <QtCore/qset.h>
#include <QtCore/qtemporarydir.h>
#include <QtCore/qtimer.h>
#include <QtNetwork/qtcpserver.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>

#include <functional>

using namespace Qt::StringLiterals;

namespace {

constexpr int allOrders = 300;
constexpr int ordersBeforeTheSignal = 120;

const QByteArray tea = R"({"item": "tea", "quantity": 2})";

using Condition = std::function<bool()>;

// Quits an event loop when the time is over in which a test waits.
class Limit : public QTimer
{
public:
    explicit Limit(QEventLoop *loop)
    {
        callOnTimeout(loop, &QEventLoop::quit);
        start(patience);
    }
};

// Customers who each place one order after the other, until there are enough orders or the service hangs up.
class Customers
{
public:
    Customers(const QUrl &url, int customers, int orders, QSet<qint64> *accepted) : m_orders(orders), m_accepted(accepted)
    {
        for (int i = 0; i < customers; ++i) {
            Client *client = m_clients.emplace_back(std::make_unique<Client>(url)).get();
            QObject::connect(&client->socket, &QTcpSocket::stateChanged, client, [this] { look(); });
            placeOrder(client);
        }
    }

    // Runs the event loop until the condition holds, and returns whether it does. Each answer and each change of a
    // connection can make it hold.
    bool waitFor(const Condition &condition)
    {
        QEventLoop loop;
        const Limit limit(&loop);
        m_look = [&] {
            if (condition())
                loop.quit();
        };
        if (!condition())
            loop.exec();
        m_look = {};
        return condition();
    }

    bool haveLeft() const
    {
        return std::all_of(m_clients.begin(), m_clients.end(), [](const auto &client) {
            return client->socket.state() == QAbstractSocket::UnconnectedState;
        });
    }

private:
    void placeOrder(Client *client)
    {
        if (m_orders-- <= 0)
            return client->socket.disconnectFromHost();
        client->request("POST", "/orders", tea, [this, client](const Answer &answer) {
            if (answer.status != 202)
                return client->socket.disconnectFromHost();
            m_accepted->insert(answer.json.value("id"_L1).toInteger());
            placeOrder(client);
            look();
        });
    }
    void look() const
    {
        if (m_look)
            m_look();
    }

    std::function<void()> m_look;
    int m_orders;
    QSet<qint64> *m_accepted;
    std::vector<std::unique_ptr<Client>> m_clients;
};

// Returns how many times each order was done, from the file of a database that no service uses any more.
QHash<qint64, int> ordersIn(const QString &file)
{
    QHash<qint64, int> orders;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"test"_s);
        database.setDatabaseName(file);
        if (!database.open())
            qWarning() << "can't open" << file;
        QSqlQuery row(u"SELECT id, timesDone FROM orders"_s, database);
        while (row.next())
            orders.insert(row.value(0).toLongLong(), row.value(1).toInt());
    }
    QSqlDatabase::removeDatabase(u"test"_s);
    return orders;
}

Answer answerTo(Client &client, const QByteArray &method, const QByteArray &path, const QByteArray &body = {})
{
    Answer received;
    QEventLoop loop;
    client.request(method, path, body, [&](const Answer &answer) {
        received = answer;
        loop.quit();
    });
    const Limit limit(&loop);
    loop.exec();
    return received;
}

Answer answerTo(const QUrl &url, const QByteArray &method, const QByteArray &path, const QByteArray &body = {})
{
    Client client(url);
    return answerTo(client, method, path, body);
}

QString statusOf(Client &client, qint64 id)
{
    return answerTo(client, "GET", "/orders/" + QByteArray::number(id)).json.value("status"_L1).toString();
}

// Looks at a service that a signal has stopped, at the orders that it accepted, and at the file of its database.
using LookAtStopped = std::function<void(const Service &, const QSet<qint64> &accepted, const QString &file)>;

} // namespace

class tst_Services : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void doesEveryAcceptedOrderExactlyOnce_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<LookAtStopped>("lookAtStopped");
        const LookAtStopped hasAnsweredAll = [](const Service &service, const QSet<qint64> &accepted, const QString &db) {
            QCOMPARE(service.process.exitCode(), 0);
            const QList<qint64> stored = ordersIn(db).keys();
            QCOMPARE(accepted, QSet<qint64>(stored.begin(), stored.end()));
        };
        const LookAtStopped hasCrashed = [](const Service &service, const QSet<qint64> &, const QString &) {
            QCOMPARE(service.process.exitStatus(), QProcess::CrashExit);
        };
        QTest::newRow("stopped in between") << SIGTERM << hasAnsweredAll;
        QTest::newRow("killed in between") << SIGKILL << hasCrashed;
    }
    void doesEveryAcceptedOrderExactlyOnce() // R10, R24
    {
        QFETCH(int, signal);
        QFETCH(LookAtStopped, lookAtStopped);
        QSet<qint64> accepted;
        {
            Service service;
            QVERIFY(service.startAndServe(arguments()));
            Customers customers(service.url(), 8, allOrders, &accepted);
            QVERIFY(customers.waitFor([&] { return accepted.size() >= ordersBeforeTheSignal; }));
            service.send(signal);
            QVERIFY(customers.waitFor([&] { return customers.haveLeft(); }));
            QVERIFY(service.ends());
            lookAtStopped(service, accepted, database());
        }
        QVERIFY(accepted.size() < allOrders);

        Service service;
        QVERIFY(service.startAndServe(arguments()));
        Customers customers(service.url(), 8, allOrders - int(accepted.size()), &accepted);
        QVERIFY(customers.waitFor([&] { return customers.haveLeft(); }));
        QCOMPARE(accepted.size(), allOrders);
        Client client(service.url());
        for (qint64 id : std::as_const(accepted))
            QVERIFY(QTest::qWaitFor([&] { return statusOf(client, id) == u"done"_s; }, patience));
        service.send(SIGTERM);
        QVERIFY(service.endsWith(0));

        const QHash<qint64, int> orders = ordersIn(database());
        for (qint64 id : std::as_const(accepted))
            QCOMPARE(orders.value(id), 1);
    }

    void refusesABadRequestAndGoesOn_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::newRow("malformed JSON") << QByteArray("POST") << QByteArray("/orders") << QByteArray("{\"item\"") << 400;
        QTest::newRow("not an order") << QByteArray("POST") << QByteArray("/orders") << QByteArray("[1, 2]") << 400;
        QTest::newRow("a quantity of none") << QByteArray("POST") << QByteArray("/orders")
                                            << QByteArray(R"({"item": "tea", "quantity": 0})") << 400;
        QTest::newRow("10 MB") << QByteArray("POST") << QByteArray("/orders") << QByteArray(10'000'000, 'x') << 413;
        QTest::newRow("unknown order") << QByteArray("GET") << QByteArray("/orders/4711") << QByteArray() << 404;
        QTest::newRow("order without a number") << QByteArray("GET") << QByteArray("/orders/x") << QByteArray() << 404;
        QTest::newRow("unknown path") << QByteArray("GET") << QByteArray("/nothing") << QByteArray() << 404;
        QTest::newRow("wrong method") << QByteArray("GET") << QByteArray("/orders") << QByteArray() << 405;
        QTest::newRow("wrong method of an order") << QByteArray("DELETE") << QByteArray("/orders/1") << QByteArray() << 405;
    }
    void refusesABadRequestAndGoesOn()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        QCOMPARE(answerTo(service.url(), method, path, body).status, status);
        QCOMPARE(answerTo(service.url(), "GET", "/health").status, 200);
        QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 202);
    }

    void survivesClientsThatHangUp()
    {
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        for (int i = 0; i < 50; ++i) {
            Client client(service.url());
            QVERIFY(client.socket.waitForConnected());
            client.request("POST", "/orders", tea, {});
            QVERIFY(client.socket.waitForBytesWritten());
        }
        QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 202);
        service.send(SIGINT);
        QVERIFY(service.endsWith(0));
    }

    void failsToStartWithOneClearLine_data()
    {
        QTest::addColumn<QStringList>("extra");
        QTest::addColumn<QString>("line");
        QTest::newRow("port in use") << QStringList{ u"--port"_s, u"BUSY"_s } << u"in use"_s;
        QTest::newRow("no folder for the database") << QStringList{ u"--database"_s, u"FOLDER/none/shop.db"_s } << u"can't open"_s;
        QTest::newRow("database is a folder") << QStringList{ u"--database"_s, u"FOLDER"_s } << u"can't open"_s;
        QTest::newRow("unknown option") << QStringList{ u"--prot"_s } << u"'prot'"_s;
        QTest::newRow("no number") << QStringList{ u"--port"_s, u"http"_s } << u"\"http\""_s;
        QTest::newRow("no port") << QStringList{ u"--port"_s, u"65536"_s } << u"65535"_s;
        QTest::newRow("no workers") << QStringList{ u"--workers"_s, u"0"_s } << u"workers"_s;
        QTest::newRow("no address") << QStringList{ u"--host"_s, u"nowhere"_s } << u"\"nowhere\""_s;
        QTest::newRow("no config file") << QStringList{ u"--config"_s, u"FOLDER/none.ini"_s } << u"none.ini"_s;
        QTest::newRow("an argument") << QStringList{ u"shop"_s } << u"'shop'"_s;
    }
    void failsToStartWithOneClearLine() // R24
    {
        QFETCH(QStringList, extra);
        QFETCH(QString, line);
        QTcpServer busy;
        QVERIFY(busy.listen(QHostAddress::LocalHost));
        extra.replaceInStrings(u"BUSY"_s, QString::number(busy.serverPort())).replaceInStrings(u"FOLDER"_s, m_folder->path());
        Service service;
        service.start(arguments() + extra);
        QVERIFY(service.endsWith(1));
        const QString error = QString::fromUtf8(service.process.readAllStandardError());
        QVERIFY2(error.contains(line), qPrintable(error));
        QCOMPARE(error.count(u'\n'), 1);
    }

    void leavesADatabaseInUseAlone()
    {
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        Service second;
        second.start(arguments());
        QVERIFY(second.endsWith(1));
        QVERIFY(second.process.readAllStandardError().contains("locked"));
        QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 202);
    }

    void readsItsConfigFile() // R25
    {
        QFile file(m_folder->filePath(u"shop.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[WebApi]\nport=http\nhost=127.0.0.2\n[Database]\ndatabase=" + database().toUtf8() + '\n');
        file.close();

        Service refused;
        refused.start({ u"--config"_s, file.fileName() });
        QVERIFY(refused.endsWith(1));
        QVERIFY(refused.process.readAllStandardError().contains("\"http\""));

        Service service; // An option overrides the file.
        QVERIFY(service.startAndServe({ u"--config"_s, file.fileName(), u"--port"_s, u"0"_s }));
        QCOMPARE(service.url().host(), u"127.0.0.2"_s);
        QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 202);
        service.send(SIGTERM);
        QVERIFY(service.endsWith(0));
        QCOMPARE(ordersIn(database()).size(), 1);
    }

    void comesUpAndGoesDownInOrder() // R10
    {
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        QCOMPARE(service.url().host(), u"127.0.0.1"_s);
        service.send(SIGINT);
        QVERIFY(service.endsWith(0));
        QStringList lines = service.output.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 7);
        lines.removeAt(2); // This line tells the URL.
        std::sort(lines.begin() + 2, lines.begin() + 4); // The components of a layer stop in any order.
        std::sort(lines.begin() + 4, lines.end());
        QCOMPARE(lines, QStringList({ u"up: Database, MessageQueue"_s, u"up: WebApi, BackgroundWorkers"_s,
                                      u"down: BackgroundWorkers"_s, u"down: WebApi"_s,
                                      u"down: Database"_s, u"down: MessageQueue"_s }));
    }

    void showsADoneOrderInItsDemo() // R23
    {
        Service service;
        service.start({ u"--demo"_s });
        QVERIFY(service.endsWith(0));
        QVERIFY2(service.output.contains("\"status\":\"done\""_L1), qPrintable(service.output));
    }

private:
    QString database() const { return m_folder->filePath(u"shop.db"_s); }
    QStringList arguments() const { return { u"--port"_s, u"0"_s, u"--database"_s, database() }; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(tst_Services)
#include "tst_services.moc"
