// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "messagequeue.h"

using namespace Qt::StringLiterals;

namespace Shop {

namespace {

QQueue<Message> leftBehind()
{
    QQueue<Message> messages;
    QSqlQuery row = sql(u"SELECT id, orderId FROM messages ORDER BY id"_s);
    while (row.next())
        messages.enqueue({ row.value(0).toLongLong(), row.value(1).toLongLong() });
    return messages;
}

} // namespace

MessageQueue::MessageQueue(QObject *parent) : Component(parent)
{
}

QFuture<void> MessageQueue::onSetup()
{
    return m_database->transaction(leftBehind).then(this, [this](const QQueue<Message> &messages) {
        m_messages = messages;
        m_delivers = true;
        qCInfo(logger()) << messages.size() << "messages are waiting";
    });
}

Message MessageQueue::insert(qint64 orderId) const
{
    const QSqlQuery inserted = sql(u"INSERT INTO messages (orderId) VALUES (?)"_s, { orderId });
    return { inserted.lastInsertId().toLongLong(), orderId };
}

bool MessageQueue::remove(const Message &message) const
{
    return sql(u"DELETE FROM messages WHERE id = ?"_s, { message.id }).numRowsAffected() == 1;
}

void MessageQueue::deliver(const Message &message)
{
    const QMutexLocker lock(&m_mutex);
    m_messages.enqueue(message);
    m_changed.wakeOne();
}

std::optional<Message> MessageQueue::take()
{
    const QMutexLocker lock(&m_mutex);
    while (m_delivers && m_messages.isEmpty())
        m_changed.wait(&m_mutex);
    return m_delivers ? std::optional(m_messages.dequeue()) : std::nullopt;
}

void MessageQueue::stopDelivery()
{
    const QMutexLocker lock(&m_mutex);
    m_delivers = false;
    m_changed.wakeAll();
}

} // namespace Shop
