// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_COMPONENTMODEL_H
#define QCONDUCTOR_QML_COMPONENTMODEL_H

#include <QConductor/Conductor>

#include <QtCore/qabstractitemmodel.h>
#include <QtCore/qhash.h>
#include <QtCore/qpointer.h>
#include <QtQml/qqml.h>

#include <memory>

namespace QConductor {

// A row for each component of a conductor, in the order of Conductor::components(). New rows come at the end. Each row
// is kept current by the signals of its component and of the conductor.
class ComponentModel : public QAbstractListModel
{
    Q_OBJECT
    Q_PROPERTY(QConductor::Conductor *conductor READ conductor WRITE setConductor NOTIFY conductorChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    QML_ELEMENT

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        ComponentRole,
        StateRole,
        StateNameRole,
        LayerRole,
        ErrorStringRole,
        SetupMsRole,
        EssentialRole,
        OptionalRole,
        StartModeRole,
        RestartPolicyRole,
        RestartCountRole,
        DegradedRole
    };

    explicit ComponentModel(QObject *parent = nullptr);

    Conductor *conductor() const { return m_conductor; }
    void setConductor(Conductor *conductor);
    int count() const { return int(m_rows.size()); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void conductorChanged();
    void countChanged();

private:
    struct Row
    {
        QPointer<Component> component; // null from the component's destruction on
        const Component *key;          // the component as a key of m_rowOf, valid during its destruction too
        int layer;                     // -1 until a setup has found the component
        bool isOptional;               // as QmlAccess::isOptional() says
    };
    void reset();
    void update();
    void removeGone(const QList<Component *> &components);
    void append(const QList<Component *> &components);
    void watch(Component *component);
    void updateLayers();
    void updateOptional();
    void setLayer(int row, int layer);
    void namesChanged();
    void degradedChanged();
    void tell(const Component *component, const QList<int> &roles);

    QPointer<Conductor> m_conductor;
    QList<Row> m_rows;
    QHash<const Component *, int> m_rowOf; // index in m_rows of each component
    std::unique_ptr<QObject> m_watch; // context of the connections to the components; to replace it ends them all
};

} // namespace QConductor

#endif
