// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "faultreport.h"

#include "faultreport_p.h"

namespace QConductor::Test {

/*!
    \class QConductor::Test::FaultReport
    \inheaderfile QConductor/FaultReport
    \inmodule QConductor
    \since QConductor 1.0
    \brief What a run of FaultMatrix has found.

    A report is an implicitly shared value.
*/

namespace {

constexpr int maxLines = 25; // number of lines of a summary, without the lines about what was not tried

} // namespace

/*! Constructs the report of a run that tried nothing. */
FaultReport::FaultReport() : d(new FaultReportPrivate) { }

/*! Copies \a other. The copies share their data. */
FaultReport::FaultReport(const FaultReport &other) = default;

/*! Moves \a other here. After that, \a other can only be destroyed or assigned to. */
FaultReport::FaultReport(FaultReport &&other) noexcept = default;

/*! Copies \a other. The copies share their data. */
FaultReport &FaultReport::operator=(const FaultReport &other) = default;

/*! Moves \a other here. After that, \a other can only be destroyed or assigned to. */
FaultReport &FaultReport::operator=(FaultReport &&other) noexcept = default;

/*! Destroys the report. */
FaultReport::~FaultReport() = default;

/*! Returns how many cases were run. */
int FaultReport::cases() const
{
    return d->cases;
}

/*! Returns what went wrong, in the order in which it was found, with at most five failures for each case. */
QList<FaultFailure> FaultReport::failures() const
{
    return d->failures;
}

/*! Returns what was not tried, and why, one line each. */
QStringList FaultReport::leftOut() const
{
    return d->leftOut;
}

/*! Returns FaultFailure::line() of each failure. */
QStringList FaultReport::messages() const
{
    QStringList lines;
    for (const FaultFailure &failure : d->failures)
        lines += failure.line();
    return lines;
}

/*! Returns whether at least one case was run and there are no failures. */
bool FaultReport::isGood() const
{
    return d->cases > 0 && d->failures.isEmpty();
}

/*!
    Returns a text for a person, with a line for each piece of information: how many cases were run and how many
    failures there are, the first 24 failures, and everything that was not tried.
*/
QString FaultReport::summary() const
{
    QStringList lines = messages();
    lines.prepend(QStringLiteral("%1 cases run, %2 failures").arg(d->cases).arg(lines.size()));
    if (const qsizetype more = lines.size() - maxLines; more > 0) {
        lines = lines.first(maxLines);
        lines += QStringLiteral("and %1 more").arg(more);
    }
    for (const QString &line : d->leftOut)
        lines += QStringLiteral("not tried: ") + line;
    return lines.join(QLatin1Char('\n'));
}

} // namespace QConductor::Test
