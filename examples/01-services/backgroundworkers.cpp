// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "backgroundworkers.h"

#include "settings.h"

#include <QConductor/Error>

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qcryptographichash.h>
#include <QtCore/qjsondocument.h>

using namespace Qt::StringLiterals;

namespace Shop {

namespace {

// Stands for what takes a while.
QString invoiceFor(const Order &order)
{
    QByteArray number = QJsonDocument(order.toJson()).toJson();
    for (int round = 0; round < 1000; ++round)
        number = QCryptographicHash::hash(number, QCryptographicHash::Sha256);
    return QString::fromLatin1(number.toHex().left(12));
}

} // namespace

BackgroundWorkers::BackgroundWorkers(QObject *parent) : Component(parent)
{
}

// Its threads don't wait for orders any more, and it waits for them.
BackgroundWorkers::~BackgroundWorkers()
{
    if (m_queue)
        m_queue->stopDelivery();
}

QFuture<void> BackgroundWorkers::onSetup()
{
    const int count = wholeNumber(config(), u"workers"_s, { 1, 64 }, 4);
    m_threads.setMaxThreadCount(count);
    for (int i = 0; i < count; ++i)
        m_threads.start([this] { work(); });
    return done();
}

// Each worker finishes the order that it holds.
QFuture<void> BackgroundWorkers::onShutdown()
{
    m_queue->stopDelivery();
    return QtConcurrent::run([this] { m_threads.waitForDone(); });
}

void BackgroundWorkers::work()
{
    while (const std::optional<Message> message = m_queue->take()) {
        try {
            process(*message);
        } catch (const std::exception &error) { // the message stays in its file
            qCCritical(logger()).noquote() << tr("Order %1: %2").arg(message->orderId).arg(QString::fromUtf8(error.what()));
        }
    }
}

// The message goes last: who is stopped before that gets it again, and finds the order done.
void BackgroundWorkers::process(const Message &message)
{
    const std::optional<Order> order = m_database->find(message.orderId).result();
    if (!order) // the files are not of one shop
        qCCritical(logger()).noquote() << tr("There is no order %1").arg(message.orderId);
    const bool isDone = order && order->invoice.isEmpty()
            && m_database->setDone(order->id, invoiceFor(*order)).result();
    m_queue->remove(message).waitForFinished();
    if (isDone)
        Q_EMIT orderDone(order->id);
}

} // namespace Shop
