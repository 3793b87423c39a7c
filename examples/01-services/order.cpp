// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "order.h"

#include <QConductor/Error>

#include <QtCore/qjsondocument.h>

using namespace Qt::StringLiterals;

namespace Shop {

namespace {

// A NUL would end the text for some programs that read it, and not for others.
bool isItem(const QString &text)
{
    return !text.trimmed().isEmpty() && text.size() <= 200 && !text.contains(QChar::Null);
}

} // namespace

Order Order::fromJson(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(json, &error).object();
    if (error.error != QJsonParseError::NoError)
        throw QConductor::Error(u"this is not JSON: %1"_s.arg(error.errorString()));

    Order order;
    order.item = object.value("item"_L1).toString();
    order.quantity = object.value("quantity"_L1).toInt();
    if (!isItem(order.item) || order.quantity < 1 || order.quantity > 1000)
        throw QConductor::Error(u"an order looks like {\"item\": \"tea\", \"quantity\": 2}, of 1 to 1000"_s);
    return order;
}

QJsonObject Order::toJson() const
{
    QJsonObject json{ { u"id"_s, id }, { u"item"_s, item }, { u"quantity"_s, quantity } };
    json.insert("status"_L1, invoice.isEmpty() ? u"accepted"_s : u"done"_s);
    if (!invoice.isEmpty())
        json.insert("invoice"_L1, invoice);
    return json;
}

} // namespace Shop
