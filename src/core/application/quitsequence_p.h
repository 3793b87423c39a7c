// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_QUITSEQUENCE_P_H
#define QCONDUCTOR_APPLICATION_QUITSEQUENCE_P_H

#include "application/windows_p.h"

#include <QtCore/qlist.h>
#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>

#include <functional>

QT_BEGIN_NAMESPACE
class QCoreApplication;
QT_END_NAMESPACE

namespace QConductor {

class Conductor;
class QuitSequence;

// Holds the end of the application back for a conductor. It takes part in the sequence that the application has, until it is
// destroyed.
class QuitParticipant : public QObject
{
public:
    using Answered = std::function<void(bool hasAgreed)>;

    explicit QuitParticipant(Conductor *conductor);
    ~QuitParticipant() override;

    bool isUp() const;
    virtual bool isAsking() const { return false; } // whether components are to be asked
    virtual void ask(const Answered &answered) { answered(true); }
    virtual void stop() = 0;                          // the application is to quit, which waits until isUp() is false
    virtual bool isDropping() const { return false; } // whether no quit takes place any more
    virtual void quit() { }                           // makes the quit take place that was held back

protected:
    QuitSequence *
    enter(); // returns the sequence of the application if that is to be joined; nullptr: there is nothing to do
    QuitSequence *sequence() const; // nullptr: there was no application yet, or it has ended
    const Conductor *conductor() const;
    void exitNow(); // the end comes although not all is down

private:
    const QPointer<Conductor> m_conductor;
    QPointer<QuitSequence> m_sequence;
};

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

    void add(QuitParticipant *participant);
    void addForSignals(QuitParticipant *participant); // it takes part when a signal ends the application
    void remove(QuitParticipant *participant);
    void terminate(); // shuts down what takes part in that, asking nobody, and exits
    void passOn(QuitParticipant
                        *participant); // what the participant has held comes, as soon as no other participant holds it
    void stop();                       // the quit that is on its way doesn't take place
    void goOn();                       // a conductor has another state
    void windowHidden(); // a main window, whose conductor is down: if it was the last one, the application quits

    bool isIdle() const { return m_stage == Stage::Idle; }
    bool isClosingWindows() const { return m_stage == Stage::ClosingWindows; }
    bool isTerminating() const { return m_isTerminating; }
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
    void end(QuitParticipant *deliverer); // nullptr: this sequence itself
    void sendQuit();
    void quitAskingNobody(const std::function<void()> &quit);

    QCoreApplication *const m_application;
    Stage m_stage = Stage::Idle;
    QList<QuitParticipant *> m_participants; // in the order in which they came
    QList<QuitParticipant *> m_participantsForSignals;
    QList<QuitParticipant *> m_toAsk;
    QList<QuitParticipant *> m_holding;     // they hold the quit that is on its way; the last one is shut down first
    QuitParticipant *m_stopped = nullptr;   // the participant whose conductor was told to shut down last
    QuitParticipant *m_deliverer = nullptr; // the participant that sends the quit when it is due; nullptr: this does
    int m_round = 0;                        // number of quits that have ended, to tell the answers of another one apart
    bool m_hasMainWindowAgreed = false;
    bool m_isTerminating = false; // because of a signal: no quit counts any more
    bool m_isQuitting = false;    // the quit takes place: no window is asked any more
    Windows m_windows;
};

} // namespace QConductor

#endif
