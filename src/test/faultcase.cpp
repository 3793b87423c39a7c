// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "faultcase.h"

#include "leftovers_p.h"

namespace QConductor::Test {

/*!
    \enum QConductor::Test::Fault
    \since QConductor 1.0
    What the fault matrix lets happen to a component: in the place of, or inside, one of its hooks, or, for the last three
    values, while it is Active.
    \value None Nothing: the application runs as it is.
    \value Throw The hook throws a std::runtime_error.
    \value Fail The future of the hook holds an Error.
    \value Cancel The future of the hook ends canceled.
    \value Abandon The promise of the hook's future is destroyed before it is finished.
    \value Hang The future of the hook doesn't finish before the hook's timeout has passed.
    \value Destroy The component is destroyed inside the hook.
    \value Quit The application is told to quit, as by QCoreApplication::quit(), and then the hook is called.
    \value Restart The component is restarted, by Conductor::restart(). This is no failure: everything is Active again
           afterwards.
    \value FailedRestart The component is restarted, and its onSetup() throws a std::runtime_error when it is called again.
    \value ReportFailure The component reports a failure, by Component::reportFailure().
*/

/*!
    \class QConductor::Test::FaultCase
    \inheaderfile QConductor/FaultCase
    \inmodule QConductor
    \since QConductor 1.0
    \brief One run of an application under the fault matrix: which component suffers which fault, and when.

    A case is an implicitly shared value.

    \sa FaultMatrix
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
    case Fault::Restart: return QStringLiteral("restart");
    case Fault::FailedRestart: return QStringLiteral("failed-restart");
    case Fault::ReportFailure: return QStringLiteral("report-failure");
    }
    return QStringLiteral("no-fault");
}

} // namespace

class FaultCasePrivate : public QSharedData
{
public:
    QString component;
    Phase phase = Phase::Setup;
    Fault fault = Fault::None;
    Conductor::Scheduling scheduling = Conductor::Scheduling::LayerByLayer;
};

/*! Constructs the case without a fault in which the conductor goes layer by layer. */
FaultCase::FaultCase() : d(new FaultCasePrivate) { }

/*! Constructs the case without a fault in which the conductor has the scheduling \a scheduling. */
FaultCase::FaultCase(Conductor::Scheduling scheduling) : FaultCase()
{
    d->scheduling = scheduling;
}

/*!
    Constructs the case in which \a component suffers \a fault in the hook of \a phase, or while it is Active if \a phase
    is Phase::Running. The conductor has the scheduling \a scheduling.
*/
FaultCase::FaultCase(const QString &component, Phase phase, Fault fault, Conductor::Scheduling scheduling)
    : FaultCase(scheduling)
{
    d->component = component;
    d->phase = phase;
    d->fault = fault;
}

/*! Copies \a other. The copies share their data. */
FaultCase::FaultCase(const FaultCase &other) = default;

/*! Moves \a other here. After that, \a other can only be destroyed or assigned to. */
FaultCase::FaultCase(FaultCase &&other) noexcept = default;

/*! Copies \a other. The copies share their data. */
FaultCase &FaultCase::operator=(const FaultCase &other) = default;

/*! Moves \a other here. After that, \a other can only be destroyed or assigned to. */
FaultCase &FaultCase::operator=(FaultCase &&other) noexcept = default;

/*! Destroys the case. */
FaultCase::~FaultCase() = default;

/*!
    Returns the class of the component that suffers the fault, with its namespace; \c {"Database#2"} for the second
    component of the class \c Database. It is empty if fault() is Fault::None.
*/
QString FaultCase::component() const
{
    return d->component;
}

/*! Returns the phase whose hook suffers the fault; Phase::Running if the component is Active when the fault comes. */
Phase FaultCase::phase() const
{
    return d->phase;
}

/*! Returns the fault. */
Fault FaultCase::fault() const
{
    return d->fault;
}

/*! Returns the scheduling of the conductor. */
Conductor::Scheduling FaultCase::scheduling() const
{
    return d->scheduling;
}

/*!
    Returns the name of the case, such as \c {Shop::WebApi:setup:hang:as-ready} or \c {no-fault:layer-by-layer}. If the
    environment variable \c QCONDUCTOR_FAULT is set to it, the fault matrix runs this case alone.
*/
QString FaultCase::name() const
{
    const bool isLayered = d->scheduling == Conductor::Scheduling::LayerByLayer;
    QStringList parts { faultName(d->fault),
                        isLayered ? QStringLiteral("layer-by-layer") : QStringLiteral("as-ready") };
    if (d->fault != Fault::None)
        parts = QStringList { d->component, phaseName(d->phase) } + parts;
    return parts.join(QLatin1Char(':'));
}

} // namespace QConductor::Test
