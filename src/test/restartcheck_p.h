// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_RESTARTCHECK_P_H
#define QCONDUCTOR_TEST_RESTARTCHECK_P_H

#include "conductor.h"
#include "outcome_p.h"
#include "recorder_p.h"
#include "softholders_p.h"

#include <QtCore/qset.h>

namespace QConductor::Test {

// Checks that the restart of one component, or a failure that it reports, moves that component and what needs it, and nothing
// else. The order of the hooks is checked by the recorder.
class RestartCheck
{
public:
    enum class Cause { Restart, Report };

    // To be constructed before the call of Conductor::restart() or Component::reportFailure(), when everything is Active.
    RestartCheck(const QString &id, const Recorder *recorder, Recorder::Complain complain,
                 Cause cause = Cause::Restart);

    Component *target() const; // the component with the id; nullptr if there is none
    QString title() const;     // "the restart of Shop::Database", "the failure of Shop::Database"

    // To be called when a component or the conductor has changed its state during the restart.
    void componentChanged(const Component *component);
    void conductorChanged(Conductor::State state);

    // Each is to be called when the future of the restart has finished.
    void checkSuccess(const Outcome &outcome) const;
    void checkFailure(const Outcome &outcome) const; // the target has failed in its second setup

    // Each is to be called when nothing moves any more after a failure that the target has reported.
    void checkStaysFailed(const Conductor &conductor) const; // the target isn't restarted
    void checkRecovery(const Conductor &conductor) const;    // its restart policy has restarted it

private:
    struct Expected
    {
        int shutdowns;
        int setups;
        Component::State state;
    };
    void checkMoves(const char *rule, const Expected &ofTarget, const Expected &ofDependents) const;
    void checkMove(const char *rule, qsizetype index, const Expected &expected) const;
    void checkCount(const char *rule, const QString &hook, int count, int expected) const;
    void checkErrorStrings(const char *rule, const QList<Failure> &failures) const;
    const char *rule() const { return m_cause == Cause::Restart ? "R36" : "R44"; }
    bool isActiveBefore(qsizetype index) const;

    const QString m_id;
    const Recorder *m_recorder; // not owned
    const Recorder::Complain m_complain;
    const Cause m_cause;
    const QList<Recorder::Entry> m_before; // the entries of the recorder when the restart began
    const SoftHolders m_softHolders;
    const int m_restartCount = 0;          // of the target
    QSet<const Component *> m_part;        // the target and what needs it, transitively
    QSet<const Component *> m_touched;     // other components that have changed their state during the restart
    bool m_isActive = true;                // whether the conductor has stayed Active; if not, nothing else is told
};

} // namespace QConductor::Test

#endif
