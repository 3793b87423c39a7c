// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reportmodel.h"

#include "qmlaccess_p.h"

#include <QtCore/qmetaobject.h>

namespace QConductor {

namespace {

constexpr int clockInterval = 200; // in ms

qreal milliseconds(std::chrono::nanoseconds time)
{
    return qreal(time.count()) / 1e6;
}

} // namespace

/*!
    \qmltype ReportModel
    \inqmlmodule QConductor
    \brief A list model of what a conductor's last setup or shutdown took.

    The model has a row for each Report::Entry, in the order in which setup finds the components, and these roles. All times
    are in milliseconds, with fractions, and are counted from the beginning of the phase.

    \table
    \header \li Role \li Type \li Value
    \row \li name \li string \li The name of the component, as Report::Entry has it.
    \row \li layer \li int \li The layer of the dependency graph; -1 if there is none.
    \row \li waited \li real \li Until it might begin, because all that it waits for had ended.
    \row \li began \li real \li Until its hook was called.
    \row \li took \li real \li From the call of its hook until that had ended.
    \row \li held \li real \li The part of \c took in which the hook held the event loop.
    \row \li slack \li real \li How much later it could have ended without a difference to the total.
    \row \li gain \li real \li How much shorter the phase would be if it took no time.
    \row \li critical \li bool \li Whether it is on the critical path.
    \row \li state \li enumeration \li The state in which the phase left it, such as \c AsyncComponent.Active.
    \row \li stateName \li string \li The name of that state, such as "Active".
    \row \li message \li string \li Why it failed or was not set up; otherwise empty.
    \endtable

    While the phase goes on, its times are kept current.

    \snippet tests/auto/inspector/Embedded.qml list

    \since QConductor 1.0
    \sa ComponentModel, {What a setup took}
*/

/*!
    \qmlproperty Conductor ReportModel::conductor
    The conductor whose report the model shows; null by default. It may be a QConductor::Conductor of C++, which lives in the
    thread of the model. The model doesn't own it; when it is destroyed, this property becomes null and the model empty.
*/

/*!
    \qmlproperty enumeration ReportModel::phase
    ReportModel.Setup, the default, or ReportModel.Shutdown.
*/

/*!
    \qmlproperty int ReportModel::count
    \readonly
    The number of rows.
*/

/*!
    \qmlproperty real ReportModel::total
    \readonly
    What the phase took, in milliseconds; until now, if it goes on.
*/

/*!
    \qmlproperty list<string> ReportModel::criticalPath
    \readonly
    The names of the components that decided the total, in order of time.
*/

ReportModel::ReportModel(QObject *parent) : QAbstractListModel(parent)
{
    m_soon.setSingleShot(true);
    m_clock.setInterval(clockInterval);
    connect(&m_soon, &QTimer::timeout, this, &ReportModel::take);
    connect(&m_clock, &QTimer::timeout, this, &ReportModel::take);
}

void ReportModel::setConductor(Conductor *conductor)
{
    if (m_conductor == conductor)
        return;
    if (m_conductor)
        m_conductor->disconnect(this);
    m_conductor = conductor;
    connectTo(conductor);
    take();
    Q_EMIT conductorChanged();
}

void ReportModel::connectTo(Conductor *conductor)
{
    if (!conductor)
        return;
    const auto follow = [this, conductor](auto signal) {
        connect(conductor, signal, this, [this] { m_soon.start(); });
    };
    follow(&Conductor::stateChanged);
    follow(&Conductor::progressChanged);
    follow(&Conductor::componentsChanged);
    follow(&Conductor::componentFailed);
    follow(&Conductor::degradedChanged);
    follow(&Conductor::settled);
    connect(conductor, &QObject::destroyed, this, [this] {
        m_conductor.clear();
        take();
        Q_EMIT conductorChanged();
    });
}

void ReportModel::setPhase(Phase phase)
{
    if (m_phase == phase)
        return;
    m_phase = phase;
    take();
    Q_EMIT phaseChanged();
}

bool ReportModel::goesOn() const
{
    return m_conductor
           && m_conductor->state() == (m_phase == Setup ? Conductor::State::SettingUp : Conductor::State::ShuttingDown);
}

void ReportModel::take()
{
    using QConductor::Phase;
    setReport(m_conductor ? m_conductor->report(m_phase == Setup ? Phase::Setup : Phase::Shutdown) : Report());
    if (goesOn() && !m_clock.isActive())
        m_clock.start();
    else if (!goesOn())
        m_clock.stop();
}

// While a phase goes on, its rows stay the same, so a view keeps its delegates and its place.
void ReportModel::setReport(const Report &report)
{
    const QList<Report::Entry> entries = report.entries();
    const bool isSameSize = entries.size() == m_entries.size();
    if (!isSameSize)
        beginResetModel();
    m_report = report;
    m_entries = entries;
    if (!isSameSize)
        endResetModel();
    else if (!entries.isEmpty())
        Q_EMIT dataChanged(index(0), index(count() - 1));
    Q_EMIT changed();
}

qreal ReportModel::total() const
{
    return milliseconds(m_report.total());
}

int ReportModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant ReportModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Report::Entry &entry = m_entries.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NameRole: return entry.component;
    case LayerRole: return entry.layer;
    case WaitedRole: return milliseconds(entry.waited);
    case BeganRole: return milliseconds(entry.began);
    case TookRole: return milliseconds(entry.took);
    case HeldRole: return milliseconds(entry.held);
    case SlackRole: return milliseconds(QmlAccess::slack(m_report, index.row()));
    case GainRole: return milliseconds(m_report.total() - QmlAccess::whatIf(m_report, index.row()));
    case CriticalRole: return QmlAccess::isCritical(m_report, index.row());
    case StateRole: return QVariant::fromValue(entry.state);
    case StateNameRole:
        return QString::fromLatin1(QMetaEnum::fromType<Component::State>().valueToKey(int(entry.state)));
    case MessageRole: return entry.message;
    }
    return {};
}

QHash<int, QByteArray> ReportModel::roleNames() const
{
    return { { NameRole, "name" },   { LayerRole, "layer" },         { WaitedRole, "waited" },
             { BeganRole, "began" }, { TookRole, "took" },           { HeldRole, "held" },
             { SlackRole, "slack" }, { GainRole, "gain" },           { CriticalRole, "critical" },
             { StateRole, "state" }, { StateNameRole, "stateName" }, { MessageRole, "message" } };
}

} // namespace QConductor
