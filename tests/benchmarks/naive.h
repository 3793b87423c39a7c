// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_BENCHMARKS_NAIVE_H
#define QCONDUCTOR_BENCHMARKS_NAIVE_H

#include "nodes.h"

// The engine that one would write first. The future of each component is made by whenAll() from the futures of its
// dependencies, by then() with its hook, and by unwrap(). This is only right for hooks that are ready when they return,
// because every continuation then runs where it is attached. A pending future takes one continuation, so with two
// dependents the first one is lost (Qt 6.4), and chains of pending futures overflow the stack.
class NaiveEngine
{
public:
    explicit NaiveEngine(const Nodes &nodes);
    QFuture<void> setup();

private:
    struct Part
    {
        Node *node;
        QList<int> dependencies;
    };
    std::vector<Part> m_parts;
    QObject m_context;
};

#endif
