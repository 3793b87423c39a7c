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
    \inmodule QConductor
    \brief A time that passes when a test says so.

    A conductor that is attached to it, by Fixture::setClock(), measures its timeouts in this time, and scripted
    components their delays. It begins at 0 and stands still until advance() is called, or Fixture::setup() or
    Fixture::shutdown() has nothing to wait for but time: then it jumps to what is due next. So a timeout of minutes takes
    no time at all, and a component that works in a thread never times out by accident.
*/

class VirtualClockPrivate
{
public:
    struct Alarm
    {
        QPointer<QObject> context;
        std::function<void()> function;
    };
    std::optional<qint64> next() const;
    void goTo(qint64 at);

    qint64 time = 0;
    std::multimap<qint64, Alarm> alarms;
    QList<QPointer<Conductor>> conductors;
};

namespace {

constexpr char property[] = "_qconductor_virtualClock";

} // namespace

std::optional<qint64> VirtualClockPrivate::next() const
{
    std::optional<qint64> earliest;
    const auto consider = [&earliest](qint64 at) { earliest = std::min(at, earliest.value_or(at)); };
    if (!alarms.empty())
        consider(alarms.begin()->first);
    for (Conductor *conductor : conductors) {
        const auto deadline = conductor ? TestAccess::nextDeadline(conductor) : std::nullopt;
        if (deadline && *deadline > time) // others are about to be told
            consider(*deadline);
    }
    return earliest;
}

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

/*! Destroys the clock. Conductors that are attached to it return to real time. */
VirtualClock::~VirtualClock()
{
    for (const QPointer<Conductor> &conductor : std::exchange(d->conductors, {})) {
        if (conductor)
            detach(conductor);
    }
}

/*! Returns the time that has passed since the clock was constructed. */
std::chrono::milliseconds VirtualClock::now() const
{
    return std::chrono::milliseconds(d->time);
}

/*! Lets the time \a by pass. What is due on the way happens in its order and at its time; what follows from it happens
    in the event loop. */
void VirtualClock::advance(std::chrono::milliseconds by)
{
    const qint64 end = d->time + by.count();
    for (auto at = d->next(); at && *at <= end; at = d->next())
        d->goTo(*at);
    d->goTo(end);
}

/*! Lets pass the time until something is due, and returns whether there was anything. */
bool VirtualClock::advanceToNext()
{
    const auto at = d->next();
    if (at)
        d->goTo(*at);
    return bool(at);
}

/*! Lets \a conductor, which must not be setting up or shutting down, measure time by this clock. */
void VirtualClock::attach(Conductor *conductor)
{
    if (VirtualClock *other = of(conductor))
        other->detach(conductor);
    d->conductors.append(conductor);
    conductor->setProperty(property, QVariant::fromValue(static_cast<void *>(this)));
    TestAccess::setVirtualTime(conductor, &d->time);
}

/*! Returns \a conductor to real time. Hooks in flight have no time left then. */
void VirtualClock::detach(Conductor *conductor)
{
    d->conductors.removeAll(conductor);
    conductor->setProperty(property, QVariant());
    TestAccess::setVirtualTime(conductor, nullptr);
}

/*! Returns the clock that \a conductor is attached to, or \c nullptr. */
VirtualClock *VirtualClock::of(const Conductor *conductor)
{
    return conductor ? static_cast<VirtualClock *>(conductor->property(property).value<void *>()) : nullptr;
}

/*! Calls \a function when \a delay has passed, unless \a context has been destroyed by then. */
void VirtualClock::callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> function)
{
    d->alarms.emplace(d->time + delay.count(), VirtualClockPrivate::Alarm { context, std::move(function) });
}

} // namespace QConductor::Test
