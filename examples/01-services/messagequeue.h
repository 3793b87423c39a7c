// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_MESSAGEQUEUE_H
#define SHOP_MESSAGEQUEUE_H

#include "database.h"

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

// Hands orders to whoever works on them. A message is a row of the database until it is removed, so none is lost:
// those that a run leaves behind, the next one delivers again.
class MessageQueue : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *database MEMBER m_database)

public:
    Q_INVOKABLE explicit MessageQueue(QObject *parent = nullptr);

    // In a transaction of the database.
    Message insert(qint64 orderId) const;
    bool remove(const Message &message) const; // false: it had gone already

    // From any thread.
    void deliver(const Message &message); // once it is in the database
    std::optional<Message> take();        // waits for one; none: delivery has stopped
    void stopDelivery();

protected:
    QFuture<void> onSetup() override;

private:
    Database *m_database = nullptr;
    QMutex m_mutex;
    QWaitCondition m_changed;
    QQueue<Message> m_messages;
    bool m_delivers = false;
};

} // namespace Shop

#endif
