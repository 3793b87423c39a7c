// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/jobrecorder_p.h"

namespace QConductor {

namespace {

Phase phaseOf(const Job &job)
{
    return job.raises() ? Phase::Setup : Phase::Shutdown;
}

} // namespace

bool JobRecorder::isOf(const Job &job) const
{
    const bool isRecorded = job.kind == Job::Kind::Setup || job.kind == Job::Kind::Shutdown;
    return isRecorded && m_recorder.isOf(phaseOf(job), &job);
}

void JobRecorder::begin(const Job &job)
{
    m_recorder.begin(phaseOf(job), &job, m_hooks.now());
}

void JobRecorder::drop(const Job &job)
{
    if (isOf(job))
        m_recorder.end(phaseOf(job), Recorder::End::Now, m_hooks.now());
}

// A setup is about what it brings up, and a shutdown about what was begun.
void JobRecorder::noteMembers(const Job &job, int active)
{
    if (!isOf(job))
        return;
    const bool isSetup = phaseOf(job) == Phase::Setup;
    std::vector<bool> members;
    if (active != (isSetup ? 0 : graph().size()) || job.size() != graph().size()) {
        members.assign(std::size_t(graph().size()) + 1, false); // not empty, which would mean all
        for (int index = 0; index < job.size(); ++index) {
            const int node = job.node(index);
            members[std::size_t(node)] = isSetup ? job.moves(node, m_schedule)
                                                 : m_schedule.position(node) != Schedule::Position::Down;
        }
    }
    const auto order = job.isLayered ? Recorder::Order::LayerByLayer : Recorder::Order::AsReady;
    m_recorder.setMembers(phaseOf(job), order, std::move(members), m_hooks.now());
}

void JobRecorder::noteStage(const Job &job)
{
    const Phase phase = job.stage == Job::Stage::Announcing ? Phase::Setup : Phase::Shutdown;
    if (isOf(job) && phase == phaseOf(job)) // a setup that rolls back comes to the stages of a shutdown
        m_recorder.setBase(phase, m_hooks.now());
}

// Only where something went wrong, the components are looked at: where nothing did, all are as they were to become.
void JobRecorder::end(const Job &job)
{
    if (!isOf(job))
        return;
    const Phase phase = phaseOf(job);
    const bool isClean = job.isGood() && !job.wasTakenFrom && job.reasons.isEmpty() && job.summary.isEmpty();
    const auto expected = phase == Phase::Setup ? Component::State::Active : Component::State::Inactive;
    for (int node = 0; !isClean && node < graph().size(); ++node) {
        const Component *component = graph().component(node);
        if (component && component->state() != expected && m_recorder.isMember(phase, node))
            m_recorder.setOutcome(phase, node, { component->state(), component->errorString() });
    }
    const auto end = phase == Phase::Setup && !job.isGood() ? Recorder::End::AtTheLastHook : Recorder::End::Now;
    m_recorder.end(phase, end, m_hooks.now());
}

Report JobRecorder::report(Phase phase) const
{
    std::vector<Recorder::Record> inFlight;
    for (const HookRunner::InFlight &hook : m_hooks.inFlightHooks()) {
        if (hook.phase == phase)
            inFlight.push_back({ hook.node, hook.times.began, hook.times.ended, hook.times.held });
    }
    return m_recorder.report(phase, graph(), m_hooks.now(), inFlight);
}

} // namespace QConductor
