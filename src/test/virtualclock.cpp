// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "virtualclock.h"

#include "conductor.h"
#include "testaccess_p.h"

#include <QtCore/qpointer.h>
#include <QtCore/qvariant.h>

#include <map>
#include <optional>

namespace QConductor::Test {

/*!
    \class QConductor::Test::VirtualClock
    \inheaderfile QConductor/VirtualClock
    \inmodule QConductor
    \since QConductor 1.0
    \brief A clock whose time passes when a test says so.

    A conductor that is attached to a virtual clock, by Fixture::setClock(), measures its timeouts in the time of the
    clock, and scripted components measure their delays in it. The clock shows 0 at first. It stands still until
    advance() is called, or until Fixture::setup() or Fixture::shutdown() has nothing to wait for but time: then it
    jumps to what is due next. So a timeout of minutes takes no time at all, and a component that works in a thread
    never times out by accident.

    A clock is used in the thread of the conductors that are attached to it. It has a resolution of 1 ms.

    \sa Fixture::setClock(), Script
*/

// The time of a clock and what waits for it. Time never goes back.
class VirtualClockPrivate
{
public:
    struct Alarm // a function to be called, unless its context has been destroyed
    {
        QPointer<QObject> context;
        std::function<void()> function;
    };
    std::optional<qint64> next() const; // the time, in ms, at which something is due next; nullopt if nothing is
    void goTo(qint64 at);

    qint64 time = 0;                        // ms since the clock was constructed
    std::multimap<qint64, Alarm> alarms;    // by the time, in ms, at which they are due
    QList<QPointer<Conductor>> conductors;  // the conductors that are attached
};

namespace {

constexpr char property[] = "_qconductor_virtualClock"; // dynamic property of a conductor: its clock, as a void *

} // namespace

std::optional<qint64> VirtualClockPrivate::next() const
{
    std::optional<qint64> earliest;
    const auto consider = [&earliest](qint64 at) { earliest = std::min(at, earliest.value_or(at)); };
    if (!alarms.empty())
        consider(alarms.begin()->first);
    for (Conductor *conductor : conductors) {
        const auto deadline = conductor ? TestAccess::nextDeadline(conductor) : std::nullopt;
        if (deadline && *deadline > time) // the conductor is about to handle a deadline that has passed
            consider(*deadline);
    }
    return earliest;
}

// Sets the time, calls the alarms that are due, and tells the conductors.
void VirtualClockPrivate::goTo(qint64 at)
{
    time = std::max(time, at);
    while (!alarms.empty() && alarms.begin()->first <= time) {
        const Alarm alarm = alarms.extract(alarms.begin()).mapped();
        if (alarm.context)
            alarm.function();
    }
    const auto attached = conductors;
    for (const QPointer<Conductor> &conductor : attached) {
        if (conductor)
            TestAccess::timePassed(conductor);
    }
}

/*! Constructs a clock that shows 0. */
VirtualClock::VirtualClock()
    : d(std::make_unique<VirtualClockPrivate>())
{
}

/*! Destroys the clock. Conductors that are attached to it return to real time, as by detach(). */
VirtualClock::~VirtualClock()
{
    for (const QPointer<Conductor> &conductor : std::exchange(d->conductors, {})) {
        if (conductor)
            detach(conductor);
    }
}

/*! Returns the virtual time that has passed since the clock was constructed. */
std::chrono::milliseconds VirtualClock::now() const
{
    return std::chrono::milliseconds(d->time);
}

/*!
    Lets the virtual time \a by pass. Delays end and timeouts pass in the order and at the time in which they are due.
    What a conductor does because of them, it does in the event loop, after this function has returned.
*/
void VirtualClock::advance(std::chrono::milliseconds by)
{
    const qint64 end = d->time + by.count();
    for (auto at = d->next(); at && *at <= end; at = d->next())
        d->goTo(*at);
    d->goTo(end);
}

/*!
    Lets virtual time pass until the next delay or timeout is due, and returns true. Returns false, and lets no time
    pass, if none is due.
*/
bool VirtualClock::advanceToNext()
{
    const auto at = d->next();
    if (at)
        d->goTo(*at);
    return bool(at);
}

/*!
    Lets \a conductor measure time by this clock, instead of by real time or by another clock. The conductor stays its
    owner's and must not be setting up or shutting down. Tests with a fixture use Fixture::setClock().
*/
void VirtualClock::attach(Conductor *conductor)
{
    if (VirtualClock *other = of(conductor))
        other->detach(conductor);
    d->conductors.append(conductor);
    conductor->setProperty(property, QVariant::fromValue(static_cast<void *>(this)));
    TestAccess::setVirtualTime(conductor, &d->time);
}

/*! Lets \a conductor measure real time again. The timeouts of hooks that have not ended pass at once. */
void VirtualClock::detach(Conductor *conductor)
{
    d->conductors.removeAll(conductor);
    conductor->setProperty(property, QVariant());
    TestAccess::setVirtualTime(conductor, nullptr);
}

/*! Returns the clock that \a conductor is attached to, or \c nullptr. \a conductor may be \c nullptr. */
VirtualClock *VirtualClock::of(const Conductor *conductor)
{
    return conductor ? static_cast<VirtualClock *>(conductor->property(property).value<void *>()) : nullptr;
}

/*!
    Calls \a function when the virtual time \a delay has passed, unless \a context has been destroyed by then. The
    function is called inside advance() or advanceToNext().
*/
void VirtualClock::callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> function)
{
    d->alarms.emplace(d->time + delay.count(), VirtualClockPrivate::Alarm { context, std::move(function) });
}

} // namespace QConductor::Test
