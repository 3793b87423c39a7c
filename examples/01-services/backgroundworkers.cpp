// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "backgroundworkers.h"

#include "order.h"
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

// Nobody has to shut it down first: its threads don't wait for orders any more.
BackgroundWorkers::~BackgroundWorkers()
{
    if (m_queue)
        m_queue->stopDelivery();
}

QFuture<void> BackgroundWorkers::onSetup()
{
    const int count = wholeNumber(config(), u"workers"_s, { 1, 64 }, 4);
    m_threads.setMaxThreadCount(count);
    m_workers.clear();
    for (int i = 0; i < count; ++i)
        m_workers += QtConcurrent::run(&m_threads, [this] { work(); });
    return done();
}

// Each worker finishes the order that it holds.
QFuture<void> BackgroundWorkers::onShutdown()
{
    m_queue->stopDelivery();
    return QtFuture::whenAll(m_workers.begin(), m_workers.end()).then([](const QList<QFuture<void>> &) { });
}

void BackgroundWorkers::work()
{
    while (const std::optional<Message> message = m_queue->take()) {
        try {
            process(*message);
        } catch (const QConductor::Error &error) { // the message stays in the database
            qCCritical(logger()).noquote() << tr("Order %1: %2").arg(message->orderId).arg(error.message());
        }
    }
}

// The message goes in the same transaction in which the order is done: so it is done exactly once, whatever happens.
void BackgroundWorkers::process(const Message &message)
{
    const Order order = m_database->transaction([&] { return Order::find(message.orderId); }).result().value();
    const QString invoice = invoiceFor(order);
    const bool isDone = m_database->transaction([&, queue = m_queue] {
        if (!queue->remove(message))
            return false;
        order.setDone(invoice);
        return true;
    }).result();
    if (isDone)
        Q_EMIT orderDone(order.id);
}

} // namespace Shop
