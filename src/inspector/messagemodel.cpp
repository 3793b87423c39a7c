// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "messagemodel.h"

#include "meta/text_p.h"
#include "qmlaccess_p.h"

namespace QConductor {

namespace {

constexpr int mostRows = 500;

} // namespace

void MessageModel::setConductor(Conductor *conductor)
{
    if (m_conductor == conductor)
        return;
    if (m_conductor)
        m_conductor->disconnect(this);
    clear();
    m_conductor = conductor;
    if (conductor) {
        connect(conductor, &Conductor::componentFailed, this, [this](Component *component, const QString &message) {
            add(component ? QmlAccess::nameOf(component) : QString(), message);
        });
        connect(conductor, &Conductor::shutdownRefused, this, [this](Component *component, const QString &message) {
            add(component ? QmlAccess::nameOf(component) : QString(),
                Text::tr("refuses the shutdown: %1").arg(message));
        });
        connect(conductor, &Conductor::stateChanged, this, &MessageModel::addFailures);
        connect(conductor, &QObject::destroyed, this, [this] {
            m_conductor.clear();
            Q_EMIT conductorChanged();
        });
        addFailures();
    }
    Q_EMIT conductorChanged();
}

// A failure of a setup may be told by a signal, and is in the list when the setup has ended.
void MessageModel::addFailures()
{
    const Conductor::State state = m_conductor->state();
    if (state == Conductor::State::SettingUp || state == Conductor::State::ShuttingDown)
        m_told.clear();
    const QList<Failure> failures = m_conductor->failures();
    for (const Failure &failure : failures) {
        if (!m_told.contains(failure.message))
            add(failure.displayName, failure.message);
    }
    const QString error = m_conductor->errorString();
    if (state == Conductor::State::Failed && failures.isEmpty() && !error.isEmpty() && !m_told.contains(error))
        add(QString(), error); // of a setup that was refused
}

void MessageModel::add(const QString &name, const QString &message)
{
    m_told.insert(message);
    if (count() == mostRows) {
        beginRemoveRows({}, count() - 1, count() - 1);
        m_rows.removeLast();
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    m_rows.prepend({ name, message, QTime::currentTime() });
    endInsertRows();
    Q_EMIT countChanged();
}

void MessageModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_told.clear();
    endResetModel();
    Q_EMIT countChanged();
}

int MessageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant MessageModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case NameRole: return row.name;
    case Qt::DisplayRole:
    case MessageRole: return row.message;
    case TimeRole: return row.time.toString(QStringLiteral("HH:mm:ss"));
    }
    return {};
}

QHash<int, QByteArray> MessageModel::roleNames() const
{
    return { { NameRole, "name" }, { MessageRole, "message" }, { TimeRole, "time" } };
}

} // namespace QConductor
