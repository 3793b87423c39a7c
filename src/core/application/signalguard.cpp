// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/signalguard_p.h"

#include "application/applicationrun_p.h"
#include "application/terminationsignals_p.h"
#include "conductorstate_p.h"

#include <QtCore/qcoreapplication.h>

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
    : m_conductor(conductor),
      m_shutDown(std::move(shutDown))
{
    connect(conductor, &Conductor::stateChanged, this, [this] {
        if (m_sequence)
            m_sequence->goOn();
    });
    install();
}

SignalGuard::~SignalGuard()
{
    if (m_sequence)
        m_sequence->remove(this);
}

void SignalGuard::install()
{
    QuitSequence *sequence = QuitSequence::ofThread(thread());
    if (!sequence || sequence == m_sequence)
        return;
    m_sequence = sequence;
    sequence->addForSignals(this);
    m_signals.reset(); // of an application that has ended
    m_signals = sharedSignals(sequence);
}

void SignalGuard::letThrough()
{
    if (!m_sequence || !m_sequence->isTerminating())
        return;
    m_sequence->stop();
    QCoreApplication::exit();
}

bool SignalGuard::isUp() const
{
    return m_conductor && QConductor::isUp(m_conductor->state());
}

} // namespace QConductor
