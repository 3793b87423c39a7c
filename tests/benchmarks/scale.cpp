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

// Returns the processor time in which a component restarts that nothing needs.
double costOfRestart(QConductor::Conductor &conductor, QConductor::Component *component)
{
    constexpr int restarts = 100;
    return processorTimeOf([&] {
               for (int i = 0; i < restarts; ++i)
                   complete(conductor.restart(component));
           })
           / restarts;
}

// A call costs what its part costs (R39).
void measureRestart(Report &report)
{
    const Nodes few = makeStar(1000);
    const Nodes many = makeStar(100000);
    QConductor::Conductor small;
    QConductor::Conductor large;
    addAll(small, few);
    addAll(large, many);
    complete(small.setup());
    complete(large.setup());
    std::vector<double> amongFew;
    std::vector<double> amongMany;
    for (int i = 0; i < fewRepetitions; ++i) {
        amongFew.push_back(costOfRestart(small, few.back().get()));
        amongMany.push_back(costOfRestart(large, many.back().get()));
    }
    report.add({ QStringLiteral("restart() of a leaf among 100,000 beside 1,000"), medianOf(amongMany),
                 medianOf(amongFew), QStringLiteral("ns"), 2, 1.3 });
    complete(small.shutdown());
    complete(large.shutdown());
}

// The root of a tree restarts with all the rest.
void measureRestartOfAll(Report &report)
{
    const Nodes nodes = makeStar(10000);
    QConductor::Conductor conductor;
    addAll(conductor, nodes);
    complete(conductor.setup());
    std::vector<double> restart;
    std::vector<double> inTwoCalls;
    for (int i = 0; i < repetitions; ++i) {
        restart.push_back(processorTimeOf([&] { complete(conductor.restart(nodes.front().get())); }));
        inTwoCalls.push_back(processorTimeOf([&] {
            complete(conductor.shutdown());
            complete(conductor.setup());
        }));
    }
    report.add({ QStringLiteral("restart() of the root of 10,000 beside shutdown() and setup()"), medianOf(restart),
                 medianOf(inTwoCalls), QStringLiteral("ns"), 1.2, 1 });
    complete(conductor.shutdown());
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
    measureRestart(report);
    measureRestartOfAll(report);
}
