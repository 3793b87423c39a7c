// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "demo.h"

#include "backgroundworkers.h"
#include "metrics.h"
#include "print.h"
#include "webapi.h"

#include <QConductor/Error>

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtNetwork/qnetworkproxy.h>
#include <QtNetwork/qnetworkreply.h>

using namespace Qt::StringLiterals;

namespace Shop {

Demo::Demo(WebApi *api, BackgroundWorkers *workers, Metrics *metrics) : m_api(api), m_metrics(metrics)
{
    m_http.setProxy(QNetworkProxy::NoProxy);
    connect(workers, &BackgroundWorkers::orderDone, this, [this](qint64 id) {
        m_done.insert(id);
        showWhenDone();
    });
    connect(metrics, &Metrics::stateChanged, this, &Demo::breakMetricsOnce);
}

QFuture<void> Demo::run()
{
    m_promise.start();
    placeOrder();
    return m_promise.future();
}

void Demo::placeOrder()
{
    const QByteArray order = R"({"item": "tea", "quantity": 2})";
    QNetworkRequest request(m_api->url().resolved(QUrl(u"/orders"_s)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    print(u"POST /orders %1"_s.arg(QString::fromUtf8(order)));
    whenAnswered(m_http.post(request, order), [this](const QByteArray &json) {
        m_order = QJsonDocument::fromJson(json).object().value("id"_L1).toInteger();
        showWhenDone();
    });
}

// An order may be done before the answer to placing it has come.
void Demo::showWhenDone()
{
    if (!m_done.contains(m_order))
        return;
    const QUrl url = m_api->url().resolved(QUrl(u"/orders/%1"_s.arg(m_order)));
    print(u"GET "_s + url.path());
    whenAnswered(m_http.get(QNetworkRequest(url)), [this](const QByteArray &) {
        m_isShown = true;
        finishWhenAllIsWell();
    });
}

void Demo::breakMetricsOnce()
{
    if (m_metrics->isActive() && m_metrics->restartCount() == 0)
        m_metrics->reportFailure(u"the demo breaks it"_s);
    finishWhenAllIsWell();
}

void Demo::finishWhenAllIsWell()
{
    if (m_isShown && m_metrics->isActive() && m_metrics->restartCount() > 0)
        m_promise.finish();
}

void Demo::whenAnswered(QNetworkReply *reply, const std::function<void(const QByteArray &)> &next)
{
    connect(reply, &QNetworkReply::finished, this, [this, reply, next] {
        reply->deleteLater();
        if (reply->error() != QNetworkReply::NoError) {
            m_promise.setException(QConductor::Error(reply->errorString()));
            m_promise.finish();
            return;
        }
        const QByteArray json = reply->readAll();
        print(u"  "_s + QString::fromUtf8(json));
        next(json);
    });
}

} // namespace Shop
