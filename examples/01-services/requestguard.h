// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_REQUESTGUARD_H
#define SHOP_REQUESTGUARD_H

#include <QtCore/qobject.h>

QT_BEGIN_NAMESPACE
class QTcpSocket;
QT_END_NAMESPACE

namespace Shop {

// Refuses a request that is too large as soon as its head says so, and hangs up. (QHttpServer keeps a request of any
// size in memory until it is complete.) The guard must be created before QHttpServer gets the socket.
class RequestGuard : public QObject
{
    Q_OBJECT

public:
    explicit RequestGuard(QTcpSocket *socket);

private:
    void check();
    void checkHead();
    void refuse(const QByteArray &status, const QString &why);
    void discard();

    QTcpSocket *m_socket;
    QByteArray m_head; // what has come of the head of the current request
    bool m_isChecked = false;
    bool m_isRefused = false;
};

} // namespace Shop

#endif
