// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "market.h"
#include "schedulings.h"

#include <QtCore/qrandom.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qsemaphore.h>
#include <QtCore/qthread.h>
#include <QtCore/qthreadpool.h>

#include <algorithm>

using namespace QConductor;
using namespace Market;
using namespace Qt::StringLiterals;
using Scheduling = Conductor::Scheduling;

namespace {

// A thread with an event loop.
class Worker
{
public:
    Worker()
    {
        m_context.moveToThread(&m_thread);
        m_thread.start();
    }
    ~Worker()
    {
        m_thread.quit();
        m_thread.wait();
    }
    template <class F> void call(F function) { QMetaObject::invokeMethod(&m_context, function, Qt::BlockingQueuedConnection); }
    QThread *thread() { return &m_thread; }

private:
    QThread m_thread;
    QObject m_context;
};

using Promise = std::shared_ptr<QPromise<void>>;

Promise startedPromise()
{
    const Promise promise = std::make_shared<QPromise<void>>();
    promise->start();
    return promise;
}

// Ends the hooks of many components from other threads, each as it comes, or all at the same moment when the last has
// come.
class Finisher
{
public:
    enum Manner { AsTheyCome, AtTheSameMoment };

    Finisher(Manner manner, int count) : m_manner(manner), m_count(count) { }
    ~Finisher() { m_pool.waitForDone(); }

    QFuture<void> add()
    {
        const Promise promise = startedPromise();
        if (m_manner == AsTheyCome) {
            m_pool.start([promise] { promise->finish(); });
            return promise->future();
        }
        m_promises += promise;
        const QFuture<void> future = promise->future();
        if (m_promises.size() == m_count)
            finishAll();
        return future;
    }

private:
    // Two threads that set off together end one half of the hooks each, in a random order.
    void finishAll()
    {
        std::shuffle(m_promises.begin(), m_promises.end(), *QRandomGenerator::global());
        const auto ready = std::make_shared<QSemaphore>();
        for (int half = 0; half < 2; ++half) {
            const auto promises = m_promises.mid(half * m_count / 2, half ? -1 : m_count / 2);
            m_pool.start([promises, ready] {
                ready->release(1);
                ready->acquire(1);
                for (const Promise &promise : promises)
                    promise->finish();
            });
        }
        m_promises.clear();
    }

    Manner m_manner;
    int m_count;
    QThreadPool m_pool;
    QList<Promise> m_promises;
};

} // namespace

class tst_Thread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void livesInAThreadOfItsOwn_data() { addSchedulings(); }
    void livesInAThreadOfItsOwn() // R22
    {
        QFETCH(Scheduling, scheduling);
        Worker worker;
        Conductor *conductor = nullptr;
        QList<QThread *> threads; // The threads in which hooks and slots are called.
        const auto note = [&threads] { threads += QThread::currentThread(); };
        QFuture<void> setup;
        worker.call([&] {
            conductor = new Conductor;
            conductor->setScheduling(scheduling);
            conductor->provide<Database>([&] {
                auto *database = new Database;
                database->setupHook = [&note] {
                    note();
                    const Promise promise = startedPromise();
                    QThreadPool::globalInstance()->start([promise] { promise->finish(); });
                    return promise->future();
                };
                database->shutdownHook = database->setupHook;
                return database;
            });
            auto *api = conductor->add<WebApi>();
            api->setupHook = api->shutdownHook = [&note] { note(); return Component::done(); };
            QObject::connect(conductor, &Conductor::stateChanged, conductor, note, Qt::DirectConnection);
            QObject::connect(conductor, &Conductor::progressChanged, conductor, note, Qt::DirectConnection);
            QObject::connect(api, &Component::stateChanged, api, note, Qt::DirectConnection);
            setup = conductor->setup();
        });
        setup.waitForFinished(); // The conductor doesn't need the event loop of this thread.
        Conductor::State state = {};
        QFuture<void> shutdown;
        worker.call([&] {
            state = conductor->state();
            shutdown = conductor->shutdown();
        });
        QCOMPARE(state, Conductor::State::Active);
        shutdown.waitForFinished();
        worker.call([&] {
            state = conductor->state();
            delete conductor;
        });
        QCOMPARE(state, Conductor::State::Inactive);
        QCOMPARE(journal, QStringList({ u"setup Market::Database"_s, u"setup Market::WebApi"_s,
                                        u"shutdown Market::WebApi"_s, u"shutdown Market::Database"_s }));
        QVERIFY(threads.size() >= 4 + 4 + 5); // Four hooks, and four states of the conductor and five of a component.
        QCOMPARE(QSet<QThread *>(threads.begin(), threads.end()), QSet<QThread *> { worker.thread() });
    }

    void refusesToBeUsedFromAnotherThread_data()
    {
        QTest::addColumn<QByteArray>("function");
        QTest::addColumn<std::function<void(Conductor *)>>("call");
        const auto row = [](const char *name, const char *function, const std::function<void(Conductor *)> &call) {
            QTest::newRow(name) << QByteArray(function) << call;
        };
        row("add a class", "add", [](Conductor *conductor) { QCOMPARE(conductor->add<Database>(), nullptr); });
        row("add a meta-object", "add", [](Conductor *conductor) { QCOMPARE(conductor->add(Database::staticMetaObject), nullptr); });
        row("add an instance", "add", [](Conductor *conductor) {
            Database database;
            QCOMPARE(conductor->add(&database), nullptr);
            QCOMPARE(database.conductor(), nullptr);
        });
        row("provide", "provide", [](Conductor *conductor) { conductor->provide<Database>([]() -> Database * { return nullptr; }); });
        row("patch by a class", "patch", [](Conductor *conductor) { conductor->patch<Database, FakeDatabase>(); });
        row("patch by an instance", "patch", [](Conductor *conductor) { conductor->patch<Database>(nullptr); });
        row("component", "component", [](Conductor *conductor) { QCOMPARE(conductor->component<WebApi>(), nullptr); });
        row("setup", "setup", [](Conductor *conductor) {
            const QFuture<void> setup = conductor->setup();
            QVERIFY(setup.isFinished());
            QVERIFY(errorOf<Error>(setup)->message().contains(u"another thread"_s));
        });
        row("shutdown", "shutdown", [](Conductor *conductor) {
            const QFuture<void> shutdown = conductor->shutdown();
            QVERIFY(shutdown.isFinished());
            QVERIFY(errorOf<Error>(shutdown)->message().contains(u"another thread"_s));
        });
        row("validate", "validate", [](Conductor *conductor) { conductor->validate(); });
        row("run", "run", [](Conductor *conductor) { QCOMPARE(conductor->run(Component::done), 1); });
        row("serve", "serve", [](Conductor *conductor) { QCOMPARE(conductor->serve(), 1); });
        row("setConfigPolicy", "setConfigPolicy", [](Conductor *conductor) { conductor->setConfigPolicy(sharedConfig({ { u"a"_s, 1 } })); });
        row("setLoggingPolicy", "setLoggingPolicy", [](Conductor *conductor) { conductor->setLoggingPolicy(sharedLogging("other")); });
    }
    void refusesToBeUsedFromAnotherThread() // R22
    {
        QFETCH(QByteArray, function);
        QFETCH(std::function<void(Conductor *)>, call);
        Worker worker;
        Conductor *conductor = nullptr;
        WebApi *api = nullptr;
        worker.call([&] {
            conductor = new Conductor;
            api = conductor->add<WebApi>();
        });
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Conductor::%1\\(\\) was called from another thread.*invokeMethod"_s
                                                                      .arg(QLatin1String(function))));
        call(conductor);
        QStringList classes;
        QByteArray category;
        QVariantMap config;
        bool isSetUp = false;
        worker.call([&] { // The call has changed nothing.
            isSetUp = finishes(conductor->setup());
            for (const Component *component : conductor->components())
                classes += QString::fromLatin1(component->metaObject()->className());
            category = api->logger().categoryName();
            config = api->config();
            delete conductor;
        });
        QVERIFY(isSetUp);
        QCOMPARE(classes, QStringList({ u"Market::WebApi"_s, u"Market::Database"_s }));
        QCOMPARE(category, QByteArray("market"));
        QCOMPARE(config, QVariantMap());
    }

    void aComponentOfAnotherThreadIsRefused_data()
    {
        QTest::addColumn<bool>("isWired");
        QTest::newRow("added") << false;
        QTest::newRow("wired by hand") << true;
    }
    void aComponentOfAnotherThreadIsRefused() // R22
    {
        QFETCH(bool, isWired);
        Worker worker;
        Database database;
        WebApi api;
        Conductor conductor;
        conductor.add(&api);
        api.database = isWired ? &database : nullptr;
        conductor.add(&database);
        QVERIFY(setsUp(conductor));
        QVERIFY(shutsDown(conductor));
        database.moveToThread(worker.thread()); // It is looked at again, although nothing has come or gone.
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Database lives in another thread"_s));
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        const auto error = errorOf<Error>(setup);
        QVERIFY(error);
        QVERIFY2(error->message().contains(u"QtConcurrent::run()"_s), qPrintable(error->message()));
        QCOMPARE(database.setupCount, 1);
        QCOMPARE(conductor.validate(nullptr), false);
        worker.call([&] { database.moveToThread(QCoreApplication::instance()->thread()); });
        QVERIFY(setsUp(conductor));
    }

    void isDestroyedAfterItsThreadHasEnded_data() { addSchedulings(); }
    void isDestroyedAfterItsThreadHasEnded() // R20
    {
        QFETCH(Scheduling, scheduling);
        auto worker = std::make_unique<Worker>();
        Conductor *conductor = nullptr;
        QPointer<WebApi> api;
        bool isSetUp = false;
        worker->call([&] {
            conductor = new Conductor;
            conductor->setScheduling(scheduling);
            api = conductor->add<WebApi>();
            isSetUp = finishes(conductor->setup());
        });
        QVERIFY(isSetUp && api);
        worker.reset();
        QTest::ignoreMessage(QtWarningMsg,
                             "a conductor is destroyed by another thread than the one that it lives in, and can't shut "
                             "down any more");
        delete conductor; // It doesn't wait for events that nobody delivers.
        QVERIFY(!api);
    }

    void hooksEndInOtherThreadsInAnyOrder_data()
    {
        addSchedulingColumn();
        QTest::addColumn<Finisher::Manner>("manner");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("rounds"); // Number of setups and shutdowns, each with two layers of that width.
        addInBothSchedulings(u"as they come"_s, Finisher::AsTheyCome, 250, 10);
        addInBothSchedulings(u"at the same moment"_s, Finisher::AtTheSameMoment, 250, 10);
        addInBothSchedulings(u"ten thousand at the same moment"_s, Finisher::AtTheSameMoment, 10000, 1);
    }
    void hooksEndInOtherThreadsInAnyOrder() // R2, R10, R22: Each row ends at least ten thousand hooks.
    {
        QFETCH(Scheduling, scheduling);
        QFETCH(Finisher::Manner, manner);
        QFETCH(int, width);
        QFETCH(int, rounds);
        Finisher finisher(manner, width);
        std::vector<std::unique_ptr<Database>> databases;
        std::vector<std::unique_ptr<WebApi>> apis;
        int wrong = 0;
        Conductor conductor;
        conductor.setScheduling(scheduling);
        const auto hooks = [&finisher, &wrong](Probe *probe, const auto &isInOrder) {
            const auto hook = [&finisher, &wrong, isInOrder] {
                wrong += !isInOrder();
                return finisher.add();
            };
            probe->setupHook = probe->shutdownHook = hook;
        };
        for (int i = 0; i < width; ++i) {
            Database *database = databases.emplace_back(std::make_unique<Database>()).get();
            WebApi *api = apis.emplace_back(std::make_unique<WebApi>()).get();
            api->database = database;
            hooks(database, [api] { return !api->isActive(); });
            hooks(api, [database] { return database->isActive(); });
            conductor.add(api);
        }
        for (int round = 1; round <= rounds; ++round) {
            const QFuture<void> setup = conductor.setup();
            QVERIFY(finishes(setup));
            QCOMPARE(conductor.state(), Conductor::State::Active);
            const QFuture<void> shutdown = conductor.shutdown();
            QVERIFY(finishes(shutdown));
            QCOMPARE(conductor.state(), Conductor::State::Inactive);
            QCOMPARE(wrong, 0);
        }
        for (int i = 0; i < width; ++i) {
            QCOMPARE(databases[i]->setupCount, rounds);
            QCOMPARE(databases[i]->shutdownCount, rounds);
            QCOMPARE(apis[i]->setupCount, rounds);
            QCOMPARE(apis[i]->shutdownCount, rounds);
        }
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    tst_Thread test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_thread.moc"
