// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_SQLITEFILE_H
#define SHOP_SQLITEFILE_H

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpromise.h>
#include <QtCore/qthreadpool.h>
#include <QtSql/qsqlquery.h>

#include <functional>
#include <memory>
#include <type_traits>

namespace Shop {

// An SQLite file. All work on it is done in one thread of its own, in transactions. Only its owner can read a file that
// is created here.
class SqliteFile
{
public:
    SqliteFile();
    ~SqliteFile(); // closes it, after the work that is left

    // For hooks, which return a future and don't wait for it. The path is relative to the current folder. What is next is
    // done in the file's thread, once the file is open.
    QFuture<void> open(const QString &path, const QStringList &schema, const std::function<void()> &next = [] { });
    QFuture<void> close();
    QFuture<bool> isWritable(); // true, or fails with the reason
    template <class Work> QFuture<std::invoke_result_t<Work>> transaction(Work work);
    template <class Work, class Next> QFuture<std::invoke_result_t<Work>> transaction(Work work, Next next);

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

// Does work in the file's thread, and all of it or, if it throws, nothing; then next, with the result. When the future
// has the result of work, what it did is on the disk. It may be called from any thread, and waited for. (That is why it
// doesn't use QtConcurrent::run(): who waits for such a future may come to do the work, in the wrong thread.)
template <class Work, class Next> QFuture<std::invoke_result_t<Work>> SqliteFile::transaction(Work work, Next next)
{
    const auto promise = std::make_shared<QPromise<std::invoke_result_t<Work>>>();
    promise->start(); // here: nobody can wait for one that has not
    m_thread.start([promise, work = std::move(work), next = std::move(next)] {
        try {
            Transaction transaction;
            auto result = work();
            transaction.commit();
            next(result);
            promise->addResult(std::move(result));
        } catch (...) {
            promise->setException(std::current_exception());
        }
        promise->finish();
    });
    return promise->future();
}

template <class Work> QFuture<std::invoke_result_t<Work>> SqliteFile::transaction(Work work)
{
    return transaction(std::move(work), [](const auto &) { });
}

// The same future, but it finishes in this thread. In Qt 6.4, then() on one that finishes in another thread at this
// very moment calls its function twice.
template <class T> QFuture<T> inThisThread(const QFuture<T> &future)
{
    const auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    auto *watcher = new QFutureWatcher<T>;
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [watcher, promise] {
        try {
            if constexpr (std::is_void_v<T>)
                watcher->waitForFinished();
            else
                promise->addResult(watcher->result());
        } catch (...) {
            promise->setException(std::current_exception());
        }
        promise->finish();
        watcher->deleteLater();
    });
    watcher->setFuture(future);
    return promise->future();
}

} // namespace Shop

#endif
