// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_BENCHMARKS_NODES_H
#define QCONDUCTOR_BENCHMARKS_NODES_H

#include <QConductor/Conductor>

#include <QtCore/qpromise.h>

#include <memory>
#include <vector>

// A component whose hooks do what the benchmark says.
class Node : public QConductor::Component
{
    Q_OBJECT

public:
    enum class Hook {
        Done,    // done()
        Ready,   // a future of its own that has finished
        Pending, // one that a posted event finishes
        Busy,    // keeps the thread for 50 µs
        Timer,   // one that a timer finishes, after `milliseconds`
        Alarm,   // one that another thread finishes, then
    };
    static inline Hook hook = Hook::Done;
    using Component::Component;

    QFuture<void> callSetup() { return onSetup(); }
    QFuture<void> callShutdown() { return onShutdown(); }
    void finish(); // the pending hook

    int milliseconds = 0;

protected:
    QFuture<void> onSetup() override { return run(); }
    QFuture<void> onShutdown() override { return run(); }
    bool event(QEvent *event) override;

private:
    QFuture<void> run();

    std::unique_ptr<QPromise<void>> m_promise;
};

class Link : public Node // of a chain, or of a star
{
    Q_OBJECT
    Q_PROPERTY(Node *next MEMBER next)

public:
    Node *next = nullptr;
};

class Layered : public Node // needs three of the layer before
{
    Q_OBJECT
    Q_PROPERTY(Node *a MEMBER a)
    Q_PROPERTY(Node *b MEMBER b)
    Q_PROPERTY(Node *c MEMBER c)

public:
    Node *a = nullptr;
    Node *b = nullptr;
    Node *c = nullptr;
};

using Nodes = std::vector<std::unique_ptr<Node>>; // in topological order

Nodes makeChain(int count);
Nodes makeStar(int count);
Nodes makeLayers(int count, int layers = 10);

void addAll(QConductor::Conductor &conductor, const Nodes &nodes);

// Runs the event loop until the future has finished; ends the program if it failed, for then there is nothing to measure.
void complete(const QFuture<void> &future);

#endif
