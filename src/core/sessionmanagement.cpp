// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "conductor_p.h"

#include <QtCore/qeventloop.h>

#include <optional>

namespace QConductor {

/*!
    \fn void QConductor::manageSession(QConductor::Conductor *conductor)
    Asks the components of the \a conductor when the person logs out, and cancels the logout if a component refuses. Call it
    once in \c main(), after the QGuiApplication was constructed:

    \snippet examples/04-desktop/main.cpp session

    When the session manager requests that the data is committed (QGuiApplication::commitDataRequest()), and the conductor is
    active, the components are asked by Component::onShutdownRequest() with the reason ShutdownReason::Quit. This happens in a
    local event loop, and only if the session manager allows interaction with the person. If all agree,
    QSessionManager::release() is called, and if one refuses, QSessionManager::cancel(); Conductor::shutdownRefused() names it.
    Nothing is shut down, because the session may go on: another application may cancel the logout. When the session manager
    ends the application afterwards, it does so by a quit, which asks again, or by a signal.

    The function is inline, and its header is for programs that link to Qt Gui: the library doesn't need that module. It belongs
    to the thread of the application.

    The asking and the answers were tested with an object in the place of the session manager, and the signal with the session
    manager of Qt where there is none of the desktop, which allows no interaction. It was not tried with the session managers of
    X11, Windows or macOS.
    \since QConductor 1.0
    \sa Conductor::requestShutdown(), {Quitting}
*/

namespace Private {

// sessionmanagement.h, which declares it for applications, includes headers of Qt Gui.
QCONDUCTOR_EXPORT bool maySessionEnd(Conductor *conductor);

// The answer may come after exit() has ended the event loop. Then the application ends without asking anybody.
bool maySessionEnd(Conductor *conductor)
{
    if (!conductor)
        return true;
    struct Answer
    {
        std::optional<bool> hasAgreed;
        QPointer<QEventLoop> loop;
    };
    const auto answer = std::make_shared<Answer>();
    QEventLoop loop;
    answer->loop = &loop;
    ConductorPrivate::get(conductor)->shutdownRequest().ask(ShutdownReason::Quit, [answer](bool hasAgreed) {
        answer->hasAgreed = hasAgreed;
        if (answer->loop)
            answer->loop->quit();
    });
    if (!answer->hasAgreed)
        loop.exec();
    return answer->hasAgreed.value_or(true);
}

} // namespace Private

} // namespace QConductor
