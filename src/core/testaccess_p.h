// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTACCESS_P_H
#define QCONDUCTOR_TESTACCESS_P_H

#include "component.h"
#include "error.h"

#include <functional>
#include <optional>

namespace QConductor {

class Conductor;

// What a test puts between a conductor and its components. Without one, which is the rule, nothing is asked.
class Interposer
{
public:
    virtual QFuture<void> call(Component *component, Phase phase) = 0; // the hook, or something in its place
    virtual void stateChanged(Component *component, Component::State from) = 0;

protected:
    ~Interposer() = default;
};

// The seams for QConductor::Test, which sees the inside of a conductor by nothing else.
class QCONDUCTOR_EXPORT TestAccess
{
public:
    static void setInterposer(Conductor *conductor, Interposer *interposer); // not owned; nullptr: none
    static QFuture<void> callHook(Component *component, Phase phase);

    // Timeouts are measured in *time (ms) instead of real time. Whoever changes that calls timePassed().
    static void setVirtualTime(Conductor *conductor, const qint64 *time); // not owned; nullptr: real time
    static void timePassed(Conductor *conductor);
    static std::optional<qint64> nextDeadline(Conductor *conductor);

    // Called when the quit that the conductor has held back comes, which without exec() does nothing by itself.
    static void setQuit(Conductor *conductor, std::function<void()> quit); // for one with shutdownOnQuit

    static bool isWaiting(const Conductor *conductor); // for hooks or time, with nothing to do by itself
    static std::optional<Phase> unfinishedHook(const Component *component);
    static bool isOwned(const Component *component); // by its conductor
    static QString nameOf(const Component *component); // as its author wrote it; also while it is being destroyed
};

} // namespace QConductor

#endif
