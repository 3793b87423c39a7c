// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_SESSIONMANAGEMENT_H
#define QCONDUCTOR_SESSIONMANAGEMENT_H

#include <QConductor/conductor.h>

#include <QtCore/qpointer.h>
#include <QtGui/qguiapplication.h>
#include <QtGui/qsessionmanager.h>

namespace QConductor {

namespace Private {

// Asks the components with the reason Quit, in a local event loop, and shuts nothing down. Nobody is asked, and the result is
// true, if the conductor isn't Active or is destroyed meanwhile.
QCONDUCTOR_EXPORT bool maySessionEnd(Conductor *conductor);

template <class Manager> void commitData(const QPointer<Conductor> &conductor, Manager &manager)
{
    const bool isActive = conductor && conductor->state() == Conductor::State::Active;
    if (!isActive || !manager.allowsInteraction())
        return;
    if (maySessionEnd(conductor))
        manager.release();
    else
        manager.cancel(); // without release(), after which an X11 session manager isn't told any more
}

} // namespace Private

inline void manageSession(Conductor *conductor)
{
    const auto commitData = [self = QPointer<Conductor>(conductor)](QSessionManager &manager) {
        Private::commitData(self, manager);
    };
    QObject::connect(qGuiApp, &QGuiApplication::commitDataRequest, conductor, commitData, Qt::DirectConnection);
}

} // namespace QConductor

#endif
