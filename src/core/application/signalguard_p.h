// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_SIGNALGUARD_P_H
#define QCONDUCTOR_APPLICATION_SIGNALGUARD_P_H

#include "application/quitsequence_p.h"

#include <memory>

namespace QConductor {

class TerminationSignals;

// Makes a signal end the application: the conductors that have such a guard are shut down, the youngest first, and then the
// application exits (R58). While run() or serve() is running, a signal ends that instead.
class SignalGuard : public QuitParticipant
{
public:
    SignalGuard(Conductor *conductor, std::function<void()> shutDown);

    void install();    // on the application, if there is one by now
    void letThrough(); // the event loop of a hook waits for the end of the application

    void stop() override { m_shutDown(); }

private:
    const std::function<void()> m_shutDown;
    std::shared_ptr<TerminationSignals> m_signals; // shared by all guards
};

} // namespace QConductor

#endif
