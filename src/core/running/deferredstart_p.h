// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_DEFERREDSTART_P_H
#define QCONDUCTOR_RUNNING_DEFERREDSTART_P_H

#include "async/wakeup_p.h"
#include "running/hookrunner_p.h"

#include <functional>
#include <utility>

namespace QConductor {

// Says when the Deferred components begin (R43): when the event loop has been idle once since a setup has ended, and the main
// window, if there is one, has shown its first frame.
class DeferredStart
{
public:
    enum class Stage { None, AwaitsIdle, AwaitsFrame, IsDue, Begun };

    DeferredStart(WakeUp &wakeUp, HookRunner &hooks) : m_wakeUp(wakeUp), m_hooks(hooks) { }

    void await(); // a setup has ended, and has left something
    void begin() { m_stage = Stage::Begun; }
    void end() { m_stage = Stage::None; }  // all that was begun is up, or has failed
    void repeat() { m_isToRepeat = true; } // another setup has left some: they begin when those that have begun are up
    bool takeRepeat() { return std::exchange(m_isToRepeat, false); }
    void reset(); // nothing begins before the next setup

    bool isDue() const; // it has to begin now
    bool isStillToBegin() const { return m_stage != Stage::None && m_stage != Stage::Begun; }
    bool hasBegun() const { return m_stage == Stage::Begun; }
    bool isNone() const { return m_stage == Stage::None; }
    Stage stage() const { return m_stage; }

    std::function<bool()>
            isFrameAwaited; // whether the main window is visible and has shown nothing yet; empty: there is none
    void framePainted();    // the main window has shown its first frame

    // For tests, which tell when the event loop has been idle, if isIdleTold is true.
    bool isIdleTold = false;
    bool isAwaitingIdle() const { return m_stage == Stage::AwaitsIdle; }
    void becomeIdle();

private:
    WakeUp &m_wakeUp;
    HookRunner &m_hooks;
    Stage m_stage = Stage::None;
    Clock::time_point m_frameLimit; // until which the first frame is awaited
    bool m_isToRepeat = false;
};

} // namespace QConductor

#endif
