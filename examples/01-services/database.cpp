// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "database.h"

#include "settings.h"

using namespace Qt::StringLiterals;

namespace Shop {

Database::Database(QObject *parent) : Component(parent)
{
}

QFuture<void> Database::onSetup()
{
    return m_file.open(dataFile(config(), u"database"_s, u"shop.db"_s),
                       { u"CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY AUTOINCREMENT, item TEXT NOT NULL, "
                         "quantity INTEGER NOT NULL, invoice TEXT, timesDone INTEGER NOT NULL DEFAULT 0)"_s });
}

QFuture<void> Database::onShutdown()
{
    return m_file.close();
}

QFuture<qint64> Database::insert(const Order &order)
{
    return m_file.transaction([order] {
        return sql(u"INSERT INTO orders (item, quantity) VALUES (?, ?)"_s, { order.item, order.quantity })
                .lastInsertId().toLongLong();
    });
}

QFuture<std::optional<Order>> Database::find(qint64 id)
{
    return m_file.transaction([id]() -> std::optional<Order> {
        QSqlQuery found = sql(u"SELECT item, quantity, invoice FROM orders WHERE id = ?"_s, { id });
        if (!found.next())
            return std::nullopt;
        return Order{ id, found.value(0).toString(), found.value(1).toInt(), found.value(2).toString() };
    });
}

QFuture<QList<qint64>> Database::notDone()
{
    return m_file.transaction([] {
        QList<qint64> ids;
        QSqlQuery row = sql(u"SELECT id FROM orders WHERE invoice IS NULL ORDER BY id"_s);
        while (row.next())
            ids.append(row.value(0).toLongLong());
        return ids;
    });
}

QFuture<bool> Database::setDone(qint64 id, const QString &invoice)
{
    return m_file.transaction([id, invoice] {
        return sql(u"UPDATE orders SET invoice = ?, timesDone = timesDone + 1 WHERE id = ? AND invoice IS NULL"_s,
                   { invoice, id }).numRowsAffected() == 1;
    });
}

} // namespace Shop
