// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "nodes.h"
#include "rows.h"
#include "stopwatch.h"

#include <QtCore/qtimer.h>

namespace {

// Returns the longest time that a timer of 0 ms had to wait while the work was done, in milliseconds.
template <class Work> double longestGap(Work work)
{
    double longest = 0;
    auto last = Clock::now();
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        longest = std::max(longest, nanosecondsSince(last) / 1e6);
        last = Clock::now();
    });
    timer.start(0);
    work();
    return std::max(longest, nanosecondsSince(last) / 1e6);
}

} // namespace

void measureEventLoop(Report &report)
{
    Node::hook = Node::Hook::Busy;
    const Nodes nodes = makeLayers(10000);
    QConductor::Conductor conductor;
    addAll(conductor, nodes);
    std::vector<double> setup;
    std::vector<double> shutdown;
    for (int i = 0; i < fewRepetitions; ++i) {
        setup.push_back(longestGap([&] { complete(conductor.setup()); }));
        shutdown.push_back(longestGap([&] { complete(conductor.shutdown()); }));
    }
    report.add({ QStringLiteral("longest wait of a 0-ms timer, 10,000 hooks of 50 µs, setup"), medianOf(setup), 0,
                 QStringLiteral("ms"), 12 });
    report.add({ QStringLiteral("longest wait of a 0-ms timer, 10,000 hooks of 50 µs, shutdown"), medianOf(shutdown), 0,
                 QStringLiteral("ms"), 12 });
}
