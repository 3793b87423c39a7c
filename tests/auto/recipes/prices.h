// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_PRICES_H
#define QCONDUCTOR_TESTS_PRICES_H

#include <QConductor/Component>
#include <QConductor/WhenEmitted>

#include <QtNetwork/qnetworkaccessmanager.h>
#include <QtNetwork/qnetworkreply.h>

#include <memory>

namespace Recipes {

//! [reply]
class Prices : public QConductor::Component
{
    Q_OBJECT

public:
    QUrl url;
    QByteArray text;

Q_SIGNALS:
    void loaded();
    void broken(const QString &message);

protected:
    QFuture<void> onSetup() override
    {
        const auto future = QConductor::whenEmitted(this, &Prices::loaded, &Prices::broken);
        QNetworkRequest request(url);
        request.setTransferTimeout(5000); // in milliseconds without any data
        m_reply.reset(m_network.get(request));
        connect(m_reply.get(), &QNetworkReply::finished, this, &Prices::read);
        return future;
    }
    QFuture<void> onShutdown() override // also if the setup was canceled, or has timed out
    {
        m_reply.reset(); // ends the request
        text.clear();
        return done();
    }

private:
    void read()
    {
        QNetworkReply *reply = m_reply.release();
        reply->deleteLater(); // its signal is being emitted
        if (reply->error() != QNetworkReply::NoError) {
            Q_EMIT broken(reply->errorString());
            return;
        }
        text = reply->readAll();
        Q_EMIT loaded();
    }

    QNetworkAccessManager m_network;
    std::unique_ptr<QNetworkReply> m_reply; // is destroyed before the manager
};
//! [reply]

} // namespace Recipes

#endif
