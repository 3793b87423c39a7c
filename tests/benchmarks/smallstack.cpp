// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "nodes.h"
#include "rows.h"
#include "stopwatch.h"

#include <QConductor/Error>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qthread.h>

namespace {

constexpr int count = 100000;
using QConductor::Conductor;

// Durations in seconds.
struct Times
{
    double setup = 0;
    double shutdown = 0;
    double cancel = 0;
    double failure = 0;
};

// The end of the chain, whose hook is pending until the benchmark ends it.
class Bottom : public Node
{
public:
    QPromise<void> promise;

protected:
    QFuture<void> onSetup() override
    {
        promise = QPromise<void>();
        promise.start();
        return promise.future();
    }
};

class SmallStack : public QThread
{
public:
    explicit SmallStack(Conductor::Scheduling scheduling) : m_scheduling(scheduling) { setStackSize(1024 * 1024); }
    Times times;

protected:
    void run() override
    {
        Nodes nodes = makeChain(count);
        auto bottom = std::make_unique<Bottom>();
        static_cast<Link *>(nodes[1].get())->next = bottom.get();
        Conductor conductor;
        conductor.setScheduling(m_scheduling);
        conductor.add(nodes.back().get());

        times.setup = secondsOf(conductor, *bottom, [&] { bottom->promise.finish(); });
        require(conductor.state() == Conductor::State::Active);
        times.shutdown = nanosecondsOf([&] { complete(conductor.shutdown()); }) / 1e9;
        require(conductor.state() == Conductor::State::Inactive);
        times.cancel = secondsOf(conductor, *bottom, [&] {
            conductor.shutdown();
            bottom->promise.finish();
        });
        require(conductor.state() == Conductor::State::Inactive);
        times.failure = secondsOf(conductor, *bottom, [&] {
            bottom->promise.setException(QConductor::Error(QStringLiteral("no")));
            bottom->promise.finish();
        });
        require(conductor.state() == Conductor::State::Failed && nodes.back()->errorString().contains(QLatin1String("no")));
    }

private:
    // Times a setup that the work ends when the bottom of the chain is reached.
    template <class Work> static double secondsOf(Conductor &conductor, const Bottom &bottom, Work work)
    {
        return nanosecondsOf([&] {
            QFuture<void> setup = conductor.setup();
            while (bottom.state() != QConductor::Component::State::SettingUp)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            work();
            while (!setup.isFinished())
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }) / 1e9;
    }
    static void require(bool holds)
    {
        if (!holds)
            qFatal("the chain of 100,000 is not in the state that it should be in");
    }

    Conductor::Scheduling m_scheduling;
};

} // namespace

void measureSmallStack(Report &report)
{
    QLoggingCategory::setFilterRules(QStringLiteral("qconductor*=false")); // One of the setups fails on purpose.
    const struct { const char *name; Conductor::Scheduling scheduling; } schedulings[] = {
        { "layer by layer", Conductor::Scheduling::LayerByLayer }, { "as ready", Conductor::Scheduling::AsReady }
    };
    for (const auto &scheduling : schedulings) {
        SmallStack thread(scheduling.scheduling);
        thread.start();
        thread.wait();
        const auto add = [&](const char *what, double seconds) {
            report.add({ QStringLiteral("chain of 100,000 on a stack of 1 MiB, %1: %2")
                                 .arg(QLatin1String(scheduling.name), QLatin1String(what)),
                         seconds, 0, QStringLiteral("s"), 3 });
        };
        add("sets up", thread.times.setup);
        add("shuts down", thread.times.shutdown);
        add("cancels", thread.times.cancel);
        add("fails at the bottom", thread.times.failure);
    }
}
