// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "componentmodel.h"

#include "component_p.h"
#include "meta/naming_p.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qset.h>

namespace QConductor {

/*!
    \qmltype ComponentModel
    \inqmlmodule QConductor
    \brief A list model of a conductor's components, for a splash screen or a status page.

    The model has a row for each component of its conductor, in the order in which the components were added or
    created, and these roles:

    \table
    \header \li Role \li Type \li Value
    \row \li name \li string \li The name of the component's class as its author wrote it, without namespace.
    \row \li component \li AsyncComponent or another component \li The component itself.
    \row \li state \li enumeration \li The component's state, such as \c AsyncComponent.Active.
    \row \li stateName \li string \li The name of that state, such as "Active".
    \row \li layer \li int \li The layer of the dependency graph: 0 where the component needs no other one; -1 until a
         setup has found the component.
    \row \li errorString \li string \li The reason why the component has failed or was not set up; otherwise empty.
    \row \li setupMs \li int \li The number of milliseconds that its last setup took; -1 where it has had none.
    \endtable

    Rows come and go with the components. Those that the conductor creates itself come when a setup has begun.

    \qml
    ListView {
        model: ComponentModel { conductor: application }
        delegate: Label {
            required property var model
            text: model.layer + ": " + model.name + " " + model.stateName
        }
    }
    \endqml

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
    case NameRole: return QString::fromUtf8(unqualifiedName(ComponentPrivate::get(row.component)->membership.type));
    case ComponentRole: return QVariant::fromValue(row.component.data());
    case StateRole: return QVariant::fromValue(row.component->state());
    case StateNameRole:
        return QString::fromLatin1(QMetaEnum::fromType<Component::State>().valueToKey(int(row.component->state())));
    case LayerRole: return row.layer;
    case ErrorStringRole: return row.component->errorString();
    case SetupMsRole: return ComponentPrivate::get(row.component)->running.setupMs;
    }
    return {};
}

QHash<int, QByteArray> ComponentModel::roleNames() const
{
    return { { NameRole, "name" },   { ComponentRole, "component" },     { StateRole, "state" },    { StateNameRole, "stateName" },
             { LayerRole, "layer" }, { ErrorStringRole, "errorString" }, { SetupMsRole, "setupMs" } };
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
    if (m_rows.size() != before)
        Q_EMIT countChanged();
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
        m_rows.append({ component, component, -1 });
        connect(component, &Component::stateChanged, m_watch.get(), [this, component] { stateChanged(component); });
    }
    endInsertRows();
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

void ComponentModel::stateChanged(const Component *component)
{
    const int row = m_rowOf.value(component, -1);
    if (row >= 0)
        Q_EMIT dataChanged(index(row), index(row), { StateRole, StateNameRole, ErrorStringRole, SetupMsRole });
}

} // namespace QConductor
