// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/quitguard_p.h"

#include "conductor.h"

#include <QtCore/qcoreapplication.h>

namespace QConductor {

QuitGuard::QuitGuard(Conductor *conductor, Ask ask, Stop stop)
    : QuitParticipant(conductor),
      m_ask(std::move(ask)),
      m_stop(std::move(stop)),
      m_quit(&QCoreApplication::quit)
{
    install();
}

void QuitGuard::install()
{
    if (QuitSequence *sequence = enter())
        sequence->add(this);
}

void QuitGuard::passOn()
{
    if (sequence())
        sequence()->passOn(this);
}

void QuitGuard::drop()
{
    m_isDropping = true;
    if (sequence())
        sequence()->stop();
}

void QuitGuard::letThrough()
{
    if (sequence() && sequence()->isShuttingDown())
        exitNow();
}

bool QuitGuard::isAsking() const
{
    return m_ask && conductor() && conductor()->state() == Conductor::State::Active;
}

} // namespace QConductor
