// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_DEMO_H
#define SHOP_DEMO_H

#include <QtCore/qfuture.h>
#include <QtCore/qpromise.h>
#include <QtCore/qset.h>
#include <QtNetwork/qnetworkaccessmanager.h>

#include <functional>

namespace Shop {

class BackgroundWorkers;
class Metrics;
class WebApi;

// A customer, who places an order by HTTP and looks at it when it is done. Meanwhile the metrics break, and come back.
class Demo : public QObject
{
    Q_OBJECT

public:
    Demo(WebApi *api, BackgroundWorkers *workers, Metrics *metrics);

    QFuture<void> run();

private:
    void placeOrder();
    void showWhenDone();
    void breakMetricsOnce();
    void finishWhenAllIsWell();
    void whenAnswered(QNetworkReply *reply, const std::function<void(const QByteArray &)> &next);

    WebApi *m_api;
    Metrics *m_metrics;
    QNetworkAccessManager m_http;
    QSet<qint64> m_done;
    qint64 m_order = 0;
    bool m_isShown = false;
    QPromise<void> m_promise;
};

} // namespace Shop

#endif
