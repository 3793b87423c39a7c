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

// Hands orders to whoever works on them, at least once each. A message is a row in a file until it is removed, so none
// is lost: those that a run leaves behind, the next one delivers again. Its functions may be called from any thread.
class MessageQueue : public QConductor::Component
{
    Q_OBJECT

public:
    Q_INVOKABLE explicit MessageQueue(QObject *parent = nullptr);

    QFuture<Message> send(qint64 orderId); // when it has finished, the message is on the disk
    std::optional<Message> take();         // waits for one; none: delivery has stopped
    QFuture<bool> remove(const Message &message);
    void stopDelivery();

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;

private:
    void startDelivery(const QList<Message> &messages);
    void deliver(const Message &message);

    QMutex m_mutex;
    QWaitCondition m_changed;
    QQueue<Message> m_messages;
    bool m_delivers = false;
    SqliteFile m_file; // the last, so the first to go: its work delivers
};

} // namespace Shop

#endif
