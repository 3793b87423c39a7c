// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/job_p.h"

#include <algorithm>

namespace QConductor {

using Position = Schedule::Position;

namespace {

template <class E> std::exception_ptr pointerTo(const std::optional<E> &error)
{
    return error ? std::make_exception_ptr(*error) : nullptr;
}

} // namespace

QByteArray Job::fingerprint(int targetNode) const
{
    QByteArray print = '/' + QByteArray::number(int(kind)) + ',' + QByteArray::number(targetNode) + ','
                       + QByteArray::number(int(stage)) + ',' + QByteArray::number(int(verdict))
                       + (wasTakenFrom ? "l" : "") + (isOpening ? "o" : "") + (summary.isEmpty() ? "" : "f");
    for (const Member &member : m_members)
        print += char('0' + int(member.wasUp) + 2 * int(member.isLost) + 4 * int(m_isSweeping || member.isOnTheWay));
    return print;
}

std::exception_ptr Job::error() const
{
    if (verdict == Verdict::Failed || (raises() && isGood() && summary.hasSetupFailure()))
        return std::make_exception_ptr(summary.setupError());
    const bool isRestart = kind == Kind::Restart && isGood();
    return raises() && !isRestart ? nullptr : pointerTo(summary.shutdownError(true));
}

std::exception_ptr Job::errorOfRollBack() const
{
    return pointerTo(summary.shutdownError(true));
}

std::exception_ptr Job::errorOfShutdown() const
{
    return pointerTo(summary.shutdownError(false));
}

void Job::setPart(const DependencyGraph &graph, const Schedule &schedule, const Part &part)
{
    m_graph = &graph;
    m_isWhole = part.isWhole || int(part.nodes.size()) == graph.size();
    if (!m_isWhole)
        m_nodes = part.nodes;
    const int count = m_isWhole ? graph.size() : int(m_nodes.size());
    const bool isAllToRise = m_isWhole && raises() && schedule.isNoneUp();
    m_members.assign(std::size_t(count), Member {});
    toMove = isAllToRise ? count : 0;
    const Position end = raises() ? Position::Up : Position::Down;
    for (int index = 0; index < count && !isAllToRise; ++index) {
        const Position position = schedule.position(node(index));
        m_members[std::size_t(index)].wasUp = position == Position::Up;
        toMove += position != end;
    }
    m_byLayer = m_nodes;
    std::stable_sort(m_byLayer.begin(), m_byLayer.end(),
                     [&graph](int first, int second) { return graph.layer(first) < graph.layer(second); });
}

void Job::turn(const Schedule &schedule)
{
    begin(Stage::Turning);
    m_rising = 0;
    m_hasToLeaveOut = false;
    const int count = schedule.isAllUp() ? 0 : size(); // if all are up, there is nothing to find
    for (int index = 0; index < count; ++index) {
        Member &member = m_members[std::size_t(index)];
        if (member.isLost)
            continue;
        const Position position = schedule.position(node(index));
        member.isAwaited = position == Position::Rising && schedule.isUnwanted(node(index));
        m_rising += member.isAwaited;
        m_hasToLeaveOut = m_hasToLeaveOut || position == Position::Down || position == Position::Rising;
    }
    if (m_rising == 0)
        skipToEnd(); // nobody has to be asked to cancel
}

int Job::find(int node) const
{
    const auto found = std::lower_bound(m_nodes.begin(), m_nodes.end(), node);
    return found != m_nodes.end() && *found == node ? int(found - m_nodes.begin()) : -1;
}

void Job::renew(int node, Schedule &schedule)
{
    endSweep(schedule);
    m_members[std::size_t(indexOf(node))].goesDownFirst = true;
    toMove += schedule.position(node) == Position::Up;
    schedule.renew(node);
}

void Job::lose(int node, Schedule &schedule)
{
    wasTakenFrom = true;
    handOver(node, schedule);
}

void Job::handOver(int node, Schedule &schedule)
{
    Member &member = m_members[std::size_t(indexOf(node))];
    awaitNoMore(member);
    drop(node, schedule);
    member.isLost = true;
    m_isIntact = false;
}

void Job::goWithout(int node, Schedule &schedule)
{
    endSweep(schedule);
    Member &member = m_members[std::size_t(indexOf(node))];
    member.isGivenUp = true;
    if (m_end != Position::Rising && isToMove(node, schedule))
        putOnTheWay(member);
    if (member.isOnTheWay)
        admit(node, schedule);
}

void Job::drop(int node, Schedule &schedule)
{
    endSweep(schedule);
    const int index = indexOf(node);
    if (m_end != Position::Rising && m_members[std::size_t(index)].isOnTheWay)
        settle(index, schedule);
}

void Job::move(Schedule &schedule, Stage next, Company company)
{
    stage = next;
    m_end = stage == Stage::Rising ? Position::Up : Position::Down;
    m_progress = (stage == Stage::Rising) == raises();
    m_onTheWay = m_place = m_leftInLayer = 0;
    m_layer = -1;
    const bool isAllToMove = stage == Stage::Rising ? schedule.isAllToRise() : schedule.isAllToSink();
    const bool isWhole = m_isWhole && m_isIntact && !m_graph->hasMissing(); // what is missing waits in its own layer
    m_isSweeping = company == Company::Alone && isWhole && isAllToMove && schedule.isUniform() && size() > 0;
    if (m_isSweeping)
        return sweep(schedule);
    m_isMarked = true;
    for (int index = 0; index < size(); ++index) {
        Member &member = m_members[std::size_t(index)];
        member.isOnTheWay = !member.isLost && (isAllToMove || isToMove(node(index), schedule));
        member.isAdmitted = false;
        m_onTheWay += member.isOnTheWay;
        if (!isAllToMove && stage == Stage::Rising && Q_UNLIKELY(schedule.isToSink(node(index))) && member.isOnTheWay)
            admit(node(index), schedule); // what depends on it may be in the same job
    }
    enterLayers(schedule);
}

void Job::sweep(Schedule &schedule)
{
    if (std::exchange(m_isMarked, false)) {
        for (Member &member : m_members)
            member.isOnTheWay = member.isAdmitted = false;
    }
    m_onTheWay = size();
    sweepLayer(schedule);
}

// A member isn't up, and wanted up or stale: it has to go down first, another job has taken it down, or it has failed, and then
// it will be wanted no longer before it can rise. It goes down at once, and rises when its layer has its turn.
void Job::raiseAgain(int index, Schedule &schedule)
{
    Member &member = m_members[std::size_t(index)];
    if (member.isLost)
        return;
    const int node = this->node(index);
    putOnTheWay(member);
    if (schedule.isToSink(node))
        return admit(node, schedule);
    if (isLayered && m_graph->layer(node) > m_layer)
        return;
    m_leftInLayer += !member.isAdmitted;
    member.isAdmitted = true;
    admit(node, schedule);
}

// The setup of a member has timed out and is tried again, while the others go down. The member has to be shut down first. It
// goes down at once, because others may wait for that.
void Job::sinkToo(int index, Schedule &schedule)
{
    Member &member = m_members[std::size_t(index)];
    if (member.isLost)
        return;
    putOnTheWay(member);
    admit(node(index), schedule);
}

// Admits the members of the next layer that has any on the way, or else all of them.
void Job::enterLayers(Schedule &schedule)
{
    const int count = size();
    int admitted = 0;
    int place = m_place;
    for (; place < count; ++place) {
        const int node = ordered(place);
        const int layer = isLayered ? m_graph->layer(node) : 0;
        if (layer != m_layer) {
            if (admitted > 0)
                break;
            m_layer = layer;
        }
        Member &member = m_members[std::size_t(indexOf(node))];
        if (member.isOnTheWay && !member.isAdmitted) {
            member.isAdmitted = true;
            ++admitted;
            admit(node, schedule);
        }
    }
    m_place = place;
    m_leftInLayer += admitted;
}

// Admits the next layer, or all members at once.
void Job::sweepLayer(Schedule &schedule)
{
    if (m_place == size()) {
        m_isSweeping = false; // nothing is on the way any more
    } else if (isLayered) {
        const bool isRising = stage == Stage::Rising;
        m_layer = isRising ? m_layer + 1 : (m_layer < 0 ? m_graph->layerCount() : m_layer) - 1;
        const int begin = isRising ? m_place : m_graph->layerEnd(m_layer - 1);
        const int end = isRising ? m_graph->layerEnd(m_layer) : size() - m_place;
        m_leftInLayer = end - begin;
        m_place += m_leftInLayer;
        schedule.admitPlaces(begin, end, !isRising);
    } else {
        m_layer = 0;
        m_leftInLayer = m_place = size();
        schedule.admitAll();
    }
}

// The sweep ends. In a sweep, each node is on the way until it arrives, and what stands in a layer that was entered is admitted.
void Job::markOnTheWay(const Schedule &schedule)
{
    m_isSweeping = false;
    m_isMarked = true;
    for (int index = 0; index < size(); ++index) {
        m_members[std::size_t(index)].isOnTheWay = schedule.position(node(index)) != m_end;
        m_members[std::size_t(index)].isAdmitted = false;
    }
    for (int place = 0; place < m_place; ++place) {
        Member &member = m_members[std::size_t(ordered(place))];
        member.isAdmitted = member.isOnTheWay;
    }
}

// The node isn't where this stage takes it.
void Job::nodeStrayed(int index, Position at, Schedule &schedule)
{
    endSweep(schedule);
    const int node = this->node(index);
    Member &member = m_members[std::size_t(index)];
    const bool isToRise = schedule.isWantedUp(node) && !member.isGivenUp;
    const bool isThere = member.isGivenUp ? at == Position::Down : !isToMove(node, schedule);
    if (stage == Stage::Rising && at != m_end && (isToRise || schedule.isToSink(node)))
        raiseAgain(index, schedule);
    else if (stage == Stage::Sinking && at == Position::Stale && !member.isOnTheWay)
        sinkToo(index, schedule);
    else if ((stage == Stage::Sinking || stage == Stage::Rising) && member.isOnTheWay && isThere)
        settle(index, schedule); // it stays up or down after all
    else
        awaitNoMore(member);
}

} // namespace QConductor
