// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Test>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qthread.h>
#include <QtTest/qsignalspy.h>

#include <atomic>
#include <functional>

using namespace QConductor;
using namespace QConductor::Test;
using namespace std::chrono_literals;

namespace Shop {

class MessageQueue : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit MessageQueue(QObject *parent = nullptr) : Component(parent) { }
    int opened = 0;
    int closed = 0;

protected:
    QFuture<void> onSetup() override { return ++opened, done(); }
    QFuture<void> onShutdown() override { return ++closed, done(); }
};

class WebApi : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::MessageQueue *queue MEMBER queue)
public:
    Q_INVOKABLE explicit WebApi(QObject *parent = nullptr) : Component(parent) { }
    MessageQueue *queue = nullptr;
};

// An abstract class, in which one hook is pure virtual, too.
class Storage : public Component
{
    Q_OBJECT
public:
    using Component::Component;
    virtual int size() const = 0;

protected:
    QFuture<void> onSetup() override = 0;
};

// Its hook is private, and its constructor takes an argument.
class Cache : public Component
{
    Q_OBJECT
public:
    explicit Cache(int size) : size(size) { }
    const int size;

private:
    QFuture<void> onSetup() override { return failed(QStringLiteral("not to be called")); }
};

class MockStorage : public Scripted<Storage>
{
    Q_OBJECT
public:
    int size() const override { return 3; }
};

class MockQueue : public Scripted<MessageQueue>
{
    Q_OBJECT
    Q_PROPERTY(Shop::Storage *storage MEMBER storage)
public:
    Storage *storage = nullptr;
};

// Nobody can create it, so whoever needs it fails.
class Scanner : public Component
{
    Q_OBJECT
public:
    explicit Scanner(int) { }
};

class Till : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::MessageQueue *queue READ queue WRITE setQueue)
    Q_PROPERTY(Shop::Scanner *scanner MEMBER scanner)
public:
    Q_INVOKABLE Till() = default;
    MessageQueue *queue() const { return m_queue; }
    void setQueue(MessageQueue *queue)
    {
        ++writes;
        m_queue = queue;
    }
    Scanner *scanner = nullptr;
    int writes = 0;

private:
    MessageQueue *m_queue = nullptr;
};

class MockTill : public Scripted<Till>
{
    Q_OBJECT
    Q_PROPERTY(Shop::MessageQueue *spare MEMBER spare)
public:
    MessageQueue *spare = nullptr;
};

class Shift : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Till *till MEMBER till)
    Q_PROPERTY(Shop::WebApi *api MEMBER api)
public:
    Till *till = nullptr;
    WebApi *api = nullptr;
};

} // namespace Shop

using namespace Shop;

// It is destroyed after main(), and after the thread_local objects of the main thread.
static Scripted<MessageQueue> staticQueue;

class tst_TestlibScripted : public QObject
{
    Q_OBJECT

    using Queue = Scripted<MessageQueue>;
    using Say = std::function<void(Queue &)>;

private Q_SLOTS:
    void endsSetupAsItsScriptSays_data()
    {
        QTest::addColumn<Say>("say");
        QTest::addColumn<QString>("message"); // of the failure; empty if setup succeeds
        const auto row = [](const char *name, const QString &message, Say say) { QTest::newRow(name) << say << message; };
        const QString noRoute = QStringLiteral("no route");
        const QString canceled = QStringLiteral("canceled");
        row("default", {}, [](Queue &) {});
        row("succeed", {}, [](Queue &queue) { queue.setupScript().fail("no route").succeed(); });
        row("fail", noRoute, [](Queue &queue) { queue.setupScript().fail("no route"); });
        row("fail with a QString", noRoute, [=](Queue &queue) { queue.setupScript().fail(noRoute); });
        row("throw", noRoute, [](Queue &queue) { queue.setupScript().throwException("no route"); });
        row("throw a QString", noRoute, [=](Queue &queue) { queue.setupScript().throwException(noRoute); });
        row("cancel", canceled, [](Queue &queue) { queue.setupScript().cancel(); });
        row("abandon", canceled, [](Queue &queue) { queue.setupScript().abandon(); });
        row("succeed later", {}, [](Queue &queue) { queue.setupScript().after(1ms).succeed(); });
        row("fail later", noRoute, [](Queue &queue) { queue.setupScript().after(1ms).fail("no route"); });
        row("throw later", noRoute, [](Queue &queue) { queue.setupScript().after(1ms).throwException("no route"); });
        row("cancel later", canceled, [](Queue &queue) { queue.setupScript().after(1ms).cancel(); });
        row("abandon later", canceled, [](Queue &queue) { queue.setupScript().after(1ms).abandon(); });
        row("succeed in a thread", {}, [](Queue &queue) { queue.setupScript().inThread().succeed(); });
        row("fail in a thread", noRoute, [](Queue &queue) { queue.setupScript().inThread().fail("no route"); });
        row("throw in a thread", noRoute, [](Queue &queue) { queue.setupScript().inThread().throwException("no route"); });
        row("cancel in a thread", canceled, [](Queue &queue) { queue.setupScript().inThread().cancel(); });
        row("abandon in a thread", canceled, [](Queue &queue) { queue.setupScript().inThread().abandon(); });
        row("all in one", noRoute, [](Queue &queue) { queue.setupScript().inThread().after(20ms).fail("no route"); });
    }
    void endsSetupAsItsScriptSays() // R34
    {
        QFETCH(Say, say);
        QFETCH(QString, message);
        Queue queue;
        say(queue);
        Fixture app;
        app.conductor().patch<MessageQueue>(&queue);
        auto *api = app.conductor().add<WebApi>();

        QCOMPARE(app.setup(), message.isEmpty());
        QCOMPARE(queue.setupCount(), 1);
        QCOMPARE(queue.opened, 0);
        QVERIFY2(queue.errorString().startsWith(message), qPrintable(queue.errorString()));
        QCOMPARE(queue.errorString().isEmpty(), message.isEmpty());
        QCOMPARE(api->queue == &queue, message.isEmpty());
        QVERIFY(app.shutdown());
        QCOMPARE(queue.shutdownCount(), message.isEmpty() ? 1 : 0);
    }

    void endsShutdownAsItsScriptSays_data()
    {
        QTest::addColumn<Say>("say");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const char *message, Say say) {
            QTest::newRow(name) << say << QString::fromUtf8(message);
        };
        row("succeed", "", [](Queue &queue) { queue.shutdownScript().inThread().succeed(); });
        row("fail", "busy", [](Queue &queue) { queue.shutdownScript().fail("busy"); });
        row("throw", "busy", [](Queue &queue) { queue.shutdownScript().throwException("busy"); });
        row("cancel", "canceled", [](Queue &queue) { queue.shutdownScript().after(1ms).cancel(); });
        row("abandon", "canceled", [](Queue &queue) { queue.shutdownScript().abandon(); });
    }
    void endsShutdownAsItsScriptSays() // R34
    {
        QFETCH(Say, say);
        QFETCH(QString, message);
        Queue queue;
        say(queue);
        Fixture app;
        app.conductor().add(&queue);
        QCONDUCTOR_SETUP(app);
        QCOMPARE(app.shutdown(), message.isEmpty());
        QVERIFY2(app.errorString().contains(message), qPrintable(app.errorString()));
        QCOMPARE(queue.isActive(), false);
    }

    void throwsItsExceptionOutOfTheHook() // R34
    {
        Queue queue;
        queue.setupScript().throwException("no route");
        Conductor conductor;
        conductor.add(&queue);
        const QFuture<void> future = conductor.setup();
        QVERIFY(QTest::qWaitFor([&] { return future.isFinished(); }));
        try {
            QFuture<void>(future).waitForFinished();
            QFAIL("setup succeeded");
        } catch (const SetupError &error) {
            QVERIFY_THROWS_EXCEPTION(std::runtime_error, std::rethrow_exception(error.failures().first().exception));
        }
    }

    void theHookItselfThrows() // R34
    {
        struct Opened : Queue
        {
            using Queue::onSetup;
        } queue;
        queue.setupScript().throwException("no route");
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, queue.onSetup());
    }

    void endsInAThread() // R34
    {
        struct Opened : Queue
        {
            using Queue::onSetup;
        } queue;
        queue.setupScript().inThread().hang();
        std::atomic<QThread *> thread = nullptr;
        const QFuture<void> end = queue.onSetup().then(QtFuture::Launch::Sync,
                                                       [&] { thread = QThread::currentThread(); });
        queue.setupScript().release();
        QTRY_VERIFY(end.isFinished());
        QVERIFY(thread && thread != QThread::currentThread());
    }

    void waitsAsLongAsItIsTold() // R34
    {
        Queue queue;
        queue.setupScript().after(30ms);
        Fixture app;
        app.conductor().add(&queue);
        QElapsedTimer timer;
        timer.start();
        QCONDUCTOR_SETUP(app);
        QVERIFY(timer.elapsed() >= 30);
    }

    void hangsUntilItIsReleased() // R34
    {
        Queue queue;
        queue.setupScript().hang();
        Fixture app;
        app.conductor().add(&queue);
        QFuture<void> setup = app.conductor().setup();
        QTRY_COMPARE(queue.setupCount(), 1);
        setup.cancel();
        QTRY_COMPARE(app.conductor().state(), Conductor::State::ShuttingDown);
        QCoreApplication::processEvents();
        QVERIFY(!setup.isFinished()); // the hook ignores that it is asked to cancel

        queue.setupScript().release();
        QTRY_VERIFY(setup.isFinished());
        QCOMPARE(queue.shutdownCount(), 1);
        QCONDUCTOR_SETUP(app); // the script succeeds since release()
    }

    void isReleasedInAThread() // R34
    {
        Queue queue;
        queue.shutdownScript().inThread().hang();
        Fixture app;
        app.conductor().add(&queue);
        QCONDUCTOR_SETUP(app);
        const QFuture<void> shutdown = app.conductor().shutdown();
        QTRY_COMPARE(queue.shutdownCount(), 1);
        queue.shutdownScript().release();
        QTRY_VERIFY(shutdown.isFinished());
        QCOMPARE(queue.state(), Component::State::Inactive);
    }

    void callsTheHooksOfItsBase_data()
    {
        QTest::addColumn<Say>("say");
        QTest::newRow("both") << Say([](Queue &queue) { queue.callBase(); });
        QTest::newRow("each") << Say([](Queue &queue) {
            queue.setupScript().callBase();
            queue.shutdownScript().callBase();
        });
        QTest::newRow("later") << Say([](Queue &queue) {
            queue.setupScript().after(1ms).callBase();
            queue.shutdownScript().inThread().callBase();
        });
    }
    void callsTheHooksOfItsBase() // R34
    {
        QFETCH(Say, say);
        Queue queue;
        say(queue);
        Fixture app;
        app.conductor().add(&queue);
        QCONDUCTOR_SETUP(app);
        QCOMPARE(queue.opened, 1);
        QCONDUCTOR_SHUTDOWN(app);
        QCOMPARE(queue.closed, 1);
        QCOMPARE(queue.setupCount(), 1);
        QCOMPARE(queue.shutdownCount(), 1);
    }

    void isTakenForItsBase() // R34
    {
        Queue queue;
        Fixture app;
        app.conductor().patch<MessageQueue>(&queue);
        auto *api = app.conductor().add<WebApi>();
        QCONDUCTOR_SETUP(app);
        QCOMPARE(api->queue, &queue);
        QCOMPARE(app.journal(), QStringList({ QStringLiteral("setup MessageQueue"), QStringLiteral("setup WebApi") }));
    }

    void mayBeStatic() // R34; the sanitizers look at its end
    {
        Fixture app;
        app.conductor().patch<MessageQueue>(&staticQueue);
        app.conductor().add<WebApi>();
        QCONDUCTOR_SETUP(app);
        QCONDUCTOR_SHUTDOWN(app);
        QCOMPARE(staticQueue.setupCount(), 1);
    }

    void needsNothingOfWhatItsBaseNeeds() // R34, R8
    {
        Scripted<Till> till;
        Fixture app;
        auto *shift = app.conductor().add<Shift>();
        app.conductor().patch<Till>(&till);
        QCONDUCTOR_SETUP(app);
        QCOMPARE(shift->till, &till);
        QVERIFY(till.dependencies().isEmpty());
        QCOMPARE(till.writes, 0);
        QCOMPARE(app.conductor().components().size(), 4);
        QCOMPARE(app.conductor().layers().value(0).contains(&till), true);
        QCOMPARE(app.conductor().layers().size(), 3);
        QVERIFY(app.setup()); // while it is active
        QCONDUCTOR_SHUTDOWN(app);
        QCONDUCTOR_SETUP(app);
        QCOMPARE(till.setupCount(), 2);
        QCOMPARE(app.conductor().layers().size(), 3);
    }

    void leavesAloneWhatItIsWiredTo() // R34, R4
    {
        for (auto scheduling : { Conductor::Scheduling::LayerByLayer, Conductor::Scheduling::AsReady }) {
            Queue queue;
            Scripted<Till> till;
            till.setQueue(&queue);
            Fixture app;
            app.conductor().setScheduling(scheduling);
            app.conductor().add(&till);
            QCONDUCTOR_SETUP(app);
            QCOMPARE(app.conductor().components(), QList<Component *> { &till });
            QCOMPARE(queue.conductor(), nullptr);
            QCOMPARE(till.queue(), &queue);
            QCOMPARE(till.writes, 1);

            app.conductor().add(&queue);
            queue.setupScript().after(1ms);
            QCONDUCTOR_SETUP(app);
            QCONDUCTOR_SHUTDOWN(app);
            app.clearJournal();
            QCONDUCTOR_SETUP(app);
            QCOMPARE(app.journal(),
                     QStringList({ QStringLiteral("setup Till"), QStringLiteral("setup MessageQueue") }));
            QCOMPARE(till.queue(), &queue);
            QVERIFY(queue.dependents().isEmpty());
        }
    }

    void needsWhatItsBaseNeedsToCallIt_data()
    {
        using SayOfApi = std::function<void(Scripted<WebApi> &)>;
        QTest::addColumn<SayOfApi>("say");
        const auto row = [](const char *name, SayOfApi say) { QTest::newRow(name) << say; };
        row("setup", [](Scripted<WebApi> &api) { api.setupScript().callBase(); });
        row("shutdown", [](Scripted<WebApi> &api) { api.shutdownScript().callBase(); });
        row("both", [](Scripted<WebApi> &api) { api.callBase(); });
        row("setup, and not shutdown", [](Scripted<WebApi> &api) {
            api.callBase();
            api.shutdownScript().succeed();
        });
    }
    void needsWhatItsBaseNeedsToCallIt() // R34
    {
        QFETCH(std::function<void(Scripted<WebApi> &)>, say);
        for (bool isSaidFirst : { true, false }) {
            Scripted<WebApi> api;
            Fixture app;
            if (isSaidFirst)
                say(api);
            app.conductor().add(&api);
            if (!isSaidFirst)
                say(api);
            QCONDUCTOR_SETUP(app);
            QVERIFY(api.queue);
            QCOMPARE(api.dependencies(), QList<Component *> { api.queue });
            QCOMPARE(app.journal(),
                     QStringList({ QStringLiteral("setup MessageQueue"), QStringLiteral("setup WebApi") }));
        }
    }

    void mayChangeWhatItNeedsBetweenTwoSetups() // R34
    {
        Scripted<WebApi> api;
        Fixture app;
        app.conductor().add(&api);
        QCONDUCTOR_SETUP(app);
        QVERIFY(!api.queue);

        api.callBase(); // while it is active, it gets nothing
        QCONDUCTOR_SETUP(app);
        QVERIFY(!api.queue);

        QCONDUCTOR_SHUTDOWN(app);
        QCONDUCTOR_SETUP(app);
        QVERIFY(api.queue && api.queue->isActive());

        api.setupScript().succeed(); // while it is active, it keeps what it holds
        api.shutdownScript().succeed();
        QCONDUCTOR_SETUP(app);
        QCOMPARE(api.dependencies(), QList<Component *> { api.queue });
        app.clearJournal();
        QCONDUCTOR_SHUTDOWN(app);
        QCOMPARE(app.journal(),
                 QStringList({ QStringLiteral("shutdown WebApi"), QStringLiteral("shutdown MessageQueue") }));

        app.clearJournal();
        QCONDUCTOR_SETUP(app);
        QVERIFY(!api.queue);
        QCOMPARE(app.journal(), QStringList(QStringLiteral("setup WebApi")));

        QCONDUCTOR_SHUTDOWN(app);
        api.callBase();
        QCONDUCTOR_SETUP(app);
        QVERIFY(api.queue && api.queue->isActive());
    }

    void isNotSaidToWaitForWhatItsBaseNeeds() // R15, R34
    {
        Scripted<MessageQueue> queue;
        queue.setupScript().fail("no route");
        MockTill till;
        Fixture app;
        app.conductor().patch<MessageQueue>(&queue);
        app.conductor().add(&till);
        QVERIFY(!app.setup());
        QVERIFY2(till.errorString().contains(QStringLiteral("(property spare)")), qPrintable(till.errorString()));
        QVERIFY2(!till.errorString().contains(QStringLiteral("scanner")), qPrintable(till.errorString()));
    }

    void passesTheFaultMatrix() // R34, R35
    {
        QCONDUCTOR_VERIFY_FAULTS([](Conductor &conductor) {
            conductor.add<Shift>();
            conductor.provide<Till>([] { return new Scripted<Till>; });
            conductor.provide<WebApi>([]() -> WebApi * {
                auto *api = new Scripted<WebApi>;
                api->callBase();
                return api;
            });
        });
    }

    void isTheBaseOfAMock() // R34
    {
        MockQueue queue;
        queue.setupScript().inThread();
        MockStorage storage;
        Fixture app;
        app.conductor().patch<MessageQueue>(&queue);
        app.conductor().patch<Storage>(&storage);
        auto *api = app.conductor().add<WebApi>();
        QCONDUCTOR_SETUP(app);
        QCOMPARE(api->queue, &queue);
        QVERIFY(queue.storage);
        QCOMPARE(queue.storage->size(), 3);
        QCOMPARE(storage.setupCount(), 1);
    }

    void takesTheArgumentsOfItsBase() // R34
    {
        Scripted<Cache> cache(7);
        Fixture app;
        app.conductor().add(&cache);
        QCONDUCTOR_SETUP(app);
        QCOMPARE(cache.size, 7);
    }

    void diesWhileItHangs() // R19
    {
        Fixture app;
        auto queue = std::make_unique<Queue>();
        queue->setupScript().hang();
        app.conductor().add(queue.get());
        const QFuture<void> setup = app.conductor().setup();
        QTRY_COMPARE(queue->setupCount(), 1);
        queue.reset();
        QTRY_VERIFY(setup.isFinished());
        QVERIFY(app.conductor().errorString().contains(QStringLiteral("destroyed")));
    }

    void failsEachTimeThatItIsActive() // R34, R44, R45
    {
        Scripted<MessageQueue> queue;
        queue.setRestartPolicy(Component::RestartPolicy::OnFailure);
        queue.setRestartLimit(2);
        queue.runningScript().fail("connection lost").after(10ms);
        Fixture app;
        VirtualClock clock;
        app.setClock(&clock);
        app.conductor().add(&queue);
        QCONDUCTOR_SETUP(app);
        const auto hasFailedForGood = [&] {
            clock.advanceToNext();
            return queue.restartCount() == 2 && queue.state() == Component::State::Failed;
        };
        QTRY_VERIFY(hasFailedForGood());
        QCOMPARE(queue.setupCount(), 3);
        QCOMPARE(queue.shutdownCount(), 3);
        QCOMPARE(app.conductor().failures().constFirst().message, QStringLiteral("connection lost"));
        app.setClock(nullptr);
    }

    void failsInRealTimeToo() // R34, R44
    {
        Scripted<MessageQueue> queue;
        Fixture app;
        app.conductor().add(&queue);
        QCONDUCTOR_SETUP(app);
        queue.runningScript().fail("connection lost");
        QVERIFY(queue.isActive()); // the event loop delivers the report
        QTRY_COMPARE(queue.state(), Component::State::Failed);
    }

    void answersARequestForAShutdown() // R34, R46
    {
        Scripted<MessageQueue> queue;
        Fixture app;
        app.conductor().add(&queue);
        QCONDUCTOR_SETUP(app);
        QSignalSpy refused(&app.conductor(), &Conductor::shutdownRefused);
        queue.requestScript().refuse();
        QFuture<bool> request = app.conductor().requestShutdown();
        QTRY_VERIFY(request.isFinished());
        QVERIFY(!request.result());
        queue.requestScript().throwException("not saved");
        request = app.conductor().requestShutdown();
        QTRY_VERIFY(request.isFinished());
        QCOMPARE(refused.last().at(1).toString(), QStringLiteral("not saved"));
        queue.requestScript().think();
        request = app.conductor().requestShutdown();
        QTRY_VERIFY(queue.requestScript().isAsked());
        QVERIFY(!request.isFinished());
        queue.requestScript().answer(true);
        QTRY_VERIFY(request.isFinished());
        QVERIFY(request.result());
        QCOMPARE(queue.requestScript().count(), 3);
        QVERIFY(queue.requestScript().lastReason() == ShutdownReason::Requested);
        QCOMPARE(queue.state(), Component::State::Inactive);
    }

    void agreesOrAnswersAsItsBaseClass() // R34, R46
    {
        class Stubborn : public MessageQueue
        {
        protected:
            QFuture<bool> onShutdownRequest(ShutdownReason) override { throw Error(QStringLiteral("never")); }
        };
        Scripted<Stubborn> queue;
        Fixture app;
        app.conductor().add(&queue);
        QCONDUCTOR_SETUP(app);
        queue.requestScript().callBase();
        QFuture<bool> request = app.conductor().requestShutdown();
        QTRY_VERIFY(request.isFinished());
        QVERIFY(!request.result());
        queue.requestScript().agree();
        request = app.conductor().requestShutdown();
        QTRY_VERIFY(request.isFinished());
        QVERIFY(request.result());
    }

    void failsNoMoreWhenItIsToldSo() // R34
    {
        Scripted<MessageQueue> queue;
        queue.runningScript().fail("connection lost").after(-1ms).after(10ms);
        Fixture app;
        VirtualClock clock;
        app.setClock(&clock);
        app.conductor().add(&queue);
        QCONDUCTOR_SETUP(app);
        queue.runningScript().succeed();
        clock.advance(1s);
        QCoreApplication::processEvents();
        QVERIFY(queue.isActive());
        queue.runningScript().fail("connection lost");
        QCONDUCTOR_SHUTDOWN(app); // before the delay has passed
        clock.advance(1s);
        QCOMPARE(queue.state(), Component::State::Inactive);
        app.setClock(nullptr);
    }
};

QTEST_GUILESS_MAIN(tst_TestlibScripted)
#include "tst_testlib_scripted.moc"
