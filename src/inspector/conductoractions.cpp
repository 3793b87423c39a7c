// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "conductoractions.h"

#include "meta/text_p.h"

namespace QConductor {

void ConductorActions::setConductor(Conductor *conductor)
{
    if (m_conductor == conductor)
        return;
    if (m_conductor)
        m_conductor->disconnect(this);
    m_conductor = conductor;
    if (conductor) {
        connect(conductor, &Conductor::stateChanged, this, &ConductorActions::changed);
        connect(conductor, &Conductor::progressChanged, this, &ConductorActions::changed);
        connect(conductor, &Conductor::degradedChanged, this, &ConductorActions::changed);
        connect(conductor, &QObject::destroyed, this, [this] {
            m_conductor.clear();
            Q_EMIT conductorChanged();
            Q_EMIT changed();
        });
    }
    Q_EMIT conductorChanged();
    Q_EMIT changed();
}

QString ConductorActions::stateText() const
{
    switch (state()) {
    case Conductor::State::Inactive: return Text::tr("inactive");
    case Conductor::State::SettingUp: return Text::tr("setting up");
    case Conductor::State::Active: return m_conductor->isDegraded() ? Text::tr("degraded") : Text::tr("active");
    case Conductor::State::ShuttingDown: return Text::tr("shutting down");
    case Conductor::State::Failed: return Text::tr("failed");
    }
    return {};
}

int ConductorActions::mark() const
{
    using State = Component::State;
    switch (state()) {
    case Conductor::State::Inactive: return int(State::Inactive);
    case Conductor::State::SettingUp: return int(State::SettingUp);
    case Conductor::State::Active: return int(m_conductor->isDegraded() ? State::Failed : State::Active);
    case Conductor::State::ShuttingDown: return int(State::ShuttingDown);
    case Conductor::State::Failed: return int(State::Failed);
    }
    return int(State::Inactive);
}

bool ConductorActions::isBusy() const
{
    return state() == Conductor::State::SettingUp || state() == Conductor::State::ShuttingDown;
}

// On an active conductor, a setup begins what was added since, and what has failed.
bool ConductorActions::canSetUp() const
{
    return m_conductor && state() != Conductor::State::SettingUp;
}

bool ConductorActions::canShutDown() const
{
    return state() == Conductor::State::SettingUp || state() == Conductor::State::Active;
}

// Nobody waits for the futures: what fails is among the messages.
void ConductorActions::setUp()
{
    if (canSetUp())
        m_conductor->setup();
}

void ConductorActions::shutDown()
{
    if (canShutDown())
        m_conductor->shutdown();
}

void ConductorActions::restart(Component *component)
{
    if (!m_conductor || !component || component->conductor() != m_conductor)
        return;
    const bool isDown = component->state() == Component::State::Inactive && component->errorString().isEmpty();
    if (isDown)
        m_conductor->start(component);
    else
        m_conductor->restart(component);
}

} // namespace QConductor
