// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "database.h"

#include <QConductor/Error>

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qdir.h>
#include <QtCore/qscopeguard.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>

using namespace Qt::StringLiterals;

namespace Shop {

namespace {

const auto connection = u"shop"_s;

QConductor::Error asError(const QSqlError &error)
{
    return QConductor::Error(error.databaseText().isEmpty() ? error.text() : error.databaseText());
}

void close()
{
    QSqlDatabase::database(connection, false).close();
    QSqlDatabase::removeDatabase(connection);
}

void open(const QString &path)
{
    auto cleanUp = qScopeGuard(close); // who fails, cleans up first
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        database.setDatabaseName(path);
        database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=0"_s);
        if (!database.open())
            throw asError(database.lastError());
    }
    sql(u"PRAGMA locking_mode = EXCLUSIVE"_s); // two services would do an order twice
    sql(u"PRAGMA journal_mode = WAL"_s);
    sql(u"PRAGMA synchronous = FULL"_s); // what is committed survives a power cut
    sql(u"CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY AUTOINCREMENT, item TEXT NOT NULL, "
        "quantity INTEGER NOT NULL, invoice TEXT, timesDone INTEGER NOT NULL DEFAULT 0)"_s);
    sql(u"CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY AUTOINCREMENT, orderId INTEGER NOT NULL)"_s);
    cleanUp.dismiss();
}

} // namespace

Database::Database(QObject *parent) : Component(parent)
{
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1);
}

QFuture<void> Database::onSetup()
{
    const QString path = QDir::current().absoluteFilePath(config().value(u"database"_s, u"shop.db"_s).toString());
    return QtConcurrent::run(&m_thread, [path] {
        try {
            open(path);
        } catch (const QConductor::Error &error) {
            throw QConductor::Error(tr("can't open %1: %2").arg(QDir::toNativeSeparators(path), error.message()));
        }
    });
}

QFuture<void> Database::onShutdown()
{
    return QtConcurrent::run(&m_thread, close);
}

QSqlQuery sql(const QString &statement, const QVariantList &values)
{
    QSqlQuery query(QSqlDatabase::database(connection));
    bool isGood = query.prepare(statement);
    for (const QVariant &value : values)
        query.addBindValue(value);
    isGood = isGood && query.exec();
    if (!isGood)
        throw asError(query.lastError());
    return query;
}

Transaction::Transaction()
{
    sql(u"BEGIN"_s);
}

Transaction::~Transaction()
{
    if (m_isOpen)
        QSqlDatabase::database(connection).rollback();
}

void Transaction::commit()
{
    sql(u"COMMIT"_s);
    m_isOpen = false;
}

} // namespace Shop
