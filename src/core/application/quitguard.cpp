// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/quitguard_p.h"

#include "conductorstate_p.h"

#include <QtCore/qcoreapplication.h>

namespace QConductor {

QuitGuard::QuitGuard(Conductor *conductor, Ask ask, Stop stop)
    : m_conductor(conductor),
      m_ask(std::move(ask)),
      m_stop(std::move(stop)),
      m_quit(&QCoreApplication::quit)
{
    connect(conductor, &Conductor::stateChanged, this, [this] {
        if (m_sequence)
            m_sequence->goOn();
    });
    install();
}

QuitGuard::~QuitGuard()
{
    if (m_sequence)
        m_sequence->remove(this);
}

void QuitGuard::install()
{
    QuitSequence *sequence = QuitSequence::ofThread(thread());
    if (!sequence || sequence == m_sequence)
        return;
    m_sequence = sequence;
    sequence->add(this);
}

void QuitGuard::passOn()
{
    if (m_sequence)
        m_sequence->passOn(this);
}

void QuitGuard::drop()
{
    m_isDropping = true;
    if (m_sequence)
        m_sequence->stop();
}

void QuitGuard::letThrough()
{
    if (!m_sequence || !m_sequence->isShuttingDown())
        return;
    m_sequence->stop();
    QCoreApplication::exit();
}

bool QuitGuard::isUp() const
{
    return m_conductor && QConductor::isUp(m_conductor->state());
}

bool QuitGuard::isAsking() const
{
    return m_ask && m_conductor && m_conductor->state() == Conductor::State::Active;
}

} // namespace QConductor
