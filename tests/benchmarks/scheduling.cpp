// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "nodes.h"
#include "rows.h"
#include "stopwatch.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfuturewatcher.h>

namespace {

constexpr int count = 10000;

using Shape = Nodes (*)(int);
Nodes layers(int count) { return makeLayers(count); }

void bareSetup(const Nodes &nodes)
{
    for (const auto &node : nodes) {
        const QFuture<void> future = node->callSetup();
        if (!future.isFinished() || future.isCanceled())
            qFatal("a hook failed");
    }
}

// A pending future can't be observed without a watcher. The same watchers are used again in each repetition.
class BareWatchers : public QObject
{
public:
    explicit BareWatchers(int count)
    {
        for (int i = 0; i < count; ++i) {
            auto *watcher = new QFutureWatcher<void>(this);
            connect(watcher, &QFutureWatcherBase::finished, this, [this] { --m_unfinished; });
            m_watchers.push_back(watcher);
        }
    }
    template <class Hook> void run(const Nodes &nodes, Hook hook)
    {
        m_unfinished = nodes.size();
        for (std::size_t i = 0; i < nodes.size(); ++i)
            m_watchers[i]->setFuture(hook(nodes[i].get()));
        while (m_unfinished > 0)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

private:
    std::vector<QFutureWatcher<void> *> m_watchers;
    std::size_t m_unfinished = 0;
};

struct Measured
{
    std::vector<double> bare;
    std::vector<double> setup;
    std::vector<double> shutdown;
    void add(Report &report, const QString &work, double bound, double stretch) const
    {
        report.add({ work + QStringLiteral(": setup"), medianOf(setup) / count, medianOf(bare) / count, QStringLiteral("ns"), bound, stretch });
        report.add({ work + QStringLiteral(": shutdown"), medianOf(shutdown) / count, medianOf(bare) / count,
                     QStringLiteral("ns") });
    }
};

Measured measureReady(Shape shape, QConductor::Conductor::Scheduling scheduling)
{
    const Nodes nodes = shape(count);
    QConductor::Conductor conductor;
    conductor.setScheduling(scheduling);
    addAll(conductor, nodes);
    Measured measured;
    for (int i = 0; i < manyRepetitions; ++i) {
        measured.bare.push_back(processorTimeOf([&] { bareSetup(nodes); }));
        measured.setup.push_back(processorTimeOf([&] { complete(conductor.setup()); }));
        measured.shutdown.push_back(processorTimeOf([&] { complete(conductor.shutdown()); }));
    }
    return measured;
}

void measurePending(Report &report)
{
    Node::hook = Node::Hook::Pending;
    const Nodes nodes = layers(count);
    QConductor::Conductor conductor;
    addAll(conductor, nodes);
    BareWatchers watchers(count);
    std::vector<double> bare;
    std::vector<double> measured;
    for (int i = 0; i < repetitions; ++i) {
        bare.push_back(processorTimeOf([&] {
            watchers.run(nodes, [](Node *node) { return node->callSetup(); });
            watchers.run(nodes, [](Node *node) { return node->callShutdown(); });
        }));
        measured.push_back(processorTimeOf([&] {
            complete(conductor.setup());
            complete(conductor.shutdown());
        }));
    }
    report.add({ QStringLiteral("pending hooks, layers of 3: setup + shutdown"), medianOf(measured) / count,
                 medianOf(bare) / count, QStringLiteral("ns"), 5.5, 3.5 });
}

} // namespace

void measureScheduling(Report &report)
{
    using Scheduling = QConductor::Conductor::Scheduling;
    const struct { const char *name; Scheduling scheduling; } schedulings[] = {
        { "layer by layer", Scheduling::LayerByLayer }, { "as ready", Scheduling::AsReady }
    };
    const struct { const char *name; Shape shape; double readyBound; double readyStretch; } shapes[] = {
        { "layers of 3", layers, 1.5, 1.3 }, { "chain", makeChain, 1.2, 0 }, { "star", makeStar, 1.2, 0 }
    };
    for (const auto &scheduling : schedulings) {
        for (const auto &shape : shapes) {
            const bool isLayered = shape.shape == layers;
            const QString name = QStringLiteral("%1, %2").arg(QLatin1String(shape.name), QLatin1String(scheduling.name));
            Node::hook = Node::Hook::Done;
            measureReady(shape.shape, scheduling.scheduling)
                    .add(report, QStringLiteral("done(), ") + name, isLayered ? 4.5 : 0, isLayered ? 3 : 0);
            Node::hook = Node::Hook::Ready;
            measureReady(shape.shape, scheduling.scheduling)
                    .add(report, QStringLiteral("fresh ready future, ") + name, shape.readyBound, shape.readyStretch);
        }
    }
    measurePending(report);
}
