// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "report.h"

#include "reporting/reportdata_p.h"

namespace QConductor {

/*!
    \class QConductor::Report
    \inheaderfile QConductor/Report
    \inmodule QConductor
    \since QConductor 1.0
    \brief Tells what a setup or a shutdown took, what it waited for, and what decided how long it took.

    Conductor::report() returns it. It is a value: what happens afterwards doesn't change it. All times are counted from the
    beginning of the phase. A component that waits for others isn't slow, so a report tells three things apart:

    \table
    \header \li time \li what it is
    \row \li \c waited \li from the beginning of the phase until the component might begin, because all that it waits for had
        ended
    \row \li \c took \li from the call of its hook until that had ended
    \row \li \c held \li the part of \c took in which the hook held the event loop, before it returned its future or ran an
        event loop itself
    \endtable

    From the end of \c waited to \c began, a component might have begun, but something else held the event loop.

    \sa {What a setup took}
*/

/*!
    \class QConductor::Report::Entry
    \inmodule QConductor
    \since QConductor 1.0
    \brief Tells what one component took in a setup or a shutdown.

    \list
    \li \c component is the name of the class without its namespace. Where several components share it, the objectName
        follows after a dot, if there is one.
    \li \c layer is the component's place in Conductor::layers().
    \li \c phase is Phase::Setup or Phase::Shutdown.
    \li \c waited, \c began, \c took and \c held are explained at Report.
    \li \c state is the one in which the phase left the component, or the present one if it hasn't ended.
    \li \c message tells why the component failed or was not set up.
    \endlist
*/

/*! Constructs the report of a phase that there was none of. */
Report::Report() : d(new ReportData) { }

Report::Report(ReportData *data) : d(data) { }

/*! Constructs a copy of \a other. */
Report::Report(const Report &other) = default;

/*! Makes this report a copy of \a other, and returns it. */
Report &Report::operator=(const Report &other) = default;

/*! Destroys the report. */
Report::~Report() = default;

/*! Returns Phase::Setup or Phase::Shutdown. */
Phase Report::phase() const
{
    return d->phase;
}

/*! Returns whether there is nothing to tell: there was no such phase yet, or no component had to move. */
bool Report::isEmpty() const
{
    return d->entries.isEmpty();
}

/*! Returns what each component took that the phase concerned, in the order in which setup finds them. */
QList<Report::Entry> Report::entries() const
{
    return d->entries;
}

/*!
    Returns how long the phase took. A setup that failed or was canceled took until the last of its hooks had ended; what the
    roll-back took isn't counted. If the phase goes on, this is the time until now.
*/
std::chrono::nanoseconds Report::total() const
{
    return d->total;
}

/*!
    Returns the components that decided the total, in order of time. The last one ended last. Each other one is what the next
    one waited for, or what held the event loop when the next one might have begun.
*/
QStringList Report::criticalPath() const
{
    QStringList names;
    for (int index : d->path)
        names.append(d->entries.at(index).component);
    return names;
}

/*!
    Returns how much later \a component could have ended without a difference to the total; 0 if it isn't in the report. If
    several entries have that name, this is about the first one.
*/
std::chrono::nanoseconds Report::slack(const QString &component) const
{
    const int index = d->indexOf(component);
    return index < 0 ? std::chrono::nanoseconds(0) : d->slack(index);
}

/*!
    Returns what the total would be if \a component took no time; the total itself if it isn't in the report. It is never more
    than the total, although another hook may hold the event loop at a worse time then. If several entries have that name, this
    is about the first one.
*/
std::chrono::nanoseconds Report::whatIf(const QString &component) const
{
    const int index = d->indexOf(component);
    return index < 0 ? d->total : d->whatIf(index);
}

/*!
    Returns the report as a table for a terminal, at most 80 columns wide, in the language of the application. What failed
    comes first, then the critical path, and then what took longest. Of more than 40 components, the rest is summed up.
*/
QString Report::toString() const
{
    return d->toText();
}

/*!
    Returns the report in the Trace Event format, which Perfetto (\l {https://ui.perfetto.dev}) and the tracing page of
    Chromium open. Each component is a thread of its own there. One that never began has a moment instead of a span.
*/
QByteArray Report::toTrace() const
{
    return ReportData::toTrace({ *this });
}

/*! Returns the report as a JSON object in UTF-8, whose times are in nanoseconds. */
QByteArray Report::toJson() const
{
    return d->toJson();
}

} // namespace QConductor
