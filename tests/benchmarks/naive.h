// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_BENCHMARKS_NAIVE_H
#define QCONDUCTOR_BENCHMARKS_NAIVE_H

#include "nodes.h"

// The engine that one would write first: each component's future is whenAll() of its dependencies' futures, then() its
// hook, unwrap()ped. It is right for hooks that are ready when they return only: then every continuation runs where it
// is attached. A future that is pending takes one continuation, so with two dependents the first is lost (Qt 6.4), and
// chains of pending futures overflow the stack.
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
