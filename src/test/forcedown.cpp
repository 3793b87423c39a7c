// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "forcedown_p.h"

#include "conductorstate_p.h"
#include "timedwait_p.h"
#include "script.h"
#include "testaccess_p.h"

namespace QConductor::Test {

bool forceDown(Conductor *conductor, std::chrono::milliseconds timeout)
{
    qint64 time = 0;
    TestAccess::setVirtualTime(conductor, &time);
    Script::releaseAll(conductor);
    const auto expire = [conductor, &time] {
        const auto deadline = TestAccess::nextDeadline(conductor);
        if (!deadline || !TestAccess::isWaiting(conductor))
            return false;
        time = *deadline;
        TestAccess::timePassed(conductor);
        return true;
    };
    conductor->shutdown();
    const bool isDown = timedWait([conductor] { return !isUp(conductor->state()); }, timeout, expire);
    TestAccess::setVirtualTime(conductor, nullptr);
    return isDown;
}

} // namespace QConductor::Test
