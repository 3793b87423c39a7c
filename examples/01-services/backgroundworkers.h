// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_BACKGROUNDWORKERS_H
#define SHOP_BACKGROUNDWORKERS_H

#include "database.h"
#include "messagequeue.h"
#include "metrics.h"

namespace Shop {

// Take orders from the queue, in threads of their own, and do each order once.
class BackgroundWorkers : public QConductor::Component
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "metrics")
    Q_PROPERTY(Shop::Database *database MEMBER m_database)
    Q_PROPERTY(Shop::MessageQueue *queue MEMBER m_queue)
    Q_PROPERTY(Shop::Metrics *metrics MEMBER m_metrics)

public:
    Q_INVOKABLE explicit BackgroundWorkers(QObject *parent = nullptr);
    ~BackgroundWorkers() override;
    bool isOutdated() const; // the configuration asks for another number of threads; throws what is wrong with it

Q_SIGNALS:
    void orderDone(qint64 id); // emitted in a worker's thread

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;

private:
    int configuredCount() const;
    void sendMissingMessages();
    void work();
    void process(const Message &message);

    Database *m_database = nullptr;
    MessageQueue *m_queue = nullptr;
    Metrics *m_metrics = nullptr; // null while there are none
    QThreadPool m_threads;
};

} // namespace Shop

#endif
