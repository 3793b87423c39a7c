// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_WORLD_H
#define QCONDUCTOR_TESTS_WORLD_H

#include <QConductor/Conductor>

#include <QtCore/qlist.h>
#include <QtCore/qpromise.h>
#include <QtCore/qset.h>
#include <QtCore/qstring.h>

#include <array>
#include <memory>
#include <vector>

// What a component depends on: a bit for each component. What it requires comes before it.
struct Shape
{
    std::vector<unsigned> needs;
    std::vector<unsigned> optional; // those of its needs that are optional
    unsigned lists = 0;             // a bit for each component that has a list of all others
    QConductor::Conductor::Scheduling scheduling;
    unsigned inessential = 0; // a bit for each component that may fail
    unsigned restarting = 0;  // a bit for each component that is tried again, once, after it has failed
    unsigned deferred = 0;    // a bit for each component that begins when the event loop has been idle
    unsigned onDemand = 0;    // a bit for each component that begins by start() alone, or by what requires it

    bool hasNeed(int dependent, int dependency) const { return needs[std::size_t(dependent)] & 1u << dependency; }
    bool isOptional(int dependent, int dependency) const { return optional[std::size_t(dependent)] & 1u << dependency; }
    bool hasList(int number) const { return lists & 1u << number; }
    bool isAutomatic(int number) const { return !((deferred | onDemand) & 1u << number); }
    bool isDeferred(int number) const { return deferred & 1u << number; }
    bool leads(int from, int to) const; // from a component to one that it depends on, transitively

    int size() const { return int(needs.size()); }
    QString toString() const;
};

// One event: a call, or something that happens while hooks are in flight.
struct Step
{
    enum Kind {
        Setup,
        Shutdown,
        Start,
        Stop,
        Restart,
        Cancel,
        Succeed,
        Fail,
        Obey,
        TimeOut,
        Destroy,
        Report,
        Idle,
        Request,
        Withdraw,
        Agree,
        Refuse
    };
    Kind kind;
    int target = -1; // a component or, of Cancel, the number of the call

    bool isCall() const { return kind <= Restart; }
    QString toString() const;
};

// How often each kind of step may happen in a run.
struct Limits
{
    int calls;
    int failures; // of hooks
    int cancels;
    int timeouts;
    int destructions;
    int reports; // of failures while a component is active
    int requests = 0; // of a shutdown
};

class World;

// A component whose hooks end when the world says so.
class Part : public QConductor::Component
{
    Q_OBJECT

public:
    static constexpr int most = 4;

    Part(World *world, int number);
    ~Part() override;

    std::array<Part *, most> needs {};
    QList<Part *> listed;
    std::unique_ptr<QPromise<void>> hook; // in flight, or given up and unfinished
    QConductor::Phase phase = QConductor::Phase::Setup;
    std::unique_ptr<QPromise<bool>> question; // the answer to a request for a shutdown; nullptr: it is not awaited
    bool isDue = false; // onSetup() was called and has not failed, so that onShutdown() has to be called

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;
    QFuture<bool> onShutdownRequest(QConductor::ShutdownReason reason) override;

private:
    World *m_world;
    int m_number;
};

class PartOf1 : public Part
{
    Q_OBJECT
    Q_PROPERTY(Part *need0 MEMBER m_need0)
public:
    using Part::Part;
    Part *&m_need0 = needs[0];
};

class PartOf2 : public PartOf1
{
    Q_OBJECT
    Q_PROPERTY(Part *need1 MEMBER m_need1)
public:
    using PartOf1::PartOf1;
    Part *&m_need1 = needs[1];
};

class PartOf3 : public PartOf2
{
    Q_OBJECT
    Q_PROPERTY(Part *need2 MEMBER m_need2)
public:
    using PartOf2::PartOf2;
    Part *&m_need2 = needs[2];
};

// A component that has a list of all others.
class ListPart : public Part
{
    Q_OBJECT
    Q_PROPERTY(QList<Part *> listed MEMBER m_listed)
public:
    using Part::Part;
    QList<Part *> &m_listed = listed;
};

class ListPartOf1 : public ListPart
{
    Q_OBJECT
    Q_PROPERTY(Part *need0 MEMBER m_need0)
public:
    using ListPart::ListPart;
    Part *&m_need0 = needs[0];
};

class ListPartOf2 : public ListPartOf1
{
    Q_OBJECT
    Q_PROPERTY(Part *need1 MEMBER m_need1)
public:
    using ListPartOf1::ListPartOf1;
    Part *&m_need1 = needs[1];
};

class ListPartOf3 : public ListPartOf2
{
    Q_OBJECT
    Q_PROPERTY(Part *need2 MEMBER m_need2)
public:
    using ListPartOf2::ListPartOf2;
    Part *&m_need2 = needs[2];
};

// An application of a few components, which goes from step to step, and checks after each what the rules demand.
class World
{
public:
    World(const Shape &shape, const Limits &limits);
    ~World();

    void take(const Step &step);
    QList<Step> steps() const;                // that may be taken now
    QByteArray key() const;                   // two worlds with the same key have the same future
    QString wrong() const { return m_wrong; } // what was wrong first; empty: nothing

    QFuture<void> enter(int number, QConductor::Phase phase);
    QFuture<bool> ask(int number);

private:
    struct Call
    {
        Step step;
        QFuture<void> future;
    };

    bool needs(int dependent, int dependency) const // that it requires
    {
        return m_shape.hasNeed(dependent, dependency) && !m_shape.isOptional(dependent, dependency);
    }
    Part *held(int dependent, int dependency) const; // what the property for that dependency holds
    bool exists(int number) const { return bool(m_parts[std::size_t(number)]); }
    Part &part(int number) const { return *m_parts[std::size_t(number)]; }
    bool hasActiveNeeds(int number) const;
    void call(const Step &step);
    void endHook(int number, Step::Kind kind);
    void passTime();
    void request();
    void answer(int number, bool hasAgreed);
    void checkRequests();
    void destroy(int number);
    void settle();
    void check(bool isRight, const QString &otherwise);
    void checkAtRest();
    void checkOptional(int number, QConductor::Phase phase);
    void checkLists(int number, QConductor::Phase phase);
    void checkList(int number);
    std::unique_ptr<Part> makePart(int number);
    void followModel(const Step &step);
    void followStart(int number);
    void becomeIdle();
    void fail(int number);
    void checkBegin(int number);
    void checkSettled();
    void checkSettledAtRest();
    void checkNobodyWaitsForDeferred();
    std::vector<bool> whatModesBegin(unsigned deferred) const;
    unsigned deferredToBegin() const;
    bool isAnyCall(Step::Kind kind) const;
    std::vector<bool> closure(int number, bool ofDependencies) const;

    const Shape m_shape;
    Limits m_left;
    qint64 m_time = 0;
    std::unique_ptr<QConductor::Conductor> m_conductor;
    std::vector<std::unique_ptr<Part>> m_parts;
    std::vector<std::unique_ptr<QPromise<void>>> m_givenUp;
    std::vector<Call> m_calls;
    std::vector<QFuture<bool>> m_requests; // of a shutdown
    unsigned m_agreed = 0;                 // a bit for each component that has agreed to the request that is pending
    bool m_hasRefused = false;             // a component has refused the last request
    int m_refusals = 0;                    // number of times that shutdownRefused() was emitted
    int m_refused = 0;                     // number of refusals
    bool m_isSteady = true;                // nothing but answers has happened since the last request
    std::vector<bool> m_expected; // the components that are to be up when nothing has gone wrong
    std::vector<bool>
            m_asked; // the components that a call, or what was deferred, may begin, since the conductor was down
    std::vector<bool> m_stopped;  // the components that stop() may have kept down
    int m_activations = 0;        // number of times that activated() was emitted
    int m_settled = 0;            // number of times that settled() was emitted
    bool m_isExpected = true;     // nothing has gone wrong so far
    // No hook has timed out, so none has waited for an earlier one of its component, and no component was destroyed, so that a
    // property may hold another one that was found by its class.
    bool m_isUsual = true;
    bool m_isOver = false;        // hooks end at once, and nothing is checked any more
    QString m_wrong;
};

#endif
