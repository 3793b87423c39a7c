// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_REHEARSAL_H
#define QCONDUCTOR_TESTS_REHEARSAL_H

#include "blueprint.h"

#include <QConductor/Error>

#include <QtCore/qpointer.h>
#include <QtCore/qpromise.h>

#include <memory>
#include <vector>

class Rehearsal;

// A component that does what its blueprint says.
class Node : public QConductor::Component
{
    Q_OBJECT

public:
    static constexpr int mostNeeds = 4;
    static inline int count = 0;

    Node(Rehearsal *rehearsal, int number);
    ~Node() override;
    std::array<Node *, mostNeeds> needs {};

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;

private:
    Rehearsal *m_rehearsal;
    int m_number;
};

// A node has as many properties as its part has dependencies.
class Needing1 : public Node
{
    Q_OBJECT
    Q_PROPERTY(Node *need0 MEMBER m_need0)
public:
    using Node::Node;
    Node *&m_need0 = needs[0];
};

class Needing2 : public Needing1
{
    Q_OBJECT
    Q_PROPERTY(Node *need1 MEMBER m_need1)
public:
    using Needing1::Needing1;
    Node *&m_need1 = needs[1];
};

class Needing3 : public Needing2
{
    Q_OBJECT
    Q_PROPERTY(Node *need2 MEMBER m_need2)
public:
    using Needing2::Needing2;
    Node *&m_need2 = needs[2];
};

class Needing4 : public Needing3
{
    Q_OBJECT
    Q_PROPERTY(Node *need3 MEMBER m_need3)
public:
    using Needing3::Needing3;
    Node *&m_need3 = needs[3];
};

// Sets up and shuts down the application of a blueprint, and finds what the rules don't allow.
class Rehearsal : public QObject
{
    Q_OBJECT

public:
    explicit Rehearsal(const Blueprint &blueprint);
    ~Rehearsal() override;

    QString run(); // Returns what was wrong first, or an empty string.
    QFuture<void> enter(int number, QConductor::Phase phase);

private:
    // What has happened to a component since the last setup began.
    struct Record
    {
        QPointer<Node> node;
        std::array<int, 2> calls {}; // Number of calls of its hooks, by phase.
        bool failedInSetup = false;
        bool failedInShutdown = false;
        bool wasDestroyed = false;
    };
    enum class Outcome { Active, Failed, Canceled };

    void build();
    Node *make(int number);
    void note(Record &record, QConductor::Component::State state);
    void check(bool isRight, const QString &otherwise);
    void checkBegin(int number, QConductor::Phase phase);
    static bool hasTimedOut(const Record &record); // in setup
    bool hasShortTimeLeft(std::size_t number) const;
    Outcome checkSetup(QFuture<void> setup);
    void checkShutdown(QFuture<void> shutdown);
    void checkEachAtTheEnd(Outcome outcome);
    void checkAgain();
    QFuture<void> perform(const Hook &hook);
    QFuture<void> finishLater(bool well);
    void release();

    const Blueprint m_blueprint;
    const QList<int> m_layers; // The layer of each part.
    std::unique_ptr<QConductor::Conductor> m_conductor;
    std::vector<Record> m_records;
    std::vector<QPromise<void>> m_hung;
    QFuture<void> m_setup;
    bool m_hasStopped = false; // A hook has canceled setup or called shutdown().
    bool m_isHealed = false;   // The hooks have no faults any more.
    QString m_wrong;
};

#endif
