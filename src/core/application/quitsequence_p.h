// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_QUITSEQUENCE_P_H
#define QCONDUCTOR_APPLICATION_QUITSEQUENCE_P_H

#include "application/windows_p.h"

#include <QtCore/qlist.h>
#include <QtCore/qobject.h>

#include <functional>

QT_BEGIN_NAMESPACE
class QCoreApplication;
QT_END_NAMESPACE

namespace QConductor {

class QuitGuard;

// What happens when the application is to quit (R24, R47): the components are asked, then the windows are closed, then the
// conductors are shut down, the youngest first, and then the quit takes place. Each of these may take time, and the event loop
// of the application runs on. A component or a window that refuses ends it. Another quit meanwhile changes nothing.
//
// There is one for an application, and it is destroyed with that. It also knows the application's windows, because it sees
// their events.
class QuitSequence : public QObject
{
public:
    static QuitSequence *ofThread(QThread *thread); // nullptr: there is no application that lives in the thread

    void add(QuitGuard *guard);
    void remove(QuitGuard *guard);
    void passOn(QuitGuard *guard); // what the guard has held comes, as soon as no other guard holds it
    void stop();                   // the quit that is on its way doesn't take place
    void goOn();                   // a conductor has another state
    void windowHidden();           // a main window, whose conductor is down: if it was the last one, the application quits

    bool isIdle() const { return m_stage == Stage::Idle; }
    bool isClosingWindows() const { return m_stage == Stage::ClosingWindows; }
    bool isShuttingDown() const { return m_stage == Stage::ShuttingDown; }
    void noteAgreement() { m_hasMainWindowAgreed = true; } // of a main window, which stays open

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Stage { Idle, Asking, ClosingWindows, ShuttingDown, Due };

    explicit QuitSequence(QCoreApplication *application);
    bool quit(QEvent *event);
    void askNext();
    void closeWindows();
    bool hasClosed(const QList<QPointer<QObject>> &windows);
    void shutDown();
    void tellOthers();
    void end(QObject *context);
    void sendQuit();
    void quitAskingNobody(const std::function<void()> &quit);

    QCoreApplication *const m_application;
    Stage m_stage = Stage::Idle;
    QList<QuitGuard *> m_guards; // in the order in which they came
    QList<QuitGuard *> m_toAsk;
    QList<QuitGuard *> m_holding;     // they hold the quit that is on its way; the last one is shut down first
    QuitGuard *m_stopped = nullptr;   // the guard whose conductor was told to shut down last
    QuitGuard *m_deliverer = nullptr; // the guard that sends the quit when it is due; nullptr: this does
    int m_round = 0; // number of quits that have ended, to tell the answers of another one apart
    bool m_hasMainWindowAgreed = false;
    bool m_isQuitting = false; // the quit takes place: no window is asked any more
    Windows m_windows;
};

} // namespace QConductor

#endif
