// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "faultfailure.h"

#include "rules_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfileinfo.h>
#include <QtTest/qtestcase.h>

namespace QConductor::Test {

/*!
    \class QConductor::Test::FaultFailure
    \inheaderfile QConductor/FaultFailure
    \inmodule QConductor
    \since QConductor 1.0
    \brief A rule that an application broke in one case of the fault matrix.

    A failure is an implicitly shared value.

    \sa FaultReport::failures()
*/

namespace {

// Returns the command that runs the current test function alone.
QString command()
{
    const QString program = QFileInfo(QCoreApplication::applicationFilePath()).fileName();
    const char *function = QTest::currentTestFunction();
    return QStringLiteral("./%1 %2").arg(program, QString::fromUtf8(function)).trimmed();
}

} // namespace

class FaultFailurePrivate : public QSharedData
{
public:
    FaultCase faultCase;
    QString rule;
    QString message;
};

/*! Constructs an empty failure, of a case without a fault. */
FaultFailure::FaultFailure() : d(new FaultFailurePrivate) { }

/*! Constructs the failure that \a rule was broken in \a faultCase; \a message says what happened. */
FaultFailure::FaultFailure(const FaultCase &faultCase, const QString &rule, const QString &message) : FaultFailure()
{
    d->faultCase = faultCase;
    d->rule = rule;
    d->message = message;
}

/*! Copies \a other. The copies share their data. */
FaultFailure::FaultFailure(const FaultFailure &other) = default;

/*! Moves \a other here. After that, \a other can only be destroyed or assigned to. */
FaultFailure::FaultFailure(FaultFailure &&other) noexcept = default;

/*! Copies \a other. The copies share their data. */
FaultFailure &FaultFailure::operator=(const FaultFailure &other) = default;

/*! Moves \a other here. After that, \a other can only be destroyed or assigned to. */
FaultFailure &FaultFailure::operator=(FaultFailure &&other) noexcept = default;

/*! Destroys the failure. */
FaultFailure::~FaultFailure() = default;

/*! Returns the case in which the rule was broken. */
FaultCase FaultFailure::faultCase() const
{
    return d->faultCase;
}

/*!
    Returns the number of the rule, such as R15, on the page \l {The rules of QConductor}. It is empty if no application
    was run.
*/
QString FaultFailure::rule() const
{
    return d->rule;
}

/*! Returns what happened, and to which component. */
QString FaultFailure::message() const
{
    return d->message;
}

/*!
    Returns one line for a person: the name of the case, what happened, the rule that was broken with the sentence that
    states it, and the command that runs this case alone. That command names the test function that is running now. If
    no application was run, the line is the message alone.
*/
QString FaultFailure::line() const
{
    if (d->rule.isEmpty())
        return d->message;
    return QStringLiteral("%1: %2 (breaks %3: %4) [to run this case alone: QCONDUCTOR_FAULT=%1 %5]")
            .arg(d->faultCase.name(), QString(d->message).replace(QLatin1Char('\n'), QLatin1Char(' ')), d->rule,
                 ruleSentence(d->rule), command());
}

} // namespace QConductor::Test
