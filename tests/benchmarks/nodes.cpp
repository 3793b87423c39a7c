// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "nodes.h"

#include "alarmclock.h"
#include "meta/qtversions_p.h"
#include "stopwatch.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qtimer.h>

#include <cstdio>

namespace {

void keepBusy(std::chrono::microseconds time)
{
    const auto end = Clock::now() + time;
    while (Clock::now() < end) { }
}

} // namespace

QFuture<void> Node::run()
{
    if (hook == Hook::Done)
        return done();
    if (hook == Hook::Ready)
        return QConductor::makeReadyFuture();
    if (hook == Hook::Busy) {
        keepBusy(std::chrono::microseconds(50));
        return done();
    }
    if (hook == Hook::Alarm) {
        static AlarmClock clock;
        return clock.after(std::chrono::milliseconds(milliseconds));
    }
    m_promise = std::make_unique<QPromise<void>>();
    m_promise->start();
    if (hook == Hook::Timer)
        QTimer::singleShot(std::chrono::milliseconds(milliseconds), Qt::PreciseTimer, this, &Node::finish);
    else
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    return m_promise->future();
}

void Node::finish()
{
    m_promise->finish();
}

bool Node::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return Component::event(event);
    finish();
    return true;
}

Nodes makeChain(int count)
{
    Nodes nodes;
    nodes.push_back(std::make_unique<Node>());
    for (int i = 1; i < count; ++i) {
        auto link = std::make_unique<Link>();
        link->next = nodes.back().get();
        nodes.push_back(std::move(link));
    }
    return nodes;
}

Nodes makeStar(int count)
{
    Nodes nodes;
    nodes.push_back(std::make_unique<Node>());
    for (int i = 1; i < count; ++i) {
        auto link = std::make_unique<Link>();
        link->next = nodes.front().get();
        nodes.push_back(std::move(link));
    }
    return nodes;
}

Nodes makeLayers(int count, int layers)
{
    const int width = count / layers;
    Nodes nodes;
    for (int i = 0; i < width; ++i)
        nodes.push_back(std::make_unique<Node>());
    for (int i = width; i < count; ++i) {
        const int before = (i / width - 1) * width;
        auto node = std::make_unique<Layered>();
        node->a = nodes[std::size_t(before + i % width)].get();
        node->b = nodes[std::size_t(before + (i * 7 + 13) % width)].get();
        node->c = nodes[std::size_t(before + (i * 31 + 5) % width)].get();
        nodes.push_back(std::move(node));
    }
    return nodes;
}

void addAll(QConductor::Conductor &conductor, const Nodes &nodes)
{
    for (const auto &node : nodes)
        conductor.add(node.get());
}

void complete(const QFuture<void> &future)
{
    while (!future.isFinished())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    try {
        QFuture<void>(future).waitForFinished();
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        std::exit(1);
    }
}
