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
    shutdown it is called, and then suffers. Components that the conductor doesn't own are not destroyed. Timeouts are
    measured on a clock that passes only for the hook that hangs; one without a timeout is given one.

    A failure is a line that says which component, phase, fault and scheduling broke which rule, how, and how
    to run that case alone: with the environment variable \c QCONDUCTOR_FAULT set to the name of the case. What
    the application logs is shown in that run only. If the application fails without a fault, the faults are not tried.
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
    QList<FaultCase> casesFor(const QList<Recorder::Entry> &components, Conductor::Scheduling scheduling) const;

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
                                              Conductor::Scheduling scheduling) const
{
    QList<FaultCase> cases;
    for (const Recorder::Entry &entry : components) {
        for (Phase phase : { Phase::Setup, Phase::Shutdown }) {
            for (int fault = int(Fault::Throw); fault <= int(Fault::Quit); ++fault) {
                if (Fault(fault) != Fault::Destroy || entry.isOwned)
                    cases.append({ entry.id, phase, Fault(fault), scheduling });
            }
        }
    }
    return cases;
}

FaultReport FaultMatrixPrivate::run()
{
    const QString only = qEnvironmentVariable("QCONDUCTOR_FAULT");
    FaultReport report;
    QList<FaultCase> cases;
    for (auto scheduling : { Conductor::Scheduling::LayerByLayer, Conductor::Scheduling::AsReady })
        cases += casesFor(runCase({ {}, Phase::Setup, Fault::None, scheduling }, &report), scheduling);
    if (!report.m_failures.isEmpty())
        return report;
    if (!only.isEmpty()) {
        report.m_cases = only.startsWith(QStringLiteral("no-fault:")) ? 2 : 0;
        cases.removeIf([&only](const FaultCase &faultCase) { return faultCase.name() != only; });
        if (cases.isEmpty() && report.m_cases == 0)
            report.m_failures.append({ {}, QStringLiteral("R35"), QStringLiteral("there is no case \"%1\"").arg(only) });
    }
    const int total = int(cases.size()) + report.m_cases;
    for (const FaultCase &faultCase : std::as_const(cases)) {
        if (progress)
            progress(report.m_cases, total, faultCase);
        if (stuck < mostStuckCases)
            runCase(faultCase, &report);
    }
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

/*! Returns how many cases were run and what broke, as a person reads it. */
QString FaultReport::summary() const
{
    QStringList lines = messages();
    lines.prepend(QStringLiteral("%1 cases run, %2 failures").arg(m_cases).arg(lines.size()));
    if (const qsizetype more = lines.size() - mostLines; more > 0) {
        lines = lines.first(mostLines);
        lines += QStringLiteral("and %1 more").arg(more);
    }
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

/*! Sets how long, in real time, the application may take for a setup or a shutdown before it counts as hanging:
    5 seconds by default. */
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
    meanwhile. After three cases that never ended, the others are left out.
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

// For QCONDUCTOR_VERIFY_FAULTS, which runs the matrix, or fails the test where it stands and returns from it.
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
    return report.isGood();
}

} // namespace QConductor::Test
