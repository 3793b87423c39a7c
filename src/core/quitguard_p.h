// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QUITGUARD_P_H
#define QCONDUCTOR_QUITGUARD_P_H

#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>

#include <functional>

QT_BEGIN_NAMESPACE
class QCoreApplication;
QT_END_NAMESPACE

namespace QConductor {

class Conductor;

// Tells of the application's quit, and holds it back while a conductor is up; quits when that is down (R24).
class QuitGuard : public QObject
{
    Q_OBJECT

public:
    using Stop = std::function<void(bool isHeld)>;

    QuitGuard(Conductor *conductor, Stop stop);

    void install(); // where there is an application by now
    void passOn();  // what is held, to whoever comes next

    void setQuit(std::function<void()> quit) { m_quit = std::move(quit); } // for tests

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void release();

    QPointer<Conductor> m_conductor;
    Stop m_stop;
    std::function<void()> m_quit;
    QPointer<QCoreApplication> m_application; // that it listens to
    bool m_holds = false; // a quit
};

} // namespace QConductor

#endif
