// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_ORDER_H
#define SHOP_ORDER_H

#include <QtCore/qjsonobject.h>
#include <QtCore/qstring.h>

namespace Shop {

// What a customer wants. It is done when it has an invoice.
struct Order
{
    qint64 id = 0;
    QString item;
    int quantity = 0;
    QString invoice;

    static Order fromJson(const QByteArray &json); // throws what is wrong with it
    QJsonObject toJson() const;
};

} // namespace Shop

#endif
