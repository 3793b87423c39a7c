// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_KINDS_H
#define QCONDUCTOR_TESTS_KINDS_H

#include "probe.h"

#include <functional>
#include <utility>

// Components whose dependencies are optional, or lists.
namespace Kinds {

class Database : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr) : Probe(parent) { }
};

class Cache : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Kinds::Database *db MEMBER db)
public:
    Q_INVOKABLE explicit Cache(QObject *parent = nullptr) : Probe(parent) { }
    Database *db = nullptr;
};

class MemoryCache : public Cache
{
    Q_OBJECT
public:
    using Cache::Cache;
};

class Metrics : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

// Needs a database, and can do without the other two. It notes what becomes of its cache.
class Api : public Probe
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "cache  metrics")
    Q_PROPERTY(Kinds::Cache *cache READ cache WRITE setCache)
    Q_PROPERTY(Kinds::Database *db MEMBER db)
    Q_PROPERTY(Kinds::Metrics *metrics MEMBER metrics)
public:
    Q_INVOKABLE explicit Api(QObject *parent = nullptr) : Probe(parent) { }

    Cache *cache() const { return m_cache; }
    void setCache(Cache *cache)
    {
        const Cache *known = cache ? cache : m_cache;
        const QString state = QVariant::fromValue(known ? known->state() : State::Inactive).toString();
        journal += QStringLiteral("%1 %2 %3, which is %4")
                           .arg(name(), cache ? QStringLiteral("gets") : QStringLiteral("loses"),
                                cache ? cache->name() : m_cacheName, state);
        m_cache = cache;
        m_cacheName = cache ? cache->name() : QStringLiteral("nothing"); // the former one may be being destroyed
        if (cacheChanged)
            cacheChanged();
    }
    Database *db = nullptr;
    Metrics *metrics = nullptr;
    std::function<void()> cacheChanged;

private:
    QString m_cacheName = QStringLiteral("nothing");
    Cache *m_cache = nullptr;
};

class MockApi : public Api // that needs nothing
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "*")
public:
    Q_INVOKABLE explicit MockApi(QObject *parent = nullptr) : Api(parent) { }
};

class Gateway : public Api // names one more than its base class
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "db")
public:
    Q_INVOKABLE explicit Gateway(QObject *parent = nullptr) : Api(parent) { }
};

class Misspelled : public Api
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "databse")
public:
    using Api::Api;
};

class Model;

class View : public Probe // requires what points back to it
{
    Q_OBJECT
    Q_PROPERTY(Kinds::Model *model MEMBER model)
public:
    using Probe::Probe;
    Model *model = nullptr;
};

class Model : public Probe
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "view")
    Q_PROPERTY(Kinds::View *view READ view WRITE setView)
public:
    using Probe::Probe;
    View *view() const { return m_view; }
    void setView(View *view)
    {
        const View *known = view ? view : m_view;
        journal += QStringLiteral("%1 %2").arg(view ? QStringLiteral("gets") : QStringLiteral("loses"), known->name());
        m_view = view;
    }

private:
    View *m_view = nullptr;
};

class Plugin : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class Editor : public Plugin
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Editor(QObject *parent = nullptr) : Plugin(parent) { }
};

class FakeEditor : public Editor
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit FakeEditor(QObject *parent = nullptr) : Editor(parent) { }
};

class Viewer : public Plugin
{
    Q_OBJECT
    Q_PROPERTY(Kinds::Database *db MEMBER db)
public:
    Q_INVOKABLE explicit Viewer(QObject *parent = nullptr) : Plugin(parent) { }
    Database *db = nullptr;
};

// Holds all plugins. It is one itself, and notes what becomes of its list.
class Host : public Plugin
{
    Q_OBJECT
    Q_PROPERTY(QList<Kinds::Plugin *> plugins READ plugins WRITE setPlugins)
public:
    Q_INVOKABLE explicit Host(QObject *parent = nullptr) : Plugin(parent) { }

    QList<Plugin *> plugins() const { return m_plugins; }
    void setPlugins(const QList<Plugin *> &plugins)
    {
        QStringList names;
        for (const Plugin *plugin : plugins)
            names += plugin->name();
        journal += QStringLiteral("plugins: ")
                   + (names.isEmpty() ? QStringLiteral("none") : names.join(QLatin1Char(' ')));
        m_plugins = plugins;
    }

private:
    QList<Plugin *> m_plugins;
};

class Guest : public Plugin // points back to its host
{
    Q_OBJECT
    Q_PROPERTY(Kinds::Host *host MEMBER host)
public:
    using Plugin::Plugin;
    Host *host = nullptr;
};

} // namespace Kinds

// Returns the journal since the last call of this function, without the namespace.
inline QString noted()
{
    return std::exchange(journal, {}).join(QStringLiteral(", ")).remove(QStringLiteral("Kinds::"));
}

inline bool ends(const QFuture<void> &future)
{
    if (!finishes(future) || future.isCanceled())
        return false;
    return !errorOf<QConductor::Error>(future);
}

#endif
