// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_SHOP_H
#define QCONDUCTOR_TESTS_SHOP_H

#include "probe.h"
#include "schedulings.h"

#include <algorithm>

// The application that most tests set up and make fail. WebApi needs Database and MessageQueue, BackgroundWorkers needs
// Database, and nothing needs Cache.
namespace Shop {

class Database : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr) : Probe(parent) { }
};

class MessageQueue : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit MessageQueue(QObject *parent = nullptr) : Probe(parent) { }
};

class Cache : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Cache(QObject *parent = nullptr) : Probe(parent) { }
};

class WebApi : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *db MEMBER db)
    Q_PROPERTY(Shop::MessageQueue *queue MEMBER queue)
public:
    Q_INVOKABLE explicit WebApi(QObject *parent = nullptr) : Probe(parent) { }
    Database *db = nullptr;
    MessageQueue *queue = nullptr;
};

class BackgroundWorkers : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *db MEMBER db)
public:
    Q_INVOKABLE explicit BackgroundWorkers(QObject *parent = nullptr) : Probe(parent) { }
    Database *db = nullptr;
};

} // namespace Shop

// A conductor of the shop, which owns the components. Cache, Database and MessageQueue are its first layer, in this
// order.
class ShopTest
{
public:
    explicit ShopTest(QConductor::Conductor::Scheduling scheduling = QConductor::Conductor::Scheduling::LayerByLayer)
    {
        journal.clear();
        conductor.setScheduling(scheduling);
        cache = conductor.add<Shop::Cache>();
        db = conductor.add<Shop::Database>();
        queue = conductor.add<Shop::MessageQueue>();
        api = conductor.add<Shop::WebApi>();
        workers = conductor.add<Shop::BackgroundWorkers>();
    }
    bool setUp() { return setsUp(conductor); }
    QList<Probe *> probes() const { return { cache, db, queue, api, workers }; }
    Probe *probe(const QString &name) const // The component of that class, which the shop must have.
    {
        const QList<Probe *> all = probes();
        return *std::find_if(all.begin(), all.end(), [&name](const Probe *probe) { return probe->name() == name; });
    }

    QConductor::Conductor conductor;
    Shop::Cache *cache;
    Shop::Database *db;
    Shop::MessageQueue *queue;
    Shop::WebApi *api;
    Shop::BackgroundWorkers *workers;
};

#endif
