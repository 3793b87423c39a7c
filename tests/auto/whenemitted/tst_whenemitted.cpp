// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "probe.h"

#include <QConductor/WhenEmitted>

#include <QtCore/qthread.h>
#include <QtCore/qtimer.h>

#include <thread>

using namespace QConductor;

namespace {

struct Code // no text
{
    int value;
};

// Something that opens, and tells by signals how that ended.
class Device : public QObject
{
    Q_OBJECT
public:
    enum class Failure { Busy };
    using QObject::QObject;

    // The number of slots that are connected to its signals.
    int connections() const
    {
        int count = 0;
        for (int i = 0; i < metaObject()->methodCount(); ++i) {
            const QMetaMethod method = metaObject()->method(i);
            if (method.methodType() == QMetaMethod::Signal && !(method.attributes() & QMetaMethod::Cloned))
                count += receivers('2' + method.methodSignature()); // what SIGNAL() makes of it
        }
        return count;
    }
    void noSignal() { }

Q_SIGNALS:
    void opened();
    void opened(int number);
    void ready(const QString &name, int number);
    void failed(const QString &message, int number);
    void failedCode(Failure failure, const QString &message);
    void failedBytes(const QByteArray &message);
    void failedChars(const char *message);
    void failedLatin(QLatin1String message);
    void failedByReference(QString &message);
    void failedUnregistered(const Code &code);
    void failedAlone();
};

using Emit = std::function<void(Device *)>;
using Wait = std::function<QFuture<void>(Device *)>;

QString messageOf(const QFuture<void> &future)
{
    const auto error = errorOf<Error>(future);
    return error ? error->message() : QString();
}

template <class Failed> Wait waitFor(Failed failed)
{
    return [failed](Device *device) { return whenEmitted(device, &Device::ready, failed); };
}

} // namespace

Q_DECLARE_METATYPE(Emit)
Q_DECLARE_METATYPE(Wait)

class tst_WhenEmitted : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void itEndsAtTheFirstEmission_data()
    {
        QTest::addColumn<Wait>("wait");
        QTest::addColumn<Emit>("emitReady");
        QTest::newRow("arguments") << Wait([](Device *device) { return whenEmitted(device, &Device::ready); })
                                   << Emit([](Device *device) { Q_EMIT device->ready(QString(), 1); });
        QTest::newRow("overloaded") << Wait([](Device *device) {
            return whenEmitted(device, QOverload<>::of(&Device::opened));
        }) << Emit([](Device *device) { Q_EMIT device->opened(); });
        QTest::newRow("overloaded, with an argument")
                << Wait([](Device *device) { return whenEmitted(device, qOverload<int>(&Device::opened)); })
                << Emit([](Device *device) { Q_EMIT device->opened(1); });
        QTest::newRow("of a base class") << Wait(
                [](Device *device) { return whenEmitted(device, &QObject::objectNameChanged); }) // a private signal
                                         << Emit([](Device *device) {
                                                device->setObjectName(QStringLiteral("printer"));
                                            });
        QTest::newRow("of a constant sender") << Wait([](Device *device) {
            return whenEmitted(std::as_const(device), &Device::ready, &Device::failed);
        }) << Emit([](Device *device) { Q_EMIT device->ready(QString(), 1); });
        QTest::newRow("of a guarded sender")
                << Wait([](Device *device) { return whenEmitted(QPointer<Device>(device), &Device::ready); })
                << Emit([](Device *device) { Q_EMIT device->ready(QString(), 1); });
        QTest::newRow("destroyed") << Wait([](Device *device) { return whenEmitted(device, &Device::failedAlone); })
                                   << Emit([](Device *device) { Q_EMIT device->failedAlone(); });
    }
    void itEndsAtTheFirstEmission() // R55
    {
        QFETCH(Wait, wait);
        QFETCH(Emit, emitReady);
        Device device;
        const QFuture<void> future = wait(&device);
        QVERIFY(future.isRunning());
        emitReady(&device);
        QVERIFY(future.isFinished());
        QVERIFY(!future.isCanceled());
        QCOMPARE(device.connections(), 0);
        emitReady(&device);
        Q_EMIT device.failed(QString(), 1);
    }

    void aTimerIsWaitedFor() // R55
    {
        QTimer timer;
        const QFuture<void> future = whenEmitted(&timer, &QTimer::timeout);
        timer.start(0);
        QVERIFY(finishes(future));
        QVERIFY(!future.isCanceled());
    }

    void itFailsWithTheMessage_data()
    {
        QTest::addColumn<Wait>("wait");
        QTest::addColumn<Emit>("emitFailed");
        QTest::addColumn<QString>("message");
        const QString text = QStringLiteral("größer");
        QTest::newRow("QString") << waitFor(&Device::failed)
                                 << Emit([text](Device *device) { Q_EMIT device->failed(text, 1); }) << text;
        QTest::newRow("QByteArray") << waitFor(&Device::failedBytes)
                                    << Emit([text](Device *device) { Q_EMIT device->failedBytes(text.toUtf8()); })
                                    << text;
        QTest::newRow("char") << waitFor(&Device::failedChars)
                              << Emit([text](Device *device) { Q_EMIT device->failedChars(text.toUtf8()); }) << text;
        QTest::newRow("QLatin1String") << waitFor(&Device::failedLatin) << Emit([](Device *device) {
            Q_EMIT device->failedLatin(QLatin1String("no paper"));
        }) << QStringLiteral("no paper");
        QTest::newRow("reference") << waitFor(&Device::failedByReference) << Emit([](Device *device) {
            QString text = QStringLiteral("no paper");
            Q_EMIT device->failedByReference(text);
        }) << QStringLiteral("no paper");
        QTest::newRow("no argument") << waitFor(&Device::failedAlone)
                                     << Emit([](Device *device) { Q_EMIT device->failedAlone(); })
                                     << QStringLiteral("failedAlone");
        QTest::newRow("enumeration") << waitFor(&Device::failedCode) << Emit([](Device *device) {
            Q_EMIT device->failedCode(Device::Failure::Busy, QStringLiteral("busy"));
        }) << QStringLiteral("failedCode");
        QTest::newRow("another type") << waitFor(&Device::failedUnregistered)
                                      << Emit([](Device *device) { Q_EMIT device->failedUnregistered({ 1 }); })
                                      << QStringLiteral("failedUnregistered");
        QTest::newRow("empty") << waitFor(&Device::failed)
                               << Emit([](Device *device) { Q_EMIT device->failed(QString(), 1); })
                               << QStringLiteral("failed");
    }
    void itFailsWithTheMessage() // R55
    {
        QFETCH(Wait, wait);
        QFETCH(Emit, emitFailed);
        QFETCH(QString, message);
        Device device;
        const QFuture<void> future = wait(&device);
        emitFailed(&device);
        QVERIFY(future.isFinished());
        QCOMPARE(messageOf(future), message);
        QCOMPARE(device.connections(), 0);
        Q_EMIT device.ready(QString(), 1);
    }

    void itFailsWhenTheSenderIsDestroyed() // R55
    {
        auto device = std::make_unique<Device>();
        device->setObjectName(QStringLiteral("printer"));
        const QFuture<void> future = whenEmitted(device.get(), &Device::ready, &Device::failed);
        device.reset();
        QVERIFY(future.isFinished());
        QVERIFY2(messageOf(future).endsWith(QStringLiteral("Device was destroyed before it emitted ready")),
                 qPrintable(messageOf(future)));
    }

    void aSignalAfterAnotherChangesNothing() // R55
    {
        Device device;
        const QFuture<void> future = whenEmitted(&device, &Device::ready, &Device::failed);
        Q_EMIT device.failed(QStringLiteral("no paper"), 1);
        Q_EMIT device.ready(QString(), 1);
        QCOMPARE(messageOf(future), QStringLiteral("no paper"));
    }

    void aSignalMayDestroyTheSender() // R55
    {
        auto *device = new Device;
        connect(device, &Device::ready, device, [device] { delete device; });
        const QFuture<void> future = whenEmitted(device, &Device::ready);
        Q_EMIT device->ready(QString(), 1);
        QVERIFY(future.isFinished());
        QVERIFY(errorOf<Error>(future)); // the sender was destroyed before the slot had its turn
    }

    void itEndsWhenItIsAskedToCancel() // R55
    {
        Device device;
        QFuture<void> future = whenEmitted(&device, &Device::ready, &Device::failed);
        QCOMPARE(device.connections(), 3);
        future.cancel();
        QVERIFY(finishes(future));
        QVERIFY(future.isCanceled());
        QCOMPARE(device.connections(), 0);
        Q_EMIT device.ready(QString(), 1);
    }

    void aSenderThatIsDisconnectedEndsIt() // R55
    {
        Device device;
        const QFuture<void> future = whenEmitted(&device, &Device::ready, &Device::failed);
        device.disconnect();
        QVERIFY(future.isFinished());
        QVERIFY(future.isCanceled());
    }

    void theContinuationOfItsAuthorStays() // R55, R2
    {
        Device device;
        bool hasRun = false;
        QFuture<void> future = whenEmitted(&device, &Device::ready);
        const QFuture<void> then = future.then([&] { hasRun = true; });
        Q_EMIT device.ready(QString(), 1);
        QVERIFY(hasRun);
    }

    void thereIsNoSender() // R55
    {
        const Device *none = nullptr;
        const QFuture<void> future = whenEmitted(none, &Device::ready, &Device::failed);
        QVERIFY(future.isFinished());
        const QString message = messageOf(future);
        QVERIFY2(message.startsWith(QStringLiteral("whenEmitted() has no sender: there is no ")), qPrintable(message));
        QVERIFY2(message.endsWith(QStringLiteral("Device whose ready it could wait for")), qPrintable(message));
        QVERIFY(whenEmitted(nullptr, &Device::ready).isFinished());
    }

    void aFunctionThatIsNoSignal() // R55
    {
        Device device;
        const QString end = QStringLiteral("Device that is not a signal");
        QVERIFY(messageOf(whenEmitted(&device, &Device::noSignal)).endsWith(end));
        QVERIFY(messageOf(whenEmitted(&device, &Device::ready, &Device::noSignal)).endsWith(end));
        QCOMPARE(device.connections(), 0);
    }

    void aSignalMayComeFromAnyThread() // R55
    {
        Device device;
        const QFuture<void> future = whenEmitted(&device, &Device::ready, &Device::failedUnregistered);
        std::thread([&device] { Q_EMIT device.failedUnregistered({ 1 }); }).join();
        QVERIFY(future.isFinished());
        QCOMPARE(messageOf(future), QStringLiteral("failedUnregistered"));
        QCOMPARE(device.connections(), 0);
    }

    void onlyOneOfManyThreadsEndsIt() // R55
    {
        for (int round = 0; round < 100; ++round) {
            Device device;
            QFuture<void> future = whenEmitted(&device, &Device::ready, &Device::failed);
            std::thread ready([&device] { Q_EMIT device.ready(QString(), 1); });
            std::thread failed([&device] { Q_EMIT device.failed(QStringLiteral("no paper"), 1); });
            std::thread canceling([future]() mutable { future.cancel(); });
            ready.join();
            failed.join();
            canceling.join();
            QVERIFY(future.isFinished());
            QCOMPARE(device.connections(), 0);
        }
    }

    void theSenderMayLiveInAnotherThread() // R55
    {
        QThread thread;
        Device device;
        device.moveToThread(&thread);
        QFuture<void> future = whenEmitted(&device, &Device::ready);
        thread.start();
        future.cancel();
        QVERIFY(finishes(future));
        const QFuture<void> second = whenEmitted(&device, &Device::ready);
        QMetaObject::invokeMethod(&device, [&device] { Q_EMIT device.ready(QString(), 1); });
        QVERIFY(finishes(second));
        QVERIFY(!second.isCanceled());
        thread.quit();
        QVERIFY(thread.wait());
        QCOMPARE(device.connections(), 0);
    }

    void aHookMayReturnIt_data()
    {
        QTest::addColumn<Emit>("open");
        QTest::addColumn<QString>("message");
        QTest::newRow("ready at once") << Emit([](Device *device) { Q_EMIT device->ready(QString(), 1); }) << QString();
        QTest::newRow("failed at once") << Emit([](Device *device) {
            Q_EMIT device->failed(QStringLiteral("no paper"), 1);
        }) << QStringLiteral("no paper");
        QTest::newRow("ready later") << Emit([](Device *device) {
            QTimer::singleShot(0, device, [device] { Q_EMIT device->ready(QString(), 1); });
        }) << QString();
        QTest::newRow("failed later") << Emit([](Device *device) {
            QTimer::singleShot(0, device, [device] { Q_EMIT device->failed(QStringLiteral("no paper"), 1); });
        }) << QStringLiteral("no paper");
    }
    void aHookMayReturnIt() // R55, R1
    {
        QFETCH(Emit, open);
        QFETCH(QString, message);
        Device device;
        Probe probe;
        Conductor conductor;
        conductor.add(&probe);
        probe.setupHook = [&] {
            const QFuture<void> ready = whenEmitted(&device, &Device::ready, &Device::failed);
            open(&device);
            return ready;
        };
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(probe.errorString(), message);
        QCOMPARE(probe.isActive(), message.isEmpty());
        QCOMPARE(device.connections(), 0);
    }

    void aHookTimesOut() // R55, R17
    {
        Device device;
        Probe probe;
        Conductor conductor;
        conductor.add(&probe);
        probe.setSetupTimeout(10);
        probe.setupHook = [&] { return whenEmitted(&device, &Device::ready); };
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(probe.errorString(), QStringLiteral("timed out after 10 ms"));
        QTRY_COMPARE(device.connections(), 0);
    }

    void aHookIsCanceled() // R55, R16
    {
        Device device;
        Probe probe;
        Conductor conductor;
        conductor.add(&probe);
        probe.setupHook = [&] { return whenEmitted(&device, &Device::ready); };
        QFuture<void> setup = conductor.setup();
        QTRY_COMPARE(probe.state(), Component::State::SettingUp);
        setup.cancel();
        QVERIFY(finishes(setup));
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QCOMPARE(device.connections(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_WhenEmitted)
#include "tst_whenemitted.moc"
