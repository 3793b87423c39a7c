// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_MESSAGEMODEL_H
#define QCONDUCTOR_INSPECTOR_MESSAGEMODEL_H

#include "inspectorglobal_p.h"

#include <QConductor/Conductor>

#include <QtCore/qabstractitemmodel.h>
#include <QtCore/qdatetime.h>
#include <QtCore/qpointer.h>
#include <QtCore/qset.h>
#include <QtQml/qqml.h>

namespace QConductor {

// What went wrong in a conductor since the model knows it, and what was wrong then: the newest message first. A failure is in it
// once for each time that it happens, also if the component has recovered since.
class QCONDUCTOR_INSPECTOR_AUTOTEST_EXPORT MessageModel : public QAbstractListModel
{
    Q_OBJECT
    Q_PROPERTY(QConductor::Conductor *conductor READ conductor WRITE setConductor NOTIFY conductorChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    QML_ELEMENT

public:
    enum Role { NameRole = Qt::UserRole + 1, MessageRole, TimeRole };

    explicit MessageModel(QObject *parent = nullptr) : QAbstractListModel(parent) { }

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
        QString name; // of the component; empty: it is about the whole, or a component that has been destroyed
        QString message;
        QTime time;
    };
    void add(const QString &name, const QString &message);
    void addFailures();
    void clear();

    QPointer<Conductor> m_conductor;
    QList<Row> m_rows;
    QSet<QString> m_told; // messages since the last setup or shutdown began
};

} // namespace QConductor

#endif
