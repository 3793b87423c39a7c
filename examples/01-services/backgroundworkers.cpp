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

// Takes a while, as real work does.
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
    connect(this, &BackgroundWorkers::orderDone, this,
            [this] { // not in a worker's thread: the metrics may go at any time
                if (m_metrics)
                    m_metrics->count(u"orders_done"_s);
            });
}

// Lets the threads end: they use what is destroyed here.
BackgroundWorkers::~BackgroundWorkers()
{
    if (m_queue)
        m_queue->stopDelivery();
}

bool BackgroundWorkers::isOutdated() const
{
    return !isActive() || configuredCount() != m_threads.maxThreadCount();
}

int BackgroundWorkers::configuredCount() const
{
    return wholeNumber(config(), u"workers"_s, { 1, 64 }, 4);
}

// The queue goes on when the workers are restarted, so it has to deliver again.
QFuture<void> BackgroundWorkers::onSetup()
{
    const int count = configuredCount();
    m_threads.setMaxThreadCount(count);
    m_queue->resumeDelivery();
    m_threads.start([this] { sendMissingMessages(); });
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

// After a crash, an order may be in its file without a message in the other file.
void BackgroundWorkers::sendMissingMessages()
{
    try {
        m_queue->sendMissing(m_database->notDone().result()).waitForFinished();
    } catch (const std::exception &error) {
        const QString why = QString::fromUtf8(error.what());
        qCCritical(logger()).noquote() << tr("Orders without a message wait for the next start: %1").arg(why);
    }
}

void BackgroundWorkers::work()
{
    while (const std::optional<Message> message = m_queue->take()) {
        try {
            process(*message);
        } catch (const std::exception &error) {
            qCCritical(logger()).noquote() << tr("Order %1: %2").arg(message->orderId).arg(QString::fromUtf8(error.what()));
            m_queue->giveBack(*message);
        }
    }
}

// The message is removed last: a worker that is stopped before that gets it again, and finds the order done.
void BackgroundWorkers::process(const Message &message)
{
    const std::optional<Order> order = m_database->find(message.orderId).result();
    if (!order) // the files belong to two shops
        qCCritical(logger()).noquote() << tr("There is no order %1").arg(message.orderId);
    const bool isDone = order && order->invoice.isEmpty()
            && m_database->setDone(order->id, invoiceFor(*order)).result();
    m_queue->remove(message).waitForFinished();
    if (isDone)
        Q_EMIT orderDone(order->id);
}

} // namespace Shop
