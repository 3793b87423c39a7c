// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "budget.h"

#include "conductor.h"
#include "failtest_p.h"
#include "fixture.h"

#include <QtCore/qset.h>

namespace QConductor::Test {

/*!
    \class QConductor::Test::Budget
    \inheaderfile QConductor/Budget
    \inmodule QConductor
    \since QConductor 1.0
    \brief The time that the setup of an application may take.

    A budget is compared with the critical path of the last setup: the sum of the times that its components took, by
    Conductor::report(). What they waited for the processor doesn't count, so the machine's load matters less than in the
    total. With a VirtualClock, the times are those of the clock, and always the same.

    \snippet tests/auto/testlib_budget/tst_testlib_budget.cpp budget

    \sa QCONDUCTOR_VERIFY_BUDGET(), Conductor::report()
*/

namespace {

QString milliseconds(std::chrono::nanoseconds time)
{
    return QString::number(double(time.count()) / 1e6, 'f', 1) + QLatin1String(" ms");
}

// Returns the components of the setup that have begun, and aren't among those.
QStringList othersThan(const Report &report, std::initializer_list<const char *> components)
{
    QSet<QString> allowed;
    for (const char *component : components)
        allowed += QString::fromUtf8(component);
    QStringList others;
    for (const Report::Entry &entry : report.entries()) {
        if (entry.state != Component::State::Inactive && !allowed.contains(entry.component))
            others += entry.component;
    }
    return others;
}

} // namespace

/*! Compares the last setup of \a conductor with \a time. Call it in the thread that the conductor lives in. */
Budget::Budget(const Conductor &conductor, std::chrono::nanoseconds time) : m_report(conductor.report(Phase::Setup))
{
    if (m_report.isEmpty())
        m_errorString = QStringLiteral("There was no setup whose time could be compared with the budget");
    else if (criticalPath() > time)
        m_errorString = QStringLiteral("The critical path of the setup takes %1, and its budget is %2:\n%3")
                                .arg(milliseconds(criticalPath()), milliseconds(time), m_report.toString());
}

/*!
    Compares the last setup of \a conductor with \a time, and its components with \a components, which are the names in
    Report::Entry::component: nothing else may begin in a setup, since the first frame waits for all of it. What is
    Deferred or OnDemand begins later, and isn't in the report of a setup.
*/
Budget::Budget(const Conductor &conductor, std::chrono::nanoseconds time,
               std::initializer_list<const char *> components)
    : Budget(conductor, time)
{
    const QStringList others = othersThan(m_report, components);
    if (m_errorString.isEmpty() && !others.isEmpty())
        m_errorString = QStringLiteral(
                                "%1 may not begin before the first frame. A component that isn't needed by then has "
                                "the startMode Deferred:\n%2")
                                .arg(others.join(QLatin1String(", ")), m_report.toString());
}

/*! \overload */
Budget::Budget(const Fixture &fixture, std::chrono::nanoseconds time) : Budget(fixture.conductor(), time) { }

/*! \overload */
Budget::Budget(const Fixture &fixture, std::chrono::nanoseconds time, std::initializer_list<const char *> components)
    : Budget(fixture.conductor(), time, components)
{ }

/*! Returns the sum of the times of the components on the critical path; 0 if there was no setup. */
std::chrono::nanoseconds Budget::criticalPath() const
{
    const QStringList path = m_report.criticalPath();
    std::chrono::nanoseconds sum {};
    for (const Report::Entry &entry : m_report.entries()) {
        if (path.contains(entry.component))
            sum += entry.took;
    }
    return sum;
}

/*! Returns why the budget isn't kept, with the report's table; an empty string if it is. */
QString Budget::errorString() const
{
    return m_errorString;
}

/*!
    \internal
    Does what QCONDUCTOR_VERIFY_BUDGET() does at \a line of \a file, and returns whether the budget is kept.
*/
bool Budget::verify(const char *file, int line) const
{
    if (!m_errorString.isEmpty())
        failTest(m_errorString, file, line);
    return m_errorString.isEmpty();
}

/*!
    \macro QCONDUCTOR_VERIFY_BUDGET(application, time, ...)
    \relates QConductor::Test::Budget
    \since QConductor 1.0
    Compares the last setup of \a application, a Fixture or a Conductor, with \a time, a duration of \c std::chrono. A list
    in braces of the names of components may follow: then no other component may begin in the setup. If the budget isn't
    kept, the macro fails the running test with the report's table, and returns from the function that it stands in.
*/

} // namespace QConductor::Test
