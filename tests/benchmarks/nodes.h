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
        Done,    // The hook returns done().
        Ready,   // The hook returns a future of its own that has finished.
        Pending, // A posted event finishes the future.
        Busy,    // The hook keeps the thread busy for 50 µs.
        Timer,   // A timer finishes the future after "milliseconds".
        Alarm,   // Another thread finishes the future after "milliseconds".
    };
    static inline Hook hook = Hook::Done;
    using Component::Component;

    QFuture<void> callSetup() { return onSetup(); }
    QFuture<void> callShutdown() { return onShutdown(); }
    void finish(); // Finishes the future of the pending hook.

    int milliseconds = 0;

protected:
    QFuture<void> onSetup() override { return run(); }
    QFuture<void> onShutdown() override { return run(); }
    bool event(QEvent *event) override;

private:
    QFuture<void> run();

    std::unique_ptr<QPromise<void>> m_promise;
};

// A node of a chain or of a star.
class Link : public Node
{
    Q_OBJECT
    Q_PROPERTY(Node *next MEMBER next)

public:
    Node *next = nullptr;
};

// A node that needs three nodes of the layer before it.
class Layered : public Node
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

using Nodes = std::vector<std::unique_ptr<Node>>; // Dependencies come before their dependents.

Nodes makeChain(int count);
Nodes makeStar(int count);
Nodes makeLayers(int count, int layers = 10);

void addAll(QConductor::Conductor &conductor, const Nodes &nodes);

// Runs the event loop until the future has finished. Ends the program if the future failed, because there is nothing to
// measure then.
void complete(const QFuture<void> &future);

#endif
