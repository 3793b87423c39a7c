// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "sqlitefile.h"

#include <QConductor/Error>

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qscopeguard.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>

using namespace Qt::StringLiterals;

namespace Shop {

namespace {

// The name of this thread's connection. A connection belongs to one thread, so the thread's address can name it.
QString connection()
{
    return QString::number(quintptr(QThread::currentThread()), 16);
}

QConductor::Error asError(const QSqlError &error)
{
    return QConductor::Error(error.databaseText().isEmpty() ? error.text() : error.databaseText());
}

void closeConnection()
{
    QSqlDatabase::database(connection(), false).close();
    QSqlDatabase::removeDatabase(connection());
}

constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

void createFile(const QString &path)
{
    if (path == ":memory:"_L1)
        throw QConductor::Error(QCoreApplication::translate("Shop", "orders are kept on the disk"));
    QFile file(path);
    if (!file.exists() && !file.open(QIODevice::NewOnly, ownerOnly))
        throw QConductor::Error(file.errorString());
}

void keepFromOthers(const QString &path)
{
    QFile file(path);
    if (QFileInfo(file).isFile() && !file.setPermissions(file.permissions() & ownerOnly))
        throw QConductor::Error(file.errorString());
}

void openConnection(const QString &path, const QStringList &schema, const std::function<void()> &next)
{
    createFile(path);
    keepFromOthers(path); // the files that SQLite puts beside this one get the same permissions
    keepFromOthers(path + "-wal"_L1); // a crash leaves this file
    auto cleanUp = qScopeGuard(closeConnection); // onShutdown() isn't called for a component that fails
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection());
        database.setDatabaseName(path);
        database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=0"_s);
        if (!database.open())
            throw asError(database.lastError());
    }
    sql(u"PRAGMA locking_mode = EXCLUSIVE"_s); // two services would do an order twice
    sql(u"PRAGMA journal_mode = WAL"_s);
    sql(u"PRAGMA synchronous = FULL"_s); // what is committed survives a power cut
    for (const QString &statement : schema)
        sql(statement);
    next();
    cleanUp.dismiss();
}

} // namespace

// QtSql makes its list of drivers when it is first used, and in Qt 6.4 that isn't safe in two threads at once: with two
// files, an application could hang when it ended. So the list is made here, in the thread that makes the components.
SqliteFile::SqliteFile()
{
    QSqlDatabase::drivers();
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1);
}

SqliteFile::~SqliteFile()
{
    m_thread.start(closeConnection);
    m_thread.waitForDone();
}

QFuture<void> SqliteFile::open(const QString &path, const QStringList &schema, const std::function<void()> &next)
{
    return QtConcurrent::run(&m_thread, [path = QDir::current().absoluteFilePath(path), schema, next] {
        try {
            openConnection(path, schema, next);
        } catch (const QConductor::Error &error) {
            throw QConductor::Error(QCoreApplication::translate("Shop", "can't open %1: %2")
                                            .arg(QDir::toNativeSeparators(path), error.message()));
        }
    });
}

QFuture<void> SqliteFile::close()
{
    return QtConcurrent::run(&m_thread, closeConnection);
}

// SQLite writes the version to the disk again, though it stays the same.
QFuture<bool> SqliteFile::isWritable()
{
    return transaction([] {
        QSqlQuery version = sql(u"PRAGMA user_version"_s);
        version.next();
        sql(u"PRAGMA user_version = %1"_s.arg(version.value(0).toInt()));
        return true;
    });
}

QSqlQuery sql(const QString &statement, const QVariantList &values)
{
    const QSqlDatabase database = QSqlDatabase::database(connection(), false);
    if (!database.isOpen())
        throw QConductor::Error(QCoreApplication::translate("Shop", "the file isn't open"));
    QSqlQuery query(database);
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
        QSqlDatabase::database(connection()).rollback();
}

void Transaction::commit()
{
    sql(u"COMMIT"_s);
    m_isOpen = false;
}

} // namespace Shop
