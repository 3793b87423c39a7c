// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_SHOP_H
#define QCONDUCTOR_TESTS_SHOP_H

#include "probe.h"
#include "schedulings.h"

// The application that the tests of failures make fail.
//
//   WebApi, BackgroundWorkers -> Database;  WebApi -> MessageQueue;  Cache
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

// A conductor of the shop. Shop::Cache, Database and MessageQueue are its first layer.
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

    QConductor::Conductor conductor;
    Shop::Cache *cache;
    Shop::Database *db;
    Shop::MessageQueue *queue;
    Shop::WebApi *api;
    Shop::BackgroundWorkers *workers;
};

// Whether the hook of a component was called, by the journal.
inline bool wasCalled(const char *entry)
{
    return journal.contains(QString::fromLatin1(entry));
}

#endif
