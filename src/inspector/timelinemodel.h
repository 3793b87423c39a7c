// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_TIMELINEMODEL_H
#define QCONDUCTOR_INSPECTOR_TIMELINEMODEL_H

#include <QtCore/qsortfilterproxymodel.h>
#include <QtQml/qqml.h>

namespace QConductor {

// The rows of a ReportModel in the order in which their hooks began, so that the bars of a chart go down like stairs.
class TimelineModel : public QSortFilterProxyModel
{
    Q_OBJECT
    QML_ELEMENT

public:
    explicit TimelineModel(QObject *parent = nullptr);

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
};

} // namespace QConductor

#endif
