// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "naive.h"

#include "rows.h"
#include "stopwatch.h"

#include <QtCore/qfuture.h>
#include <QtCore/qhash.h>

NaiveEngine::NaiveEngine(const Nodes &nodes)
{
    QHash<Node *, int> numbers;
    for (const auto &node : nodes) {
        QList<int> dependencies;
        if (const auto *layered = qobject_cast<Layered *>(node.get())) {
            for (Node *dependency : { layered->a, layered->b, layered->c })
                dependencies.append(numbers.value(dependency));
        }
        numbers.insert(node.get(), int(m_parts.size()));
        m_parts.push_back({ node.get(), dependencies });
    }
}

QFuture<void> NaiveEngine::setup()
{
    QList<QFuture<void>> futures;
    for (const Part &part : m_parts) {
        if (part.dependencies.isEmpty()) {
            futures.append(part.node->callSetup());
            continue;
        }
        QList<QFuture<void>> dependencies;
        for (int dependency : part.dependencies)
            dependencies.append(futures.at(dependency));
        futures.append(QtFuture::whenAll(dependencies.begin(), dependencies.end())
                               .then(&m_context, [node = part.node](const QList<QFuture<void>> &) { return node->callSetup(); })
                               .unwrap());
    }
    return QtFuture::whenAll(futures.begin(), futures.end()).then(&m_context, [](const QList<QFuture<void>> &) { });
}

void measureNaive(Report &report)
{
    Node::hook = Node::Hook::Done;
    const Nodes nodes = makeLayers(10000);
    NaiveEngine naive(nodes);
    QConductor::Conductor conductor;
    addAll(conductor, nodes);
    std::vector<double> slow;
    std::vector<double> fast;
    for (int i = 0; i < fewRepetitions; ++i) {
        slow.push_back(processorTimeOf([&] { complete(naive.setup()); }));
        fast.push_back(processorTimeOf([&] { complete(conductor.setup()); }));
        complete(conductor.shutdown());
    }
    const double count = double(nodes.size());
    report.add({ QStringLiteral("the naive engine beside QConductor, done(), layers of 3: setup"), medianOf(slow) / count,
                 medianOf(fast) / count, QStringLiteral("ns"), 20, 0, true });
}
