// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/signalguard_p.h"

#include "application/applicationrun_p.h"
#include "application/terminationsignals_p.h"

namespace QConductor {

namespace {

std::shared_ptr<TerminationSignals> sharedSignals(QuitSequence *sequence)
{
    static std::weak_ptr<TerminationSignals> current;
    if (const auto signals = current.lock())
        return signals;
    const auto signals = std::make_shared<TerminationSignals>();
    current = signals;
    QObject::connect(signals.get(), &TerminationSignals::received, sequence, [sequence] {
        if (!ApplicationRun::terminateInnermost())
            sequence->terminate();
    });
    return signals;
}

} // namespace

SignalGuard::SignalGuard(Conductor *conductor, std::function<void()> shutDown)
    : QuitParticipant(conductor),
      m_shutDown(std::move(shutDown))
{
    install();
}

void SignalGuard::install()
{
    QuitSequence *sequence = enter();
    if (!sequence)
        return;
    sequence->addForSignals(this);
    m_signals.reset(); // of an application that has ended
    m_signals = sharedSignals(sequence);
}

void SignalGuard::letThrough()
{
    if (sequence() && sequence()->isTerminating())
        exitNow();
}

} // namespace QConductor
