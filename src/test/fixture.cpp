// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "fixture.h"

#include "conductor.h"
#include "error.h"
#include "timedwait_p.h"
#include "forcedown_p.h"
#include "leftovers_p.h"
#include "outcome_p.h"
#include "script.h"
#include "testaccess_p.h"
#include "virtualclock.h"

#include <QtCore/qpointer.h>
#include <QtTest/qtest.h>

#include <algorithm>

namespace QConductor::Test {

/*!
    \class QConductor::Test::Fixture
    \inmodule QConductor
    \brief Owns a conductor for one test.

    \code
    QConductor::Test::Scripted<MessageQueue> queue;
    QConductor::Test::Fixture app;
    app.conductor().patch<MessageQueue>(&queue);
    auto *api = app.conductor().add<WebApi>();
    QCONDUCTOR_SETUP(app);
    …
    QCONDUCTOR_SHUTDOWN(app);
    \endcode

    At its end the fixture shuts down what is still active, and fails the test that is running if something can't be
    shut down, or if something is left over: a component, or the future of a hook, each by its name. What a Scripted
    component was told to leave hanging doesn't count. Where the fixture is a member of the test class, make it a
    \c std::optional that \c init() emplaces and \c cleanup() resets, so that each test has its own.

    \sa Scripted, VirtualClock
*/

namespace {

QString describe(const Outcome &outcome, const QString &what)
{
    return outcome.isCanceled ? QStringLiteral("%1 was canceled").arg(what) : outcome.message;
}

void failTest(const QString &message, const char *file, int line)
{
    const QByteArray text = message.toLocal8Bit();
    if (!QTest::currentTestFunction())
        qCritical("%s", text.constData());
    else if (QTest::currentTestFailed()) // once is enough
        qWarning("%s", text.constData());
    else
        QTest::qFail(text.constData(), file, line);
}

} // namespace

class FixturePrivate final : public Interposer
{
public:
    QFuture<void> call(Component *component, Phase phase) override { return TestAccess::callHook(component, phase); }
    void stateChanged(Component *component, Component::State from) override;

    bool finish(const QFuture<void> &future, const QString &what);
    bool wait(const std::function<bool()> &isDone);
    bool letTimePass();
    QStringList takeLeftovers();

    std::unique_ptr<Conductor> conductor = std::make_unique<Conductor>();
    std::chrono::milliseconds timeout;
    QString errorString;
    QStringList journal;
    const char *file = nullptr; // where the test set up
    int line = 0;
};

void FixturePrivate::stateChanged(Component *component, Component::State from)
{
    const QString name = TestAccess::nameOf(component).section(QStringLiteral("::"), -1);
    if (component->state() == Component::State::Active)
        journal += QStringLiteral("setup ") + name;
    else if (component->state() == Component::State::Failed)
        journal += QStringLiteral("failed ") + name;
    else if (component->state() == Component::State::Inactive && from == Component::State::ShuttingDown)
        journal += QStringLiteral("shutdown ") + name;
}

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
    return processEventsUntil(isDone, timeout, [this] { return letTimePass(); });
}

// On a virtual clock, when nothing but time is waited for.
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

// Destroys the conductor, and tells what stays.
QStringList FixturePrivate::takeLeftovers()
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
            texts += QStringLiteral("%1 is left over").arg(TestAccess::nameOf(component));
    }
    return texts;
}

/*! Constructs a fixture whose setup() and shutdown() each take at most \a timeout, in real time. */
Fixture::Fixture(std::chrono::milliseconds timeout)
    : d(std::make_unique<FixturePrivate>())
{
    d->timeout = timeout;
    TestAccess::setInterposer(d->conductor.get(), d.get());
}

/*! Shuts down what is active, destroys the conductor, and fails the running test if something can't be shut down or is
    left over. */
Fixture::~Fixture()
{
    if (!shutdown())
        failTest(QStringLiteral("The fixture could not shut down: %1").arg(d->errorString), d->file, d->line);
    if (isUp(d->conductor.get()) && !forceDown(d->conductor.get(), d->timeout)) {
        TestAccess::setInterposer(d->conductor.get(), nullptr);
        static_cast<void>(d->conductor.release()); // it would wait for ever
        return;
    }
    if (VirtualClock *clock = VirtualClock::of(d->conductor.get()))
        clock->detach(d->conductor.get());
    const QStringList texts = d->takeLeftovers();
    if (!texts.isEmpty())
        failTest(QStringLiteral("The test leaves behind: %1").arg(texts.join(QStringLiteral("; "))), d->file, d->line);
}

/*! Returns the conductor, which the fixture owns. */
Conductor &Fixture::conductor() const
{
    return *d->conductor;
}

/*! Sets up, with the event loop running, and returns whether that succeeded. */
bool Fixture::setup()
{
    return d->finish(d->conductor->setup(), QStringLiteral("Setup"));
}

/*! Shuts down, with the event loop running, and returns whether that succeeded. */
bool Fixture::shutdown()
{
    return d->finish(d->conductor->shutdown(), QStringLiteral("Shutdown"));
}

/*! Returns what went wrong in the last setup() or shutdown(): every failure, or what did not end. */
QString Fixture::errorString() const
{
    return d->errorString;
}

/*!
    Returns what happened, in order: "setup X" when X became active, "shutdown X" when its onShutdown() had ended and it
    was inactive again, "failed X" when it failed. X is the name of the class without namespace.
*/
QStringList Fixture::journal() const
{
    return d->journal;
}

/*! Forgets what happened so far. */
void Fixture::clearJournal()
{
    d->journal.clear();
}

/*! Lets the conductor, and its scripted components, measure time by \a clock, which stays its owner's, or by real time if
    it is \c nullptr. For a conductor that isn't setting up or shutting down. */
void Fixture::setClock(VirtualClock *clock)
{
    if (VirtualClock *former = VirtualClock::of(d->conductor.get()))
        former->detach(d->conductor.get());
    if (clock)
        clock->attach(d->conductor.get());
}

// For QCONDUCTOR_SETUP, which sets up, or fails the test where it stands and returns from it.
bool Fixture::verifySetup(const char *file, int line)
{
    d->file = file;
    d->line = line;
    const bool isGood = setup();
    if (!isGood)
        QTest::qFail(d->errorString.toLocal8Bit().constData(), file, line);
    return isGood;
}

// For QCONDUCTOR_SHUTDOWN, likewise.
bool Fixture::verifyShutdown(const char *file, int line)
{
    const bool isGood = shutdown();
    if (!isGood)
        QTest::qFail(d->errorString.toLocal8Bit().constData(), file, line);
    return isGood;
}

} // namespace QConductor::Test
