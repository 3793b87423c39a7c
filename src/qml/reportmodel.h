// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_REPORTMODEL_H
#define QCONDUCTOR_QML_REPORTMODEL_H

#include <QConductor/Conductor>

#include <QtCore/qabstractitemmodel.h>
#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>
#include <QtQml/qqml.h>

namespace QConductor {

// A row for each entry of a report of a conductor. The report is taken anew, once for each turn of the event loop, when the
// conductor tells of something that changes it, and at intervals while the phase goes on, because its times grow then.
class ReportModel : public QAbstractListModel
{
    Q_OBJECT
    Q_PROPERTY(QConductor::Conductor *conductor READ conductor WRITE setConductor NOTIFY conductorChanged FINAL)
    Q_PROPERTY(Phase phase READ phase WRITE setPhase NOTIFY phaseChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(qreal total READ total NOTIFY changed FINAL)
    Q_PROPERTY(QStringList criticalPath READ criticalPath NOTIFY changed FINAL)
    QML_ELEMENT

public:
    enum Phase { Setup, Shutdown };
    Q_ENUM(Phase)
    enum Role {
        NameRole = Qt::UserRole + 1,
        LayerRole,
        WaitedRole,
        BeganRole,
        TookRole,
        HeldRole,
        SlackRole,
        GainRole,
        CriticalRole,
        StateRole,
        StateNameRole,
        MessageRole
    };

    explicit ReportModel(QObject *parent = nullptr);

    Conductor *conductor() const { return m_conductor; }
    void setConductor(Conductor *conductor);
    Phase phase() const { return m_phase; }
    void setPhase(Phase phase);
    int count() const { return int(m_entries.size()); }
    qreal total() const;
    QStringList criticalPath() const { return m_report.criticalPath(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void conductorChanged();
    void phaseChanged();
    void changed();

private:
    void connectTo(Conductor *conductor);
    void take();
    void setReport(const Report &report);
    bool goesOn() const;

    QPointer<Conductor> m_conductor;
    Phase m_phase = Setup;
    Report m_report;
    QList<Report::Entry> m_entries; // of the report
    QTimer m_soon;                  // takes the report when the event loop comes to it
    QTimer m_clock;                 // runs while the phase goes on
};

} // namespace QConductor

#endif
