// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_ARCHIVE_H
#define QCONDUCTOR_TESTS_ARCHIVE_H

#include <QConductor/Component>

#include <QtConcurrent/qtconcurrentrun.h>

#include <QtCore/qthreadpool.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlquery.h>

namespace Recipes {

//! [database]
class Archive : public QConductor::Component
{
    Q_OBJECT

public:
    Archive()
    {
        m_thread.setMaxThreadCount(1); // a connection is used by the thread that has opened it
        m_thread.setExpiryTimeout(-1); // that thread stays until the pool is destroyed
    }

    QString path = QStringLiteral(":memory:");

    QFuture<int> entries() // of the archive, which is active
    {
        return QtConcurrent::run(&m_thread, [] {
            QSqlQuery query(QStringLiteral("SELECT count(*) FROM entries"), QSqlDatabase::database(connection));
            return query.next() ? query.value(0).toInt() : 0;
        });
    }

protected:
    QFuture<void> onSetup() override
    {
        return QtConcurrent::run(&m_thread, [path = path] {
            QString error;
            if (isOpened(path, &error))
                return;
            QSqlDatabase::removeDatabase(connection);
            throw QConductor::Error(tr("can't open %1: %2").arg(path, error));
        });
    }
    QFuture<void> onShutdown() override
    {
        return QtConcurrent::run(&m_thread, [] { QSqlDatabase::removeDatabase(connection); });
    }

private:
    static constexpr QLatin1String connection = QLatin1String("archive");

    static bool isOpened(const QString &path, QString *error)
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
        database.setDatabaseName(path);
        QSqlQuery query(database);
        const bool isOpen = database.open()
                            && query.exec(QStringLiteral("CREATE TABLE IF NOT EXISTS entries (text TEXT)"));
        *error = (database.isOpen() ? query.lastError() : database.lastError()).text();
        return isOpen;
    }

    QThreadPool m_thread; // is destroyed after the hooks have ended
};
//! [database]

} // namespace Recipes

#endif
