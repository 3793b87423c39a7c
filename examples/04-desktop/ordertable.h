// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef ORDERTABLE_H
#define ORDERTABLE_H

#include <QtWidgets/qtablewidget.h>

// Shows the orders of a Shop::Database, a row for each.
class OrderTable : public QTableWidget
{
    Q_OBJECT

public:
    OrderTable();

    void setOrders(const QVariantList &orders);
};

#endif
