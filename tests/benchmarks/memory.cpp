// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "allocations.h"
#include "nodes.h"
#include "rows.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfuturewatcher.h>

namespace {

constexpr int count = 10000;

template <class Work> double allocationsOf(Work work)
{
    const qint64 before = allocationCount();
    work();
    return double(allocationCount() - before) / count;
}

// Returns the allocations of a watcher that was used before. A pending future can't be observed without a watcher.
double allocationsOfWatchers(const Nodes &nodes)
{
    std::vector<std::unique_ptr<QFutureWatcher<void>>> watchers;
    for (int i = 0; i < count; ++i)
        watchers.push_back(std::make_unique<QFutureWatcher<void>>());
    const auto watch = [&] {
        for (std::size_t i = 0; i < nodes.size(); ++i)
            watchers[i]->setFuture(nodes[i]->callSetup());
        for (const auto &watcher : watchers)
            complete(watcher->future());
        QCoreApplication::processEvents();
    };
    watch();
    return allocationsOf(watch);
}

void measureAllocations(Report &report, const QString &name, Node::Hook hook)
{
    Node::hook = hook;
    const Nodes nodes = makeLayers(count);
    const double bare = allocationsOf([&] {
        for (const auto &node : nodes)
            complete(node->callSetup());
    });
    QConductor::Conductor conductor;
    addAll(conductor, nodes);
    const double first = allocationsOf([&] { complete(conductor.setup()); });
    complete(conductor.shutdown());
    const double setup = allocationsOf([&] { complete(conductor.setup()); });
    const double shutdown = allocationsOf([&] { complete(conductor.shutdown()); });
    report.add({ QStringLiteral("allocations, %1 hook: of the hook itself").arg(name), bare, 0, QString() });
    if (hook == Node::Hook::Pending)
        report.add({ QStringLiteral("allocations, %1 hook: of a watcher, beyond the hook's").arg(name),
                     allocationsOfWatchers(nodes) - bare });
    report.add({ QStringLiteral("allocations, %1 hook: first setup, beyond the hook's").arg(name), first - bare });
    report.add({ QStringLiteral("allocations, %1 hook: setup, beyond the hook's").arg(name), setup - bare });
    report.add({ QStringLiteral("allocations, %1 hook: shutdown, beyond the hook's").arg(name), shutdown - bare });
}

// A QObject with the members that a Node has. What a Node takes beyond that is what Component adds.
class Plain : public QObject
{
public:
    int milliseconds = 0;
    std::unique_ptr<QPromise<void>> promise;
    Node *dependencies[3] = {};
};

double bytesOfPlainObjects()
{
    const qint64 before = bytesInUse();
    std::vector<std::unique_ptr<Plain>> objects;
    for (int i = 0; i < count; ++i)
        objects.push_back(std::make_unique<Plain>());
    return double(bytesInUse() - before) / count;
}

void measureBytes(Report &report)
{
    Node::hook = Node::Hook::Done;
    const double plain = bytesOfPlainObjects();
    const qint64 before = bytesInUse();
    const Nodes nodes = makeLayers(count);
    const double components = double(bytesInUse() - before) / count;
    const qint64 beforeConductor = bytesInUse();
    QConductor::Conductor conductor;
    addAll(conductor, nodes);
    complete(conductor.setup());
    const double held = double(bytesInUse() - beforeConductor) / count;
    complete(conductor.shutdown());
    report.add({ QStringLiteral("bytes of the conductor a component"), held, 0, QStringLiteral("B"), 200, 64 });
    report.add({ QStringLiteral("bytes of a component beyond a plain QObject, the conductor's included"),
                 components - plain + held, 0, QStringLiteral("B"), 200 });
}

} // namespace

void measureMemory(Report &report)
{
    if (bytesInUse() >= 0)
        measureBytes(report);
    measureAllocations(report, QStringLiteral("done()"), Node::Hook::Done);
    measureAllocations(report, QStringLiteral("ready"), Node::Hook::Ready);
    measureAllocations(report, QStringLiteral("pending"), Node::Hook::Pending);
}
