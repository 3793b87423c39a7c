// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "database.h"

#include <QConductor/Error>

#include <QtCore/quuid.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlquery.h>

namespace Shop {

Database::Database(QObject *parent)
    : Component(parent), m_connection(QUuid::createUuid().toString())
{
}

QFuture<void> Database::onSetup()
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    database.setDatabaseName(m_path);
    if (!database.open())
        return failed(tr("can't open %1: %2").arg(m_path, database.lastError().text()));
    execute(QStringLiteral("CREATE TABLE IF NOT EXISTS entries (text TEXT)"));
    execute(QStringLiteral("CREATE TABLE IF NOT EXISTS orders (number INTEGER PRIMARY KEY, customer TEXT, item TEXT, total REAL)"));
    execute(QStringLiteral("INSERT OR IGNORE INTO orders VALUES "
                           "(1041, 'Ada Byron', 'Brass gears, 12 teeth', 86.40), (1042, 'Grace Hopper', 'Moth repellent', 9.90),"
                           "(1043, 'Alan Turing', 'Paper tape, 300 m', 41.25), (1044, 'Hedy Lamarr', 'Piano rolls', 118.00),"
                           "(1045, 'Edsger Dijkstra', 'Fountain pen', 54.70), (1046, 'Katherine Johnson', 'Orbit chart', 73.15)"));
    readOrders();
    return done();
}

QFuture<void> Database::onShutdown()
{
    QSqlDatabase::database(m_connection, false).close();
    QSqlDatabase::removeDatabase(m_connection);
    m_orders.clear();
    Q_EMIT ordersChanged();
    return done();
}

void Database::addEntry(const QString &text)
{
    execute(QStringLiteral("INSERT INTO entries VALUES (?)"), { text });
}

void Database::execute(const QString &statement, const QVariantList &values) const
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.prepare(statement);
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        throw QConductor::Error(tr("can't write to %1: %2").arg(m_path, query.lastError().text()));
}

void Database::readOrders()
{
    m_orders.clear();
    QSqlQuery query(QStringLiteral("SELECT number, customer, item, total FROM orders ORDER BY number DESC"),
                    QSqlDatabase::database(m_connection, false));
    while (query.next()) {
        m_orders.append(QVariantMap({ { QStringLiteral("number"), query.value(0) },
                                      { QStringLiteral("customer"), query.value(1) },
                                      { QStringLiteral("item"), query.value(2) },
                                      { QStringLiteral("total"), query.value(3) } }));
    }
    Q_EMIT ordersChanged();
}

} // namespace Shop
