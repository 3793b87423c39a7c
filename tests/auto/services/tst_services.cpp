// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "client.h"
#include "listener.h"
#include "service.h"

#include <QtCore/qdiriterator.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qscopeguard.h>
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
constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadUser
                                               | QFileDevice::WriteUser;
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

// Changes a database that no service uses.
bool change(const QString &file, const QString &statement)
{
    bool isChanged = false;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"test"_s);
        database.setDatabaseName(file);
        isChanged = database.open() && QSqlQuery(database).exec(statement);
    }
    QSqlDatabase::removeDatabase(u"test"_s);
    return isChanged;
}

using Send = std::function<void(Client *, const Client::Receiver &)>;

Answer answerTo(Client &client, const Send &send)
{
    Answer received;
    QEventLoop loop;
    send(&client, [&](const Answer &answer) {
        received = answer;
        loop.quit();
    });
    const Limit limit(&loop);
    loop.exec();
    return received;
}

Answer answerTo(Client &client, const QByteArray &method, const QByteArray &path, const QByteArray &body = {})
{
    return answerTo(client, [&](Client *sender, const Client::Receiver &receiver) {
        sender->request(method, path, body, receiver);
    });
}

Answer answerTo(const QUrl &url, const Send &send)
{
    Client client(url);
    return answerTo(client, send);
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

QString statusOf(const QUrl &url, qint64 id)
{
    Client client(url);
    return statusOf(client, id);
}

class Listener : public Shop::Listener
{
public:
    using Shop::Listener::incomingConnection;
    using Shop::Listener::Listener;
};

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
        verifyDoneOnce(service, accepted);
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
        QTest::newRow("an item of blanks") << QByteArray("POST") << QByteArray("/orders")
                                           << QByteArray(R"({"item": " \t\u00a0", "quantity": 2})") << 400;
        QTest::newRow("an item with a NUL") << QByteArray("POST") << QByteArray("/orders")
                                            << QByteArray(R"({"item": "tea\u0000", "quantity": 2})") << 400;
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

    void namesTheOrderThatItLooksFor_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::newRow("unknown") << QByteArray("4711");
        QTest::newRow("beyond 2^63") << QByteArray("9223372036854775808");
        QTest::newRow("no number") << QByteArray("x");
    }
    void namesTheOrderThatItLooksFor()
    {
        QFETCH(QByteArray, id);
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        const Answer answer = answerTo(service.url(), "GET", "/orders/" + id);
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.json.value("error"_L1).toString(), u"there is no order "_s + QString::fromLatin1(id));
    }

    void refusesWhatIsTooLargeBeforeItIsThere_data()
    {
        QTest::addColumn<QList<QByteArray>>("parts"); // of a request that isn't complete: what arrives at a time
        QTest::addColumn<int>("status");
        const QByteArray post = "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        QTest::newRow("body") << QList<QByteArray> { post + "Content-Length: 300000000\r\n\r\n" } << 413;
        QTest::newRow("body, written otherwise") << QList<QByteArray> { post + "content-length:65537\n\n" } << 413;
        QTest::newRow("body of the second request")
                << QList<QByteArray> { Client::text("GET", "/health"), post + "Content-Length: 65537\r\n\r\n" } << 413;
        QTest::newRow("body, after blank lines")
                << QList<QByteArray> { "\r\n\r\n \t" + post + "Content-Length: 65537\r\n\r\n" } << 413;
        QTest::newRow("body, on a line of its own") << QList<QByteArray> { post + "Content-Length:\r\n 65537\r\n\r\n" } << 413;
        QTest::newRow("body, after a tab") << QList<QByteArray> { post + "Content-Length:\n\t65537\n\n" } << 413;
        QTest::newRow("body, the head in two parts")
                << QList<QByteArray> { post + "Content-Length: 300000000\r\n", "\r\n" } << 413;
        QTest::newRow("body of unknown size")
                << QList<QByteArray> { post + "Transfer-Encoding: chunked\r\n\r\n5\r\n" } << 411;
        QTest::newRow("head") << QList<QByteArray> { post + "X: " + QByteArray(100'000, 'x') } << 431;
    }
    void refusesWhatIsTooLargeBeforeItIsThere()
    {
        QFETCH(QList<QByteArray>, parts);
        QFETCH(int, status);
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        Client client(service.url());
        int last = 0;
        for (const QByteArray &part : std::as_const(parts)) {
            client.send(part, [&last](const Answer &answer) { last = answer.status; });
            QTRY_COMPARE(client.socket.bytesToWrite(), 0);
            QVERIFY(answerTo(service.url(), "GET", "/health").status == 200); // the service has read the part by then
        }
        QTRY_COMPARE_WITH_TIMEOUT(last, status, patience);
    }

    void refusesARequestWithTwoLengths_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::newRow("the first one is right") << int(tea.size()) << 3;
        QTest::newRow("the second one is right") << 3 << int(tea.size());
        QTest::newRow("the first one is too large") << 65'537 << int(tea.size());
    }
    void refusesARequestWithTwoLengths()
    {
        QFETCH(int, first);
        QFETCH(int, second);
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        const Answer answer = answerTo(service.url(), [&](Client *client, const Client::Receiver &receiver) {
            client->send("POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                                 + QByteArray::number(first) + "\r\nContent-Length: " + QByteArray::number(second)
                                 + "\r\n\r\n" + tea,
                         receiver);
        });
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.json.value("error"_L1).toString(), u"a request has one Content-Length"_s);
        QCOMPARE(answerTo(service.url(), "GET", "/orders/1").status, 404);
    }

    void checksEachRequestOfAPacket()
    {
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        QTcpSocket client;
        client.setProxy(QNetworkProxy::NoProxy);
        client.connectToHost(service.url().host(), quint16(service.url().port()));
        client.write(Client::text("GET", "/health") + Client::text("POST", "/orders", tea) + "\r\n\r\n"
                     + Client::text("POST", "/orders", QByteArray(65'537, 'x')));
        QByteArray received;
        QTRY_VERIFY_WITH_TIMEOUT((received += client.readAll()).contains("HTTP/1.1 413"), patience);
    }

    void takesOrdersThatSayThatTheyAreJson_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<int>("status");
        QTest::newRow("JSON") << QByteArray("Content-Type: application/json\r\n") << 202;
        QTest::newRow("JSON, written otherwise")
                << QByteArray("content-type:Application/JSON ;charset=utf-8\r\n") << 202;
        QTest::newRow("text") << QByteArray("Content-Type: text/plain\r\n") << 415;
        QTest::newRow("text that mentions JSON") << QByteArray("Content-Type: text/plain;application/json\r\n") << 415;
        QTest::newRow("form") << QByteArray("Content-Type: application/x-www-form-urlencoded\r\n") << 415;
        QTest::newRow("nothing") << QByteArray() << 415;
    }
    void takesOrdersThatSayThatTheyAreJson()
    {
        QFETCH(QByteArray, field);
        QFETCH(int, status);
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        const Answer answer = answerTo(service.url(), [&field](Client *client, const Client::Receiver &receiver) {
            client->send("POST /orders HTTP/1.1\r\nHost: localhost\r\n" + field
                                 + "Content-Length: " + QByteArray::number(tea.size()) + "\r\n\r\n" + tea,
                         receiver);
        });
        QCOMPARE(answer.status, status);
        QCOMPARE(answerTo(service.url(), "GET", "/orders/1").status, status == 202 ? 200 : 404);
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

    void stopsWithAClientThatDoesNotRead() // R24
    {
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        QByteArray longItem = "tea";
        for (int i = 0; i < 190; ++i)
            longItem += "\\u0001";
        const QByteArray order = QByteArray(tea).replace("tea", longItem);
        QCOMPARE(answerTo(service.url(), "POST", "/orders", order).status, 202);

        QTcpSocket client;
        client.setProxy(QNetworkProxy::NoProxy);
        client.setReadBufferSize(1);
        client.connectToHost(service.url().host(), quint16(service.url().port()));
        QVERIFY(client.waitForConnected());
        for (int i = 0; i < 6'000; ++i) // 8 MB of answers, more than the system keeps for a connection
            client.write(Client::text("GET", "/orders/1"));
        client.write(Client::text("POST", "/orders", tea));
        QTRY_COMPARE_WITH_TIMEOUT(answerTo(service.url(), "GET", "/orders/2").status, 200, patience);
        service.send(SIGINT);
        QVERIFY(service.endsWith(0));
    }

    void servesAgainAfterItWasOutOfDescriptors_data()
    {
        QTest::addColumn<int>("left");
        QTest::newRow("no client could connect") << 0;
        QTest::newRow("some clients could connect") << 20;
    }
    void servesAgainAfterItWasOutOfDescriptors()
    {
#if !defined(Q_OS_LINUX)
        QSKIP("A limit of another process can't be set here.");
#elif defined(__SANITIZE_ADDRESS__)
        QSKIP("UBSan opens a pipe to check an object's type, and ends the service when there is no descriptor for it.");
#else
        QFETCH(int, left);
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        QTRY_VERIFY(service.sleeps());
        service.setLimit(RLIMIT_NOFILE, service.firstFreeDescriptor() + left);
        std::vector<std::unique_ptr<Client>> clients;
        int healthy = 0;
        const auto count = [&healthy](const Answer &answer) { healthy += answer.status == 200; };
        for (int i = 0; i < 40; ++i) {
            clients.push_back(std::make_unique<Client>(service.url()));
            clients.back()->request("GET", "/health", {}, count);
        }
        QVERIFY2(service.logs(u"out of file descriptors"_s), qPrintable(service.log));
        QVERIFY(healthy < 40);
        QTRY_VERIFY(service.sleeps());
        service.setLimit(RLIMIT_NOFILE, RLIM_INFINITY);
        QTRY_COMPARE_WITH_TIMEOUT(healthy, 40, patience);
#endif
    }

    void leavesAClientWithoutASocketOut()
    {
        static const QLoggingCategory logger("shop");
        Listener listener(logger, nullptr);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^A client could not be accepted: "_s));
        listener.incomingConnection(-1);
        QVERIFY(!listener.hasPendingConnections());
        QVERIFY(!listener.findChild<QTcpSocket *>());
    }

    void lets200ClientsConnectAtATime()
    {
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        std::vector<std::unique_ptr<Client>> clients;
        int healthy = 0;
        const auto count = [&healthy](const Answer &answer) { healthy += answer.status == 200; };
        for (int i = 0; i < 200; ++i) {
            clients.push_back(std::make_unique<Client>(service.url()));
            clients.back()->request("GET", "/health", {}, count);
            QVERIFY(QTest::qWaitFor([&] { return healthy > i - 20; }, patience)); // the system queues about 50
        }
        QVERIFY2(service.logs(u"200 clients"_s), qPrintable(service.log));
        Client next(service.url());
        int status = 0;
        next.request("GET", "/health", {}, [&status](const Answer &answer) { status = answer.status; });
        QTRY_COMPARE(next.socket.bytesToWrite(), 0);
        for (int i = 1; i <= 3; ++i) { // the service has the time to answer the next client too
            clients.front()->request("GET", "/health", {}, count);
            QTRY_COMPARE_WITH_TIMEOUT(healthy, 200 + i, patience);
        }
        QCOMPARE(status, 0);
        clients.pop_back();
        QTRY_COMPARE_WITH_TIMEOUT(status, 200, patience);
    }

    void doesAnOrderAfterAPassingError()
    {
        {
            Service service;
            QVERIFY(service.startAndServe(arguments()));
            service.send(SIGTERM);
            QVERIFY(service.endsWith(0));
        }
        QVERIFY(change(database(), u"CREATE TRIGGER disk BEFORE UPDATE ON orders "
                                   "WHEN (SELECT count(*) FROM orders) < 2 " // until there is a second order
                                   "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"_s));
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 202);
        QVERIFY2(service.logs(u"Order 1: the disk is full"_s), qPrintable(service.log));
        QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 202);
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(service.url(), 1), u"done"_s, patience);
    }

    void stopsWhileAnErrorLasts() // R24
    {
        {
            Service service;
            QVERIFY(service.startAndServe(arguments()));
            service.send(SIGTERM);
            QVERIFY(service.endsWith(0));
        }
        QVERIFY(change(database(), u"CREATE TRIGGER disk BEFORE UPDATE ON orders "
                                   "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"_s));
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 202);
        QVERIFY2(service.logs(u"Order 1: the disk is full"_s), qPrintable(service.log));
        service.send(SIGINT);
        QVERIFY(service.endsWith(0));
    }

    void doesAnOrderThatHasNoMessage()
    {
        {
            Service service;
            QVERIFY(service.startAndServe(arguments()));
            service.send(SIGTERM);
            QVERIFY(service.endsWith(0));
        }
        QVERIFY(change(database(), u"INSERT INTO orders (item, quantity) VALUES ('tea', 2)"_s));
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(service.url(), 1), u"done"_s, patience);
        service.send(SIGTERM);
        QVERIFY(service.endsWith(0));
        QCOMPARE(ordersIn(database()).value(1), 1);
    }

    void doesAnOrderWhoseMessageCanNotBeStored()
    {
        {
            Service service;
            QVERIFY(service.startAndServe(arguments()));
            service.send(SIGTERM);
            QVERIFY(service.endsWith(0));
        }
        QVERIFY(change(database() + u"-queue"_s, u"CREATE TRIGGER disk BEFORE INSERT ON messages "
                                                 "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"_s));
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 202);
        QVERIFY2(service.logs(u"Order 1 has no stored message: the disk is full"_s), qPrintable(service.log));
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(service.url(), 1), u"done"_s, patience);
        service.send(SIGTERM);
        QVERIFY(service.endsWith(0));
        QCOMPARE(ordersIn(database()).value(1), 1);
    }

    void saysWhenOrdersCanNotBeTaken_data()
    {
        QTest::addColumn<bool>("isOrderLost");
        QTest::newRow("before an order is lost") << false;
        QTest::newRow("after an order is lost") << true;
    }
    void saysWhenOrdersCanNotBeTaken()
    {
#ifdef Q_OS_LINUX
        QFETCH(bool, isOrderLost);
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        QCOMPARE(answerTo(service.url(), "GET", "/health").status, 200);
        service.setLimit(RLIMIT_FSIZE, 0);
        if (isOrderLost)
            QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 500);
        const Answer answer = answerTo(service.url(), "GET", "/health");
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.json.value("error"_L1).toString().startsWith("orders can't be taken: "_L1));
        service.setLimit(RLIMIT_FSIZE, RLIM_INFINITY);
        QCOMPARE(answerTo(service.url(), "GET", "/health").status, 200);
        QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 202);
#else
        QSKIP("A limit of another process can't be set here.");
#endif
    }

    void keepsItsFilesInTheUsersDataFolder()
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, m_folder->filePath(u"home"_s));
        environment.insert(u"XDG_DATA_HOME"_s, m_folder->filePath(u"home/data"_s));
        const QDir current(m_folder->filePath(u"current"_s));
        QVERIFY(current.mkpath(u"."_s));
        Service service;
        service.process.setProcessEnvironment(environment);
        service.process.setWorkingDirectory(current.path());
        QVERIFY(service.startAndServe({ u"--port"_s, u"0"_s }));
        QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 202);
        QVERIFY(current.isEmpty());
        QStringList names;
        QDirIterator files(m_folder->filePath(u"home"_s), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            names += files.nextFileInfo().fileName();
        QVERIFY2(names.contains(u"shop.db"_s) && names.contains(u"shop.db-queue"_s), qPrintable(names.join(u' ')));
    }

    void letsOnlyTheOwnerReadItsFiles_data()
    {
        QTest::addColumn<QStringList>("existing");
        QTest::newRow("new files") << QStringList();
        QTest::newRow("files that others could read") << QStringList { u"shop.db"_s, u"shop.db-wal"_s, u"shop.db-queue"_s };
    }
    void letsOnlyTheOwnerReadItsFiles()
    {
        QFETCH(QStringList, existing);
        for (const QString &name : std::as_const(existing)) {
            QFile file(m_folder->filePath(name));
            QVERIFY(file.open(QIODevice::NewOnly));
            QVERIFY(file.setPermissions(ownerOnly | QFileDevice::ReadGroup | QFileDevice::ReadOther));
        }
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        QCOMPARE(answerTo(service.url(), "POST", "/orders", tea).status, 202);
        const QFileInfoList files = QDir(m_folder->path()).entryInfoList(QDir::Files);
        QCOMPARE(files.size(), 4); // both files, each with what SQLite writes ahead
        for (const QFileInfo &file : files)
            QVERIFY2(!(file.permissions() & ~ownerOnly), qPrintable(file.fileName()));
    }

    void failsToStartWithOneClearLine_data()
    {
        QTest::addColumn<QStringList>("extra");
        QTest::addColumn<QString>("line");
        QTest::newRow("port in use") << QStringList{ u"--port"_s, u"BUSY"_s } << u"in use"_s;
        QTest::newRow("no folder for the database") << QStringList{ u"--database"_s, u"FOLDER/none/shop.db"_s } << u"can't open"_s;
        QTest::newRow("database is a folder") << QStringList{ u"--database"_s, u"FOLDER"_s } << u"can't open"_s;
        QTest::newRow("database in memory") << QStringList { u"--database"_s, u":memory:"_s } << u"open :memory:"_s;
        QTest::newRow("queue in memory") << QStringList { u"--queue"_s, u":memory:"_s } << u"open :memory:"_s;
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
        const QStringList lines = error.split(u'\n', Qt::SkipEmptyParts);
        const auto isOfStall = [](const QString &line) { return line.contains(u"has held the event loop"_s); };
        const auto stalls = std::count_if(lines.begin(), lines.end(), isOfStall); // on a busy machine
        QCOMPARE(lines.size() - stalls, 1);
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

    void restartsTheWorkersAloneWhileOrdersComeIn() // R36, R38
    {
        const auto configure = [this](const QByteArray &workers) {
            QFile file(m_folder->filePath(u"shop.ini"_s));
            return file.open(QIODevice::WriteOnly) && file.write("[BackgroundWorkers]\nworkers=" + workers + '\n') > 0;
        };
        QVERIFY(configure("2"));
        qputenv("QT_LOGGING_RULES", "qconductor.lifecycle.info=true");
        const auto cleanUp = qScopeGuard([] { qunsetenv("QT_LOGGING_RULES"); });
        Service service;
        QVERIFY(service.startAndServe(arguments() + QStringList { u"--config"_s, m_folder->filePath(u"shop.ini"_s) }));
        QVERIFY(service.logs(u"Shop::WebApi is active"_s));
        service.log.clear();

        QSet<qint64> accepted;
        Customers customers(service.url(), 8, allOrders, &accepted);
        QVERIFY(customers.waitFor([&] { return accepted.size() >= allOrders / 3; }));
        QVERIFY(configure("5"));
        QCOMPARE(answerTo(service.url(), "POST", "/reload", "{}").status, 202);
        QVERIFY(service.logs(u"Shop::BackgroundWorkers is active"_s));
        QVERIFY(customers.waitFor([&] { return accepted.size() >= allOrders / 2; }));
        QCOMPARE(answerTo(service.url(), "POST", "/reload", "{}").status, 202); // nothing has changed
        QVERIFY(configure("none"));
        QCOMPARE(answerTo(service.url(), "POST", "/reload", "{}").status, 202);
        QVERIFY(service.logs(u"The workers stay as they are"_s));
        QVERIFY(customers.waitFor([&] { return customers.haveLeft(); }));

        QCOMPARE(accepted.size(), allOrders);
        QCOMPARE(service.log.count(u"Shop::BackgroundWorkers is active"_s), 1);
        QVERIFY2(!service.log.contains(u"Shop::WebApi"_s) && !service.log.contains(u"Shop::Database"_s), qPrintable(service.log));
        verifyDoneOnce(service, accepted);
    }

    void losesNoOrderWhileItsMetricsAreBroken() // R40, R42, R45
    {
        const QDir metrics(m_folder->filePath(u"metrics"_s));
        QVERIFY(metrics.mkpath(u"."_s));
        Service service;
        QVERIFY(service.startAndServe(arguments() + QStringList { u"--metrics"_s, metrics.filePath(u"shop.prom"_s) }));
        QTRY_VERIFY_WITH_TIMEOUT(metrics.exists(u"shop.prom"_s), patience);
        QSet<qint64> accepted;
        Customers customers(service.url(), 8, allOrders, &accepted);
        QVERIFY(customers.waitFor([&] { return accepted.size() >= allOrders / 3; }));
        QVERIFY(QDir().rename(metrics.path(), m_folder->filePath(u"away"_s)));
        QVERIFY2(service.logs(u"Metrics failed: can't write"_s), qPrintable(service.log));
        QVERIFY(metrics.mkpath(u"."_s));
        QVERIFY(customers.waitFor([&] { return customers.haveLeft(); }));
        QTRY_VERIFY_WITH_TIMEOUT(metrics.exists(u"shop.prom"_s), patience);
        QCOMPARE(accepted.size(), allOrders);
        verifyDoneOnce(service, accepted);
    }

    void reloadsOnlyForThoseWhoSayJson()
    {
        Service service;
        QVERIFY(service.startAndServe(arguments()));
        const auto withoutType = [](Client *client, const Client::Receiver &receiver) {
            client->send("POST /reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}", receiver);
        };
        QCOMPARE(answerTo(service.url(), withoutType).status, 415);
        QCOMPARE(answerTo(service.url(), "GET", "/reload").status, 405);
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
    // Waits until each of these orders is done, stops the service, and looks how often each was done.
    void verifyDoneOnce(Service &service, const QSet<qint64> &accepted) const
    {
        Client client(service.url());
        for (qint64 id : accepted)
            QVERIFY(QTest::qWaitFor([&] { return statusOf(client, id) == u"done"_s; }, patience));
        service.send(SIGTERM);
        QVERIFY(service.endsWith(0));

        const QHash<qint64, int> orders = ordersIn(database());
        for (qint64 id : accepted)
            QCOMPARE(orders.value(id), 1);
    }

    QString database() const { return m_folder->filePath(u"shop.db"_s); }
    QStringList arguments() const { return { u"--port"_s, u"0"_s, u"--database"_s, database() }; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(tst_Services)
#include "tst_services.moc"
