// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_BROKENCOMPONENTS_H
#define QCONDUCTOR_TESTS_BROKENCOMPONENTS_H

#include <QConductor/Component>
#include <QConductor/Conductor>
#include <QConductor/Error>

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpromise.h>
#include <QtCore/qsemaphore.h>
#include <QtCore/qtimer.h>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

// Components for the fault matrix: some that follow all rules, and some that each break one.
namespace Shop {

using QConductor::Component;
using QConductor::Error;

// Calls the function after that many turns of the event loop, unless the context has been destroyed.
inline void later(QObject *context, int rounds, const std::function<void()> &function)
{
    QTimer::singleShot(0, context, [=] { rounds > 1 ? later(context, rounds - 1, function) : function(); });
}

// The promises of hooks that don't end by themselves. Their components are not destroyed before the test has ended the
// hooks (R17).
inline std::vector<std::shared_ptr<QPromise<void>>> hanging;

inline std::shared_ptr<QPromise<void>> hang()
{
    hanging.push_back(std::make_shared<QPromise<void>>());
    hanging.back()->start();
    return hanging.back();
}

inline void endWhatHangs()
{
    for (const auto &promise : std::exchange(hanging, {}))
        promise->finish();
    QCoreApplication::processEvents();
}

class Database : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr) : Component(parent) { }
};

// Its hooks work in a thread.
class MessageQueue : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit MessageQueue(QObject *parent = nullptr) : Component(parent) { }

protected:
    QFuture<void> onSetup() override { return QtConcurrent::run([] {}); }
    QFuture<void> onShutdown() override { return QtConcurrent::run([] {}); }
};

class Cache : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Cache(QObject *parent = nullptr) : Component(parent) { }
};

// Its hooks end after a turn of the event loop.
class WebApi : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *database MEMBER m_database)
    Q_PROPERTY(Shop::MessageQueue *queue MEMBER m_queue)
public:
    Q_INVOKABLE explicit WebApi(QObject *parent = nullptr) : Component(parent) { }

protected:
    QFuture<void> onSetup() override { return finishLater(); }
    QFuture<void> onShutdown() override { return finishLater(); }

private:
    QFuture<void> finishLater()
    {
        const auto promise = std::make_shared<QPromise<void>>();
        promise->start();
        QMetaObject::invokeMethod(this, [promise] { promise->finish(); }, Qt::QueuedConnection);
        return promise->future();
    }
    Database *m_database = nullptr;
    MessageQueue *m_queue = nullptr;
};

// It is the third of a chain.
class Storefront : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::WebApi *api MEMBER m_api)
public:
    Q_INVOKABLE Storefront() = default;

private:
    WebApi *m_api = nullptr;
};

// Its onSetup() never ends.
class NeverUp : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE NeverUp() = default;

protected:
    QFuture<void> onSetup() override { return hang()->future(); }
};

// Its onShutdown() never ends.
class NeverDown : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE NeverDown() = default;

protected:
    QFuture<void> onShutdown() override { return hang()->future(); }
};

// Its onShutdown() throws.
class Thrower : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Thrower() = default;

protected:
    QFuture<void> onShutdown() override { throw std::runtime_error("the disk is full"); }
};

// Its onShutdown() deletes its dependency.
class Vandal : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *database MEMBER m_database)
public:
    Q_INVOKABLE Vandal() = default;

protected:
    QFuture<void> onShutdown() override
    {
        delete m_database;
        return done();
    }

private:
    Database *m_database = nullptr;
};

// Its timer still runs after its hooks have ended.
class Ticker : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Ticker() = default;

protected:
    QFuture<void> onSetup() override
    {
        m_timer.start(60000);
        return done();
    }

private:
    QTimer m_timer { this };
};

// Its work in a thread still runs after its onShutdown() has ended, until the test releases the semaphore.
class Runaway : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Runaway() = default;
    static inline QSemaphore end { 0 };

protected:
    QFuture<void> onShutdown() override
    {
        static_cast<void>(QtConcurrent::run([] { end.acquire(); }));
        return done();
    }
};

// It needs the database, but has no property for it. That its onSetup() is called later is luck.
class Impatient : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Impatient() = default;

protected:
    QFuture<void> onSetup() override
    {
        const auto *database = conductor()->component<Database>();
        return database && database->isActive() ? done() : failed(QStringLiteral("no database yet"));
    }
};

// It can be set up only once.
class Unrepeatable : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Unrepeatable() = default;

protected:
    QFuture<void> onSetup() override
    {
        return std::exchange(m_isOpen, true) ? failed(QStringLiteral("open already")) : done();
    }

private:
    bool m_isOpen = false;
};

// Its onShutdown() fails if its onSetup() was asked to cancel.
class HalfOpen : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE HalfOpen() = default;

protected:
    QFuture<void> onSetup() override
    {
        const auto promise = std::make_shared<QPromise<void>>();
        promise->start();
        later(this, 5, [this, promise] {
            m_isOpen = !promise->isCanceled();
            promise->finish();
        });
        return promise->future();
    }
    QFuture<void> onShutdown() override
    {
        return std::exchange(m_isOpen, false) ? done() : failed(QStringLiteral("not open"));
    }

private:
    bool m_isOpen = false;
};

// It finishes its promise when its onSetup() is asked to cancel, and finishes it again when it has cleaned up. By then
// the promise is that of the next setup, which ends too early because of this.
class Listener : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Listener() = default;
    bool isListening = false;

protected:
    QFuture<void> onSetup() override
    {
        m_promise = QPromise<void>();
        m_promise.start();
        m_watcher = std::make_unique<QFutureWatcher<void>>();
        connect(m_watcher.get(), &QFutureWatcherBase::canceled, this, [this] {
            ++m_generation;
            m_promise.finish();
            later(this, 20, [this] { m_promise.finish(); });
        });
        m_watcher->setFuture(m_promise.future());
        later(this, 40, [this, generation = m_generation] {
            if (generation != m_generation)
                return;
            isListening = true;
            m_promise.finish();
        });
        return m_promise.future();
    }
    QFuture<void> onShutdown() override
    {
        ++m_generation;
        isListening = false;
        return done();
    }

private:
    QPromise<void> m_promise;
    std::unique_ptr<QFutureWatcher<void>> m_watcher;
    int m_generation = 0;
};

// Its onSetup() fails if the listener isn't listening.
class Client : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Listener *listener MEMBER m_listener)
public:
    Q_INVOKABLE Client() = default;

protected:
    QFuture<void> onSetup() override
    {
        return m_listener->isListening ? done() : failed(QStringLiteral("connection refused"));
    }

private:
    Listener *m_listener = nullptr;
};

// Its setter ignores null, so it keeps a pointer to a database that was destroyed.
class Clinger : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *database READ database WRITE setDatabase)
public:
    Q_INVOKABLE Clinger() = default;

    Database *database() const { return m_database; }
    void setDatabase(Database *database)
    {
        if (database)
            m_database = database;
    }

private:
    Database *m_database = nullptr;
};

// Can do without the cache, and shows all caches.
class Dashboard : public Component
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "cache")
    Q_PROPERTY(Shop::Cache *cache MEMBER m_cache)
    Q_PROPERTY(QList<Shop::Cache *> caches MEMBER m_caches)
public:
    Q_INVOKABLE Dashboard() = default;

private:
    Cache *m_cache = nullptr;
    QList<Cache *> m_caches;
};

// Its setters keep the cache, and each list that isn't empty.
class Magpie : public Component
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "cache")
    Q_PROPERTY(Shop::Cache *cache READ cache WRITE setCache)
    Q_PROPERTY(QList<Shop::Cache *> caches READ caches WRITE setCaches)
public:
    Q_INVOKABLE Magpie() = default;

    Cache *cache() const { return m_cache; }
    void setCache(Cache *cache) { m_cache = cache ? cache : m_cache; }
    QList<Cache *> caches() const { return m_caches; }
    void setCaches(const QList<Cache *> &caches) { m_caches = caches.isEmpty() ? m_caches : caches; }

private:
    Cache *m_cache = nullptr;
    QList<Cache *> m_caches;
};

// Its setters take the cache once.
class Sulker : public Component
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "cache")
    Q_PROPERTY(Shop::Cache *cache READ cache WRITE setCache)
public:
    Q_INVOKABLE Sulker() = default;

    Cache *cache() const { return m_cache; }
    void setCache(Cache *cache)
    {
        m_cache = m_wasLeft ? nullptr : cache;
        m_wasLeft = m_wasLeft || !cache;
    }

private:
    Cache *m_cache = nullptr;
    bool m_wasLeft = false;
};

// Its onSetup() waits for the database, on which it doesn't depend, and ignores that it is asked to cancel.
class Follower : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Follower() = default;

protected:
    QFuture<void> onSetup() override
    {
        const auto *database = conductor()->component<Database>();
        if (!database || database->isActive())
            return done();
        const auto promise = hang();
        connect(database, &Component::stateChanged, this, [promise](State state) {
            if (state == State::Active)
                promise->finish();
        });
        return promise->future();
    }
};

// Each onSetup() makes one more child object, which nobody destroys.
class Hoarder : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Hoarder() = default;

protected:
    QFuture<void> onSetup() override
    {
        new QObject(this);
        return done();
    }
};

// Its onSetup() shuts the conductor down.
class Deserter : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Deserter() = default;

protected:
    QFuture<void> onSetup() override
    {
        conductor()->shutdown();
        return done();
    }
};

// Its onSetup() quits the application.
class Quitter : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Quitter() = default;

protected:
    QFuture<void> onSetup() override
    {
        QEvent quit(QEvent::Quit); // as Qt sends it when the last window closes
        QCoreApplication::sendEvent(QCoreApplication::instance(), &quit);
        return done();
    }
};

// Its event filter takes the quit before the conductor can hold it back.
class Deafener : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Deafener() = default;

protected:
    QFuture<void> onSetup() override
    {
        QCoreApplication::instance()->installEventFilter(this);
        return done();
    }
    bool eventFilter(QObject *, QEvent *event) override { return event->type() == QEvent::Quit; }
};

// It has one line, which its onSetup() frees.
class Switchboard : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Switchboard() = default;
    bool isTaken = false;

protected:
    QFuture<void> onSetup() override
    {
        isTaken = false;
        return done();
    }
};

// Its onSetup() takes the line, and its onShutdown() doesn't give it back. This is noticed only when the switchboard stays
// up meanwhile.
class Phone : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Switchboard *switchboard MEMBER m_switchboard)
public:
    Q_INVOKABLE Phone() = default;

protected:
    QFuture<void> onSetup() override
    {
        return std::exchange(m_switchboard->isTaken, true) ? failed(QStringLiteral("the line is taken")) : done();
    }

private:
    Switchboard *m_switchboard = nullptr;
};

// It tells once after each of its setups that it is open.
class Announcer : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Announcer() = default;

Q_SIGNALS:
    void opened();

protected:
    QFuture<void> onSetup() override
    {
        later(this, 20, [this] { Q_EMIT opened(); });
        return done();
    }
};

// Its onSetup() waits until the announcer tells that it is open. This is too late when the announcer stays up meanwhile.
class Subscriber : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Announcer *announcer MEMBER m_announcer)
public:
    Q_INVOKABLE Subscriber() = default;

protected:
    QFuture<void> onSetup() override
    {
        const auto promise = hang();
        connect(m_announcer, &Announcer::opened, this, [promise] { promise->finish(); });
        return promise->future();
    }

private:
    Announcer *m_announcer = nullptr;
};

// Its onShutdown() shuts the conductor down, because it knows only one reason to be shut down.
class MainWindow : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE MainWindow() = default;

protected:
    QFuture<void> onShutdown() override
    {
        conductor()->shutdown();
        return done();
    }
};

// Its onShutdown() stops the cache, which doesn't need it.
class Saboteur : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Saboteur() = default;

protected:
    QFuture<void> onShutdown() override
    {
        conductor()->stop(conductor()->component<Cache>());
        return done();
    }
};

// Calls the function whenever the database has failed.
class Guard : public Component
{
    Q_OBJECT
public:
    explicit Guard(const std::function<void(Database *)> &function) : m_function(function) { }

protected:
    QFuture<void> onSetup() override
    {
        auto *database = conductor()->component<Database>();
        if (!std::exchange(m_isOnGuard, true))
            connect(database, &Component::stateChanged, this, [this, database](State state) {
                if (state == State::Failed)
                    m_function(database);
            });
        return done();
    }

private:
    const std::function<void(Database *)> m_function;
    bool m_isOnGuard = false;
};

// It depends on itself.
class Chicken : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Chicken *egg MEMBER m_egg)
public:
    Q_INVOKABLE Chicken() = default;

private:
    Chicken *m_egg = nullptr;
};

} // namespace Shop

#endif
