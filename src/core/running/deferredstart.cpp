// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/deferredstart_p.h"

#include <QtCore/qtimer.h>

namespace QConductor {

// A timer without an interval fires when no event waits. Its context is the wake-up, so it doesn't fire when the engine is gone.
void DeferredStart::await()
{
    m_stage = Stage::AwaitsIdle;
    if (!isIdleTold)
        QTimer::singleShot(0, &m_wakeUp, [this] { becomeIdle(); });
}

void DeferredStart::becomeIdle()
{
    if (!isAwaitingIdle())
        return;
    if (isFrameAwaited && isFrameAwaited()) {
        m_stage = Stage::AwaitsFrame;
        m_frameLimit = m_hooks.setAlarm(2000); // a window may be covered, or on a screen that is off
        return;
    }
    m_stage = Stage::IsDue;
    m_wakeUp.post();
}

void DeferredStart::framePainted()
{
    if (m_stage != Stage::AwaitsFrame)
        return;
    m_stage = Stage::IsDue;
    m_wakeUp.post();
}

bool DeferredStart::isDue() const
{
    return m_stage == Stage::IsDue || (m_stage == Stage::AwaitsFrame && m_frameLimit <= m_hooks.now());
}

void DeferredStart::reset()
{
    m_stage = Stage::None;
    m_isToRepeat = false;
}

} // namespace QConductor
