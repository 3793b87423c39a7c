// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_CONNECTION_H
#define QCONDUCTOR_TESTS_CONNECTION_H

#include <QConductor/Component>
#include <QConductor/WhenEmitted>

#include <QtNetwork/qtcpsocket.h>

namespace Recipes {

//! [socket]
class Connection : public QConductor::Component
{
    Q_OBJECT

public:
    Connection()
    {
        setSetupTimeout(5000); // in milliseconds
        connect(&m_socket, &QTcpSocket::connected, this, &Connection::ready);
        connect(&m_socket, &QTcpSocket::errorOccurred, this, [this] {
            if (isActive())
                reportFailure(m_socket.errorString());
            Q_EMIT broken(m_socket.errorString());
        });
    }

    QString host;
    quint16 port = 0;

Q_SIGNALS:
    void ready();
    void broken(const QString &message);

protected:
    QFuture<void> onSetup() override
    {
        const auto future = QConductor::whenEmitted(this, &Connection::ready, &Connection::broken);
        m_socket.connectToHost(host, port);
        return future;
    }
    QFuture<void> onShutdown() override // also if the setup was canceled, or has timed out
    {
        m_socket.abort();
        return done();
    }

private:
    QTcpSocket m_socket;
};
//! [socket]

} // namespace Recipes

#endif
