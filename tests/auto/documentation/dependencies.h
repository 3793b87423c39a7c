// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef DEPENDENCIES_H
#define DEPENDENCIES_H

#include <QConductor/Component>

// What the page about dependencies shows.

class Database : public QConductor::Component
{
    Q_OBJECT

public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr) : Component(parent) { }
};

class Cache : public QConductor::Component
{
    Q_OBJECT
};

class Metrics : public QConductor::Component
{
    Q_OBJECT
};

class Plugin : public QConductor::Component
{
    Q_OBJECT
};

//! [kinds]
class WebApi : public QConductor::Component
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "cache metrics")
    Q_PROPERTY(Database *db MEMBER m_db)
    Q_PROPERTY(Cache *cache READ cache WRITE setCache)
    Q_PROPERTY(Metrics *metrics MEMBER m_metrics)
    Q_PROPERTY(QList<Plugin *> plugins MEMBER m_plugins)

public:
    Cache *cache() const { return m_cache; }
    void setCache(Cache *cache) { m_cache = cache; } // called with nullptr before the cache is shut down

private:
    Database *m_db = nullptr;
    Cache *m_cache = nullptr;
    Metrics *m_metrics = nullptr;
    QList<Plugin *> m_plugins;
};
//! [kinds]

#endif
