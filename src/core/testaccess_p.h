// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTACCESS_P_H
#define QCONDUCTOR_TESTACCESS_P_H

#include "interposer_p.h"

#include <functional>
#include <optional>

namespace QConductor {

class Conductor;

// What QConductor::Test may do and see of the inside of a conductor. It uses nothing else.
class QCONDUCTOR_EXPORT TestAccess
{
public:
    static void setInterposer(Conductor *conductor,
                              Interposer *interposer); // The conductor doesn't own it; nullptr: none.
    static QFuture<void> callHook(Component *component, Phase phase);

    // Timeouts are measured in *time, in milliseconds, instead of real time. To be followed by timePassed() whenever *time
    // has changed.
    static void setVirtualTime(Conductor *conductor, const qint64 *time); // The time isn't owned; nullptr: real time.
    static void timePassed(Conductor *conductor);
    static std::optional<qint64> nextDeadline(Conductor *conductor);

    // After the first call, a setup begins its Deferred components when becomeIdle() is called, not when the event loop is idle.
    static void setIdleTold(Conductor *conductor);
    static bool isAwaitingIdle(const Conductor *conductor);
    static void becomeIdle(Conductor *conductor);

    // Sets what is called instead of QCoreApplication::quit() when the conductor, whose shutdownOnQuit is true, ends holding a
    // quit back. Without exec(), QCoreApplication::quit() does nothing.
    static void setQuit(Conductor *conductor, std::function<void()> quit);

    // From the next setup on, so many properties of the component, the first of its meta-object, are no dependencies: nothing
    // is created, injected or waited for, and what they point to is left alone. What the component holds, it keeps.
    static void setIgnoredProperties(Component *component, int count);

    static bool isWaiting(const Conductor *conductor); // for hooks to end or time to pass, with nothing else to do
    static std::optional<Phase> unfinishedHook(const Component *component);
    // Two conductors of the same graph, with the same hooks in flight, go on in the same way if this is the same.
    static QByteArray fingerprint(const Conductor *conductor);
    static bool isRequired(const Component *dependency,
                           const Component *dependent); // by a property that may not stay null
    static bool isOwned(const Component *component);   // by its conductor
    // The class as its author wrote it, also in the destructor; of a service, the display name.
    static QString nameOf(const Component *component);
};

} // namespace QConductor

#endif
