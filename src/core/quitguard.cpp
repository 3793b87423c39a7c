// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "quitguard_p.h"

#include "engine_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

namespace QConductor {

QuitGuard::QuitGuard(Conductor *conductor, std::function<void()> stop)
    : m_conductor(conductor), m_stop(std::move(stop)), m_quit(&QCoreApplication::quit)
{
    QCoreApplication *application = QCoreApplication::instance();
    if (application && application->thread() == thread())
        application->installEventFilter(this);
    connect(conductor, &Conductor::stateChanged, this, &QuitGuard::release);
}

bool QuitGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Quit || watched != QCoreApplication::instance() || !isUp(m_conductor->state()))
        return false;
    m_holds = true;
    event->ignore();
    m_stop();
    return true;
}

void QuitGuard::release()
{
    if (!isUp(m_conductor->state()) && std::exchange(m_holds, false))
        QMetaObject::invokeMethod(this, [this] { m_quit(); }, Qt::QueuedConnection); // not after its time
}

} // namespace QConductor
