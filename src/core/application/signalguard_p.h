// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_SIGNALGUARD_P_H
#define QCONDUCTOR_APPLICATION_SIGNALGUARD_P_H

#include "application/quitsequence_p.h"

#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>

#include <functional>
#include <memory>

namespace QConductor {

class Conductor;
class TerminationSignals;

// Makes a signal end the application: the conductors that have such a guard are shut down, the youngest first, and then the
// application exits (R58). While run() or serve() is running, a signal ends that instead.
class SignalGuard : public QObject, public QuitParticipant
{
public:
    SignalGuard(Conductor *conductor, std::function<void()> shutDown);
    ~SignalGuard() override;

    void install();    // on the application, if there is one by now
    void letThrough(); // the event loop of a hook waits for the end of the application

    bool isUp() const override;
    bool isAsking() const override { return false; }
    void ask(const Answered &answered) override { answered(true); }
    void stop(bool) override { m_shutDown(); }
    bool isDropping() const override { return false; }
    void quit() override { }
    QObject *context() override { return this; }

private:
    const QPointer<Conductor> m_conductor;
    const std::function<void()> m_shutDown;
    QPointer<QuitSequence> m_sequence;             // of the application that there is
    std::shared_ptr<TerminationSignals> m_signals; // shared by all guards
};

} // namespace QConductor

#endif
