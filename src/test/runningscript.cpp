// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "runningscript.h"

#include "component.h"
#include "virtualclock.h"

#include <QtCore/qtimer.h>

#include <algorithm>
#include <optional>

namespace QConductor::Test {

/*!
    \class QConductor::Test::RunningScript
    \inheaderfile QConductor/RunningScript
    \inmodule QConductor
    \since QConductor 1.0
    \brief Says what a scripted component does each time that it is Active.

    By default it does nothing. After fail() it reports a failure, by Component::reportFailure(), each time that it has become
    Active, also when its restart policy or a test has set it up again; succeed() ends that. If the component is Active when
    fail() is called, it reports the failure then. after() delays the report. Each function returns the script, so that calls
    can be chained, in any order.

    \snippet tests/auto/documentation/tst_documentation.cpp running

    The event loop delivers the report, so it never comes inside a function of the script or a hook. While a setup goes on that
    concerns the component, a report is a failure of that setup. A script is used in the thread of its component, which owns it.

    \sa Scripted::runningScript(), Script
*/

// What a script says, and the report that is on its way.
class RunningScriptPrivate
{
public:
    void arm();
    void report();

    Component *component;           // not owned; owns the script
    std::optional<QString> message; // nullopt: nothing is reported
    std::chrono::milliseconds delay {};
    QObject context; // of the connection to the component, whose members end before the component does
    std::unique_ptr<QObject>
            pending; // the context of the report that is on its way: it doesn't come if this is destroyed
};

// Begins the delay if the component is Active, and forgets an earlier report that is on its way.
void RunningScriptPrivate::arm()
{
    pending.reset();
    if (!message || !component->isActive())
        return;
    pending = std::make_unique<QObject>();
    VirtualClock *clock = VirtualClock::of(component->conductor());
    if (clock && delay.count() > 0)
        clock->callAfter(delay, pending.get(), [this] { report(); });
    else
        QTimer::singleShot(delay, Qt::PreciseTimer, pending.get(), [this] { report(); });
}

void RunningScriptPrivate::report()
{
    pending.release()->deleteLater(); // its timer calls this function
    component->reportFailure(*message);
}

/*! Constructs a script for \a component, which owns the script and lives longer. The component reports no failure. */
RunningScript::RunningScript(Component *component) : d(std::make_unique<RunningScriptPrivate>())
{
    d->component = component;
    QObject::connect(component, &Component::stateChanged, &d->context, [this] { d->arm(); });
}

/*! Destroys the script. A failure that it has not reported yet isn't reported any more. */
RunningScript::~RunningScript() = default;

/*! Lets the component report no failure from now on, also none whose delay has begun. */
RunningScript &RunningScript::succeed()
{
    d->message.reset();
    d->arm();
    return *this;
}

/*! Lets the component report a failure with \a message each time that it is Active, now if it is. */
RunningScript &RunningScript::fail(const QString &message)
{
    d->message = message;
    d->arm();
    return *this;
}

/*!
    \fn QConductor::Test::RunningScript &QConductor::Test::RunningScript::fail(const char *message)
    \overload
    Takes \a message in UTF-8.
*/

/*!
    Lets a failure be reported when the component has been Active for \a delay, or \a delay after now if it is Active: in the
    time of the VirtualClock that its conductor is attached to, or in real time. This holds until the script is destroyed. A
    negative delay counts as none.
*/
RunningScript &RunningScript::after(std::chrono::milliseconds delay)
{
    d->delay = std::max(delay, std::chrono::milliseconds::zero());
    d->arm();
    return *this;
}

} // namespace QConductor::Test
