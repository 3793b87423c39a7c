// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "nodes.h"
#include "rows.h"
#include "stopwatch.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfuturewatcher.h>
#include <QtCore/qhash.h>
#include <QtCore/qrandom.h>

#include <numeric>

namespace {

using Scheduling = QConductor::Conductor::Scheduling;

QList<Node *> dependenciesOf(const Node *node)
{
    if (const auto *layered = qobject_cast<const Layered *>(node))
        return { layered->a, layered->b, layered->c };
    if (const auto *link = qobject_cast<const Link *>(node))
        return { link->next };
    return {};
}

// Returns how long the components take when they wait for nothing but their dependencies and, layer by layer, for their
// layer.
int idealOf(const Nodes &nodes, Scheduling scheduling)
{
    struct Place { int layer = 0; int end = 0; };
    QHash<const Node *, Place> places;
    QList<int> longest; // The longest duration in each layer.
    int end = 0;
    for (const auto &node : nodes) {
        Place place;
        for (const Node *dependency : dependenciesOf(node.get())) {
            place.layer = std::max(place.layer, places.value(dependency).layer + 1);
            place.end = std::max(place.end, places.value(dependency).end);
        }
        place.end += node->milliseconds;
        places.insert(node.get(), place);
        end = std::max(end, place.end);
        longest.resize(std::max<qsizetype>(longest.size(), place.layer + 1));
        longest[place.layer] = std::max(longest[place.layer], node->milliseconds);
    }
    return scheduling == Scheduling::AsReady ? end : std::accumulate(longest.begin(), longest.end(), 0);
}

// Runs the same hooks with nothing but watchers and counters. The time that they take beyond the ideal is spent by the
// timers, the threads and the event loop. A QTimer that waits while another one fires may be up to 1 ms late.
class BareSetup : public QObject
{
public:
    explicit BareSetup(const Nodes &nodes) : m_unfinished(nodes.size())
    {
        for (const auto &node : nodes) {
            m_missing[node.get()] = int(dependenciesOf(node.get()).size());
            for (Node *dependency : dependenciesOf(node.get()))
                m_dependents[dependency].append(node.get());
        }
    }
    double run(const Nodes &nodes)
    {
        return nanosecondsOf([&] {
            for (const auto &node : nodes) {
                if (m_missing[node.get()] == 0)
                    start(node.get());
            }
            while (m_unfinished > 0)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }) / 1e6;
    }

private:
    void start(Node *node)
    {
        auto *watcher = new QFutureWatcher<void>(this);
        connect(watcher, &QFutureWatcherBase::finished, this, [this, node] {
            --m_unfinished;
            for (Node *dependent : m_dependents.value(node)) {
                if (--m_missing[dependent] == 0)
                    start(dependent);
            }
        });
        watcher->setFuture(node->callSetup());
    }

    std::size_t m_unfinished;
    QHash<const Node *, int> m_missing;
    QHash<const Node *, QList<Node *>> m_dependents;
};

// Each component needs some earlier one, which makes long paths beside short ones.
Nodes makeUnbalanced(int count)
{
    QRandomGenerator random(7);
    Nodes nodes;
    nodes.push_back(std::make_unique<Node>());
    for (int i = 1; i < count; ++i) {
        auto link = std::make_unique<Link>();
        link->next = nodes[std::size_t(random.bounded(std::max(0, i - 40), i))].get();
        nodes.push_back(std::move(link));
    }
    return nodes;
}

void setTimes(const Nodes &nodes, int from, int to)
{
    QRandomGenerator random(42);
    for (const auto &node : nodes)
        node->milliseconds = random.bounded(from, to + 1);
}

double millisecondsOf(const Nodes &nodes, Scheduling scheduling, Node::Hook hook)
{
    Node::hook = hook;
    QConductor::Conductor conductor;
    conductor.setScheduling(scheduling);
    addAll(conductor, nodes);
    const double time = nanosecondsOf([&] { complete(conductor.setup()); }) / 1e6;
    Node::hook = Node::Hook::Done;
    complete(conductor.shutdown());
    return time;
}

double medianOfBareSetup(const Nodes &nodes, Node::Hook hook)
{
    Node::hook = hook;
    std::vector<double> times;
    for (int i = 0; i < fewRepetitions; ++i)
        times.push_back(BareSetup(nodes).run(nodes));
    return medianOf(times);
}

double median(const Nodes &nodes, Scheduling scheduling, Node::Hook hook = Node::Hook::Timer)
{
    std::vector<double> times;
    for (int i = 0; i < fewRepetitions; ++i)
        times.push_back(millisecondsOf(nodes, scheduling, hook));
    return medianOf(times);
}

} // namespace

void measureMakespan(Report &report)
{
    const struct { const char *name; Nodes (*shape)(int); } shapes[] = {
        { "layers of 3", [](int count) { return makeLayers(count); } }, { "unbalanced", makeUnbalanced }
    };
    for (const auto scheduling : { Scheduling::AsReady, Scheduling::LayerByLayer }) {
        const bool isAsReady = scheduling == Scheduling::AsReady;
        for (const auto &shape : shapes) {
            for (int count : { 200, 1000 }) {
                const Nodes nodes = shape.shape(count);
                setTimes(nodes, 1, 50);
                report.add({ QStringLiteral("makespan of %1, %2, beside %3")
                                     .arg(count).arg(QLatin1String(shape.name))
                                     .arg(isAsReady ? QStringLiteral("the longest path")
                                                    : QStringLiteral("each layer's longest")),
                             median(nodes, scheduling), double(idealOf(nodes, scheduling)), QStringLiteral("ms"), 1.03,
                             1.015 });
            }
        }
    }
    const Nodes application = makeLayers(12, 4);
    setTimes(application, 20, 80);
    const double ideal = idealOf(application, Scheduling::AsReady);
    const std::pair<QString, Node::Hook> clocks[] = { { QStringLiteral("a thread"), Node::Hook::Alarm },
                                                      { QStringLiteral("Qt's timers"), Node::Hook::Timer } };
    for (const auto &[clock, hook] : clocks) {
        const QString name = QStringLiteral("12 components of 20 to 80 ms, timed by %1: beyond ").arg(clock);
        const double time = median(application, Scheduling::AsReady, hook);
        report.add({ name + QStringLiteral("the longest path"), time - ideal, 0, QStringLiteral("ms"), 1 });
        report.add({ name + QStringLiteral("bare watchers in the same order"),
                     time - medianOfBareSetup(application, hook), 0, QStringLiteral("ms"), 1 });
    }
}
