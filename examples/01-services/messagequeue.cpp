// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "messagequeue.h"

#include "settings.h"

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qset.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Shop {

namespace {

constexpr auto retryDelay = 1s;

QList<Message> storedMessages()
{
    QList<Message> messages;
    QSqlQuery row = sql(u"SELECT id, orderId FROM messages ORDER BY id"_s);
    while (row.next())
        messages.append({ row.value(0).toLongLong(), row.value(1).toLongLong() });
    return messages;
}

Message insertMessage(qint64 orderId)
{
    const QSqlQuery inserted = sql(u"INSERT INTO messages (orderId) VALUES (?)"_s, { orderId });
    return { inserted.lastInsertId().toLongLong(), orderId };
}

} // namespace

MessageQueue::MessageQueue(QObject *parent) : Component(parent)
{
}

QFuture<void> MessageQueue::onSetup()
{
    const QString table = u"CREATE TABLE IF NOT EXISTS messages "
                          "(id INTEGER PRIMARY KEY AUTOINCREMENT, orderId INTEGER NOT NULL)"_s;
    return m_file.open(dataFile(config(), u"queue"_s, u"shop.db-queue"_s), { table }, [this, &log = logger()] {
        const QList<Message> messages = storedMessages();
        startDelivery(messages);
        if (!messages.isEmpty())
            qCInfo(log) << messages.size() << "messages were left from the last time";
    });
}

QFuture<void> MessageQueue::onShutdown()
{
    return m_file.close();
}

QFuture<Message> MessageQueue::send(qint64 orderId)
{
    return m_file.transaction([orderId] { return insertMessage(orderId); },
                              [this](const Message &message) { deliver(message); });
}

void MessageQueue::sendUnstored(qint64 orderId)
{
    deliver({ 0, orderId }); // no row has the id 0
}

QFuture<QList<Message>> MessageQueue::sendMissing(const QList<qint64> &orderIds)
{
    const auto insert = [orderIds] {
        QSet<qint64> sent;
        for (const Message &message : storedMessages())
            sent.insert(message.orderId);
        QList<Message> missing;
        for (qint64 orderId : orderIds) {
            if (!sent.contains(orderId))
                missing.append(insertMessage(orderId));
        }
        return missing;
    };
    return m_file.transaction(insert, [this](const QList<Message> &messages) {
        for (const Message &message : messages)
            deliver(message);
    });
}

QFuture<bool> MessageQueue::remove(const Message &message)
{
    return m_file.transaction([id = message.id] {
        return sql(u"DELETE FROM messages WHERE id = ?"_s, { id }).numRowsAffected() == 1;
    });
}

void MessageQueue::startDelivery(const QList<Message> &messages)
{
    const QMutexLocker lock(&m_mutex);
    m_messages.clear();
    m_messages.append(messages);
    m_delivers = true;
    m_changed.wakeAll();
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

void MessageQueue::giveBack(const Message &message)
{
    const QMutexLocker lock(&m_mutex);
    if (m_delivers)
        m_stopped.wait(&m_mutex, QDeadlineTimer(retryDelay));
    m_messages.enqueue(message);
    m_changed.wakeOne();
}

void MessageQueue::stopDelivery()
{
    const QMutexLocker lock(&m_mutex);
    m_delivers = false;
    m_changed.wakeAll();
    m_stopped.wakeAll();
}

void MessageQueue::resumeDelivery()
{
    const QMutexLocker lock(&m_mutex);
    m_delivers = true;
    m_changed.wakeAll();
}

} // namespace Shop
