// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "webapi.h"

#include "listener.h"
#include "settings.h"

#include <QConductor/Error>

#include <QtCore/qjsondocument.h>
#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>
#include <QtNetwork/qtcpsocket.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Shop {

namespace {

using Method = QHttpServerRequest::Method;
using Status = QHttpServerResponder::StatusCode;

#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
using Responder = QHttpServerResponder &&;
#else
using Responder = QHttpServerResponder &;
#endif

constexpr auto patience = 2s; // for clients to read their last answers

Answer refusal(Status status, const QString &why)
{
    return { status, { { u"error"_s, why } } };
}

QFuture<Answer> ready(const Answer &answer)
{
    QPromise<Answer> promise;
    promise.start();
    promise.addResult(answer);
    promise.finish();
    return promise.future();
}

// A browser lets a web page of another site send JSON only if the service allows it, which this service doesn't.
bool isJson(const QByteArray &contentType)
{
    return contentType.split(';').constFirst().trimmed().compare("application/json", Qt::CaseInsensitive) == 0;
}

// Keeps a responder until there is an answer, and writes the answer unless the client has hung up meanwhile.
class PendingResponder
{
public:
    explicit PendingResponder(QHttpServerResponder &&responder) : m_responder(std::move(responder)) { }

    void write(const QJsonObject &body, Status status)
    {
        if (isConnected())
            m_responder.write(QJsonDocument(body).toJson(QJsonDocument::Compact), "application/json", status);
    }

private:
#if QT_VERSION < QT_VERSION_CHECK(6, 5, 0) // before 6.5, the socket is deleted when the client hangs up
    bool isConnected() const { return m_socket && m_socket->state() == QAbstractSocket::ConnectedState; }

    QHttpServerResponder m_responder;
    QPointer<QTcpSocket> m_socket = m_responder.socket();
#else
    bool isConnected() const { return true; }

    QHttpServerResponder m_responder;
#endif
};

} // namespace

WebApi::WebApi(QObject *parent) : Component(parent)
{
}

QUrl WebApi::url() const
{
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(m_listener->serverAddress().toString());
    url.setPort(m_listener->serverPort());
    return url;
}

QFuture<void> WebApi::onSetup()
{
    m_http = std::make_unique<QHttpServer>();
    m_isStopping = false;
    addRoutes();
    listen();
    return done();
}

// No request comes in any more, and each that came in gets its answer.
QFuture<void> WebApi::onShutdown()
{
    m_isStopping = true;
    m_listener->close();
    m_allAnswered = QPromise<void>();
    m_allAnswered.start();
    if (m_inFlight == 0)
        m_allAnswered.finish();
    return m_allAnswered.future().then(this, [this] { return hangUp(); }).unwrap();
}

void WebApi::listen()
{
    const QString host = config().value(u"host"_s, u"127.0.0.1"_s).toString();
    const int port = wholeNumber(config(), u"port"_s, { 0, 65535 }, 8080);
    const QHostAddress address(host);
    if (address.isNull())
        throw QConductor::Error(tr("host is an IP address, not \"%1\"").arg(host));

    m_listener = new Listener(logger(), m_http.get());
    if (!m_listener->listen(address, quint16(port))) {
        const QString why = m_listener->errorString();
        m_http.reset(); // onShutdown() isn't called for a component that fails
        throw QConductor::Error(tr("can't listen on port %1 of %2: %3").arg(port).arg(host, why));
    }
    m_http->bind(m_listener);
}

void WebApi::addRoutes()
{
    m_http->route(u"/orders"_s, Method::Post, [this](const QHttpServerRequest &request, Responder responder) {
        handle(std::move(responder), [this, type = request.value("Content-Type"), body = request.body()] {
            return placeOrder(type, body);
        });
    });
    m_http->route(u"/orders/<arg>"_s, Method::Get, [this](const QString &id, Responder responder) {
        handle(std::move(responder), [this, id] { return showOrder(id); });
    });
    m_http->route(u"/health"_s, Method::Get, [this](Responder responder) {
        handle(std::move(responder), [this] { return showHealth(); });
    });

    m_http->route(u"/reload"_s, Method::Post, [this](const QHttpServerRequest &request, Responder responder) {
        handle(std::move(responder), [this, type = request.value("Content-Type"), client = request.remoteAddress()] {
            return requestReload(type, client);
        });
    });

    m_http->route(u"/orders"_s, [] { return QHttpServerResponse(Status::MethodNotAllowed); });
    m_http->route(u"/orders/<arg>"_s, [](const QString &) { return QHttpServerResponse(Status::MethodNotAllowed); });
    m_http->route(u"/health"_s, [] { return QHttpServerResponse(Status::MethodNotAllowed); });
    m_http->route(u"/reload"_s, [] { return QHttpServerResponse(Status::MethodNotAllowed); });
}

// The customer is told that the order was accepted when the order is on the disk: it will be done then.
QFuture<Answer> WebApi::placeOrder(const QByteArray &contentType, const QByteArray &body)
{
    if (!isJson(contentType))
        return ready(refusal(Status::UnsupportedMediaType, tr("an order has the Content-Type application/json")));
    Order order = Order::fromJson(body);
    return inThisThread(m_database->insert(order))
            .then(this, [this, order](qint64 id) mutable {
                order.id = id;
                return handOver(order);
            })
            .unwrap();
}

// A message that can't be stored is delivered all the same. If this run ends before that, the next one sends
// what is missing.
QFuture<Answer> WebApi::handOver(const Order &order)
{
    const Answer accepted{ Status::Accepted, order.toJson() };
    if (m_metrics)
        m_metrics->count(u"orders_accepted"_s);
    return inThisThread(m_queue->send(order.id))
            .then([accepted](const Message &) { return accepted; })
            .onFailed(this, [this, id = order.id, accepted](const QConductor::Error &failure) {
                qCWarning(logger()).noquote() << tr("Order %1 has no stored message: %2").arg(id).arg(failure.message());
                m_queue->sendUnstored(id);
                return accepted;
            });
}

QFuture<Answer> WebApi::showOrder(const QString &id)
{
    const Answer notFound = refusal(Status::NotFound, tr("there is no order %1").arg(id));
    bool isNumber = false;
    const qint64 number = id.toLongLong(&isNumber);
    if (!isNumber)
        return ready(notFound);
    return inThisThread(m_database->find(number)).then([notFound](const std::optional<Order> &order) {
        return order ? Answer{ Status::Ok, order->toJson() } : notFound;
    });
}

// Orders can be taken if both files can be written.
QFuture<Answer> WebApi::showHealth()
{
    return inThisThread(m_database->isWritable())
            .then(this, [this](bool) { return inThisThread(m_queue->isWritable()); })
            .unwrap()
            .then([](bool) { return Answer{ Status::Ok, { { u"status"_s, u"up"_s } } }; })
            .onFailed([](const QConductor::Error &failure) {
                return refusal(Status::ServiceUnavailable, tr("orders can't be taken: %1").arg(failure.message()));
            });
}

// As for an order, a web page of another site can't make a browser send this.
QFuture<Answer> WebApi::requestReload(const QByteArray &contentType, const QHostAddress &client)
{
    if (!client.isLoopback())
        return ready(refusal(Status::Forbidden, tr("the settings are reloaded from the same machine alone")));
    if (!isJson(contentType))
        return ready(refusal(Status::UnsupportedMediaType, tr("the Content-Type is application/json")));
    Q_EMIT reloadRequested();
    return ready({ Status::Accepted, { { u"status"_s, u"reloading"_s } } });
}

void WebApi::handle(QHttpServerResponder &&responder, const Request &request)
{
    ++m_inFlight;
    auto pending = std::make_shared<PendingResponder>(std::move(responder));
    const auto apology = [this](const QString &why) {
        qCCritical(logger()).noquote() << why;
        return refusal(Status::InternalServerError, tr("something went wrong"));
    };
    answer(request)
            .onFailed(this, [apology](const QConductor::Error &failure) { return apology(failure.message()); })
            .onFailed(this, [apology] { return apology(tr("unknown exception")); })
            .onCanceled(this, [apology] { return apology(tr("canceled")); })
            .then(this, [this, pending = std::move(pending)](const Answer &answer) mutable {
                pending->write(answer.body, answer.status);
                pending.reset(); // in Qt 6.5 and newer, a responder destroyed after hangUp() drops what is left to send
                answered();
            });
}

QFuture<Answer> WebApi::answer(const Request &request)
{
    if (m_isStopping)
        return ready(refusal(Status::ServiceUnavailable, tr("the service stops")));
    try {
        return request();
    } catch (const QConductor::Error &mistake) {
        return ready(refusal(Status::BadRequest, mistake.message()));
    }
}

void WebApi::answered()
{
    if (--m_inFlight == 0 && m_isStopping)
        m_allAnswered.finish();
}

// Closes the connections when what is left to send has been sent.
QFuture<void> WebApi::hangUp()
{
    QList<QFuture<void>> closed;
    const auto sockets = m_http->findChildren<QTcpSocket *>();
    for (QTcpSocket *socket : sockets) {
        closed += QtFuture::connect(socket, &QTcpSocket::disconnected);
        QTimer::singleShot(patience, socket, &QTcpSocket::abort);
        socket->disconnectFromHost();
    }
    return QtFuture::whenAll(closed.begin(), closed.end()).then([](const QList<QFuture<void>> &) { });
}

} // namespace Shop
