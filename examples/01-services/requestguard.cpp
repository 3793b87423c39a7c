// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "requestguard.h"

#include <QtCore/qhash.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qtimer.h>
#include <QtNetwork/qtcpsocket.h>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Shop {

namespace {

constexpr qsizetype largestHead = qsizetype(16) * 1024; // bytes
constexpr qsizetype largestBody = qsizetype(64) * 1024; // bytes
constexpr auto patience = 1s; // for clients to read the refusal

using Fields = QMultiHash<QByteArray, QByteArray>;

bool isBlank(char character)
{
    return QByteArrayView(" \t\v\r\n").contains(character);
}

// The fields of a request's head by their names in lower case; nothing if the head is incomplete. As QHttpServer does,
// this skips what is blank before a request, and joins a line that begins with a blank to the line before.
std::optional<Fields> fieldsOf(QByteArray head)
{
    head.erase(head.cbegin(), std::find_if_not(head.cbegin(), head.cend(), isBlank));
    head.replace("\r\n", "\n");
    const qsizetype end = head.indexOf("\n\n");
    if (end < 0)
        return std::nullopt;
    head.truncate(end);
    head.replace("\n ", " ").replace("\n\t", " ");
    Fields fields;
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        fields.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    return fields;
}

} // namespace

RequestGuard::RequestGuard(QTcpSocket *socket) : QObject(socket), m_socket(socket)
{
    m_socket->setReadBufferSize(largestHead + largestBody);
    connect(m_socket, &QTcpSocket::readyRead, this, &RequestGuard::check);
}

// QHttpServer reads each request in a transaction, and nothing beyond the request's end. Where there is no transaction,
// a request begins.
void RequestGuard::check()
{
    if (m_isRefused)
        return discard();
    if (!m_socket->isTransactionStarted()) {
        m_head.clear();
        m_isChecked = false;
    }
    if (!m_isChecked)
        checkHead();
}

void RequestGuard::checkHead()
{
    m_head += m_socket->peek(largestHead);
    const std::optional<Fields> fields = fieldsOf(m_head);
    m_isChecked = fields.has_value();
    if (!fields && m_head.size() >= largestHead)
        refuse("431 Request Header Fields Too Large", tr("the head of a request is at most %1 bytes").arg(largestHead));
    else if (fields && fields->contains("transfer-encoding"))
        refuse("411 Length Required", tr("a request has a Content-Length"));
    else if (fields && fields->count("content-length") > 1)
        refuse("400 Bad Request", tr("a request has one Content-Length"));
    else if (fields && fields->value("content-length").toULongLong() > largestBody)
        refuse("413 Request Entity Too Large", tr("an order is at most %1 bytes").arg(largestBody));
}

// The connection stays open for a moment: if it was closed while the client still sends, the client might not get the
// answer.
void RequestGuard::refuse(const QByteArray &status, const QString &why)
{
    const QByteArray body = QJsonDocument(QJsonObject{ { u"error"_s, why } }).toJson(QJsonDocument::Compact);
    m_socket->write("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
    m_isRefused = true;
    discard();
    QTimer::singleShot(patience, m_socket, &QTcpSocket::abort);
}

// Leaves nothing to QHttpServer, which is told of the same data after this.
void RequestGuard::discard()
{
    if (m_socket->isTransactionStarted())
        m_socket->commitTransaction();
    m_socket->readAll();
}

} // namespace Shop
