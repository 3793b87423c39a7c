// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_LISTENER_H
#define SHOP_LISTENER_H

#include <QtCore/qloggingcategory.h>
#include <QtCore/qtimer.h>
#include <QtNetwork/qtcpserver.h>

namespace Shop {

// Accepts clients while there is room for them. When there is none, it says so in the log, and the next clients wait in
// the system's queue.
class Listener : public QTcpServer
{
    Q_OBJECT

public:
    Listener(const QLoggingCategory &logger, QObject *parent);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void acceptWhileThereIsRoom();

    const QLoggingCategory &m_logger;
    QTimer m_retry;
    int m_clients = 0; // number of connections
    bool m_isFull = false;
};

} // namespace Shop

#endif
