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

class ComponentModel : public QAbstractListModel
{
    Q_OBJECT
    Q_PROPERTY(QConductor::Conductor *conductor READ conductor WRITE setConductor NOTIFY conductorChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    QML_ELEMENT

public:
    enum Role { NameRole = Qt::UserRole + 1, ComponentRole, StateRole, StateNameRole, LayerRole, ErrorStringRole, SetupMsRole };

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
        QPointer<Component> component;
        const Component *key; // in m_rowOf, also while the component is being destroyed
        int layer;
    };
    void reset();
    void update();
    void removeGone(const QList<Component *> &components);
    void append(const QList<Component *> &components);
    void updateLayers();
    void setLayer(int row, int layer);
    void stateChanged(const Component *component);

    QPointer<Conductor> m_conductor;
    QList<Row> m_rows;
    QHash<const Component *, int> m_rowOf;
    std::unique_ptr<QObject> m_watch; // the context of the connections to the components
};

} // namespace QConductor

#endif
