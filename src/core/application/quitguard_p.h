// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_QUITGUARD_P_H
#define QCONDUCTOR_APPLICATION_QUITGUARD_P_H

#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>

#include <functional>

QT_BEGIN_NAMESPACE
class QCoreApplication;
QT_END_NAMESPACE

namespace QConductor {

class Conductor;

// Tells that the application is to quit, holds the quit back while a conductor is up, and sends it again when the conductor
// is down. When the application ends without a quit, it drops every quit (R24).
class QuitGuard : public QObject
{
    Q_OBJECT

public:
    using Stop = std::function<void(bool isHeld)>; // what to do when the application is to quit

    QuitGuard(Conductor *conductor, Stop stop);

    void install(); // on the application, if there is one by now
    void passOn();  // sends the quit that is held, because this guard ends
    void drop();    // drops the quit that is held and every later one, and tells of none

    void setQuit(std::function<void()> quit) { m_quit = std::move(quit); } // for tests: is called instead of quit()

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void sendHeldQuit();

    QPointer<Conductor> m_conductor;
    Stop m_stop;
    std::function<void()> m_quit;
    QPointer<QCoreApplication> m_application; // whose events are filtered
    bool m_isHolding = false;                 // whether a quit is held back
    bool m_isDropping = false;                // whether every quit is dropped
};

} // namespace QConductor

#endif
