// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "nodes.h"
#include "rows.h"
#include "stopwatch.h"

#include <utility>

// Each generated file has one of these functions.
#define DECLARE(file) void makeClasses##file(Nodes &nodes);
DECLARE(0) DECLARE(1) DECLARE(2) DECLARE(3) DECLARE(4) DECLARE(5) DECLARE(6) DECLARE(7) DECLARE(8) DECLARE(9)
#undef DECLARE

namespace {

constexpr void (*makers[])(Nodes &) = { makeClasses0, makeClasses1, makeClasses2, makeClasses3, makeClasses4,
                                        makeClasses5, makeClasses6, makeClasses7, makeClasses8, makeClasses9 };
static_assert(std::size(makers) == CLASS_FILES);

Nodes makeOneOfEach()
{
    Nodes nodes;
    for (const auto make : makers)
        make(nodes);
    return nodes;
}

void measure(Report &report, const QString &name, Node::Hook hook, double bound, double stretch)
{
    Node::hook = hook;
    std::vector<double> bare;
    std::vector<double> everything;
    double first = 0;
    for (int i = 0; i < repetitions; ++i) {
        const Nodes nodes = makeOneOfEach();
        bare.push_back(processorTimeOf([&] {
            for (const auto &node : nodes) {
                const QFuture<void> future = node->callSetup();
                if (!future.isFinished() || future.isCanceled())
                    qFatal("a hook failed");
            }
        }));
        QConductor::Conductor conductor;
        everything.push_back(processorTimeOf([&] {
            addAll(conductor, nodes);
            complete(conductor.setup());
        }));
        first = i == 0 ? everything.back() : first;
        complete(conductor.shutdown());
    }
    const double count = double(makeOneOfEach().size());
    report.add({ name, medianOf(everything) / count, medianOf(bare) / count, QStringLiteral("ns"), bound, stretch });
    report.add({ name + QStringLiteral(", the first time"), first / count, medianOf(bare) / count, QStringLiteral("ns") });
}

} // namespace

void measureEverything(Report &report)
{
    measure(report, QStringLiteral("everything, 1,000 classes, fresh ready future"), Node::Hook::Ready, 6, 3.5);
    measure(report, QStringLiteral("everything, 1,000 classes, done()"), Node::Hook::Done, 0, 0);
}
