// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_WEBAPI_H
#define SHOP_WEBAPI_H

#include "database.h"
#include "messagequeue.h"
#include "metrics.h"

#include <QtCore/qjsonobject.h>
#include <QtCore/qpromise.h>
#include <QtCore/qurl.h>
#include <QtHttpServer/qhttpserver.h>
#include <QtNetwork/qhostaddress.h>

namespace Shop {

class Listener;

struct Answer
{
    QHttpServerResponder::StatusCode status;
    QJsonObject body;
};

// Takes orders by HTTP, and tells what became of them:
//     POST /orders     {"item": "tea", "quantity": 2}: 202, and the order with its id
//     GET /orders/ID   the order
//     GET /health      200 while orders can be taken, else 503
//     POST /reload     {}, from this machine alone: 202, and the settings are read again
//! [component]
class WebApi : public QConductor::Component
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "metrics")
    Q_PROPERTY(Shop::Database *database MEMBER m_database)
    Q_PROPERTY(Shop::MessageQueue *queue MEMBER m_queue)
    Q_PROPERTY(Shop::Metrics *metrics MEMBER m_metrics)

public:
    Q_INVOKABLE explicit WebApi(QObject *parent = nullptr);

    QUrl url() const;
    //! [component]

Q_SIGNALS:
    void reloadRequested();

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;

private:
    using Request = std::function<QFuture<Answer>()>;

    void listen();
    void addRoutes();
    QFuture<Answer> placeOrder(const QByteArray &contentType, const QByteArray &body);
    QFuture<Answer> handOver(const Order &order);
    QFuture<Answer> showOrder(const QString &id);
    QFuture<Answer> showHealth();
    QFuture<Answer> requestReload(const QByteArray &contentType, const QHostAddress &client);
    void handle(QHttpServerResponder &&responder, const Request &request);
    QFuture<Answer> answer(const Request &request);
    void answered();
    QFuture<void> hangUp();

    Database *m_database = nullptr;
    MessageQueue *m_queue = nullptr;
    Metrics *m_metrics = nullptr; // null while there are none
    std::unique_ptr<QHttpServer> m_http;
    Listener *m_listener = nullptr; // owned by m_http
    int m_inFlight = 0; // number of requests without an answer
    bool m_isStopping = false;
    QPromise<void> m_allAnswered;
};

} // namespace Shop

#endif
