// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "timelinemodel.h"

namespace QConductor {

TimelineModel::TimelineModel(QObject *parent) : QSortFilterProxyModel(parent)
{
    sort(0);
}

bool TimelineModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const int role = roleNames().key("began");
    const qreal one = left.data(role).toReal();
    const qreal other = right.data(role).toReal();
    return one != other ? one < other : left.row() < right.row();
}

} // namespace QConductor
