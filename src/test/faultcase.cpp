// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "faultcase.h"

#include "leftovers_p.h"
#include "rules_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfileinfo.h>
#include <QtTest/qtestcase.h>

namespace QConductor::Test {

/*!
    \enum QConductor::Test::Fault
    What the fault matrix lets happen to a component in the place of, or inside, one of its hooks.
    \value None Nothing: the application runs as it is.
    \value Throw The hook throws a std::runtime_error.
    \value Fail The future of the hook holds an Error.
    \value Cancel The future of the hook ends canceled.
    \value Abandon The promise of the hook's future is destroyed before it is finished.
    \value Hang The future of the hook doesn't finish before the hook's timeout has passed.
    \value Destroy The component is destroyed inside the hook.
    \value Quit The application is told to quit, as by QCoreApplication::quit(), and then the hook is called.
*/

/*!
    \class QConductor::Test::FaultCase
    \inmodule QConductor
    \brief One run of an application under the fault matrix: which component suffers which fault, and when.

    \list
    \li \c component: the class of the component, with its namespace; \c {"Database#2"} for the second component of the
        class \c Database; empty if \c fault is Fault::None
    \li \c phase: the hook that suffers the fault
    \li \c fault: the fault
    \li \c scheduling: the scheduling of the conductor
    \endlist

    \sa FaultMatrix
*/

/*!
    \class QConductor::Test::FaultFailure
    \inmodule QConductor
    \brief A rule that an application broke in one case of the fault matrix.

    \list
    \li \c faultCase: the case
    \li \c rule: the number of the rule, such as R15, on the page \l {The rules of QConductor}; empty if no application
        was run
    \li \c message: what happened, and to which component
    \endlist

    \sa FaultReport::failures()
*/

namespace {

QString faultName(Fault fault)
{
    switch (fault) {
    case Fault::None: break;
    case Fault::Throw: return QStringLiteral("throw");
    case Fault::Fail: return QStringLiteral("fail");
    case Fault::Cancel: return QStringLiteral("cancel");
    case Fault::Abandon: return QStringLiteral("abandon");
    case Fault::Hang: return QStringLiteral("hang");
    case Fault::Destroy: return QStringLiteral("destroy");
    case Fault::Quit: return QStringLiteral("quit");
    }
    return QStringLiteral("no-fault");
}

// Returns the command that runs the current test function alone.
QString command()
{
    const QString program = QFileInfo(QCoreApplication::applicationFilePath()).fileName();
    const char *function = QTest::currentTestFunction();
    return QStringLiteral("./%1 %2").arg(program, QString::fromUtf8(function)).trimmed();
}

} // namespace

/*!
    Returns the name of the case, such as \c {Shop::WebApi:setup:hang:as-ready} or \c {no-fault:layer-by-layer}. If the
    environment variable \c QCONDUCTOR_FAULT is set to it, the fault matrix runs this case alone.
*/
QString FaultCase::name() const
{
    const bool isLayered = scheduling == Conductor::Scheduling::LayerByLayer;
    QStringList parts { faultName(fault), isLayered ? QStringLiteral("layer-by-layer") : QStringLiteral("as-ready") };
    if (fault != Fault::None)
        parts = QStringList { component, phaseName(phase) } + parts;
    return parts.join(QLatin1Char(':'));
}

/*!
    Returns one line for a person: the name of the case, what happened, the rule that was broken with the sentence that
    states it, and the command that runs this case alone. That command names the test function that is running now. If
    no application was run, the line is the message alone.
*/
QString FaultFailure::line() const
{
    if (rule.isEmpty())
        return message;
    return QStringLiteral("%1: %2 (breaks %3: %4) [to run this case alone: QCONDUCTOR_FAULT=%1 %5]")
            .arg(faultCase.name(), QString(message).replace(QLatin1Char('\n'), QLatin1Char(' ')), rule,
                 ruleSentence(rule), command());
}

} // namespace QConductor::Test
