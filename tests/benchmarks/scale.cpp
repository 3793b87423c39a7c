// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "nodes.h"
#include "rows.h"
#include "stopwatch.h"

namespace {

// Returns the processor time of one component, from an empty conductor until all components are active.
double costOf(const Nodes &nodes)
{
    QConductor::Conductor conductor;
    const double cost = processorTimeOf([&] {
        addAll(conductor, nodes);
        complete(conductor.setup());
    });
    complete(conductor.shutdown());
    return cost / double(nodes.size());
}

} // namespace

void measureScale(Report &report)
{
    Node::hook = Node::Hook::Done;
    const struct { const char *name; Nodes (*shape)(int); } shapes[] = {
        { "chain", makeChain }, { "star", makeStar }, { "layers of 3", [](int count) { return makeLayers(count); } }
    };
    for (const auto &shape : shapes) {
        const Nodes few = shape.shape(1000);
        const Nodes many = shape.shape(100000);
        std::vector<double> amongFew;
        std::vector<double> amongMany;
        for (int i = 0; i < fewRepetitions; ++i) {
            amongFew.push_back(costOf(few));
            amongMany.push_back(costOf(many));
        }
        report.add({ QStringLiteral("a component among 100,000 beside 1,000, %1: add + setup").arg(QLatin1String(shape.name)),
                     medianOf(amongMany), medianOf(amongFew), QStringLiteral("ns"), 2, 1.3 });
    }
}
