// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "ordertable.h"

#include <QtCore/qlocale.h>
#include <QtWidgets/qheaderview.h>

OrderTable::OrderTable() : QTableWidget(0, 4)
{
    setHorizontalHeaderLabels({ tr("Order"), tr("Customer"), tr("Item"), tr("Total") });
    horizontalHeaderItem(3)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    setColumnWidth(0, 90);
    setColumnWidth(3, 120);
    setColumnWidth(1, 190);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(36);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::NoSelection);
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::NoFrame);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setStyleSheet(QStringLiteral(
            "QTableWidget::item { border: none; padding: 0 12px } QHeaderView::section { padding: 6px 12px }"));
}

void OrderTable::setOrders(const QVariantList &orders)
{
    setRowCount(int(orders.size()));
    for (int row = 0; row < orders.size(); ++row) {
        const QVariantMap order = orders.at(row).toMap();
        const QStringList texts { order.value(QStringLiteral("number")).toString(),
                                  order.value(QStringLiteral("customer")).toString(),
                                  order.value(QStringLiteral("item")).toString(),
                                  QLocale().toString(order.value(QStringLiteral("total")).toDouble(), 'f', 2)
                                          + tr(" €") };
        for (int column = 0; column < texts.size(); ++column)
            setItem(row, column, new QTableWidgetItem(texts.at(column)));
        item(row, 3)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
}
