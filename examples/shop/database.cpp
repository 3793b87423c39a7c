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
    m_timer.setSingleShot(true);
    m_timer.setInterval(60);
    connect(&m_timer, &QTimer::timeout, this, &Database::loadNext);
    connect(&m_loading, &QFutureWatcherBase::canceled, this, &Database::endLoading);
}

void Database::setDuration(int milliseconds)
{
    m_timer.setInterval(milliseconds);
    Q_EMIT durationChanged();
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
    return loadOrders();
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

// The splash of a window shows the progress that the promise reports. When setup is canceled, so is the future; the rest is
// left to onShutdown().
QFuture<void> Database::loadOrders()
{
    QSqlQuery query = select(QStringLiteral("count(*)"));
    query.next();
    m_orders.clear();
    m_promise = {};
    m_promise.start();
    m_promise.setProgressRange(0, query.value(0).toInt());
    m_loading.setFuture(m_promise.future());
    m_timer.start();
    return m_promise.future();
}

void Database::loadNext()
{
    QSqlQuery query = select(QStringLiteral("number, customer, item, total"),
                             QStringLiteral("ORDER BY number DESC LIMIT 1 OFFSET %1").arg(m_orders.size()));
    if (!query.next())
        return endLoading();
    m_orders.append(QVariantMap({ { QStringLiteral("number"), query.value(0) },
                                  { QStringLiteral("customer"), query.value(1) },
                                  { QStringLiteral("item"), query.value(2) },
                                  { QStringLiteral("total"), query.value(3) } }));
    const int loaded = int(m_orders.size());
    m_promise.setProgressValueAndText(loaded,
                                      tr("Loading orders … %1 %").arg(100 * loaded / m_loading.progressMaximum()));
    m_timer.start();
}

void Database::endLoading()
{
    m_timer.stop();
    m_promise.finish();
    Q_EMIT ordersChanged();
}

QSqlQuery Database::select(const QString &columns, const QString &rest) const
{
    return QSqlQuery(QStringLiteral("SELECT %1 FROM orders %2").arg(columns, rest),
                     QSqlDatabase::database(m_connection, false));
}

} // namespace Shop
