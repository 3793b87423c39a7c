// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_CLIENT_H
#define QCONDUCTOR_TESTS_CLIENT_H

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qurl.h>
#include <QtNetwork/qnetworkproxy.h>
#include <QtNetwork/qtcpsocket.h>

#include <functional>

struct Answer
{
    int status = 0;
    QJsonObject json;
};

// A client that sends its requests one after the other over one connection.
class Client : public QObject
{
    Q_OBJECT

public:
    using Receiver = std::function<void(const Answer &)>;

    static QByteArray text(const QByteArray &method, const QByteArray &path, const QByteArray &body = {})
    {
        return method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
               + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }

    explicit Client(const QUrl &url)
    {
        socket.setProxy(QNetworkProxy::NoProxy);
        connect(&socket, &QTcpSocket::readyRead, this, &Client::read);
        socket.connectToHost(url.host(), quint16(url.port()));
    }

    void request(const QByteArray &method, const QByteArray &path, const QByteArray &body, Receiver receiver)
    {
        send(text(method, path, body), std::move(receiver));
    }
    void send(const QByteArray &request, Receiver receiver)
    {
        m_receiver = std::move(receiver);
        socket.write(request);
    }

    QTcpSocket socket;

private:
    void read()
    {
        m_received += socket.readAll();
        const qsizetype head = m_received.indexOf("\r\n\r\n");
        if (head < 0)
            return;
        const qsizetype field = m_received.toLower().indexOf("content-length: ");
        const qsizetype number = field + qsizetype(qstrlen("content-length: "));
        const qsizetype length = field < 0 ? 0 : m_received.mid(number, m_received.indexOf('\r', number) - number).toLongLong();
        if (m_received.size() < head + 4 + length)
            return;
        const Answer answer{ m_received.mid(9, 3).toInt(), QJsonDocument::fromJson(m_received.mid(head + 4, length)).object() };
        m_received.clear();
        std::exchange(m_receiver, {})(answer);
    }

    QByteArray m_received;
    Receiver m_receiver;
};

#endif
