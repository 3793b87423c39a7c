// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/quitguard_p.h"

#include "conductorstate_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

namespace QConductor {

QuitGuard::QuitGuard(Conductor *conductor, Stop stop)
    : m_conductor(conductor),
      m_stop(std::move(stop)),
      m_quit(&QCoreApplication::quit)
{
    connect(conductor, &Conductor::stateChanged, this, &QuitGuard::sendHeldQuit);
    install();
}

void QuitGuard::install()
{
    QCoreApplication *application = QCoreApplication::instance();
    if (application == m_application || !application || application->thread() != thread())
        return;
    application->installEventFilter(this);
    m_application = application;
}

bool QuitGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Quit || watched != QCoreApplication::instance())
        return false;
    if (m_isDropping) {
        event->ignore();
        return true;
    }
    if (!m_conductor)
        return false;
    const bool isHeld = isUp(m_conductor->state());
    if (isHeld) {
        m_isHolding = true;
        event->ignore();
    }
    m_stop(isHeld);
    return isHeld;
}

void QuitGuard::sendHeldQuit()
{
    if (!m_isHolding || isUp(m_conductor->state()))
        return;
    const auto quit = [this] {
        if (std::exchange(m_isHolding, false))
            m_quit();
    };
    QMetaObject::invokeMethod(this, quit, Qt::QueuedConnection); // it doesn't come if this guard ends before
}

void QuitGuard::passOn()
{
    if (std::exchange(m_isHolding, false))
        QMetaObject::invokeMethod(QCoreApplication::instance(), m_quit, Qt::QueuedConnection);
}

void QuitGuard::drop()
{
    m_isDropping = true;
    m_isHolding = false;
}

} // namespace QConductor
