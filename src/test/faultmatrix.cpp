// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "faultmatrix.h"

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
    \brief What the tests of an application are made with.
*/

/*!
    \class QConductor::Test::FaultMatrix
    \inmodule QConductor
    \brief Tries how an application copes with whatever its components may suffer.

    A function of the test's fills a conductor with the components of the application, their real classes. The matrix
    runs that application without a fault, and then once for each component, for its setup and its shutdown, and for each
    fault: the hook throws, fails, is canceled or abandoned, hangs past its timeout, the component is destroyed, the
    application quits. All that in both schedulings. Each time it checks that every future ends, what began is shut down
    once and in order and nothing else is, the failure and no other is told, nothing goes on afterwards, and the
    application can be set up again.

    \code
    QCONDUCTOR_VERIFY_FAULTS([](QConductor::Conductor &conductor) {
        conductor.patch<Database, InMemoryDatabase>();
        conductor.add<WebApi>();
    });
    \endcode

    In setup, a component that suffers a fault is not called: it cleans up before it fails, so there is nothing of it. In
    shutdown it is called, and then suffers. Timeouts are measured on a clock that passes only for the hook that hangs;
    one without a timeout is given one. A quit that the conductor holds back has to come when it has shut down; the
    application under test goes on.

    Only what the conductor owns is destroyed: what it created by add<T>(), a factory of provide(), or at need. An instance
    that was added or patched in by a pointer may be on the stack, a member, or in the hands of a smart pointer, each of
    which would destroy it again. FaultReport::leftOut() names those, so to have them destroyed too, let the conductor
    make them: \c {conductor.provide<Database>([] { return new Database(path); })}.

    A failure is a line that says which component, phase, fault and scheduling broke which rule, how, and how
    to run that case alone: with the environment variable \c QCONDUCTOR_FAULT set to the name of the case. What
    the application logs is shown in that run only. If the application fails without a fault, the faults are not tried.
    Whatever is not tried is told by FaultReport::leftOut() and FaultReport::summary().
*/

namespace {

constexpr int mostStuckCases = 3;
constexpr int mostLines = 25;

std::atomic<QtMessageHandler> nextHandler = nullptr;

// The application's warnings about faults are expected, thousands of them.
void swallow(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const bool isOwn = qstrcmp(context.category, "qconductor.faults") == 0;
    const QtMessageHandler next = nextHandler;
    if (next && (type == QtFatalMsg || isOwn))
        next(type, context, message);
}

} // namespace

class FaultMatrixPrivate
{
public:
    FaultReport run();
    QList<Recorder::Entry> runCase(const FaultCase &faultCase, FaultReport *report);
    static QList<FaultCase> casesFor(const QList<Recorder::Entry> &components, Conductor::Scheduling scheduling);
    static QStringList indestructible(const QList<Recorder::Entry> &components);

    FaultMatrix::Build build;
    FaultMatrix::Progress progress;
    std::chrono::milliseconds timeout = std::chrono::seconds(5);
    std::unique_ptr<QuitCatcher> quitCatcher;
    int stuck = 0;
};

QList<Recorder::Entry> FaultMatrixPrivate::runCase(const FaultCase &faultCase, FaultReport *report)
{
    qCDebug(lcFaults).noquote() << faultCase.name();
    FaultRun run(faultCase, timeout, quitCatcher.get());
    run.run(build);
    ++report->m_cases;
    report->m_failures += run.failures();
    stuck += run.isStuck() ? 1 : 0;
    return run.components();
}

QList<FaultCase> FaultMatrixPrivate::casesFor(const QList<Recorder::Entry> &components,
                                              Conductor::Scheduling scheduling)
{
    QList<FaultCase> cases;
    for (const Recorder::Entry &entry : components) {
        for (Phase phase : { Phase::Setup, Phase::Shutdown }) {
            for (int fault = int(Fault::Throw); fault <= int(Fault::Quit); ++fault) {
                if (entry.isOwned || Fault(fault) != Fault::Destroy)
                    cases.append({ entry.id, phase, Fault(fault), scheduling });
            }
        }
    }
    return cases;
}

QStringList FaultMatrixPrivate::indestructible(const QList<Recorder::Entry> &components)
{
    QStringList lines;
    for (const Recorder::Entry &entry : components) {
        if (!entry.isOwned)
            lines += QStringLiteral("the destruction of %1, which the conductor doesn't own").arg(entry.id);
    }
    return lines;
}

FaultReport FaultMatrixPrivate::run()
{
    const QString only = qEnvironmentVariable("QCONDUCTOR_FAULT");
    FaultReport report;
    QList<FaultCase> cases;
    for (auto scheduling : { Conductor::Scheduling::LayerByLayer, Conductor::Scheduling::AsReady }) {
        const QList<Recorder::Entry> components = runCase({ {}, Phase::Setup, Fault::None, scheduling }, &report);
        cases += casesFor(components, scheduling);
        if (scheduling == Conductor::Scheduling::LayerByLayer)
            report.m_leftOut = indestructible(components);
    }
    if (!report.m_failures.isEmpty()) {
        report.m_leftOut = { QStringLiteral("all faults: the application fails without one") };
        return report;
    }
    if (!only.isEmpty()) {
        report.m_cases = only.startsWith(QStringLiteral("no-fault:")) ? 2 : 0;
        cases.removeIf([&only](const FaultCase &faultCase) { return faultCase.name() != only; });
        if (cases.isEmpty() && report.m_cases == 0)
            report.m_failures.append({ {}, QStringLiteral("R35"), QStringLiteral("there is no case \"%1\"").arg(only) });
    }
    const int total = int(cases.size()) + report.m_cases;
    for (const FaultCase &faultCase : std::as_const(cases)) {
        if (stuck == mostStuckCases)
            break;
        if (progress)
            progress(report.m_cases, total, faultCase);
        runCase(faultCase, &report);
    }
    if (const int rest = total - report.m_cases; rest > 0)
        report.m_leftOut += QStringLiteral("the last %1 cases: %2 others have not ended").arg(rest).arg(stuck);
    return report;
}

/*! Returns a line for each failure. */
QStringList FaultReport::messages() const
{
    QStringList lines;
    for (const FaultFailure &failure : m_failures)
        lines += failure.line();
    return lines;
}

/*!
    \fn QStringList QConductor::Test::FaultReport::leftOut() const
    Returns what was not tried and why, a line each.
*/

/*! Returns how many cases were run, what broke, and what was left out, as a person reads it. */
QString FaultReport::summary() const
{
    QStringList lines = messages();
    lines.prepend(QStringLiteral("%1 cases run, %2 failures").arg(m_cases).arg(lines.size()));
    if (const qsizetype more = lines.size() - mostLines; more > 0) {
        lines = lines.first(mostLines);
        lines += QStringLiteral("and %1 more").arg(more);
    }
    for (const QString &line : m_leftOut)
        lines += QStringLiteral("not tried: ") + line;
    return lines.join(QLatin1Char('\n'));
}

/*! Constructs a matrix for the application that \a build fills a conductor with. It is called for each case, and makes
    the same components each time. */
FaultMatrix::FaultMatrix(Build build)
    : d(std::make_unique<FaultMatrixPrivate>())
{
    d->build = std::move(build);
}

FaultMatrix::~FaultMatrix() = default;

/*! Sets the \a timeout: how long, in real time, the application may take for a setup or a shutdown before it counts as
    hanging; 5 seconds by default. */
void FaultMatrix::setTimeout(std::chrono::milliseconds timeout)
{
    d->timeout = timeout;
}

/*! Lets \a progress be called before each case. The name of each is logged at debug level to \c qconductor.faults, too. */
void FaultMatrix::setProgress(Progress progress)
{
    d->progress = std::move(progress);
}

/*!
    Runs all cases, with the event loop running, and returns what broke. QCoreApplication::quit() is without effect
    meanwhile. After three cases that never ended, the others are left out, as the report says.
*/
FaultReport FaultMatrix::run()
{
    d->stuck = 0;
    d->quitCatcher = std::make_unique<QuitCatcher>();
    const bool isLoud = qEnvironmentVariableIsSet("QCONDUCTOR_FAULT");
    if (!isLoud)
        nextHandler = qInstallMessageHandler(swallow);
    const auto restore = qScopeGuard([&] {
        if (!isLoud)
            qInstallMessageHandler(nextHandler);
        d->quitCatcher.reset();
    });
    return d->run();
}

// For QCONDUCTOR_VERIFY_FAULTS, which runs the matrix and says what was tried, or fails the test where it stands and
// returns from it.
bool FaultMatrix::verify(const Build &build, const char *file, int line)
{
    FaultMatrix matrix(build);
    QElapsedTimer sinceTold;
    sinceTold.start();
    matrix.setProgress([&sinceTold](int done, int total, const FaultCase &next) {
        if (sinceTold.elapsed() < 1000)
            return;
        sinceTold.restart();
        qCInfo(lcFaults).noquote() << done << "of" << total << "cases run; next:" << next.name();
    });
    const FaultReport report = matrix.run();
    if (!report.isGood())
        QTest::qFail(report.summary().toLocal8Bit().constData(), file, line);
    else
        qCInfo(lcFaults).noquote() << report.summary();
    return report.isGood();
}

} // namespace QConductor::Test
