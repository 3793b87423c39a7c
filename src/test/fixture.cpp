// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "fixture.h"

#include "conductor.h"
#include "conductorstate_p.h"
#include "error.h"
#include "failtest_p.h"
#include "forcedown_p.h"
#include "leftovers_p.h"
#include "outcome_p.h"
#include "script.h"
#include "service.h"
#include "testaccess_p.h"
#include "timedwait_p.h"
#include "virtualclock.h"

#include <QtCore/qhash.h>
#include <QtCore/qpointer.h>
#include <QtTest/qtest.h>

#include <algorithm>

namespace QConductor::Test {

/*!
    \class QConductor::Test::Fixture
    \inheaderfile QConductor/Fixture
    \inmodule QConductor
    \since QConductor 1.0
    \brief Owns a conductor for one test.

    \snippet tests/consumer/gettingstarted/tst_shop.cpp scripted

    At its end the fixture shuts down what is still up. It fails the running test if that is not possible, or if
    something is left over: a component, or the future of a hook, each by its name. A hook that a Scripted component
    was told to leave hanging doesn't count. A component on the stack that the conductor doesn't own is declared before
    the fixture, so that it lives longer. Where the fixture is a member of the test class, make it a \c std::optional
    that \c init() emplaces and \c cleanup() resets, so that each test has its own.

    A fixture is used in one thread, which its conductor lives in, and needs a QCoreApplication.

    \sa Scripted, VirtualClock
*/

namespace {

// Returns what went wrong in a setup or a shutdown that has ended; an empty string if it succeeded.
QString describe(const Outcome &outcome, const QString &what)
{
    return outcome.isCanceled ? QStringLiteral("%1 was canceled").arg(what) : outcome.message;
}

} // namespace

// The data of a fixture, and what keeps its journal.
class FixturePrivate final : public Interposer
{
public:
    QFuture<void> call(Component *component, Phase phase) override { return TestAccess::callHook(component, phase); }
    void stateChanged(Component *component, Component::State from) override;

    bool wasTriedAgain(const Component *component);
    bool finish(const QFuture<void> &future, const QString &what);
    bool wait(const std::function<bool()> &isDone);
    bool letTimePass();
    QStringList destroyConductor();

    std::unique_ptr<Conductor> conductor = std::make_unique<Conductor>();
    std::chrono::milliseconds timeout; // real time that setup() or shutdown() may take
    QString errorString;
    QStringList journal;
    QHash<const Component *, int> restartCounts; // of those that have failed: Component::restartCount() then
    const char *file = nullptr; // the source file in which the test used QCONDUCTOR_SETUP; nullptr if it did not
    int line = 0;               // the line of that use
};

void FixturePrivate::stateChanged(Component *component, Component::State from)
{
    const QString className = TestAccess::nameOf(component).section(QStringLiteral("::"), -1);
    const QString name = qobject_cast<const Service *>(component) ? component->displayName() : className;
    if (component->state() == Component::State::Active)
        journal += QStringLiteral("setup ") + name;
    else if (component->state() == Component::State::Failed)
        journal += QStringLiteral("failed ") + name;
    if (component->state() == Component::State::Active && wasTriedAgain(component))
        journal += QStringLiteral("restarted ") + name;
    if (component->state() == Component::State::Failed)
        restartCounts.insert(component, component->restartCount());
    else if (component->state() == Component::State::Inactive && from == Component::State::ShuttingDown)
        journal += QStringLiteral("shutdown ") + name;
}

// Returns whether the restart policy has set up the component, which is Active, since it failed.
bool FixturePrivate::wasTriedAgain(const Component *component)
{
    const auto failed = restartCounts.constFind(component);
    if (failed == restartCounts.cend())
        return false;
    const bool wasCounted = component->restartCount() > *failed;
    restartCounts.erase(failed);
    return wasCounted;
}

// Waits for the future, sets errorString, and returns whether all went well.
bool FixturePrivate::finish(const QFuture<void> &future, const QString &what)
{
    if (wait([&future] { return future.isFinished(); })) {
        errorString = describe(Outcome(future), what);
        return errorString.isEmpty();
    }
    errorString = QStringLiteral("%1 did not end within %2 ms").arg(what).arg(timeout.count());
    if (const QStringList names = unfinished(conductor.get()); !names.isEmpty())
        errorString += QStringLiteral(": ") + names.join(QStringLiteral(", "));
    return false;
}

bool FixturePrivate::wait(const std::function<bool()> &isDone)
{
    return timedWait(isDone, timeout, [this] { return letTimePass(); });
}

// Lets virtual time pass to what is due next, if the conductor has a virtual clock and nothing but time can end the
// wait. Returns whether it did.
bool FixturePrivate::letTimePass()
{
    VirtualClock *clock = VirtualClock::of(conductor.get());
    if (!clock || !TestAccess::isWaiting(conductor.get()))
        return false;
    for (const Component *component : conductor->components()) {
        const auto state = component->state();
        const bool isInFlight = state == Component::State::SettingUp || state == Component::State::ShuttingDown
                || (state == Component::State::Waiting && TestAccess::unfinishedHook(component));
        if (isInFlight && !Script::waitsForTime(component))
            return false;
    }
    return clock->advanceToNext();
}

// Destroys the conductor, and returns what is left over, a clause for each.
QStringList FixturePrivate::destroyConductor()
{
    Script::releaseAll(conductor.get());
    QList<QPointer<Component>> owned;
    for (Component *component : conductor->components()) {
        if (TestAccess::isOwned(component))
            owned += component;
    }
    QList<Component *> components = conductor->components();
    components.removeIf([](Component *component) { return Script::waitsForTime(component); });
    wait([&components] {
        return std::none_of(components.cbegin(), components.cend(), [](const Component *component) {
            return TestAccess::unfinishedHook(component).has_value();
        });
    });
    QStringList texts = leftovers(components);
    conductor.reset();
    for (const QPointer<Component> &component : std::as_const(owned)) {
        if (component && !TestAccess::unfinishedHook(component))
            texts += QStringLiteral("%1 was not destroyed with its conductor").arg(TestAccess::nameOf(component));
    }
    return texts;
}

/*!
    Constructs a fixture with a new conductor. Its setup() and shutdown() may each take \a timeout, in real time, 5
    seconds by default.
*/
Fixture::Fixture(std::chrono::milliseconds timeout)
    : d(std::make_unique<FixturePrivate>())
{
    d->timeout = timeout;
    TestAccess::setInterposer(d->conductor.get(), d.get());
}

/*!
    Shuts down what is still up, and destroys the conductor with the components that it owns. Fails the running test,
    at the place of its last QCONDUCTOR_SETUP(), if the shutdown fails or something is left over. Hooks that have not
    ended within the timeout are given up. If even then the conductor isn't down after another timeout, it is never
    destroyed.
*/
Fixture::~Fixture()
{
    if (!shutdown())
        failTest(QStringLiteral("The fixture could not shut down: %1").arg(d->errorString), d->file, d->line);
    if (isUp(d->conductor->state()) && !forceDown(d->conductor.get(), d->timeout)) {
        TestAccess::setInterposer(d->conductor.get(), nullptr);
        static_cast<void>(d->conductor.release()); // leaked, for its destructor would wait for ever
        return;
    }
    if (VirtualClock *clock = VirtualClock::of(d->conductor.get()))
        clock->detach(d->conductor.get());
    const QString texts = d->destroyConductor().join(QStringLiteral("; "));
    if (!texts.isEmpty())
        failTest(QStringLiteral("Left over after the test: %1").arg(texts), d->file, d->line);
}

/*! Returns the conductor. It is owned by the fixture. */
Conductor &Fixture::conductor() const
{
    return *d->conductor;
}

/*!
    Calls Conductor::setup(), processes events until its future has finished or the timeout has passed, and returns
    whether the setup succeeded. If not, errorString() says why.
*/
bool Fixture::setup()
{
    return d->finish(d->conductor->setup(), QStringLiteral("Setup"));
}

/*!
    Calls Conductor::shutdown(), processes events until its future has finished or the timeout has passed, and returns
    whether the shutdown succeeded. If not, errorString() says why.
*/
bool Fixture::shutdown()
{
    return d->finish(d->conductor->shutdown(), QStringLiteral("Shutdown"));
}

/*!
    Returns what went wrong in the last setup() or shutdown(): the message of its error with every failure, that it was
    canceled, or which hooks did not end within the timeout. It is empty if nothing went wrong.
*/
QString Fixture::errorString() const
{
    return d->errorString;
}

/*!
    Returns what happened to the components, in order: "setup X" when X became Active, "shutdown X" when its
    onShutdown() had ended and it was Inactive again, "failed X" when it became Failed, in a hook or because it reported a
    failure. "restarted X" follows "setup X" when Component::restartPolicy() has set up X again after it failed. X is the name
    of the class without namespace, or the display name of a service.
*/
QStringList Fixture::journal() const
{
    return d->journal;
}

/*! Empties the journal(). */
void Fixture::clearJournal()
{
    d->journal.clear();
}

/*!
    Lets the conductor and its scripted components measure time by \a clock, or by real time if \a clock is \c nullptr.
    The clock stays its owner's; when it is destroyed, the conductor returns to real time. Call this function only
    while the conductor is neither setting up nor shutting down.
*/
void Fixture::setClock(VirtualClock *clock)
{
    if (VirtualClock *former = VirtualClock::of(d->conductor.get()))
        former->detach(d->conductor.get());
    if (clock)
        clock->attach(d->conductor.get());
}

/*!
    \macro QCONDUCTOR_SETUP(fixture)
    \relates QConductor::Test::Fixture
    \since QConductor 1.0
    Sets up the conductor of \a fixture. If that does not succeed, the macro fails the running test with the fixture's
    errorString() and returns from the function that it stands in.
*/

/*!
    \macro QCONDUCTOR_SHUTDOWN(fixture)
    \relates QConductor::Test::Fixture
    \since QConductor 1.0
    Shuts down the conductor of \a fixture. If that does not succeed, the macro fails the running test with the
    fixture's errorString() and returns from the function that it stands in.
*/

/*!
    \internal
    Does what QCONDUCTOR_SETUP() does at \a line of \a file, and returns whether setup succeeded.
*/
bool Fixture::verifySetup(const char *file, int line)
{
    d->file = file;
    d->line = line;
    const bool isGood = setup();
    if (!isGood)
        QTest::qFail(d->errorString.toLocal8Bit().constData(), file, line);
    return isGood;
}

/*!
    \internal
    Does what QCONDUCTOR_SHUTDOWN() does at \a line of \a file, and returns whether shutdown succeeded.
*/
bool Fixture::verifyShutdown(const char *file, int line)
{
    const bool isGood = shutdown();
    if (!isGood)
        QTest::qFail(d->errorString.toLocal8Bit().constData(), file, line);
    return isGood;
}

} // namespace QConductor::Test
