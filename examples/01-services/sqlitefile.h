// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_SQLITEFILE_H
#define SHOP_SQLITEFILE_H

#include <QtCore/qpromise.h>
#include <QtCore/qthreadpool.h>
#include <QtSql/qsqlquery.h>

#include <memory>
#include <type_traits>

namespace Shop {

// A file of SQLite's. All work on it is done in one thread of its own, in transactions.
class SqliteFile
{
public:
    SqliteFile();
    ~SqliteFile(); // closes it, after the work that is left

    QFuture<void> open(const QString &path, const QStringList &schema); // relative to the current folder
    QFuture<void> close();
    template <class Work> QFuture<std::invoke_result_t<Work>> transaction(Work work);

private:
    QThreadPool m_thread; // of one: a connection belongs to the thread that made it
};

// Executes a statement; throws what is wrong with it. For use inside of a transaction.
QSqlQuery sql(const QString &statement, const QVariantList &values = {});

// What was done since its beginning is undone, unless it was committed.
class Transaction
{
public:
    Transaction();
    ~Transaction();
    void commit();

private:
    Q_DISABLE_COPY_MOVE(Transaction)
    bool m_isOpen = true;
};

// Does work in the file's thread, and all of it or, if it throws, nothing. When the future has the result of work, what
// it did is on the disk. It may be called from any thread, and waited for. (That is why it doesn't use
// QtConcurrent::run(): who waits for such a future may come to do the work, in the wrong thread.)
template <class Work> QFuture<std::invoke_result_t<Work>> SqliteFile::transaction(Work work)
{
    const auto promise = std::make_shared<QPromise<std::invoke_result_t<Work>>>();
    promise->start(); // here: nobody can wait for one that has not
    m_thread.start([promise, work = std::move(work)] {
        try {
            Transaction transaction;
            auto result = work();
            transaction.commit();
            promise->addResult(std::move(result));
        } catch (...) {
            promise->setException(std::current_exception());
        }
        promise->finish();
    });
    return promise->future();
}

} // namespace Shop

#endif
