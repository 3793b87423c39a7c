// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "faultcase.h"

#include "leftovers_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfileinfo.h>
#include <QtTest/qtestcase.h>

namespace QConductor::Test {

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

QString command()
{
    const QString program = QFileInfo(QCoreApplication::applicationFilePath()).fileName();
    const char *function = QTest::currentTestFunction();
    return QStringLiteral("./%1 %2").arg(program, QString::fromUtf8(function)).trimmed();
}

} // namespace

/*! Returns the name of the case, which the environment variable QCONDUCTOR_FAULT takes to run it alone. */
QString FaultCase::name() const
{
    const bool isLayered = scheduling == Conductor::Scheduling::LayerByLayer;
    QStringList parts { faultName(fault), isLayered ? QStringLiteral("layer-by-layer") : QStringLiteral("as-ready") };
    if (fault != Fault::None)
        parts = QStringList { component, phaseName(phase) } + parts;
    return parts.join(QLatin1Char(':'));
}

/*! Returns one line that says what broke, and how to run the case alone. */
QString FaultFailure::line() const
{
    return QStringLiteral("%1 breaks %2: %3 [alone: QCONDUCTOR_FAULT=%1 %4]")
            .arg(faultCase.name(), rule, QString(message).replace(QLatin1Char('\n'), QLatin1Char(' ')), command());
}

} // namespace QConductor::Test
