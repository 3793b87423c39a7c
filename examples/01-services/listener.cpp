// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "listener.h"

#include "requestguard.h"

#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>
#include <QtNetwork/qtcpsocket.h>

#include <algorithm>

using namespace std::chrono_literals;

namespace Shop {

namespace {

constexpr int mostClients = 200;
constexpr int mostPending = 30; // clients that were accepted, but that QHttpServer hasn't taken yet
constexpr int spareDescriptors = 8; // for the next client, and for what other components open

bool areDescriptorsLeft()
{
    QFile files[spareDescriptors];
    return std::all_of(std::begin(files), std::end(files), [](QFile &file) {
        file.setFileName(QProcess::nullDevice());
        return file.open(QIODevice::ReadOnly);
    });
}

} // namespace

Listener::Listener(const QLoggingCategory &logger, QObject *parent) : QTcpServer(parent), m_logger(logger)
{
    m_retry.setInterval(1s);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Listener::acceptWhileThereIsRoom);
    // Once it has met an error, a QTcpServer emits this also when no more clients are waiting.
    connect(this, &QTcpServer::acceptError, this, &Listener::acceptWhileThereIsRoom);
}

void Listener::incomingConnection(qintptr descriptor)
{
    auto *client = new QTcpSocket(this);
    if (!client->setSocketDescriptor(descriptor)) { // which closes the descriptor then
        qCWarning(m_logger).noquote() << tr("A client could not be accepted: %1").arg(client->errorString());
        delete client;
        return;
    }
    ++m_clients;
    connect(client, &QObject::destroyed, this, [this] {
        --m_clients;
        acceptWhileThereIsRoom();
    });
    new RequestGuard(client);
    acceptWhileThereIsRoom();
    addPendingConnection(client);
}

// Stops accepting before the descriptors are used up. A QTcpServer that has accepted a client before doesn't report
// that it has no descriptor for the next one: it tries again at once, without end.
void Listener::acceptWhileThereIsRoom()
{
    if (!isListening())
        return;
    const bool wasFull = m_isFull || m_retry.isActive(); // a moment ago
    m_isFull = m_clients >= mostClients || !areDescriptorsLeft();
    setMaxPendingConnections(m_isFull ? 0 : mostPending);
    if (!m_isFull)
        return resumeAccepting();
    m_retry.start();
    if (!wasFull) {
        const QString why = m_clients < mostClients ? tr("out of file descriptors") : tr("this is the most");
        const QString news = tr("%1 clients are connected, %2: the next ones wait").arg(m_clients).arg(why);
        qCCritical(m_logger).noquote() << news;
    }
}

} // namespace Shop
