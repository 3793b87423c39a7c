// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "quitguard_p.h"

#include "engine_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

namespace QConductor {

QuitGuard::QuitGuard(Conductor *conductor, Stop stop)
    : m_conductor(conductor), m_stop(std::move(stop)), m_quit(&QCoreApplication::quit)
{
    connect(conductor, &Conductor::stateChanged, this, &QuitGuard::release);
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
    const bool isQuit = event->type() == QEvent::Quit && watched == QCoreApplication::instance();
    if (!isQuit || !m_conductor)
        return false;
    const bool holds = isUp(m_conductor->state());
    if (holds) {
        m_holds = true;
        event->ignore();
    }
    m_stop(holds);
    return holds;
}

void QuitGuard::release()
{
    if (!m_holds || isUp(m_conductor->state()))
        return;
    const auto quit = [this] {
        if (std::exchange(m_holds, false))
            m_quit();
    };
    QMetaObject::invokeMethod(this, quit, Qt::QueuedConnection); // not after its time
}

void QuitGuard::passOn()
{
    if (std::exchange(m_holds, false))
        QMetaObject::invokeMethod(QCoreApplication::instance(), m_quit, Qt::QueuedConnection);
}

} // namespace QConductor
