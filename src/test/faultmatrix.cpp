// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "faultmatrix.h"

#include "faultreport_p.h"
#include "faultrun_p.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qscopeguard.h>
#include <QtTest/qtest.h>

#include <atomic>

namespace QConductor::Test {

Q_LOGGING_CATEGORY(lcFaults, "qconductor.faults", QtInfoMsg)

/*!
    \namespace QConductor::Test
    \inmodule QConductor
    \since QConductor 1.0
    \brief What the tests of an application are made with.
*/

/*!
    \class QConductor::Test::FaultMatrix
    \inheaderfile QConductor/FaultMatrix
    \inmodule QConductor
    \since QConductor 1.0
    \brief Tries how an application copes with whatever its components may suffer.

    A function of the test adds the components of the application, their real classes, to a conductor. The matrix runs
    that application without a fault, and then once for each component, for its setup and its shutdown, and for each
    fault: the hook throws, fails, is canceled or abandoned, hangs past its timeout, the component is destroyed, the
    application quits. It also restarts each component while the application is running, once without a fault and once
    so that the component fails when it is set up again, and lets each component report a failure while it is Active. It
    does all of this in both schedulings. Each time it checks that every future ends, that each component that began is shut down once and in order and no other component is,
    that the failure is reported and no other failure is, that a restart or a reported failure moves the
    component and what needs it and nothing else, that optional properties and lists let go what has failed, that a restart
    policy brings it back, that nothing goes on after shutdown, and that the application can be set up again. The page
    \l {The rules of QConductor} states what it checks.

    \snippet tests/consumer/gettingstarted/tst_shop.cpp faults

    In setup, the hook of the component that suffers a fault is not called: a component cleans up before it fails, so
    the hook would leave nothing behind. In shutdown, the hook is called, and then the component suffers the fault.
    Timeouts are measured in virtual time, which passes only while nothing but the hanging hook is waited for. A
    component without a timeout gets one. A quit that the conductor holds back has to come when the conductor has shut
    down; it ends neither the application under test nor the test.

    When a component is restarted, what it needs stays Active. So its onShutdown() has to give back everything that its
    onSetup() has taken, and its onSetup() must not wait for something that a dependency tells only once, when it has
    been set up. In the restart that fails, onShutdown() is called, and then the component fails in setup as above.

    The matrix destroys only components that the conductor owns: those that it created for add<T>(), by a factory of
    provide(), or because another component needs them. A component that was added or patched in by a pointer may be on
    the stack, a member, or in the hands of a smart pointer, each of which would destroy it again.
    FaultReport::leftOut() names these components. To have them destroyed too, let the conductor create them: \c
    {conductor.provide<Database>([] { return new Database(path); })}. A Service isn't destroyed either, because no later
    setup can replace it.

    Each failure is a line that says in which case, so by which component, phase, fault and scheduling, which rule was
    broken, what happened, and how to run that case alone: with the environment variable \c QCONDUCTOR_FAULT set to the
    name of the case. What the application logs is shown in such a run only. If the application fails without a fault,
    no fault is tried. FaultReport::leftOut() and FaultReport::summary() name everything that was not tried.

    A matrix is used in the thread of the QCoreApplication, and only one matrix may run at a time.

    \sa Fixture
*/

/*!
    \typealias QConductor::Test::FaultMatrix::Build
    \since QConductor 1.0
    A function that adds the components of an application to the conductor that it is given. The conductor is new, and
    is destroyed after the case. The function has to add the same components each time that it is called.
*/

/*!
    \typealias QConductor::Test::FaultMatrix::Progress
    \since QConductor 1.0
    A function that is told how many cases have been run, how many cases there are, and which one is run next.
*/

namespace {

constexpr int maxStuckCases = 3; // number of cases that never end, after which the matrix tries no other

QList<Fault> faultsOf(Phase phase)
{
    if (phase == Phase::Running)
        return { Fault::Restart, Fault::FailedRestart, Fault::ReportFailure };
    return { Fault::Throw, Fault::Fail, Fault::Cancel, Fault::Abandon, Fault::Hang, Fault::Destroy, Fault::Quit };
}

std::atomic<QtMessageHandler> nextHandler = nullptr; // the message handler that was installed before hideMessages()

// Hides what the application logs: faults cause thousands of warnings, which are expected. What the matrix logs and
// fatal messages are passed on.
void hideMessages(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const bool isOwn = qstrcmp(context.category, "qconductor.faults") == 0;
    const QtMessageHandler next = nextHandler;
    if (next && (type == QtFatalMsg || isOwn))
        next(type, context, message);
}

} // namespace

// Runs the cases one after the other, each with a conductor of its own.
class FaultMatrixPrivate
{
public:
    FaultReport run();
    QList<Recorder::Entry> runCase(const FaultCase &faultCase, FaultReportPrivate *found);
    QList<FaultCase> casesFor(const QList<Recorder::Entry> &components, Conductor::Scheduling scheduling) const;
    bool isTried(const Recorder::Entry &entry) const;
    bool isTried(Fault fault) const { return faults.isEmpty() || faults.contains(fault); }
    QStringList missingTypes(const QList<Recorder::Entry> &components) const;
    static QStringList indestructible(const QList<Recorder::Entry> &components);

    FaultMatrix::Build build;
    FaultMatrix::Progress progress;
    QStringList types;                                           // names of classes; empty: all
    QList<Fault> faults;                                         // empty: all
    std::chrono::milliseconds timeout = std::chrono::seconds(5); // real time, for a setup or a shutdown
    std::unique_ptr<QuitCatcher> quitCatcher;                    // nullptr while the matrix isn't running
    int stuckCases = 0;                                          // number of cases of this run that never ended
};

// Returns the components that the application had in this case.
QList<Recorder::Entry> FaultMatrixPrivate::runCase(const FaultCase &faultCase, FaultReportPrivate *found)
{
    qCDebug(lcFaults).noquote() << faultCase.name();
    FaultRun run(faultCase, timeout, quitCatcher.get());
    run.run(build);
    ++found->cases;
    found->failures += run.failures();
    stuckCases += run.isStuck() ? 1 : 0;
    return run.components();
}

bool FaultMatrixPrivate::isTried(const Recorder::Entry &entry) const
{
    return types.isEmpty() || types.contains(entry.name);
}

// A name that is misspelled, or of another application, would try nothing and find nothing.
QStringList FaultMatrixPrivate::missingTypes(const QList<Recorder::Entry> &components) const
{
    QStringList missing = types;
    for (const Recorder::Entry &entry : components)
        missing.removeAll(entry.name);
    return missing;
}

// The logging of the progress that there is without a function of the test.
FaultMatrix::Progress loggedProgress()
{
    const auto sinceTold = std::make_shared<QElapsedTimer>();
    sinceTold->start();
    return [sinceTold](int done, int total, const FaultCase &next) {
        if (sinceTold->elapsed() < 1000)
            return;
        sinceTold->restart();
        qCInfo(lcFaults).noquote() << done << "of" << total << "cases run; next:" << next.name();
    };
}

QList<FaultCase> FaultMatrixPrivate::casesFor(const QList<Recorder::Entry> &components,
                                              Conductor::Scheduling scheduling) const
{
    QList<FaultCase> cases;
    for (const Recorder::Entry &entry : components) {
        for (Phase phase : { Phase::Setup, Phase::Shutdown, Phase::Running }) {
            for (Fault fault : faultsOf(phase)) {
                if (isTried(entry) && isTried(fault) && (entry.isReplaceable() || fault != Fault::Destroy))
                    cases.append({ entry.id, phase, fault, scheduling });
            }
        }
    }
    return cases;
}

QStringList FaultMatrixPrivate::indestructible(const QList<Recorder::Entry> &components)
{
    QStringList lines;
    for (const Recorder::Entry &entry : components) {
        if (entry.isService)
            lines += QStringLiteral("the destruction of %1, because no later setup can replace a service")
                             .arg(entry.id);
        else if (!entry.isOwned)
            lines += QStringLiteral("the destruction of %1, because the conductor doesn't own it (let the conductor "
                                    "create it, by add<T>() or a factory)").arg(entry.id);
    }
    return lines;
}

FaultReport FaultMatrixPrivate::run()
{
    const QString only = qEnvironmentVariable("QCONDUCTOR_FAULT");
    FaultReport report;
    FaultReportPrivate &found = *report.d;
    QList<FaultCase> cases;
    for (auto scheduling : { Conductor::Scheduling::LayerByLayer, Conductor::Scheduling::AsReady }) {
        const QList<Recorder::Entry> components = runCase(FaultCase(scheduling), &found);
        cases += casesFor(components, scheduling);
        if (scheduling != Conductor::Scheduling::LayerByLayer)
            continue;
        found.leftOut = indestructible(components);
        for (const QString &type : missingTypes(components))
            found.failures.append(FaultFailure(
                    {}, {}, QStringLiteral("only() names %1, which is no component of this application").arg(type)));
    }
    if (!types.isEmpty() || !faults.isEmpty())
        found.leftOut += QStringLiteral("what only() doesn't name");
    if (!found.failures.isEmpty()) {
        found.leftOut = { QStringLiteral("all faults, because the application fails without a fault") };
        return report;
    }
    if (!only.isEmpty()) {
        found.cases = only.startsWith(QStringLiteral("no-fault:")) ? 2 : 0;
        cases.removeIf([&only](const FaultCase &faultCase) { return faultCase.name() != only; });
        if (cases.isEmpty() && found.cases == 0)
            found.failures.append(FaultFailure(
                    {}, {},
                    QStringLiteral("QCONDUCTOR_FAULT is \"%1\", but this application has no such case: set it to the "
                                   "name of a case, or unset it")
                            .arg(only)));
    }
    const FaultMatrix::Progress tell = progress ? progress : loggedProgress();
    const int total = int(cases.size()) + found.cases;
    for (const FaultCase &faultCase : std::as_const(cases)) {
        if (stuckCases == maxStuckCases)
            break;
        tell(found.cases, total, faultCase);
        runCase(faultCase, &found);
    }
    if (const int rest = total - found.cases; rest > 0)
        found.leftOut += QStringLiteral("the last %1 cases, because %2 cases never ended").arg(rest).arg(stuckCases);
    return report;
}

/*!
    Constructs a matrix for the application whose components \a build adds to a conductor. The matrix calls \a build
    once in each case. If \a build throws, that is a failure of the case.
*/
FaultMatrix::FaultMatrix(Build build)
    : d(std::make_unique<FaultMatrixPrivate>())
{
    d->build = std::move(build);
}

/*! Destroys the matrix. */
FaultMatrix::~FaultMatrix() = default;

/*!
    Sets how much real time a setup or a shutdown of the application may take to \a timeout. One that takes longer is a
    failure, and counts as one that never ends. The default is 5 seconds. The timeouts of components and conductors have
    no part in this: they are measured in virtual time.
*/
void FaultMatrix::setTimeout(std::chrono::milliseconds timeout)
{
    d->timeout = timeout;
}

/*!
    Sets the function that is called before each case that has a fault, in the thread that run() was called in, to
    \a progress. Without one, run() logs about once a second, at info level, how many cases have been run. The name of every case
    is also logged at debug level. Both go to the category \c qconductor.faults.
*/
void FaultMatrix::setProgress(Progress progress)
{
    d->progress = std::move(progress);
}

/*!
    Restricts the matrix to the components of the classes \a types and to \a faults, so that a test which is being written, or a
    nightly one of a large application, takes its time where it matters. An empty list stands for all. The application is also run
    without a fault. Returns the matrix.

    If \a types has a class of which the application has no component, run() reports that as a failure. A class is that
    which is really instantiated, so that of a patch.
    \since QConductor 1.0
*/
FaultMatrix &FaultMatrix::only(const QList<const QMetaObject *> &types, const QList<Fault> &faults)
{
    d->types.clear();
    for (const QMetaObject *type : types)
        d->types += QString::fromLatin1(type->className());
    d->faults = faults;
    return *this;
}

/*!
    Runs all cases, or the one that the environment variable \c QCONDUCTOR_FAULT names, and returns what was found.
    Returns when the last case has ended, and processes events until then; a QCoreApplication has to exist.

    Meanwhile QCoreApplication::quit() has no effect, and what the application logs is hidden unless \c QCONDUCTOR_FAULT
    is set. After three cases that never end, the others are left out, as FaultReport::leftOut() says. If the hooks of
    such a case can't be ended, its conductor and the components that it owns are never destroyed.
*/
FaultReport FaultMatrix::run()
{
    d->stuckCases = 0;
    d->quitCatcher = std::make_unique<QuitCatcher>();
    const bool isLoud = qEnvironmentVariableIsSet("QCONDUCTOR_FAULT");
    if (!isLoud)
        nextHandler = qInstallMessageHandler(hideMessages);
    const auto restore = qScopeGuard([&] {
        if (!isLoud)
            qInstallMessageHandler(nextHandler);
        d->quitCatcher.reset();
    });
    return d->run();
}

/*!
    \macro QCONDUCTOR_VERIFY_FAULTS(build)
    \relates QConductor::Test::FaultMatrix
    \since QConductor 1.0
    Runs a fault matrix for the application whose components the function \a build adds to a conductor. If there are
    failures, the macro fails the running test with FaultReport::summary() and returns from the function that it stands
    in; if there are none, it logs the summary at info level. About once a second, it logs at info level how many cases
    have been run. It logs to the category \c qconductor.faults.
*/

/*!
    \internal
    Does what QCONDUCTOR_VERIFY_FAULTS() does with \a build, which stands at \a line of \a file, and returns whether
    there were no failures.
*/
bool FaultMatrix::verify(const Build &build, const char *file, int line)
{
    const FaultReport report = FaultMatrix(build).run();
    if (!report.isGood())
        QTest::qFail(report.summary().toLocal8Bit().constData(), file, line);
    else
        qCInfo(lcFaults).noquote() << report.summary();
    return report.isGood();
}

} // namespace QConductor::Test
