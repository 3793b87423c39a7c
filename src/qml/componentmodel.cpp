// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "componentmodel.h"

#include "component_p.h"
#include "qmlaccess_p.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qset.h>

namespace QConductor {

/*!
    \qmltype ComponentModel
    \inqmlmodule QConductor
    \since QConductor 1.0
    \brief A list model of a conductor's components, for a splash screen or a status page.

    The model has a row for each component of its conductor, in the order in which the components were added or
    created, and these roles:

    \table
    \header \li Role \li Type \li Value
    \row \li name \li string \li The displayName of the component, with its class where two would read the same.
    \row \li component \li AsyncComponent or another component \li The component itself.
    \row \li state \li enumeration \li The component's state, such as \c AsyncComponent.Active.
    \row \li stateName \li string \li The name of that state, such as "Active".
    \row \li layer \li int \li The layer of the dependency graph: 0 where the component needs no other one; -1 until a
         setup has found the component.
    \row \li errorString \li string \li The reason why the component has failed or was not set up; otherwise empty.
    \row \li setupMs \li int \li The number of milliseconds that its last setup took; -1 where it has had none.
    \row \li essential \li bool \li Whether a setup fails with the component.
    \row \li optional \li bool \li Whether others hold the component, and each can do without it: by a property that may stay
         null, or by a list. False until a setup has found it.
    \row \li startMode \li enumeration \li When the component begins, such as \c AsyncComponent.Deferred.
    \row \li restartPolicy \li enumeration \li Whether the component is set up again after a failure, such as
         \c AsyncComponent.OnFailure.
    \row \li restartCount \li int \li How often it was set up again for that reason.
    \row \li degraded \li bool \li Whether the component has failed, or was stopped or left out because of a failure, and has
         not been active since. Then \c errorString says why.
    \endtable

    Rows come and go with the components. Those that the conductor creates itself come when a setup has begun.

    \snippet tests/auto/documentation/types/Main.qml model

    A delegate may also declare a required property for each role that it reads, such as \c name. A delegate that is an
    Item can't do so for \c layer and \c state, because an Item has final properties with these names: it reads
    \c model.layer and \c model.state.
*/

/*!
    \qmlproperty Conductor ComponentModel::conductor
    The conductor whose components the model shows; null by default. It may be a QConductor::Conductor of C++, which
    lives in the thread of the model. The model doesn't own it; when it is destroyed, this property becomes null.
*/

/*!
    \qmlproperty int ComponentModel::count
    \readonly
    The number of rows.
*/

ComponentModel::ComponentModel(QObject *parent)
    : QAbstractListModel(parent), m_watch(std::make_unique<QObject>())
{
}

void ComponentModel::setConductor(Conductor *conductor)
{
    if (m_conductor == conductor)
        return;
    if (m_conductor)
        disconnect(m_conductor, nullptr, this, nullptr);
    reset();
    m_conductor = conductor;
    if (conductor) {
        connect(conductor, &Conductor::componentsChanged, this, &ComponentModel::update);
        connect(conductor, &Conductor::degradedChanged, this, &ComponentModel::degradedChanged);
        connect(conductor, &QObject::destroyed, this, [this] {
            reset();
            m_conductor.clear();
            Q_EMIT conductorChanged();
        });
        update();
    }
    Q_EMIT conductorChanged();
}

int ComponentModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant ComponentModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    if (!row.component) // A conductor that is being destroyed destroys components without telling of each.
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case NameRole: return QmlAccess::nameOf(row.component);
    case ComponentRole: return QVariant::fromValue(row.component.data());
    case StateRole: return QVariant::fromValue(row.component->state());
    case StateNameRole:
        return QString::fromLatin1(QMetaEnum::fromType<Component::State>().valueToKey(int(row.component->state())));
    case LayerRole: return row.layer;
    case ErrorStringRole: return row.component->errorString();
    case SetupMsRole: return ComponentPrivate::get(row.component)->running.setupMs;
    case EssentialRole: return row.component->isEssential();
    case OptionalRole: return row.isOptional;
    case StartModeRole: return QVariant::fromValue(row.component->startMode());
    case RestartPolicyRole: return QVariant::fromValue(row.component->restartPolicy());
    case RestartCountRole: return row.component->restartCount();
    case DegradedRole: return ComponentPrivate::get(row.component)->running.isImpaired;
    }
    return {};
}

QHash<int, QByteArray> ComponentModel::roleNames() const
{
    return { { NameRole, "name" },
             { ComponentRole, "component" },
             { StateRole, "state" },
             { StateNameRole, "stateName" },
             { LayerRole, "layer" },
             { ErrorStringRole, "errorString" },
             { SetupMsRole, "setupMs" },
             { EssentialRole, "essential" },
             { OptionalRole, "optional" },
             { StartModeRole, "startMode" },
             { RestartPolicyRole, "restartPolicy" },
             { RestartCountRole, "restartCount" },
             { DegradedRole, "degraded" } };
}

void ComponentModel::reset()
{
    m_watch = std::make_unique<QObject>();
    if (m_rows.isEmpty())
        return;
    beginResetModel();
    m_rows.clear();
    m_rowOf.clear();
    endResetModel();
    Q_EMIT countChanged();
}

// The conductor lists its components in the order in which they joined it, so the new ones are at the end.
void ComponentModel::update()
{
    const qsizetype before = m_rows.size();
    const QList<Component *> components = m_conductor->components();
    removeGone(components);
    append(components);
    updateLayers();
    updateOptional();
    if (m_rows.size() != before) {
        namesChanged();
        Q_EMIT countChanged();
    }
}

void ComponentModel::removeGone(const QList<Component *> &components)
{
    const QSet<const Component *> present(components.begin(), components.end());
    for (int i = count(); i-- > 0;) {
        if (present.contains(m_rows.at(i).key))
            continue;
        beginRemoveRows({}, i, i);
        m_rows.removeAt(i);
        m_rowOf.clear();
        for (int row = 0; row < count(); ++row)
            m_rowOf.insert(m_rows.at(row).key, row);
        endRemoveRows();
    }
}

void ComponentModel::append(const QList<Component *> &components)
{
    if (components.size() <= m_rows.size())
        return;
    beginInsertRows({}, count(), int(components.size()) - 1);
    for (qsizetype i = m_rows.size(); i < components.size(); ++i) {
        Component *component = components.at(i);
        m_rowOf.insert(component, int(i));
        m_rows.append({ component, component, -1, false });
        watch(component);
    }
    endInsertRows();
}

void ComponentModel::watch(Component *component)
{
    const auto tellOf = [this, component](auto signal, const QList<int> &roles) {
        connect(component, signal, m_watch.get(), [this, component, roles] { tell(component, roles); });
    };
    tellOf(&Component::stateChanged, { StateRole, StateNameRole, ErrorStringRole, SetupMsRole, DegradedRole });
    tellOf(&Component::essentialChanged, { EssentialRole });
    tellOf(&Component::startModeChanged, { StartModeRole });
    tellOf(&Component::restartPolicyChanged, { RestartPolicyRole });
    tellOf(&Component::restartCountChanged, { RestartCountRole });
    connect(component, &Component::displayNameChanged, m_watch.get(), [this] { namesChanged(); });
}

// The name of one component may be that of another one now, or be so no longer.
void ComponentModel::namesChanged()
{
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(count() - 1), { Qt::DisplayRole, NameRole });
}

void ComponentModel::updateLayers()
{
    const QList<QList<Component *>> layers = m_conductor->layers();
    for (int layer = 0; layer < layers.size(); ++layer) {
        for (const Component *component : layers.at(layer))
            setLayer(m_rowOf.value(component, -1), layer);
    }
}

void ComponentModel::setLayer(int row, int layer)
{
    if (row >= 0 && std::exchange(m_rows[row].layer, layer) != layer)
        Q_EMIT dataChanged(index(row), index(row), { LayerRole });
}

void ComponentModel::updateOptional()
{
    for (int row = 0; row < count(); ++row) {
        const bool isOptional = m_rows.at(row).component && QmlAccess::isOptional(m_rows.at(row).component);
        if (std::exchange(m_rows[row].isOptional, isOptional) != isOptional)
            Q_EMIT dataChanged(index(row), index(row), { OptionalRole });
    }
}

// Since a failure is told, what is stopped because of it may have been, too.
void ComponentModel::degradedChanged()
{
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(count() - 1), { ErrorStringRole, DegradedRole });
}

void ComponentModel::tell(const Component *component, const QList<int> &roles)
{
    const int row = m_rowOf.value(component, -1);
    if (row >= 0)
        Q_EMIT dataChanged(index(row), index(row), roles);
}

} // namespace QConductor
