// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_MESSAGEQUEUE_H
#define SHOP_MESSAGEQUEUE_H

#include "sqlitefile.h"

#include <QConductor/Component>

#include <QtCore/qmutex.h>
#include <QtCore/qqueue.h>
#include <QtCore/qwaitcondition.h>

#include <optional>

namespace Shop {

struct Message
{
    qint64 id;
    qint64 orderId;
};

// Hands orders to the workers, each order at least once. A message is a row in a file until it is removed, so that no
// message is lost: the next run delivers those that this run leaves behind. Any thread may call the functions.
class MessageQueue : public QConductor::Component
{
    Q_OBJECT

public:
    Q_INVOKABLE explicit MessageQueue(QObject *parent = nullptr);

    QFuture<Message> send(qint64 orderId); // when it has finished, the message is on the disk
    void sendUnstored(qint64 orderId); // lost with this run: for an order that sendMissing() finds then
    QFuture<QList<Message>> sendMissing(const QList<qint64> &orderIds); // for the orders that have no message
    std::optional<Message> take();         // waits for a message; none: delivery has stopped
    void giveBack(const Message &message); // to be taken again, after a moment in which an error may pass
    QFuture<bool> remove(const Message &message);
    QFuture<bool> isWritable() { return m_file.isWritable(); }
    void stopDelivery();
    void resumeDelivery();

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;

private:
    void startDelivery(const QList<Message> &messages);
    void deliver(const Message &message);

    QMutex m_mutex;
    QWaitCondition m_changed;
    QWaitCondition m_stopped;
    QQueue<Message> m_messages;
    bool m_delivers = false;
    SqliteFile m_file; // the last member, so that it is destroyed first: its work uses the others
};

} // namespace Shop

#endif
